import { type AmountMinor, toDecimal } from '../core/money.ts';
import {
  refuseStatement,
  type Statement,
  type StatementEntry,
  type StatementRefusal,
} from './statement.ts';

/** Opening and booked entries make the closing balance, to the cent, or the statement is refused. */
export function checkSum(statement: Statement): Statement | StatementRefusal {
  const { statementId, currency, openingMinor = 0, closingMinor = 0, entries } = statement;
  const text = (amountMinor: AmountMinor) => toDecimal({ amountMinor, currency });
  let balance = openingMinor;
  for (const [index, entry] of entries.entries()) {
    if (entry.state !== 'booked') continue;
    balance += signedMinor(entry);
    if (Number.isSafeInteger(balance)) continue;
    const params = { statement: statementId, entry: index + 1, currency };
    return refuseStatement('statement_amount', { ...params, value: text(entry.amountMinor) });
  }
  if (balance === closingMinor) return statement;
  return refuseStatement('statement_unbalanced', {
    statement: statementId,
    currency,
    opening: text(openingMinor),
    // Two balances of opposite sign may be further apart than one number holds.
    entries: difference(balance, openingMinor, text),
    closing: text(closingMinor),
  });
}

/** What an entry adds to its account. */
export function signedMinor(entry: Pick<StatementEntry, 'creditDebit' | 'amountMinor'>): number {
  const { creditDebit, amountMinor } = entry;
  return creditDebit === 'credit' ? amountMinor : 0 - amountMinor;
}

function difference(
  balance: AmountMinor,
  opening: AmountMinor,
  text: (amountMinor: AmountMinor) => string,
): string {
  const entries = balance - opening;
  if (Number.isSafeInteger(entries)) return text(entries);
  return `${text(balance)} − ${text(opening)}`;
}
