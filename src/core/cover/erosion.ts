import { type Day, dayNumber } from '../calendar.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';

/** What one claim has used: of the losses that the insured bears first, and of what is paid at most. */
export type Erosion = {
  claimId: string;
  /** The day of the loss: it belongs to the period that day is in. */
  on: Day;
  firstLossMinor: AmountMinor;
  paidMinor: AmountMinor;
};

/** A sum of a policy's period and how it was used up, in the policy's currency. */
export type ErosionLedger = {
  totalMinor: AmountMinor;
  usedMinor: AmountMinor;
  leftMinor: AmountMinor;
  entries: { claimId: string; on: Day; amountMinor: AmountMinor; leftMinor: AmountMinor }[];
};

/** Absent: the policy knows no such sum. */
export type ErosionLedgers = { firstLoss?: ErosionLedger; liability?: ErosionLedger };

/** Of the policy's period, by the day of loss and then by claim, whatever order they come in. */
export function erosionOf(
  { indemnity, period }: Pick<PolicyTerms, 'indemnity' | 'period'>,
  erosions: readonly Erosion[],
): ErosionLedgers {
  const own = erosions
    .filter(({ on }) => on >= period.from && on <= period.to)
    .toSorted(
      (left, right) =>
        dayNumber(left.on) - dayNumber(right.on) || (left.claimId < right.claimId ? -1 : 1),
    );
  const { aggregateFirstLossMinor, maximumLiabilityMinor } = indemnity;
  const firstLoss = ledgerOf(aggregateFirstLossMinor, own, ({ firstLossMinor }) => firstLossMinor);
  const liability = ledgerOf(maximumLiabilityMinor, own, ({ paidMinor }) => paidMinor);
  return { ...(firstLoss && { firstLoss }), ...(liability && { liability }) };
}

function ledgerOf(
  totalMinor: AmountMinor | undefined,
  erosions: readonly Erosion[],
  amountOf: (erosion: Erosion) => AmountMinor,
): ErosionLedger | undefined {
  if (totalMinor === undefined) return undefined;
  const entries: ErosionLedger['entries'] = [];
  let usedMinor = 0;
  for (const erosion of erosions) {
    const { claimId, on } = erosion;
    const amountMinor = amountOf(erosion);
    if (amountMinor === 0) continue;
    usedMinor = sumMinor([usedMinor, amountMinor]);
    entries.push({ claimId, on, amountMinor, leftMinor: Math.max(0, totalMinor - usedMinor) });
  }
  return { totalMinor, usedMinor, leftMinor: Math.max(0, totalMinor - usedMinor), entries };
}

export type FinancedCheck =
  | { status: 'unlimited' }
  | { status: 'within'; leftMinor: AmountMinor; roomMinor: AmountMinor }
  | { status: 'exceeds'; leftMinor: AmountMinor; excessMinor: AmountMinor };

/** What is financed on a policy's cover against the most that it still pays of its period. */
export function checkFinanced(
  { liability }: ErosionLedgers,
  financedMinor: AmountMinor,
): FinancedCheck {
  if (!liability) return { status: 'unlimited' };
  const { leftMinor } = liability;
  return financedMinor <= leftMinor
    ? { status: 'within', leftMinor, roomMinor: leftMinor - financedMinor }
    : { status: 'exceeds', leftMinor, excessMinor: financedMinor - leftMinor };
}
