import type { Day } from '../core/calendar.ts';
import type { AmountMinor, Currency } from '../core/money.ts';

/** A bank statement of one account, as the bank states it; amounts are positive, the side says more. */
export type Statement = {
  statementId: string;
  /** IBAN, or the bank's own account number. */
  account: string;
  currency: Currency;
  /** A copy or duplicate of a statement that was sent before. */
  copy: 'original' | 'copy' | 'duplicate';
  /** `only` when the whole statement is in this one page. */
  page: { number: number; last: boolean; only: boolean };
  openingMinor?: AmountMinor;
  closingMinor?: AmountMinor;
  /** True when opening + booked entries = closing was checked, and held. */
  balanced: boolean;
  entries: StatementEntry[];
};

export type StatementEntry = {
  /** The bank's reference, else the entry's own, else its place: '#3'. */
  entryRef: string;
  /** Only booked entries have moved money. */
  state: 'booked' | 'pending' | 'information' | 'future';
  amountMinor: AmountMinor;
  currency: Currency;
  creditDebit: 'credit' | 'debit';
  /** It takes back an earlier entry; the side above is already that of this entry. */
  reversal: boolean;
  bookedOn: Day;
  valueOn: Day;
  endToEndIds: string[];
  structuredRefs: string[];
  unstructured: string[];
  debtorName?: string;
  transactions: StatementTransaction[];
};

export type StatementTransaction = {
  amountMinor?: AmountMinor;
  currency?: Currency;
  creditDebit?: 'credit' | 'debit';
  endToEndId?: string;
  transactionId?: string;
  /** Creditor references and document numbers. */
  structuredRefs: string[];
  /** Documents paid, with the amount remitted for each where the payer says it. */
  documents: { number: string; remittedMinor?: AmountMinor }[];
  unstructured: string[];
  debtorName?: string;
};

/** Why a statement file is not taken; nothing of the file may be kept. */
export type StatementProblemParams = {
  statement_too_large: { bytes: number; limit: number };
  statement_not_utf8: { bytes: number };
  statement_not_xml: { line: number; detail: string };
  statement_has_dtd: { bytes: number };
  statement_not_camt053: { namespace: string };
  statement_version: { version: string; first: string; last: string };
  statement_field_missing: { statement: string; entry: number; field: string };
  statement_currency: { statement: string; currency: string; account: string; field: string };
  statement_amount: { statement: string; entry: number; value: string; currency: string };
  statement_date: { statement: string; entry: number; value: string };
  statement_code: { statement: string; entry: number; field: string; value: string };
  statement_count: { statement: string; stated: string; found: number };
  statement_unbalanced: {
    statement: string;
    currency: string;
    opening: string;
    entries: string;
    closing: string;
  };
};

export type StatementRefusal = {
  [Code in keyof StatementProblemParams]: {
    status: 'refused';
    code: Code;
    params: StatementProblemParams[Code];
  };
}[keyof StatementProblemParams];

export function refuseStatement<Code extends keyof StatementProblemParams>(
  code: Code,
  params: StatementProblemParams[Code],
): { status: 'refused'; code: Code; params: StatementProblemParams[Code] } {
  return { status: 'refused', code, params };
}
