import type { Day } from '../calendar.ts';
import { sharesOf } from '../charge/share.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { Found } from './difference.ts';
import type { Life } from './life.ts';

/** What is due under a reference, a request's number or a settlement's, and what the bank has of it. */
export type CashSum = {
  reference: string;
  /** Our number, or the funder's own name of the movement it settles. */
  name: string;
  /** Below zero: the seller pays. */
  dueMinor: AmountMinor;
  bankMinor: AmountMinor;
  /** The first day of it. */
  since: Day;
};

export type CashLine = CashSum & {
  differenceMinor: AmountMinor;
  kind: 'advance' | 'rebate';
};

/** Each reference with what is still on its way. */
export function cashLines(sums: readonly CashSum[], requests: ReadonlySet<string>): CashLine[] {
  return sums.map((sum) => {
    const differenceMinor = sumMinor([sum.bankMinor, -sum.dueMinor]);
    const kind = requests.has(sum.reference) ? 'advance' : 'rebate';
    return { ...sum, differenceMinor, kind };
  });
}

/** What a reference is due for, by receivable. */
export type Due = { receivableId: Id; reference: string; amountMinor: AmountMinor };

export function duesOf(
  receivableId: Id,
  lives: readonly Life[],
  numbers: ReadonlyMap<Id, string>,
): Due[] {
  return lives.flatMap(({ facts }) =>
    facts.flatMap(({ fact }): Due[] => {
      if (fact.kind === 'advanced') {
        const reference = numbers.get(fact.requestId) ?? fact.requestId;
        return [{ receivableId, reference, amountMinor: fact.amountMinor }];
      }
      if (fact.kind !== 'rebated') return [];
      return [{ receivableId, reference: fact.cause, amountMinor: fact.amountMinor }];
    }),
  );
}

/**
 * The bank's amount of each reference, for each receivable its share: what has come in whole is whole;
 * of a part each gets its part by largest remainder, so that they sum to what the bank has.
 */
export function bankShares(
  sums: readonly CashSum[],
  dues: readonly Due[],
): Map<string, Map<Id, AmountMinor>> {
  const byReference = new Map<string, Map<Id, AmountMinor>>();
  for (const { reference, receivableId, amountMinor } of dues) {
    const own = byReference.get(reference) ?? new Map<Id, AmountMinor>();
    own.set(receivableId, sumMinor([own.get(receivableId) ?? 0, amountMinor]));
    byReference.set(reference, own);
  }
  const shares = new Map<string, Map<Id, AmountMinor>>();
  for (const { reference, dueMinor, bankMinor } of sums) {
    const own = byReference.get(reference);
    if (!own) continue;
    shares.set(reference, bankMinor === dueMinor ? own : split(own, { dueMinor, bankMinor }));
  }
  return shares;
}

function split(
  own: ReadonlyMap<Id, AmountMinor>,
  { dueMinor, bankMinor }: { dueMinor: AmountMinor; bankMinor: AmountMinor },
): Map<Id, AmountMinor> {
  // What the reference is due for besides, of receivables that are not looked at.
  const restMinor = sumMinor([dueMinor, -sumMinor(own.values())]);
  const weighed = [...own].map(([id, amountMinor]) => ({ id, weightMinor: Math.abs(amountMinor) }));
  const all = [...weighed, { id: others, weightMinor: Math.abs(restMinor) }];
  const { shares } = sharesOf(bankMinor, all);
  return new Map(shares.filter(({ id }) => id !== others).map((one) => [one.id, one.amountMinor]));
}

const others = '';

/** What of a receivable's cash is on its way. */
export function bankedOf(
  dues: readonly Due[],
  shares: ReadonlyMap<string, ReadonlyMap<Id, AmountMinor>>,
  lines: ReadonlyMap<string, CashLine>,
): { advance: AmountMinor; rebate: AmountMinor; found: Found[] } {
  const banked = { advance: 0, rebate: 0 };
  const found: Found[] = [];
  const dueBy = new Map<string, AmountMinor>();
  for (const { reference, amountMinor } of dues) {
    dueBy.set(reference, sumMinor([dueBy.get(reference) ?? 0, amountMinor]));
  }
  for (const [reference, dueMinor] of dueBy) {
    const receivableId = dues[0]?.receivableId ?? others;
    const bankMinor = shares.get(reference)?.get(receivableId) ?? 0;
    const line = lines.get(reference);
    const measure = line?.kind ?? (reference.includes('|') ? 'rebate' : 'advance');
    banked[measure] = sumMinor([banked[measure], bankMinor]);
    const amountMinor = sumMinor([bankMinor, -dueMinor]);
    if (amountMinor === 0) continue;
    const name = line?.name ?? reference;
    const since = line ? { on: line.since } : {};
    found.push({ code: 'in_transit', column: 'bank', measure, amountMinor, name, ...since });
  }
  return { ...banked, found };
}
