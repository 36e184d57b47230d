import {
  type Call,
  type CancelRequest,
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
import { toPage } from './bookings.ts';
import { ask } from './client.ts';
import { Config } from './config.ts';
import { toCancellation, toDrawdown, toState } from './mapping.ts';
import { DrawdownAnswer, Receipt, ReceiptList } from './wire.ts';

const safety = { class: 'A', settleSeconds: 60, timeoutSeconds: 30 } as const;

export const adapter = defineAdapter({
  id: 'pledge-bank',
  name: 'Bank, borrowing-base line',
  party: 'bank',
  config: Config,
  pace: { perSecond: 5, concurrency: 2 },
  connect: (config) => ({
    submitSchedule: {
      ...safety,
      encode: (request) => posted(drawdowns, toDrawdown(request)),
      send: (wire, call) => post({ config, wire, call }),
      find: (reference, call) => lookUp({ config, call }, pathOfReference(reference), reference),
    },
    cancelSchedule: {
      ...safety,
      encode: (request) => posted(pathOfCancellation(request), toCancellation(request)),
      send: (wire, call) => post({ config, wire, call }),
      find: (reference, call, wire) => lookUp({ config, call }, wire.target, reference),
    },
    readSchedule: ({ reference }, call) => readDecision({ config, call }, reference),
    readMovements: (query, call) => readBookings({ config, call }, query),
  }),
});

type Door = { config: Config; call: Call };

const drawdowns = '/v1/drawdowns';

function posted(target: string, body: object): Wire {
  return { method: 'POST', target, contentType: 'application/json', body: JSON.stringify(body) };
}

function pathOfReference(reference: string): string {
  return `${drawdowns}?reference=${encodeURIComponent(reference)}`;
}

function pathOfCancellation({ partnerReference }: CancelRequest): string {
  return `${drawdowns}/${encodeURIComponent(partnerReference)}/cancellation`;
}

/** A receipt counts when it echoes our reference; another one proves nothing about this message. */
function post({ config, wire, call }: Door & { wire: Wire }): Promise<Outcome<ScheduleTaken>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask({ config, call }, asked, ({ body, raw }) => {
    const receipt = Receipt.safeParse(body);
    const ours = Receipt.pick({ reference: true }).safeParse(JSON.parse(wire.body));
    if (!receipt.success || !ours.success || receipt.data.reference !== ours.data.reference) {
      return unreadable(told('receipt_unreadable', {}), 'effect');
    }
    return { kind: 'done', value: { partnerReference: receipt.data.id }, raw };
  });
}

/** What lies at an address under our reference: drawdowns, or the cancellation of one. */
function lookUp(
  door: Door,
  path: string,
  reference: string,
): Promise<Outcome<Found<ScheduleTaken>>> {
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = ReceiptList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.found.find((found) => found.reference === reference);
    const value: Found<ScheduleTaken> = ours
      ? { found: true, value: { partnerReference: ours.id } }
      : { found: false };
    return { kind: 'done', value, raw };
  });
}

async function readDecision(door: Door, reference: string): Promise<Outcome<ScheduleState>> {
  const found = await lookUp(door, pathOfReference(reference), reference);
  if (found.kind !== 'done') return found;
  if (!found.value.found) return notNow(told('schedule_not_there', { reference }), 60);
  const path = `${drawdowns}/${encodeURIComponent(found.value.value.partnerReference)}`;
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const answer = DrawdownAnswer.safeParse(body);
    if (!answer.success || answer.data.reference !== reference) {
      return unreadable(told('list_unreadable', {}), 'read');
    }
    return { kind: 'done', value: toState(answer.data), raw };
  });
}

function readBookings(
  door: Door,
  { agreementReference, after }: MovementQuery,
): Promise<Outcome<MovementPage>> {
  const place = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
  const path = `/v1/facilities/${encodeURIComponent(agreementReference)}/bookings${place}`;
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const page = toPage(body, after);
    if (!page) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: page, raw };
  });
}
