import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { unofferedSums } from '../../core/funding/offering.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readFacilities } from '../../store/facility.ts';
import { type Offering, readOfferings } from '../../store/offering.ts';
import { notFound } from '../problem.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { listOf } from './shapes.ts';

const Obliged = z
  .object({
    facilityId: z.string(),
    name: z.string(),
    debtors: z
      .union([z.literal('all'), z.array(z.string())])
      .describe('Whose invoices have to be offered.'),
    signedOn: Day,
    withinDays: z.int().optional().describe('Absent: the contract names no days.'),
    sums: z.array(
      z.object({
        currency: Currency,
        count: z.int(),
        openMinor: AmountMinor,
        lateCount: z.int(),
        lateMinor: AmountMinor.describe('Past the last day on which it could be offered.'),
      }),
    ),
    isMore: z.boolean().describe('There are more than are looked at: sums are at least these.'),
  })
  .meta({ id: 'Obligation' });

const Unoffered = z
  .object({
    receivableId: Id,
    number: z.string(),
    debtorId: z.string(),
    debtor: z.string(),
    currency: Currency,
    openMinor: AmountMinor,
    issuedOn: Day,
    dueOn: Day,
    since: Day.describe('Since when it has to be offered.'),
    offerBy: Day.optional().describe('The last day of it; absent: the contract names none.'),
    isLate: z.boolean(),
    place: z
      .enum(['nowhere', 'drafted', 'elsewhere'])
      .describe(
        'In a request of the facility that is not sent, with another facility, or nowhere.',
      ),
    heldBy: z.string().optional().describe('The other facility.'),
  })
  .meta({ id: 'UnofferedInvoice' });

const tag = 'outlook';

/** What agreements oblige the seller to offer and was not offered yet. */
export const offeringRoutes: ApiRoute[] = [
  read({
    path: '/obligations',
    operationId: 'listObligations',
    summary: 'Facilities whose agreement says what has to be offered, and how much was not yet.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Obliged) },
    handle: async (call) => {
      const items = (await offeringsOf(call)).map((own) => {
        const { facility, obligation, unoffered, isMore } = own;
        const { facilityId, debtors, signedOn, withinDays } = obligation;
        return {
          facilityId,
          name: facility.terms.name,
          debtors,
          signedOn,
          ...(withinDays !== undefined && { withinDays }),
          sums: unofferedSums(unoffered),
          isMore,
        };
      });
      return { body: { items, next: null } };
    },
  }),
  read({
    path: '/facilities/{facilityId}/unoffered',
    operationId: 'listUnoffered',
    summary:
      'Open invoices that its agreement has the seller offer and were not, the oldest first.',
    tag,
    permission: 'request.read',
    params: z.object({ facilityId: z.string().min(1) }),
    query: Page,
    answers: { status: 200, schema: listOf(Unoffered) },
    handle: async (call, { params: { facilityId }, query }) => {
      const list = `unoffered ${facilityId}`;
      const [place] = readCursor(call, list, query.cursor) ?? [];
      const from = typeof place === 'number' ? place : 0;
      const [own] = await offeringsOf(call, facilityId);
      const all = own?.unoffered ?? [];
      const to = from + query.limit;
      const items = all.slice(from, to).map(({ sellerId: _, ledger: __, ...invoice }) => invoice);
      return { body: { items, next: to < all.length ? cursorAt(call, list, [to]) : null } };
    },
  }),
];

async function offeringsOf({ tx }: Call, facilityId?: string): Promise<Offering[]> {
  const when = { asOf: await businessDay(tx), knownAt: await databaseNow(tx) };
  const facilityIds = facilityId === undefined ? undefined : [facilityId];
  const facilities = await readFacilities(tx, { ...when, ...(facilityIds && { facilityIds }) });
  if (facilityIds && facilities.length === 0) throw notFound();
  return readOfferings(tx, when, facilities);
}
