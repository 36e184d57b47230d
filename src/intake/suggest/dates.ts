import { type DateFormat, parseDate } from '../columns/date.ts';

type DateEvidence =
  /** One format fits; `value` is the cell that excludes the other reading, where there was one. */
  | { status: 'decided'; format: DateFormat; value?: string }
  /** Several formats fit every value, or none fits all of them: a person must say. */
  | { status: 'unclear'; candidates: DateFormat[]; example: string }
  | { status: 'none' };

/**
 * Decides how days are written from their values alone. Where every day is 12 or less, day-first and
 * month-first both fit, and nothing is guessed.
 */
export function weighDates(values: readonly string[]): DateEvidence {
  const cells = values.map((value) => value.trim()).filter((value) => value !== '');
  const example = cells[0];
  if (example === undefined) return { status: 'none' };
  const fitting = distinctReadings.filter((format) =>
    cells.every((cell) => parseDate(cell, format)),
  );
  const [format, other] = fitting;
  if (fitting.some(hasShortYear) && yearMayLead(cells)) {
    return { status: 'unclear', candidates: named(fitting, cells), example };
  }
  if (format && !other) return decided(format, cells);
  if (fitting.length > 1) return { status: 'unclear', candidates: named(fitting, cells), example };
  const some = distinctReadings.filter((one) => cells.some((cell) => parseDate(cell, one)));
  if (some.length === 0) return { status: 'none' };
  return mostly(some, cells);
}

/** True for values at least half of which are days in some format: bad rows do not hide a column. */
export function looksLikeDates(values: readonly string[]): boolean {
  const cells = values.filter((value) => value.trim() !== '');
  const days = cells.filter((cell) => distinctReadings.some((format) => parseDate(cell, format)));
  return cells.length > 0 && days.length * 2 >= cells.length;
}

/** Impossible days do not hide the format: only one fits anything, or one alone fits nine in ten. */
function mostly(some: DateFormat[], cells: string[]): DateEvidence {
  const counted = some.map((format) => ({
    format,
    fits: cells.filter((cell) => parseDate(cell, format)).length,
  }));
  counted.sort((left, right) => right.fits - left.fits);
  const [best, next] = counted;
  const alone = best && !next && best.fits * 2 >= cells.length;
  const most =
    best && best.fits * 10 >= cells.length * 9 && (next?.fits ?? 0) * 10 < cells.length * 9;
  const safe = best && !(hasShortYear(best.format) && yearMayLead(cells));
  if (best && safe && (alone || most)) return decided(best.format, cells);
  const readable = cells.filter((cell) => some.some((format) => parseDate(cell, format)));
  const odd = readable.find((cell) => best && !parseDate(cell, best.format));
  return { status: 'unclear', candidates: named(some, cells), example: odd ?? readable[0] ?? '' };
}

function hasShortYear(format: DateFormat): boolean {
  return format.endsWith('/YY') || format === 'DD.MM.YY';
}

/** "24/01/31": the first number varies less than the last, so it may be the year. */
function yearMayLead(cells: string[]): boolean {
  const parts = cells.map((cell) => cell.split(/\D+/));
  const first = new Set(parts.map((numbers) => numbers[0]));
  const last = new Set(parts.map((numbers) => numbers[2]));
  return first.size < last.size || (first.size === last.size && cells.length > 1);
}

function decided(reading: DateFormat, cells: string[]): DateEvidence {
  const format = named([reading], cells)[0] ?? reading;
  const other = opposite[reading];
  const value = other && cells.find((cell) => parseDate(cell, reading) && !parseDate(cell, other));
  return value === undefined ? { status: 'decided', format } : { status: 'decided', format, value };
}

/** D and DD read the same: the name shown follows what the cells look like. */
function named(formats: DateFormat[], cells: string[]): DateFormat[] {
  const short = cells.some((cell) => /(?<!\d)\d(?!\d)/.test(cell.split(' ')[0] ?? ''));
  return formats.map((format) => (short ? (shortName[format] ?? format) : format));
}

const shortName: Partial<Record<DateFormat, DateFormat>> = {
  'DD/MM/YYYY': 'D/M/YYYY',
  'MM/DD/YYYY': 'M/D/YYYY',
};

const opposite: Partial<Record<DateFormat, DateFormat>> = {
  'DD/MM/YYYY': 'MM/DD/YYYY',
  'MM/DD/YYYY': 'DD/MM/YYYY',
  'DD/MM/YY': 'MM/DD/YY',
  'MM/DD/YY': 'DD/MM/YY',
  'DD-MM-YYYY': 'MM-DD-YYYY',
  'MM-DD-YYYY': 'DD-MM-YYYY',
};

/** Formats that read some text differently; those that differ only in leading zeros appear once. */
const distinctReadings: readonly DateFormat[] = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'YYYY年M月D日',
  'DD.MM.YYYY',
  'DD.MM.YY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD/MM/YY',
  'MM/DD/YY',
  'DD-MM-YYYY',
  'MM-DD-YYYY',
  'DD-MMM-YY',
  'DD-MMM-YYYY',
  'DD MMM YYYY',
];
