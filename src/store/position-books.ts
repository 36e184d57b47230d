import type { Day } from '../core/calendar.ts';
import { isHeld, type Position } from '../core/funding/position.ts';
import type { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import { entriesOf } from '../core/journal/entries.ts';
import type { Functional } from '../core/journal/functional.ts';
import type { Journal } from '../core/journal/journal.ts';
import type { Currency } from '../core/money.ts';
import type { Tx } from './database.ts';
import { functionalOn, postAll } from './journal.ts';

/** A fact of a position as it was appended, with the position on both sides of it. */
export type Moved = {
  receivableId: Id;
  seq: number;
  fact: PositionFact;
  effectiveOn: Day;
  before: Position;
  after: Position;
  /** Where the seller's cash of it is booked, when a bank entry is what it follows from. */
  bankAccount?: string;
  /** That entry is of another currency than the facility. */
  isExchanged?: boolean;
};

/** Posts what facts of positions mean in the books, by the policy each receivable was assigned under. */
export async function bookMoves(tx: Tx, moved: readonly Moved[]): Promise<void> {
  const held = moved.filter(({ before, after }) => isHeld(before) || isHeld(after));
  if (held.length === 0) return;
  const requests = await readBookings(tx, [...new Set(held.map(({ fact }) => fact.requestId))]);
  const rates = new Map<string, Functional>();
  const journals: Journal[] = [];
  for (const { receivableId, seq, fact, effectiveOn, before, after, ...cash } of held) {
    const isBack = fact.kind === 'released';
    const own = isHeld(after) && !isBack ? after : isHeld(before) ? before : undefined;
    const request = requests.get(fact.requestId);
    if (!own || !request) continue;
    const { currency, number } = request;
    const key = `${currency} ${effectiveOn}`;
    const functional = rates.get(key) ?? (await functionalOn(tx, currency, effectiveOn));
    rates.set(key, functional);
    const journal = entriesOf({
      receivableId,
      fact,
      before,
      after,
      policy: own.accounting,
      request: number,
      currency,
      functional,
      effectiveOn,
      cause: `position|${receivableId}|${seq}`,
      ...(cash.bankAccount !== undefined && { bankAccount: cash.bankAccount }),
      ...(cash.isExchanged && { isExchanged: true }),
    });
    if (journal) journals.push(journal);
  }
  await postAll(tx, journals);
}

/** The number of each request, and the currency of the facility that it is of. */
async function readBookings(
  tx: Tx,
  requestIds: readonly Id[],
): Promise<Map<Id, { number: string; currency: Currency }>> {
  const rows = await tx.query<{ id: Id; number: string; currency: Currency }>(
    `select r.id, r.number, t.terms->>'currency' as currency
     from cedent.funding_request r
     cross join lateral (
       select v.terms from cedent.facility_terms v
       where v.tenant_id = $1 and v.facility_id = r.facility_id order by v.version limit 1) t
     where r.tenant_id = $1 and r.id = any ($2::uuid[])`,
    [tx.tenantId, requestIds],
  );
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}
