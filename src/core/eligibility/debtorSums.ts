import { assert } from '../assert.ts';
import type { Amounts } from './gross.ts';
import type { Ledger } from './ledger.ts';
import type { Signatures } from './signatures.ts';

export type DebtorSums = {
  /** By signature: sum and number of the lines above zero. */
  sums: Float64Array;
  counts: Int32Array;
  /** By debtor: all its invoices; and by ageing those that are aged. */
  owed: Float64Array;
  aged: Float64Array[];
  /** By facility (empty where it has another currency), by debtor: what whole-invoice rules leave. */
  passed: Float64Array[];
};

type Of = {
  amounts: Amounts;
  signatureOf: Uint32Array;
  signatures: Signatures;
  ageings: number;
  /** By facility: whether it counts in this currency. */
  facilities: readonly boolean[];
};

/**
 * Sums of the open amounts in one currency. A debtor's lines are added up by fate first, so that a
 * line costs the same whatever the number of facilities.
 */
export function debtorSums(ledger: Ledger, of: Of): DebtorSums {
  const { signatures } = of;
  const debtors = ledger.debtors.length;
  const result: DebtorSums = {
    sums: new Float64Array(signatures.count),
    counts: new Int32Array(signatures.count),
    owed: new Float64Array(debtors),
    aged: Array.from({ length: of.ageings }, () => new Float64Array(debtors)),
    passed: of.facilities.map((isOwn) => new Float64Array(isOwn ? debtors : 0)),
  };
  const fates = fatesOf(signatures, result);
  const atOnce = Math.max(1, Math.floor(fates.sums.length / fates.columns.length));
  for (let first = 0; first < debtors; first += atOnce) {
    const count = Math.min(atOnce, debtors - first);
    addLines(ledger, of, { first, count, result, fates });
    fates.columns.forEach((columns, fate) => {
      for (const column of columns) addDebtors(column, fates, { fate, first, count });
    });
    fates.sums.fill(0);
  }
  return result;
}

/** So many sums that they stay in the processor's cache. */
const sumsAtOnce = 8_192;

/** What signatures come to for a debtor's sums: the columns their amounts count in. */
type Fates = {
  /** By signature. */
  of: Uint16Array;
  columns: Float64Array[][];
  /** Some debtors' amounts: `sums[debtor * fates + fate]`. */
  sums: Float64Array;
};

function fatesOf({ passes, aged, count }: Signatures, result: DebtorSums): Fates {
  const known = new Map<string, number>();
  const columns: Float64Array[][] = [];
  const of = new Uint16Array(count);
  for (let signature = 0; signature < count; signature += 1) {
    const isSet = (bits: number | undefined, place: number) => (((bits ?? 0) >> place) & 1) === 1;
    const ageings = result.aged.filter((_, index) => isSet(aged[signature], index));
    const facilities = result.passed.map(
      (column, index) => column.length > 0 && isSet(passes[signature], index),
    );
    const text = `${aged[signature]} ${facilities.join()}`;
    const fate = known.get(text) ?? columns.length;
    of[signature] = fate;
    if (fate < columns.length) continue;
    known.set(text, fate);
    const passed = result.passed.filter((_, index) => facilities[index]);
    columns.push([result.owed, ...ageings, ...passed]);
  }
  assert(columns.length < 65_536, 'too many combinations of outcomes');
  return { of, columns, sums: new Float64Array(Math.max(columns.length, sumsAtOnce)) };
}

type Debtors = { first: number; count: number };

/** Each line's amount to its signature's sum and to its debtor's sum of the same fate. */
function addLines(
  { start, debtorOf, currencyOf }: Ledger,
  { amounts, signatureOf }: Of,
  { first, count, result, fates }: Debtors & { result: DebtorSums; fates: Fates },
): void {
  const { open, above, below } = amounts;
  const { sums, counts } = result;
  const { of: fateOf, sums: byFate } = fates;
  const width = fates.columns.length;
  const end = start[first + count] ?? 0;
  for (let line = start[first] ?? 0; line < end; line += 1) {
    const currency = currencyOf[line] ?? 0;
    const product = (open[line] ?? 0) * (above[currency] ?? 1);
    const amount = Math.floor(product / (below[currency] ?? 1));
    const signature = signatureOf[line] ?? 0;
    sums[signature] = (sums[signature] ?? 0) + amount;
    counts[signature] = (counts[signature] ?? 0) + (amount > 0 ? 1 : 0);
    const place = ((debtorOf[line] ?? 0) - first) * width + (fateOf[signature] ?? 0);
    byFate[place] = (byFate[place] ?? 0) + amount;
  }
}

function addDebtors(
  column: Float64Array,
  { sums, columns }: Fates,
  { fate, first, count }: Debtors & { fate: number },
): void {
  const width = columns.length;
  for (let debtor = 0; debtor < count; debtor += 1) {
    const place = first + debtor;
    column[place] = (column[place] ?? 0) + (sums[debtor * width + fate] ?? 0);
  }
}
