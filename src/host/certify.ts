import { certify } from '../core/certificate/certify.ts';
import type { Certify } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import { planFor } from './select.ts';

/** Certificates of a plan of every facility, so that one asked for alone has the same hash. */
export function certifyWith(selector: Selector): Certify {
  return async (tx, { asOf, knownAt, facilityId }) => {
    const planned = await planFor(tx, selector, { asOf, knownAt });
    if (planned.status === 'refused') return planned;
    const all = certify(planned.input, planned.plan);
    if (facilityId === undefined) return { status: 'certified', certificates: all };
    const certificates = all.filter(({ terms }) => terms.facilityId === facilityId);
    if (certificates.length > 0) return { status: 'certified', certificates };
    return { status: 'refused', code: 'facility_unknown', params: { facilityId } };
  };
}
