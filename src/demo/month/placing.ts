import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { money } from '../../core/wording/format.ts';
import {
  exportAgreement,
  facilityIds,
  pledgeAgreement,
  saleAgreement,
  sellerId,
} from '../books.ts';
import type { Placed } from './checks.ts';
import type { Line } from './funders.ts';
import { csvOf, type Item, monthMapping } from './ledger.ts';
import { type Stage, taken } from './stage.ts';

/** The three facilities: who funds them, as the story says it and as the bank's statements do. */
export const facilities = {
  [facilityIds.sale]: {
    funder: '甬江保理 Yongjiang Factoring',
    payer: saleAgreement.assignee.name,
    currency: 'CNY',
  },
  [facilityIds.export]: {
    funder: 'Hafen Factors',
    payer: exportAgreement.assignee.name,
    currency: 'EUR',
  },
  [facilityIds.pledge]: {
    funder: '甬东银行 Yongdong Bank',
    payer: pledgeAgreement.assignee.name,
    currency: 'CNY',
  },
} as const;
export type FacilityId = keyof typeof facilities;

const Request = z.looseObject({
  id: z.string(),
  number: z.string(),
  facilityId: z.enum(facilityIds),
  status: z.string(),
  hash: z.string().optional(),
  fundedMinor: z.int().optional(),
  matchedMinor: z.int().optional(),
  lines: z.array(
    z.looseObject({
      lineNumber: z.int(),
      receivableId: z.string(),
      number: z.string(),
      currency: z.string(),
      openMinor: z.int(),
      assignedMinor: z.int().optional(),
      advanceMinor: z.int(),
      debtor: z.looseObject({ id: z.string(), name: z.string() }),
      answer: z
        .looseObject({
          status: z.string(),
          amountMinor: z.int().optional(),
          detail: z.string().optional(),
        })
        .optional(),
    }),
  ),
  documents: z.array(z.looseObject({ template: z.string() })),
});
export type Request = z.infer<typeof Request>;

export async function readRequest({ finance }: Stage, id: string): Promise<Request> {
  return Request.parse(await finance.get(`/requests/${id}`));
}

/** The ERP's file of the day through the import that everybody uses. */
export async function importLedger(stage: Stage, items: readonly Item[]): Promise<void> {
  const asOf = stage.today();
  const query = new URLSearchParams({
    sellerId,
    ledger: 'AR',
    asOf,
    fileName: `open-items-${asOf}.csv`,
    mapping: JSON.stringify(monthMapping),
  });
  const file = { contentType: 'text/csv', body: csvOf(items) };
  await stage.treasury.send(`/ledgers/imports?${query}`, file).then(taken);
  await stage.settle();
}

const Listed = z.object({
  items: z.array(
    z.object({
      receivable: z.looseObject({ id: z.string(), key: z.looseObject({ number: z.string() }) }),
    }),
  ),
  next: z.string().nullable(),
});

const pagesMax = 20;

/** The ids of what is open, by number. */
export async function readOpen({ treasury }: Stage): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { items, next } = Listed.parse(await treasury.get(`/receivables?limit=200${after}`));
    for (const { receivable } of items) ids.set(receivable.key.number, receivable.id);
    cursor = next;
    if (cursor === null) break;
  }
  return ids;
}

/** Drafted by treasury: what is eligible of the invoices named. */
export async function draft(
  stage: Stage,
  { facilityId, receivableIds }: { facilityId: FacilityId; receivableIds: readonly string[] },
): Promise<Request> {
  const body = { facilityId, choice: { receivableIds } };
  return Request.parse(await stage.treasury.post('/requests', body).then(taken));
}

/** Drafted, submitted, approved by a second person, and on its way. */
export async function raise(
  stage: Stage,
  order: { facilityId: FacilityId; receivableIds: readonly string[] },
): Promise<Request> {
  const { id } = await draft(stage, order);
  const { hash } = Request.parse(
    await stage.treasury.post(`/requests/${id}/submit`, {}).then(taken),
  );
  await stage.approver.post(`/requests/${id}/approve`, { hash }).then(taken);
  await stage.settle();
  const request = await readRequest(stage, id);
  assert(request.status === 'pending', `${request.number} is ${request.status}, and not sent`);
  const { facilityId } = order;
  const { funder, currency } = facilities[facilityId];
  const advanceMinor = request.lines.reduce((sum, line) => sum + line.advanceMinor, 0);
  stage.say('raised', {
    facility: facilityId,
    number: request.number,
    funder,
    amount: money(stage.locale, advanceMinor, currency),
    count: request.lines.length,
  });
  return request;
}

/** What the funder has said to a request, line by line. */
export async function showAnswers(stage: Stage, request: Request): Promise<Request> {
  const answered = await readRequest(stage, request.id);
  const { number, lines, fundedMinor = 0 } = answered;
  const { funder, currency } = facilities[answered.facilityId];
  const funded = lines.filter(({ answer }) => answer?.status === 'funded');
  stage.say('answered', {
    funder,
    number,
    funded: funded.length,
    count: lines.length,
    amount: money(stage.locale, fundedMinor, currency),
  });
  for (const { answer, number: invoice, debtor } of lines) {
    if (answer?.status !== 'declined') continue;
    stage.say('declined', { invoice, debtor: debtor.name, detail: answer.detail ?? '' });
  }
  return answered;
}

/** The invoices of a request that its funder has taken. */
export function placedBy(request: Request): Placed[] {
  return request.lines
    .filter(({ answer }) => answer?.status === 'funded')
    .map(({ receivableId, number }) => ({ receivableId, number, requestId: request.id }));
}

/** The line of an invoice in its request, as its funder knows it. */
export function lineOf(request: Request, number: string): Line & { receivableId: string } {
  const line = request.lines.find((own) => own.number === number);
  assert(line, `${number} stands in ${request.number}`);
  const { lineNumber, receivableId } = line;
  return { reference: request.number, lineNumber, receivableId };
}
