import type { Currency, Money } from '../../core/money.ts';
import { saidBy } from '../said.ts';
import {
  type Charge,
  type Exchange,
  refuseStatement,
  type StatementEntry,
  type StatementRefusal,
  type StatementTransaction,
} from '../statement.ts';
import { amountOf, dayNear, dayOfSix, moneyOf } from './amounts.ts';
import { flow } from './flow.ts';
import type { Field } from './lines.ts';
import { type Told, toldBy } from './told.ts';

type Around = {
  statement: string;
  currency: Currency;
  /** From one. */
  number: number;
  /** What field 86 tells of it. */
  details: readonly string[];
};

/** A statement line, field 61, with the 86 behind it; the first thing that does not hold refuses. */
export function readLine(field: Field, around: Around): StatementEntry | StatementRefusal {
  const { statement, currency, number: entry, details } = around;
  const [first = '', ...more] = field.lines;
  const parts = statementLine.exec(first)?.groups;
  if (!parts) {
    const value = `:61:${first}`.slice(0, 120);
    return refuseStatement('statement_line', { statement, line: field.line, value });
  }
  const { valued = '', entered, mark = '', amount = '', kind = '', refs = '' } = parts;
  const valueOn = dayOfSix(valued);
  if (!valueOn) return refuseStatement('statement_date', { statement, entry, value: valued });
  const bookedOn = entered === undefined ? valueOn : dayNear(entered, valueOn);
  if (!bookedOn) {
    return refuseStatement('statement_date', { statement, entry, value: entered ?? '' });
  }
  const amountMinor = amountOf(amount, currency);
  if (amountMinor === undefined) {
    return refuseStatement('statement_amount', { statement, entry, value: amount, currency });
  }
  const [, own = '', bank = ''] = /^(.*?)(?:\/\/(.*))?$/.exec(refs) ?? [];
  const creditDebit = sides[mark] ?? 'debit';
  const told = toldBy(details);
  const line = { kind, creditDebit, own: named(own), bank: named(bank), more };
  const transaction = transactionOf({ amountMinor, currency }, line, told);
  const { bankCode } = transaction;
  return {
    entryRef: line.bank ?? `#${entry}`,
    entryRefBy: line.bank === undefined ? 'place' : 'bank',
    state: mark.startsWith('E') ? 'pending' : 'booked',
    amountMinor,
    currency,
    creditDebit,
    reversal: mark.startsWith('R'),
    bookedOn,
    valueOn,
    ...(bankCode && { bankCode }),
    charges: [],
    ...saidBy([transaction], []),
    itemised: true,
    transactions: [transaction],
  };
}

/** Value date, entry date, side, the currency's third letter, amount, kind and both references. */
const statementLine =
  /^(?<valued>\d{6})(?<entered>\d{4})?(?<mark>[RE]?[CD])[A-Z]?(?<amount>\d+,\d*)(?<kind>[NFS][A-Z0-9]{3})(?<refs>.*)$/;

/** A reversed credit takes money away, a reversed debit brings it back. */
const sides: Readonly<Record<string, 'credit' | 'debit'>> = {
  C: 'credit',
  EC: 'credit',
  RD: 'credit',
  D: 'debit',
  ED: 'debit',
  RC: 'debit',
};

/** No reference, or only the name of the code word of field 86 that has it. */
const unnamed = /^(?:NONREF|NOREF|NOTPROVIDED|[EKPM]REF|MARF|)$/;

function named(reference: string): string | undefined {
  const text = reference.trim();
  return unnamed.test(text) ? undefined : text;
}

type Line = {
  kind: string;
  creditDebit: 'credit' | 'debit';
  own: string | undefined;
  bank: string | undefined;
  more: readonly string[];
};

function transactionOf(amount: Money, line: Line, told: Told): StatementTransaction {
  const extra = supplement(line.more);
  const instructed = told.instructed ?? extra.instructed;
  const rate = told.rate ?? extra.rate;
  const charge = told.charge ?? extra.charge;
  const exchange: Exchange = { ...(instructed && { instructed }), ...(rate && { rate }) };
  const charges: Charge[] = charge ? [charge] : [];
  const instructionId = told.ownRef ?? line.own;
  const creditorRefs = [...new Set(told.creditorRefs)];
  return {
    ...amount,
    creditDebit: line.creditDebit,
    ...(told.endToEndId && { endToEndId: told.endToEndId }),
    ...(told.transactionId && { transactionId: told.transactionId }),
    ...(instructionId && { instructionId }),
    ...(told.mandateId && { mandateId: told.mandateId }),
    ...(line.bank && { bankRef: line.bank }),
    creditorRefs,
    structuredRefs: creditorRefs,
    documents: [],
    unstructured: [...told.unstructured, ...extra.text],
    ...partiesOf(told, line.creditDebit),
    bankCode: { proprietary: told.code ? `${line.kind}+${told.code}` : line.kind },
    charges,
    ...((instructed || rate) && { exchange }),
    ...(told.returnReason && { returnReason: told.returnReason }),
  };
}

/** The lines under field 61: what was instructed, the rate and charges, or the bank's own words. */
function supplement(lines: readonly string[]) {
  const text = flow(lines, 34);
  const after = (word: string) => new RegExp(`/${word}/([^/]+)`).exec(text)?.[1] ?? '';
  const rate = /^\d+,\d*$/.exec(after('EXCH'))?.[0].replace(',', '.').replace(/\.$/, '');
  return {
    instructed: moneyOf(after('OCMT')),
    charge: moneyOf(after('CHGS')),
    rate,
    text: text === '' ? [] : [text],
  };
}

/**
 * The other side is the debtor of a credit and the creditor of a debit. Who initiates is the debtor
 * of a transfer, the creditor of a direct debit, which a mandate shows.
 */
function partiesOf(told: Told, side: 'credit' | 'debit') {
  const collected = told.mandateId !== undefined;
  const { ultimateInitiator: initiator, ultimateRecipient: recipient } = told;
  const debtor = told.ordering ?? (side === 'credit' ? told.other : undefined);
  const creditor = told.beneficiary ?? (side === 'debit' ? told.other : undefined);
  const ultimateDebtor = told.ultimateDebtor ?? (collected ? recipient : initiator);
  const ultimateCreditor = told.ultimateCreditor ?? (collected ? initiator : recipient);
  const debtorName = debtor?.name ?? ultimateDebtor?.name;
  return {
    ...(debtor && { debtor }),
    ...(ultimateDebtor && { ultimateDebtor }),
    ...(creditor && { creditor }),
    ...(ultimateCreditor && { ultimateCreditor }),
    ...(debtorName !== undefined && { debtorName }),
  };
}
