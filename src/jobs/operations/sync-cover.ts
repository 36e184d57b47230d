import { z } from 'zod';
import type { ListedCover } from '../../core/adapter.ts';
import type { CoverDecision } from '../../core/cover/limit.ts';
import { vanishedCovers } from '../../core/cover/vanished.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readCover, recordDecisions } from '../../store/cover.ts';
import type { Tx } from '../../store/database.ts';
import { readBuyers } from '../../store/policy.ts';
import { raiseDifferences } from '../../store/three-way.ts';
import { defineRead } from '../operation.ts';

const Input = z.strictObject({ policyId: z.string().min(1) });

/**
 * Reads the insurer's covers into the cover book, again and again: lists are the source of truth,
 * call-backs only a hint. A buyer we have not mapped to a debtor insures nobody, and a cover that the
 * list no longer has ends today.
 */
export const syncCover = defineRead<typeof Input, ListedCover[]>({
  kind: 'read',
  input: Input,
  read: (operations) => operations.listCovers,
  answered: async (tx, _delivery, { policyId }, covers) => {
    await takeIn(tx, policyId, covers);
    return { again: secondsBetweenReads };
  },
});

/**
 * Once a day the list is held against book and ledger as well, whatever a call-back said or did not
 * say; what the three do not agree on is a task.
 */
export const compareCover = defineRead<typeof Input, ListedCover[]>({
  kind: 'read',
  input: Input,
  isOptional: true,
  read: (operations) => operations.listCovers,
  answered: async (tx, _delivery, { policyId }, listed) => {
    await takeIn(tx, policyId, listed);
    await raiseDifferences(tx, { policyId, today: await businessDay(tx), listed });
    return { done: true };
  },
});

async function takeIn(tx: Tx, policyId: string, covers: readonly ListedCover[]): Promise<void> {
  const buyers = await readBuyers(tx, policyId);
  const debtors = new Map(buyers.map(({ buyerId, debtorId }) => [buyerId, debtorId]));
  const decisions = covers.flatMap(({ buyerId, buyerName: _name, ...cover }): CoverDecision[] => {
    const debtorId = debtors.get(buyerId);
    return debtorId === undefined ? [] : [{ ...cover, debtorId }];
  });
  const on = await businessDay(tx);
  const known = await readCover(tx, {
    asOf: on,
    knownAt: await databaseNow(tx),
    policyIds: [policyId],
  });
  const listed = new Set(covers.map(({ coverId }) => coverId));
  const vanished = vanishedCovers(known, { listed, on });
  await recordDecisions(tx, {
    actor: { system: 'jobs' },
    decisions: [...decisions, ...vanished],
  });
}

const secondsBetweenReads = 15 * 60;
