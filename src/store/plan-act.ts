import type { Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import { sumMinor } from '../core/money.ts';
import type { InsurerNotice } from '../core/notice/insurer-notice.ts';
import type { Instalment, PlanFact } from '../core/notice/plan.ts';
import { isWhole } from '../core/notice/plan.ts';
import type { Tx } from './database.ts';
import { type NoticeResult, type NoticeStep, prepareNotices } from './notice-act.ts';
import { addPlan, appendPlanFact, readPlan } from './payment-plan.ts';
import { readOpenItems } from './receivable.ts';

export type PlanResult<Value = null> =
  | { ok: true; value: Value }
  | { ok: false; code: string; params: Record<string, string | number> };

/** A debtor asks to pay in parts: the instalments make up what is open of the invoices, to the cent. */
export async function askPlan(
  tx: Tx,
  given: NoticeStep & {
    policyId: string;
    debtorId: string;
    numbers: readonly string[];
    instalments: readonly Instalment[];
    reason: string;
  },
): Promise<PlanResult<{ planId: Id; reference: string }>> {
  const { policyId, debtorId, numbers, instalments, reason, personId, asOf, knownAt } = given;
  const items = await readOpenItems(tx, { asOf, knownAt, debtorId });
  const wanted = new Set(numbers);
  const invoices = items.filter(
    (item) => item.kind === 'invoice' && item.openMinor > 0 && wanted.has(item.key.number),
  );
  const [first] = invoices;
  const isOne = invoices.every(
    ({ key, currency }) => key.sellerId === first?.key.sellerId && currency === first.currency,
  );
  const found = new Set(invoices.map(({ key }) => key.number));
  if (!first || !isOne || found.size !== wanted.size) return refused('not_of_the_debtor');
  const { currency } = first;
  const openMinor = sumMinor(invoices.map((invoice) => invoice.openMinor));
  const plan = { openMinor, instalments: [...instalments] };
  if (!isWhole(plan)) {
    const sumOf = sumMinor(instalments.map(({ amountMinor }) => amountMinor));
    return refused('plan_not_whole', { sumMinor: sumOf, openMinor, currency });
  }
  const asked = { currency, receivableIds: invoices.map(({ id }) => id), ...plan, reason };
  const actor = { personId };
  const value = await addPlan(tx, { policyId, debtorId, asked, actor, on: asOf });
  return { ok: true, value };
}

/** The debtor has agreed, or the plan is given up; the insurer's word comes by its notice. */
export async function stepPlan(
  tx: Tx,
  given: {
    planId: Id;
    personId: Id;
    on: Day;
    fact: Extract<PlanFact, { kind: 'debtor_agreed' | 'withdrawn' }>;
  },
): Promise<PlanResult> {
  const { planId, personId, on, fact } = given;
  if (await appendPlanFact(tx, { planId, fact, actor: { personId }, on })) {
    return { ok: true, value: null };
  }
  return notNow(tx, planId);
}

/** Draws up the notice that asks the insurer for its consent; nothing moves before it is given. */
export async function putPlan(
  tx: Tx,
  given: NoticeStep & { planId: Id },
): Promise<PlanResult<InsurerNotice>> {
  const { planId, personId, asOf: on } = given;
  const known = await readPlan(tx, planId);
  if (known?.plan.status !== 'debtor_agreed') return notNow(tx, planId);
  const { policyId, debtorId, plan } = known;
  const { receivableIds, reason } = plan;
  const order = {
    kind: 'rescheduling' as const,
    reason,
    isCollectionAsked: false,
    plan: { receivableIds, instalments: [...plan.instalments] },
  };
  const made: NoticeResult<InsurerNotice[]> = await prepareNotices(tx, {
    ...given,
    policyId,
    debtorId,
    order,
    isDunningWaived: true,
  });
  if (!made.ok) return made;
  const [notice] = made.value;
  if (!notice) return refused('nothing_owed');
  const fact = { kind: 'put_to_insurer', noticeId: notice.noticeId } as const;
  await appendPlanFact(tx, { planId, fact, actor: { personId }, on });
  return { ok: true, value: notice };
}

async function notNow(tx: Tx, planId: Id): Promise<PlanResult<never>> {
  const known = await readPlan(tx, planId);
  return known
    ? refused('plan_not_now', { status: known.plan.status })
    : refused('not_of_the_debtor');
}

function refused(code: string, params: Record<string, string | number> = {}): PlanResult<never> {
  return { ok: false, code, params };
}
