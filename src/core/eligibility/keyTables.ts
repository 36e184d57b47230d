import { assert } from '../assert.ts';
import { type AmountTable, amountTable } from './amountTable.ts';
import type { Range } from './columns.ts';
import { type Cuts, intervalOf } from './cuts.ts';
import type { Rates } from './gross.ts';
import { type Kinds, kindsOf } from './kinds.ts';
import type { Ledger } from './ledger.ts';
import type { Aspect, Verdict } from './verdicts.ts';
import type { FacilityView } from './view.ts';

/**
 * Tables from a line's days, amount and class to its part of the key. A key is one number of six
 * digits, from the lowest: the intervals of days past due, age and term, the bits of multiples of the
 * term, the verdict on the amount, the kind of the class.
 */
export type KeyTables = {
  due: DayTable;
  issued: DayTable;
  term: DayTable;
  amounts: AmountTable;
  kinds: Kinds;
  /** What one is worth in each digit. */
  worth: Record<Aspect, number>;
  /** Keys are below this. */
  size: number;
};

export type DayTable = { from: number; part: Int32Array };

export function keyTables(
  ledger: Ledger,
  of: {
    cuts: Cuts;
    rates: readonly Rates[];
    views: readonly FacilityView[];
    verdictOf: (aspect: Aspect, line: number) => Verdict;
    asOfNumber: number;
  },
): KeyTables {
  const { cuts, asOfNumber, verdictOf } = of;
  const { dueRange: due, issuedRange: issued } = ledger;
  const terms = { from: due.from - issued.to, to: due.to - issued.from };
  const amounts = amountTable(ledger, of);
  const kinds = kindsOf(ledger, verdictOf);
  const age = cuts.pastDue.length + 1;
  const term = age * (cuts.age.length + 1);
  const multiples = term * (cuts.term.length + 1);
  const amount = multiples * 2 ** cuts.multiples.length;
  const kind = amount * Math.max(1, amounts.verdicts.count());
  return {
    due: table(due, (day) => intervalOf(cuts.pastDue, asOfNumber - day)),
    issued: table(issued, (day) => intervalOf(cuts.age, asOfNumber - day) * age),
    term: table(terms, (days) => intervalOf(cuts.term, days) * term),
    amounts,
    kinds,
    worth: { pastDue: 1, age, term, multiples, amount, class: kind },
    size: kind * Math.max(1, kinds.verdicts.count()),
  };
}

/** The digit of a key that stands for an aspect. */
export function digitOf({ worth, size }: KeyTables, key: number, aspect: Aspect): number {
  const next = nextAspect[aspect];
  const above = next === undefined ? size : worth[next];
  return Math.floor((key % above) / worth[aspect]);
}

const nextAspect: Record<Aspect, Aspect | undefined> = {
  pastDue: 'age',
  age: 'term',
  term: 'multiples',
  multiples: 'amount',
  amount: 'class',
  class: undefined,
};

/** A table has at most this many days: a ledger that spans a thousand years is not one. */
const spanMax = 3_000_000;

function table({ from, to }: Range, part: (day: number) => number): DayTable {
  assert(to - from < spanMax, 'the days of the ledger span too far');
  return { from, part: Int32Array.from({ length: to - from + 1 }, (_, days) => part(from + days)) };
}
