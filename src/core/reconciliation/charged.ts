import type { Day } from '../calendar.ts';
import type { Charges } from '../charge/charges.ts';
import type { Market } from '../charge/indexRate.ts';
import type { Id } from '../ids.ts';
import { sumMinor } from '../money.ts';
import { type AgreedCharge, agreedOf } from './agreed.ts';
import type { Found } from './difference.ts';
import type { Stated } from './figures.ts';
import type { Life } from './life.ts';
import { pooledInterest, pooledTax } from './pooled.ts';
import { pooledFees } from './pooled-fees.ts';
import { settlementOf } from './settled.ts';
import { isPooled, statedBy, type ToldMovement } from './told.ts';

type Known = {
  charges: ReadonlyMap<string, Charges>;
  market: Market;
  movements: readonly ToldMovement[];
  requests: ReadonlyMap<Id, string>;
  since: Day;
  asOf: Day;
  signedOn: Day;
};

export function chargesOf(
  lives: readonly Life[],
  of: {
    dueOn: Day;
    known: Pick<Known, 'charges' | 'market'>;
    shared: { pooled: ReadonlySet<AgreedCharge['charge']>; onAccount: ReadonlySet<Id> };
  },
): AgreedCharge[] {
  const { dueOn, known } = of;
  const { pooled, onAccount } = of.shared;
  return lives.flatMap(({ held, facts }) => {
    const charges = known.charges.get(held.termsHash);
    if (!charges) return [];
    const agreed = agreedOf(charges, { facts, dueOn, pooled, shared: onAccount }, known.market);
    return [...agreed, ...settlementOf({ held, facts }, agreed)];
  });
}

/**
 * Charges on the account as a whole, by the agreement under which the newest of it was assigned; where
 * nothing is held, by the newest.
 */
export function pooledCharges(known: Known, lives: readonly Life[]): AgreedCharge[] {
  const newest = [...known.charges.values()].at(-1);
  const charges = known.charges.get(lives.at(-1)?.held.termsHash ?? '') ?? newest;
  if (!charges) return [];
  const { movements, requests, since, asOf, signedOn } = known;
  const pool = { charges, lives, movements, requests, since, asOf, signedOn };
  return [...pooledFees(pool), ...pooledInterest(pool, known.market), ...pooledTax(pool)];
}

export function pooledIn(movements: readonly ToldMovement[]): Set<AgreedCharge['charge']> {
  const pooled = new Set<AgreedCharge['charge']>();
  for (const told of movements.filter(isPooled)) {
    const measure = statedBy(told.movement)?.measure;
    if (measure === 'feeTax' || measure === 'interest') pooled.add(measure);
  }
  return pooled;
}

export function statedAs(charge: AgreedCharge): Stated {
  return charge.status === 'reckoned' ? { [charge.charge]: charge.agreedMinor } : {};
}

export function chargeFound(charge: AgreedCharge): Found[] {
  if (charge.status !== 'reckoned' || charge.charge === 'rebate') return [];
  const amountMinor = sumMinor([charge.agreedMinor, -charge.chargedMinor]);
  if (amountMinor === 0) return [];
  const { charge: measure, through: on } = charge;
  return [{ code: 'charge_differs', column: 'agreement', measure, amountMinor, on }];
}
