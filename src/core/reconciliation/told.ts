import { never } from '../assert.ts';
import type { Day } from '../calendar.ts';
import type { Detail } from '../detail.ts';
import type { Account } from '../funding/account.ts';
import type { FunderMovement, MovementKind } from '../funding/funder-movement.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { Found } from './difference.ts';
import {
  accountOf,
  addTo,
  type Figures,
  figuresOf,
  type Measure,
  type Mode,
  noFigures,
  openMinor,
  type Stated,
} from './figures.ts';
import { type Life, movedBy, movementOf } from './life.ts';

/** What a funder told, and what became of it with us. */
export type ToldMovement = {
  id: Id;
  movement: FunderMovement;
  /** What it concerns; null where it is on the whole account, or nobody knows. */
  receivableId: Id | null;
  /** Booked; confirmed what was known; questioned and open; or put aside by a person. */
  status: 'booked' | 'confirmed' | 'questioned' | 'dismissed';
  detail: Detail | null;
};

/** What it told on one receivable that we booked, or knew already: one sum a kind. */
export type ToldSum = {
  kind: MovementKind;
  reversal: boolean;
  status: 'booked' | 'confirmed';
  amountMinor: AmountMinor;
  /** The first days of it. */
  bookedOn: Day;
  valueOn: Day;
};

/** The measures a funder states: of a pledge it knows what it lent, not what debtors pay the seller. */
export const toldMeasures: Readonly<Record<Mode, readonly Measure[]>> = {
  sale: [
    'advance',
    'collected',
    'dilution',
    'fees',
    'feeTax',
    'interest',
    'writeOff',
    'reassigned',
    'rebate',
  ],
  pledge: ['advance', 'fees', 'feeTax', 'interest', 'rebate'],
};

/**
 * What the funder says of one receivable: its answer to our line, the movements it told on it, and its
 * share of those on the whole account. Each difference to what we hold of it, explained.
 */
export function toldOf(of: {
  lives: readonly Life[];
  account: Account;
  mode: Mode;
  sums: readonly ToldSum[];
  /** What waits for a person, or was put aside. */
  waiting: readonly ToldMovement[];
  /** Movements that are on no one receivable by their own word: what we booked of them is told. */
  shared: ReadonlySet<Id>;
}): { figures: Stated; found: Found[] } {
  const { lives, account, mode, sums, waiting, shared } = of;
  const figures = noFigures();
  for (const { facts } of lives) {
    for (const { fact } of facts) {
      const moved = movedBy(fact);
      if (!moved) continue;
      const movement = movementOf(fact);
      // Told by answering the line, or on the account as a whole; the rest counts by its own sums.
      if (fact.kind === 'advanced' || (movement !== undefined && shared.has(movement))) {
        addTo(figures, moved.measure, moved.amountMinor);
      }
    }
  }
  for (const sum of sums) {
    const stated = statedBy(sum);
    if (stated && stated.measure !== 'advance') addTo(figures, stated.measure, stated.amountMinor);
  }
  const ours = figuresOf(account, mode);
  const found: Found[] = [];
  for (const measure of toldMeasures[mode]) {
    const amountMinor = sumMinor([figures[measure], -ours[measure]]);
    if (amountMinor !== 0) found.push({ code: 'not_told', column: 'funder', measure, amountMinor });
  }
  for (const told of waiting) {
    const stated = statedBy(told.movement);
    if (!stated) continue;
    const { measure, amountMinor } = stated;
    const differs = sumMinor([amountMinor, measure === 'advance' ? -figures.advance : 0]);
    addTo(figures, measure, differs);
    found.push(notBooked(told, measure, differs));
  }
  // What a pledge's debtors pay is not the funder's to tell.
  if (mode === 'pledge') return { figures: onlyTold(figures), found };
  figures.open = openMinor(accountOf(figures, account), mode);
  return { figures, found };
}

function onlyTold({ advance, fees, feeTax, interest, rebate }: Figures): Stated {
  return { advance, fees, feeTax, interest, rebate };
}

export function notBooked(told: ToldMovement, measure: Measure, amountMinor: AmountMinor): Found {
  const { status, movement } = told;
  return {
    code: status === 'dismissed' ? 'dismissed' : 'questioned',
    column: 'funder',
    measure,
    amountMinor,
    movementId: told.id,
    on: movement.bookedOn,
    name: movement.movementId,
    ...(told.detail !== null && { detail: told.detail }),
  };
}

/** Whether it is on the account as a whole: it names neither a line nor an invoice. */
export function isPooled({ movement, status, receivableId }: ToldMovement): boolean {
  const { invoiceNumber, lineNumber } = movement;
  const namesOne = invoiceNumber !== undefined || lineNumber !== undefined;
  return receivableId === null && status === 'booked' && !namesOne;
}

/** What a movement says of a receivable; nothing where it moves no money of it. */
export function statedBy(
  movement: Pick<FunderMovement, 'kind' | 'reversal' | 'amountMinor'>,
): { measure: Measure; amountMinor: AmountMinor } | undefined {
  const { kind, reversal } = movement;
  const amountMinor = reversal ? sumMinor([-movement.amountMinor]) : movement.amountMinor;
  switch (kind) {
    case 'advance':
    case 'drawdown':
      // One that is taken back is money of the seller's that has gone back.
      return { measure: reversal ? 'rebate' : 'advance', amountMinor };
    case 'collection':
    case 'turnover':
      return { measure: 'collected', amountMinor };
    case 'rebate':
      return { measure: 'rebate', amountMinor };
    case 'repayment':
      return { measure: 'rebate', amountMinor: sumMinor([-amountMinor]) };
    case 'service_fee':
    case 'misdirected_fee':
      return { measure: 'fees', amountMinor };
    case 'fee_tax':
      return { measure: 'feeTax', amountMinor };
    case 'interest':
      return { measure: 'interest', amountMinor };
    case 'dilution':
      return { measure: 'dilution', amountMinor };
    case 'reassignment':
      return { measure: 'reassigned', amountMinor };
    case 'write_off':
      return { measure: 'writeOff', amountMinor };
    case 'dispute':
    case 'dispute_ended':
    case 'unapproved':
    case 'approved':
    case 'recourse_demand':
      return undefined;
    default:
      return never(kind, 'statedBy');
  }
}
