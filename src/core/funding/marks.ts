import type { Day } from '../calendar.ts';
import type { AmountMinor } from '../money.ts';
import type { Account } from './account.ts';
import type { PositionFact } from './position-fact.ts';

/** What is besides; a receivable may be several of these at once. */
export type Marks = {
  disputedMinor: AmountMinor;
  isUnapproved: boolean;
  /** Of the last demand that stands. */
  recourseDueOn?: Day;
  /** Demands before that one, the first one first. */
  recourseBefore: readonly Day[];
  isRepurchased: boolean;
  isInsurerClaimed: boolean;
};

export const unmarked: Marks = {
  disputedMinor: 0,
  isUnapproved: false,
  recourseBefore: [],
  isRepurchased: false,
  isInsurerClaimed: false,
};

/** The marks with one fact more; `account` has it already. */
export function marked(marks: Marks, fact: PositionFact, account: Account): Marks {
  switch (fact.kind) {
    case 'disputed':
      return { ...marks, disputedMinor: fact.amountMinor };
    case 'dispute_ended':
      return { ...marks, disputedMinor: 0 };
    case 'unapproved':
      return { ...marks, isUnapproved: true };
    case 'approved_again':
      return { ...marks, isUnapproved: false };
    case 'recourse_due':
      return demanded(marks, [...demandsOf(marks), fact.on]);
    case 'recourse_withdrawn':
      return demanded(marks, demandsOf(marks).slice(0, -1));
    case 'reassigned': {
      const isRepurchased = marks.isRepurchased || fact.repurchase;
      // All of it taken back: it was not repurchased.
      return { ...marks, isRepurchased: isRepurchased && account.reassignedMinor !== 0 };
    }
    case 'insurer_claimed':
      return { ...marks, isInsurerClaimed: true };
    default:
      return marks;
  }
}

function demandsOf({ recourseBefore, recourseDueOn }: Marks): Day[] {
  return recourseDueOn === undefined ? [] : [...recourseBefore, recourseDueOn];
}

function demanded({ recourseDueOn: _, ...marks }: Marks, demands: readonly Day[]): Marks {
  const last = demands.at(-1);
  const recourseBefore = demands.slice(0, -1);
  return { ...marks, recourseBefore, ...(last !== undefined && { recourseDueOn: last }) };
}
