import { addDays, type Day, daysBetween } from '../calendar.ts';
import type { FundsInUse } from '../charge/accrual.ts';
import type { Charges, Interest } from '../charge/charges.ts';
import type { Derivation } from '../charge/derivation.ts';
import {
  type ChargedAmount,
  feeBaseOf,
  feeTaxOf,
  misdirectedFeeOf,
  serviceFeeOf,
} from '../charge/fee.ts';
import type { ChargeRefusal, Market } from '../charge/indexRate.ts';
import { discountOf, interestOn, interestPeriods } from '../charge/interest.ts';
import { fundsInUseMinor } from '../funding/account.ts';
import { foldedWith, isHeld, type Position } from '../funding/position.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { type DatedFact, movementOf } from './life.ts';

export type AgreedCharge = {
  /** Of a rebate: what was paid, beside what it should have been. */
  charge: 'fees' | 'feeTax' | 'interest' | 'rebate';
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
  life: {
    facts: readonly DatedFact[];
    dueOn: Day;
    pooled: ReadonlySet<AgreedCharge['charge']>;
    /** Our ids of the movements on the account as a whole, whose fees are checked there. */
    shared: ReadonlySet<Id>;
  },
  market: Market,
): AgreedCharge[] {
  const { facts, dueOn, pooled, shared } = life;
  const first = facts.find(({ fact }) => fact.kind === 'assigned');
  if (first?.fact.kind !== 'assigned') return [];
  const assignedMinor = first.fact.faceMinor;
  const found: AgreedCharge[] = [];
  const booked = bookedOf(facts, shared);
  if (booked.fees) {
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

function bookedOf(
  facts: readonly DatedFact[],
  shared: ReadonlySet<Id>,
): Partial<Record<AgreedCharge['charge'], Booked>> {
  const booked: Partial<Record<AgreedCharge['charge'], Booked>> = {};
  for (const { fact, on } of facts) {
    if (fact.kind !== 'charged') continue;
    const charge = columnOf[fact.charge];
    if (charge === 'fees' && shared.has(movementOf(fact) ?? '')) continue;
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
    const advancedMinor = advancedBy(facts, through);
    const baseMinor = feeBaseOf(serviceFee, { assignedMinor, advancedMinor });
    parts.push(serviceFeeOf(serviceFee, { assignedMinor: baseMinor, days }));
  }
  if (misdirectedFee) {
    for (const paid of misdirectedIn(facts)) parts.push(misdirectedFeeOf(misdirectedFee, paid));
  }
  return { ok: true, ...partOf(parts) };
}

export function advancedBy(facts: readonly DatedFact[], through: Day): AmountMinor {
  return sumMinor(
    facts.flatMap(({ fact, on }) =>
      fact.kind === 'advanced' && on <= through ? [fact.amountMinor] : [],
    ),
  );
}

/** What debtors paid the seller, with the day on which the seller had passed on as much, first in first out. */
export function misdirectedIn(facts: readonly DatedFact[]) {
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
  const used = usedBy(of.facts, interest?.valueDays);
  const started = used[0];
  if (!started) return { ok: true, ...nothing };
  if (discount) {
    const { amountMinor: nominalMinor, from: fundedOn } = started;
    const priced = { nominalMinor, fundedOn, dueOn: of.dueOn };
    const found = discountOf(discount, priced, { calendars, market });
    return found.ok ? { ok: true, ...partOf([found]) } : found;
  }
  if (!interest) return { ok: true, ...nothing };
  const last = used.at(-1);
  // At the close it is charged until what was paid no longer bears interest.
  const isOver = last !== undefined && last.amountMinor === 0 && last.from > of.through;
  const to = isOver ? last.from : untilOf(interest, of.through);
  const parts = [];
  for (const period of interestPeriods(interest, { from: started.from, to })) {
    const found = interestOn(interest, { fundsInUse: used, period }, market);
    if (!found.ok) return found;
    parts.push(found);
  }
  return { ok: true, ...partOf(parts) };
}

/** The first day that a booking leaves uncharged. */
export function untilOf({ charged, lastDay }: Interest, through: Day): Day {
  return charged === 'monthly' && lastDay !== 'next_month' ? chargedUntil(through) : through;
}

/** The first day that is not charged yet: where a month was charged on its last day, the next month's. */
export function chargedUntil(day: Day): Day {
  const next = addDays(day, 1);
  return next.endsWith('-01') ? next : day;
}

/**
 * The funder's money that is out at the end of each day on which it changes; what a debtor pays is out
 * for so many days more.
 */
export function usedBy(facts: readonly DatedFact[], valueDays = 0): FundsInUse {
  const changes = new Map<Day, AmountMinor>();
  let position: Position = { status: 'free' };
  let latest: Day = '';
  let before = 0;
  for (const { fact, on } of facts) {
    position = foldedWith(position, fact);
    const amountMinor = isHeld(position) ? fundsInUseMinor(position) : 0;
    const changeMinor = sumMinor([amountMinor, -before]);
    before = amountMinor;
    if (changeMinor === 0) continue;
    const isPaid = fact.kind === 'collected' || fact.kind === 'turned_over';
    // Recorded late for an earlier day: it counts from where it is known.
    latest = on > latest ? on : latest;
    const from = isPaid && changeMinor < 0 ? addDays(latest, valueDays) : latest;
    changes.set(from, sumMinor([changes.get(from) ?? 0, changeMinor]));
  }
  let amountMinor = 0;
  return [...changes]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([from, changeMinor]) => {
      if (changeMinor === 0) return [];
      amountMinor = sumMinor([amountMinor, changeMinor]);
      return [{ from, amountMinor }];
    });
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
