import type { Day } from '../calendar.ts';
import { type AmountMinor, type Currency, type Rounding, sumMinor } from '../money.ts';
import { type CoverDecision, type CoverStatus, type IsMet, insures } from './limit.ts';

/** Why there is no cover, in our words; the insurer's own code stays on the decision. */
export type NoCoverReason =
  | 'no_decision'
  | 'pending'
  | 'conditional'
  | 'refused'
  | 'withdrawn'
  | 'expired'
  | 'cancelled'
  | 'superseded'
  | 'not_yet_valid'
  | 'needs_review';

export type CoverAnswer =
  | { status: 'in_force'; amountMinor: AmountMinor }
  | { status: 'none'; reason: NoCoverReason };

type Convert = (amount: AmountMinor, from: Currency, rounding: Rounding) => AmountMinor;

/**
 * The cover a debtor has on a day under one policy: the layers in force of the latest decision on each
 * cover, added, each cover converted once and rounded down. `decisions` are that debtor's under that
 * policy in the order they were recorded; on one day the later recorded one wins. Whatever is not
 * plainly in force insures nothing: cover is never assumed.
 */
export function coverOn(
  decisions: readonly CoverDecision[],
  { asOf, convert, isMet }: { asOf: Day; convert: Convert; isMet?: IsMet },
): CoverAnswer {
  const latest = latestPerCover(decisions, asOf);
  const layers = latest.map((decision) => ({
    decision,
    amounts: layersInForce(decision, asOf, isMet),
  }));
  const counted = layers.filter(({ amounts }) => amounts.length > 0);
  if (counted.length > 0) {
    const converted = counted.map(({ decision, amounts }) =>
      convert(sumMinor(amounts), decision.currency, 'down'),
    );
    return { status: 'in_force', amountMinor: sumMinor(converted) };
  }
  const last = latest.reduce<CoverDecision | undefined>(
    (newest, decision) => (newest && newest.decidedOn > decision.decidedOn ? newest : decision),
    undefined,
  );
  return { status: 'none', reason: last ? reasonOf(last, asOf, isMet) : 'no_decision' };
}

/** A decision counts from the later of its own day and its effect; one we cannot read counts at once. */
function latestPerCover(decisions: readonly CoverDecision[], asOf: Day): CoverDecision[] {
  const latest = new Map<string, CoverDecision>();
  for (const decision of decisions) {
    const { coverId, decidedOn, effectiveOn, status } = decision;
    if (decidedOn > asOf) continue;
    if (effectiveOn > asOf && status !== 'unknown_raw') continue;
    const before = latest.get(coverId);
    if (!before || decidedOn >= before.decidedOn) latest.set(coverId, decision);
  }
  return [...latest.values()];
}

/** The amounts of a decision that count on a day. */
export function layersInForce(decision: CoverDecision, asOf: Day, isMet?: IsMet): AmountMinor[] {
  if (!insures(decision, isMet)) return [];
  const { layers, endsOn } = decision;
  if (endsOn !== undefined && asOf >= endsOn) return [];
  return layers
    .filter(({ validFrom, validTo }) => validFrom <= asOf && (validTo ?? asOf) >= asOf)
    .map(({ amountMinor }) => amountMinor);
}

const reasons: Record<CoverStatus, NoCoverReason> = {
  requested: 'pending',
  referred: 'pending',
  agreed_conditional: 'conditional',
  refused: 'refused',
  withdrawn: 'withdrawn',
  expired: 'expired',
  cancelled: 'cancelled',
  superseded: 'superseded',
  unknown_raw: 'needs_review',
  agreed: 'expired',
  partial: 'expired',
  reduced: 'expired',
  withdrawal_noticed: 'withdrawn',
};

/** Why a decision that gives nothing on a day gives nothing. */
export function reasonOf(decision: CoverDecision, asOf: Day, isMet?: IsMet): NoCoverReason {
  const { status, layers, endsOn } = decision;
  if (!insures(decision, isMet)) return reasons[status];
  if (endsOn !== undefined && asOf >= endsOn) return 'withdrawn';
  if (layers.length === 0) return 'needs_review';
  if (layers.some(({ validFrom }) => validFrom > asOf)) return 'not_yet_valid';
  return status === 'agreed_conditional' ? 'expired' : reasons[status];
}
