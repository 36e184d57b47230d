import { type Day, isDay } from '../../core/calendar.ts';
import { type AmountMinor, Currency, parseDecimal } from '../../core/money.ts';
import { refuseStatement, type StatementRefusal } from '../statement.ts';
import { first, textAt, type Xml } from '../xml.ts';

/** Where in the file a value is read, and what did not hold so far: any of it refuses the file. */
export type Place = {
  statement: string;
  /** The entry's number from 1; 0 for the statement itself. */
  entry: number;
  problems: StatementRefusal[];
};

export function requiredText(xml: Xml | undefined, path: string, place: Place): string {
  const text = textAt(xml, path);
  if (text !== undefined) return text;
  place.problems.push(missing(path, place));
  return '';
}

/** An amount with its currency attribute, exact; `undefined` once a problem is noted. '' is here. */
export function amountAt(
  xml: Xml | undefined,
  path: string,
  place: Place,
): { amountMinor: AmountMinor; currency: Currency } | undefined {
  const found = path === '' ? xml : first(xml, path);
  if (!found) {
    place.problems.push(missing(path, place));
    return undefined;
  }
  const { statement, entry } = place;
  const currency = found.attributes.Ccy ?? '';
  const value = found.text;
  const known = Currency.safeParse(currency).success;
  const amountMinor = known ? parseDecimal(plain(value), currency) : undefined;
  if (amountMinor !== undefined && amountMinor >= 0) return { amountMinor, currency };
  place.problems.push(refuseStatement('statement_amount', { statement, entry, value, currency }));
  return undefined;
}

/** A day, or the day of a time as the bank wrote it (its own zone). */
export function dayAt(xml: Xml | undefined, path: string, place: Place): Day | undefined {
  const value = textAt(xml, `${path}/Dt`, `${path}/DtTm`);
  return value === undefined ? undefined : dayOf(value, place);
}

export function dayOf(value: string, { statement, entry, problems }: Place): Day | undefined {
  const day = value.slice(0, 10);
  if (isDay(day)) return day;
  problems.push(refuseStatement('statement_date', { statement, entry, value }));
  return undefined;
}

export function sideAt(xml: Xml | undefined, path: string, place: Place): 'credit' | 'debit' {
  const value = requiredText(xml, path, place);
  if (value === 'CRDT') return 'credit';
  if (value !== 'DBIT' && value !== '') {
    const { statement, entry } = place;
    const params = { statement, entry, field: path, value };
    place.problems.push(refuseStatement('statement_code', params));
  }
  return 'debit';
}

/** xs:decimal also allows a leading plus and a missing whole or fraction part. */
function plain(value: string): string {
  const match = /^\+?(\d*)(?:\.(\d*))?$/.exec(value);
  if (!match || ((match[1] ?? '') === '' && (match[2] ?? '') === '')) return value;
  const fraction = match[2] ? `.${match[2]}` : '';
  return `${match[1] || '0'}${fraction}`;
}

export function missing(field: string, { statement, entry }: Place): StatementRefusal {
  return refuseStatement('statement_field_missing', { statement, entry, field });
}
