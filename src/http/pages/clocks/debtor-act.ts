import { Hono } from 'hono';
import { z } from 'zod';
import { Day, isDay } from '../../../core/calendar.ts';
import { DunningStep } from '../../../core/cover/dunning-step.ts';
import type { Instalment } from '../../../core/notice/plan.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { type DunningTold, drawDemand, recordDunning } from '../../../store/dunning.ts';
import { readPlan } from '../../../store/payment-plan.ts';
import { askPlan, type PlanResult, putPlan, stepPlan } from '../../../store/plan-act.ts';
import { readOpenItems } from '../../../store/receivable.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound, Problem } from '../../problem.ts';
import { type Flash, redirectTelling } from '../flash.ts';
import { fileOf, readForm } from '../form.ts';
import { amountOf } from '../raise/need.ts';
import { requestIdOf } from '../requests/page.tsx';
import { asReader, type PageCall } from '../view.ts';

const Numbers = z
  .string()
  .transform((text) => text.split(/[,，;\s]+/).filter((number) => number !== ''));
const Step = z.object({
  step: DunningStep,
  on: Day,
  invoices: Numbers,
  note: z.string().trim().max(1000).default(''),
});
const Demand = z.object({ days: z.coerce.number().int().min(1).max(90) });
const Asked = z.object({
  policy: z.string().min(1),
  invoices: Numbers,
  instalments: z.string().max(8000),
  reason: z.string().trim().min(1).max(1000),
});
const Agreed = z.object({ on: Day, evidence: z.string().trim().min(1).max(1000) });
const Withdrawn = z.object({ reason: z.string().trim().min(1).max(1000) });

const fileBytesMax = 8 * 1024 * 1024;

/** Dunning, demands and plans of a debtor. */
export function createDebtorClockActs(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/debtors/:id/dunning', async (c) => {
    const { invoices, ...step } = await readForm(c, Step);
    const debtorId = c.req.param('id');
    const rows = invoices.map((invoice, at) => ({ ...step, debtorId, invoice, row: at + 1 }));
    const flash = await asReader(c, 'notice.prepare', (call) => record(call, rows));
    return redirectTelling(c, debtorPath(debtorId), flash);
  });
  app.post('/debtors/:id/dunning-file', async (c) => {
    const file = await fileOf(c, 'file', fileBytesMax);
    const flash = await asReader(c, 'notice.prepare', async (call): Promise<Flash> => {
      if (!call.deps.readDunning) throw new Problem('not_available_here');
      if (!file) return { kind: 'refused', code: 'file_missing', params: {} };
      const read = call.deps.readDunning(new Uint8Array(await file.arrayBuffer()));
      if (read.status === 'read') return record(call, read.rows);
      return { kind: 'refused', code: read.code, params: read.params };
    });
    return redirectTelling(c, debtorPath(c.req.param('id')), flash);
  });
  app.post('/debtors/:id/demand', async (c) => {
    const { days } = await readForm(c, Demand);
    const debtorId = c.req.param('id');
    const flash = await asReader(c, 'notice.prepare', async ({ tx, view }): Promise<Flash> => {
      const when = { asOf: view.today, knownAt: await databaseNow(tx) };
      const answer = await drawDemand(tx, { ...when, debtorId, days });
      if (!answer.ok) return { kind: 'refused', code: answer.code, params: answer.params };
      return { kind: 'done', code: 'demand_drawn', params: { count: answer.demands.length } };
    });
    return redirectTelling(c, debtorPath(debtorId), flash);
  });
  app.post('/debtors/:id/plans', async (c) => {
    const form = await readForm(c, Asked);
    const debtorId = c.req.param('id');
    const flash = await asReader(c, 'notice.prepare', (call) => ask(call, { debtorId, form }));
    return redirectTelling(c, debtorPath(debtorId), flash);
  });
  app.route('/', createPlanActs());
  return app;
}

