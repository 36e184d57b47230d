import {
  type Buyer,
  type Call,
  defineAdapter,
  type Effect,
  type FileTaken,
  type Found,
  type LimitAnswer,
  type LimitRequest,
  type Outcome,
  type Raw,
  type Wire,
} from '../../src/core/adapter.ts';
import { unreadable } from '../../src/core/answer.ts';
import { dayAt } from '../../src/core/calendar.ts';
import { told } from '../../src/core/detail.ts';
import type { ExposureFeed } from '../../src/core/exposure/feed.ts';
import type { MailboxSettings } from '../../src/core/mailbox.ts';
import { leave, lookFor } from '../drop.ts';
import { type Asked, ask } from './client.ts';
import { Config } from './config.ts';
import { toFile } from './exposure.ts';
import { latestOfEach, toApplication, toBuyerSearch, toCover, toPending } from './mapping.ts';
import { Application, Applied, BuyerList, CoverList, type CoverRecord, paths } from './wire.ts';

export const adapter = defineAdapter({
  id: 'atradius',
  name: 'Atradius',
  party: 'insurer',
  config: Config,
  pace: { perSecond: 4, concurrency: 2 },
  charged: ['find_buyer', 'credit_check'],
  connect: (config) => ({
    requestLimit: requestLimit(config),
    findBuyer: (query, call) => findBuyer(config, query, call),
    listCovers: async ({ policyId }, call) =>
      mapDone(await list(config, paths.decisions, policyId, call), (records) =>
        latestOfEach(records).map((record) => toCover(record, dayAt(call.now, '+01:00'))),
      ),
    listPending: async ({ policyId }, call) =>
      mapDone(await list(config, paths.applications, policyId, call), (records) =>
        records.map(toPending),
      ),
    ...(config.mailbox === undefined ? {} : { sendExposure: sendExposure(config.mailbox) }),
  }),
});

function requestLimit(config: Config): Effect<LimitRequest, LimitAnswer> {
  return {
    class: 'B',
    settleSeconds: 120,
    timeoutSeconds: 30,
    encode: (request) => ({
      method: 'POST',
      target: paths.covers,
      contentType: 'application/json',
      body: JSON.stringify(toApplication(request, config.customerId)),
    }),
    send: (wire, call) => apply(config, wire, call),
    find: (reference, call, wire) => findApplication({ config, reference, call, wire }),
  };
}

function sendExposure(mailbox: MailboxSettings): Effect<ExposureFeed, FileTaken> {
  return {
    class: 'C',
    settleSeconds: 120,
    timeoutSeconds: 60,
    encode: toFile,
    send: (wire, call) => leave(mailbox, { wire, call, value: { fileName: wire.target } }),
    find: (_reference, call, wire) =>
      lookFor(mailbox, { wire, call, value: { fileName: wire.target } }),
  };
}

/** 201 is decided, 202 referred to an underwriter; another 2xx says neither. */
function apply(config: Config, wire: Wire, call: Call): Promise<Outcome<LimitAnswer>> {
  const asked: Asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body };
  return ask({ config, call }, asked, ({ body, raw }) => {
    const applied = Applied.safeParse(body);
    const first = applied.data?.data[0];
    if (!first || (raw.status !== 201 && raw.status !== 202)) {
      return unreadable(told('names_no_cover', {}), 'effect');
    }
    return { kind: 'done', value: { coverId: first.coverId, decided: raw.status === 201 }, raw };
  });
}

type Sought = { config: Config; reference: string; call: Call; wire: Wire };

/** Applications first: one decided between the two lists is then seen in the second. */
async function findApplication(sought: Sought): Promise<Outcome<Found<LimitAnswer>>> {
  const { policyId } = policyOf(sought.wire);
  let raw: Raw = { body: '' };
  for (const path of [paths.applications, paths.decisions]) {
    const records = await list(sought.config, path, policyId, sought.call);
    if (records.kind !== 'done') return records;
    raw = records.raw;
    const ours = records.value.find((record) => record.customerRefNumber === sought.reference);
    if (!ours) continue;
    const value = { coverId: ours.coverId, decided: path === paths.decisions };
    return { kind: 'done', value: { found: true, value }, raw };
  }
  return { kind: 'done', value: { found: false }, raw };
}

/** Two lists of everything under a policy: there is no read of one cover, and no paging. */
function list(
  config: Config,
  path: string,
  policyId: string,
  call: Call,
): Promise<Outcome<CoverRecord[]>> {
  const query = new URLSearchParams({ customerId: String(config.customerId), policyId });
  const asked: Asked = { kind: 'read', method: 'GET', path: `${path}?${query}` };
  return ask({ config, call }, asked, ({ body, raw }) => {
    const covers = CoverList.safeParse(body);
    if (!covers.success) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: covers.data.data, raw };
  });
}

/** Nothing found is an empty list; the look-up may be charged, so the host asks with a reason. */
async function findBuyer(
  config: Config,
  query: { country: string; scheme: string; value: string },
  call: Call,
): Promise<Outcome<Buyer[]>> {
  const search = toBuyerSearch(query);
  if (!search) {
    const { country, scheme } = query;
    const detail = told('country_or_scheme_unknown', { country, scheme });
    return { kind: 'refused', reason: 'invalid_message', detail, raw: { body: '' } };
  }
  const asked: Asked = { kind: 'read', method: 'GET', path: `${paths.buyers}?${search}` };
  return ask({ config, call }, asked, ({ body, raw }) => {
    const buyers = BuyerList.safeParse(body);
    if (!buyers.success) return unreadable(told('list_unreadable', {}), 'read');
    const value = buyers.data.data.map(({ buyerId, buyerName }) => ({
      buyerId,
      name: buyerName ?? '',
    }));
    return { kind: 'done', value, raw };
  });
}

/** The application we sent names the policy whose lists can hold it. */
function policyOf(wire: Wire): { policyId: string } {
  return Application.parse(JSON.parse(wire.body));
}

function mapDone<From, To>(outcome: Outcome<From>, map: (value: From) => To): Outcome<To> {
  return outcome.kind === 'done' ? { ...outcome, value: map(outcome.value) } : outcome;
}
