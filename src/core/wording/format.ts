import { assert } from '../assert.ts';
import type { Locale } from './catalogue.ts';
import { languages } from './language.ts';
import { moneyText } from './moneyText.ts';

export type WordParams = Readonly<Record<string, string | number | boolean>>;

/** Writes a value in a format; `params` have what stands beside it in the sentence. */
export type Writer = (value: string | number | boolean, params: WordParams) => string;

/** One writer for a language and format, which keeps what it has already written. */
export function writerOf(locale: Locale, format: string): Writer {
  const known = writersMade[locale].get(format);
  if (known) return known;
  const make = writers[format];
  assert(make, `no format ${format}`);
  const made = make(locale);
  writersMade[locale].set(format, made);
  return made;
}

/** Exact, with the currency's code instead of a symbol. */
export function money(locale: Locale, amountMinor: number, currency: string): string {
  return moneyText(locale, currency)(amountMinor);
}

export function count(locale: Locale, value: number): string {
  return counts[locale](value);
}

const writers: Record<string, (locale: Locale) => Writer> = {
  money: (locale) => (value, params) => {
    assert(params.currency !== undefined, 'money needs a currency');
    return moneyText(locale, String(params.currency))(Number(value));
  },
  date: dates,
  count: (locale) => numbers((value) => count(locale, value)),
  bp: (locale) => numbers(percents(locale)),
  ppm: (locale) => {
    const format = new Intl.NumberFormat(languages[locale], finePercent);
    return numbers(kept((ppm) => format.format(ppm / 1_000_000)));
  },
  days: (locale) => numbers(counted(locale, 'day', '天')),
  months: (locale) => numbers(counted(locale, 'month', '个月')),
  times: (locale) => numbers(counted(locale, 'time', '次')),
  columns: (locale) => numbers(counted(locale, 'column', '列')),
  cells: (locale) => numbers(counted(locale, 'cell', '个单元格')),
  characters: (locale) => numbers(counted(locale, 'character', '个字符')),
  over: (locale) => beyond(locale, counted(locale, 'day', '天')),
  overShare: (locale) => beyond(locale, percents(locale)),
  overTimes: (locale) => beyond(locale, counted(locale, 'time', '倍')),
  orUnknown: (locale) => (value) => {
    if (value !== '') return String(value);
    return locale === 'en' ? 'not stated' : '未注明';
  },
  // A sign that cannot be seen, or that would turn the text around, is shown as an empty box.
  visible: () => (value) =>
    /^[\p{L}\p{N}\p{P}\p{S}]\p{M}*$/u.test(String(value)) ? `“${value}”` : '□',
};

const writersMade: Record<Locale, Map<string, Writer>> = { en: new Map(), 'zh-CN': new Map() };

type NumberText = (value: number) => string;

function numbers(text: NumberText): Writer {
  return function numberText(value) {
    return text(Number(value));
  };
}

function counted(locale: Locale, noun: string, measure: string): NumberText {
  return kept((value) => {
    const number = count(locale, value);
    if (locale === 'zh-CN') return `${number} ${measure}`;
    return `${number} ${Math.abs(value) === 1 ? noun : `${noun}s`}`;
  });
}

/** Basis points as per cent: 2550 is 25.5%. */
function percents(locale: Locale): NumberText {
  const format = new Intl.NumberFormat(languages[locale], percent);
  return kept((bp) => format.format(bp / 10_000));
}

/** A threshold with the operator beside it in the params. */
function beyond(locale: Locale, text: NumberText): Writer {
  return function thresholdText(value, { operator }) {
    assert(operator === '>' || operator === '>=', 'a threshold needs its operator');
    const amount = text(Number(value));
    if (locale === 'zh-CN') return operator === '>' ? `超过 ${amount}` : `达到或超过 ${amount}`;
    return operator === '>' ? `more than ${amount}` : `${amount} or more`;
  };
}

function dates(locale: Locale): Writer {
  const format = new Intl.DateTimeFormat(languages[locale], {
    dateStyle: 'medium',
    timeZone: 'UTC',
  });
  const texts = new Map<string, string>();
  return function dateText(value) {
    const day = String(value);
    const before = texts.get(day);
    if (before !== undefined) return before;
    const text = format.format(Date.parse(`${day}T00:00:00Z`));
    if (texts.size < keptMax) texts.set(day, text);
    return text;
  };
}

/** Days, counts and shares are small and come again and again: each is written once. */
function kept(write: NumberText): NumberText {
  const texts: string[] = [];
  return function keptText(value) {
    const isKept = value >= 0 && value <= keptMax && Number.isInteger(value);
    // Intl writes a sign before a negative zero.
    if (!isKept || Object.is(value, -0)) return write(value);
    const before = texts[value];
    if (before !== undefined) return before;
    const text = write(value);
    texts[value] = text;
    return text;
  };
}

const keptMax = 10_000;
const percent: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 2 };
const finePercent: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 4 };

const counts: Record<Locale, NumberText> = { en: countText('en'), 'zh-CN': countText('zh-CN') };

function countText(locale: Locale): NumberText {
  const format = new Intl.NumberFormat(languages[locale]);
  return kept((value) => format.format(value));
}
