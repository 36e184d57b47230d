import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Day, isDay } from '../../../core/calendar.ts';
import { SaidFact } from '../../../core/claim/dossier-fact.ts';
import { WriteOffStandard } from '../../../core/claim/write-off.ts';
import type { Id } from '../../../core/ids.ts';
import { Currency, parseDecimal } from '../../../core/money.ts';
import type { Permission } from '../../../core/role.ts';
import { readClaim } from '../../../store/claim.ts';
import {
  type ClaimResult,
  decideWriteOff,
  enterWord,
  openClaim,
  proposeWriteOff,
  type Step,
  stepClaim,
} from '../../../store/claim-act.ts';
import {
  answerRequest,
  dispatchFiling,
  prepareFiling,
  releaseFiling,
} from '../../../store/claim-filing.ts';
import { keepOwnRecords } from '../../../store/claim-records.ts';
import type { Tx } from '../../../store/database.ts';
import { Dispatch } from '../../../store/dispatch.ts';
import { readOneEvidence } from '../../../store/evidence.ts';
import { wholeFile } from '../../../store/ledger/file.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound, Problem } from '../../problem.ts';
import { type Flash, redirectTelling } from '../flash.ts';
import { fileOf, readForm } from '../form.ts';
import { asReader, type PageCall } from '../view.ts';
import { claimIdOf } from './dossier.tsx';
import { whenOf } from './parts.tsx';
import { flashOf } from './told.tsx';

const EVIDENCE_BYTES_MAX = 32 * 1024 * 1024;
const ADay = Day.refine(isDay);
const Reason = z.string().trim().min(1).max(1000);
const Name = z.string().trim().min(1).max(200);
const Amount = z.string().trim().max(30);

type Own = { tx: Tx; step: Step; claimId: Id; call: PageCall };

/** What people do on a dossier; each step comes back to it with a word on what it came to. */
export function createClaimActs(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/claims', open);
  on(app, 'facts', z.looseObject({ kind: z.string() }), ({ tx, step, claimId }, form) => {
    const given = Object.fromEntries(
      Object.entries(form).filter(([name, value]) => name !== 'form_token' && value !== ''),
    );
    const fact = SaidFact.safeParse(given);
    if (!fact.success) throw new Problem('invalid_request');
    return stepClaim(tx, { ...step, claimId, fact: fact.data });
  });
  on(app, 'records', z.looseObject({}), ({ tx, step, claimId }) =>
    keepOwnRecords(tx, { ...step, claimId }),
  );
  on(app, 'filing', z.looseObject({}), ({ tx, step, claimId }) =>
    prepareFiling(tx, { ...step, claimId }),
  );
  on(
    app,
    'release',
    z.object({ hash: z.string().length(64) }),
    ({ tx, step, claimId }, { hash }) => releaseFiling(tx, { ...step, claimId, hash }),
    'claim.release',
  );
  const Sent = z.object({ channel: Dispatch.shape.channel, on: ADay, reference: Name });
  on(app, 'dispatch', Sent, ({ tx, step, claimId }, { channel, on: dispatchedOn, reference }) =>
    dispatchFiling(tx, { ...step, claimId, dispatch: { channel, dispatchedOn, reference } }),
  );
  const Answer = z.object({ request: z.string().min(1), evidence: z.string() });
  on(app, 'answers', Answer, async ({ tx, step, claimId }, { request, evidence: id }) => {
    const evidence = await readOneEvidence(tx, claimIdOf(id));
    if (!evidence) throw notFound();
    const bytes = await wholeFile(tx, evidence);
    return answerRequest(tx, { ...step, claimId, requestId: request, evidence, bytes });
  });
  const Word = z.object({
    status: z.enum(['assessing', 'accepted', 'partly_accepted', 'refused']),
    code: Name,
  });
  on(app, 'word', Word, ({ tx, step, claimId }, { status, code }) => {
    const fact = { kind: 'insurer_said', status, rawCode: code, on: step.asOf } as const;
    return enterWord(tx, { ...step, claimId, fact });
  });
  moneyActs(app);
  app.post('/claims/:id/evidence', keep);
  return app;
}

