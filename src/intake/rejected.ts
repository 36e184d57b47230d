import { stringify } from 'csv-stringify/sync';
import { neutraliseText } from '../core/formula.ts';
import type { RejectedRow } from './ledger.ts';
import type { RowProblem } from './problem.ts';

export type RejectedFile = {
  header: readonly string[];
  /** The file's own delimiter, so that it opens where the original did. */
  delimiter: string;
  /** Headings of the two columns added behind the file's own. */
  headings: { error: string; remedy: string };
  /** A problem in the reader's language: what is wrong, and what to do. */
  word: (problem: RowProblem) => { error: string; remedy: string };
};

/**
 * The rejected rows as the same file with two more columns, streamed: UTF-8 with a byte order mark,
 * so that a spreadsheet shows every script; cells a spreadsheet would run are plain text.
 */
export async function* rejectedFile(
  rows: AsyncIterable<RejectedRow>,
  file: RejectedFile,
): AsyncGenerator<string> {
  const { header, headings } = file;
  yield `\uFEFF${line([...header.map(neutraliseText), headings.error, headings.remedy], file)}`;
  for await (const row of rows) {
    const words = row.problems.map((problem) => ({ problem, ...file.word(problem) }));
    const errors = words.map(({ problem, error }) => place(problem, error)).join(' · ');
    const remedies = [...new Set(words.map(({ remedy }) => remedy))].join(' · ');
    const cells = header.map((_, index) => neutraliseText(row.raw[index] ?? ''));
    const beyond = row.raw.slice(header.length).map(neutraliseText);
    yield line([...cells, neutraliseText(errors), neutraliseText(remedies), ...beyond], file);
  }
}

function place(problem: RowProblem, error: string): string {
  return problem.column === undefined ? error : `${problem.column}: ${error}`;
}

function line(cells: string[], { delimiter }: RejectedFile): string {
  return stringify([cells], { delimiter, record_delimiter: 'windows' });
}
