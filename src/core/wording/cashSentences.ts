import type { Allocation, Why } from '../cash/outcome.ts';
import { isWorded, type Locale, word } from './word.ts';

/** Why an entry waits for a person. */
export function wordWhy(locale: Locale, { code, params }: Why): string {
  const key = `cash.${code}`;
  return isWorded(key) ? word(locale, key, params) : code;
}

/** What found an allocation, with what its payer took off. */
export function wordAllocation(
  locale: Locale,
  { rule, by, deductions }: Pick<Allocation, 'rule' | 'by' | 'deductions'>,
  currency: string,
): string {
  const found = word(locale, `cashRule.${rule}`, { by });
  const less = deductions.map(({ amountMinor, code, detail }) =>
    word(locale, 'cashDeduction', { amountMinor, currency, code: code ?? detail ?? '—' }),
  );
  return [found, ...less].join(locale === 'zh-CN' ? '；' : '; ');
}
