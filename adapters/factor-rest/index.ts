import {
  type Call,
  defineAdapter,
  type Found,
  type MovementPage,
  type MovementQuery,
  type Outcome,
  type ScheduleState,
  type ScheduleTaken,
  type Wire,
} from '../../src/core/adapter.ts';
import { notNow, unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { ask } from './client.ts';
import { Config } from './config.ts';
import { toCancellation, toCredits, toSchedule, toState } from './mapping.ts';
import { toPage } from './movements.ts';
import { readNotice } from './notice.ts';
import {
  CancellationList,
  CancellationReceipt,
  CreditsList,
  CreditsReceipt,
  Hint,
  ScheduleAnswer,
  ScheduleList,
  ScheduleReceipt,
} from './wire.ts';

const safety = { class: 'A', settleSeconds: 60, timeoutSeconds: 30 } as const;

export const adapter = defineAdapter({
  id: 'factor-rest',
  name: 'Factor, published REST profile',
  party: 'factor',
  config: Config,
  pace: { perSecond: 10, concurrency: 4 },
  connect: (config) => ({
    submitSchedule: {
      ...safety,
      encode: (request) => posted('/v1/schedules', toSchedule(request)),
      send: (wire, call) => post({ config, wire, call }, scheduleIdOf),
      find: (reference, call) => find(config, reference, call),
    },
    cancelSchedule: {
      ...safety,
      encode: (request) => posted(pathOfCancellation(request), toCancellation(request)),
      send: (wire, call) => post({ config, wire, call }, cancellationIdOf),
      find: (reference, call, wire) => findCancellation({ config, wire, call }, reference),
    },
    submitCredits: {
      ...safety,
      encode: (schedule) => posted('/v1/credit-notes', toCredits(schedule)),
      send: (wire, call) => post({ config, wire, call }, creditScheduleIdOf),
      find: (reference, call) => findCredits(config, reference, call),
    },
    readSchedule: ({ reference }, call) => readByReference(config, reference, call),
    readMovements: (query, call) => readMovements(config, query, call),
  }),
  readNotice,
});

function posted(target: string, body: object): Wire {
  return { method: 'POST', target, contentType: 'application/json', body: JSON.stringify(body) };
}

function pathOfCancellation({ partnerReference }: ScheduleTaken): string {
  return `/v1/schedules/${encodeURIComponent(partnerReference)}/cancellation`;
}

type Sent = { config: Config; wire: Wire; call: Call };
type Receipt = { id: string; reference: string };

/** A receipt counts when it echoes our reference; another one proves nothing about this message. */
function post(
  { config, wire, call }: Sent,
  receiptOf: (body: unknown) => Receipt | undefined,
): Promise<Outcome<ScheduleTaken>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask({ config, call }, asked, ({ body, raw }) => {
    const receipt = receiptOf(body);
    const ours = Hint.pick({ reference: true }).safeParse(JSON.parse(wire.body));
    if (!receipt || !ours.success || receipt.reference !== ours.data.reference) {
      return unreadable(told('receipt_unreadable', {}), 'effect');
    }
    return { kind: 'done', value: { partnerReference: receipt.id }, raw };
  });
}

function scheduleIdOf(body: unknown): Receipt | undefined {
  const { data } = ScheduleReceipt.safeParse(body);
  return data && { id: data.scheduleId, reference: data.reference };
}

function cancellationIdOf(body: unknown): Receipt | undefined {
  const { data } = CancellationReceipt.safeParse(body);
  return data && { id: data.cancellationId, reference: data.reference };
}

function creditScheduleIdOf(body: unknown): Receipt | undefined {
  const { data } = CreditsReceipt.safeParse(body);
  return data && { id: data.creditScheduleId, reference: data.reference };
}

function find(
  config: Config,
  reference: string,
  call: Call,
): Promise<Outcome<Found<ScheduleTaken>>> {
  const path = `/v1/schedules?reference=${encodeURIComponent(reference)}`;
  return ask({ config, call }, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = ScheduleList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.schedules.find((schedule) => schedule.reference === reference);
    return { kind: 'done', value: foundAs(ours?.scheduleId), raw };
  });
}

function findCredits(
  config: Config,
  reference: string,
  call: Call,
): Promise<Outcome<Found<ScheduleTaken>>> {
  const path = `/v1/credit-notes?reference=${encodeURIComponent(reference)}`;
  return ask({ config, call }, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = CreditsList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.creditNotes.find((schedule) => schedule.reference === reference);
    return { kind: 'done', value: foundAs(ours?.creditScheduleId), raw };
  });
}

/** The cancellations of a schedule: none or one, at the address to which ours was sent. */
function findCancellation(
  { config, wire, call }: Sent,
  reference: string,
): Promise<Outcome<Found<ScheduleTaken>>> {
  const asked = { kind: 'read', method: 'GET', path: wire.target } as const;
  return ask({ config, call }, asked, ({ body, raw }) => {
    const list = CancellationList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.cancellations.find((asked) => asked.reference === reference);
    return { kind: 'done', value: foundAs(ours?.cancellationId), raw };
  });
}

function foundAs(partnerReference: string | undefined): Found<ScheduleTaken> {
  return partnerReference === undefined
    ? { found: false }
    : { found: true, value: { partnerReference } };
}

async function readByReference(
  config: Config,
  reference: string,
  call: Call,
): Promise<Outcome<ScheduleState>> {
  const found = await find(config, reference, call);
  if (found.kind !== 'done') return found;
  if (!found.value.found) return notNow(told('schedule_not_there', { reference }), 60);
  const path = `/v1/schedules/${encodeURIComponent(found.value.value.partnerReference)}`;
  return ask({ config, call }, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const answer = ScheduleAnswer.safeParse(body);
    if (!answer.success || answer.data.reference !== reference) {
      return unreadable(told('list_unreadable', {}), 'read');
    }
    return { kind: 'done', value: toState(answer.data), raw };
  });
}

function readMovements(
  config: Config,
  { agreementReference, after }: MovementQuery,
  call: Call,
): Promise<Outcome<MovementPage>> {
  const place = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
  const path = `/v1/agreements/${encodeURIComponent(agreementReference)}/movements${place}`;
  return ask({ config, call }, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const page = toPage(body, after);
    if (!page) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: page, raw };
  });
}
