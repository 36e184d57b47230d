import { Webhook } from 'standardwebhooks';
import type { Notice, NoticeRead } from '../../src/core/adapter.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { Config } from './config.ts';
import { Hint } from './wire.ts';

const toleranceSeconds = 300;

/**
 * Standard Webhooks 1.0: HMAC over id, time and body, several signatures allowed while a secret is
 * rotated. The package's own `verify` reads the clock, so the time is judged here by the host's.
 */
export function readNotice(
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
  const kind = kinds[hint.data?.type.split('.')[0] ?? ''];
  if (!hint.success || !kind) {
    return refused('the message is not a hint about a schedule or about movements');
  }
  return { ok: true, notice: { messageId, reference: hint.data.reference, kind } };
}

/** `schedule.updated` names our schedule, `movements.booked` the agreement. */
const kinds: Readonly<Record<string, Notice['kind']>> = {
  schedule: 'schedule',
  movements: 'movements',
};

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
