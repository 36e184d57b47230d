import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Day } from '../../../core/calendar.ts';
import { sha256 } from '../../../core/hash.ts';
import type { Id } from '../../../core/ids.ts';
import type { NoticeOrder } from '../../../core/notice/build.ts';
import { InsurerNoticeKind } from '../../../core/notice/insurer-notice.ts';
import { Dispatch, Transport } from '../../../core/notice/notice-fact.ts';
import type { Permission } from '../../../core/role.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { readNotice } from '../../../store/insurer-notice.ts';
import { keepFile } from '../../../store/ledger/file.ts';
import {
  dispatchNotice,
  type NoticeResult,
  type NoticeStep,
  prepareNotices,
  receiptOfNotice,
  releaseNotice,
  rerouteNotice,
  returnNotice,
} from '../../../store/notice-act.ts';
import { takeAnswer } from '../../../store/notice-answer.ts';
import { readOpenItems } from '../../../store/receivable.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { type Flash, redirectTelling } from '../flash.ts';
import { fileOf, readForm } from '../form.ts';
import { requestIdOf } from '../requests/page.tsx';
import { asReader, type PageCall } from '../view.ts';

const noDay = z.literal('').transform(() => undefined);
const Draw = z.object({
  policy: z.string().min(1),
  debtor: z.string().trim().min(1).max(200),
  kind: InsurerNoticeKind.exclude(['rescheduling']),
  on: Day.or(noDay),
  reason: z.string().trim().min(1).max(4000),
  invoice: z.string().trim().max(200).default(''),
  until: Day.or(noDay),
  collection: z.literal('yes').optional(),
  waived: z.literal('yes').optional(),
});
const Release = z.object({ hash: z.string().length(64), via: Transport });
const Reason = z.object({ reason: z.string().trim().max(1000).default('') });
const Sent = Dispatch.omit({ proofSha256: true }).loose();
const Receipt = z.object({ on: Day, reference: z.string().trim().max(200).default('') });
const Answer = z.object({
  status: z.enum(['received', 'in_review', 'accepted', 'refused', 'closed']),
  code: z.string().trim().min(1).max(200),
  due_on: Day.or(noDay).optional(),
  stops_on: Day.or(noDay).optional(),
});

const proofBytesMax = 16 * 1024 * 1024;

/** What people do with notices; each step says on the page that follows what came of it. */
export function createNoticeActs(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/insurer-notices', async (c) => {
    const form = await readForm(c, Draw);
    const told = await asReader(c, 'notice.prepare', (call) => draw(call, form));
    return redirectTelling(c, told.path, told.flash);
  });
  app.post('/insurer-notices/:id/release', async (c) => {
    const form = await readForm(c, Release);
    return acted(c, 'notice.release', 'notice_released', ({ tx }, step) =>
      releaseNotice(tx, { ...step, ...form }),
    );
  });
  app.post('/insurer-notices/:id/return', async (c) => {
    const { reason } = await readForm(c, Reason);
    return reasoned(c, { reason, permission: 'notice.prepare', code: 'notice_returned' }, (given) =>
      returnNotice(given.call.tx, { ...given.step, reason }),
    );
  });
  app.post('/insurer-notices/:id/reroute', async (c) => {
    const { reason } = await readForm(c, Reason);
    return reasoned(c, { reason, permission: 'notice.release', code: 'notice_rerouted' }, (given) =>
      rerouteNotice(given.call.tx, { ...given.step, reason }),
    );
  });
  app.post('/insurer-notices/:id/dispatch', async (c) => {
    const { channel, on, at, reference } = await readForm(c, Sent);
    const proof = await fileOf(c, 'proof', proofBytesMax);
    if (!proof) return redirectTelling(c, pathOf(c), refused('file_missing', {}));
    const bytes = new Uint8Array(await proof.arrayBuffer());
    const proofSha256 = sha256(bytes);
    const dispatch = { channel, on, at, reference, proofSha256 };
    return acted(c, 'notice.prepare', 'notice_dispatched', async ({ tx }, step) => {
      const kept = { sha256: proofSha256, byteLength: bytes.length };
      await keepFile(tx, { ...kept, read: () => once(bytes) });
      return dispatchNotice(tx, { ...step, dispatch });
    });
  });
  app.post('/insurer-notices/:id/receipt', async (c) => {
    const { on, reference } = await readForm(c, Receipt);
    return acted(c, 'notice.prepare', 'notice_received', ({ tx }, step) =>
      receiptOfNotice(tx, {
        ...step,
        on,
        ...(reference !== '' && { partnerReference: reference }),
      }),
    );
  });
  app.post('/insurer-notices/:id/answer', async (c) => {
    const { status, code: rawCode, due_on, stops_on } = await readForm(c, Answer);
    const answer = {
      status,
      rawCode,
      ...(due_on !== undefined && { agreedDueOn: due_on }),
      ...(stops_on !== undefined && { stopsOn: stops_on }),
    };
    return acted(c, 'notice.release', 'notice_answered', async ({ tx }, step) => {
      const { noticeId, personId, asOf: on } = step;
      if (await takeAnswer(tx, { noticeId, answer, actor: { personId }, on })) {
        return { ok: true, value: null };
      }
      const standing = (await readNotice(tx, noticeId))?.standing.status ?? 'prepared';
      return { ok: false, code: 'notice_not_now', params: { status: standing } };
    });
  });
  return app;
}