function createPlanActs(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/payment-plans/:id/agreed', async (c) => {
    const { on, evidence } = await readForm(c, Agreed);
    const planId = requestIdOf(c.req.param('id'));
    const told = await asReader(c, 'notice.prepare', (call) =>
      stepped(call, planId, ({ tx, view }) => {
        const { personId } = view.principal;
        const fact = { kind: 'debtor_agreed', on, evidence } as const;
        return stepPlan(tx, { planId, personId, on: view.today, fact });
      }),
    );
    return redirectTelling(c, told.path, told.flash);
  });
  app.post('/payment-plans/:id/withdrawn', async (c) => {
    const { reason } = await readForm(c, Withdrawn);
    const planId = requestIdOf(c.req.param('id'));
    const told = await asReader(c, 'notice.prepare', (call) =>
      stepped(call, planId, ({ tx, view }) => {
        const { personId } = view.principal;
        const fact = { kind: 'withdrawn', reason } as const;
        return stepPlan(tx, { planId, personId, on: view.today, fact });
      }),
    );
    return redirectTelling(c, told.path, told.flash);
  });
  app.post('/payment-plans/:id/notice', async (c) => {
    const planId = requestIdOf(c.req.param('id'));
    const told = await asReader(c, 'notice.prepare', (call) =>
      stepped(call, planId, async ({ tx, view }) => {
        const { personId } = view.principal;
        const when = { asOf: view.today, knownAt: await databaseNow(tx) };
        const answer = await putPlan(tx, { ...when, personId, planId });
        return answer.ok ? { ok: true, value: null } : answer;
      }),
    );
    return redirectTelling(c, told.path, told.flash);
  });
  return app;
}

async function record({ tx, view }: PageCall, rows: readonly DunningTold[]): Promise<Flash> {
  const actor = { personId: view.principal.personId };
  const answer = await recordDunning(tx, { rows, actor, today: view.today });
  if (!answer.ok) return { kind: 'refused', code: answer.code, params: answer.params };
  return { kind: 'done', code: 'dunning_recorded', params: { count: answer.recorded } };
}

async function ask(
  { tx, view }: PageCall,
  { debtorId, form }: { debtorId: string; form: z.infer<typeof Asked> },
): Promise<Flash> {
  const { policy: policyId, invoices: numbers, reason } = form;
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const items = await readOpenItems(tx, { ...when, debtorId });
  const currency = items.find(({ key }) => numbers.includes(key.number))?.currency;
  if (currency === undefined) return { kind: 'refused', code: 'not_of_the_debtor', params: {} };
  const instalments: Instalment[] = [];
  for (const line of form.instalments.split('\n').map((text) => text.trim())) {
    if (line === '') continue;
    const [dueOn = '', amount = ''] = line.split(/\s+/);
    const amountMinor = amountOf(amount, currency);
    if (!isDay(dueOn) || amountMinor === undefined || amountMinor < 1) {
      return { kind: 'refused', code: 'instalment_unreadable', params: { line } };
    }
    instalments.push({ dueOn, amountMinor });
  }
  const { personId } = view.principal;
  const order = { policyId, debtorId, numbers, instalments, reason };
  const answer = await askPlan(tx, { ...when, personId, ...order });
  if (answer.ok) return { kind: 'done', code: 'plan_recorded', params: {} };
  return { kind: 'refused', code: answer.code, params: answer.params };
}

async function stepped(
  call: PageCall,
  planId: string,
  act: (call: PageCall) => Promise<PlanResult>,
): Promise<{ path: string; flash: Flash }> {
  const known = await readPlan(call.tx, planId);
  if (!known) throw notFound();
  const path = debtorPath(known.debtorId);
  const answer = await act(call);
  if (answer.ok) return { path, flash: { kind: 'done', code: 'plan_recorded', params: {} } };
  return { path, flash: { kind: 'refused', code: answer.code, params: answer.params } };
}

function debtorPath(debtorId: string): string {
  return `/debtors/${encodeURIComponent(debtorId)}`;
}
