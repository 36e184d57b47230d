import {
  defineAdapter,
  type Effect,
  type Found,
  type LimitAnswer,
  type LimitRequest,
  type Operations,
  type Outcome,
  type Raw,
  type Wire,
} from '../../src/core/adapter.ts';
import { unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { findDocument, postDocument, readClaim } from './claim.ts';
import { ask, type Door } from './client.ts';
import { Config } from './config.ts';
import { declareToInsurer } from './declare.ts';
import {
  contractOf,
  inProcess,
  posted,
  toCancellation,
  toClaimDocument,
  toClassification,
  toCovers,
  toDocument,
  toPending,
} from './mapping.ts';
import { noticeInsurer, readNonPayment } from './notice.ts';
import {
  type Classification,
  ClassificationList,
  ClassificationTaken,
  type Movement,
  MovementPage,
  paths,
} from './wire.ts';

const safety = { class: 'B', settleSeconds: 120, timeoutSeconds: 30 } as const;

export const adapter = defineAdapter({
  id: 'cesce',
  name: 'CESCE',
  party: 'insurer',
  config: Config,
  pace: { perSecond: 2, concurrency: 2 },
  charged: ['urgent_limit'],
  connect: (config) => ({
    requestLimit: requestLimit(config),
    changeLimit: changeLimit(config),
    listCovers: async ({ policyId }, call) => {
      const read = await everyMovement({ config, call }, policyId);
      return read.kind === 'done' ? { ...read, value: toCovers(read.value, policyId) } : read;
    },
    listPending: async ({ policyId }, call) => {
      const list = await listClassifications({ config, call }, policyId);
      return list.kind === 'done' ? { ...list, value: list.value.flatMap(toPending) } : list;
    },
    declareToInsurer: { ...safety, ...declareToInsurer(config) },
    noticeInsurer: { ...safety, ...noticeInsurer(config) },
    readInsurerNotice: (reference, call) => readNonPayment({ config, call }, reference),
    fileClaim: {
      ...safety,
      encode: (filing) => posted(paths.documents(filing.policyId), toClaimDocument(filing)),
      send: (wire, call) => postDocument({ config, call }, wire),
      find: (_reference, call, wire) => findDocument({ config, call }, wire),
    },
    contributeDocument: {
      ...safety,
      encode: (document) => posted(paths.documents(document.policyId), toDocument(document)),
      send: (wire, call) => postDocument({ config, call }, wire),
      find: (_reference, call, wire) => findDocument({ config, call }, wire),
    },
    readClaim: (reference, call) => readClaim({ config, call }, reference),
  }),
});

function requestLimit(config: Config): Effect<LimitRequest, LimitAnswer> {
  return {
    ...safety,
    encode: (request) => posted(paths.classifications(request.policyId), toClassification(request)),
    send: (wire, call) => classify({ config, call }, wire),
    find: (reference, call, wire) =>
      lookUp({ config, call }, { reference, policyId: contractOf(wire) }),
  };
}

function changeLimit(config: Config): NonNullable<Operations['changeLimit']> {
  return {
    ...safety,
    changes: ['cancel'],
    encode: (change) => posted(paths.cancelClassification(change.policyId), toCancellation(change)),
    send: (wire, call) => classify({ config, call }, wire),
    find: (reference, call, wire) =>
      lookUp({ config, call }, { reference, policyId: contractOf(wire) }),
  };
}

function classify(door: Door, wire: Wire): Promise<Outcome<LimitAnswer>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask(door, asked, ({ body, raw }) => {
    const taken = ClassificationTaken.safeParse(body);
    const ours = ClassificationTaken.pick({ requestReference: true }).safeParse(
      JSON.parse(wire.body),
    );
    if (!taken.success || taken.data.requestReference !== ours.data?.requestReference) {
      return unreadable(told('names_no_cover', {}), 'effect');
    }
    const { classificationNo: coverId, statusCode } = taken.data;
    return { kind: 'done', value: { coverId, decided: statusCode !== inProcess }, raw };
  });
}

type Sought = { reference: string; policyId: string };

async function lookUp(
  door: Door,
  { reference, policyId }: Sought,
): Promise<Outcome<Found<LimitAnswer>>> {
  const list = await listClassifications(door, policyId);
  if (list.kind !== 'done') return list;
  const ours = list.value.find((request) => request.requestReference === reference);
  const value: Found<LimitAnswer> = ours
    ? {
        found: true,
        value: { coverId: ours.classificationNo, decided: ours.statusCode !== inProcess },
      }
    : { found: false };
  return { ...list, value };
}

function listClassifications(door: Door, policyId: string): Promise<Outcome<Classification[]>> {
  const path = paths.classifications(policyId);
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = ClassificationList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: list.data.classifications, raw };
  });
}

const pagesMax = 10_000;

/** The feed from its beginning: the last movement of each endorsement is what holds. */
async function everyMovement(door: Door, policyId: string): Promise<Outcome<Movement[]>> {
  const movements: Movement[] = [];
  let raw: Raw = { body: '' };
  for (let page = 1; page <= pagesMax; page += 1) {
    const path = paths.movements(policyId, page);
    const read = await ask(door, { kind: 'read', method: 'GET', path }, (answer) => {
      const parsed = MovementPage.safeParse(answer.body);
      if (!parsed.success || parsed.data.page !== page) {
        return unreadable(told('list_unreadable', {}), 'read');
      }
      return { kind: 'done', value: parsed.data, raw: answer.raw };
    });
    if (read.kind !== 'done') return read;
    movements.push(...read.value.movements);
    raw = read.raw;
    if (page >= read.value.totalPages) break;
  }
  return { kind: 'done', value: movements, raw };
}
