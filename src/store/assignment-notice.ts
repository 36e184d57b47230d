import type { Day } from '../core/calendar.ts';
import type { DeliveryState } from '../core/delivery.ts';
import type { Detail } from '../core/detail.ts';
import type { Agreement } from '../core/funding/agreement.ts';
import {
  AssignmentNotice,
  foldNotice,
  mayFollowNotice,
  NoticeFact,
  type NoticeState,
} from '../core/funding/assignment-notice.ts';
import { isHeld, isOpen } from '../core/funding/position.ts';
import type { CanonicalRequest, RequestLine } from '../core/funding/request.ts';
import type { Id } from '../core/ids.ts';
import { readApprovedAgreement } from './approved-agreement.ts';
import { type Actor, audit } from './audit.ts';
import { newId, type Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { readPositionsOf } from './position.ts';
import { connectionOf } from './request.ts';
import type { StoredRequest } from './request-facts.ts';

export type StoredNotice = {
  id: Id;
  requestId: Id;
  notice: AssignmentNotice;
  recordedAt: Date;
  facts: { fact: NoticeFact; recordedAt: Date }[];
  state: NoticeState;
};

/**
 * Tells each debtor, once, which of its invoices are the funder's now. A debtor's turn comes when the
 * funder has said yes or no to every line of it: what it declined was never assigned, and what it has
 * given back since is not told of. The caller holds the request's lock.
 */
export async function tellDebtors(
  tx: Tx,
  request: StoredRequest,
  { today, actor }: { today: Day; actor: Actor },
): Promise<void> {
  const { state } = request;
  if (!('answers' in state) || state.status === 'cancelled') return;
  const { canonical, answers } = state;
  const byDebtor = Map.groupBy(canonical.lines, ({ debtor }) => debtor.id);
  const answered = [...byDebtor].filter(([, lines]) =>
    lines.every(({ lineNumber }) => answers.get(lineNumber)?.status !== 'open'),
  );
  if (answered.length === 0) return;
  const known = new Set((await listNotices(tx, request.id)).map(({ notice }) => notice.debtor.id));
  const untold = answered.filter(([debtorId]) => !known.has(debtorId));
  if (untold.length === 0) return;
  const agreement = await readApprovedAgreement(tx, canonical);
  if (agreement.notice !== 'disclosed') return;
  const debtors = [...byDebtor.keys()];
  for (const [debtorId, lines] of untold) {
    const held = await stillHeld(tx, request.id, lines);
    if (held.length === 0) continue;
    const number = `${request.number}-N${debtors.indexOf(debtorId) + 1}`;
    await tell(tx, request, {
      notice: noticeOf(canonical, { number, today, agreement, lines: held }),
      actor,
    });
  }
}

/** Those of the lines that the request's funder holds still, and that are not over. */
export async function stillHeld<Line extends { receivableId: Id }>(
  tx: Tx,
  requestId: Id,
  lines: readonly Line[],
): Promise<Line[]> {
  const ids = lines.map(({ receivableId }) => receivableId);
  const positions = await readPositionsOf(tx, ids);
  return lines.filter(({ receivableId }) => {
    const position = positions.get(receivableId);
    return position && isHeld(position) && isOpen(position) && position.requestId === requestId;
  });
}

/** The notices of a request in the order of their numbers. */
export async function listNotices(tx: Tx, requestId: Id): Promise<StoredNotice[]> {
  return readNotices(tx, 'n.request_id = $2::uuid', requestId);
}

/** What their deliveries last knew. */
export async function listNoticeDeliveries(
  tx: Tx,
  requestId: Id,
): Promise<{ noticeId: Id; state: DeliveryState; detail: Detail | null }[]> {
  return tx.query(
    `select n.id as "noticeId", d.state, d.detail from cedent.assignment_notice n
     join cedent.delivery d on d.tenant_id = n.tenant_id and d.subject = n.id::text
       and d.operation = 'notifyDebtor'
     where n.tenant_id = $1 and n.request_id = $2`,
    [tx.tenantId, requestId],
  );
}

export async function requestOfNotice(tx: Tx, noticeId: Id): Promise<Id | undefined> {
  const [row] = await tx.query<{ requestId: Id }>(
    `select request_id as "requestId" from cedent.assignment_notice
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, noticeId],
  );
  return row?.requestId;
}

/** One notice, locked against other writers until the transaction ends. */
export async function readNotice(tx: Tx, noticeId: Id): Promise<StoredNotice | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `assignment notice ${tx.tenantId} ${noticeId}`,
  ]);
  const [notice] = await readNotices(tx, 'n.id = $2::uuid', noticeId);
  return notice;
}

/** Appends a fact if it may follow, and audits it; the caller holds the notice's lock. */
export async function appendNoticeFact(
  tx: Tx,
  stored: StoredNotice,
  entry: { fact: NoticeFact; effectiveOn: Day; actor: Actor },
): Promise<boolean> {
  const { fact, effectiveOn, actor } = entry;
  if (!mayFollowNotice(stored.state, fact)) return false;
  const [row] = await tx.query<{ recordedAt: Date }>(
    `insert into cedent.assignment_notice_fact
       (tenant_id, notice_id, seq, fact, effective_on, actor)
     values ($1, $2, $3, $4, $5, $6) returning recorded_at as "recordedAt"`,
    [
      tx.tenantId,
      stored.id,
      stored.facts.length + 1,
      JSON.stringify(fact),
      effectiveOn,
      JSON.stringify(actor),
    ],
  );
  if (!row) throw new Error('an appended fact has its instant');
  stored.facts = [...stored.facts, { fact, recordedAt: row.recordedAt }];
  stored.state = stateOf(stored);
  await audit(tx, { actor, action: `notice.${fact.kind}`, subject: stored.id, body: fact });
  return true;
}

function noticeOf(
  canonical: CanonicalRequest,
  told: { number: string; today: Day; agreement: Agreement; lines: readonly RequestLine[] },
): AssignmentNotice {
  const { number, today, agreement, lines } = told;
  const { payeeAccount } = agreement;
  const { facility, seller, assignee } = canonical;
  return AssignmentNotice.parse({
    version: 1,
    noticeId: newId(),
    number,
    requestNumber: canonical.number,
    asOf: today,
    facility,
    seller,
    assignee,
    debtor: lines[0]?.debtor,
    ...(payeeAccount !== undefined && { payeeAccount }),
    lines: lines.map((line) => ({
      lineNumber: line.lineNumber,
      receivableId: line.receivableId,
      number: line.number,
      instalment: line.instalment,
      issuedOn: line.issuedOn,
      dueOn: line.dueOn,
      currency: line.currency,
      faceMinor: line.faceMinor,
      openMinor: line.openMinor,
    })),
  });
}

async function tell(
  tx: Tx,
  request: StoredRequest,
  { notice, actor }: { notice: AssignmentNotice; actor: Actor },
): Promise<void> {
  const { noticeId, number, debtor } = notice;
  await tx.query(
    `insert into cedent.assignment_notice (tenant_id, id, request_id, debtor_id, number, notice)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.tenantId, noticeId, request.id, debtor.id, number, JSON.stringify(notice)],
  );
  const { id: connectionId, adapterId: queue } = await connectionOf(tx, request.facilityId);
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'notifyDebtor',
    subject: noticeId,
    state: 'ready',
    input: notice,
  });
  const body = { number, debtorId: debtor.id, lines: notice.lines.length };
  await audit(tx, { actor, action: 'notice.prepared', subject: noticeId, body });
}

