import type { ExpectedCash } from '../outlook/cash.ts';
import type { Warning } from '../outlook/warnings.ts';
import type { Locale } from './catalogue.ts';
import { word } from './word.ts';

/** A warning in a sentence with its numbers. */
export function wordWarning(
  locale: Locale,
  {
    code,
    params,
    amountMinor,
    currency,
  }: Pick<Warning, 'code' | 'params' | 'amountMinor' | 'currency'>,
): string {
  return word(locale, `warning.${code}.sentence`, { ...params, amountMinor, currency });
}

/** Why an amount is expected on its day. */
export function wordCashBasis(
  locale: Locale,
  { basis, params }: Pick<ExpectedCash, 'basis' | 'params'>,
): string {
  return word(locale, `cashBasis.${basis}`, params);
}
