import type { Context, Hono, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import type { Faults } from '../../simulator.ts';
import { type AllianzOptions, type Books, decide, type Of } from './books.ts';

export type Desk = { books: Books; faults: Faults; letIn: MiddlewareHandler };

const Policy = z.strictObject({
  businessUnitCode: z.string().min(1),
  policyId: z.string().min(1),
  extensionId: z.string().optional(),
});
const head = {
  policy: Policy,
  companyId: z.string().regex(/^\d{6,10}$/),
  isRequestUrgent: z.boolean(),
};
const CoverBody = z.discriminatedUnion('requestTypeCode', [
  z.strictObject({
    requestTypeCode: z.literal('Primary'),
    ...head,
    creditLimitDetails: z.strictObject({
      requestedAmount: z.number().positive(),
      currencyCode: z.string().regex(/^[A-Z]{3}$/),
    }),
  }),
  z.strictObject({ requestTypeCode: z.literal('GradeCover'), ...head }),
]);
const pagination = z.strictObject({
  page: z.int().min(1),
  pageSize: z.int().min(1).max(10_000),
  isTotalRequired: z.boolean(),
});
const Search = z.strictObject({ policies: z.array(Policy).min(1), pagination });
const RequestSearch = z.strictObject({
  policies: z.array(Policy).min(1),
  requestStatusCode: z.literal('InProgress'),
  pagination,
});
const Matching = z.strictObject({
  requestedSize: z.int().min(1).max(50),
  companyIdentifiers: z
    .array(z.strictObject({ idTypeCode: z.string(), idValue: z.string() }))
    .min(1),
  countryCode: z.string().length(2),
  companyIdentifierTypeCode: z.literal('EH'),
});
const OverdueBody = z.strictObject({
  policyId: z.string().min(1),
  overdueCategoryTypeCode: z.enum(['OVD', 'EXP', 'RES']),
  debtorId: z.string().min(1),
  debtorName: z.string().min(1),
  overdueAmount: z.string().regex(/^\d+(\.\d+)?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  dueDate: z.iso.date(),
  invoiceReference: z.string().min(1),
});

function refusal(context: Context, code: string, message: string, status: 400 | 404 = 400) {
  return context.json({ code, message, requestId: '00000000' }, status);
}

async function strict<Schema extends z.ZodType>(context: Context, schema: Schema) {
  const body = schema.safeParse(await context.req.json().catch(() => undefined));
  if (body.success) return { ok: true as const, data: body.data };
  const answer = refusal(context, 'INVALID_REQUEST', z.prettifyError(body.error));
  return { ok: false as const, answer };
}

function nameOf({ businessUnitCode, policyId, extensionId }: z.infer<typeof Policy>): string {
  return [businessUnitCode, policyId, extensionId].filter(Boolean).join(':');
}

/** Applications become jobs, jobs become covers; both are searched page by page. */
export function routeCovers(app: Hono, desk: Desk, options: AllianzOptions): void {
  const { books, faults, letIn } = desk;
  const own = '/riskinfo/v3';
  app.post(`${own}/covers`, faults.guard('effect'), letIn, (context) => apply(context, desk));
  app.post(`${own}/covers/search`, faults.guard('read'), letIn, async (context) => {
    const body = await strict(context, Search);
    if (!body.ok) return body.answer;
    look(books, options);
    const wanted = new Set(body.data.policies.map(nameOf));
    const covers = books.covers().filter(({ policy }) => wanted.has(policy));
    return paged(
      context,
      covers.map((cover) => shownCover(books, cover)),
      body.data.pagination,
    );
  });
  app.get(`${own}/covers/:id`, faults.guard('read'), letIn, (context) => {
    const found = books.covers().find(({ coverId }) => coverId === context.req.param('id'));
    if (!found) return refusal(context, 'UNKNOWN_COVER', 'No such cover', 404);
    return context.json(shownCover(books, found));
  });
  app.post(`${own}/coverRequests/search`, faults.guard('read'), letIn, async (context) => {
    const body = await strict(context, RequestSearch);
    if (!body.ok) return body.answer;
    look(books, options);
    const wanted = new Set(body.data.policies.map(nameOf));
    const open = books
      .requests()
      .filter(({ policy, status }) => status === 'InProgress' && wanted.has(policy))
      .map((request) => ({
        requestId: request.requestId,
        coverId: request.coverId,
        companyId: request.companyId,
        creationDate: request.createdAt,
        lastUpdateDate: request.createdAt,
        creditLimitDetails: {
          requestedAmount: request.requestedAmount,
          currencyCode: request.currencyCode,
        },
      }));
    return paged(context, open, body.data.pagination);
  });
  app.get(`${own}/jobs/:id`, faults.guard('read'), letIn, (context) => {
    const job = readJob(desk, context.req.param('id'), options);
    return job ? context.json(job) : refusal(context, 'UNKNOWN_JOB', 'No such job', 404);
  });
}

async function apply(context: Context, { books, faults }: Desk) {
  const body = await strict(context, CoverBody);
  if (!body.ok) return body.answer;
  const { data } = body;
  const policy = nameOf(data.policy);
  const known = books.policies.find(({ policyId }) => policyId === policy);
  if (!known) return refusal(context, 'UNKNOWN_POLICY', 'Unknown policy');
  if (!books.companies.some(({ companyId }) => companyId === data.companyId)) {
    return refusal(context, 'UNKNOWN_COMPANY', 'Unknown company');
  }
  const open = books
    .requests()
    .some(
      (request) =>
        request.policy === policy &&
        request.companyId === data.companyId &&
        request.status === 'InProgress',
    );
  const agreed = books
    .covers()
    .some((cover) => cover.policy === policy && cover.companyId === data.companyId);
  if (open || agreed) {
    return refusal(context, 'REQUEST_IN_PROGRESS', 'A request or a cover exists for this company');
  }
  const details = 'creditLimitDetails' in data ? data.creditLimitDetails : undefined;
  const number = books.count('request') + 1;
  books.write({
    type: 'request',
    requestId: String(70_000_000 + number),
    jobId: String(90_000_000 + number),
    policy,
    companyId: data.companyId,
    requestTypeCode: data.requestTypeCode,
    requestedAmount: details?.requestedAmount ?? 0,
    currencyCode: details?.currencyCode ?? known.currency,
    isRequestUrgent: data.isRequestUrgent,
    createdAt: books.now().toISOString(),
    status: 'InProgress',
    coverId: null,
  });
  faults.count(`${policy}|${data.companyId}`);
  const jobId = String(90_000_000 + number);
  callBack(context.req.header(callbackHeader), jobId);
  return context.json(jobId);
}

/** The header's name is told at onboarding; this insurer's is this. */
export const callbackHeader = 'x-callback';
const Wish = z.object({ callbackUrl: z.url(), timeToLive: z.int().min(1) });

/** Three calls thirty seconds apart, then silence. */
function callBack(header: string | undefined, jobId: string): void {
  if (header === undefined) return;
  const wish = Wish.safeParse(JSON.parse(Buffer.from(header, 'base64').toString('utf8')));
  if (!wish.success) return;
  const body = JSON.stringify({ jobId, jobStatusCode: 'PROCESSED' });
  const headers = { 'content-type': 'application/json' };
  const call = async (left: number): Promise<void> => {
    const taken = await fetch(wish.data.callbackUrl, { method: 'POST', headers, body }).then(
      (response) => response.ok,
      () => false,
    );
    if (!taken && left > 1) setTimeout(() => void call(left - 1), 30_000).unref();
  };
  setTimeout(() => void call(3), 10).unref();
}

const looks = new WeakMap<Books, Map<string, number>>();

function looked(books: Books, what: string): number {
  const counts = looks.get(books) ?? new Map<string, number>();
  looks.set(books, counts);
  const count = (counts.get(what) ?? 0) + 1;
  counts.set(what, count);
  return count;
}

/** Small ones are decided as soon as anybody looks, larger ones after some looks. */
function look(books: Books, options: AllianzOptions): void {
  for (const request of books.requests()) {
    if (request.status !== 'InProgress') continue;
    const count = looked(books, request.requestId);
    const referred = request.requestedAmount > (options.referredAbove ?? 250_000);
    if (count > (referred ? (options.decidedAfterReads ?? 4) : 1)) decide(books, request);
  }
}

/** Pending for some looks; processed, it says where the cover is. */
function readJob({ books }: Desk, jobId: string, options: AllianzOptions) {
  const request = books.requests().find((known) => known.jobId === jobId);
  if (!request) return undefined;
  if (request.status === 'Failed') return { jobStatusCode: 'FAILED' };
  if (looked(books, jobId) <= (options.processedAfterReads ?? 1))
    return { jobStatusCode: 'PENDING' };
  const referred = request.requestedAmount > (options.referredAbove ?? 250_000);
  const decided = request.status === 'Decided' || referred ? request : decide(books, request);
  if (decided.coverId === null) return { jobStatusCode: 'PENDING' };
  return { jobStatusCode: 'PROCESSED', resourceUrl: `/riskinfo/v3/covers/${decided.coverId}` };
}

export function shownCover(books: Books, cover: Of<'cover'>) {
  const company = books.companies.find(({ companyId }) => companyId === cover.companyId);
  return {
    coverId: cover.coverId,
    coverStatusCode: cover.coverStatusCode,
    companyId: cover.companyId,
    companyName: company?.name ?? '',
    companyCountryCode: company?.country ?? '',
    gradePolicyCoverGradeCode: company?.grade ?? 0,
    decisionDate: cover.decisionDate,
    creditLimitsAggregation: { creditLimits: cover.limits },
  };
}

/** 206 while there is more, and a bare array. */
function paged(context: Context, whole: readonly object[], at: z.infer<typeof pagination>) {
  const { page, pageSize } = at;
  const part = whole.slice((page - 1) * pageSize, page * pageSize);
  return context.json(part, page * pageSize < whole.length ? 206 : 200);
}

export function routeCompanies(app: Hono, { books, faults, letIn }: Desk): void {
  app.post('/search/v2/companies/matching', faults.guard('read'), letIn, async (context) => {
    const body = await strict(context, Matching);
    if (!body.ok) return body.answer;
    const { countryCode, companyIdentifiers } = body.data;
    const results = books.companies
      .filter(
        ({ country, identifiers }) =>
          country === countryCode &&
          identifiers.some((id) =>
            companyIdentifiers.some(
              (asked) => asked.idTypeCode === id.idTypeCode && asked.idValue === id.idValue,
            ),
          ),
      )
      .map(({ companyId, name, country }) => ({
        company: {
          companyId,
          legalData: { companyName: name },
          address: { countryCode: country, postCodes: [] },
          communicationChannels: [],
        },
      }));
    return context.json({ results });
  });
}

/** Overdues (OVD), extensions (EXP) and repayment plans (RES). */
export function routeOverdues(app: Hono, { books, faults, letIn }: Desk): void {
  app.post('/overdues/v1/overdues', faults.guard('effect'), letIn, async (context) => {
    const body = await strict(context, OverdueBody);
    if (!body.ok) return body.answer;
    const { policyId, overdueCategoryTypeCode, debtorName: _name, ...data } = body.data;
    if (!books.policies.some((known) => known.policyId === policyId)) {
      return refusal(context, 'UNKNOWN_POLICY', 'Unknown policy');
    }
    const said = books
      .overdues()
      .some(({ invoiceReference }) => invoiceReference === data.invoiceReference);
    if (said) return refusal(context, 'OVERDUE_EXISTS', 'Already reported');
    const overdueId = String(60_000_001 + books.count('overdue'));
    const reportedAt = books.now().toISOString();
    const told = { policy: policyId, category: overdueCategoryTypeCode, ...data };
    books.write({ type: 'overdue', overdueId, ...told, status: 'reported', reportedAt });
    faults.count(data.invoiceReference);
    const { invoiceReference } = data;
    return context.json({ overdueId, invoiceReference, status: 'reported', reportedAt }, 201);
  });
  app.get('/overdues/v1/overdues', faults.guard('read'), letIn, (context) =>
    context.json(books.overdues()),
  );
}
