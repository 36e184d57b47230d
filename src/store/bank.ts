import type { BankEntry } from '../core/cash/entry.ts';
import type { OpenItem, Target } from '../core/cash/item.ts';
import { matchEntry } from '../core/cash/match.ts';
import type { OpenIndex } from '../core/cash/open-index.ts';
import type { Allocation } from '../core/cash/outcome.ts';
import { giveBack } from '../core/cash/take.ts';
import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import { readAdvices } from './bank-advice.ts';
import { bookEffects, type Effects, type Line, planOf } from './bank-book.ts';
import { readOpenBooks } from './bank-open.ts';
import { reverse } from './bank-reversal.ts';
import {
  causeOf,
  closeEntry,
  type Decided,
  insertDecisions,
  insertEntries,
  lockCash,
  openEntries,
  readUndecided,
  type StoredEntry,
} from './bank-row.ts';
import type { Tx } from './database.ts';

export type BankResult = { entries: number; known: number; matched: number; unmatched: number };

/**
 * Takes a statement's entries: each once, whatever is imported again. What the rules explain to the cent
 * is booked in the same step; everything else waits for a person, never a guess.
 */
export async function recordBankEntries(
  tx: Tx,
  { actor, entries }: { actor: { personId: Id }; entries: readonly BankEntry[] },
): Promise<BankResult> {
  await lockCash(tx);
  const fresh = await insertEntries(tx, { entries, personId: actor.personId });
  const matched = fresh.length === 0 ? 0 : await apply(tx, fresh, actor);
  const result: BankResult = {
    entries: entries.length,
    known: entries.length - fresh.length,
    matched,
    unmatched: fresh.length - matched,
  };
  await audit(tx, { actor, action: 'bank.imported', subject: 'bank statement', body: result });
  return result;
}

/**
 * How many were explained. Then what has waited is looked at again: what explains it may have come since,
 * in the same statement or from a funder. What a person took back waits for a person.
 */
async function apply(
  tx: Tx,
  fresh: readonly StoredEntry[],
  actor: { personId: Id },
): Promise<number> {
  const forward = fresh.filter(({ entry }) => !entry.isReversal);
  const reversals = fresh.filter(({ entry }) => entry.isReversal);
  const matched = new Set(await match(tx, forward, actor));
  for (const id of await reverse(tx, reversals, actor)) matched.add(id);
  const waiting = fresh.filter(({ id }) => !matched.has(id)).map(({ id }) => id);
  await openEntries(tx, waiting);
  const later = await match(tx, await readUndecided(tx, againMax), actor);
  for (const id of later) await closeEntry(tx, id);
  return matched.size + waiting.filter((id) => later.includes(id)).length;
}

const againMax = 1_000;

/** Explains and books what the rules explain; answers which. */
async function match(
  tx: Tx,
  stored: readonly StoredEntry[],
  actor: { personId: Id },
): Promise<Id[]> {
  if (stored.length === 0) return [];
  const entries = stored.map(({ entry }) => entry);
  const books = await readOpenBooks(tx, entries);
  const advices = await readAdvices(tx, entries);
  const effects: Effects[] = [];
  const decided: Decided[] = [];
  for (const { id, entry } of stored) {
    const outcome = matchEntry(books.index, entry, advices);
    if (outcome.status === 'unmatched') continue;
    const lines = linesOf(id, outcome.allocations, books.index);
    const planned = planOf(entry, lines, books);
    if (planned.status === 'misfit') {
      giveBack(books.index, outcome.allocations);
      continue;
    }
    for (const [own, position] of planned.positions) books.positions.set(own, position);
    effects.push(planned.effects);
    decided.push({ entryId: id, seq: 1, decision: 'matched', lines });
  }
  await insertDecisions(tx, decided);
  await bookEffects(tx, effects, actor);
  return decided.map(({ entryId }) => entryId);
}

/** Allocations with what they are for, as the first decision of an entry. */
export function linesOf(
  entryId: Id,
  allocations: readonly Allocation[],
  index: OpenIndex,
  seq = 1,
): Line[] {
  return allocations.map((allocation, nth) => {
    const item = index.items.get(allocation.itemId);
    if (!item) throw new Error(`${allocation.itemId} is not open`);
    const cause = causeOf({ entryId, seq, line: nth + 1 });
    return { cause, allocation, target: targetOf(item), label: item.label };
  });
}

function targetOf(item: OpenItem): Target {
  switch (item.kind) {
    case 'advance':
      return { kind: item.kind, requestId: item.requestId, number: item.number };
    case 'settlement': {
      const { kind, account, subject, facilityId } = item;
      return { kind, account, subject, facilityId };
    }
    case 'receivable': {
      const { kind, receivableId, debtorId, holding, facilityId } = item;
      const own = { kind, receivableId, debtorId, holding };
      return facilityId === undefined ? own : { ...own, facilityId };
    }
    case 'turnover':
      return { kind: item.kind, receivableId: item.receivableId, facilityId: item.facilityId };
    case 'indemnity':
      return { kind: item.kind, claimId: item.claimId, subject: item.subject };
    case 'repayment':
      return { kind: item.kind, facilityId: item.facilityId };
    case 'charge':
      return { kind: item.kind, facilityId: item.facilityId, movementId: item.movementId };
    case 'on_account':
      return { kind: item.kind, debtorId: item.debtorId };
    default:
      return item satisfies never;
  }
}
