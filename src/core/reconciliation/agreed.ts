import { addDays, type Day, daysBetween } from '../calendar.ts';
import type { FundsInUse } from '../charge/accrual.ts';
import type { Charges } from '../charge/charges.ts';
import type { Derivation } from '../charge/derivation.ts';
import { type ChargedAmount, feeTaxOf, misdirectedFeeOf, serviceFeeOf } from '../charge/fee.ts';
import type { ChargeRefusal, Market } from '../charge/indexRate.ts';
import { discountOf, interestOn, interestPeriods } from '../charge/interest.ts';
import { fundsInUseMinor } from '../funding/account.ts';
import { foldedWith, isHeld, type Position } from '../funding/position.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { DatedFact } from './life.ts';

export type AgreedCharge = {
  charge: 'fees' | 'feeTax' | 'interest';
  chargedMinor: AmountMinor;
  /** Through the day up to which it was charged last. */
  through: Day;
} & (
  | { status: 'reckoned'; agreedMinor: AmountMinor; derivations: Derivation[] }
  /** The agreement names what is not known here: a calendar, a fixing. */
  | { status: 'unknown'; refusal: ChargeRefusal }
);

type Part = { agreedMinor: AmountMinor; derivations: Derivation[] };
type Found = ({ ok: true } & Part) | { ok: false; refusal: ChargeRefusal };

/**
 * What the agreement gives for each charge the funder has booked in one life of a receivable, through
 * the day up to which it has charged it. Interest booked on a month's last day is for all of the month.
 * What is charged on the account as a whole is not looked at here.
 */
export function agreedOf(
  charges: Charges,
  life: { facts: readonly DatedFact[]; dueOn: Day; pooled: ReadonlySet<AgreedCharge['charge']> },
  market: Market,
): AgreedCharge[] {
  const { facts, dueOn, pooled } = life;
  const first = facts.find(({ fact }) => fact.kind === 'assigned');
  if (first?.fact.kind !== 'assigned') return [];
  const assignedMinor = first.fact.faceMinor;
  const found: AgreedCharge[] = [];
  const booked = bookedOf(facts);
  if (booked.fees && !pooled.has('fees')) {
    const fee = { through: booked.fees.through, assignedMinor, assignedOn: first.on };
    found.push({ charge: 'fees', ...booked.fees, ...settled(feesOf(charges, fee, facts)) });
  }
  if (booked.interest && !pooled.has('interest')) {
    const { through } = booked.interest;
    const reckoned = interestOf(charges, { facts, dueOn, through }, market);
    found.push({ charge: 'interest', ...booked.interest, ...settled(reckoned) });
  }
  if (booked.feeTax && !pooled.has('feeTax')) {
    const amounts = chargedAmounts(charges, facts);
    const tax = charges.feeTax ? partOf([feeTaxOf(charges.feeTax, amounts)]) : nothing;
    found.push({ charge: 'feeTax', ...booked.feeTax, ...settled({ ok: true, ...tax }) });
  }
  return found;
}

function settled(found: Found) {
  return found.ok
    ? {
        status: 'reckoned' as const,
        agreedMinor: found.agreedMinor,
        derivations: found.derivations,
      }
    : { status: 'unknown' as const, refusal: found.refusal };
}

const nothing: Part = { agreedMinor: 0, derivations: [] };

function partOf(charged: readonly { amountMinor: AmountMinor; derivation: Derivation }[]): Part {
  return {
    agreedMinor: sumMinor(charged.map(({ amountMinor }) => amountMinor)),
    derivations: charged.map(({ derivation }) => derivation),
  };
}

type Booked = { chargedMinor: AmountMinor; through: Day };

function bookedOf(facts: readonly DatedFact[]): Partial<Record<AgreedCharge['charge'], Booked>> {
  const booked: Partial<Record<AgreedCharge['charge'], Booked>> = {};
  for (const { fact, on } of facts) {
    if (fact.kind !== 'charged') continue;
    const charge = columnOf[fact.charge];
    const before = booked[charge]?.chargedMinor ?? 0;
    booked[charge] = { chargedMinor: sumMinor([before, fact.amountMinor]), through: on };
  }
  return booked;
}

