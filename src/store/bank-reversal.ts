import { BankEntry } from '../core/cash/entry.ts';
import { Allocation } from '../core/cash/outcome.ts';
import { reversalOf, type TakenEntry } from '../core/cash/reversal.ts';
import { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import { sumMinor } from '../core/money.ts';
import { bookEffects, type Line, type Planned, planOf } from './bank-book.ts';
import { causeOf, insertDecisions, readLastDecision, type StoredEntry } from './bank-row.ts';
import type { Tx } from './database.ts';
import { readPositionsOf } from './position.ts';
import { readTakenSince } from './position-again.ts';
import { readRequests } from './request-facts.ts';

/** Entries that give back what earlier ones brought; answers those that name one that is explained. */
export async function reverse(
  tx: Tx,
  entries: readonly StoredEntry[],
  actor: { personId: Id },
): Promise<Id[]> {
  const reversed: Id[] = [];
  for (const own of entries) {
    if (await reverseOne(tx, own, actor)) reversed.push(own.id);
  }
  return reversed;
}

async function reverseOne(
  tx: Tx,
  { id, entry }: StoredEntry,
  actor: { personId: Id },
): Promise<boolean> {
  const answer = reversalOf(entry, await readTaken(tx, entry));
  if ('code' in answer) return false;
  const reverses = answer.reversed.id;
  const last = await readLastDecision(tx, reverses);
  if (!last) return false;
  const lines = await undone(tx, last.lines, (line) => causeOf({ entryId: id, seq: 1, line }));
  const given = lines.map((line, nth) => ({
    ...line,
    allocation: answer.allocations[nth] ?? line.allocation,
  }));
  const planned = await planAgain(tx, entry, given);
  if (planned.status !== 'fits') return false;
  await insertDecisions(tx, [{ entryId: id, seq: 1, decision: 'matched', reverses, lines: given }]);
  await bookEffects(tx, [planned.effects], actor);
  return true;
}

type Stored = TakenEntry & { id: Id };

/** Entries of the same account and the opposite amount that are explained and not reversed yet. */
async function readTaken(tx: Tx, entry: BankEntry): Promise<Stored[]> {
  const rows = await tx.query<{ id: Id; entry: unknown; allocations: unknown[] }>(
    `select e.id, e.entry, (
       select jsonb_agg(a.allocation order by a.line) from cedent.bank_allocation a
       where a.tenant_id = $1 and a.entry_id = e.id and a.seq = d.seq) as allocations
     from cedent.bank_entry e
     cross join lateral (
       select l.seq, l.decision from cedent.bank_decision l
       where l.tenant_id = $1 and l.entry_id = e.id order by l.seq desc limit 1) d
     where e.tenant_id = $1 and e.account = $2 and e.amount_minor = $3
       and d.decision in ('matched', 'allocated') and not exists (
         select from cedent.bank_decision r where r.tenant_id = $1 and r.reverses = e.id
           and not exists (select from cedent.bank_decision l where l.tenant_id = $1
             and l.entry_id = r.entry_id and l.seq > r.seq))`,
    [tx.tenantId, entry.account, -entry.amountMinor],
  );
  return rows.map(({ id, entry: stored, allocations }) => ({
    id,
    entry: BankEntry.parse(stored),
    allocations: Allocation.array().parse(allocations ?? []),
  }));
}

/** Lines with the other sign; a repayment's shares are those that were booked. */
export async function undone(
  tx: Tx,
  lines: readonly Line[],
  cause: (line: number) => string,
): Promise<Line[]> {
  const undoing: Line[] = [];
  for (const [nth, line] of lines.entries()) {
    const { allocation, target } = line;
    const amountMinor = sumMinor([-allocation.amountMinor]);
    const own = { ...line, cause: cause(nth + 1), allocation: { ...allocation, amountMinor } };
    if (target.kind !== 'repayment') {
      undoing.push(own);
      continue;
    }
    undoing.push({ ...own, undoes: await sharesBooked(tx, line.cause) });
  }
  return undoing;
}

async function sharesBooked(
  tx: Tx,
  cause: string,
): Promise<{ receivableId: Id; fact: PositionFact }[]> {
  const rows = await tx.query<{ receivableId: Id; fact: unknown }>(
    `select receivable_id as "receivableId", fact from cedent.position_fact
     where tenant_id = $1 and fact->>'kind' = 'rebated' and fact->>'cause' = $2
     order by receivable_id, seq`,
    [tx.tenantId, cause],
  );
  return rows.flatMap(({ receivableId, fact: stored }) => {
    const fact = PositionFact.parse(stored);
    if (fact.kind !== 'rebated') return [];
    return [{ receivableId, fact: { ...fact, amountMinor: sumMinor([-fact.amountMinor]) } }];
  });
}

/** What lines would do as things are now. */
export async function planAgain(
  tx: Tx,
  entry: BankEntry,
  lines: readonly Line[],
): Promise<Planned> {
  const receivables = lines.flatMap(({ target, undoes = [] }) => [
    ...('receivableId' in target ? [target.receivableId] : []),
    ...undoes.map(({ receivableId }) => receivableId),
  ]);
  const requests = lines.flatMap(({ target }) =>
    target.kind === 'advance' ? [target.requestId] : [],
  );
  const positions = await readPositionsOf(tx, [...new Set(receivables)]);
  const closed = [...positions].filter(([, { status }]) => status === 'closed').map(([id]) => id);
  return planOf(entry, lines, {
    positions,
    requests: await readRequests(tx, [...new Set(requests)]),
    takenSince: await readTakenSince(tx, closed),
  });
}
