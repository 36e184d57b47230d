import { never } from '../assert.ts';
import type { Day } from '../calendar.ts';
import type { Debtor } from '../debtor.ts';
import type { Reserve } from '../facility/reserve.ts';
import type { AmountMinor } from '../money.ts';
import type { Params } from '../plan.ts';
import { dilutionDynamic, lossDynamic } from './dynamic.ts';
import { type History, monthName } from './history.ts';
import { ceilingOf, isAbove, minus, ppmOf, ratio, rounded, times, zero } from './ratio.ts';

export type Reserved = { reserve: Reserve['reserve']; amountMinor: AmountMinor; params: Params };

/** What reserves are reckoned from; amounts in the facility's currency. */
export type ReserveBasis = {
  asOf: Day;
  poolMinor: AmountMinor;
  /** What is left of each debtor in the pool. */
  debtors: readonly { debtor: Debtor; poolMinor: AmountMinor }[];
  history: History;
};

/** One reserve, rounded up, with the numbers it comes from. */
export function reserved(reserve: Reserve, basis: ReserveBasis): Reserved {
  const amountOf = (amountMinor: AmountMinor, params: Params): Reserved => ({
    reserve: reserve.reserve,
    amountMinor,
    params,
  });
  switch (reserve.reserve) {
    case 'fixed':
      return amountOf(reserve.amountMinor, { name: reserve.name });
    case 'rent': {
      const { monthlyMinor, months } = reserve;
      return amountOf(monthlyMinor * months, { monthlyMinor, months });
    }
    case 'priority_payables':
      return amountOf(reserve.amountMinor, {});
    case 'dilution_excess':
      return dilutionExcess(reserve, basis);
    case 'dilution_dynamic':
      return dilutionDynamic(reserve, basis);
    case 'loss_dynamic':
      return lossDynamic(reserve, basis);
    case 'concentration':
      return concentration(reserve, basis);
    case 'credit_lag':
      return creditLag(reserve, basis);
    default:
      return never(reserve, 'reserved');
  }
}

type Of<Code extends Reserve['reserve']> = Extract<Reserve, { reserve: Code }>;

function dilutionExcess(
  { months, allowanceBp, rounding }: Of<'dilution_excess'>,
  { poolMinor, history }: ReserveBasis,
): Reserved {
  let [credited, sold] = [0n, 0n];
  for (let back = 0; back < months; back += 1) {
    credited += BigInt(history.months[back]?.creditNotesMinor ?? 0);
    sold += BigInt(history.months[back]?.salesMinor ?? 0);
  }
  const dilution = rounded(sold > 0n ? ratio(credited, sold) : zero, rounding);
  const excess = minus(dilution, ratio(allowanceBp, 10_000));
  const amount = isAbove(excess, zero) ? ceilingOf(times(excess, ratio(poolMinor, 1))) : 0n;
  return {
    reserve: 'dilution_excess',
    amountMinor: Number(amount),
    params: { dilutionPpm: ppmOf(dilution), allowanceBp, months, poolMinor },
  };
}

/** The largest sum of the largest debtors of a band; debtors without a rating are a band. */
function concentration(
  { scale, bands, unratedCount }: Of<'concentration'>,
  { debtors }: ReserveBasis,
): Reserved {
  const candidates = bands.map(({ from, to, count }) => {
    const [first, last] = [scale.indexOf(from), scale.indexOf(to)];
    const own = debtors.filter(({ debtor: { rating } }) => {
      const place = rating === undefined ? -1 : scale.indexOf(rating);
      return place >= first && place <= last;
    });
    return { band: from === to ? from : `${from}–${to}`, count, sumMinor: largest(own, count) };
  });
  const unrated = debtors.filter(({ debtor: { rating } }) => rating === undefined);
  candidates.push({ band: '', count: unratedCount, sumMinor: largest(unrated, unratedCount) });
  const [first, ...others] = candidates;
  const binding = others.reduce(
    (most, one) => (one.sumMinor > most.sumMinor ? one : most),
    first ?? { band: '', count: 0, sumMinor: 0 },
  );
  const { band, count } = binding;
  return { reserve: 'concentration', amountMinor: binding.sumMinor, params: { band, count } };
}

function largest(debtors: ReserveBasis['debtors'], count: number): AmountMinor {
  const amounts = debtors.map(({ poolMinor }) => poolMinor).sort((left, right) => right - left);
  return amounts.slice(0, count).reduce((sum, amount) => sum + amount, 0);
}

function creditLag(
  { months, lagDays, capDays }: Of<'credit_lag'>,
  { asOf, history }: ReserveBasis,
): Reserved {
  let [credited, days] = [0n, 0];
  for (let back = 0; back < months; back += 1) {
    credited += BigInt(history.months[back]?.creditNotesMinor ?? 0);
    days += daysInMonth(monthName(asOf, back));
  }
  const counted = Math.min(lagDays, capDays);
  const amount = ceilingOf(times(ratio(credited, Math.max(1, days)), ratio(counted, 1)));
  const params = { creditNotesMinor: Number(credited), days, lagDays: counted, months };
  return { reserve: 'credit_lag', amountMinor: Number(amount), params };
}

function daysInMonth(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
