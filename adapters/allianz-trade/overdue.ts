import type {
  Found,
  InsurerReference,
  Operations,
  Outcome,
  TakenByInsurer,
  Wire,
} from '../../src/core/adapter.ts';
import { notNow, unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import type { InsurerNoticeState } from '../../src/core/notice/insurer-notice.ts';
import { ask, type Door } from './client.ts';
import type { Config } from './config.ts';
import { overdueStatus, toOverdue } from './mapping.ts';
import { Overdue, OverdueList } from './wire.ts';

/** Overdues, extensions of one invoice and repayment plans; the rest has no category. */
export function noticeInsurer(
  config: Config,
  path: string,
): NonNullable<Operations['noticeInsurer']> {
  return {
    class: 'B',
    settleSeconds: 300,
    timeoutSeconds: 30,
    kinds: ['overdue', 'extension', 'rescheduling'],
    encode: (notice): Wire => ({
      method: 'POST',
      target: path,
      contentType: 'application/json',
      body: JSON.stringify(toOverdue(notice)),
    }),
    send: (wire, call) => declare({ config, call }, wire),
    find: (reference, call, wire) => findOverdue({ config, call }, wire.target, reference),
  };
}

function declare(door: Door, wire: Wire): Promise<Outcome<TakenByInsurer>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask(door, asked, ({ body, raw }) => {
    const taken = Overdue.safeParse(body);
    const ours = Overdue.pick({ invoiceReference: true }).safeParse(JSON.parse(wire.body));
    if (!taken.success || taken.data.invoiceReference !== ours.data?.invoiceReference) {
      return unreadable(told('receipt_unreadable', {}), 'effect');
    }
    return { kind: 'done', value: { partnerReference: taken.data.overdueId }, raw };
  });
}

async function findOverdue(
  door: Door,
  path: string,
  reference: string,
): Promise<Outcome<Found<TakenByInsurer>>> {
  const list = await listOverdues(door, path);
  if (list.kind !== 'done') return list;
  const ours = list.value.find(({ invoiceReference }) => invoiceReference === reference);
  const value: Found<TakenByInsurer> = ours
    ? { found: true, value: { partnerReference: ours.overdueId } }
    : { found: false };
  return { ...list, value };
}

export async function readOverdue(
  door: Door,
  { reference, partnerReference }: InsurerReference,
): Promise<Outcome<InsurerNoticeState>> {
  const list = await listOverdues(door, door.config.paths.overdues ?? '');
  if (list.kind !== 'done') return list;
  const ours = list.value.find(({ overdueId }) => overdueId === partnerReference);
  if (!ours) return notNow(told('notice_not_there', { reference }), 60);
  const status = overdueStatus[ours.status] ?? 'received';
  return { ...list, value: { partnerReference, status, rawCode: ours.status } };
}

function listOverdues(door: Door, path: string) {
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = OverdueList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: list.data, raw };
  });
}
