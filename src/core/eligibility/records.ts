import { float64sAside, int32sAside, uint8sAside } from '../aside.ts';

/** What a row says of its line, as the columns take it. */
type Said = { open: number; row: number; issued: number; due: number; currency: number };

type RecordColumns = {
  open: Float64Array;
  rowOf: Int32Array;
  issued: Int32Array;
  due: Int32Array;
  currencyOf: Uint8Array;
};

/** One amount and four words to a record; its first words are the amount. */
const [amountsEach, wordsEach] = [3, 6];

/**
 * What is said of lines, in any order, beside each other in memory: rows come in another order than
 * their lines, and one place to write is several times faster than one in each column.
 */
export function createRecords(lines: number) {
  const amounts = float64sAside(amountsEach * lines);
  const words = new Int32Array(amounts.buffer);
  return {
    set(line: number, { open, row, issued, due, currency }: Said): void {
      const word = wordsEach * line;
      amounts[amountsEach * line] = open;
      words[word + 2] = row;
      words[word + 3] = issued;
      words[word + 4] = due;
      words[word + 5] = currency;
    },
    columns(): RecordColumns {
      const columns = {
        open: float64sAside(lines),
        rowOf: int32sAside(lines),
        issued: int32sAside(lines),
        due: int32sAside(lines),
        currencyOf: uint8sAside(lines),
      };
      const { open, rowOf, issued, due, currencyOf } = columns;
      for (let line = 0; line < lines; line += 1) {
        const word = wordsEach * line;
        open[line] = amounts[amountsEach * line] ?? 0;
        rowOf[line] = words[word + 2] ?? 0;
        issued[line] = words[word + 3] ?? 0;
        due[line] = words[word + 4] ?? 0;
        currencyOf[line] = words[word + 5] ?? 0;
      }
      return columns;
    },
  };
}
