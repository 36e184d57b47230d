import { units } from '../../reckoning.ts';
import type { Kind, Movement } from './entries.ts';
import type { Line } from './messages.ts';

/** An invoice in the factor's books from the day it funded it, with what it has booked since. */
export type Held = {
  /** Of the schedule and the line, unique in the books. */
  id: string;
  scheduleReference: string;
  agreement: string;
  recourse: boolean;
  currency: string;
  line: Line;
  fundedOn: string;
  movements: Movement[];
};

/** What became of the invoice's face, in ten-thousandths. */
export type Sums = {
  owed: bigint;
  overpaid: bigint;
  collected: bigint;
  /** What is still between seller and factor; below zero, the seller owes it. */
  residual: bigint;
  /** Gone otherwise than by payment. */
  lost: bigint;
};

export function sumsOf(held: Held): Sums {
  const sum = (...kinds: Kind[]) => booked(held.movements, kinds);
  const face = units(held.line.assignedAmount);
  const lost = sum('dilution', 'write_off', 'reassignment');
  const collected = sum('collection', 'turnover');
  const unpaid = face - lost - collected;
  const overpaid = most(0n, -unpaid);
  const charged = sum('service_fee', 'misdirected_fee', 'fee_tax', 'interest');
  const paid = sum('advance', 'reserve_release') - sum('seller_payment');
  const residual = face + overpaid - paid - charged - lost;
  return { owed: most(0n, unpaid), overpaid, collected, residual, lost };
}

/** Nothing is due from anybody any more. */
export function isOver(held: Held): boolean {
  const { owed, residual } = sumsOf(held);
  return owed === 0n && residual === 0n;
}

/** The factor's money that is out on a day, by value. */
export function fundsInUse({ movements }: Held, day: string): bigint {
  const known = movements.filter(({ valueOn }) => valueOn <= day);
  const out = booked(known, ['advance', 'reserve_release']);
  const back = booked(known, ['collection', 'turnover', 'seller_payment']);
  return most(0n, out - back);
}

/** How much is disputed, and since when. */
export function disputeOf({ movements }: Held): { amount: bigint; since: string } | undefined {
  const last = movements
    .filter(({ kind }) => kind === 'dispute' || kind === 'dispute_ended')
    .at(-1);
  if (last?.kind !== 'dispute') return undefined;
  return { amount: units(last.amount), since: last.bookedOn };
}

export function has(held: Held, kind: Kind): boolean {
  return held.movements.some((movement) => movement.kind === kind);
}

function booked(movements: readonly Movement[], kinds: readonly Kind[]): bigint {
  return movements
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((total, { amount, reversal }) => total + units(amount) * (reversal ? -1n : 1n), 0n);
}

function most(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
