import { assert } from '../assert.ts';
import type { Range } from './columns.ts';
import { type Cuts, intervalOf } from './cuts.ts';
import { leastReaching, type Rates } from './gross.ts';
import type { Ledger } from './ledger.ts';

/**
 * Tables from a line's days and amount to its part of the key. A key is one number: class, then the
 * intervals of days past due, age, term, multiples of the term and amounts.
 */
export type KeyTables = {
  due: DayTable;
  issued: DayTable;
  term: DayTable;
  multiplesStride: number;
  amounts: AmountSteps;
  /** Keys are below `classes * stride`. */
  stride: number;
};

export type DayTable = { from: number; part: Int32Array };

/**
 * Where open amounts cross a bound of some facility, in the invoice's own currency: what converts to
 * the bound or more. By currency, `count` steps each, ascending.
 */
export type AmountSteps = {
  count: number;
  stride: number;
  at: Float64Array;
  /** By currency: the interval most lines lie in, up to and without its end, and its part of the key. */
  usualFrom: Float64Array;
  usualTo: Float64Array;
  usual: Int32Array;
};

export function keyTables(
  ledger: Ledger,
  { cuts, rates, asOfNumber }: { cuts: Cuts; rates: readonly Rates[]; asOfNumber: number },
): KeyTables {
  const { dueRange: due, issuedRange: issued } = ledger;
  const terms = { from: due.from - issued.to, to: due.to - issued.from };
  const issuedStride = cuts.pastDue.length + 1;
  const termStride = issuedStride * (cuts.age.length + 1);
  const multiplesStride = termStride * (cuts.term.length + 1);
  const amountStride = multiplesStride * 2 ** cuts.multiples.length;
  const amounts = amountSteps(ledger, { cuts, rates, stride: amountStride });
  return {
    due: table(due, (day) => intervalOf(cuts.pastDue, asOfNumber - day)),
    issued: table(issued, (day) => intervalOf(cuts.age, asOfNumber - day) * issuedStride),
    term: table(terms, (days) => intervalOf(cuts.term, days) * termStride),
    multiplesStride,
    amounts,
    stride: amountStride * (amounts.count + 1),
  };
}

/** How many steps of its currency an amount has reached. */
export function amountInterval(
  { count, at }: AmountSteps,
  amount: number,
  currency: number,
): number {
  const first = currency * count;
  let interval = 0;
  while (interval < count && amount >= (at[first + interval] ?? 0)) interval += 1;
  return interval;
}

/** A table has at most this many days: a ledger that spans a thousand years is not one. */
const spanMax = 3_000_000;

function table({ from, to }: Range, part: (day: number) => number): DayTable {
  assert(to - from < spanMax, 'the days of the ledger span too far');
  return { from, part: Int32Array.from({ length: to - from + 1 }, (_, days) => part(from + days)) };
}

function amountSteps(
  ledger: Ledger,
  { cuts, rates, stride }: { cuts: Cuts; rates: readonly Rates[]; stride: number },
): AmountSteps {
  const byCurrency = ledger.currencies.map((_, currency) =>
    cuts.amounts
      .flatMap((amounts, to) => {
        const ratio = rates[to]?.ratios[currency] ?? { numerator: 1, denominator: 1 };
        return amounts.map((amount) => leastReaching(amount, ratio));
      })
      .sort((left, right) => left - right),
  );
  const count = byCurrency[0]?.length ?? 0;
  const steps = {
    count,
    stride,
    at: Float64Array.from(byCurrency.flat()),
    usualFrom: new Float64Array(byCurrency.length).fill(Number.NEGATIVE_INFINITY),
    usualTo: new Float64Array(byCurrency.length).fill(Number.POSITIVE_INFINITY),
    usual: new Int32Array(byCurrency.length),
  };
  if (count === 0) return steps;
  usualIntervals(ledger, byCurrency).forEach((interval, currency) => {
    const own = byCurrency[currency] ?? [];
    steps.usual[currency] = interval * stride;
    steps.usualFrom[currency] = own[interval - 1] ?? Number.NEGATIVE_INFINITY;
    steps.usualTo[currency] = own[interval] ?? Number.POSITIVE_INFINITY;
  });
  return steps;
}

const sampled = 2_000;

/** By currency, the interval that most of some lines lie in. */
function usualIntervals({ open, currencyOf }: Ledger, byCurrency: readonly number[][]): number[] {
  const found = byCurrency.map((steps) => new Int32Array(steps.length + 1));
  const every = Math.max(1, Math.floor(open.length / sampled));
  for (let line = 0; line < open.length; line += every) {
    const currency = currencyOf[line] ?? 0;
    const interval = intervalOf(byCurrency[currency] ?? [], open[line] ?? 0);
    const counts = found[currency];
    if (counts) counts[interval] = (counts[interval] ?? 0) + 1;
  }
  return found.map((counts) => counts.indexOf(Math.max(...counts)));
}
