import type { AsOf } from '../core/calendar.ts';
import {
  type Obligation,
  type OpenInvoice,
  obligationOf,
  type Unoffered,
  unofferedOf,
} from '../core/funding/offering.ts';
import type { Tx } from './database.ts';
import type { Facility } from './facility.ts';

export type Offering = {
  facility: Facility;
  obligation: Obligation;
  /** The oldest first. */
  unoffered: Unoffered[];
  /** There are more than are looked at: sums are at least these. */
  isMore: boolean;
};

/** What each facility that obliges the seller to offer has not been offered yet. */
export async function readOfferings(
  tx: Tx,
  when: AsOf,
  facilities: readonly Facility[],
): Promise<Offering[]> {
  const offerings: Offering[] = [];
  for (const facility of facilities) {
    const obligation = obligationOf(facility.terms, facility.agreement);
    if (!obligation) continue;
    const invoices = await readUnoffered(tx, when, obligation);
    const unoffered = unofferedOf(obligation, invoices.slice(0, invoicesMax), when.asOf);
    offerings.push({ facility, obligation, unoffered, isMore: invoices.length > invoicesMax });
  }
  return offerings;
}

const invoicesMax = 100_000;

/**
 * Open invoices of the obligation's debtors that the facility was never sent, the oldest issue first. What
 * it declined, or held and gave back, was offered; what was withdrawn, expired, rejected unread or
 * cancelled was not.
 */
async function readUnoffered(
  tx: Tx,
  { asOf, knownAt }: AsOf,
  { facilityId, debtors }: Obligation,
): Promise<OpenInvoice[]> {
  type Row = Omit<OpenInvoice, 'heldBy'> & { heldBy: string | null };
  const rows = await tx.query<Row>(
    `select r.id as "receivableId", r.number, r.debtor_id as "debtorId",
       coalesce(d.name, r.debtor_id) as debtor, r.seller_id as "sellerId", r.ledger, r.currency,
       r.issued_on as "issuedOn", r.due_on as "dueOn", l.open_minor as "openMinor",
       case when o.facility_id is null then 'nowhere' when o.facility_id = $2 then 'drafted'
         else 'elsewhere' end as place,
       case when o.facility_id <> $2 then o.facility_id end as "heldBy"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $3
         and p.recorded_at <= $4
       order by p.effective_on desc, p.seq desc limit 1) l
     left join cedent.open_position o on o.tenant_id = $1 and o.receivable_id = r.id
     left join lateral (
       select n.name from cedent.debtor_fact n
       where n.tenant_id = $1 and n.debtor_id = r.debtor_id
       order by n.effective_on <= $3 desc, n.effective_on desc, n.seq desc limit 1) d on true
     where r.tenant_id = $1 and r.kind = 'invoice' and l.open_minor > 0
       and ($5::text[] is null or r.debtor_id = any ($5))
       and not (o.facility_id is not distinct from $2 and exists (
         select from cedent.request_fact s where s.tenant_id = $1 and s.request_id = o.request_id
           and s.fact->>'kind' = 'approved'))
       and not exists (
         select from cedent.position_fact f
         join cedent.funding_request q on q.tenant_id = $1 and q.facility_id = $2
           and q.id = (f.fact->>'requestId')::uuid
         where f.tenant_id = $1 and f.receivable_id = r.id
           and (f.fact->>'kind' in ('advanced', 'closed')
             or f.fact->>'kind' = 'released' and f.fact->>'cause' = 'declined'))
     order by r.issued_on, r.number, r.id limit $6`,
    [tx.tenantId, facilityId, asOf, knownAt, debtors === 'all' ? null : debtors, invoicesMax + 1],
  );
  return rows.map(({ heldBy, ...row }) => (heldBy === null ? row : { ...row, heldBy }));
}
