import type { SelectionInput } from '../input.ts';
import { type AmountMinor, shareBp, sumMinor } from '../money.ts';
import type { ReserveResult } from '../plan.ts';
import { historyOf } from '../reserve/history.ts';
import { monthsOf } from '../reserve/months.ts';
import { type Reserved, reserved } from '../reserve/reserves.ts';
import { poolOf } from './facility.ts';
import type { Outcome } from './outcome.ts';

export type Availability = {
  poolMinor: AmountMinor;
  holdbackMinor: AmountMinor;
  reserves: ReserveResult[];
  reservesTakenMinor: AmountMinor;
  overLimitMinor: AmountMinor;
  usedMinor: AmountMinor;
  /** Negative where more is drawn than the base bears. */
  availableMinor: AmountMinor;
};

/** From the pool to the cash a facility can still advance; the base is rounded down, reserves up. */
export function availabilityOf(outcome: Outcome, input: SelectionInput): Availability {
  const { view, scan, facility } = outcome;
  const { terms } = view;
  const poolMinor = poolOf(outcome);
  const baseMinor = shareBp(poolMinor, terms.advanceRateBp, 'down');
  const reserves = reservesOf(outcome, input, poolMinor);
  const reservesMinor = sumMinor(reserves.map(({ amountMinor }) => amountMinor));
  const { limitMinor, reservesReduce } = terms;
  const usedMinor = scan.used[facility] ?? 0;
  if (reservesReduce === 'limit') {
    const overLimitMinor = Math.max(0, baseMinor - limitMinor);
    const reducedMinor = Math.min(baseMinor, limitMinor - reservesMinor);
    return {
      poolMinor,
      holdbackMinor: poolMinor - baseMinor,
      reserves,
      reservesTakenMinor: baseMinor - overLimitMinor - reducedMinor,
      overLimitMinor,
      usedMinor,
      availableMinor: reducedMinor - usedMinor,
    };
  }
  const overLimitMinor = Math.max(0, baseMinor - reservesMinor - limitMinor);
  return {
    poolMinor,
    holdbackMinor: poolMinor - baseMinor,
    reserves,
    reservesTakenMinor: reservesMinor,
    overLimitMinor,
    usedMinor,
    availableMinor: baseMinor - reservesMinor - overLimitMinor - usedMinor,
  };
}

function reservesOf(
  { view, eligible }: Outcome,
  { history, asOf }: SelectionInput,
  poolMinor: AmountMinor,
): Reserved[] {
  const { reserves = [] } = view.terms;
  if (reserves.length === 0) return [];
  const debtors = view.ledger.debtors.map((debtor, index) => ({
    debtor,
    poolMinor: eligible[index] ?? 0,
  }));
  const read = new Set(reserves.flatMap((reserve) => monthsOf(reserve, asOf)));
  const basis = {
    asOf,
    poolMinor,
    debtors,
    history: historyOf(
      history.filter(({ month }) => read.has(month)),
      { asOf, convert: view.toFacility },
    ),
  };
  return reserves.map((reserve) => reserved(reserve, basis));
}
