import type { Day } from '../calendar.ts';
import type { FundsInUse } from '../charge/accrual.ts';
import type { Charges } from '../charge/charges.ts';
import type { Derivation } from '../charge/derivation.ts';
import { feeTaxOf } from '../charge/fee.ts';
import type { Market } from '../charge/indexRate.ts';
import { interestOn, interestPeriods } from '../charge/interest.ts';
import type { MovementKind } from '../funding/funder-movement.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { type AgreedCharge, chargedAmounts, untilOf, usedBy } from './agreed.ts';
import type { Life } from './life.ts';
import { isPooled, statedBy, type ToldMovement } from './told.ts';

export type Pool = {
  charges: Charges;
  lives: readonly Life[];
  movements: readonly ToldMovement[];
  /** Numbers of requests, by id. */
  requests: ReadonlyMap<Id, string>;
  /** When the agreement began. */
  signedOn: Day;
  /** What ended before is not among the lives: interest that began before is not looked at. */
  since: Day;
  asOf: Day;
};

/**
 * Interest that the funder booked on the account as a whole, against the agreement on all that was in
 * use together, rounded as it was charged: once for the account and not for each receivable.
 */
export function pooledInterest(pool: Pool, market: Market): AgreedCharge[] {
  const { charges, lives, since } = pool;
  const { interest } = charges;
  const told = pooledOf(pool, ['interest']).map(plainly);
  if (!interest) {
    return told.map((one) => ({ ...one, charge: 'interest', ...reckoned([]) }));
  }
  if (told.length === 0) return [];
  const used = summed(lives.map(({ facts }) => usedBy(facts, interest.valueDays)));
  let from = used[0]?.from;
  const found: AgreedCharge[] = [];
  for (const one of told) {
    const to = untilOf(interest, one.through);
    const start = from;
    from = to;
    if (start === undefined || start < since || start >= to) continue;
    found.push({
      charge: 'interest',
      ...one,
      ...interestIn(interest, { used, start, to }, market),
    });
  }
  return found;
}

function interestIn(
  interest: NonNullable<Charges['interest']>,
  { used, start, to }: { used: FundsInUse; start: Day; to: Day },
  market: Market,
) {
  const parts = [];
  for (const period of interestPeriods(interest, { from: start, to })) {
    const part = interestOn(interest, { fundsInUse: used, period }, market);
    if (!part.ok) return { status: 'unknown' as const, refusal: part.refusal };
    parts.push(part);
  }
  return reckoned(parts);
}

/** Tax that was booked on the account as a whole, on the charges of all its receivables together. */
export function pooledTax(pool: Pool): AgreedCharge[] {
  const { charges, lives, since } = pool;
  const told = pooledOf(pool, ['fee_tax']).filter(({ through }) => through >= since);
  const last = told.at(-1);
  if (!last) return [];
  const chargedMinor = sumMinor(told.map((one) => one.chargedMinor));
  const facts = lives.flatMap((life) => life.facts.filter(({ on }) => on >= since));
  const amounts = chargedAmounts(charges, facts);
  const tax = charges.feeTax ? [feeTaxOf(charges.feeTax, amounts)] : [];
  return [{ charge: 'feeTax', chargedMinor, through: last.through, ...reckoned(tax) }];
}

/** A booked movement on the whole account, or on one request. */
export type Pooled = {
  id: Id;
  chargedMinor: AmountMinor;
  through: Day;
  reference: string | undefined;
};

/** The oldest first. */
export function pooledOf({ movements }: Pool, kinds: readonly MovementKind[]): Pooled[] {
  return movements
    .flatMap((told) => {
      const { id, movement } = told;
      const stated = statedBy(movement);
      if (!isPooled(told) || !stated || !kinds.includes(movement.kind)) return [];
      const { bookedOn: through, scheduleReference: reference } = movement;
      return [{ id, chargedMinor: stated.amountMinor, through, reference }];
    })
    .toSorted((left, right) => (left.through < right.through ? -1 : 1));
}

function plainly({ chargedMinor, through }: Pooled) {
  return { chargedMinor, through };
}

/** The same for the days of all of them together. */
function summed(several: readonly FundsInUse[]): FundsInUse {
  const changes = new Map<Day, AmountMinor>();
  for (const used of several) {
    let before = 0;
    for (const { from, amountMinor } of used) {
      changes.set(from, sumMinor([changes.get(from) ?? 0, amountMinor, -before]));
      before = amountMinor;
    }
  }
  let amountMinor = 0;
  return [...changes]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([from, change]) => {
      amountMinor = sumMinor([amountMinor, change]);
      return { from, amountMinor };
    });
}

export function reckoned(parts: readonly { amountMinor: AmountMinor; derivation: Derivation }[]) {
  return {
    status: 'reckoned' as const,
    agreedMinor: sumMinor(parts.map(({ amountMinor }) => amountMinor)),
    derivations: parts.map(({ derivation }) => derivation),
  };
}