const columnOf = {
  service_fee: 'fees',
  misdirected_fee: 'fees',
  fee_tax: 'feeTax',
  interest: 'interest',
} as const;

function feesOf(
  { serviceFee, misdirectedFee }: Charges,
  of: { through: Day; assignedMinor: AmountMinor; assignedOn: Day },
  facts: readonly DatedFact[],
): Found {
  const { assignedMinor, assignedOn, through } = of;
  const parts = [];
  if (serviceFee) {
    const days = Math.max(0, daysBetween(assignedOn, through));
    parts.push(serviceFeeOf(serviceFee, { assignedMinor, days }));
  }
  if (misdirectedFee) {
    for (const paid of misdirectedIn(facts)) parts.push(misdirectedFeeOf(misdirectedFee, paid));
  }
  return { ok: true, ...partOf(parts) };
}

/** What debtors paid the seller, with the day on which the seller had passed on as much, first in first out. */
function misdirectedIn(facts: readonly DatedFact[]) {
  const waiting: { paidMinor: AmountMinor; paidOn: Day }[] = [];
  const passed: { paidMinor: AmountMinor; paidOn: Day; passedOn: Day }[] = [];
  for (const { fact, on } of facts) {
    if (fact.kind === 'collected' && fact.by === 'seller') {
      waiting.push({ paidMinor: fact.amountMinor, paidOn: on });
    }
    if (fact.kind !== 'turned_over') continue;
    let leftMinor = fact.amountMinor;
    for (let next = waiting[0]; next && leftMinor > 0; next = waiting[0]) {
      const paidMinor = Math.min(leftMinor, next.paidMinor);
      passed.push({ paidMinor, paidOn: next.paidOn, passedOn: on });
      leftMinor -= paidMinor;
      next.paidMinor -= paidMinor;
      if (next.paidMinor === 0) waiting.shift();
    }
  }
  return passed;
}

function interestOf(
  { discount, interest, calendars }: Charges,
  of: { facts: readonly DatedFact[]; dueOn: Day; through: Day },
  market: Market,
): Found {
  const used = usedBy(of.facts);
  const started = used[0];
  if (!started) return { ok: true, ...nothing };
  if (discount) {
    const { amountMinor: nominalMinor, from: fundedOn } = started;
    const priced = { nominalMinor, fundedOn, dueOn: of.dueOn };
    const found = discountOf(discount, priced, { calendars, market });
    return found.ok ? { ok: true, ...partOf([found]) } : found;
  }
  if (!interest) return { ok: true, ...nothing };
  const to = interest.charged === 'monthly' ? chargedUntil(of.through) : of.through;
  const parts = [];
  for (const period of interestPeriods(interest, { from: started.from, to })) {
    const found = interestOn(interest, { fundsInUse: used, period }, market);
    if (!found.ok) return found;
    parts.push(found);
  }
  return { ok: true, ...partOf(parts) };
}

/** The first day that is not charged yet: where a month was charged on its last day, the next month's. */
export function chargedUntil(day: Day): Day {
  const next = addDays(day, 1);
  return next.endsWith('-01') ? next : day;
}

/** The funder's money that is out at the end of each day on which it changes. */
export function usedBy(facts: readonly DatedFact[]): FundsInUse {
  const used: { from: Day; amountMinor: AmountMinor }[] = [];
  let position: Position = { status: 'free' };
  for (const { fact, on } of facts) {
    position = foldedWith(position, fact);
    const amountMinor = isHeld(position) ? fundsInUseMinor(position) : 0;
    const last = used.at(-1);
    if (amountMinor === (last?.amountMinor ?? 0)) continue;
    // Recorded late for an earlier day: it counts from where it is known.
    if (last && last.from >= on) last.amountMinor = amountMinor;
    else used.push({ from: on, amountMinor });
  }
  return used;
}

/** What was charged, by the names the agreement has for it. */
export function chargedAmounts(
  { discount }: Charges,
  facts: readonly DatedFact[],
): ChargedAmount[] {
  return facts.flatMap(({ fact }): ChargedAmount[] => {
    if (fact.kind !== 'charged' || fact.charge === 'fee_tax') return [];
    const name = fact.charge === 'interest' && discount ? 'discount' : fact.charge;
    return [{ charge: name, amountMinor: fact.amountMinor }];
  });
}
