import { addDays, type Day } from '../core/calendar.ts';
import { BankEntry } from '../core/cash/entry.ts';
import type { OpenItem } from '../core/cash/item.ts';
import { matchEntry } from '../core/cash/match.ts';
import { Allocation, because, type Why } from '../core/cash/outcome.ts';
import { giveBack } from '../core/cash/take.ts';
import type { Id } from '../core/ids.ts';
import type { AmountMinor, Currency } from '../core/money.ts';
import { readAdvices } from './bank-advice.ts';
import { readOpenBooks } from './bank-open.ts';
import type { Decision } from './bank-row.ts';
import type { Tx } from './database.ts';

export type UnmatchedEntry = {
  id: Id;
  entry: BankEntry;
  why: Why;
  candidates: OpenItem[];
};

/** Entries that wait for a person, the newest first, with what they may be for as things are now. */
export async function listUnmatched(tx: Tx, limit: number): Promise<UnmatchedEntry[]> {
  const rows = await tx.query<{ id: Id; entry: unknown }>(
    `select e.id, e.entry from cedent.open_bank_entry o
     join cedent.bank_entry e on e.tenant_id = $1 and e.id = o.entry_id
     where o.tenant_id = $1 order by e.booked_on desc, e.id desc limit $2`,
    [tx.tenantId, limit],
  );
  const stored = rows.map(({ id, entry }) => ({ id, entry: BankEntry.parse(entry) }));
  if (stored.length === 0) return [];
  const entries = stored.map(({ entry }) => entry);
  const { index } = await readOpenBooks(tx, entries);
  const advices = await readAdvices(tx, entries);
  return stored.map(({ id, entry }) => {
    const outcome = matchEntry(index, entry, advices);
    if (outcome.status === 'unmatched') {
      const { why, candidates } = outcome;
      const isBack = entry.isReversal === true;
      return { id, entry, why: isBack ? because('reversal_unknown', {}) : why, candidates };
    }
    // A rule would explain it, and a person has taken that back or has not been asked yet.
    giveBack(index, outcome.allocations);
    const candidates = outcome.allocations.flatMap(({ itemId }) => index.items.get(itemId) ?? []);
    return { id, entry, why: because('person_decides', {}), candidates };
  });
}

export type ExplainedEntry = {
  id: Id;
  account: string;
  bookedOn: Day;
  currency: Currency;
  amountMinor: AmountMinor;
  decision: Decision;
  reason: string | null;
  decidedBy: string | null;
  recordedAt: Date;
  lines: { label: string; kind: string; holding: string | null; allocation: Allocation }[];
};

/** What was explained last, by a rule or by a person. */
export async function listExplained(tx: Tx, limit: number): Promise<ExplainedEntry[]> {
  type Row = Omit<ExplainedEntry, 'lines'> & {
    lines: { label: string; kind: string; holding: string | null; allocation: unknown }[];
  };
  const rows = await tx.query<Row>(
    `select e.id, e.account, e.booked_on as "bookedOn", e.currency, e.amount_minor as "amountMinor",
       d.decision, d.reason, n.name as "decidedBy", d.recorded_at as "recordedAt",
       coalesce((select jsonb_agg(jsonb_build_object('label', a.label, 'kind', a.target->>'kind',
           'holding', a.target->>'holding', 'allocation', a.allocation) order by a.line)
         from cedent.bank_allocation a
         where a.tenant_id = $1 and a.entry_id = e.id and a.seq = d.seq), '[]') as lines
     from cedent.bank_decision d
     join cedent.bank_entry e on e.tenant_id = $1 and e.id = d.entry_id
     left join cedent.person n on n.tenant_id = $1 and n.id = d.decided_by
     where d.tenant_id = $1 and d.decision <> 'taken_back' and not exists (
       select from cedent.bank_decision l
       where l.tenant_id = $1 and l.entry_id = d.entry_id and l.seq > d.seq)
     order by d.recorded_at desc, e.id desc limit $2`,
    [tx.tenantId, limit],
  );
  return rows.map(({ lines, ...row }) => ({
    ...row,
    lines: lines.map((line) => ({ ...line, allocation: Allocation.parse(line.allocation) })),
  }));
}

export type ToTurnOver = {
  receivableId: Id;
  number: string;
  facilityId: string;
  currency: Currency;
  amountMinor: AmountMinor;
  since: Day;
  /** Until when it costs nothing; the day it came where the agreement gives no days. */
  dueOn: Day;
};

/** What debtors paid us that belongs to funders, the most urgent first. */
export async function listToTurnOver(tx: Tx, limit: number): Promise<ToTurnOver[]> {
  type Row = Omit<ToTurnOver, 'dueOn'> & { graceDays: number };
  const rows = await tx.query<Row>(
    `select s.subject as "receivableId", r.number, s.facility_id as "facilityId", s.currency,
       s.amount as "amountMinor", s.since, coalesce(
         (t.agreement->'charges'->'misdirectedFee'->>'graceDays')::integer, 0) as "graceDays"
     from (
       select o.subject, o.currency, o.facility_id, -o.amount_minor as amount, (
         select min(j.value_on) from cedent.posting p
         join cedent.journal j on j.tenant_id = $1 and j.id = p.journal_id
         where p.tenant_id = $1 and p.subject = o.subject and p.account = 'to_turn_over'
           and p.amount_minor < 0) as since
       from cedent.open_due o
       where o.tenant_id = $1 and o.account = 'to_turn_over' and o.amount_minor < 0) s
     join cedent.receivable r on r.tenant_id = $1 and r.id::text = s.subject
     left join lateral (
       select v.agreement from cedent.facility_terms v
       where v.tenant_id = $1 and v.facility_id = s.facility_id order by v.version desc limit 1) t
       on true
     order by s.since, r.number limit $2`,
    [tx.tenantId, limit],
  );
  return rows
    .map(({ graceDays, ...row }) => ({ ...row, dueOn: addDays(row.since, graceDays) }))
    .sort((left, right) => (left.dueOn < right.dueOn ? -1 : 1));
}
