import type { z } from 'zod';
import type { AsOf } from '../core/calendar.ts';
import { canonicalJson, hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { type PolicyContradiction, versionContradictions } from '../core/policy/contradictions.ts';
import { PolicyTerms, type StatedTerms } from '../core/policy/terms.ts';
import { type Actor, audit } from './audit.ts';
import { one, type Tx } from './database.ts';
import { readPolicy } from './policy.ts';

export type PolicyTermsAnswer =
  | { status: 'recorded' | 'unchanged'; version: number; termsHash: string }
  | { status: 'refused'; code: 'policy_unknown' }
  | { status: 'refused'; code: 'terms_invalid'; problems: TermsProblem[] };

export type TermsProblem = {
  path: string;
  /** Of our own codes, worded under `refusal.<code>`; absent where the shape itself is wrong. */
  code?: string;
  message: string;
  params: Record<string, string | number>;
};

export type RecordedPolicy = {
  terms: PolicyTerms;
  termsHash: string;
  recordedAt: Date;
  recordedBy: Id | null;
};

/** Appends the next version of a policy's terms; every fault of it is named, or it is recorded. */
export async function addPolicyTerms(
  tx: Tx,
  { actor, policyId, stated }: { actor: Actor; policyId: string; stated: StatedTerms },
): Promise<PolicyTermsAnswer> {
  if (!(await readPolicy(tx, policyId))) return { status: 'refused', code: 'policy_unknown' };
  // Versions of one policy are numbered one after the other.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `policy terms ${tx.tenantId} ${policyId}`,
  ]);
  const known = await readPolicyHistory(tx, policyId);
  const last = known.at(-1);
  const version = (last?.terms.version ?? 0) + 1;
  const parsed = PolicyTerms.safeParse({ ...stated, policyId, version });
  if (!parsed.success) return invalid(parsed.error.issues.map(problemOf));
  const terms = parsed.data;
  const crossed = crossing(
    known.map((one) => one.terms),
    terms,
  );
  if (crossed.length > 0) return invalid(crossed);
  const termsHash = hashOf(terms);
  if (last && hashOf({ ...last.terms, version }) === termsHash) {
    return { status: 'unchanged', version: last.terms.version, termsHash: last.termsHash };
  }
  const rows = await tx.query<{ version: number }>(
    `insert into cedent.policy_terms (tenant_id, policy_id, version, effective_on, recorded_by,
       terms, terms_hash)
     values ($1, $2, $3, $4, $5, $6, $7) returning version`,
    [
      tx.tenantId,
      policyId,
      version,
      terms.effectiveOn,
      'personId' in actor ? actor.personId : null,
      canonicalJson(terms),
      termsHash,
    ],
  );
  const body = { termsHash, terms };
  await audit(tx, { actor, action: 'policy.terms_recorded', subject: policyId, body });
  return { status: 'recorded', version: one(rows, 'the new version').version, termsHash };
}

/** Every version of one policy's terms, oldest first. */
export async function readPolicyHistory(tx: Tx, policyId: string): Promise<RecordedPolicy[]> {
  return tx.query<RecordedPolicy>(
    `select ${columns} from cedent.policy_terms
     where tenant_id = $1 and policy_id = $2 order by version limit 1000`,
    [tx.tenantId, policyId],
  );
}

/** The versions that were known at an instant and count by a day, of every policy or of some. */
export async function readPolicyTerms(
  tx: Tx,
  { asOf, knownAt, policyIds }: AsOf & { policyIds?: readonly string[] },
): Promise<PolicyTerms[]> {
  const rows = await tx.query<RecordedPolicy>(
    `select ${columns} from cedent.policy_terms
     where tenant_id = $1 and effective_on <= $2 and recorded_at <= $3
       and ($4::text[] is null or policy_id = any ($4))
     order by policy_id, version`,
    [tx.tenantId, asOf, knownAt, policyIds ?? null],
  );
  return rows.map(({ terms }) => terms);
}

const columns = `terms, terms_hash as "termsHash", recorded_at as "recordedAt",
  recorded_by as "recordedBy"`;

function invalid(problems: TermsProblem[]): PolicyTermsAnswer {
  return { status: 'refused', code: 'terms_invalid', problems };
}

function problemOf(issue: z.core.$ZodIssue): TermsProblem {
  const path = issue.path.join('.');
  const { message } = issue;
  const { code, ...params } = issue.code === 'custom' ? (issue.params ?? {}) : {};
  return typeof code === 'string' ? { path, code, message, params } : { path, message, params: {} };
}

/** What the new version contradicts of those before it; its place is within the version. */
function crossing(known: readonly PolicyTerms[], terms: PolicyTerms): TermsProblem[] {
  const isOfNew = ({ path }: PolicyContradiction) => path[0] === known.length;
  return versionContradictions([...known, terms])
    .filter(isOfNew)
    .map(({ path, code, message, params }) => ({
      path: path.slice(1).join('.'),
      code,
      message,
      params,
    }));
}
