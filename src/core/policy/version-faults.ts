import type { Fault } from './fault.ts';
import type { PolicyTerms } from './terms.ts';

/**
 * Versions of policies together, in any order. Those of one policy have each their number, one
 * currency, and periods that are the same or apart.
 */
export function* versionFaults(versions: readonly PolicyTerms[]): Generator<Fault> {
  for (const [index, terms] of versions.entries()) {
    const { policyId, version, period, currency } = terms;
    const others = versions.slice(0, index).filter((other) => other.policyId === policyId);
    if (others.some((other) => other.version === version)) {
      const params = { policyId, version };
      yield { code: 'policy_version_duplicate', path: [index, 'version'], params };
    }
    const crossing = others.find((other) => crosses(other.period, period));
    if (crossing) {
      const params = { policyId, version, other: crossing.version };
      yield { code: 'policy_period_overlap', path: [index, 'period'], params };
    }
    const differing = others.find((other) => other.currency !== currency);
    if (differing) {
      const params = { policyId, version, currency, other: differing.currency };
      yield { code: 'policy_currency_differs', path: [index, 'currency'], params };
    }
  }
}

type Period = PolicyTerms['period'];

/** Two periods that share days and are not the same. */
function crosses(one: Period, other: Period): boolean {
  const isSame = one.from === other.from && one.to === other.to;
  return !isSame && one.from <= other.to && other.from <= one.to;
}
