import type { Cuts } from './cuts.ts';
import { leastReaching, type Rates } from './gross.ts';
import { amountRange } from './invoiceRules.ts';
import type { Ledger } from './ledger.ts';
import { distinctVerdicts, noRule, type Verdict, type Verdicts } from './verdicts.ts';
import type { FacilityView } from './view.ts';

/**
 * From an amount in its own currency to the verdict of all facilities' amount ranges. Amounts of one
 * magnitude have one verdict up to `until`; from there on the steps decide. By currency, then magnitude.
 */
export type AmountTable = {
  /** The upper halves of the ledger's open amounts. */
  upper: Int32Array;
  width: number;
  /** The magnitude of the first place, which is below all but zero. */
  from: number;
  verdictOf: Int32Array;
  until: Float64Array;
  steps: AmountSteps;
  verdicts: Verdicts;
};

/** By currency: where its amounts cross a bound of some facility, ascending, and the verdicts between. */
type AmountSteps = { count: number; at: Float64Array; verdictOf: Int32Array };

export function amountTable(ledger: Ledger, of: Of): AmountTable {
  const verdicts = distinctVerdicts();
  const steps = amountSteps(ledger, of, verdicts);
  const from = magnitudeOf(Math.max(1, ledger.openMin)) - 1;
  const width = magnitudeOf(Math.max(1, ledger.openMax)) - from + 1;
  const places = ledger.currencies.length * width;
  const table = {
    upper: upperHalves(ledger.open),
    width,
    from,
    verdictOf: new Int32Array(places),
    until: new Float64Array(places),
    steps,
    verdicts,
  };
  const least = leastOf({ from, width });
  for (let place = 0; place < places; place += 1) {
    const currency = Math.floor(place / width);
    const interval = intervalAt(steps, currency, least[place % width] ?? 0);
    table.verdictOf[place] = steps.verdictOf[currency * (steps.count + 1) + interval] ?? 0;
    table.until[place] =
      interval < steps.count
        ? (steps.at[currency * steps.count + interval] ?? 0)
        : Number.POSITIVE_INFINITY;
  }
  return table;
}

/** The verdict of an amount that is not below its magnitude's `until`. */
export function verdictAbove({ steps }: AmountTable, currency: number, amount: number): number {
  const interval = intervalAt(steps, currency, amount);
  return steps.verdictOf[currency * (steps.count + 1) + interval] ?? 0;
}

/** Where a line's magnitude in its currency stands in the table. */
export function sizeOf(
  { width, from, upper }: AmountTable,
  currency: number,
  line: number,
): number {
  const magnitude = (upper[2 * line + upperHalf] ?? 0) >> magnitudeShift;
  return currency * width + Math.max(0, magnitude - from);
}

/**
 * The upper halves of amounts, which order positive numbers as their values do: exponent, then the
 * first bits. That of amount `index` is at `2 * index + upperHalf`; without its last fourteen bits it is
 * the magnitude, of which there are sixty-four from an amount to twice that amount.
 */
function upperHalves(amounts: Float64Array): Int32Array {
  return new Int32Array(amounts.buffer, amounts.byteOffset, 2 * amounts.length);
}

/** The second of two on machines that store the lower half first. */
const upperHalf = upperHalves(Float64Array.of(1))[1] === 0 ? 0 : 1;
const magnitudeShift = 14;

type Of = { cuts: Cuts; rates: readonly Rates[]; views: readonly FacilityView[] };

function amountSteps(ledger: Ledger, of: Of, verdicts: Verdicts): AmountSteps {
  const byCurrency = ledger.currencies.map((_, currency) =>
    of.cuts.amounts
      .flatMap((amounts, to) => {
        const ratio = of.rates[to]?.ratios[currency] ?? { numerator: 1, denominator: 1 };
        return amounts.map((amount) => leastReaching(amount, ratio));
      })
      .sort((left, right) => left - right),
  );
  return {
    count: byCurrency[0]?.length ?? 0,
    at: Float64Array.from(byCurrency.flat()),
    verdictOf: Int32Array.from(
      byCurrency.flatMap((steps, currency) =>
        // What no amount of the ledger reaches need not even convert.
        [0, ...steps].map((least) =>
          verdicts.idOf(
            least > ledger.openMax
              ? of.views.map(() => noRule)
              : verdictAt(of.views, least, ledger.currencies[currency] ?? ''),
          ),
        ),
      ),
    ),
  };
}

/** For each facility the first amount range that an amount is outside of. */
function verdictAt(views: readonly FacilityView[], amount: number, currency: string): Verdict {
  return views.map((view) => {
    const isOutside = (rule: FacilityView['terms']['rules'][number]) =>
      rule.rule === 'amount_range' &&
      amountRange(view, rule, view.toFacility(amount, currency, 'down')) !== undefined;
    const found = view.terms.rules.findIndex(isOutside);
    return found < 0 ? noRule : found;
  });
}

/** How many steps of its currency an amount has reached. */
function intervalAt({ count, at }: AmountSteps, currency: number, amount: number): number {
  const first = currency * count;
  let interval = 0;
  while (interval < count && amount >= (at[first + interval] ?? 0)) interval += 1;
  return interval;
}

function magnitudeOf(amount: number): number {
  return (upperHalves(Float64Array.of(amount))[upperHalf] ?? 0) >> magnitudeShift;
}

/** The least amount of each magnitude; of the first, zero. */
function leastOf({ from, width }: { from: number; width: number }): Float64Array {
  const least = new Float64Array(width);
  const upper = upperHalves(least);
  for (let place = 1; place < width; place += 1) {
    upper[2 * place + upperHalf] = (from + place) << magnitudeShift;
  }
  return least;
}
