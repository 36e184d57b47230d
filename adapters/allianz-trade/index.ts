import { z } from 'zod';
import {
  type Buyer,
  type BuyerQuery,
  defineAdapter,
  type Effect,
  type Found,
  type InsurerReference,
  type LimitAnswer,
  type LimitRequest,
  type LimitState,
  type Outcome,
  type Raw,
  type Wire,
} from '../../src/core/adapter.ts';
import { notNow, unreadable } from '../../src/core/answer.ts';
import { dayAt } from '../../src/core/calendar.ts';
import { told } from '../../src/core/detail.ts';
import { sha256 } from '../../src/core/hash.ts';
import { ask, type Door } from './client.ts';
import { Config } from './config.ts';
import { fromPolicy, toCover, toCoverBody, toMatching, toPending, toPolicy } from './mapping.ts';
import { noticeInsurer, readOverdue } from './overdue.ts';
import {
  Cover,
  CoverList,
  type CoverRequest,
  CoverRequestList,
  Job,
  JobId,
  Matching,
} from './wire.ts';

export const adapter = defineAdapter({
  id: 'allianz-trade',
  name: 'Allianz Trade',
  party: 'insurer',
  config: Config,
  pace: { perSecond: 4, concurrency: 2 },
  charged: ['urgent_limit', 'credit_check'],
  connect: (config) => ({
    requestLimit: requestLimit(config),
    readLimit: (asked, call) => readLimit({ config, call }, asked),
    findBuyer: (query, call) => findBuyer({ config, call }, query),
    listCovers: async ({ policyId }, call) => {
      const covers = await everyCover({ config, call }, policyId);
      if (covers.kind !== 'done') return covers;
      const read = {
        policyId,
        currency: '',
        today: dayAt(call.now, 'UTC'),
        codes: config.statusCodes,
      };
      const value = covers.value.flatMap((cover) => toCover(cover, read) ?? []);
      return { ...covers, value };
    },
    listPending: async ({ policyId }, call) => {
      const requests = await everyRequest({ config, call }, policyId);
      if (requests.kind !== 'done') return requests;
      return { ...requests, value: requests.value.map((request) => toPending(request, 'EUR')) };
    },
    ...(config.paths.overdues === undefined
      ? {}
      : {
          noticeInsurer: noticeInsurer(config, config.paths.overdues),
          readInsurerNotice: (reference: InsurerReference, call: Door['call']) =>
            readOverdue({ config, call }, reference),
        }),
  }),
  readNotice: ({ body }) => {
    const notice = CallBack.safeParse(parse(body));
    if (!notice.success) return { ok: false, detail: 'it names no job and no cover' };
    const { jobId, coverId } = notice.data;
    const reference = String(coverId ?? jobId ?? '');
    return { ok: true, notice: { messageId: sha256(body), reference, kind: 'cover' } };
  },
});

/** Call-backs are unsigned: what proves them is the address nobody else knows; we ask anyway. */
const CallBack = z
  .object({ jobId: JobId.optional(), coverId: JobId.optional() })
  .refine(({ jobId, coverId }) => jobId !== undefined || coverId !== undefined);

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function requestLimit(config: Config): Effect<LimitRequest, LimitAnswer> {
  return {
    class: 'B',
    settleSeconds: 300,
    timeoutSeconds: 30,
    encode: (request): Wire => ({
      method: 'POST',
      target: config.paths.covers,
      contentType: 'application/json',
      body: JSON.stringify(toCoverBody(request)),
    }),
    send: (wire, call) => submit({ config, call }, wire),
    find: (_reference, call, wire) => findRequest({ config, call }, wire),
  };
}

/** A job that is not done yet has no cover; what became of it is asked by its number. */
function submit(door: Door, wire: Wire): Promise<Outcome<LimitAnswer>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask(door, asked, ({ body, raw }) => {
    const job = JobId.safeParse(body);
    if (!job.success) return unreadable(told('names_no_cover', {}), 'effect');
    return { kind: 'done', value: { coverId: `job:${job.data}`, decided: false }, raw };
  });
}

