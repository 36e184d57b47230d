import type { BankEntry } from '../core/cash/entry.ts';
import type { ReadStatement } from '../http/deps.ts';
import type { Statement, StatementEntry } from '../intake/statement.ts';
import { signedMinor } from '../intake/statement-sum.ts';
import { readStatements } from '../intake/statements.ts';
import { paymentsIn } from './statement-payments.ts';

/**
 * A bank's file (camt.053, camt.054 or MT940) as the booked entries that moved money; information
 * and forecasts are left out.
 */
export const readStatement: ReadStatement = async (bytes) => {
  const read = readStatements(bytes);
  if (read.status === 'refused') return read;
  return { status: 'read', entries: read.statements.flatMap(bookedIn) };
};

function bookedIn(statement: Statement): BankEntry[] {
  const seen = new Map<string, number>();
  return statement.entries
    .filter(({ state }) => state === 'booked')
    .map((entry) => {
      const key = keyOf(statement, entry);
      const times = (seen.get(key) ?? 0) + 1;
      seen.set(key, times);
      // One statement does not state an entry twice: what looks the same in it is another entry.
      return entryOf(statement, entry, times === 1 ? key : `${key}|${times}`);
    });
}

/**
 * What an entry is known by. A bank repeats it, in a notification and in the statement of its day,
 * in copies and corrections, under its own reference and on the same day.
 */
function keyOf(statement: Statement, entry: StatementEntry): string {
  const { account, statementId, openingMinor = '' } = statement;
  const { entryRef, entryRefBy, bookedOn } = entry;
  // Without a reference of its own it is known by its place in its statement; where a bank calls
  // all its statements the same, what the account held before tells them apart.
  const place = `${statementId}${entryRef}@${openingMinor}`;
  const reference = entryRefBy === 'place' ? place : entryRef;
  return [account, reference, bookedOn, signedMinor(entry)].join('|');
}

function entryOf({ account }: Statement, entry: StatementEntry, entryKey: string): BankEntry {
  const { transactions, debtorName, reversal } = entry;
  const references = [
    ...entry.endToEndIds,
    ...entry.structuredRefs,
    ...entry.unstructured,
    ...transactions.flatMap(({ instructionId }) => instructionId ?? []),
  ];
  const isReturn = transactions.some(({ returnReason }) => returnReason !== undefined);
  return {
    entryKey,
    account,
    currency: entry.currency,
    amountMinor: signedMinor(entry),
    bookedOn: entry.bookedOn,
    references: [...new Set(references)],
    ...(debtorName !== undefined && { debtorName }),
    ...((reversal || isReturn) && { isReversal: true }),
    payments: paymentsIn(entry),
  };
}
