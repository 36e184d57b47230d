import type { AccountRole } from '../../../src/core/journal/account-role.ts';
import { type Journal, journalOf } from '../../../src/core/journal/journal.ts';
import type { Tx } from '../../../src/store/database.ts';
import { functionalOn, postAll } from '../../../src/store/journal.ts';

/** A journal of a fact: amounts by account and subject. */
export async function journal(
  tx: Tx,
  of: {
    cause: string;
    on: string;
    kind?: Journal['kind'];
    currency?: string;
    facilityId?: string;
    lines: [AccountRole, string, number][];
  },
): Promise<Journal> {
  const { cause, on: effectiveOn, kind = 'assigned', currency = 'EUR', facilityId, lines } = of;
  const functional = await functionalOn(tx, currency, effectiveOn);
  return journalOf(
    kind,
    { cause, effectiveOn, currency, functional, ...(facilityId !== undefined && { facilityId }) },
    lines.map(([account, subject, amountMinor]) => ({ account, subject, amountMinor })),
  );
}

export async function posted(
  tx: Tx,
  ...journals: Parameters<typeof journal>[1][]
): Promise<string[]> {
  const made = [];
  for (const of of journals) made.push(await journal(tx, of));
  return postAll(tx, made);
}

export const RECEIVABLE = '01a20000-0000-7000-8000-0000000000aa';

export function assignedOn(on: string, cause = `assigned ${on}`, amountMinor = 100_00) {
  return {
    cause,
    on,
    facilityId: 'F1',
    lines: [
      ['due_from_factor', RECEIVABLE, amountMinor],
      ['trade_receivables', RECEIVABLE, -amountMinor],
    ] satisfies [AccountRole, string, number][],
  };
}
