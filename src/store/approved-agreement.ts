import type { Agreement } from '../core/funding/agreement.ts';
import type { CanonicalRequest } from '../core/funding/request.ts';
import type { Tx } from './database.ts';
import { readTermsHistory } from './facility.ts';

/** How the agreement was when a second person approved the request. */
export async function readApprovedAgreement(
  tx: Tx,
  { facility, asOf }: CanonicalRequest,
): Promise<Agreement> {
  const { facilityId, termsHash } = facility;
  const versions = await readTermsHistory(tx, facilityId);
  const own = versions.findLast(
    (version) => version.termsHash === termsHash && version.effectiveOn <= asOf,
  );
  if (!own) {
    throw new Error(`facility ${facilityId} has the terms that a request was approved with`);
  }
  return own.agreement;
}
