import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import type { NoticeOrder } from '../../core/notice/build.ts';
import { InsurerNotice, InsurerNoticeKind } from '../../core/notice/insurer-notice.ts';
import { Dispatch, InsurerNoticeFact, Transport } from '../../core/notice/notice-fact.ts';
import { Instalment } from '../../core/notice/plan.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { listNotices, readNotice, type StoredNotice } from '../../store/insurer-notice.ts';
import { listLetters, readLetter } from '../../store/letter.ts';
import {
  dispatchNotice,
  type NoticeResult,
  type NoticeStep,
  prepareNotices,
  receiptOfNotice,
  releaseNotice,
  rerouteNotice,
  returnNotice,
} from '../../store/notice-act.ts';
import { takeAnswer } from '../../store/notice-answer.ts';
import { notFound } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { At, IdParams, listOf } from './shapes.ts';
import { write } from './write.ts';

const tag = 'notices';
const permission = 'notice.prepare';

const Stored = z
  .object({
    noticeId: Id,
    status: z.enum(['prepared', 'returned', 'released', 'refused', 'told']),
    hash: z.string(),
    needsRelease: z.boolean(),
    notice: InsurerNotice,
    facts: z.array(
      z.object({ fact: InsurerNoticeFact, on: Day, recordedAt: At, recordedBy: Id.nullable() }),
    ),
  })
  .meta({ id: 'StoredInsurerNotice' });

const Order = z
  .strictObject({
    policyId: z.string().min(1),
    debtorId: z.string().min(1),
    kind: InsurerNoticeKind.exclude(['rescheduling']).describe('A plan has routes of its own.'),
    on: Day.optional().describe('The day of what is told; absent: the oldest original due date.'),
    reason: z.string().trim().min(1).max(4000),
    isCollectionAsked: z.boolean().default(false),
    extension: z.strictObject({ receivableId: Id, dueOn: Day }).optional(),
    isDunningWaived: z
      .boolean()
      .default(false)
      .describe('Go on though dunning that the policy wants shown is missing.'),
  })
  .meta({ id: 'InsurerNoticeOrder' });

const Answer = z.strictObject({
  status: z.enum(['received', 'in_review', 'accepted', 'refused', 'closed']),
  rawCode: z.string().trim().min(1).max(200),
  agreedDueOn: Day.optional(),
  agreedInstalments: z.array(Instalment).optional(),
  stopsOn: Day.optional(),
});

const Done = { status: 200, schema: Stored } as const;

