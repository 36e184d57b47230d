import {
  createBehaviours,
  type PaymentBehaviour,
  paymentMonths,
} from '../../core/ageing/payment.ts';
import { type AsOf, addMonths, type Day } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import type { Currency } from '../../core/money.ts';
import type { Tx } from '../database.ts';

const BATCH = 2_000;

/** How each of some debtors paid, folded from the facts of its invoices, a batch of them at a time. */
export async function readBehaviours(
  tx: Tx,
  { asOf, knownAt, debtorIds, needed }: AsOf & { debtorIds: readonly string[]; needed: number },
): Promise<Map<string, PaymentBehaviour[]>> {
  const behaviours = createBehaviours({ asOf, needed });
  const values = [tx.tenantId, asOf, knownAt, debtorIds, addMonths(asOf, -paymentMonths), BATCH];
  let after: Id | null = null;
  for (let last = BATCH; last === BATCH; ) {
    const rows: Row[] = await tx.query<Row>(statement, [...values, after]);
    for (const { debtorId, currency, dueOn, days, open } of rows) {
      const facts = days.map((effectiveOn, at) => ({ effectiveOn, openMinor: open[at] ?? 0 }));
      behaviours.take({ debtorId, currency, dueOn, facts });
    }
    last = rows.length;
    after = rows.at(-1)?.id ?? null;
  }
  return new Map(debtorIds.map((debtorId) => [debtorId, behaviours.of(debtorId)]));
}

type Row = {
  id: Id;
  debtorId: string;
  currency: Currency;
  dueOn: Day;
  days: Day[];
  open: number[];
};

/** Invoices that a fact of the year is about, each with all of its facts. */
const statement = `
  select r.id, r.debtor_id as "debtorId", r.currency, r.due_on as "dueOn",
    array_agg(f.effective_on order by f.effective_on, f.seq) as days,
    array_agg(f.open_minor order by f.effective_on, f.seq) as open
  from cedent.receivable r
  join cedent.receivable_fact f on f.tenant_id = $1 and f.receivable_id = r.id
    and f.effective_on <= $2 and f.recorded_at <= $3
  where r.tenant_id = $1 and r.kind = 'invoice' and r.debtor_id = any ($4)
    and ($7::uuid is null or r.id > $7)
  group by r.tenant_id, r.id
  having max(f.effective_on) > $5
  order by r.id limit $6`;
