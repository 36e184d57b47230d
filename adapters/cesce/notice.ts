import { z } from 'zod';
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
import { contractOf, dossierOf, posted, toNonPayment } from './mapping.ts';
import { DossierList, NonPaymentList, NonPaymentTaken, paths } from './wire.ts';

/** Extensions, plans and adverse information have no published resource. */
export function noticeInsurer(
  config: Config,
): Omit<NonNullable<Operations['noticeInsurer']>, 'class' | 'settleSeconds' | 'timeoutSeconds'> {
  return {
    kinds: ['overdue', 'insolvency'],
    encode: (notice) => posted(paths.dossiers(notice.policyId), toNonPayment(notice)),
    send: (wire, call) => declare({ config, call }, wire),
    find: (reference, call, wire) => findNonPayment({ config, call }, wire, reference),
  };
}

const Sent = z.object({ endorsementNo: z.string().optional() });

/** A debtor's defaults belong to its open dossier; '0' stands for one that is to be opened. */
const toBeOpened = '0';

async function declare(door: Door, wire: Wire): Promise<Outcome<TakenByInsurer>> {
  const dossiers = await dossiersOf(door, wire);
  if (dossiers.kind !== 'done') return dossiers;
  const dossier = dossiers.value.at(-1) ?? toBeOpened;
  const path = `${paths.dossier(contractOf(wire), dossier)}/non-payments`;
  const asked = { kind: 'effect', method: 'POST', path, body: wire.body } as const;
  return ask(door, asked, ({ body, raw }) => {
    const taken = NonPaymentTaken.safeParse(body);
    if (!taken.success || taken.data.notificationReference !== referenceIn(wire)) {
      return unreadable(told('receipt_unreadable', {}), 'effect');
    }
    const { dossierNo, internalNo } = taken.data;
    return { kind: 'done', value: { partnerReference: `${dossierNo}/${internalNo}` }, raw };
  });
}

/** Every dossier of the debtor is looked through: one may have been closed in between. */
async function findNonPayment(
  door: Door,
  wire: Wire,
  reference: string,
): Promise<Outcome<Found<TakenByInsurer>>> {
  const dossiers = await dossiersOf(door, wire, true);
  if (dossiers.kind !== 'done') return dossiers;
  for (const dossier of dossiers.value) {
    const list = await nonPaymentsOf(door, contractOf(wire), dossier);
    if (list.kind !== 'done') return list;
    const ours = list.value.find((entry) => entry.notificationReference === reference);
    if (!ours) continue;
    const partnerReference = `${dossier}/${ours.internalNo}`;
    return { ...list, value: { found: true, value: { partnerReference } } };
  }
  return { ...dossiers, value: { found: false } };
}

export async function readNonPayment(
  door: Door,
  { reference, partnerReference, policyId }: InsurerReference,
): Promise<Outcome<InsurerNoticeState>> {
  const list = await nonPaymentsOf(door, policyId, dossierOf(partnerReference));
  if (list.kind !== 'done') return list;
  const ours = list.value.find((entry) => entry.notificationReference === reference);
  if (!ours) return notNow(told('notice_not_there', { reference }), 60);
  const status = statusOf[ours.statusCode] ?? 'received';
  return { ...list, value: { partnerReference, status, rawCode: ours.statusCode } };
}

const statusOf: Readonly<Record<string, InsurerNoticeState['status']>> = {
  RECEIVED: 'received',
  IN_REVIEW: 'in_review',
  ADMITTED: 'accepted',
  REJECTED: 'refused',
  CLOSED: 'closed',
};

function nonPaymentsOf(door: Door, policyId: string, dossier: string) {
  const path = `${paths.dossier(policyId, dossier)}/non-payments`;
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = NonPaymentList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: list.data.nonPayments, raw };
  });
}

/** The debtor's dossiers by number, oldest first; those that are closed only when asked for. */
function dossiersOf(door: Door, wire: Wire, withClosed = false): Promise<Outcome<string[]>> {
  const { endorsementNo } = Sent.parse(JSON.parse(wire.body));
  const path = paths.dossiers(contractOf(wire));
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = DossierList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ofDebtor = list.data.dossiers.filter(
      (dossier) =>
        dossier.endorsementNo === endorsementNo && (withClosed || dossier.statusCode !== 'CLOSED'),
    );
    return { kind: 'done', value: ofDebtor.map(({ dossierNo }) => dossierNo).sort(), raw };
  });
}

function referenceIn(wire: Wire): string | undefined {
  return (
    NonPaymentTaken.pick({ notificationReference: true }).parse(JSON.parse(wire.body))
      .notificationReference ?? undefined
  );
}
