import type { Day } from '../core/calendar.ts';
import type { ClockDeclaration, ClockRegistration } from '../core/clock/input.ts';
import type { Id } from '../core/ids.ts';
import type { PolicyTerms } from '../core/policy/terms.ts';
import { audit } from './audit.ts';
import type { Tx } from './database.ts';

export type DeclarationMade = {
  policyId: string;
  declarationId: string;
  to: Day;
  declaredOn: Day;
  reference: string;
};

/** A person's word that a period was declared, by whichever way. */
export async function recordDeclaration(
  tx: Tx,
  { personId, ...made }: DeclarationMade & { personId: Id },
): Promise<void> {
  const { policyId, declarationId, to, declaredOn, reference } = made;
  await tx.query(
    `insert into cedent.declaration_made
       (tenant_id, policy_id, declaration_id, to_day, declared_on, reference, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, policyId, declarationId, to, declaredOn, reference, personId],
  );
  const actor = { personId };
  await audit(tx, { actor, action: 'declaration.made', subject: policyId, body: made });
}

/** What was declared of a policy: told by people, and what the insurer has taken from us. */
export async function readDeclarationsMade(
  tx: Tx,
  { policyId, declarations }: Pick<PolicyTerms, 'policyId' | 'declarations'>,
): Promise<ClockDeclaration[]> {
  const byPeople = await tx.query<ClockDeclaration>(
    `select declaration_id as "declarationId", to_day as "to", declared_on as "declaredOn"
     from cedent.declaration_made where tenant_id = $1 and policy_id = $2`,
    [tx.tenantId, policyId],
  );
  const taken = await tx.query<{ kind: string; to: Day; declaredOn: Day }>(
    `select coalesce(d.input->>'kind', 'aged_debtors') as kind,
       (coalesce(d.input->>'to', d.input->>'asOf'))::date as "to",
       (d.settled_at at time zone t.time_zone)::date as "declaredOn"
     from cedent.delivery d join cedent.tenant t on t.id = d.tenant_id
     where d.tenant_id = $1 and d.operation in ('declareToInsurer', 'sendExposure')
       and d.state in ('accepted', 'confirmed') and d.settled_at is not null
       and d.input->>'policyId' = $2`,
    [tx.tenantId, policyId],
  );
  return [
    ...byPeople,
    ...taken.flatMap(({ kind, to, declaredOn }) =>
      declarations.flatMap((one) =>
        one.kind === kind ? [{ declarationId: one.id, to, declaredOn }] : [],
      ),
    ),
  ];
}

export type Registration = ClockRegistration & { policyId: string };

/** What stands in a public register and until when, or that it was taken out. */
export async function recordRegistration(
  tx: Tx,
  { personId, ...entry }: Registration & { personId: Id },
): Promise<void> {
  const { policyId, registrationId, debtorId, registeredOn, expiresOn, endedOn } = entry;
  await tx.query(
    `insert into cedent.registration_fact (tenant_id, policy_id, registration, debtor_id,
       registered_on, expires_on, ended_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      policyId,
      registrationId,
      debtorId ?? null,
      registeredOn,
      expiresOn,
      endedOn ?? null,
      personId,
    ],
  );
  const actor = { personId };
  await audit(tx, { actor, action: 'registration.recorded', subject: policyId, body: entry });
}

/** Each entry as its newest fact has it. */
export async function readRegistrations(tx: Tx, policyId: string): Promise<ClockRegistration[]> {
  const rows = await tx.query<{
    registrationId: string;
    debtorId: string | null;
    registeredOn: Day;
    expiresOn: Day;
    endedOn: Day | null;
  }>(
    `select distinct on (registration) registration as "registrationId",
       debtor_id as "debtorId", registered_on as "registeredOn", expires_on as "expiresOn",
       ended_on as "endedOn"
     from cedent.registration_fact where tenant_id = $1 and policy_id = $2
     order by registration, seq desc`,
    [tx.tenantId, policyId],
  );
  return rows.map(({ debtorId, endedOn, ...row }) => ({
    ...row,
    ...(debtorId !== null && { debtorId }),
    ...(endedOn !== null && { endedOn }),
  }));
}
