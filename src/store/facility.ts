import { z } from 'zod';
import { type AsOf, Day } from '../core/calendar.ts';
import { Terms } from '../core/facility.ts';
import { Agreement, misfits } from '../core/funding/agreement.ts';
import { canonicalJson, hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import { one, type Tx } from './database.ts';

/** What one version of a facility's contract says, and from when. */
export const TermsVersion = z
  .strictObject({ effectiveOn: Day, terms: Terms, agreement: Agreement })
  .superRefine(({ terms, agreement }, context) => {
    for (const { path, message } of misfits(terms, agreement)) {
      context.addIssue({ code: 'custom', path: ['agreement', path], message });
    }
  });
export type TermsVersion = z.infer<typeof TermsVersion>;

export type TermsAnswer =
  | { status: 'recorded' | 'unchanged'; version: number; termsHash: string }
  | { status: 'refused'; code: 'terms_invalid'; problems: { path: string; message: string }[] }
  | { status: 'refused'; code: 'facility_exists' | 'facility_unknown' | 'facility_differs' };

/** A facility comes into being with the first version of its terms. */
export async function createFacility(
  tx: Tx,
  { actor, connectionId, version }: { actor: Actor; connectionId: Id; version: unknown },
): Promise<TermsAnswer> {
  const parsed = parseVersion(version);
  if (parsed.status === 'refused') return parsed;
  const { facilityId } = parsed.value.terms;
  const created = await tx.query(
    `insert into cedent.facility (tenant_id, id, connection_id) values ($1, $2, $3)
     on conflict do nothing returning 1`,
    [tx.tenantId, facilityId, connectionId],
  );
  if (created.length === 0) return { status: 'refused', code: 'facility_exists' };
  return appendTerms(tx, { actor, facilityId, value: parsed.value });
}

/** Appends a version of the terms; the version before stays true for its days. */
export async function addTerms(
  tx: Tx,
  { actor, facilityId, version }: { actor: Actor; facilityId: string; version: unknown },
): Promise<TermsAnswer> {
  const parsed = parseVersion(version);
  if (parsed.status === 'refused') return parsed;
  const { value } = parsed;
  if (value.terms.facilityId !== facilityId) return { status: 'refused', code: 'facility_differs' };
  const [facility] = await tx.query(
    `select 1 from cedent.facility where tenant_id = $1 and id = $2`,
    [tx.tenantId, facilityId],
  );
  if (!facility) return { status: 'refused', code: 'facility_unknown' };
  return appendTerms(tx, { actor, facilityId, value });
}

export type Facility = TermsVersion & {
  version: number;
  termsHash: string;
  connectionId: Id;
  recordedAt: Date;
};

/** The terms in force on a day as they were known at an instant, by facility. */
export async function readFacilities(
  tx: Tx,
  { asOf, knownAt, facilityIds }: AsOf & { facilityIds?: readonly string[] },
): Promise<Facility[]> {
  return tx.query<Facility>(
    `select distinct on (t.facility_id) ${columns}
     from cedent.facility_terms t
     join cedent.facility f on f.tenant_id = t.tenant_id and f.id = t.facility_id
     where t.tenant_id = $1 and t.effective_on <= $2 and t.recorded_at <= $3
       and ($4::text[] is null or t.facility_id = any ($4))
     order by t.facility_id, t.effective_on desc, t.version desc`,
    [tx.tenantId, asOf, knownAt, facilityIds ?? null],
  );
}

/** Every version of one facility's terms, oldest first. */
export async function readTermsHistory(tx: Tx, facilityId: string): Promise<Facility[]> {
  return tx.query<Facility>(
    `select ${columns} from cedent.facility_terms t
     join cedent.facility f on f.tenant_id = t.tenant_id and f.id = t.facility_id
     where t.tenant_id = $1 and t.facility_id = $2 order by t.version limit 1000`,
    [tx.tenantId, facilityId],
  );
}

const columns = `t.effective_on as "effectiveOn", t.terms, t.agreement, t.version,
  t.terms_hash as "termsHash", f.connection_id as "connectionId", t.recorded_at as "recordedAt"`;

type Parsed = { status: 'parsed'; value: TermsVersion } | (TermsAnswer & { status: 'refused' });

function parseVersion(version: unknown): Parsed {
  const parsed = TermsVersion.safeParse(version);
  if (parsed.success) return { status: 'parsed', value: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  return { status: 'refused', code: 'terms_invalid', problems };
}

async function appendTerms(
  tx: Tx,
  { actor, facilityId, value }: { actor: Actor; facilityId: string; value: TermsVersion },
): Promise<TermsAnswer> {
  const { effectiveOn, terms, agreement } = value;
  // Versions of one facility are numbered one after the other.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `facility terms ${tx.tenantId} ${facilityId}`,
  ]);
  const known = (await readTermsHistory(tx, facilityId)).at(-1);
  const termsHash = hashOf(terms);
  if (known && sameVersion(known, value)) {
    return { status: 'unchanged', version: known.version, termsHash };
  }
  const rows = await tx.query<{ version: number }>(
    `insert into cedent.facility_terms (tenant_id, facility_id, version, effective_on, recorded_by,
       terms, terms_hash, agreement)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning version`,
    [
      tx.tenantId,
      facilityId,
      (known?.version ?? 0) + 1,
      effectiveOn,
      'personId' in actor ? actor.personId : null,
      canonicalJson(terms),
      termsHash,
      canonicalJson(agreement),
    ],
  );
  const { version } = one(rows, 'the new version of the terms');
  const body = { version, termsHash, ...value };
  await audit(tx, { actor, action: 'facility.terms_recorded', subject: facilityId, body });
  return { status: 'recorded', version, termsHash };
}

function sameVersion(known: Facility, given: TermsVersion): boolean {
  const { effectiveOn, terms, agreement } = known;
  return hashOf({ effectiveOn, terms, agreement }) === hashOf(given);
}
