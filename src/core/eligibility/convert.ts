import { assert } from '../assert.ts';
import type { Day } from '../calendar.ts';
import type { FxRate } from '../input.ts';
import type { AmountMinor, Currency, Rounding } from '../money.ts';
import { convert, type Ratio, rateOn } from './fx.ts';

/** Into one currency; the pair is known to have a rate. */
export type Converter = (amount: AmountMinor, from: Currency, rounding: Rounding) => AmountMinor;

export function converterTo(fx: readonly FxRate[], to: Currency, asOf: Day): Converter {
  const ratios = new Map<Currency, Ratio>();
  return function convertTo(amount, from, rounding) {
    if (from === to) return amount;
    const ratio = ratios.get(from) ?? ratioOf(fx, { from, to, asOf });
    ratios.set(from, ratio);
    return convert(amount, ratio, rounding);
  };
}

export function ratioOf(
  fx: readonly FxRate[],
  { from, to, asOf }: { from: Currency; to: Currency; asOf: Day },
): Ratio {
  const answer = rateOn(fx, { from, to, asOf });
  assert(answer.status === 'found', `the rate ${from} to ${to} is ${answer.status}`);
  return answer.ratio;
}
