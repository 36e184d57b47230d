import type { Day } from '../core/calendar.ts';
import {
  type CreditLine,
  CreditSchedule,
  type Party,
  type RequestLine,
} from '../core/funding/request.ts';
import { linesOf } from '../core/funding/request-state.ts';
import type { Id } from '../core/ids.ts';
import { normaliseNumber } from '../core/receivable.ts';
import { type Actor, audit } from './audit.ts';
import { newId, one, type Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { connectionOf } from './request.ts';
import { readRequests } from './request-facts.ts';
import { citedFacility, readTermsInForce } from './request-freeze.ts';
import { readSeller } from './seller.ts';

/**
 * Credit notes follow their invoice to the funder that holds it: those that name a held invoice and have
 * not been told yet go out, one schedule for each facility and seller. Answers how many notes.
 */
export async function tellCredits(
  tx: Tx,
  { today, actor }: { today: Day; actor: Actor },
): Promise<number> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `credit schedules ${tx.tenantId}`,
  ]);
  const credits = await untold(tx);
  const groups = Map.groupBy(credits, (credit) => `${credit.facilityId}|${credit.sellerId}`);
  for (const own of groups.values()) await tell(tx, { credits: own, today, actor });
  return credits.length;
}

type Credit = {
  id: Id;
  number: string;
  issuedOn: Day;
  currency: string;
  faceMinor: number;
  sellerId: string;
  invoiceId: Id;
  requestId: Id;
  facilityId: string;
};

type Named = { sellerId: string; debtorId: string; currency: string };
type Note = Named &
  Pick<Credit, 'id' | 'number' | 'issuedOn' | 'faceMinor'> & { references: string };
type Invoice = Named & Pick<Credit, 'invoiceId' | 'requestId' | 'facilityId'> & { invoice: string };

/** Notes and invoices are read apart and met by number: a debtor may have thousands of both. */
async function untold(tx: Tx): Promise<Credit[]> {
  const notes = await tx.query<Note>(
    `select c.id, c.number, c.issued_on as "issuedOn", c.currency, c.face_minor as "faceMinor",
       c.seller_id as "sellerId", c.debtor_id as "debtorId", c.references_number as references
     from cedent.receivable c
     where c.tenant_id = $1 and c.kind = 'credit_note' and c.references_number is not null
       and c.debtor_id in (
         select i.debtor_id from cedent.open_position p
         join cedent.receivable i on i.tenant_id = p.tenant_id and i.id = p.receivable_id
         where p.tenant_id = $1)
       and not exists (select from cedent.credit_told t
         where t.tenant_id = $1 and t.credit_note_id = c.id)
     order by c.id`,
    [tx.tenantId],
  );
  if (notes.length === 0) return [];
  const invoices = await tx.query<Invoice>(
    `select i.number as invoice, i.id as "invoiceId", i.seller_id as "sellerId", i.currency,
       i.debtor_id as "debtorId", p.request_id as "requestId", p.facility_id as "facilityId"
     from cedent.open_position p
     join cedent.receivable i on i.tenant_id = p.tenant_id and i.id = p.receivable_id
     where p.tenant_id = $1 and i.debtor_id = any ($2::text[])
       and exists (select from cedent.position_fact f
         where f.tenant_id = $1 and f.receivable_id = i.id and f.fact->>'kind' = 'advanced'
           and f.fact->>'requestId' = p.request_id::text)
     order by i.due_on desc, i.id`,
    [tx.tenantId, [...new Set(notes.map(({ debtorId }) => debtorId))]],
  );
  const byName = Map.groupBy(invoices, (invoice) => nameOf(invoice, invoice.invoice));
  return notes.flatMap(({ references, ...note }) => {
    // Of several instalments the last due bears it.
    const [invoice] = byName.get(nameOf(note, references)) ?? [];
    if (!invoice) return [];
    const { invoiceId, requestId, facilityId } = invoice;
    return [{ ...note, invoiceId, requestId, facilityId }];
  });
}

function nameOf({ sellerId, debtorId, currency }: Named, number: string): string {
  return JSON.stringify([sellerId, debtorId, currency, normaliseNumber(number)]);
}

async function tell(
  tx: Tx,
  told: { credits: readonly Credit[]; today: Day; actor: Actor },
): Promise<void> {
  const { credits, today, actor } = told;
  const [first] = credits;
  if (!first) return;
  const { facilityId, sellerId } = first;
  const inForce = await readTermsInForce(tx, facilityId, today);
  const requests = await readRequests(tx, [...new Set(credits.map(({ requestId }) => requestId))]);
  const schedule = CreditSchedule.parse({
    version: 1,
    number: await nextNumber(tx, today),
    asOf: today,
    facility: citedFacility(inForce),
    seller: one<Party | undefined>([await readSeller(tx, sellerId)], `seller ${sellerId}`),
    assignee: inForce.agreement.assignee,
    lines: credits.map((credit, index): CreditLine => {
      const request = requests.get(credit.requestId);
      const line = request && lineOf(linesOf(request.state), credit.invoiceId);
      if (!request || !line) throw new Error(`a held receivable stands in its request`);
      return lineFor(credit, { lineNumber: index + 1, requestNumber: request.number, line });
    }),
  });
  const id = newId();
  await tx.query(
    `insert into cedent.credit_schedule (tenant_id, id, number, facility_id, schedule)
     values ($1, $2, $3, $4, $5)`,
    [tx.tenantId, id, schedule.number, facilityId, JSON.stringify(schedule)],
  );
  await tx.query(
    `insert into cedent.credit_told (tenant_id, credit_note_id, invoice_id, schedule_id)
     select $1, note.*, $2 from unnest($3::uuid[], $4::uuid[]) as note`,
    [
      tx.tenantId,
      id,
      credits.map((credit) => credit.id),
      credits.map((credit) => credit.invoiceId),
    ],
  );
  const { id: connectionId, adapterId: queue } = await connectionOf(tx, facilityId);
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'submitCredits',
    subject: id,
    state: 'ready',
    input: schedule,
  });
  const body = { number: schedule.number, lines: credits.length };
  await audit(tx, { actor, action: 'credits.told', subject: id, body });
}

function lineOf(lines: readonly RequestLine[], receivableId: Id): RequestLine | undefined {
  return lines.find((line) => line.receivableId === receivableId);
}

function lineFor(
  credit: Credit,
  of: { lineNumber: number; requestNumber: string; line: RequestLine },
): CreditLine {
  const { lineNumber, requestNumber, line } = of;
  return {
    lineNumber,
    receivableId: credit.id,
    number: credit.number,
    credits: {
      receivableId: credit.invoiceId,
      number: line.number,
      requestNumber,
      lineNumber: line.lineNumber,
    },
    debtor: line.debtor,
    issuedOn: credit.issuedOn,
    currency: credit.currency,
    amountMinor: Math.abs(credit.faceMinor),
  };
}

/** 'CS-2026-0003'; the caller holds the lock of the tenant's credit schedules. */
async function nextNumber(tx: Tx, on: Day): Promise<string> {
  const year = on.slice(0, 4);
  const { count } = one(
    await tx.query<{ count: number }>(
      'select count(*) as count from cedent.credit_schedule where tenant_id = $1 and number like $2',
      [tx.tenantId, `CS-${year}-%`],
    ),
    'credit schedule count',
  );
  return `CS-${year}-${String(count + 1).padStart(4, '0')}`;
}