/** What insurers are told of debtors: drawn up, released by another person, sent or dispatched. */
export const insurerNoticeRoutes: ApiRoute[] = [
  read({
    path: '/insurer-notices',
    operationId: 'listInsurerNotices',
    summary: 'Notices to insurers, the newest first.',
    tag,
    permission: 'request.read',
    query: z.object({ debtorId: z.string().min(1).optional() }),
    answers: { status: 200, schema: listOf(Stored) },
    handle: async ({ tx }, { query: { debtorId } }) => {
      const of = debtorId === undefined ? {} : { debtorId };
      const items = (await listNotices(tx, { ...of, limit: 500 })).map(shown);
      return { body: { items, next: null } };
    },
  }),
  read({
    path: '/insurer-notices/{id}',
    operationId: 'readInsurerNotice',
    summary: 'One notice with all that happened to it.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: Done,
    handle: async ({ tx }, { params }) => {
      const found = await readNotice(tx, params.id);
      if (!found) throw notFound();
      return { body: shown(found) };
    },
  }),
  write({
    path: '/insurer-notices',
    operationId: 'prepareInsurerNotice',
    summary: 'Draws up a notice of the whole debt, one for each seller and currency.',
    tag,
    permission,
    body: Order,
    answers: { status: 201, schema: z.object({ notices: z.array(InsurerNotice) }) },
    handle: async (call, { body }) => {
      const { policyId, debtorId, isDunningWaived, on, extension, ...rest } = body;
      const order: NoticeOrder = {
        ...rest,
        ...(on !== undefined && { on }),
        ...(extension && { extension }),
      };
      const given = { ...(await stepOf(call)), policyId, debtorId, isDunningWaived, order };
      const answer = await prepareNotices(call.tx, given);
      if (!answer.ok) throw refusedProblem(answer, call.locale);
      return { status: 201, body: { notices: answer.value } };
    },
  }),
  write({
    path: '/insurer-notices/{id}/release',
    operationId: 'releaseInsurerNotice',
    summary: 'Lets exactly this leave, to the insurer’s interface or as a pack to be dispatched.',
    tag,
    permission: 'notice.release',
    params: IdParams,
    body: z.strictObject({ hash: z.string().length(64), via: Transport }),
    answers: Done,
    handle: (call, { params, body }) =>
      stepped(call, params.id, (step) => releaseNotice(call.tx, { ...step, ...body })),
  }),
  write({
    path: '/insurer-notices/{id}/return',
    operationId: 'returnInsurerNotice',
    summary: 'Takes a notice back that has not been released.',
    tag,
    permission,
    params: IdParams,
    body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    answers: Done,
    handle: (call, { params, body }) =>
      stepped(call, params.id, (step) => returnNotice(call.tx, { ...step, ...body })),
  }),
  write({
    path: '/insurer-notices/{id}/reroute',
    operationId: 'rerouteInsurerNotice',
    summary: 'Your word that it goes by hand: from then on no machine sends it.',
    tag,
    permission: 'notice.release',
    params: IdParams,
    body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    answers: Done,
    handle: (call, { params, body }) =>
      stepped(call, params.id, (step) => rerouteNotice(call.tx, { ...step, ...body })),
  }),
  write({
    path: '/insurer-notices/{id}/dispatch',
    operationId: 'dispatchInsurerNotice',
    summary: 'Records that you have dispatched the pack, with what shows it.',
    tag,
    permission,
    params: IdParams,
    body: Dispatch,
    answers: Done,
    handle: (call, { params, body: dispatch }) =>
      stepped(call, params.id, (step) => dispatchNotice(call.tx, { ...step, dispatch })),
  }),
  write({
    path: '/insurer-notices/{id}/receipt',
    operationId: 'recordNoticeReceipt',
    summary: 'Records that the insurer has it, and what it calls it.',
    tag,
    permission,
    params: IdParams,
    body: z.strictObject({ on: Day, partnerReference: z.string().trim().min(1).optional() }),
    answers: Done,
    handle: (call, { params, body: { on, partnerReference } }) =>
      stepped(call, params.id, (step) =>
        receiptOfNotice(call.tx, {
          ...step,
          on,
          ...(partnerReference !== undefined && { partnerReference }),
        }),
      ),
  }),
  write({
    path: '/insurer-notices/{id}/answer',
    operationId: 'recordNoticeAnswer',
    summary: 'Records the insurer’s answer that came by other means; what it agreed moves clocks.',
    tag,
    permission: 'notice.release',
    params: IdParams,
    body: Answer,
    answers: Done,
    handle: (call, { params, body }) =>
      stepped(call, params.id, async ({ noticeId, personId, asOf: on }) => {
        const answer = plain(body);
        const isTaken = await takeAnswer(call.tx, { noticeId, answer, actor: { personId }, on });
        if (isTaken) return { ok: true, value: null };
        const status = (await readNotice(call.tx, noticeId))?.standing.status ?? '';
        return { ok: false, code: 'notice_not_now', params: { status } };
      }),
  }),
  read({
    path: '/insurer-notices/{id}/letters',
    operationId: 'listNoticeLetters',
    summary: 'The pack of a notice: its letters, one for each language.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: {
      status: 200,
      schema: listOf(
        z.object({
          id: Id,
          subject: z.string(),
          language: z.string(),
          fileName: z.string(),
          pages: z.int(),
          sha256: z.string(),
          recordedAt: At,
        }),
      ),
    },
    handle: async ({ tx }, { params }) => ({
      body: { items: await listLetters(tx, { subject: params.id }), next: null },
    }),
  }),
  read({
    path: '/letters/{id}',
    operationId: 'readLetter',
    summary: 'A letter as PDF, with its data attached.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: { status: 200, contentType: 'application/pdf' },
    handle: async ({ tx }, { params }) => {
      const found = await readLetter(tx, params.id);
      if (!found) throw notFound();
      const { bytes: file, fileName } = found;
      return { file, contentType: 'application/pdf', fileName };
    },
  }),
];

async function stepOf({ tx, principal }: Call): Promise<NoticeStep> {
  const { personId } = principal;
  return { personId, asOf: await businessDay(tx), knownAt: await databaseNow(tx) };
}

async function stepped(
  call: Call,
  noticeId: string,
  act: (step: NoticeStep & { noticeId: string }) => Promise<NoticeResult>,
) {
  if (!(await readNotice(call.tx, noticeId))) throw notFound();
  const answer = await act({ ...(await stepOf(call)), noticeId });
  if (!answer.ok) throw refusedProblem(answer, call.locale);
  const found = await readNotice(call.tx, noticeId);
  if (!found) throw notFound();
  return { status: 200 as const, body: shown(found) };
}

function plain({ status, rawCode, ...given }: z.infer<typeof Answer>) {
  const { agreedDueOn, agreedInstalments, stopsOn } = given;
  return {
    status,
    rawCode,
    ...(agreedDueOn !== undefined && { agreedDueOn }),
    ...(agreedInstalments && { agreedInstalments }),
    ...(stopsOn !== undefined && { stopsOn }),
  };
}

function shown({ noticeId, standing, facts }: StoredNotice): z.infer<typeof Stored> {
  const { status, hash, needsRelease, notice } = standing;
  return { noticeId, status, hash, needsRelease, notice, facts };
}
