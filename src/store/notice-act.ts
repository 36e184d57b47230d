import type { AsOf, Day } from '../core/calendar.ts';
import { told } from '../core/detail.ts';
import type { Id } from '../core/ids.ts';
import { buildNotices, type NoticeOrder } from '../core/notice/build.ts';
import { type MissingStep, missingDunning } from '../core/notice/dunned.ts';
import type { InsurerNotice } from '../core/notice/insurer-notice.ts';
import type { Dispatch, Transport } from '../core/notice/notice-fact.ts';
import { termsOn } from '../core/policy/terms.ts';
import { readCircumstances, recordCircumstances } from './circumstance.ts';
import { readCover } from './cover.ts';
import { one, type Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { createDelivery, moveDelivery } from './delivery.ts';
import { addNotice, appendNoticeFact, readNotice, type StoredNotice } from './insurer-notice.ts';
import { intendLetter } from './letter.ts';
import { readBuyers } from './policy.ts';
import { policyDay } from './policy-day.ts';
import { readPolicyTerms } from './policy-terms.ts';
import { readOpenItems } from './receivable.ts';
import { listSellers } from './seller.ts';

type NoticeRefusalCode =
  | 'policy_terms_missing'
  | 'debtor_unknown_here'
  | 'nothing_owed'
  | 'nothing_overdue'
  | 'not_of_the_debtor'
  | 'dunning_missing'
  | 'notice_second_person'
  | 'notice_being_sent'
  | 'notice_sent'
  | 'notice_not_now'
  | 'notice_changed'
  | 'notice_unknown'
  | 'dispatch_in_future';

export type NoticeResult<Value = null> =
  | { ok: true; value: Value }
  | { ok: false; code: NoticeRefusalCode; params: Record<string, string> };

export type NoticeStep = AsOf & { personId: Id };

/**
 * Draws up what the insurer is told, one notice for each seller and currency. Dunning that the policy
 * wants shown first is named where it is missing, unless the person says to go on without it.
 */
export async function prepareNotices(
  tx: Tx,
  given: NoticeStep & {
    policyId: string;
    debtorId: string;
    order: NoticeOrder;
    isDunningWaived: boolean;
  },
): Promise<NoticeResult<InsurerNotice[]>> {
  const { policyId, debtorId, order, personId, asOf, knownAt } = given;
  const when = { asOf, knownAt };
  const terms = termsOn(await readPolicyTerms(tx, { ...when, policyIds: [policyId] }), asOf);
  if (!terms) return refused('policy_terms_missing', { policyId });
  const [debtor] = await readDebtors(tx, { ...when, ids: [debtorId] });
  if (!debtor) return refused('debtor_unknown_here', { debtorId });
  const insured = new Set(terms.insured.map(({ sellerId }) => sellerId));
  const items = await readOpenItems(tx, { ...when, debtorId });
  const buyers = await readBuyers(tx, policyId);
  const cover = await readCover(tx, { ...when, policyIds: [policyId] });
  const built = buildNotices(order, {
    terms,
    debtor,
    buyerId: buyers.find((buyer) => buyer.debtorId === debtorId)?.buyerId,
    coverId: cover.findLast((decision) => decision.debtorId === debtorId)?.coverId,
    sellers: await listSellers(tx),
    items: items.filter(({ key }) => insured.has(key.sellerId)),
    today: asOf,
  });
  if (built.status === 'refused') return refused(built.code);
  const missing = missingDunning(terms, {
    before: 'notice',
    debtorId,
    receivableIds: built.notices.flatMap(({ kind, invoices }) =>
      kind === 'overdue'
        ? invoices.flatMap((one) => (one.dueOn < asOf ? [one.receivableId] : []))
        : [],
    ),
    circumstances: await readCircumstances(tx, { ...when, debtorId }),
    today: asOf,
  });
  if (missing.length > 0 && !given.isDunningWaived) return dunningMissing(missing);
  const needsRelease = !terms.noticesByOne?.includes(order.kind);
  const notices: InsurerNotice[] = [];
  for (const content of built.notices) {
    notices.push(await addNotice(tx, { content, needsRelease, actor: { personId }, on: asOf }));
  }
  return { ok: true, value: notices };
}

/** Lets exactly this leave, by the insurer's own interface or as a pack; the pack is made either way. */
export async function releaseNotice(
  tx: Tx,
  given: NoticeStep & { noticeId: Id; hash: string; via: Transport },
): Promise<NoticeResult> {
  const { noticeId, hash, via, personId, asOf: on } = given;
  const known = await readNotice(tx, noticeId);
  if (!known) return refused('notice_unknown');
  const { standing } = known;
  if (standing.needsRelease && standing.preparedBy === personId) {
    return refused('notice_second_person');
  }
  if (standing.hash !== hash) return refused('notice_changed');
  const fact = { kind: 'released', hash, via } as const;
  if (!(await appendNoticeFact(tx, { noticeId, fact, actor: { personId }, on }))) {
    return notNow(known);
  }
  const letter = { document: 'insurer-notice', notice: standing.notice, on } as const;
  await intendLetter(tx, { subject: noticeId, letter });
  if (via === 'insurer') await intendNotice(tx, standing.notice);
  return { ok: true, value: null };
}

/** Takes a notice back that was only drawn up. */
export async function returnNotice(
  tx: Tx,
  given: NoticeStep & { noticeId: Id; reason: string },
): Promise<NoticeResult> {
  const { noticeId, reason, personId, asOf: on } = given;
  const fact = { kind: 'returned', reason } as const;
  return appendOr(tx, { noticeId, fact, actor: { personId }, on });
}

/**
 * A named person's word that a notice goes by hand though a machine has it: from then on no machine
 * sends it, whatever became of what was sent. What is just being sent has to be waited for.
 */
export async function rerouteNotice(
  tx: Tx,
  given: NoticeStep & { noticeId: Id; reason: string },
): Promise<NoticeResult> {
  const { noticeId, reason, personId, asOf: on } = given;
  const known = await readNotice(tx, noticeId);
  if (!known) return refused('notice_unknown');
  const [delivery] = await tx.query<{ id: Id; state: string }>(
    `select id, state from cedent.delivery
     where tenant_id = $1 and operation = 'noticeInsurer' and subject = $2 for update`,
    [tx.tenantId, noticeId],
  );
  const state = delivery?.state;
  if (state === 'sending' || state === 'resolving') return refused('notice_being_sent');
  if (state === 'accepted' || state === 'confirmed') return refused('notice_sent');
  const fact = { kind: 'rerouted', reason } as const;
  const answer = await appendOr(tx, { noticeId, fact, actor: { personId }, on });
  if (!answer.ok || !delivery || state === 'rejected') return answer;
  const detail = told('sent_by_hand', {});
  if (state === 'unknown') await moveDelivery(tx, delivery.id, { state: 'manual', detail });
  await moveDelivery(tx, delivery.id, { state: 'rejected', detail });
  return answer;
}

/** A person has dispatched the pack: with its proof the duty is done on that day. */
export async function dispatchNotice(
  tx: Tx,
  given: NoticeStep & { noticeId: Id; dispatch: Dispatch },
): Promise<NoticeResult> {
  const { noticeId, dispatch, personId, asOf: on } = given;
  const known = await readNotice(tx, noticeId);
  if (!known) return refused('notice_unknown');
  const there = await policyDay(tx, known.standing.notice.policyId);
  if (dispatch.on > there) return refused('dispatch_in_future');
  const actor = { personId };
  const fact = { kind: 'dispatched', dispatch } as const;
  const answer = await appendOr(tx, { noticeId, fact, actor, on });
  if (answer.ok) await sayNotified(tx, { noticeId, actor, on: dispatch.on, today: on });
  return answer;
}

/** The insurer has confirmed that it has the pack, and what it calls it. */
export async function receiptOfNotice(
  tx: Tx,
  given: NoticeStep & { noticeId: Id; on: Day; partnerReference?: string },
): Promise<NoticeResult> {
  const { noticeId, on: receivedOn, partnerReference, personId, asOf } = given;
  if (receivedOn > asOf) return refused('dispatch_in_future');
  const fact = {
    kind: 'received',
    on: receivedOn,
    ...(partnerReference !== undefined && { partnerReference }),
  } as const;
  const actor = { personId };
  const answer = await appendOr(tx, { noticeId, fact, actor, on: asOf });
  const known = answer.ok ? await readNotice(tx, noticeId) : undefined;
  if (known && partnerReference !== undefined) {
    await askAnswer(tx, known.standing.notice, partnerReference);
  }
  return answer;
}

/** An overdue that was notified may stop cover: that is a circumstance of the debtor. */
export async function sayNotified(
  tx: Tx,
  given: {
    noticeId: Id;
    actor: Parameters<typeof recordCircumstances>[1]['actor'];
    on: Day;
    today: Day;
  },
): Promise<void> {
  const { noticeId, actor, on, today: knownOn } = given;
  const known = await readNotice(tx, noticeId);
  if (known?.standing.notice.kind !== 'overdue') return;
  const { policyId, debtorId, reference } = known.standing.notice;
  const notified = { policyId, debtorId, on, knownOn, reference };
  const circumstances = [{ kind: 'overdue_notified' as const, ...notified }];
  await recordCircumstances(tx, { actor, circumstances });
}

/** Has the insurer's answer asked for until it is there. */
export async function askAnswer(
  tx: Tx,
  { noticeId, reference, policyId }: InsurerNotice,
  partnerReference: string,
): Promise<void> {
  const { connectionId, queue } = await lineOf(tx, policyId);
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'readInsurerNotice',
    subject: noticeId,
    state: 'ready',
    input: { noticeId, reference, partnerReference, policyId },
  });
}

