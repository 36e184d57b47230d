import { addDays, type Day } from '../calendar.ts';
import type { Period } from '../charge/accrual.ts';
import type { PoolMinimum } from '../charge/charges.ts';
import type { Charged } from '../charge/derivation.ts';
import type { ChargedAmount } from '../charge/fee.ts';
import { poolMinimumOf } from '../charge/minimum.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { chargedAmounts } from './agreed.ts';
import { movementOf } from './life.ts';
import type { Pool, Pooled } from './pooled.ts';

/** A period's minimum, with what the funder booked for it. */
export type Minimum = {
  chargedMinor: AmountMinor;
  through: Day;
  derived: Charged;
  movements: Id[];
};

type Dated = ChargedAmount & { on: Day; movement: Id | undefined };

const periodsMax = 240;

/**
 * What the agreement's minimums add for each period that is over, against what was booked for it: fees
 * on the whole account from the period's last day on, until the next one's: the last whose amount is what is
 * short, or where receivables are charged fees of their own all of them.
 */
export function minimumsOf(pool: Pool, told: readonly Pooled[]): Minimum[] {
  if (pool.charges.minimums.length === 0) return [];
  const amounts = datedAmounts(pool);
  const free = new Set(told.filter(({ reference }) => reference === undefined));
  const isApart = amounts.some(
    ({ charge, movement }) => charge === 'service_fee' && !told.some(({ id }) => id === movement),
  );
  return pool.charges.minimums.flatMap((minimum) =>
    periodsOver(pool, minimum).flatMap((period): Minimum[] => {
      const last = addDays(period.to, -1);
      const until = poolMinimumOf(minimum, asked(pool, period.to, [])).period.to;
      const booked = [...free].filter(
        ({ through }) => through >= last && through < addDays(until, -1),
      );
      const short = (without: readonly Pooled[]) =>
        shortOf(pool, { minimum, period, amounts, without });
      const own = isApart
        ? booked
        : booked.filter((one) => short([one]).amountMinor === one.chargedMinor).slice(-1);
      const derived = short(own);
      const chargedMinor = sumMinor(own.map((one) => one.chargedMinor));
      for (const one of own) free.delete(one);
      if (derived.amountMinor === 0 && chargedMinor === 0) return [];
      return [{ chargedMinor, through: last, derived, movements: own.map(({ id }) => id) }];
    }),
  );
}

function datedAmounts({ charges, lives }: Pool): Dated[] {
  return lives.flatMap(({ facts }) =>
    facts.flatMap((dated) =>
      chargedAmounts(charges, [dated]).map((amount) => ({
        ...amount,
        on: dated.on,
        movement: movementOf(dated.fact),
      })),
    ),
  );
}

function shortOf(
  pool: Pool,
  of: {
    minimum: PoolMinimum;
    period: Period;
    amounts: readonly Dated[];
    /** What is booked for the minimum itself counts towards none. */
    without: readonly Pooled[];
  },
): Charged {
  const { minimum, period, amounts, without } = of;
  const apart = new Set(without.map(({ id }) => id));
  const counted = amounts.filter(
    ({ on, movement }) =>
      on >= period.from && on < period.to && !(movement !== undefined && apart.has(movement)),
  );
  return poolMinimumOf(minimum, asked(pool, period.from, counted));
}

function asked({ signedOn }: Pool, day: Day, charges: readonly ChargedAmount[]) {
  return { day, agreement: { startsOn: signedOn }, charges };
}

/** From the first of which everything is known; those that ended before are not among the lives. */
function periodsOver(pool: Pool, minimum: PoolMinimum): Period[] {
  const { since, asOf, signedOn } = pool;
  const first = since > signedOn ? since : signedOn;
  const periods: Period[] = [];
  let day = first;
  for (let nth = 0; nth < periodsMax; nth += 1) {
    const { period } = poolMinimumOf(minimum, asked(pool, day, []));
    if (period.to > addDays(asOf, 1)) break;
    const isWhole = period.from >= since || signedOn >= since;
    if (isWhole) periods.push(period);
    day = period.to;
  }
  return periods;
}
