import type { Day, Instant } from '../../../core/calendar.ts';
import type { Certificate } from '../../../core/certificate/certificate.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { type Facility, readFacilities, readTermsHistory } from '../../../store/facility.ts';
import { readTenant, type Tenant } from '../../../store/tenant.ts';
import { readChangeMark } from '../../../store/waiting.ts';
import type { Refused } from '../../deps.ts';
import { notFound, Problem } from '../../problem.ts';
import type { PageCall } from '../view.ts';
import { type CertificateQuery, instantOf } from './query.ts';

/** What every page about a certificate knows before there is one. */
export type Asked = {
  tenant: Tenant;
  query: CertificateQuery;
  asOf: Day;
  /** The instant that is asked for; absent: now. */
  knownAt: Instant | undefined;
  /** With terms in force on the day, by id. */
  facilities: Facility[];
};

export type Paper = {
  facility: Facility;
  certificate: Certificate;
  /** By what was known when: asked for again by it, the certificate is the same. */
  knownAt: Instant;
};

export type PaperAnswer =
  | ({ status: 'certified' } & Paper)
  | { status: 'no_terms'; facilityId: string | undefined }
  | Refused;

export async function readAsked(call: PageCall, query: CertificateQuery): Promise<Asked> {
  const { tx, view } = call;
  const tenant = await readTenant(tx);
  if (!tenant) throw new Error('a reader has a tenant');
  const asOf = query.asOf ?? view.today;
  const knownAt = instantOf(query, tenant.timeZone);
  const facilities = await readFacilities(tx, {
    asOf,
    knownAt: knownAt ?? (await databaseNow(tx)),
  });
  return { tenant, query, asOf, knownAt, facilities };
}

/** The facility's certificate; without one named, the first one's. A facility of nobody is not found. */
export async function readPaper(
  call: PageCall,
  asked: Asked,
  facilityId: string | undefined,
): Promise<PaperAnswer> {
  const facility =
    facilityId === undefined
      ? asked.facilities[0]
      : asked.facilities.find(({ terms }) => terms.facilityId === facilityId);
  if (!facility) {
    const isKnown =
      facilityId === undefined || (await readTermsHistory(call.tx, facilityId)).length > 0;
    if (!isKnown) throw notFound();
    return { status: 'no_terms', facilityId };
  }
  const certified = await certifyOnce(call, asked);
  if (certified.status === 'refused') return certified;
  const certificate = certified.certificates.find(
    ({ terms }) => terms.facilityId === facility.terms.facilityId,
  );
  if (!certificate) throw new Error('a facility with terms has a certificate');
  return { status: 'certified', facility, certificate, knownAt: certified.knownAt };
}

type Certified = { status: 'certified'; certificates: Certificate[]; knownAt: Instant } | Refused;

/** The newest few: a step is opened from its certificate and read page by page. */
const kept = new Map<string, { mark: string; certified: Certified }>();
const KEPT_MAX = 8;

async function certifyOnce({ deps, tx }: PageCall, asked: Asked): Promise<Certified> {
  if (!deps.certify) throw new Problem('not_available_here');
  const { asOf } = asked;
  const { since } = asked.query;
  const key = [tx.tenantId, asOf, asked.knownAt ?? '', since ?? ''].join(' ');
  const mark = String(await readChangeMark(tx));
  const known = kept.get(key);
  if (known?.mark === mark) return known.certified;
  const knownAt = asked.knownAt ?? (await databaseNow(tx));
  const answer = await deps.certify(tx, { asOf, knownAt, since });
  const certified = answer.status === 'refused' ? answer : { ...answer, knownAt };
  kept.delete(key);
  kept.set(key, { mark, certified });
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  return certified;
}
