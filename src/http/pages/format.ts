import type { Day } from '../../core/calendar.ts';
import { type Currency, exponentOf, toDecimal } from '../../core/money.ts';
import type { Locale } from '../env.ts';

/** How numbers, days and instants are written for one reader. */
export type Format = {
  /** "1,234.50", with the true minus sign. */
  amount(amountMinor: number, currency: Currency): string;
  /** Amounts of one column in one unit: millions in English, 万 or 亿 in Chinese. */
  column(largestMinor: number, currency: Currency): (amountMinor: number) => string;
  percent(basisPoints: number): string;
  day(day: Day): string;
  /** Without the year, for lists of near days. */
  shortDay(day: Day): string;
  instant(at: Date | string): string;
  integer(count: number): string;
};

const formats = new Map<string, Format>();

/** Formatters are kept: building them again for each cell costs most of a page. */
export function formatOf(locale: Locale, timeZone: string): Format {
  const key = `${locale}|${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const made = createFormat(locale, timeZone);
  formats.set(key, made);
  return made;
}

type Unit = { exponent: number; suffix: string; decimals: number };

function createFormat(locale: Locale, timeZone: string): Format {
  const tag = locale === 'en' ? 'en-GB' : 'zh-CN';
  const days = new Intl.DateTimeFormat(tag, { ...dayStyle(locale), timeZone: 'UTC' });
  const short = new Intl.DateTimeFormat(tag, { ...shortStyle(locale), timeZone: 'UTC' });
  const instants = new Intl.DateTimeFormat(tag, {
    ...dayStyle(locale),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 });
  const integers = new Intl.NumberFormat(tag);
  const write = (text: string, decimals: number) => minus(numberOf(tag, decimals).format(text));
  return {
    amount: (amountMinor, currency) =>
      write(toDecimal({ amountMinor, currency }), exponentOf(currency)),
    column: (largestMinor, currency) => {
      const unit = unitOf(locale, Math.abs(largestMinor) / 10 ** exponentOf(currency));
      return (amountMinor) => {
        const text = toDecimal({ amountMinor, currency });
        const { exponent, suffix, decimals } = unit;
        return write(`${text}E-${exponent}`, decimals) + suffix;
      };
    },
    percent: (basisPoints) => percents.format(basisPoints / 10_000),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    shortDay: (day) => short.format(new Date(`${day}T00:00:00Z`)),
    instant: (at) => instants.format(new Date(at)),
    integer: (count) => integers.format(count),
  };
}

/** Exact decimal text goes in, never a float: Intl rounds it once for display. */
type DecimalFormat = { format(text: string): string };

const numbers = new Map<string, DecimalFormat>();

function numberOf(tag: string, decimals: number): DecimalFormat {
  const key = `${tag}|${decimals}`;
  const known = numbers.get(key);
  if (known) return known;
  const made = asDecimalFormat(
    new Intl.NumberFormat(tag, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }),
  );
  numbers.set(key, made);
  return made;
}

/** ECMA-402 (2023) formats decimal text exactly; TypeScript's library still asks for a literal type. */
function asDecimalFormat(format: Intl.NumberFormat): DecimalFormat {
  return format as unknown as DecimalFormat;
}

/** The unit follows the largest amount of the column, so that a column can be compared by eye. */
function unitOf(locale: Locale, largest: number): Unit {
  if (locale === 'en') {
    if (largest >= 1e9) return { exponent: 6, suffix: ' m', decimals: 1 };
    if (largest >= 1e7) return { exponent: 6, suffix: ' m', decimals: 2 };
  } else {
    if (largest >= 1e10) return { exponent: 8, suffix: ' 亿', decimals: 2 };
    if (largest >= 1e8) return { exponent: 4, suffix: ' 万', decimals: 0 };
    if (largest >= 1e6) return { exponent: 4, suffix: ' 万', decimals: 2 };
  }
  return { exponent: 0, suffix: '', decimals: largest >= 1e5 ? 0 : 2 };
}

function minus(text: string): string {
  return text.replace('-', '−');
}

function dayStyle(locale: Locale): Intl.DateTimeFormatOptions {
  return locale === 'en'
    ? { day: 'numeric', month: 'short', year: 'numeric' }
    : { day: '2-digit', month: '2-digit', year: 'numeric' };
}

function shortStyle(locale: Locale): Intl.DateTimeFormatOptions {
  return locale === 'en'
    ? { day: 'numeric', month: 'short' }
    : { day: '2-digit', month: '2-digit' };
}
