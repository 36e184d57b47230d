import type { Day } from '../calendar.ts';
import { foldedWith, type Held, isHeld, misfitOf, type Position } from '../funding/position.ts';
import type { PositionFact } from '../funding/position-fact.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { Measure } from './figures.ts';

export type DatedFact = { fact: PositionFact; on: Day };

/** A receivable of a facility with all that has been recorded of it there, in its order. */
export type HeldReceivable = {
  receivableId: Id;
  number: string;
  debtorId: string;
  debtor: string;
  dueOn: Day;
  facts: readonly DatedFact[];
};

/** One time a funder held it; a receivable that came back may be taken again. */
export type Life = { held: Held & { status: Position['status'] }; facts: readonly DatedFact[] };

/** The lives of a receivable that reached the funder, the first one first. */
export function livesOf(facts: readonly DatedFact[]): Life[] {
  const byRequest = new Map<Id, DatedFact[]>();
  for (const dated of facts) {
    const { requestId } = dated.fact;
    const own = byRequest.get(requestId);
    if (own) own.push(dated);
    else byRequest.set(requestId, [dated]);
  }
  return [...byRequest.values()].flatMap((own) => {
    let held: Position = { status: 'free' };
    // Of a past day: what only what came later made fit, a closing, has not happened yet.
    const facts = own.filter(({ fact }) => {
      const fits = misfitOf(held, fact) === undefined;
      if (fits) held = foldedWith(held, fact);
      return fits;
    });
    return isHeld(held) ? [{ held, facts }] : [];
  });
}

/** What a fact moves, and by how much; nothing where it moves none of what is compared. */
export function movedBy(
  fact: PositionFact,
): { measure: Measure; amountMinor: AmountMinor } | undefined {
  switch (fact.kind) {
    case 'advanced':
      return { measure: 'advance', amountMinor: fact.amountMinor };
    case 'collected':
      return fact.by === 'funder'
        ? { measure: 'collected', amountMinor: sumMinor([fact.amountMinor, fact.fxMinor]) }
        : undefined;
    case 'turned_over':
      return { measure: 'collected', amountMinor: fact.amountMinor };
    case 'charged':
      return { measure: measureOf[fact.charge], amountMinor: fact.amountMinor };
    case 'diluted':
      return { measure: 'dilution', amountMinor: fact.amountMinor };
    case 'rebated':
      return { measure: 'rebate', amountMinor: fact.amountMinor };
    case 'reassigned':
      return { measure: 'reassigned', amountMinor: fact.amountMinor };
    case 'written_off':
      return { measure: 'writeOff', amountMinor: fact.amountMinor };
    default:
      return undefined;
  }
}

const measureOf = {
  service_fee: 'fees',
  misdirected_fee: 'fees',
  fee_tax: 'feeTax',
  interest: 'interest',
} as const;

/** Our id of the movement a fact follows from; nothing where it follows from something else. */
export function movementOf(fact: PositionFact): Id | undefined {
  const cause = 'cause' in fact ? fact.cause : '';
  return cause.startsWith(beginning) ? cause.slice(beginning.length) : undefined;
}

const beginning = 'movement|';
