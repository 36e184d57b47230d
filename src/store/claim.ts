import type { Day } from '../core/calendar.ts';
import { type Dossier, foldDossier } from '../core/claim/dossier.ts';
import { DossierFact } from '../core/claim/dossier-fact.ts';
import { mayFollowDossier } from '../core/claim/dossier-step.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import { newId, one, type Tx } from './database.ts';

export type StoredDossierFact = {
  seq: number;
  fact: DossierFact;
  effectiveOn: Day;
  cause: string;
  recordedAt: Date;
  recordedBy: Id | null;
};

export type StoredClaim = {
  id: Id;
  /** Ours, by which the insurer knows it. */
  reference: string;
  facts: StoredDossierFact[];
  dossier: Dossier;
};

/** Opens a dossier; its reference counts up within the tenant. */
export async function insertClaim(
  tx: Tx,
  order: { opened: Extract<DossierFact, { kind: 'opened' }>; on: Day; cause: string; actor: Actor },
): Promise<Id> {
  const { opened, ...entry } = order;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `claims ${tx.tenantId}`,
  ]);
  const id = newId();
  const rows = await tx.query<{ count: number }>(
    'select count(*)::integer as count from cedent.claim where tenant_id = $1',
    [tx.tenantId],
  );
  const nth = one(rows, 'the number of claims').count + 1;
  await tx.query(
    `insert into cedent.claim (tenant_id, id, reference, policy_id, debtor_id)
     values ($1, $2, $3, $4, $5)`,
    [tx.tenantId, id, referenceOf(entry.on, nth), opened.policyId, opened.debtorId],
  );
  await insertFact(tx, { claimId: id, seq: 1, fact: opened, ...entry });
  return id;
}

/** With the year, so that it is long enough to be told from other numbers in a bank's text. */
function referenceOf(on: Day, nth: number): string {
  return `CL-${on.slice(0, 4)}-${String(nth).padStart(5, '0')}`;
}

/** Locked against other writers until the transaction ends when asked. */
export async function readClaim(
  tx: Tx,
  id: Id,
  options: { lock: boolean } = { lock: false },
): Promise<StoredClaim | undefined> {
  if (options.lock) {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `claim ${tx.tenantId} ${id}`,
    ]);
  }
  return (await readClaims(tx, { ids: [id] }))[0];
}

/** The newest first: all of them, or some by id, debtor or policy. */
export async function readClaims(
  tx: Tx,
  of: { ids?: readonly Id[]; debtorId?: string; policyId?: string } = {},
): Promise<StoredClaim[]> {
  const rows = await tx.query<Row>(
    `select c.id, c.reference, f.seq, f.fact, f.effective_on as "effectiveOn", f.cause,
       f.recorded_at as "recordedAt", f.recorded_by as "recordedBy"
     from cedent.claim c
     join cedent.claim_fact f on f.tenant_id = $1 and f.claim_id = c.id
     where c.tenant_id = $1 and ($2::uuid[] is null or c.id = any ($2))
       and ($3::text is null or c.debtor_id = $3) and ($4::text is null or c.policy_id = $4)
     order by c.reference desc, f.seq`,
    [tx.tenantId, of.ids ?? null, of.debtorId ?? null, of.policyId ?? null],
  );
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, own]) => {
    const [first] = own;
    if (!first) return [];
    const facts = own.map(toFact);
    return [{ id, reference: first.reference, facts, dossier: folded(facts) }];
  });
}

/**
 * Appends a fact if it may follow, and audits it; false when it may not, as when it was told before. The
 * caller holds the claim's lock.
 */
export async function appendToClaim(
  tx: Tx,
  claim: StoredClaim,
  entry: { fact: DossierFact; on: Day; cause: string; actor: Actor },
): Promise<boolean> {
  const { fact, on, cause, actor } = entry;
  if (!mayFollowDossier(claim.dossier, fact)) return false;
  const seq = (claim.facts.at(-1)?.seq ?? 0) + 1;
  await insertFact(tx, { claimId: claim.id, seq, fact, on, cause, actor });
  const recordedBy = 'personId' in actor ? actor.personId : null;
  const recorded = { seq, fact, effectiveOn: on, cause, recordedAt: new Date(), recordedBy };
  claim.facts = [...claim.facts, recorded];
  claim.dossier = folded(claim.facts);
  return true;
}

async function insertFact(
  tx: Tx,
  entry: { claimId: Id; seq: number; fact: DossierFact; on: Day; cause: string; actor: Actor },
): Promise<void> {
  const { claimId, seq, fact, on, cause, actor } = entry;
  await tx.query(
    `insert into cedent.claim_fact (tenant_id, claim_id, seq, fact, effective_on, cause, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.tenantId,
      claimId,
      seq,
      JSON.stringify(fact),
      on,
      cause,
      'personId' in actor ? actor.personId : null,
    ],
  );
  const action = `claim.${fact.kind}`;
  await audit(tx, { actor, action, subject: claimId, body: auditBody(fact) });
}

/** What is filed stays in the fact; the chain holds what binds it. */
function auditBody(fact: DossierFact): unknown {
  if (fact.kind !== 'prepared') return fact;
  return { hash: fact.hash, claimedMinor: fact.filing.claimedMinor };
}

type Row = {
  id: Id;
  reference: string;
  seq: number;
  fact: unknown;
  effectiveOn: Day;
  cause: string;
  recordedAt: Date;
  recordedBy: Id | null;
};

function toFact({ id: _, reference: __, fact, ...row }: Row): StoredDossierFact {
  return { ...row, fact: DossierFact.parse(fact) };
}

function folded(facts: readonly StoredDossierFact[]): Dossier {
  return foldDossier(facts.map(({ fact, recordedBy }) => ({ fact, recordedBy: recordedBy ?? '' })));
}
