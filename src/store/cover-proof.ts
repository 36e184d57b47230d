import type { AsOf } from '../core/calendar.ts';
import { type DebtorProof, proveDebtor } from '../core/cover/debtor-proof.ts';
import { readCircumstances } from './circumstance.ts';
import { readCoverBook } from './cover.ts';
import type { Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { readRates } from './fx.ts';
import { readPolicyTerms } from './policy-terms.ts';
import { readOpenItems } from './receivable.ts';
import { readSettlements } from './settlement.ts';

/** What each policy insured of a debtor on a day, by what was known at an instant. */
export async function readCoverProofs(
  tx: Tx,
  { debtorId, ...when }: AsOf & { debtorId: string },
): Promise<DebtorProof[]> {
  const policies = await readPolicyTerms(tx, when);
  if (policies.length === 0) return [];
  const { asOf } = when;
  const receivables = await readOpenItems(tx, { ...when, debtorId });
  const circumstances = await readCircumstances(tx, { ...when, debtorId });
  const book = await readCoverBook(tx, debtorId);
  const known = book.filter(
    ({ decision, recordedAt }) =>
      decision.decidedOn <= asOf && recordedAt.getTime() <= Date.parse(when.knownAt),
  );
  const input = {
    asOf,
    receivables,
    debtors: await readDebtors(tx, { ...when, ids: [debtorId] }),
    cover: known.map(({ decision }) => decision),
    policies,
    circumstances,
    settlements: await readSettlements(tx, { ...when, receivables, circumstances }),
    fx: await readRates(tx, when),
  };
  return proveDebtor(input, debtorId);
}
