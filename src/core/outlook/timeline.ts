import type { Day } from '../calendar.ts';
import { type AmountMinor, type Currency, mulDiv, sumMinor } from '../money.ts';
import { type CashKind, cashKinds, type ExpectedCash } from './cash.ts';

/** What one unit of a currency is worth in the functional one; the latter's own is 1/1. */
export type Rate = { numerator: number; denominator: number };

export type Cell = {
  kind: CashKind;
  amountMinor: AmountMinor;
  /** How many amounts are in it. */
  count: number;
};

export type TimelineRow = {
  day: Day;
  currency: Currency;
  cells: Cell[];
  /** Σ cells. */
  amountMinor: AmountMinor;
  /** All of the currency up to and with this day. */
  runningMinor: AmountMinor;
  /** The row, converted once at today's rate; absent where there is none. */
  functionalMinor?: AmountMinor;
};

export type Timeline = {
  rows: TimelineRow[];
  /** Σ rows by currency. */
  totals: { currency: Currency; amountMinor: AmountMinor; functionalMinor?: AmountMinor }[];
  /** Σ rows in the functional currency; absent where a rate is missing. */
  functionalMinor?: AmountMinor;
};

/** Expected cash by day and currency; days on which nothing is expected are not there. */
export function timelineOf(
  expected: readonly ExpectedCash[],
  rates: ReadonlyMap<Currency, Rate>,
): Timeline {
  const groups = new Map<string, ExpectedCash[]>();
  for (const one of expected) {
    const key = `${one.day} ${one.currency}`;
    const own = groups.get(key);
    if (own) own.push(one);
    else groups.set(key, [one]);
  }
  const running = new Map<Currency, AmountMinor>();
  const rows = [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, own]): TimelineRow[] => {
      const [first] = own;
      if (!first) return [];
      const { day, currency } = first;
      const amountMinor = sumMinor(own.map((one) => one.amountMinor));
      const runningMinor = sumMinor([running.get(currency) ?? 0, amountMinor]);
      running.set(currency, runningMinor);
      const converted = functionalOf(amountMinor, rates.get(currency));
      return [{ day, currency, cells: cellsOf(own), amountMinor, runningMinor, ...converted }];
    });
  const currencies = [...running.keys()].sort();
  const totals = currencies.map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const amountMinor = sumMinor(own.map((row) => row.amountMinor));
    return { currency, amountMinor, ...sumFunctional(own) };
  });
  return { rows, totals, ...sumFunctional(rows) };
}

function cellsOf(own: readonly ExpectedCash[]): Cell[] {
  return cashKinds.flatMap((kind) => {
    const amounts = own.filter((one) => one.kind === kind).map((one) => one.amountMinor);
    if (amounts.length === 0) return [];
    return [{ kind, amountMinor: sumMinor(amounts), count: amounts.length }];
  });
}

function functionalOf(amountMinor: AmountMinor, rate: Rate | undefined) {
  if (!rate) return {};
  const { numerator, denominator } = rate;
  return { functionalMinor: mulDiv(amountMinor, numerator, denominator, 'halfEven') };
}

function sumFunctional(rows: readonly TimelineRow[]): { functionalMinor?: AmountMinor } {
  const amounts = rows.flatMap(({ functionalMinor }) => functionalMinor ?? []);
  return amounts.length === rows.length ? { functionalMinor: sumMinor(amounts) } : {};
}
