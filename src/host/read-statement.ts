import type { ReadStatement } from '../http/deps.ts';
import { readCamt053 } from '../intake/camt053.ts';
import type { Statement, StatementEntry } from '../intake/statement.ts';
import type { BankEntry } from '../store/bank.ts';

/** A camt.053 file as the booked entries that moved money; information and forecasts are left out. */
export const readStatement: ReadStatement = async (bytes) => {
  const read = readCamt053(bytes);
  if (read.status === 'refused') return read;
  const entries = read.statements.flatMap((statement) =>
    statement.entries
      .filter(({ state }) => state === 'booked')
      .map((entry) => entryOf(statement, entry)),
  );
  return { status: 'read', entries };
};

function entryOf(statement: Statement, entry: StatementEntry): BankEntry {
  const { account, statementId } = statement;
  const { transactions, debtorName } = entry;
  const references = [
    ...entry.endToEndIds,
    ...entry.structuredRefs,
    ...entry.unstructured,
    ...transactions.flatMap(({ endToEndId, structuredRefs, unstructured }) => [
      ...(endToEndId === undefined ? [] : [endToEndId]),
      ...structuredRefs,
      ...unstructured,
    ]),
  ];
  return {
    // A bank repeats an entry in copies and corrections under its own reference, on the same day.
    entryKey: [account, referenceOf(statementId, entry), entry.bookedOn, signed(entry)].join('|'),
    account,
    currency: entry.currency,
    amountMinor: signed(entry),
    bookedOn: entry.bookedOn,
    references: [...new Set(references)],
    ...(debtorName !== undefined && { debtorName }),
  };
}

/** An entry without a reference of its own is known by its place in its statement. */
function referenceOf(statementId: string, { entryRef }: StatementEntry): string {
  return entryRef.startsWith('#') ? `${statementId}${entryRef}` : entryRef;
}

function signed({ creditDebit, amountMinor }: StatementEntry): number {
  return creditDebit === 'credit' ? amountMinor : -amountMinor;
}
