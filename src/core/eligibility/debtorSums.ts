import { assert } from '../assert.ts';
import type { Amounts } from './gross.ts';
import type { Ledger } from './ledger.ts';
import type { Signatures } from './signatures.ts';

/** Open amounts in one currency. */
export type DebtorSums = {
  /** By signature. */
  sums: Float64Array;
  /** By debtor: all its invoices; and by ageing those that are aged. */
  owed: Float64Array;
  aged: Float64Array[];
  /** By facility (empty where it has another currency), by debtor: what whole-invoice rules leave. */
  passed: Float64Array[];
};

/** A currency in which facilities count: its amounts, and by facility whether it is one of them. */
export type Counted = { amounts: Amounts; facilities: readonly boolean[] };

type Of = { signatureOf: Uint32Array; signatures: Signatures; ageings: number };

/**
 * Sums in each currency. A debtor's lines are added up by fate first, so that a line costs the same
 * whatever the number of facilities; three currencies at a time, since finding a line costs as much
 * as adding it.
 */
export function debtorSums(ledger: Ledger, counted: readonly Counted[], of: Of): DebtorSums[] {
  const lanes = counted.map((one) => laneOf(ledger, one, of));
  const plain = lanes.filter(({ open }) => open === ledger.open);
  const threes = Array.from({ length: Math.floor(plain.length / 3) }, (_, index) =>
    plain.slice(3 * index, 3 * index + 3),
  );
  const others = lanes.filter((lane) => !threes.some((three) => three.includes(lane)));
  for (const together of [...threes, ...others.map((lane) => [lane])]) {
    const [first, second, third] = together;
    assert(first, 'there is a currency');
    const atOnce = Math.min(...together.map(({ width }) => Math.floor(cellsAtOnce / width) || 1));
    for (let from = 0; from < ledger.debtors.length; from += atOnce) {
      const block = { from, to: Math.min(ledger.debtors.length, from + atOnce) };
      if (second && third) addToThree([first, second, third], { ledger, of, block });
      else addToOne(first, { ledger, of, block });
      for (const lane of together) settle(lane, block);
    }
  }
  return lanes.map(({ result }) => result);
}

/** So many sums that they stay in the processor's cache. */
const cellsAtOnce = 1_024;

/** What a currency's sums are gathered in. */
type Lane = Amounts & {
  result: DebtorSums;
  /** By signature. */
  sums: Float64Array;
  /** By signature: which of a debtor's cells its amounts go to, and by cell the columns it counts in. */
  fateOf: Uint16Array;
  width: number;
  columns: Float64Array[][];
  /** Some debtors' amounts: `cells[debtor * width + fate]`. */
  cells: Float64Array;
};

type Block = { from: number; to: number };
type Lines = { ledger: Ledger; of: Of; block: Block };

function laneOf(ledger: Ledger, { amounts, facilities }: Counted, of: Of): Lane {
  const debtors = ledger.debtors.length;
  const result: DebtorSums = {
    sums: new Float64Array(of.signatures.count),
    owed: new Float64Array(debtors),
    aged: Array.from({ length: of.ageings }, () => new Float64Array(debtors)),
    passed: facilities.map((isOwn) => new Float64Array(isOwn ? debtors : 0)),
  };
  const { fateOf, columns } = fatesOf(of.signatures, result);
  const width = columns.length;
  const cells = new Float64Array(Math.max(width, cellsAtOnce));
  return { ...amounts, result, sums: result.sums, fateOf, width, columns, cells };
}

/** What signatures come to for a debtor's sums: the columns their amounts count in. */
function fatesOf(
  { passes, aged, count }: Signatures,
  result: DebtorSums,
): { fateOf: Uint16Array; columns: Float64Array[][] } {
  const known = new Map<string, number>();
  const columns: Float64Array[][] = [];
  const fateOf = new Uint16Array(count);
  for (let signature = 0; signature < count; signature += 1) {
    const isSet = (bits: number | undefined, place: number) => (((bits ?? 0) >> place) & 1) === 1;
    const ageings = result.aged.filter((_, index) => isSet(aged[signature], index));
    const facilities = result.passed.map(
      (column, index) => column.length > 0 && isSet(passes[signature], index),
    );
    const text = `${aged[signature]} ${facilities.join()}`;
    const fate = known.get(text) ?? columns.length;
    fateOf[signature] = fate;
    if (fate < columns.length) continue;
    known.set(text, fate);
    const passed = result.passed.filter((_, index) => facilities[index]);
    columns.push([result.owed, ...ageings, ...passed]);
  }
  assert(columns.length < 65_536, 'too many combinations of outcomes');
  return { fateOf, columns };
}