type Row = {
  id: Id;
  requestId: Id;
  notice: unknown;
  recordedAt: Date;
  fact: unknown;
  factAt: Date | null;
};

async function readNotices(
  tx: Tx,
  where: 'n.request_id = $2::uuid' | 'n.id = $2::uuid',
  id: Id,
): Promise<StoredNotice[]> {
  const rows = await tx.query<Row>(
    `select n.id, n.request_id as "requestId", n.notice, n.recorded_at as "recordedAt",
       f.fact, f.recorded_at as "factAt"
     from cedent.assignment_notice n
     left join cedent.assignment_notice_fact f on f.tenant_id = n.tenant_id and f.notice_id = n.id
     where n.tenant_id = $1 and ${where} order by n.recorded_at, n.id, f.seq`,
    [tx.tenantId, id],
  );
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((own): StoredNotice[] => {
    const [first] = own;
    if (!first) return [];
    const known = {
      id: first.id,
      requestId: first.requestId,
      notice: AssignmentNotice.parse(first.notice),
      recordedAt: first.recordedAt,
      facts: own.flatMap(({ fact, factAt }) =>
        factAt === null ? [] : [{ fact: NoticeFact.parse(fact), recordedAt: factAt }],
      ),
    };
    return [{ ...known, state: stateOf(known) }];
  });
}

function stateOf({ notice, facts }: Pick<StoredNotice, 'notice' | 'facts'>): NoticeState {
  return foldNotice(
    notice,
    facts.map(({ fact }) => fact),
  );
}
