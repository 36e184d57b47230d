import type { AsOf, Day } from '../core/calendar.ts';
import type { Dossier } from '../core/claim/dossier.ts';
import { type LedgerItem, reductionsOf } from '../core/claim/history.ts';
import type { OwedLine } from '../core/claim/indemnity-value.ts';
import { type ClaimInvoice, owedAt } from '../core/claim/owed.ts';
import type { Currency } from '../core/money.ts';
import type { PolicyTerms } from '../core/policy/terms.ts';
import type { Tx } from './database.ts';

export type OwedQuery = AsOf & {
  debtorId: string;
  sellerId: string;
  currency: Currency;
  /** From this issue day on; absent: from the oldest invoice that is still open. */
  since?: Day;
};

/** The ledger of one debtor with one seller, from the oldest invoice that is still unpaid on. */
export type OwedLedger = {
  invoices: ClaimInvoice[];
  items: LedgerItem[];
  /** Of the invoices that are still open; absent: none is. */
  oldestDueOn?: Day;
};

export async function readOwedLedger(tx: Tx, query: OwedQuery): Promise<OwedLedger> {
  const rows = await tx.query<Row>(
    `with item as (
       select r.id, r.number, r.kind, r.references_number as "references",
         r.issued_on as "issuedOn", r.due_on as "dueOn", r.face_minor as "faceMinor",
         (select jsonb_agg(jsonb_build_object('on', p.effective_on, 'openMinor', p.open_minor,
            'disputedMinor', p.disputed_minor)
            order by p.effective_on, p.seq)
          from cedent.receivable_fact p where p.tenant_id = $1 and p.receivable_id = r.id
            and p.effective_on <= $5 and p.recorded_at <= $6) as open
       from cedent.receivable r
       where r.debtor_id = $2 and r.tenant_id = $1 and r.seller_id = $3 and r.currency = $4)
     select * from item where open is not null and "issuedOn" >= coalesce($7::date,
       (select min("issuedOn") from item
        where kind = 'invoice' and (open->-1->>'openMinor')::bigint > 0), $5)
     order by "issuedOn", id limit 20000`,
    [
      tx.tenantId,
      query.debtorId,
      query.sellerId,
      query.currency,
      query.asOf,
      query.knownAt,
      query.since ?? null,
    ],
  );
  const items = rows.map(({ references, dueOn, ...row }) => ({
    ...row,
    ...(dueOn !== null && { dueOn }),
    ...(references !== null && { references }),
  }));
  const invoices = rows.flatMap(({ id, kind, number, issuedOn, dueOn, faceMinor }) =>
    kind === 'invoice'
      ? [{ receivableId: id, number, issuedOn, dueOn: dueOn ?? issuedOn, faceMinor, parts: [] }]
      : [],
  );
  const oldestDueOn = rows
    .filter(({ kind, open }) => kind === 'invoice' && (open.at(-1)?.openMinor ?? 0) > 0)
    .map(({ dueOn, issuedOn }) => dueOn ?? issuedOn)
    .sort()[0];
  return { items, invoices, ...(oldestDueOn !== undefined && { oldestDueOn }) };
}

/** What is left of it on the day of loss, the oldest first; what is paid off is left out. */
export function owedOn(
  { invoices, items }: OwedLedger,
  of: {
    dateOfLoss: Day;
    terms: Pick<PolicyTerms, 'indemnity'>;
    /** What a person has stated of the invoices. */
    parts: Dossier['parts'];
  },
): OwedLine[] {
  const { credits, payments } = reductionsOf(items);
  const { excludes } = of.terms.indemnity;
  const own = invoices.map((invoice) => ({
    ...invoice,
    parts: of.parts.get(invoice.receivableId) ?? [],
  }));
  const { dateOfLoss } = of;
  return owedAt({ invoices: own, credits, payments, dateOfLoss, excludes }).filter(
    ({ remainingMinor, excluded }) => remainingMinor > 0 || excluded.length > 0,
  );
}

type Row = Omit<LedgerItem, 'references' | 'dueOn'> & {
  references: string | null;
  dueOn: Day | null;
};
