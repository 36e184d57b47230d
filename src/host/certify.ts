import { certify } from '../core/certificate/certify.ts';
import type { Certify } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import { readOpenings } from '../store/opening.ts';
import { firstRefusal, inputFor } from './select.ts';

/**
 * Certificates of a plan of every facility, so that one asked for alone has the same hash. Where the
 * roll-forward opens is part of the input: the hash stands for all that is on the paper.
 */
export function certifyWith(selector: Selector): Certify {
  return async (tx, { asOf, knownAt, since, facilityId }) => {
    const read = await inputFor(tx, { asOf, knownAt, months: statisticsMonths });
    if (read.status === 'refused') return read;
    const opened = await readOpenings(tx, {
      asOf: read.input.asOf,
      knownAt: read.knownAt,
      since,
      facilities: read.input.facilities,
    });
    if (opened.status === 'refused') return opened;
    const { openings } = opened;
    const input = openings.length > 0 ? { ...read.input, openings } : read.input;
    const selection = await selector.select(input);
    if (!selection.ok) return firstRefusal(selection.refusals);
    const all = certify(input, selection.plan);
    if (facilityId === undefined) return { status: 'certified', certificates: all };
    const certificates = all.filter(({ terms }) => terms.facilityId === facilityId);
    if (certificates.length > 0) return { status: 'certified', certificates };
    return { status: 'refused', code: 'facility_unknown', params: { facilityId } };
  };
}

/** A year of dilution and losses is on every certificate, whether a reserve reads it or not. */
const statisticsMonths = 12;