/** Each line's amount to its signature's sum and to its debtor's cell of the same fate. */
function addToOne(lane: Lane, { ledger, of, block }: Lines): void {
  const { open, factor, sums, fateOf, width, cells } = lane;
  const { start, currencyOf } = ledger;
  const { signatureOf } = of;
  for (let debtor = block.from; debtor < block.to; debtor += 1) {
    const first = (debtor - block.from) * width;
    const end = start[debtor + 1] ?? 0;
    for (let line = start[debtor] ?? 0; line < end; line += 1) {
      const signature = signatureOf[line] ?? 0;
      const amount = Math.floor((open[line] ?? 0) * (factor[currencyOf[line] ?? 0] ?? 0));
      const cell = first + (fateOf[signature] ?? 0);
      sums[signature] = (sums[signature] ?? 0) + amount;
      cells[cell] = (cells[cell] ?? 0) + amount;
    }
  }
}

/** `addToOne` for three that convert the ledger's own amounts. */
function addToThree([a, b, c]: [Lane, Lane, Lane], { ledger, of, block }: Lines): void {
  const { factor: factorA, sums: sumsA, fateOf: fateOfA, cells: cellsA } = a;
  const { factor: factorB, sums: sumsB, fateOf: fateOfB, cells: cellsB } = b;
  const { factor: factorC, sums: sumsC, fateOf: fateOfC, cells: cellsC } = c;
  const [widthA, widthB, widthC] = [a.width, b.width, c.width];
  const { start, currencyOf, open } = ledger;
  const { signatureOf } = of;
  for (let debtor = block.from; debtor < block.to; debtor += 1) {
    const place = debtor - block.from;
    const [firstA, firstB, firstC] = [place * widthA, place * widthB, place * widthC];
    const end = start[debtor + 1] ?? 0;
    for (let line = start[debtor] ?? 0; line < end; line += 1) {
      const currency = currencyOf[line] ?? 0;
      const signature = signatureOf[line] ?? 0;
      const amount = open[line] ?? 0;
      const inA = Math.floor(amount * (factorA[currency] ?? 0));
      const inB = Math.floor(amount * (factorB[currency] ?? 0));
      const inC = Math.floor(amount * (factorC[currency] ?? 0));
      sumsA[signature] = (sumsA[signature] ?? 0) + inA;
      sumsB[signature] = (sumsB[signature] ?? 0) + inB;
      sumsC[signature] = (sumsC[signature] ?? 0) + inC;
      const cellA = firstA + (fateOfA[signature] ?? 0);
      const cellB = firstB + (fateOfB[signature] ?? 0);
      const cellC = firstC + (fateOfC[signature] ?? 0);
      cellsA[cellA] = (cellsA[cellA] ?? 0) + inA;
      cellsB[cellB] = (cellsB[cellB] ?? 0) + inB;
      cellsC[cellC] = (cellsC[cellC] ?? 0) + inC;
    }
  }
}

/** The block's cells into the columns they count in. */
function settle({ cells, width, columns }: Lane, { from, to }: Block): void {
  columns.forEach((own, fate) => {
    for (const column of own) addCells(column, cells, { from, to, width, fate });
  });
  cells.fill(0);
}

function addCells(
  column: Float64Array,
  cells: Float64Array,
  { from, to, width, fate }: Block & { width: number; fate: number },
): void {
  for (let debtor = from, cell = fate; debtor < to; debtor += 1, cell += width) {
    column[debtor] = (column[debtor] ?? 0) + (cells[cell] ?? 0);
  }
}
