import { z } from 'zod';
import type { Day } from '../calendar.ts';
import { convert, type Ratio, rateOn } from '../eligibility/fx.ts';
import { FxRate } from '../input.ts';
import { type AmountMinor, Currency, sumMinor } from '../money.ts';

/** A pair that cannot be converted on a day, by the code that refusals of a selection have too. */
export const RateRefusal = z.object({
  code: z.enum(['fx_rate_missing', 'fx_rate_ambiguous']),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type RateRefusal = z.infer<typeof RateRefusal>;

export const StatedRates = z.object({
  currency: Currency.describe('What amounts are converted into.'),
  rates: z.array(FxRate).describe('The rates used, each with its day and where it was published.'),
});

/** Ratios into one currency, with the rates they come from. */
export type Rates =
  | { status: 'found'; currency: Currency; rates: FxRate[]; ratioOf: (from: Currency) => Ratio }
  | { status: 'refused'; currency: Currency; refusals: RateRefusal[] };

/** The rates of each currency, or every one of them that is missing: part of a sum is no sum. */
export function ratesInto(
  currencies: Iterable<Currency>,
  { fx, to, asOf }: { fx: readonly FxRate[]; to: Currency; asOf: Day },
): Rates {
  const ratios = new Map<Currency, Ratio>();
  const rates: FxRate[] = [];
  const refusals: RateRefusal[] = [];
  for (const from of [...new Set(currencies)].toSorted()) {
    const answer = rateOn(fx, { from, to, asOf });
    if (answer.status === 'found') {
      ratios.set(from, answer.ratio);
      const stated = statedRate(fx, { from, to, asOf });
      if (from !== to && stated) rates.push(stated);
    } else if (answer.status === 'missing') {
      refusals.push({ code: 'fx_rate_missing', params: { from, to, asOf } });
    } else {
      refusals.push({ code: 'fx_rate_ambiguous', params: { from, to, on: answer.on } });
    }
  }
  if (refusals.length > 0) return { status: 'refused', currency: to, refusals };
  const ratioOf = (from: Currency): Ratio => ratios.get(from) ?? { numerator: 1, denominator: 1 };
  return { status: 'found', currency: to, rates, ratioOf };
}

/**
 * Amounts converted so that they add up to their converted sum: each is what the running sum grows
 * by, rounded half-even.
 */
export function convertParts(parts: readonly AmountMinor[], ratio: Ratio): AmountMinor[] {
  let [running, before] = [0, 0];
  return parts.map((part) => {
    running = sumMinor([running, part]);
    const upTo = convert(running, ratio, 'halfEven');
    const own = upTo - before;
    before = upTo;
    return own;
  });
}

function statedRate(
  fx: readonly FxRate[],
  { from, to, asOf }: { from: Currency; to: Currency; asOf: Day },
): FxRate | undefined {
  return fx
    .filter((rate) => rate.from === from && rate.to === to && rate.on <= asOf)
    .reduce<FxRate | undefined>(
      (latest, rate) => (latest === undefined || rate.on > latest.on ? rate : latest),
      undefined,
    );
}
