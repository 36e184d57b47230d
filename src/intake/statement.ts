import type { Day } from '../core/calendar.ts';
import type { AmountMinor, Currency, Money } from '../core/money.ts';

export type StatementsRead = { status: 'read'; statements: Statement[] } | StatementRefusal;

/** What a bank says of one account, as it states it; amounts are positive, the side says more. */
export type Statement = {
  /** A camt.054 is a notification: it has no balances, and its entries come again in a camt.053. */
  dialect: StatementDialect;
  statementId: string;
  /** IBAN, or the bank's own account number. */
  account: string;
  currency: Currency;
  /** A copy or duplicate of a statement that was sent before. */
  copy: 'original' | 'copy' | 'duplicate';
  /** `only` when the whole statement is here. */
  page: { number: number; last: boolean; only: boolean };
  openingMinor?: AmountMinor;
  closingMinor?: AmountMinor;
  /** True when opening + booked entries = closing was checked, and held. */
  balanced: boolean;
  entries: StatementEntry[];
};

export type StatementDialect = 'camt.053' | 'camt.054' | 'mt940';

export type StatementEntry = {
  /** The reference that `entryRefBy` says; its place, '#3', where there is none. */
  entryRef: string;
  /** The bank's own reference, the entry's, that of its only transaction, or none but its place. */
  entryRefBy: 'bank' | 'entry' | 'transaction' | 'place';
  /** Only booked entries have moved money. */
  state: 'booked' | 'pending' | 'information' | 'future';
  amountMinor: AmountMinor;
  currency: Currency;
  creditDebit: 'credit' | 'debit';
  /** It takes back an earlier entry; the side above is already that of this entry. */
  reversal: boolean;
  bookedOn: Day;
  valueOn: Day;
  bankCode?: BankCode;
  /** Of the entry as a whole; what is said of a transaction stands there. */
  charges: Charge[];
  exchange?: Exchange;
  endToEndIds: string[];
  structuredRefs: string[];
  unstructured: string[];
  debtorName?: string;
  /**
   * Its transactions can be taken one by one: their amounts make the entry's to the cent, or there
   * is one only, which may leave its amount to the entry.
   */
  itemised: boolean;
  transactions: StatementTransaction[];
};

export type StatementTransaction = {
  amountMinor?: AmountMinor;
  currency?: Currency;
  creditDebit?: 'credit' | 'debit';
  endToEndId?: string;
  transactionId?: string;
  instructionId?: string;
  mandateId?: string;
  /** The bank's reference of this transaction within its entry. */
  bankRef?: string;
  /** Structured creditor references: RF…, the Swiss QR reference, a national one. */
  creditorRefs: string[];
  /** Creditor references and document numbers. */
  structuredRefs: string[];
  documents: PaidDocument[];
  unstructured: string[];
  debtor?: StatementParty;
  ultimateDebtor?: StatementParty;
  creditor?: StatementParty;
  ultimateCreditor?: StatementParty;
  /** The debtor's name, else the ultimate debtor's. */
  debtorName?: string;
  bankCode?: BankCode;
  charges: Charge[];
  exchange?: Exchange;
  /** Why a payment came back. */
  returnReason?: string;
};

export type StatementParty = {
  name?: string;
  /** IBAN, or whatever number the bank gives. */
  account?: string;
};

/** A document paid, with what the payer says of it; every amount is positive, in `currency`. */
export type PaidDocument = {
  number: string;
  /** ISO 20022's code (CINV, CREN …), or the payer's own word. */
  type?: string;
  issuedOn?: Day;
  currency?: Currency;
  dueMinor?: AmountMinor;
  remittedMinor?: AmountMinor;
  creditNoteMinor?: AmountMinor;
  discountMinor?: AmountMinor;
  taxMinor?: AmountMinor;
  adjustments: Adjustment[];
  /** Amounts of a kind that none of the above is. */
  others: { type: string; amountMinor: AmountMinor }[];
};

/** Why a document is not remitted as it is due; the side as the payer says it. */
export type Adjustment = {
  amountMinor: AmountMinor;
  creditDebit?: 'credit' | 'debit';
  reason?: string;
  detail?: string;
};

export type Charge = Money & {
  creditDebit?: 'credit' | 'debit';
  /** Already taken off the entry's amount. */
  included?: boolean;
  type?: string;
  bearer?: string;
};

/** Codes and rate as the bank writes them; the rate is an exact decimal. */
export type Exchange = {
  instructed?: Money;
  source?: string;
  target?: string;
  unit?: string;
  rate?: string;
  contractId?: string;
};

export type BankCode = {
  /** ISO 20022's domain, family and sub-family: PMNT-RCDT-ESCT. */
  domain?: string;
  /** The bank's own, as NTRF+166. */
  proprietary?: string;
};

/**
 * Why a statement file is not taken; nothing of the file may be kept. `entry` counts from one; 0 is
 * the statement itself.
 */
export type StatementProblemParams = {
  statement_too_large: { bytes: number; limit: number };
  statement_not_utf8: { bytes: number };
  statement_not_xml: { line: number; detail: string };
  statement_has_dtd: { bytes: number };
  /** Another message than those that are read here. */
  statement_not_read: { found: string; known: string };
  statement_version: { message: string; version: string; first: string; last: string };
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
  /** A line of the file that no field of an MT940 is. */
  statement_line: { statement: string; line: number; value: string };
  statement_page_missing: { statement: string; page: number };
  /** The balance carried on is not the one that was carried forward. */
  statement_chain: {
    statement: string;
    before: string;
    currency: string;
    carried: string;
    opening: string;
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

/** The largest statement file that is read. */
export const statementBytesMax = 64 * 1024 * 1024;
