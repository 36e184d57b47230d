import type { SolveLinear } from '../allocation/model.ts';
import type { Need, SelectionInput } from '../input.ts';
import { provenOf } from '../placing/allocationOf.ts';
import type { Refusal } from '../plan.ts';
import { inputHash } from '../select.ts';
import { siftLedger, stateNeed } from '../sift.ts';
import type { Comparison } from './alternative.ts';
import { appraiserOf, savesTooMuch } from './appraise.ts';
import { describeWay } from './describe.ts';
import type { Standing } from './standing.ts';
import type { Valuation } from './valuation.ts';
import { waysOf } from './ways.ts';

export type Compared = { ok: true; comparison: Comparison } | { ok: false; refusals: Refusal[] };

export type ComparisonOptions = {
  /** What services of funders are worth; absent: costs alone are compared. */
  valuation?: Valuation | undefined;
  /** What an earlier plan placed, to be kept and held against the others. */
  standing?: Standing | undefined;
};

/**
 * The ways of meeting the input's need side by side: cheapest, with the fewest facilities, with the
 * least assigned, and with each facility alone, which is what a funder's offer comes to as a whole.
 * Where services are valued also the least net cost of them all, and an earlier choice where it is given.
 */
export function compareAlternatives(
  given: SelectionInput & { need: Need },
  solve: SolveLinear,
  { valuation, standing }: ComparisonOptions = {},
): Compared {
  const sifted = siftLedger(given);
  if (!sifted.ok) return sifted;
  const { need } = given;
  const facilityId = valuation && savesTooMuch(given, valuation, need);
  if (facilityId !== undefined) {
    const params = { facilityId, currency: need.currency };
    const path = 'valuation.administrationMinor';
    return { ok: false, refusals: [{ code: 'amounts_too_large', path, params }] };
  }
  const { outcomes } = sifted;
  const stated = stateNeed(sifted, need);
  const appraise = valuation && appraiserOf(valuation, { stated, outcomes, need });
  const ways = waysOf(stated, { outcomes, solve, appraise, standing });
  const { horizonDays } = need;
  const context = { outcomes, horizonDays, appraise, standing: ways.standing };
  return {
    ok: true,
    comparison: {
      version: 1,
      inputHash: inputHash(given),
      needMinor: need.amountMinor,
      currency: need.currency,
      ...provenOf(ways.best),
      ...(valuation && { valuation }),
      ...(ways.bestValueAbsent && { bestValueAbsent: ways.bestValueAbsent }),
      alternatives: ways.named.map(({ aim, way }) => ({ aim, ...describeWay(way, context) })),
    },
  };
}
