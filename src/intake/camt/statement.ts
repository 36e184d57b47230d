import { type AmountMinor, Currency, toDecimal } from '../../core/money.ts';
import {
  refuseStatement,
  type Statement,
  type StatementEntry,
  type StatementRefusal,
} from '../statement.ts';
import { all, first, textAt, type Xml } from '../xml.ts';
import { readEntry } from './entry.ts';
import { amountAt, missing, type Place, requiredText, sideAt } from './fields.ts';

/** One statement, its sum checked where both balances are there and it is not one page of several. */
export function readStatement(xml: Xml): Statement | StatementRefusal {
  const place: Place = { statement: textAt(xml, 'Id') ?? '', entry: 0, problems: [] };
  const statementId = requiredText(xml, 'Id', place);
  const account = accountOf(xml, place);
  const currency = currencyOf(xml, place);
  const openingMinor = balanceOf(xml, ['OPBD', 'PRCD'], currency, place);
  const closingMinor = balanceOf(xml, ['CLBD'], currency, place);
  const entries = all(xml, 'Ntry').flatMap(
    (entry, index) => readEntry(entry, currency, { ...place, entry: index + 1 }) ?? [],
  );
  const page = pageOf(xml);
  if (page.only) checkCount(xml, place);
  const [wrong] = place.problems;
  if (wrong) return wrong;
  const statement: Statement = {
    statementId,
    account,
    currency,
    copy: copyOf(textAt(xml, 'CpyDplctInd')),
    page,
    ...(openingMinor === undefined ? {} : { openingMinor }),
    ...(closingMinor === undefined ? {} : { closingMinor }),
    balanced: openingMinor !== undefined && closingMinor !== undefined && page.only,
    entries,
  };
  return statement.balanced ? checkSum(statement) : statement;
}

/** The bank's own count of entries, where it states one. */
function checkCount(xml: Xml, place: Place): void {
  const stated = textAt(xml, 'TxsSummry/TtlNtries/NbOfNtries');
  const found = all(xml, 'Ntry').length;
  if (stated === undefined || Number(stated) === found) return;
  const { statement } = place;
  place.problems.push(refuseStatement('statement_count', { statement, stated, found }));
}

function checkSum(statement: Statement): Statement | StatementRefusal {
  const { statementId, currency, openingMinor = 0, closingMinor = 0, entries } = statement;
  const text = (amountMinor: AmountMinor) => toDecimal({ amountMinor, currency });
  let balance = openingMinor;
  for (const [index, entry] of entries.entries()) {
    if (entry.state !== 'booked') continue;
    balance += signed(entry);
    if (Number.isSafeInteger(balance)) continue;
    const params = { statement: statementId, entry: index + 1, currency };
    return refuseStatement('statement_amount', { ...params, value: text(entry.amountMinor) });
  }
  if (balance === closingMinor) return statement;
  return refuseStatement('statement_unbalanced', {
    statement: statementId,
    currency,
    opening: text(openingMinor),
    entries: text(balance - openingMinor),
    closing: text(closingMinor),
  });
}

function signed({ creditDebit, amountMinor }: StatementEntry): AmountMinor {
  return creditDebit === 'credit' ? amountMinor : -amountMinor;
}

function accountOf(xml: Xml, place: Place): string {
  const account = textAt(xml, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id');
  if (account !== undefined) return account;
  place.problems.push(missing('Acct/Id', place));
  return '';
}

/** The account's currency, or that of its booked balances where the account does not say it. */
function currencyOf(xml: Xml, place: Place): Currency {
  const stated = textAt(xml, 'Acct/Ccy');
  const balance = all(xml, 'Bal').find((one) => bookedCodes.has(codeOf(one) ?? ''));
  const currency = stated ?? first(balance, 'Amt')?.attributes.Ccy;
  if (currency !== undefined && Currency.safeParse(currency).success) return currency;
  if (currency === undefined) place.problems.push(missing('Acct/Ccy', place));
  else {
    const params = { statement: place.statement, currency, account: currency, field: 'Acct/Ccy' };
    place.problems.push(refuseStatement('statement_currency', params));
  }
  return '';
}

const bookedCodes = new Set(['OPBD', 'PRCD', 'CLBD', 'ITBD']);

function codeOf(balance: Xml): string | undefined {
  return textAt(balance, 'Tp/CdOrPrtry/Cd', 'Tp/CdOrPrtry/Prtry');
}

/** The first booked balance of one of the kinds, signed; it must be in the account's currency. */
function balanceOf(
  xml: Xml,
  codes: readonly string[],
  account: Currency,
  place: Place,
): AmountMinor | undefined {
  const found = all(xml, 'Bal').find((one) => codes.includes(codeOf(one) ?? ''));
  if (!found) return undefined;
  const amount = amountAt(found, 'Amt', place);
  const side = sideAt(found, 'CdtDbtInd', place);
  if (!amount) return undefined;
  if (amount.currency !== account) {
    const { statement } = place;
    const params = { statement, currency: amount.currency, account, field: codeOf(found) ?? 'Bal' };
    place.problems.push(refuseStatement('statement_currency', params));
  }
  return side === 'credit' ? amount.amountMinor : -amount.amountMinor + 0;
}

function pageOf(xml: Xml): Statement['page'] {
  const number = Number(textAt(xml, 'StmtPgntn/PgNb') ?? '1');
  const last = textAt(xml, 'StmtPgntn/LastPgInd') !== 'false';
  return { number, last, only: number === 1 && last };
}

function copyOf(code: string | undefined): Statement['copy'] {
  if (code === undefined) return 'original';
  return code === 'DUPL' ? 'duplicate' : 'copy';
}
