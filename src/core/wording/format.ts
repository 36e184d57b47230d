import { assert } from '../assert.ts';
import { exponentOf, toDecimal } from '../money.ts';
import type { Locale } from './catalogue.ts';

export type WordParams = Readonly<Record<string, string | number | boolean>>;

type Given = { locale: Locale; value: string | number | boolean; params: WordParams };
type Formatter = (given: Given) => string;

export function formatter(name: string): Formatter {
  const found = formatters[name];
  assert(found, `no format ${name}`);
  return found;
}

/** Exact, with the currency's code instead of a symbol. */
export function money(locale: Locale, amountMinor: number, currency: string): string {
  const pattern = patternOf(locale, currency);
  const text = toDecimal({ amountMinor, currency });
  if (amountMinor < 0) return withSpaces(pattern.format.format(decimalText(text)));
  const { before, group, decimal, after } = pattern;
  const point = text.indexOf('.');
  const end = point < 0 ? text.length : point;
  let whole = text.slice(Math.max(0, end - 3), end);
  for (let from = end - 3; from > 0; from -= 3) {
    whole = text.slice(Math.max(0, from - 3), from) + group + whole;
  }
  return before + whole + (point < 0 ? '' : decimal + text.slice(point + 1)) + after;
}

export function date(locale: Locale, day: string): string {
  return dateFormat(locale).format(Date.parse(`${day}T00:00:00Z`));
}

export function count(locale: Locale, value: number): string {
  return numberFormat(locale, plain).format(value);
}

/** Basis points as per cent: 2550 is 25.5%. */
function percentOfBp(locale: Locale, bp: number): string {
  return numberFormat(locale, percent).format(bp / 10_000);
}

const formatters: Record<string, Formatter> = {
  money: ({ locale, value, params }) => {
    assert(params.currency !== undefined, 'money needs a currency');
    return money(locale, Number(value), String(params.currency));
  },
  date: ({ locale, value }) => date(locale, String(value)),
  count: ({ locale, value }) => count(locale, Number(value)),
  bp: ({ locale, value }) => percentOfBp(locale, Number(value)),
  ppm: ({ locale, value }) => numberFormat(locale, finePercent).format(Number(value) / 1_000_000),
  days: (given) => counted(given, 'day', '天'),
  months: (given) => counted(given, 'month', '个月'),
  times: (given) => counted(given, 'time', '次'),
  columns: (given) => counted(given, 'column', '列'),
  cells: (given) => counted(given, 'cell', '个单元格'),
  characters: (given) => counted(given, 'character', '个字符'),
  over: (given) => beyond(given, counted(given, 'day', '天')),
  overShare: (given) => beyond(given, percentOfBp(given.locale, Number(given.value))),
  overTimes: (given) => beyond(given, counted(given, 'time', '倍')),
  orUnknown: ({ locale, value }) => {
    if (value !== '') return String(value);
    return locale === 'en' ? 'not stated' : '未注明';
  },
  // A sign that cannot be seen, or that would turn the text around, is shown as an empty box.
  visible: ({ value }) =>
    /^[\p{L}\p{N}\p{P}\p{S}]\p{M}*$/u.test(String(value)) ? `“${value}”` : '□',
};

function counted({ locale, value }: Given, noun: string, measure: string): string {
  const number = count(locale, Number(value));
  if (locale === 'zh-CN') return `${number} ${measure}`;
  return `${number} ${Math.abs(Number(value)) === 1 ? noun : `${noun}s`}`;
}

/** A threshold with the operator beside it in the params. */
function beyond({ locale, params }: Given, amount: string): string {
  assert(params.operator === '>' || params.operator === '>=', 'a threshold needs its operator');
  if (locale === 'zh-CN')
    return params.operator === '>' ? `超过 ${amount}` : `达到或超过 ${amount}`;
  return params.operator === '>' ? `more than ${amount}` : `${amount} or more`;
}

const languages: Record<Locale, string> = { en: 'en-GB', 'zh-CN': 'zh-CN' };
const plain: Intl.NumberFormatOptions = {};
const percent: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 2 };
const finePercent: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 4 };
const numberFormats: Record<Locale, Map<Intl.NumberFormatOptions, Intl.NumberFormat>> = {
  en: new Map(),
  'zh-CN': new Map(),
};
const dateFormats = new Map<Locale, Intl.DateTimeFormat>();

type MoneyPattern = {
  format: Intl.NumberFormat;
  before: string;
  group: string;
  decimal: string;
  after: string;
};
const moneyPatterns = new Map<string, MoneyPattern>();

/** How Intl writes an amount in our languages: it takes a microsecond, and a ledger has millions. */
function patternOf(locale: Locale, currency: string): MoneyPattern {
  const key = `${locale} ${currency}`;
  const known = moneyPatterns.get(key);
  if (known) return known;
  // Intl leaves out the minor units of some currencies that ISO 4217 gives them, such as HUF.
  const digits = exponentOf(currency);
  const format = new Intl.NumberFormat(languages[locale], {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
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
  const pattern = {
    format,
    before: textOf(0, first),
    group: signOf('group'),
    decimal: signOf('decimal'),
    after: textOf(last + 1),
  };
  moneyPatterns.set(key, pattern);
  return pattern;
}

function withSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** By the options themselves, of which each use has its own for good. */
function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = numberFormats[locale].get(options);
  if (known) return known;
  const format = new Intl.NumberFormat(languages[locale], options);
  numberFormats[locale].set(options, format);
  return format;
}

function dateFormat(locale: Locale): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeZone: 'UTC' };
  const format = dateFormats.get(locale) ?? new Intl.DateTimeFormat(languages[locale], options);
  dateFormats.set(locale, format);
  return format;
}

/** `toDecimal` returns a plain decimal number as text, which is what Intl takes. */
function decimalText(text: string): `${number}` {
  return text as `${number}`;
}
