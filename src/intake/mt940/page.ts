import type { Day } from '../../core/calendar.ts';
import { type AmountMinor, Currency } from '../../core/money.ts';
import { refuseStatement, type StatementEntry, type StatementRefusal } from '../statement.ts';
import { accountOf } from './account.ts';
import { amountOf, dayOfSix } from './amounts.ts';
import { readLine } from './entry.ts';
import type { Field, Message } from './lines.ts';

/** One message: a whole statement, or a page of one. */
export type Page = {
  statementId: string;
  account: string;
  currency: Currency;
  /** The statement's number, and the page's within it. */
  number: number;
  page: number;
  opening: Balance;
  closing: Balance;
  entries: StatementEntry[];
};

export type Balance = { amountMinor: AmountMinor; day: Day; final: boolean };

type Written = Balance & { currency: Currency };

export function readPage({ fields }: Message): Page | StatementRefusal {
  const numbered = textOf(fields, /^28C?$/);
  const statement = [textOf(fields, /^20$/), numbered].filter((one) => one).join(' ');
  const opening = balanceOf(fields, /^60[FM]$/, statement);
  if ('status' in opening) return opening;
  const closing = balanceOf(fields, /^62[FM]$/, statement);
  if ('status' in closing) return closing;
  const { currency } = opening;
  for (const other of [closing, ...available(fields, statement)]) {
    if ('status' in other) return other;
    if (other.currency === currency) continue;
    const params = { statement, currency: other.currency, account: currency, field: '62/64/65' };
    return refuseStatement('statement_currency', params);
  }
  const account = accountOf(textOf(fields, /^25P?$/), currency);
  if (account === '') {
    return refuseStatement('statement_field_missing', { statement, entry: 0, field: '25' });
  }
  const entries = entriesOf(fields, { statement, currency });
  if ('status' in entries) return entries;
  const [number = '', page = '1'] = numbered.split('/');
  return {
    statementId: statement,
    account,
    currency,
    number: whole(number),
    page: whole(page),
    opening,
    closing,
    entries,
  };
}

function textOf(fields: readonly Field[], tag: RegExp): string {
  return fields.find((one) => tag.test(one.tag))?.lines[0]?.trim() ?? '';
}

function whole(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** The one balance of a kind; a message that has two of it is two, run together. */
function balanceOf(fields: readonly Field[], tag: RegExp, statement: string) {
  const [field, second] = fields.filter((one) => tag.test(one.tag));
  if (!field) {
    const name = tag.source.slice(1, 3);
    return refuseStatement('statement_field_missing', { statement, entry: 0, field: name });
  }
  return readBalance(second ?? field, statement, second !== undefined);
}

function available(fields: readonly Field[], statement: string) {
  const told = fields.filter((one) => one.tag === '64' || one.tag === '65');
  return told.map((field) => readBalance(field, statement, false));
}

function readBalance(
  field: Field,
  statement: string,
  unwanted: boolean,
): Written | StatementRefusal {
  const text = field.lines[0]?.trim() ?? '';
  const [, side, six = '', currency = '', amount = ''] = balance.exec(text) ?? [];
  if (side === undefined || unwanted) {
    const value = `:${field.tag}:${text}`.slice(0, 120);
    return refuseStatement('statement_line', { statement, line: field.line, value });
  }
  if (!Currency.safeParse(currency).success) {
    const params = { statement, entry: 0, field: field.tag, value: currency };
    return refuseStatement('statement_code', params);
  }
  const day = dayOfSix(six);
  if (!day) return refuseStatement('statement_date', { statement, entry: 0, value: six });
  const found = amountOf(amount, currency);
  if (found === undefined) {
    return refuseStatement('statement_amount', { statement, entry: 0, value: amount, currency });
  }
  const final = field.tag.endsWith('F');
  return { amountMinor: side === 'C' ? found : 0 - found, currency, day, final };
}

const balance = /^([CD])(\d{6})([A-Z]{3})(\d+,\d*)$/;

type Within = { statement: string; currency: Currency };

/** Each 61 with what directly stands behind it; an 86 behind the balances is of the whole statement. */
function entriesOf(
  fields: readonly Field[],
  { statement, currency }: Within,
): StatementEntry[] | StatementRefusal {
  const entries: StatementEntry[] = [];
  for (const [index, field] of fields.entries()) {
    if (field.tag !== '61') continue;
    const number = entries.length + 1;
    const entry = readLine(field, {
      statement,
      currency,
      number,
      details: detailsOf(fields, index),
    });
    if ('status' in entry) return entry;
    entries.push(entry);
  }
  return entries;
}

/** Where a text is too long for one field 86, some banks go on in another. */
function detailsOf(fields: readonly Field[], index: number): string[] {
  const lines: string[] = [];
  for (let at = index + 1; fields[at]?.tag === '86'; at += 1) {
    for (const line of fields[at]?.lines ?? []) lines.push(line);
  }
  return lines;
}
