import { never } from '../assert.ts';
import { sharesOf } from '../charge/share.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';
import { fundsInUseMinor, owedMinor } from './account.ts';
import type { FunderMovement } from './funder-movement.ts';
import {
  foldedWith,
  type Held,
  isHeld,
  isSettled,
  type Misfit,
  misfitOf,
  type Position,
} from './position.ts';
import type { PositionFact } from './position-fact.ts';

/** What a movement means for a position: facts to book, or why a person must look at it. */
export type Booking =
  | { status: 'fits'; facts: PositionFact[] }
  | { status: 'misfit'; misfit: Misfit };

/**
 * What a funder has booked on one receivable, as facts of its position, with its closing where nothing
 * is left. `cause` names the movement.
 */
export function bookingOf(
  movement: FunderMovement,
  { position, cause }: { position: Position; cause: string },
): Booking {
  if (!isHeld(position)) return { status: 'misfit', misfit: 'not_held' };
  const { requestId } = position;
  const fact = factOf(movement, { requestId, cause, position });
  const nothing = fact === undefined || (position.status === 'closed' && endsMark.has(fact.kind));
  return nothing ? { status: 'fits', facts: [] } : following(position, [fact]);
}

/** What ends a mark of a receivable that is over has nothing left to end. */
const endsMark: ReadonlySet<PositionFact['kind']> = new Set([
  'dispute_ended',
  'approved_again',
  'recourse_withdrawn',
]);

/**
 * A receivable's share of a charge on the whole account. Of a sale the seller pays it apart from the
 * receivable, on the account with the funder: what is held back for the receivable stays whole.
 */
export function pooledBookingOf(
  movement: FunderMovement,
  { position, cause }: { position: Position; cause: string },
): Booking {
  if (!isHeld(position)) return { status: 'misfit', misfit: 'not_held' };
  const { requestId, mode } = position;
  const charge = factOf(movement, { requestId, cause, position });
  if (charge?.kind !== 'charged' || mode === 'pledge') {
    return bookingOf(movement, { position, cause });
  }
  const amountMinor = sumMinor([-charge.amountMinor]);
  return following(position, [charge, { kind: 'rebated', requestId, cause, amountMinor }]);
}

/**
 * Facts one after the other on a position: before them its opening again, where it is closed and they
 * say that money moved since, and after them its closing, where nothing is left.
 */
export function following(position: Position, facts: readonly PositionFact[]): Booking {
  const [first] = facts;
  const reopening = first && reopeningOf(position, first);
  const all = reopening ? [reopening, ...facts] : [...facts];
  let after: Position = position;
  for (const fact of all) {
    const misfit = misfitOf(after, fact);
    if (misfit !== undefined) return { status: 'misfit', misfit };
    after = foldedWith(after, fact);
  }
  const closing = closingOf(after);
  return { status: 'fits', facts: closing ? [...all, closing] : all };
}

/** What a mark says of a receivable that is over changes nothing; a dispute may take money back. */
function reopeningOf(position: Position, fact: PositionFact): PositionFact | undefined {
  if (position.status !== 'closed' || !('cause' in fact) || fact.kind === 'released') {
    return undefined;
  }
  const { requestId, cause } = fact;
  const isExchanged = fact.kind === 'collected' && fact.fxMinor !== 0;
  const isMoved = isExchanged || ('amountMinor' in fact && fact.amountMinor !== 0);
  return isMoved ? { kind: 'reopened', requestId, cause } : undefined;
}

/** Its closing, where the debtor owes nothing more and nothing is due between seller and funder. */
export function closingOf(position: Position): PositionFact | undefined {
  if (!isHeld(position) || position.status === 'closed') return undefined;
  // What a pledged receivable was drawn with may be swept after its debtor has paid.
  const isDrawn = position.mode === 'pledge' && fundsInUseMinor(position) > 0;
  const isOver = owedMinor(position.account) === 0 && isSettled(position) && !isDrawn;
  return isOver && position.marks.disputedMinor === 0
    ? { kind: 'closed', requestId: position.requestId }
    : undefined;
}

type For = { requestId: Id; cause: string; position: Held };

/**
 * Nothing for what is known already by another way: advances come with the answer to each line. One that
 * is taken back is money of the seller's that has gone back.
 */
