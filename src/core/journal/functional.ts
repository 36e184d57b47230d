import { assert } from '../assert.ts';
import type { FxRate } from '../input.ts';
import { type AmountMinor, type Currency, exponentOf, mulDiv, sumMinor } from '../money.ts';

/** How amounts are carried in the functional currency; `rate` is missing when both are the same. */
export type Functional = { currency: Currency; rate?: FxRate };

/**
 * The amounts of a journal, which sum to zero, in the functional currency: each converted once,
 * half-even. What rounding leaves goes to the greatest of them, the first where several are, so that
 * these sum to zero too.
 */
export function functionalAmounts(of: {
  amounts: readonly AmountMinor[];
  currency: Currency;
  functional: Functional;
}): AmountMinor[] {
  const { amounts, currency, functional } = of;
  const carried = amounts.map((amountMinor) => inFunctional({ amountMinor, currency, functional }));
  const remainderMinor = sumMinor(carried);
  if (remainderMinor === 0 || sumMinor(amounts) !== 0) return carried;
  const greatest = Math.max(...amounts.map(Math.abs));
  const at = amounts.findIndex((amountMinor) => Math.abs(amountMinor) === greatest);
  return carried.map((amountMinor, index) =>
    index === at ? sumMinor([amountMinor, -remainderMinor]) : amountMinor,
  );
}

/** Half-even; the rate is direct, never inverted. */
export function inFunctional(value: {
  amountMinor: AmountMinor;
  currency: Currency;
  functional: Functional;
}): AmountMinor {
  const { amountMinor, currency, functional } = value;
  if (functional.currency === currency) return amountMinor;
  const { rate } = functional;
  assert(
    rate !== undefined && rate.from === currency && rate.to === functional.currency,
    `a rate from ${currency} to ${functional.currency} is given`,
  );
  const shift = exponentOf(functional.currency) - exponentOf(currency);
  const up = 10n ** BigInt(Math.max(shift, 0));
  const down = 10n ** BigInt(Math.max(-shift, 0));
  return mulDiv(
    amountMinor,
    BigInt(rate.numerator) * up,
    BigInt(rate.denominator) * down,
    'halfEven',
  );
}
