import { addMonths, type Day, daysBetween } from '../calendar.ts';
import { feeTaxOf, serviceFeeOf } from '../charge/fee.ts';
import type { Market } from '../charge/indexRate.ts';
import { interestOn } from '../charge/interest.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { chargedUntil, usedBy } from '../reconciliation/agreed.ts';
import { type Funded, type FundedFacility, openOn } from './funded.ts';

export type ExpectedCharge = {
  kind: 'interest' | 'fees';
  day: Day;
  amountMinor: AmountMinor;
  basis: 'month_end' | 'at_close' | 'fee_tier';
};

type Until = { today: Day; paidOn: Day; through: Day };

/**
 * What the agreement charges on a receivable from now to its expected payment, on the days on which it is
 * charged; nothing where the agreement does not say, or where a rate is not known yet.
 */
export function chargesTo(
  funded: Funded,
  facility: FundedFacility,
  until: Until,
  market: Market,
): ExpectedCharge[] {
  return [...interestTo(funded, facility, until, market), ...feesTo(funded, facility, until)];
}

function interestTo(
  funded: Funded,
  facility: FundedFacility,
  { today, paidOn, through }: Until,
  market: Market,
): ExpectedCharge[] {
  const interest = facility.charges?.interest;
  const used = usedBy(funded.facts);
  const started = used[0];
  if (!interest || !started || (used.at(-1)?.amountMinor ?? 0) === 0) return [];
  const from = chargedThrough(funded, interest.charged === 'monthly') ?? started.from;
  const found: ExpectedCharge[] = [];
  for (let start = from; start < paidOn && start <= through; ) {
    const month = addMonths(`${start.slice(0, 7)}-01`, 1);
    const isMonthly = interest.charged === 'monthly' && month < paidOn;
    const end = isMonthly ? month : paidOn;
    const period = { from: start, to: end };
    const reckoned = interestOn(interest, { fundsInUse: used, period }, market);
    if (!reckoned.ok) return [];
    const { amountMinor } = reckoned;
    // What should have been charged before today may come any day.
    const day = openOn(end > today ? end : today, facility);
    const basis = interest.charged === 'monthly' ? 'month_end' : 'at_close';
    if (amountMinor !== 0) found.push({ kind: 'interest', day, amountMinor, basis });
    start = end;
  }
  return found;
}

/** The first day that the funder has not charged yet. */
function chargedThrough({ facts }: Funded, isMonthly: boolean): Day | undefined {
  const last = facts.findLast(
    ({ fact }) => fact.kind === 'charged' && fact.charge === 'interest',
  )?.on;
  if (last === undefined) return undefined;
  return isMonthly ? chargedUntil(last) : last;
}

/** What the fee comes to at the payment, less what was charged, with the tax on that. */
function feesTo(funded: Funded, facility: FundedFacility, { paidOn }: Until): ExpectedCharge[] {
  const { serviceFee, feeTax } = facility.charges ?? {};
  const assigned = funded.facts.find(({ fact }) => fact.kind === 'assigned');
  if (!serviceFee || assigned?.fact.kind !== 'assigned') return [];
  const { faceMinor: assignedMinor } = assigned.fact;
  const days = Math.max(0, daysBetween(assigned.on, paidOn));
  const whole = serviceFeeOf(serviceFee, { assignedMinor, days }).amountMinor;
  const feeMinor = Math.max(0, sumMinor([whole, -funded.held.account.feesMinor]));
  if (feeMinor === 0) return [];
  const charged = [{ charge: 'service_fee' as const, amountMinor: feeMinor }];
  const taxMinor = feeTax ? feeTaxOf(feeTax, charged).amountMinor : 0;
  const amountMinor = sumMinor([feeMinor, taxMinor]);
  return [{ kind: 'fees', day: paidOn, amountMinor, basis: 'fee_tier' }];
}