async function intendNotice(tx: Tx, notice: InsurerNotice): Promise<void> {
  const { connectionId, queue } = await lineOf(tx, notice.policyId);
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'noticeInsurer',
    subject: notice.noticeId,
    state: 'ready',
    input: notice,
  });
}

async function lineOf(tx: Tx, policyId: string): Promise<{ connectionId: Id; queue: string }> {
  return one(
    await tx.query<{ connectionId: Id; queue: string }>(
      `select c.id as "connectionId", c.adapter_id as queue
       from cedent.policy p join cedent.connection c
         on c.tenant_id = p.tenant_id and c.id = p.connection_id
       where p.tenant_id = $1 and p.id = $2`,
      [tx.tenantId, policyId],
    ),
    `connection of policy ${policyId}`,
  );
}

async function appendOr(
  tx: Tx,
  given: Parameters<typeof appendNoticeFact>[1],
): Promise<NoticeResult> {
  if (await appendNoticeFact(tx, given)) return { ok: true, value: null };
  const known = await readNotice(tx, given.noticeId);
  return known ? notNow(known) : refused('notice_unknown');
}

function notNow({ standing }: StoredNotice): NoticeResult<never> {
  return refused('notice_not_now', { status: standing.status });
}

function dunningMissing(missing: readonly MissingStep[]): NoticeResult<never> {
  return refused('dunning_missing', { steps: missing.map(({ step }) => step).join(', ') });
}

function refused(
  code: NoticeRefusalCode,
  params: Record<string, string> = {},
): NoticeResult<never> {
  return { ok: false, code, params };
}