function factOf(movement: FunderMovement, of: For): PositionFact | undefined {
  const { kind, reversal, bookedOn: on } = movement;
  const { requestId, cause } = of;
  const amountMinor = reversal ? -movement.amountMinor : movement.amountMinor;
  const own = { requestId, cause };
  switch (kind) {
    case 'advance':
    case 'drawdown':
      return reversal ? { kind: 'rebated', ...own, amountMinor } : undefined;
    case 'collection':
      return { kind: 'collected', ...own, by: 'funder', ...collectedOf(movement, of.position) };
    case 'turnover':
      return { kind: 'turned_over', ...own, amountMinor };
    case 'rebate':
      return { kind: 'rebated', ...own, amountMinor };
    case 'repayment':
      return { kind: 'rebated', ...own, amountMinor: -amountMinor };
    case 'service_fee':
    case 'fee_tax':
    case 'interest':
    case 'misdirected_fee':
      return { kind: 'charged', ...own, charge: kind, amountMinor };
    case 'dilution':
      return { kind: 'diluted', ...own, amountMinor };
    case 'dispute':
      return reversal
        ? { kind: 'dispute_ended', ...own }
        : { kind: 'disputed', ...own, amountMinor: movement.amountMinor };
    case 'dispute_ended':
      return reversal
        ? { kind: 'disputed', ...own, amountMinor: movement.amountMinor }
        : { kind: 'dispute_ended', ...own };
    case 'unapproved':
      return { kind: reversal ? 'approved_again' : 'unapproved', ...own };
    case 'approved':
      return { kind: reversal ? 'unapproved' : 'approved_again', ...own };
    case 'recourse_demand':
      return reversal
        ? { kind: 'recourse_withdrawn', ...own }
        : { kind: 'recourse_due', ...own, on };
    case 'reassignment':
      return { kind: 'reassigned', ...own, amountMinor, repurchase: true };
    case 'write_off':
      return { kind: 'written_off', ...own, amountMinor };
    default:
      return never(kind, 'factOf');
  }
}

export type PoolShare = { receivableId: Id; amountMinor: AmountMinor };

/**
 * What a payment settles of the face, at the assignment's rate, and what the funder booked above it.
 * Rounded half-even on what was paid in all, so that the parts of a full payment come to the face.
 */
function collectedOf(
  { paid, amountMinor, reversal }: FunderMovement,
  { foreign, account }: Held,
): { amountMinor: AmountMinor; fxMinor: AmountMinor; paidMinor?: AmountMinor } {
  const bookedMinor = reversal ? -amountMinor : amountMinor;
  if (!paid || !foreign || paid.currency !== foreign.currency) {
    return { amountMinor: bookedMinor, fxMinor: 0 };
  }
  const paidMinor = reversal ? -paid.amountMinor : paid.amountMinor;
  const settledBy = (sumPaid: AmountMinor) =>
    mulDiv(sumPaid, account.faceMinor, foreign.openMinor, 'halfEven');
  const before = foreign.paidMinor;
  const settledMinor = sumMinor([settledBy(sumMinor([before, paidMinor])), -settledBy(before)]);
  return {
    amountMinor: settledMinor,
    fxMinor: sumMinor([bookedMinor, -settledMinor]),
    paidMinor,
  };
}

/**
 * What a movement on the whole account comes to for each receivable it has, by largest remainder:
 * interest and repayments in proportion to the funder's money that is out, other charges to the face.
 * Undefined where there is nothing to share over, or the kind concerns one receivable and none is named.
 */
export function poolSharesOf(
  movement: FunderMovement,
  held: readonly { receivableId: Id; position: Held }[],
): PoolShare[] | undefined {
  const weighed = held.map(({ receivableId, position }) => ({
    id: receivableId,
    weightMinor: weightOf(movement.kind, position),
  }));
  const { shares, unsharedMinor } = sharesOf(movement.amountMinor, weighed);
  if (unsharedMinor !== 0) return undefined;
  return shares
    .filter(({ amountMinor }) => amountMinor !== 0)
    .map(({ id, amountMinor }) => ({ receivableId: id, amountMinor }));
}

function weightOf(kind: FunderMovement['kind'], held: Held): number {
  switch (kind) {
    case 'interest':
    case 'repayment':
      return fundsInUseMinor(held);
    case 'service_fee':
    case 'fee_tax':
    case 'misdirected_fee':
      return held.account.faceMinor;
    default:
      return 0;
  }
}
