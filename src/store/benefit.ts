import {
  AssignmentStep,
  BenefitAssignment,
  conflicting,
  foldAssignment,
  mayFollow,
  type StandingAssignment,
} from '../core/cover/assignment.ts';
import { canonicalJson } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';
import { readPolicy } from './policy.ts';

export type BenefitAnswer =
  | { status: 'recorded'; assignmentId: Id }
  | { status: 'refused'; code: 'policy_unknown' | 'assignment_unknown' | 'step_not_now' }
  | { status: 'refused'; code: 'assigned_already'; assignmentIds: Id[] };

/** Records to whom a policy's payments go; refused where something of it is assigned already. */
export async function assignBenefit(
  tx: Tx,
  { actor, assignment: given }: { actor: Actor; assignment: BenefitAssignment },
): Promise<BenefitAnswer> {
  const assignment = BenefitAssignment.parse(given);
  const { assignmentId, policyId } = assignment;
  if (!(await readPolicy(tx, policyId))) return { status: 'refused', code: 'policy_unknown' };
  await lock(tx, policyId);
  const standing = await readBenefits(tx, policyId);
  const found = conflicting(
    standing,
    assignment,
    await factsFor(tx, [...standing.map((one) => one.assignment), assignment]),
  );
  if (found.length > 0) {
    const assignmentIds = found.map((one) => one.assignment.assignmentId);
    return { status: 'refused', code: 'assigned_already', assignmentIds };
  }
  await tx.query(
    `insert into cedent.benefit_assignment (tenant_id, id, policy_id, recorded_by, assignment)
     values ($1, $2, $3, $4, $5)`,
    [tx.tenantId, assignmentId, policyId, personOf(actor), canonicalJson(assignment)],
  );
  const body = { assignment };
  await audit(tx, { actor, action: 'policy.benefit_assigned', subject: policyId, body });
  return { status: 'recorded', assignmentId };
}

/** What becomes of an assignment: the insurer's word, or its end. */
export async function recordBenefitStep(
  tx: Tx,
  of: { actor: Actor; policyId: string; assignmentId: Id; step: AssignmentStep },
): Promise<BenefitAnswer> {
  const { actor, policyId, assignmentId } = of;
  const step = AssignmentStep.parse(of.step);
  await lock(tx, policyId);
  const known = await readBenefits(tx, policyId);
  const found = known.find((one) => one.assignment.assignmentId === assignmentId);
  if (!found) return { status: 'refused', code: 'assignment_unknown' };
  if (!mayFollow(found.assignment, found.state, step)) {
    return { status: 'refused', code: 'step_not_now' };
  }
  await tx.query(
    `insert into cedent.benefit_step (tenant_id, assignment_id, recorded_by, step)
     values ($1, $2, $3, $4)`,
    [tx.tenantId, assignmentId, personOf(actor), canonicalJson(step)],
  );
  const body = { assignmentId, step };
  await audit(tx, { actor, action: `policy.benefit_${step.kind}`, subject: policyId, body });
  return { status: 'recorded', assignmentId };
}

/** The assignments of a policy and how each stands, oldest first; of every policy when absent. */
export async function readBenefits(tx: Tx, policyId?: string): Promise<StandingAssignment[]> {
  const rows = await tx.query<{ assignment: BenefitAssignment; steps: AssignmentStep[] }>(
    `select a.assignment, coalesce(
       (select jsonb_agg(s.step order by s.seq) from cedent.benefit_step s
        where s.tenant_id = $1 and s.assignment_id = a.id), '[]'::jsonb) as steps
     from cedent.benefit_assignment a
     where a.tenant_id = $1 and ($2::text is null or a.policy_id = $2)
     order by a.recorded_at, a.id limit 1000`,
    [tx.tenantId, policyId ?? null],
  );
  return rows.map(({ assignment, steps }) => ({
    assignment,
    state: foldAssignment(assignment, steps),
  }));
}

async function lock(tx: Tx, policyId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `benefits ${tx.tenantId} ${policyId}`,
  ]);
}

function personOf(actor: Actor): Id | null {
  return 'personId' in actor ? actor.personId : null;
}

/** Whose the invoices are that scopes name, and where debtors are. */
async function factsFor(tx: Tx, assignments: readonly BenefitAssignment[]) {
  const ids = assignments.flatMap(({ scope }) =>
    scope.kind === 'invoice' ? scope.receivableIds : [],
  );
  const owners = await tx.query<{ id: Id; debtorId: string }>(
    `select id, debtor_id as "debtorId" from cedent.receivable
     where tenant_id = $1 and id = any ($2)`,
    [tx.tenantId, ids],
  );
  const debtorIds = [
    ...owners.map(({ debtorId }) => debtorId),
    ...assignments.flatMap(({ scope }) => (scope.kind === 'buyer' ? scope.debtorIds : [])),
  ];
  const places = await tx.query<{ debtorId: string; country: string | null }>(
    `select distinct on (debtor_id) debtor_id as "debtorId", country from cedent.debtor_fact
     where tenant_id = $1 and debtor_id = any ($2)
     order by debtor_id, effective_on desc, seq desc`,
    [tx.tenantId, debtorIds],
  );
  const owner = new Map(owners.map(({ id, debtorId }) => [id, debtorId]));
  const country = new Map(places.map((one) => [one.debtorId, one.country ?? undefined]));
  return {
    countryOf: (debtorId: string) => country.get(debtorId),
    debtorOf: (receivableId: Id) => owner.get(receivableId),
  };
}
