import { exponentOf, toDecimal } from '../money.ts';
import type { Locale } from './catalogue.ts';
import { languages } from './language.ts';

/** An amount of one currency as text. */
type MoneyText = (amountMinor: number) => string;

const known: Record<Locale, Map<string, MoneyText>> = { en: new Map(), 'zh-CN': new Map() };

/**
 * Exact, with the currency's code instead of a symbol. Intl takes a microsecond and a ledger has
 * millions of amounts, so it is asked for its signs once; groups and minor units are then put
 * together from texts made beforehand. What is below zero is left to it.
 */
export function moneyText(locale: Locale, currency: string): MoneyText {
  const before = known[locale].get(currency);
  if (before) return before;
  const made = moneyTextOf(locale, currency);
  known[locale].set(currency, made);
  return made;
}

function moneyTextOf(locale: Locale, currency: string): MoneyText {
  // Intl leaves out the minor units of some currencies that ISO 4217 gives them, such as HUF.
  const digits = exponentOf(currency);
  const format = new Intl.NumberFormat(languages[locale], {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const { before, group, decimal, after } = signsOf(format);
  const scale = 10 ** digits;
  const leading = Array.from({ length: 1000 }, (_, value) => before + value);
  const groups = Array.from({ length: 1000 }, (_, value) => group + padded(value, 3));
  const minor =
    digits === 0
      ? [after]
      : Array.from({ length: scale }, (_, value) => decimal + padded(value, digits) + after);
  return function amountText(amountMinor) {
    if (amountMinor < 0 || !Number.isSafeInteger(amountMinor)) {
      return withSpaces(format.format(decimalText(toDecimal({ amountMinor, currency }))));
    }
    let whole = Math.floor(amountMinor / scale);
    let text = minor[amountMinor - whole * scale] ?? '';
    while (whole >= 1000) {
      const above = Math.floor(whole / 1000);
      text = (groups[whole - above * 1000] ?? '') + text;
      whole = above;
    }
    return (leading[whole] ?? '') + text;
  };
}

/** How Intl writes an amount in our languages: what stands before, between and after its digits. */
function signsOf(format: Intl.NumberFormat) {
  const parts = format.formatToParts(1_234_567);
  const first = parts.findIndex(({ type }) => type === 'integer');
  const last = parts.findLastIndex(({ type }) => type === 'integer' || type === 'fraction');
  const textOf = (from: number, to?: number) =>
    withSpaces(
      parts
        .slice(from, to)
        .map(({ value }) => value)
        .join(''),
    );
  const signOf = (sought: string) => parts.find(({ type }) => type === sought)?.value ?? '';
  return {
    before: textOf(0, first),
    group: signOf('group'),
    decimal: signOf('decimal'),
    after: textOf(last + 1),
  };
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

function withSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** `toDecimal` returns a plain decimal number as text, which is what Intl takes. */
function decimalText(text: string): `${number}` {
  return text as `${number}`;
}
