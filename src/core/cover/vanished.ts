import type { Day } from '../calendar.ts';
import { type CoverDecision, isInForce } from './limit.ts';

/** Our word where the insurer gives none: its list no longer has the cover. */
export const goneFromList = 'gone_from_list';

/**
 * Covers we hold to be in force that a whole list of the insurer's no longer has. Each ends on the
 * day of the list: before it was insured as known, from then on nothing is assumed. A cover that is
 * listed again is in force again, for its decision then differs from this one.
 */
export function vanishedCovers(
  known: readonly CoverDecision[],
  { listed, on }: { listed: ReadonlySet<string>; on: Day },
): CoverDecision[] {
  const latest = new Map<string, CoverDecision>();
  for (const decision of known) {
    const before = latest.get(decision.coverId);
    if (!before || decision.decidedOn >= before.decidedOn) latest.set(decision.coverId, decision);
  }
  return [...latest.values()]
    .filter(({ coverId, status, endsOn }) => {
      const runs = isInForce(status) && (endsOn === undefined || endsOn > on);
      return runs && !listed.has(coverId);
    })
    .map((decision) => ({
      ...decision,
      status: 'withdrawal_noticed',
      rawCode: goneFromList,
      endsOn: on,
    }));
}
