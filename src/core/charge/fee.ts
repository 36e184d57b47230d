import { addDays, type Day } from '../calendar.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { ChargeName, FeeTax, MisdirectedFee, ServiceFee } from './charges.ts';
import { type Charged, charged, type Reckoned, settledAt, shareStep } from './derivation.ts';
import { fraction } from './fraction.ts';

/** An amount charged, by its name. */
export type ChargedAmount = { charge: ChargeName; amountMinor: AmountMinor };

/** The fee of a receivable that has run so many days since its assignment. */
export function serviceFeeOf(
  fee: ServiceFee,
  { assignedMinor, days }: { assignedMinor: AmountMinor; days: number },
): Charged {
  const { initialBp, minimumMinor, rounding } = fee;
  const initial = initialBp === 0 ? [] : [shareStep(assignedMinor, initialBp)];
  const steps = [...initial, ...tierSteps(fee, { assignedMinor, days })];
  const own = charged('service_fee', steps, rounding);
  if (own.amountMinor >= minimumMinor) return own;
  return settledAt(own, minimumMinor, { code: 'at_least', params: { minimumMinor } });
}

/** Tax on those of the charges that are taxed, rounded once. */
export function feeTaxOf({ bp, on, rounding }: FeeTax, charges: readonly ChargedAmount[]): Charged {
  const { sumMinor: taxedMinor, step } = ofCharges(on, charges);
  return charged('fee_tax', [step, shareStep(taxedMinor, bp)], rounding);
}

/** The fee for what a debtor paid to the seller; none where it was passed on in time. */
export function misdirectedFeeOf(
  { bp, graceDays, rounding }: MisdirectedFee,
  of: { paidMinor: AmountMinor; paidOn: Day; passedOn: Day },
): Charged {
  const lastDay = addDays(of.paidOn, graceDays);
  if (of.passedOn > lastDay)
    return charged('misdirected_fee', [shareStep(of.paidMinor, bp)], rounding);
  const params = { passedOn: of.passedOn, lastDay };
  return charged('misdirected_fee', [{ code: 'within_grace', params }], rounding);
}

/** The sum of the charges that are named. */
export function ofCharges(
  names: readonly ChargeName[],
  charges: readonly ChargedAmount[],
): { sumMinor: AmountMinor; step: Reckoned } {
  const counted = charges.filter(({ charge }) => names.includes(charge));
  const sum = sumMinor(counted.map(({ amountMinor }) => amountMinor));
  const params = { charges: [...new Set(names)].join(', '), sumMinor: sum };
  return { sumMinor: sum, step: { code: 'of_charges', params } };
}

/** What a fee is a share of. */
export function feeBaseOf(
  { of }: ServiceFee,
  { assignedMinor, advancedMinor }: { assignedMinor: AmountMinor; advancedMinor: AmountMinor },
): AmountMinor {
  return of === 'advanced' ? advancedMinor : assignedMinor;
}

/** The periods of each tier that have run after so many days. */
export function periodsRun({ tiers, portion }: ServiceFee, days: number): number[] {
  return tiers.map(({ fromDay, everyDays }, index) => {
    const end = Math.min(days, tiers[index + 1]?.fromDay ?? days);
    const ran = Math.max(0, end - fromDay);
    return portion === 'whole' ? Math.ceil(ran / everyDays) : Math.floor(ran / everyDays);
  });
}

export function periodStep(
  { fromDay, everyDays, bp }: ServiceFee['tiers'][number],
  { assignedMinor, periods }: { assignedMinor: AmountMinor; periods: number },
): Reckoned {
  const exact = fraction(BigInt(assignedMinor) * BigInt(bp) * BigInt(periods), 10_000);
  const params = { assignedMinor, shareBp: bp, periods, fromDay, everyDays };
  return { code: 'periods', params, exact };
}

function tierSteps(
  fee: ServiceFee,
  { assignedMinor, days }: { assignedMinor: AmountMinor; days: number },
): Reckoned[] {
  const run = periodsRun(fee, days);
  return fee.tiers.flatMap((tier, index): Reckoned[] => {
    const periods = run[index] ?? 0;
    return periods === 0 ? [] : [periodStep(tier, { assignedMinor, periods })];
  });
}
