import type { Day } from '../core/calendar.ts';
import { canonicalJson } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { foldPlan, mayFollowPlan, type Plan, PlanFact, planBreach } from '../core/notice/plan.ts';
import { type Actor, audit } from './audit.ts';
import { recordCircumstances } from './circumstance.ts';
import { newId, type Tx } from './database.ts';

export type StoredPlanFact = {
  fact: PlanFact;
  on: Day;
  recordedAt: Date;
  recordedBy: Id | null;
};

export type StoredPlan = {
  planId: Id;
  reference: string;
  policyId: string;
  debtorId: string;
  plan: Plan;
  facts: StoredPlanFact[];
};

export type AskedPlan = Omit<Extract<PlanFact, { kind: 'asked' }>, 'kind'>;

/** A debtor has asked to pay later, in parts. */
export async function addPlan(
  tx: Tx,
  given: { policyId: string; debtorId: string; asked: AskedPlan; actor: Actor; on: Day },
): Promise<{ planId: Id; reference: string }> {
  const { policyId, debtorId, asked, actor, on } = given;
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `payment plan ${tx.tenantId}`,
  ]);
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from cedent.payment_plan where tenant_id = $1`,
    [tx.tenantId],
  );
  const reference = `PP-${String((row?.count ?? 0) + 1).padStart(4, '0')}`;
  const planId = newId();
  await tx.query(
    `insert into cedent.payment_plan (tenant_id, id, reference, policy_id, debtor_id)
     values ($1, $2, $3, $4, $5)`,
    [tx.tenantId, planId, reference, policyId, debtorId],
  );
  const fact = { kind: 'asked', ...asked } as const;
  await insertFact(tx, { planId, seq: 1, fact, actor, on });
  await audit(tx, { actor, action: 'plan.asked', subject: reference, body: fact });
  return { planId, reference };
}

/** Appends what became of a plan if it may follow; false where it may not. */
export async function appendPlanFact(
  tx: Tx,
  given: { planId: Id; fact: PlanFact; actor: Actor; on: Day },
): Promise<boolean> {
  const { planId, fact, actor } = given;
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `payment plan ${tx.tenantId} ${planId}`,
  ]);
  const known = await readPlan(tx, planId);
  if (!known || !mayFollowPlan(known.plan, fact)) return false;
  await insertFact(tx, { ...given, seq: known.facts.length + 1 });
  await audit(tx, { actor, action: `plan.${fact.kind}`, subject: known.reference, body: fact });
  return true;
}

export async function readPlan(tx: Tx, planId: Id): Promise<StoredPlan | undefined> {
  const [plan] = await read(tx, { planId });
  return plan;
}

/** The newest first. */
export async function listPlans(tx: Tx, query: { debtorId?: string } = {}): Promise<StoredPlan[]> {
  return read(tx, query);
}

/** The plan that a notice has put to the insurer. */
export async function findPlanOfNotice(tx: Tx, noticeId: Id): Promise<StoredPlan | undefined> {
  const plans = await read(tx, {});
  return plans.find(({ plan }) => plan.noticeId === noticeId);
}

/**
 * Holds every plan that the insurer has agreed to against what was paid since: an instalment that was
 * missed breaks it, and the original clock counts again; all paid, it was kept.
 */
export async function reviewPlans(tx: Tx, { today, actor }: { today: Day; actor: Actor }) {
  for (const { planId, reference, policyId, debtorId, plan } of await read(tx, {})) {
    if (plan.status !== 'insurer_agreed') continue;
    const openMinor = await readOpen(tx, plan.receivableIds, today);
    if (openMinor === 0) {
      await appendPlanFact(tx, { planId, fact: { kind: 'kept', on: today }, actor, on: today });
      continue;
    }
    const breach = planBreach(plan, { paidMinor: plan.openMinor - openMinor, today });
    if (!breach) continue;
    const fact = { kind: 'broken', on: today, ...breach } as const;
    await appendPlanFact(tx, { planId, fact, actor, on: today });
    const broken = { policyId, debtorId, on: today, knownOn: today, reference };
    const circumstances = [{ kind: 'rescheduling_broken' as const, ...broken }];
    await recordCircumstances(tx, { actor, circumstances });
  }
}

async function readOpen(tx: Tx, ids: readonly Id[], today: Day): Promise<number> {
  const [row] = await tx.query<{ openMinor: number }>(
    `select coalesce(sum(f.open_minor), 0)::bigint as "openMinor"
     from unnest($2::uuid[]) as r (id)
     cross join lateral (
       select p.open_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $3
       order by p.effective_on desc, p.seq desc limit 1) f`,
    [tx.tenantId, ids, today],
  );
  return row?.openMinor ?? 0;
}

async function read(
  tx: Tx,
  { planId, debtorId }: { planId?: Id; debtorId?: string },
): Promise<StoredPlan[]> {
  type Row = StoredPlanFact & Pick<StoredPlan, 'planId' | 'reference' | 'policyId' | 'debtorId'>;
  const rows = await tx.query<Row>(
    `select n.id as "planId", n.reference, n.policy_id as "policyId", n.debtor_id as "debtorId",
       f.fact, f.effective_on as "on", f.recorded_at as "recordedAt",
       f.recorded_by as "recordedBy"
     from cedent.payment_plan n
     join cedent.payment_plan_fact f on f.tenant_id = n.tenant_id and f.plan_id = n.id
     where n.tenant_id = $1 and ($2::uuid is null or n.id = $2)
       and ($3::text is null or n.debtor_id = $3)
     order by n.id desc, f.seq`,
    [tx.tenantId, planId ?? null, debtorId ?? null],
  );
  return [...Map.groupBy(rows, (row) => row.planId)].flatMap(([id, own]) => {
    const [head] = own;
    if (!head) return [];
    const { reference, policyId } = head;
    const facts = own.map(({ fact, on, recordedAt, recordedBy }) => ({
      fact,
      on,
      recordedAt,
      recordedBy,
    }));
    const plan = foldPlan(facts.map(({ fact }) => fact));
    return [{ planId: id, reference, policyId, debtorId: head.debtorId, plan, facts }];
  });
}

async function insertFact(
  tx: Tx,
  given: { planId: Id; seq: number; fact: PlanFact; actor: Actor; on: Day },
): Promise<void> {
  const { planId, seq, fact, actor, on } = given;
  await tx.query(
    `insert into cedent.payment_plan_fact
       (tenant_id, plan_id, seq, fact, effective_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      tx.tenantId,
      planId,
      seq,
      canonicalJson(PlanFact.parse(fact)),
      on,
      'personId' in actor ? actor.personId : null,
    ],
  );
}
