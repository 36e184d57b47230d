import { type Day, isDay } from '../../core/calendar.ts';

/** How a ledger writes its days. D and M take one digit or two; MMM is a month's name. */
export const dateFormats = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'YYYY年M月D日',
  'DD.MM.YYYY',
  'DD.MM.YY',
  'DD/MM/YYYY',
  'D/M/YYYY',
  'DD/MM/YY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
  'M/D/YYYY',
  'MM/DD/YY',
  'MM-DD-YYYY',
  'DD-MMM-YY',
  'DD-MMM-YYYY',
  'DD MMM YYYY',
] as const;
export type DateFormat = (typeof dateFormats)[number];

/**
 * The day a cell names in the stated format, or nothing when it names none (30 February, another
 * format). A time of day behind it is dropped; two-digit years 00–69 are 20xx, 70–99 are 19xx.
 */
export function parseDate(cell: string, format: DateFormat): Day | undefined {
  const text = cell.normalize('NFKC').trim().replace(timeOfDay, '');
  const match = patternOf(format).exec(text);
  if (!match?.groups) return undefined;
  const { year = '', month = '', day = '' } = match.groups;
  const monthNumber = /^\d/.test(month) ? month : monthOfName(month);
  if (monthNumber === undefined) return undefined;
  const iso = [fullYear(year), monthNumber.padStart(2, '0'), day.padStart(2, '0')].join('-');
  return isDay(iso) ? iso : undefined;
}

/** A day in a format: the inverse of `parseDate`. */
export function formatDate(day: Day, format: DateFormat): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = monthNames[Number(month) - 1]?.[0] ?? '';
  const parts: Record<string, string> = {
    YYYY: year,
    YY: year.slice(2),
    MMM: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    MM: month,
    M: String(Number(month)),
    DD: date,
    D: String(Number(date)),
  };
  return format.replace(token, (found) => parts[found] ?? found);
}

const token = /YYYY|YY|MMM|MM|M|DD|D/g;
const timeOfDay = /(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AP]M)?$/i;
const patterns = new Map<DateFormat, RegExp>();

function patternOf(format: DateFormat): RegExp {
  const known = patterns.get(format);
  if (known) return known;
  const fixed = format === 'YYYYMMDD';
  const source = format.replace(/[.]/g, '\\.').replace(token, (found) => {
    if (found === 'YYYY') return '(?<year>\\d{4})';
    if (found === 'YY') return '(?<year>\\d{2})';
    if (found === 'MMM') return '(?<month>\\p{L}{3,9})\\.?';
    const digits = fixed ? '\\d{2}' : '\\d{1,2}';
    return found.startsWith('M') ? `(?<month>${digits})` : `(?<day>${digits})`;
  });
  const pattern = new RegExp(`^${source}$`, 'u');
  patterns.set(format, pattern);
  return pattern;
}

function fullYear(year: string): string {
  if (year.length === 4) return year;
  return Number(year) < 70 ? `20${year}` : `19${year}`;
}

/** English, German and French, by their first letters; a name must start with one of its month's. */
const monthNames: readonly (readonly string[])[] = [
  ['jan'],
  ['feb', 'fév', 'fev'],
  ['mar', 'mär', 'mrz'],
  ['apr', 'avr'],
  ['may', 'mai'],
  ['jun', 'juin'],
  ['jul', 'juil'],
  ['aug', 'aoû', 'aou'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'dez', 'déc'],
];

function monthOfName(name: string): string | undefined {
  const lower = name.toLowerCase();
  const index = monthNames.findIndex((starts) => starts.some((start) => lower.startsWith(start)));
  return index === -1 ? undefined : String(index + 1);
}
