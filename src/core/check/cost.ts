import type { Price, Terms } from '../facility.ts';
import type { Need } from '../input.ts';
import type { AllocationLine } from '../plan.ts';
import type { Invoice } from '../receivable.ts';
import type { Facts } from './facts.ts';

type Priced = {
  terms: Terms;
  need: Need;
  invoice: Invoice;
  line: AllocationLine;
  faceMinor: number;
};

/** Interest and fee of a line in its facility's currency; a pledge's interest is on what it draws. */
export function costOf(facts: Facts, of: Priced): bigint {
  const { terms, need, line } = of;
  const days = daysOf(facts, of);
  const horizon = BigInt(need.horizonDays);
  const fee = feeOf(terms.price, BigInt(of.faceMinor));
  const fees = days < horizon ? (fee * horizon + days - 1n) / days : fee;
  if (terms.mode === 'pledge') return fees;
  const counted = days < horizon ? days : horizon;
  const advance = BigInt(line.advanceMinor);
  return interestOf(facts, terms.price, { need, days: counted, advance }) + fees;
}

/**
 * The cash a sold line raises, in its facility's currency: less interest up to the expected payment,
 * which the horizon does not cut, and less the fee once.
 */
export function paidOf(facts: Facts, of: Priced): number {
  const { terms, need, line } = of;
  const { withheld } = terms.price;
  if (withheld === undefined) return line.advanceMinor;
  const days = daysOf(facts, of);
  const advance = BigInt(line.advanceMinor);
  const interest = interestOf(facts, terms.price, { need, days, advance });
  const fee = withheld === 'interest' ? 0n : feeOf(terms.price, BigInt(of.faceMinor));
  return Number(advance - interest - fee);
}

/** Interest on what a pledge draws to the horizon. */
export function drawCostOf(facts: Facts, terms: Terms, need: Need, drawnMinor: number): number {
  const days = BigInt(need.horizonDays);
  const advance = BigInt(drawnMinor);
  return Number(interestOf(facts, terms.price, { need, days, advance }));
}

/** From the value day to the expected payment; overdue is a day. */
function daysOf(facts: Facts, { need, invoice }: Priced): bigint {
  const delay = facts.debtors.get(invoice.debtorId)?.usualDelayDays ?? 0;
  const days = facts.dayOf(invoice.dueOn) - facts.dayOf(need.valueOn) + delay;
  return BigInt(days < 1 ? 1 : days);
}

function interestOf(
  facts: Facts,
  price: Price,
  { need, days, advance }: { need: Need; days: bigint; advance: bigint },
): bigint {
  const counted = price.dayCount === '30E/360' ? thirty(facts.dayOf(need.valueOn), days) : days;
  const least = BigInt(price.minimumDays ?? 1);
  const running = counted < least ? least : counted;
  const year = 10_000n * (price.dayCount === 'ACT/365F' ? 365n : 360n);
  const product = advance * BigInt(price.rateBp) * running;
  const [whole, rest] = [product / year, (product % year) * 2n];
  return rest > year || (rest === year && whole % 2n === 1n) ? whole + 1n : whole;
}

function feeOf(price: Price, face: bigint): bigint {
  const share = (face * BigInt(price.serviceFeeBp) * 2n + 10_000n) / 20_000n;
  const minimum = BigInt(price.minimumFeeMinor);
  return share > minimum ? share : minimum;
}

function thirty(from: number, days: bigint): bigint {
  const [start, end] = [from, from + Number(days)].map((day) => new Date(day * 86_400_000));
  if (!start || !end) return days;
  const months = (date: Date) => 12 * date.getUTCFullYear() + date.getUTCMonth();
  const day = (date: Date) => Math.min(30, date.getUTCDate());
  return BigInt(30 * (months(end) - months(start)) + day(end) - day(start));
}