function moneyActs(app: Hono<HttpEnv>): void {
  const Paid = z.object({ number: Name, on: ADay, amount: Amount, payee: Name });
  on(app, 'settlements', Paid, async (own, { number, on: paidOn, amount, payee }) => {
    const { currency, paidMinor } = await amountIn(own, amount);
    const paid = { settlementId: number, on: paidOn, currency, paidMinor, payee };
    const fact = { kind: 'settled' as const, ...paid, deductions: [] };
    return enterWord(own.tx, { ...own.step, claimId: own.claimId, fact });
  });
  const Got = z.object({
    number: Name,
    on: ADay,
    amount: Amount,
    costs: Amount.default('0'),
    by: z.enum(['insurer', 'insured']),
    approved: z.literal('yes').optional(),
  });
  on(app, 'recoveries', Got, async (own, { number, on: gotOn, amount, costs, by, approved }) => {
    const fact = {
      kind: 'recovered',
      recoveryId: number,
      on: gotOn,
      amountMinor: (await amountIn(own, amount)).paidMinor,
      costsMinor: (await amountIn(own, costs)).paidMinor,
      isApproved: approved === 'yes',
      by,
    } as const;
    return enterWord(own.tx, { ...own.step, claimId: own.claimId, fact });
  });
  const Proposal = z.object({ standard: WriteOffStandard, recovery: Amount, reason: Reason });
  on(app, 'write-off', Proposal, async (own, { standard, recovery, reason }) => {
    const { paidMinor: expectedRecoveryMinor } = await amountIn(own, recovery);
    const { personId: responsibleId } = own.step.actor;
    const order = { standard, expectedRecoveryMinor, reason, responsibleId };
    return proposeWriteOff(own.tx, { ...own.step, claimId: own.claimId, ...order });
  });
  const Decision = z.object({
    decision: z.enum(['approved', 'refused']),
    reason: z.string().trim().max(1000).default(''),
  });
  on(
    app,
    'write-off/decision',
    Decision,
    ({ tx, step, claimId }, { decision, reason }) =>
      decideWriteOff(tx, { ...step, claimId, ...(decision === 'refused' && { refusal: reason }) }),
    'claim.release',
  );
}

function on<Schema extends z.ZodType>(
  app: Hono<HttpEnv>,
  path: string,
  schema: Schema,
  act: (own: Own, form: z.infer<Schema>) => Promise<ClaimResult<unknown>>,
  permission: Permission = 'claim.prepare',
): void {
  app.post(`/claims/:id/${path}`, async (c) => {
    const claimId = claimIdOf(c.req.param('id'));
    const form = await readForm(c, schema);
    const flash = await asReader(c, permission, async (call): Promise<Flash> => {
      try {
        return flashOf(await act({ tx: call.tx, step: await stepOf(call), claimId, call }, form));
      } catch (error) {
        if (error instanceof Unreadable) return error.flash;
        throw error;
      }
    });
    return redirectTelling(c, `/claims/${claimId}`, flash);
  });
}

/** An amount that cannot be read is said, not an error. */
class Unreadable extends Error {
  readonly flash: Flash;
  constructor(value: string) {
    super('an amount cannot be read');
    this.flash = { kind: 'refused', code: 'amount_unreadable', params: { value } };
  }
}

async function amountIn({ tx, claimId }: Own, text: string) {
  const claim = await readClaim(tx, claimId);
  if (!claim) throw notFound();
  const { currency } = claim.dossier;
  const paidMinor = parseDecimal(text.replaceAll(',', ''), currency);
  if (paidMinor === undefined || paidMinor < 0) throw new Unreadable(text);
  return { currency, paidMinor };
}

async function stepOf({ tx, view }: PageCall): Promise<Step> {
  return { ...(await whenOf(tx, view)), actor: { personId: view.principal.personId } };
}

const Order = z.object({
  policy: Name,
  seller: Name,
  debtor: Name,
  currency: z.string().trim().toUpperCase().pipe(Currency),
  insolvent: z.union([z.literal(''), ADay]).default(''),
  reason: Reason,
});

async function open(c: Context<HttpEnv>): Promise<Response> {
  const form = await readForm(c, Order);
  const told = await asReader(c, 'claim.prepare', async (call) => {
    const step = await stepOf(call);
    const opened = await openClaim(call.tx, {
      ...step,
      policyId: form.policy,
      sellerId: form.seller,
      debtorId: form.debtor,
      currency: form.currency,
      ...(form.insolvent !== '' && { insolventOn: form.insolvent }),
      responsibleId: step.actor.personId,
      reason: form.reason,
    });
    if (!opened.ok) return { path: '/claims', flash: flashOf(opened) };
    const claim = await readClaim(call.tx, opened.value);
    const params = { reference: claim?.reference ?? '' };
    const flash: Flash = { kind: 'done', code: 'claim_opened', params };
    return { path: `/claims/${opened.value}`, flash };
  });
  return redirectTelling(c, told.path, told.flash);
}

const Kept = z.object({ kind: Name, receivable: z.string().default('') });

async function keep(c: Context<HttpEnv>): Promise<Response> {
  const claimId = claimIdOf(c.req.param('id') ?? '');
  const file = await fileOf(c, 'file', EVIDENCE_BYTES_MAX);
  const { kind, receivable } = await readForm(c, Kept);
  const flash = await asReader(c, 'claim.prepare', async ({ tx, deps, view }): Promise<Flash> => {
    if (!file) return { kind: 'refused', code: 'file_missing', params: {} };
    if (!deps.takeEvidence) throw new Problem('not_available_here');
    const claim = await readClaim(tx, claimId);
    if (!claim) throw notFound();
    const kept = await deps.takeEvidence(tx, {
      personId: view.principal.personId,
      debtorId: claim.dossier.debtorId,
      ...(receivable !== '' && { receivableId: claimIdOf(receivable) }),
      kind,
      fileName: file.name,
      contentType: file.type === '' ? 'application/octet-stream' : file.type,
      note: '',
      bytes: file.stream(),
    });
    if (kept.status === 'refused') return { kind: 'refused', code: kept.code, params: {} };
    return { kind: 'done', code: 'claim_done', params: {} };
  });
  return redirectTelling(c, `/claims/${claimId}`, flash);
}
