import { assert } from '../assert.ts';
import { catalogues, type Locale, type WordingCode } from './catalogue.ts';
import { formatter, type WordParams } from './format.ts';

export type { Locale, WordingCode } from './catalogue.ts';

/**
 * A code and its numbers as a sentence in a person's language. A placeholder is `{name}` or
 * `{name:format}`; `{name:word.group}` is the catalogue's own word for `group.value`. Money is in the
 * params' `currency`. A number that is missing is a bug, never an empty place in a sentence.
 */
export function word(locale: Locale, code: WordingCode, params: WordParams = {}): string {
  return catalogues[locale][code].replace(placeholder, (_, name: string, format?: string) => {
    const value = params[name];
    assert(value !== undefined, `${code} needs ${name}`);
    if (format === undefined) return String(value);
    if (!format.startsWith('word.')) return formatter(format)({ locale, value, params });
    const known = `${format.slice('word.'.length)}.${value}`;
    return isWorded(known) ? word(locale, known) : String(value);
  });
}

/** Narrows a code that came as text: from a plan, a fact or a refusal. */
export function isWorded(code: string): code is WordingCode {
  return Object.hasOwn(catalogues.en, code);
}

/** Why a rule takes an amount off a receivable, with its numbers; `currency` is the facility's. */
export function wordDeduction(
  locale: Locale,
  { rule, amountMinor, params }: { rule: string; amountMinor: number; params: WordParams },
  currency: string,
): string {
  const code = `rule.${rule}.sentence`;
  assert(isWorded(code), `no sentence for ${rule}`);
  return word(locale, code, { currency, ...params, amountMinor });
}

const placeholder = /\{(\w+)(?::([\w.]+))?\}/g;
