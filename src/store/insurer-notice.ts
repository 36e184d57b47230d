import type { Day } from '../core/calendar.ts';
import type { ClockNotice } from '../core/clock/input.ts';
import { canonicalJson, hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { NoticeContent } from '../core/notice/build.ts';
import { InsurerNotice } from '../core/notice/insurer-notice.ts';
import { InsurerNoticeFact } from '../core/notice/notice-fact.ts';
import { foldNotice, mayFollowNotice, type NoticeStanding } from '../core/notice/notice-state.ts';
import { type Actor, audit } from './audit.ts';
import { newId, type Tx } from './database.ts';

/** Keeps a notice that was drawn up, under a reference of its own. */
export async function addNotice(
  tx: Tx,
  given: { content: NoticeContent; needsRelease: boolean; actor: Actor; on: Day },
): Promise<InsurerNotice> {
  const { content, needsRelease, actor, on } = given;
  // References are numbered one after the other.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `insurer notice ${tx.tenantId}`,
  ]);
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from cedent.insurer_notice where tenant_id = $1`,
    [tx.tenantId],
  );
  const reference = `NO-${String((row?.count ?? 0) + 1).padStart(5, '0')}`;
  const notice = InsurerNotice.parse({ ...content, noticeId: newId(), reference });
  const { noticeId, policyId, debtorId, kind } = notice;
  await tx.query(
    `insert into cedent.insurer_notice (tenant_id, id, reference, policy_id, debtor_id, kind)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.tenantId, noticeId, reference, policyId, debtorId, kind],
  );
  const hash = hashOf(notice);
  const fact = { kind: 'prepared', notice, hash, needsRelease } as const;
  await insertFact(tx, { noticeId, seq: 1, fact, actor, on });
  const body = { hash, needsRelease, notice };
  await audit(tx, { actor, action: 'notice.prepared', subject: reference, body });
  return notice;
}

/** Appends what happened if it may follow; false where it may not. Locks the notice until commit. */
export async function appendNoticeFact(
  tx: Tx,
  given: { noticeId: Id; fact: InsurerNoticeFact; actor: Actor; on: Day },
): Promise<boolean> {
  const { noticeId, fact, actor } = given;
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `insurer notice ${tx.tenantId} ${noticeId}`,
  ]);
  const known = await readNotice(tx, noticeId);
  if (!known || !mayFollowNotice(known.standing, fact)) return false;
  await insertFact(tx, { ...given, seq: known.facts.length + 1 });
  const { reference } = known.standing.notice;
  await audit(tx, { actor, action: `notice.${fact.kind}`, subject: reference, body: fact });
  return true;
}

export type StoredNoticeFact = {
  fact: InsurerNoticeFact;
  on: Day;
  recordedAt: Date;
  recordedBy: Id | null;
};

export type StoredNotice = { noticeId: Id; standing: NoticeStanding; facts: StoredNoticeFact[] };

export async function readNotice(tx: Tx, noticeId: Id): Promise<StoredNotice | undefined> {
  const [notice] = await read(tx, { noticeId });
  return notice;
}

/** The newest first: of everyone, or of one debtor. */
export async function listNotices(
  tx: Tx,
  query: { debtorId?: string; limit: number },
): Promise<StoredNotice[]> {
  return read(tx, query);
}

/** What has left, for the clocks. */
export async function readClockNotices(tx: Tx): Promise<(ClockNotice & { policyId: string })[]> {
  const notices = await read(tx, { limit: 100_000 });
  return notices.flatMap(({ standing }) => {
    if (standing.status !== 'told') return [];
    const { kind, debtorId, policyId, invoices, isCollectionAsked } = standing.notice;
    const { on: sentOn, receivedOn } = standing;
    const receivableIds = invoices.map(({ receivableId }) => receivableId);
    const told = { policyId, kind, debtorId, receivableIds, sentOn, isCollectionAsked };
    return [receivedOn === undefined ? told : { ...told, receivedOn }];
  });
}

async function read(
  tx: Tx,
  { noticeId, debtorId, limit = 1 }: { noticeId?: Id; debtorId?: string; limit?: number },
): Promise<StoredNotice[]> {
  const rows = await tx.query<StoredNoticeFact & { noticeId: Id }>(
    `select n.id as "noticeId", f.fact, f.effective_on as "on", f.recorded_at as "recordedAt",
       f.recorded_by as "recordedBy"
     from (select id from cedent.insurer_notice
       where tenant_id = $1 and ($2::uuid is null or id = $2)
         and ($3::text is null or debtor_id = $3)
       order by id desc limit $4) n
     join cedent.insurer_notice_fact f on f.tenant_id = $1 and f.notice_id = n.id
     order by n.id desc, f.seq`,
    [tx.tenantId, noticeId ?? null, debtorId ?? null, limit],
  );
  return [...Map.groupBy(rows, (row) => row.noticeId)].map(([id, facts]) => ({
    noticeId: id,
    standing: foldNotice(facts),
    facts,
  }));
}

async function insertFact(
  tx: Tx,
  given: { noticeId: Id; seq: number; fact: InsurerNoticeFact; actor: Actor; on: Day },
): Promise<void> {
  const { noticeId, seq, fact, actor, on } = given;
  await tx.query(
    `insert into cedent.insurer_notice_fact
       (tenant_id, notice_id, seq, fact, effective_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      tx.tenantId,
      noticeId,
      seq,
      canonicalJson(InsurerNoticeFact.parse(fact)),
      on,
      'personId' in actor ? actor.personId : null,
    ],
  );
}