async function draw(
  call: PageCall,
  form: z.infer<typeof Draw>,
): Promise<{ path: string; flash: Flash }> {
  const { tx } = call;
  const step = await stepOf(call);
  const { policy: policyId, debtor: debtorId, kind, on, reason, invoice, until } = form;
  const order: NoticeOrder = {
    kind,
    reason,
    isCollectionAsked: form.collection === 'yes',
    ...(on !== undefined && { on }),
  };
  if (kind === 'extension') {
    const items = await readOpenItems(tx, { ...step, debtorId });
    const receivableId = items.find(({ key }) => key.number === invoice)?.id;
    if (receivableId === undefined || until === undefined) {
      return { path: '/insurer-notices', flash: refused('not_of_the_debtor', {}) };
    }
    order.extension = { receivableId, dueOn: until };
  }
  const isDunningWaived = form.waived === 'yes';
  const made = await prepareNotices(tx, { ...step, policyId, debtorId, order, isDunningWaived });
  if (!made.ok) return { path: '/insurer-notices', flash: refused(made.code, made.params) };
  const [first] = made.value;
  const references = made.value.map(({ reference }) => reference).join(', ');
  const flash: Flash = { kind: 'done', code: 'notices_prepared', params: { references } };
  const only = made.value.length === 1 && first;
  return { path: only ? `/insurer-notices/${only.noticeId}` : '/insurer-notices', flash };
}

type Step = NoticeStep & { noticeId: Id };

async function stepOf({ tx, view }: PageCall): Promise<NoticeStep> {
  const { personId } = view.principal;
  return { personId, asOf: view.today, knownAt: await databaseNow(tx) };
}

async function acted(
  c: Context<HttpEnv>,
  permission: Permission,
  code: string,
  act: (call: PageCall, step: Step) => Promise<NoticeResult>,
): Promise<Response> {
  const noticeId = requestIdOf(c.req.param('id') ?? '');
  const flash = await asReader(c, permission, async (call): Promise<Flash> => {
    if (!(await readNotice(call.tx, noticeId))) throw notFound();
    const answer = await act(call, { ...(await stepOf(call)), noticeId });
    return answer.ok ? { kind: 'done', code, params: {} } : refused(answer.code, answer.params);
  });
  return redirectTelling(c, pathOf(c), flash);
}

async function reasoned(
  c: Context<HttpEnv>,
  told: { reason: string; permission: Permission; code: string },
  act: (given: { call: PageCall; step: Step }) => Promise<NoticeResult>,
): Promise<Response> {
  if (told.reason === '') return redirectTelling(c, pathOf(c), refused('reason_missing', {}));
  return acted(c, told.permission, told.code, (call, step) => act({ call, step }));
}

function pathOf(c: Context<HttpEnv>): string {
  return `/insurer-notices/${requestIdOf(c.req.param('id') ?? '')}`;
}

function refused(code: string, params: Record<string, string>): Flash {
  return { kind: 'refused', code, params };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
