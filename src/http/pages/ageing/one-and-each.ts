import type { Currency } from '../../../core/money.ts';
import type { Converted } from '../../../store/ageing/figures.ts';
import type { View } from '../view.ts';

/** A figure of all currencies in one where there is one, then of each; what would be said twice once. */
export function inOneAndEach<Found>(
  { text }: View,
  {
    currencies,
    portfolio,
  }: {
    currencies: readonly (Found & { currency: Currency })[];
    portfolio: Converted<Found & object>;
  },
): { name: string; currency: Currency; found: Found }[] {
  const each = currencies.map((found) => ({
    name: found.currency,
    currency: found.currency,
    found,
  }));
  if (portfolio.status === 'refused') return each;
  const { currency } = portfolio;
  const name = text.ageing.together(currency);
  const isOne = each.length === 1 && each[0]?.currency === currency;
  return isOne ? each : [{ name, currency, found: portfolio }, ...each];
}
