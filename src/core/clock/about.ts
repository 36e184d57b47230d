import type { Day } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import { earliest } from './earliest.ts';
import type { ClockClaim, ClockInput, ClockNotice } from './input.ts';

/** What of the facts concerns one debtor. */
export type OfDebtor = {
  circumstances: readonly Circumstance[];
  notices: readonly ClockNotice[];
  claims: readonly ClockClaim[];
};

/** The facts of each debtor under this policy, looked up once. */
export function byDebtor({
  versions,
  circumstances,
  notices,
  claims,
}: ClockInput): (debtorId: string) => OfDebtor {
  const policyId = versions[0]?.policyId;
  const known = new Map<string, OfDebtor>();
  const underPolicy = circumstances.filter(
    (one) => one.policyId === undefined || one.policyId === policyId,
  );
  const [ofCircumstances, ofNotices, ofClaims] = [
    Map.groupBy(underPolicy, ({ debtorId }) => debtorId),
    Map.groupBy(notices, ({ debtorId }) => debtorId),
    Map.groupBy(claims, ({ debtorId }) => debtorId),
  ];
  return function about(debtorId: string): OfDebtor {
    const found = known.get(debtorId) ?? {
      circumstances: ofCircumstances.get(debtorId) ?? [],
      notices: ofNotices.get(debtorId) ?? [],
      claims: ofClaims.get(debtorId) ?? [],
    };
    known.set(debtorId, found);
    return found;
  };
}

/** The day on which the debtor became insolvent, as far as is known. */
export function insolvencyOf({ circumstances }: Pick<OfDebtor, 'circumstances'>): Day | undefined {
  return earliest(circumstances.flatMap((one) => (one.kind === 'insolvency' ? [one.on] : [])));
}

/** Notices that tell of an overdue invoice: an insolvency's declares the whole debt. */
export function tellsOverdue(kind: ClockNotice['kind']): boolean {
  return kind === 'overdue' || kind === 'insolvency';
}
