import { Webhook } from 'standardwebhooks';
import {
  type Call,
  defineAdapter,
  type Found,
  type NoticeRead,
  type Outcome,
  type ScheduleState,
  type ScheduleTaken,
  type Wire,
} from '../../src/core/adapter.ts';
import { notNow, unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { sha256 } from '../../src/core/hash.ts';
import { ask } from './client.ts';
import { Config } from './config.ts';
import { toSchedule, toState } from './mapping.ts';
import { Hint, ScheduleAnswer, ScheduleList, ScheduleReceipt } from './wire.ts';

export const adapter = defineAdapter({
  id: 'factor-rest',
  name: 'Factor, published REST profile',
  party: 'factor',
  config: Config,
  pace: { perSecond: 10, concurrency: 4 },
  connect: (config) => ({
    submitSchedule: {
      class: 'A',
      settleSeconds: 60,
      timeoutSeconds: 30,
      encode: (request) => ({
        method: 'POST',
        target: '/v1/schedules',
        contentType: 'application/json',
        body: JSON.stringify(toSchedule(request)),
      }),
      send: (wire, call) => submit(config, wire, call),
      find: (reference, call) => find(config, reference, call),
    },
    readSchedule: ({ reference }, call) => readByReference(config, reference, call),
  }),
  readNotice,
});

function submit(config: Config, wire: Wire, call: Call): Promise<Outcome<ScheduleTaken>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask({ config, call }, asked, (body, raw) => {
    const receipt = ScheduleReceipt.safeParse(body);
    const ours = Hint.pick({ reference: true }).safeParse(JSON.parse(wire.body));
    if (!receipt.success || !ours.success || receipt.data.reference !== ours.data.reference) {
      return unreadable(told('receipt_unreadable', {}), 'effect');
    }
    return { kind: 'done', value: { partnerReference: receipt.data.scheduleId }, raw };
  });
}

function find(
  config: Config,
  reference: string,
  call: Call,
): Promise<Outcome<Found<ScheduleTaken>>> {
  const path = `/v1/schedules?reference=${encodeURIComponent(reference)}`;
  return ask({ config, call }, { kind: 'read', method: 'GET', path }, (body, raw) => {
    const list = ScheduleList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.schedules.find((schedule) => schedule.reference === reference);
    const value: Found<ScheduleTaken> = ours
      ? { found: true, value: { partnerReference: ours.scheduleId } }
      : { found: false };
    return { kind: 'done', value, raw };
  });
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
  return ask({ config, call }, { kind: 'read', method: 'GET', path }, (body, raw) => {
    const answer = ScheduleAnswer.safeParse(body);
    if (!answer.success || answer.data.reference !== reference) {
      return unreadable(told('list_unreadable', {}), 'read');
    }
    return { kind: 'done', value: toState(answer.data), raw };
  });
}

const toleranceSeconds = 300;

/**
 * Standard Webhooks 1.0: HMAC over id, time and body, several signatures allowed while a secret is
 * rotated. The package's own `verify` reads the clock, so the time is judged here by the host's.
 */
function readNotice(
  message: { body: string; headers: Record<string, string>; now: string },
  config: Config,
): NoticeRead {
  const headers = new Headers(message.headers);
  const messageId = headers.get('webhook-id') ?? '';
  const stamp = headers.get('webhook-timestamp') ?? '';
  const signatures = (headers.get('webhook-signature') ?? '').split(' ');
  if (!messageId || !/^\d{1,12}$/.test(stamp)) return refused('the signature headers are missing');
  const sentAt = new Date(Number(stamp) * 1000);
  const ageSeconds = (Date.parse(message.now) - sentAt.getTime()) / 1000;
  if (Math.abs(ageSeconds) > toleranceSeconds) return refused('the message is not fresh');
  const expected = new Webhook(config.webhookSecret).sign(messageId, sentAt, message.body);
  if (!signatures.some((signature) => same(signature, expected))) {
    return refused('the signature does not fit');
  }
  const hint = Hint.safeParse(parse(message.body));
  if (!hint.success || !hint.data.type.startsWith('schedule.')) {
    return refused('the message is not a hint about a schedule');
  }
  return { ok: true, notice: { messageId, reference: hint.data.reference, kind: 'schedule' } };
}

function refused(detail: string): NoticeRead {
  return { ok: false, detail };
}

/** Compares digests, so the time taken tells nothing about how much of a signature was right. */
function same(left: string, right: string): boolean {
  return sha256(left) === sha256(right);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