/** The job until it is processed, then the cover its address leads to. */
async function readLimit(
  door: Door,
  { partnerReference }: InsurerReference,
): Promise<Outcome<LimitState>> {
  const [, jobId] = /^job:(.+)$/.exec(partnerReference) ?? [];
  if (jobId === undefined) {
    return { kind: 'done', value: { status: 'pending', rawCode: '' }, raw: { body: '' } };
  }
  const path = `${door.config.paths.jobs}/${encodeURIComponent(jobId)}`;
  const job = await ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const read = Job.safeParse(body);
    if (!read.success) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: read.data, raw };
  });
  if (job.kind !== 'done') return job;
  const { jobStatusCode: rawCode, resourceUrl } = job.value;
  const status = rawCode.toLowerCase();
  if (status === 'failed') return { ...job, value: { status: 'refused', rawCode } };
  if (status !== 'processed') return { ...job, value: { status: 'pending', rawCode } };
  if (!resourceUrl) return notNow(told('list_unreadable', {}));
  return ask(
    door,
    { kind: 'read', method: 'GET', path: pathWithin(door.config.baseUrl, resourceUrl) },
    ({ body, raw }) => {
      const cover = Cover.safeParse(body);
      if (!cover.success) return unreadable(told('list_unreadable', {}), 'read');
      return {
        kind: 'done',
        value: { status: 'decided', rawCode, coverId: cover.data.coverId },
        raw,
      };
    },
  );
}

/** Their address is followed by its path only: a token never goes to another host. */
function pathWithin(baseUrl: string, resourceUrl: string): string {
  const { pathname, search } = new URL(resourceUrl, baseUrl);
  const base = new URL(baseUrl).pathname.replace(/\/+$/, '');
  return `${pathname.startsWith(base) ? pathname.slice(base.length) : pathname}${search}`;
}

const Sent = z.object({
  policy: z.object({
    businessUnitCode: z.string(),
    policyId: z.string(),
    extensionId: z.string().optional(),
  }),
  companyId: z.string(),
});

/**
 * No field carries our reference: an application of this company that is open, or a cover of it, is
 * ours, for an insurer takes one at a time. Open ones first, so that one decided between is seen.
 */
async function findRequest(door: Door, wire: Wire): Promise<Outcome<Found<LimitAnswer>>> {
  const { policy, companyId } = Sent.parse(JSON.parse(wire.body));
  const { extensionId, ...rest } = policy;
  const policyId = fromPolicy({ ...rest, ...(extensionId !== undefined && { extensionId }) });
  const requests = await everyRequest(door, policyId);
  if (requests.kind !== 'done') return requests;
  const open = requests.value.find((request) => request.companyId === companyId);
  if (open) {
    const value = { coverId: open.coverId ?? open.requestId, decided: false };
    return { ...requests, value: { found: true, value } };
  }
  const covers = await everyCover(door, policyId);
  if (covers.kind !== 'done') return covers;
  const cover = covers.value.find((listed) => listed.companyId === companyId);
  const value: Found<LimitAnswer> = cover
    ? { found: true, value: { coverId: cover.coverId, decided: true } }
    : { found: false };
  return { ...covers, value };
}

function findBuyer(door: Door, query: BuyerQuery): Promise<Outcome<Buyer[]>> {
  const path = door.config.paths.companyMatching;
  const body = JSON.stringify(toMatching(query));
  return ask(door, { kind: 'read', method: 'POST', path, body }, ({ body: answer, raw }) => {
    const matching = Matching.safeParse(answer);
    if (!matching.success) return unreadable(told('list_unreadable', {}), 'read');
    const value = matching.data.results.map(({ company }) => ({
      buyerId: company.companyId,
      name: company.legalData?.companyName ?? '',
    }));
    return { kind: 'done', value, raw };
  });
}

function everyCover(door: Door, policyId: string): Promise<Outcome<Cover[]>> {
  const policies = [toPolicy(policyId)];
  return everyPage(door, { path: door.config.paths.coversSearch, query: { policies } }, CoverList);
}

function everyRequest(door: Door, policyId: string): Promise<Outcome<CoverRequest[]>> {
  const query = { policies: [toPolicy(policyId)], requestStatusCode: 'InProgress' };
  const path = door.config.paths.coverRequestsSearch;
  return everyPage(door, { path, query }, CoverRequestList);
}

const pagesMax = 1_000;

/** A bare array a page; a page that is not full is the last one. */
async function everyPage<Item>(
  door: Door,
  { path, query }: { path: string; query: object },
  schema: z.ZodType<Item[]>,
): Promise<Outcome<Item[]>> {
  const { pageSize } = door.config;
  const items: Item[] = [];
  let raw: Raw = { body: '' };
  for (let page = 1; page <= pagesMax; page += 1) {
    const body = JSON.stringify({
      ...query,
      pagination: { page, pageSize, isTotalRequired: false },
    });
    const read = await ask(door, { kind: 'read', method: 'POST', path, body }, (answer) => {
      const list = schema.safeParse(answer.body);
      if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
      return { kind: 'done', value: list.data, raw: answer.raw };
    });
    if (read.kind !== 'done') return read;
    items.push(...read.value);
    raw = read.raw;
    if (read.value.length < pageSize) break;
  }
  return { kind: 'done', value: items, raw };
}
