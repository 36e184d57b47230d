import { lookUp } from '../look-up.ts';
import { saidBy } from '../said.ts';
import { refuseStatement, type StatementEntry, type StatementTransaction } from '../statement.ts';
import { signedMinor } from '../statement-sum.ts';
import { all, textAt, type Xml } from '../xml.ts';
import { bankCodeOf, chargesOf, exchangeOf } from './details.ts';
import { amountAt, dayAt, missing, type Place, requiredText, sideAt } from './fields.ts';

type Around = {
  /** The account's currency, where it is known. */
  account: string | undefined;
  transactions: StatementTransaction[];
  place: Place;
};

/** One entry with everything its transactions say; nothing once a problem is noted. */
export function readEntry(xml: Xml, around: Around): StatementEntry | undefined {
  const { account, transactions, place } = around;
  const amount = amountAt(xml, 'Amt', place);
  const creditDebit = sideAt(xml, 'CdtDbtInd', place);
  const state = stateOf(xml, place);
  const booked = dayAt(xml, 'BookgDt', place);
  const valued = dayAt(xml, 'ValDt', place);
  const bookedOn = booked ?? valued;
  const bankCode = bankCodeOf(xml);
  const exchange = exchangeOf(xml, place);
  const charges = chargesOf(xml, place);
  if (!bookedOn) place.problems.push(missing('BookgDt', place));
  if (!amount || !bookedOn) return undefined;
  const { statement, entry } = place;
  if (account !== undefined && amount.currency !== account) {
    const params = { statement, account, currency: amount.currency, field: `Ntry[${entry}]` };
    place.problems.push(refuseStatement('statement_currency', params));
  }
  return {
    ...referenceOf(xml, around),
    state,
    ...amount,
    creditDebit,
    reversal: textAt(xml, 'RvslInd') === 'true',
    bookedOn,
    valueOn: valued ?? bookedOn,
    ...(bankCode && { bankCode }),
    charges,
    ...(exchange && { exchange }),
    ...saidBy(
      transactions,
      all(xml, 'AddtlNtryInf').map(({ text }) => text),
    ),
    itemised: isItemised({ ...amount, creditDebit }, transactions),
    transactions,
  };
}

/** Some banks only count their entries; such a number names nothing outside of its statement. */
function referenceOf(
  xml: Xml,
  { transactions, place }: Around,
): Pick<StatementEntry, 'entryRef' | 'entryRefBy'> {
  const bank = textAt(xml, 'AcctSvcrRef');
  if (bank !== undefined) return { entryRef: bank, entryRefBy: 'bank' };
  const own = textAt(xml, 'NtryRef');
  if (own !== undefined && !/^\d{1,6}$/.test(own)) return { entryRef: own, entryRefBy: 'entry' };
  const [only, ...others] = transactions;
  const inside = others.length === 0 ? only?.bankRef : undefined;
  if (inside !== undefined) return { entryRef: inside, entryRefBy: 'transaction' };
  return { entryRef: `#${place.entry}`, entryRefBy: 'place' };
}

function isItemised(
  entry: Pick<StatementEntry, 'amountMinor' | 'currency' | 'creditDebit'>,
  transactions: readonly StatementTransaction[],
): boolean {
  if (transactions.length === 1 && transactions[0]?.amountMinor === undefined) return true;
  let sum = 0;
  for (const { amountMinor, currency, creditDebit = entry.creditDebit } of transactions) {
    if (amountMinor === undefined || currency !== entry.currency) return false;
    sum += signedMinor({ amountMinor, creditDebit });
    if (!Number.isSafeInteger(sum)) return false;
  }
  return transactions.length > 0 && sum === signedMinor(entry);
}

/** Version 02 writes the code as text, later versions as a choice. */
function stateOf(xml: Xml, place: Place): StatementEntry['state'] {
  const code = textAt(xml, 'Sts/Cd', 'Sts') ?? requiredText(xml, 'Sts', place);
  const state = lookUp(states, code);
  if (state) return state;
  if (code !== '') {
    const { statement, entry } = place;
    const params = { statement, entry, field: 'Sts', value: code };
    place.problems.push(refuseStatement('statement_code', params));
  }
  return 'information';
}

const states: Readonly<Record<string, StatementEntry['state']>> = {
  BOOK: 'booked',
  PDNG: 'pending',
  INFO: 'information',
  FUTR: 'future',
};
