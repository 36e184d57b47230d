import type { AsOf, Day, Instant } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import type { AccountRole } from '../../core/journal/account-role.ts';
import type { JournalKind } from '../../core/journal/journal.ts';
import { firstDayOf, lastDayOf, type Month } from '../../core/journal/month.ts';
import {
  type MonthMovement,
  type RollForward,
  rollForward,
} from '../../core/journal/roll-forward.ts';
import type { AmountMinor, Currency } from '../../core/money.ts';
import type { Tx } from '../database.ts';

export type TrialLine = {
  account: AccountRole;
  currency: Currency;
  debitMinor: AmountMinor;
  creditMinor: AmountMinor;
  balanceMinor: AmountMinor;
  functionalCurrency: Currency;
  functionalMinor: AmountMinor;
};

/** Every account and currency with what was posted through a day, as known at an instant. */
export async function readTrialBalance(tx: Tx, when: AsOf): Promise<TrialLine[]> {
  return tx.query<TrialLine>(
    `select p.account, p.currency,
       coalesce(sum(p.amount_minor) filter (where p.amount_minor > 0), 0)::bigint as "debitMinor",
       coalesce(-sum(p.amount_minor) filter (where p.amount_minor < 0), 0)::bigint as "creditMinor",
       sum(p.amount_minor)::bigint as "balanceMinor",
       p.functional_currency as "functionalCurrency",
       sum(p.functional_minor)::bigint as "functionalMinor"
     from cedent.journal j
     join cedent.posting p on p.tenant_id = j.tenant_id and p.journal_id = j.id
     where j.tenant_id = $1 and j.effective_on <= $2 and j.recorded_at <= $3
     group by p.account, p.currency, p.functional_currency
     order by p.account, p.currency, p.functional_currency`,
    [tx.tenantId, when.asOf, when.knownAt],
  );
}

/** A month of every account: what it opened with, what moved it by kind, what it closed with. */
export async function readRollForward(
  tx: Tx,
  { month, knownAt }: { month: Month; knownAt: Instant },
): Promise<RollForward[]> {
  const rows = await tx.query<Omit<MonthMovement, 'kind'> & { kind: JournalKind | null }>(
    `select p.account, p.currency, m.kind, sum(p.amount_minor)::bigint as "amountMinor",
       sum(p.functional_minor)::bigint as "functionalMinor"
     from cedent.journal j
     join cedent.posting p on p.tenant_id = j.tenant_id and p.journal_id = j.id
     cross join lateral (select case when j.effective_on >= $2 then j.kind end as kind) m
     where j.tenant_id = $1 and j.effective_on <= $3 and j.recorded_at <= $4
     group by p.account, p.currency, m.kind
     order by p.account, p.currency, m.kind nulls first`,
    [tx.tenantId, firstDayOf(month), lastDayOf(month), knownAt],
  );
  return rollForward(
    rows.map(({ kind, ...movement }) => (kind === null ? movement : { ...movement, kind })),
  );
}

/** A receivable with this document number for which something is posted; the newest. */
export async function findPosted(tx: Tx, number: string): Promise<Id | undefined> {
  const [row] = await tx.query<{ id: Id }>(
    `select r.id from cedent.receivable r
     where r.tenant_id = $1 and lower(r.number) = lower($2)
       and exists (select from cedent.posting p where p.tenant_id = $1 and p.subject = r.id::text)
     order by r.id desc limit 1`,
    [tx.tenantId, number],
  );
  return row?.id;
}

export type StatementLine = {
  journalId: Id;
  line: number;
  kind: JournalKind;
  /** The fact it follows from. */
  cause: string;
  effectiveOn: Day;
  valueOn: Day;
  recordedAt: Date;
  account: AccountRole;
  currency: Currency;
  amountMinor: AmountMinor;
  functionalCurrency: Currency;
  functionalMinor: AmountMinor;
};

/** Everything that was posted for a receivable, in the order in which it was. */
export async function readStatement(
  tx: Tx,
  of: { receivableId: Id; limit: number; after?: { id: Id; line: number } },
): Promise<StatementLine[]> {
  return tx.query<StatementLine>(
    `select j.id as "journalId", p.line, j.kind, j.cause, j.effective_on as "effectiveOn",
       j.value_on as "valueOn", j.recorded_at as "recordedAt", p.account, p.currency,
       p.amount_minor as "amountMinor", p.functional_currency as "functionalCurrency",
       p.functional_minor as "functionalMinor"
     from cedent.posting p
     join cedent.journal j on j.tenant_id = p.tenant_id and j.id = p.journal_id
     where p.tenant_id = $1 and p.subject = $2
       and ($4::uuid is null or (j.id, p.line) > ($4, $5))
     order by j.id, p.line limit $3`,
    [tx.tenantId, of.receivableId, of.limit, of.after?.id ?? null, of.after?.line ?? null],
  );
}
