import type { RefusalReason } from '../../src/core/adapter.ts';
import type { MovementKind } from '../../src/core/funding/funder-movement.ts';
import type { Charset } from './charset.ts';

/** One field of a record, in the order of the record; widths count characters. */
export type Field<Says extends string = string> =
  | { form: 'constant'; text: string }
  | { form: 'blank'; width: number }
  /** Left-aligned, blanks behind. Only a name may be cut to its width. */
  | { form: 'text'; says: Says; width: number; cut?: true }
  /** Right-aligned, zeros before: counts, numbers and amounts in minor units. Never a sign. */
  | { form: 'digits'; says: Says; width: number }
  /** Eight digits in the layout's order; blank for no day. */
  | { form: 'day'; says: Says };

export type Shape = {
  /** How long every record is, delimiters counted, the line end not. */
  width: number;
  /** Between the fields and behind the last one; none where fields are found by position. */
  delimiter?: string;
};

/** The parts of a file: one head, its lines, one tail that counts and adds up. */
export type Parts<Head extends string, Line extends string, Tail extends string> = {
  head: readonly Field<Head>[];
  line: readonly Field<Line>[];
  tail: readonly Field<Tail>[];
};

export type HeadSays =
  | 'issuer'
  | 'client'
  | 'market'
  | 'area'
  | 'currency'
  | 'seller'
  | 'statementOn'
  | 'madeOn'
  | 'part'
  | 'parts'
  | 'reference'
  | 'agreement';
export type LineSays =
  | 'sequence'
  | 'issuer'
  | 'client'
  | 'madeOn'
  | 'market'
  | 'area'
  | 'type'
  | 'currency'
  | 'factorDebtor'
  | 'debtorId'
  | 'debtorName'
  | 'siret'
  | 'line'
  | 'number'
  | 'invoice'
  | 'credited'
  | 'payment'
  | 'issuedOn'
  | 'dueOn'
  | 'amount';
export type TailSays =
  | 'sequence'
  | 'issuer'
  | 'client'
  | 'madeOn'
  | 'seller'
  | 'count'
  | 'sum'
  | 'side';

export type ReceiptSays = 'line' | 'number' | 'code' | 'words';
export type AnswerSays = ReceiptSays | 'word' | 'amount' | 'currency';
export type StatementSays =
  | 'entry'
  | 'word'
  | 'reversal'
  | 'bookedOn'
  | 'valueOn'
  | 'amount'
  | 'currency'
  | 'file'
  | 'line'
  | 'number'
  | 'debtor'
  | 'words';

export type Market = 'domestic' | 'export';

/**
 * One factor's files, as data. What is sent has a part for each market: head, lines, tail, with the
 * market's own issuer number; both parts go in one file. What comes back has one part.
 */
export type Layout = {
  shape: Shape;
  charset: Charset;
  days: 'ddmmyyyy' | 'yyyymmdd';
  sent: Parts<HeadSays, LineSays, TailSays>;
  markets: Readonly<Record<Market, { word: string; area: string }>>;
  /** Credit notes go under their own type with a positive amount. */
  documents: Readonly<Record<'invoice' | 'credit', { type: string; payment: string }>>;
  /** Which way a part's sum goes: more is owed, or more is credited. */
  sides: { owed: string; credited: string };
  receipt: Parts<
    'client' | 'file' | 'receipt' | 'takenOn' | 'word' | 'count',
    ReceiptSays,
    'count'
  >;
  receiptWords: Readonly<Record<string, 'taken' | 'rejected'>>;
  answer: Parts<'client' | 'file' | 'answeredOn', AnswerSays, 'count' | 'sum'>;
  answerWords: Readonly<Record<string, 'funded' | 'declined' | 'pending'>>;
  /** Why it refuses a line or a file; a code that is not here is the factor's own. */
  reasons: Readonly<Record<string, RefusalReason>>;
  statement: Parts<'client' | 'agreement' | 'statement' | 'madeOn', StatementSays, 'count' | 'sum'>;
  movementWords: Readonly<Record<string, MovementKind>>;
  /** The mark of an entry that takes an earlier one back. */
  reversal: string;
};

export function constant(text: string): Field<never> {
  return { form: 'constant', text };
}

export function blank(width: number): Field<never> {
  return { form: 'blank', width };
}

export function text<Says extends string>(says: Says, width: number): Field<Says> {
  return { form: 'text', says, width };
}

export function named<Says extends string>(says: Says, width: number): Field<Says> {
  return { form: 'text', says, width, cut: true };
}

export function digits<Says extends string>(says: Says, width: number): Field<Says> {
  return { form: 'digits', says, width };
}

export function day<Says extends string>(says: Says): Field<Says> {
  return { form: 'day', says };
}

export function widthOf(field: Field): number {
  if (field.form === 'constant') return field.text.length;
  return field.form === 'day' ? 8 : field.width;
}

/** The fields with a blank one behind that fills the record. */
export function filled<Says extends string>(
  { width, delimiter = '' }: Shape,
  fields: readonly Field<Says>[],
): Field<Says>[] {
  const used = fields.reduce((sum, field) => sum + widthOf(field) + delimiter.length, 0);
  return [...fields, blank(width - used - delimiter.length)];
}
