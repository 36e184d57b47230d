import { type AmountMinor, Currency } from '../../core/money.ts';
import { refuseStatement, type Statement, type StatementRefusal } from '../statement.ts';
import { checkSum } from '../statement-sum.ts';
import { all, first, textAt, type Xml } from '../xml.ts';
import { amountAt, missing, type Place, requiredText, sideAt } from './fields.ts';
import type { Gathered } from './gathering.ts';
import type { CamtMessage } from './message.ts';

/** One statement, its sum checked where both balances are there and it is not one page of several. */
export function readStatement(
  xml: Xml,
  { dialect, gathered }: { dialect: CamtMessage; gathered: Gathered },
): Statement | StatementRefusal {
  const place: Place = { statement: textAt(xml, 'Id') ?? '', entry: 0, problems: [] };
  const statementId = requiredText(xml, 'Id', place);
  const account = accountOf(xml, place);
  const notified = dialect === 'camt.054' ? gathered.currency : undefined;
  const currency = currencyOf(xml, notified, place);
  const openingMinor = balanceOf(xml, ['OPBD', 'PRCD'], currency, place);
  const closingMinor = balanceOf(xml, ['CLBD'], currency, place);
  const page = pageOf(xml);
  if (page.only) checkCount(xml, gathered.count, place);
  const [wrong] = [...place.problems, ...gathered.problems];
  if (wrong) return wrong;
  const statement: Statement = {
    dialect,
    statementId,
    account,
    currency,
    copy: copyOf(textAt(xml, 'CpyDplctInd')),
    page,
    ...(openingMinor === undefined ? {} : { openingMinor }),
    ...(closingMinor === undefined ? {} : { closingMinor }),
    balanced: openingMinor !== undefined && closingMinor !== undefined && page.only,
    entries: gathered.entries,
  };
  return statement.balanced ? checkSum(statement) : statement;
}

/** The account's currency, or that of its booked balances where the account does not say it. */
export function statedCurrency(xml: Xml | undefined): string | undefined {
  const balance = all(xml, 'Bal').find((one) => bookedCodes.has(codeOf(one) ?? ''));
  return textAt(xml, 'Acct/Ccy') ?? first(balance, 'Amt')?.attributes.Ccy;
}

/** The bank's own count of entries, where it states one. */
function checkCount(xml: Xml, found: number, place: Place): void {
  const stated = textAt(xml, 'TxsSummry/TtlNtries/NbOfNtries');
  if (stated === undefined || Number(stated) === found) return;
  const { statement } = place;
  place.problems.push(refuseStatement('statement_count', { statement, stated, found }));
}

function accountOf(xml: Xml, place: Place): string {
  const account = textAt(xml, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id');
  if (account !== undefined) return account;
  place.problems.push(missing('Acct/Id', place));
  return '';
}

function currencyOf(xml: Xml, notified: Currency | undefined, place: Place): Currency {
  const currency = statedCurrency(xml) ?? notified;
  if (currency !== undefined && Currency.safeParse(currency).success) return currency;
  if (currency === undefined) place.problems.push(missing('Acct/Ccy', place));
  else {
    const { statement, entry } = place;
    const params = { statement, entry, field: 'Acct/Ccy', value: currency };
    place.problems.push(refuseStatement('statement_code', params));
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
  const number = Number(textAt(xml, 'StmtPgntn/PgNb', 'NtfctnPgntn/PgNb') ?? '1');
  const last = textAt(xml, 'StmtPgntn/LastPgInd', 'NtfctnPgntn/LastPgInd') !== 'false';
  return { number, last, only: number === 1 && last };
}

function copyOf(code: string | undefined): Statement['copy'] {
  if (code === undefined) return 'original';
  return code === 'DUPL' ? 'duplicate' : 'copy';
}
