import { allocateNeed } from '../allocation/allocateNeed.ts';
import type { SolveLinear } from '../allocation/model.ts';
import type { Prices } from '../allocation/value.ts';
import { type Considered, reconsider, whatIf } from '../compare/whatIf.ts';
import { exponentOf } from '../money.ts';
import type { Stated } from '../placing/problemOf.ts';
import type { Refusal } from '../plan.ts';
import { type Sifted, stateNeed } from '../sift.ts';
import type { DebtorExplanation, Explained, LimitWorth } from './explanation.ts';
import { type Limit, limitsOf, nameOf, raiseOf } from './limit.ts';
import { marginOf } from './margin.ts';
import { outcomeAt, outcomesWith, raisedBy } from './raised.ts';
import { plentyOf, saturationOf } from './saturation.ts';
import { debtorUnder } from './underFacility.ts';

export type DebtorQuestion = {
  debtorId: string;
  /** What so much more of a limit would be worth, in minor units of the limit's currency. */
  raise?: {
    byMinor: number;
    /** `cover:<policy>` or `funder_limit:<facility>`; absent: of each limit. */
    limit?: string;
  };
};

export type DebtorExplained = Explained<DebtorExplanation>;

/**
 * A debtor under each facility, and what a higher limit on it would be worth: every effect is the
 * engine's own answer to that change. With a need, also what meeting it would then cost.
 */
export function explainDebtor(
  sifted: Sifted,
  question: DebtorQuestion,
  solve: SolveLinear,
): DebtorExplained {
  const { input, outcomes } = sifted;
  const { debtorId } = question;
  const debtors = outcomes[0]?.view.ledger.debtors ?? [];
  const debtor = debtors.findIndex(({ id }) => id === debtorId);
  if (debtor < 0) return { status: 'unknown' };
  const basis = { sifted, debtor, question, solve, met: meet(sifted, solve) };
  const limits: LimitWorth[] = [];
  for (const limit of limitsOf(input, debtorId)) {
    const asked = askedOf(basis, limit);
    if (asked && 'refusals' in asked) return { status: 'refused', refusals: asked.refusals };
    limits.push({ ...worthOf(basis, limit), ...(asked && { asked }) });
  }
  const facilities = outcomes.map((outcome) => debtorUnder(outcome, debtor));
  return { status: 'explained', explanation: { debtorId, asOf: input.asOf, facilities, limits } };
}

type Met = { stated: Stated; considered: Considered & { met: { prices: Prices } } };

type Basis = {
  sifted: Sifted;
  debtor: number;
  question: DebtorQuestion;
  solve: SolveLinear;
  met: Met | undefined;
};

function meet(sifted: Sifted, solve: SolveLinear): Met | undefined {
  const { need } = sifted.input;
  if (!need) return undefined;
  const stated = stateNeed(sifted, need);
  const { solution, prices } = allocateNeed(stated.problem, solve);
  return { stated, considered: { sifted, met: { value: solution.value, prices } } };
}

function worthOf({ sifted, debtor, met }: Basis, limit: Limit): LimitWorth {
  const { outcomes } = sifted;
  const today = limit.facilities.map((facility) => outcomeAt(outcomes, facility));
  const plentyMinor = Math.max(...today.map((outcome) => plentyOf(outcome, debtor, limit)));
  const plenty = outcomesWith(sifted, limit, plentyMinor);
  const saturates = today.map((outcome, place) => ({
    facilityId: outcome.view.terms.facilityId,
    byMinor: saturationOf(
      { today: outcome, plenty: outcomeAt(plenty, place) },
      { debtor, limit, plentyMinor },
    ),
  }));
  const mostMinor = Math.max(...saturates.map(({ byMinor }) => byMinor));
  const rulesOf = (offer: number) => outcomes[offer]?.rules ?? [];
  const priced = met && { stated: met.stated, prices: met.considered.met.prices, rulesOf };
  return {
    ...nameOf(limit),
    currency: limit.currency,
    one: raisedBy(sifted, limit, 10 ** exponentOf(limit.currency)),
    most: raisedBy(sifted, limit, mostMinor),
    saturates,
    ...(priced && { marginPpm: marginOf(priced, debtor, limit) }),
  };
}

/** The amount is a person's: one beyond what the engine can hold is refused as such a limit would be. */
function askedOf(
  { sifted, question: { raise }, solve, met }: Basis,
  limit: Limit,
): LimitWorth['asked'] | { refusals: Refusal[] } {
  if (!raise || raise.byMinor === 0) return undefined;
  if (raise.limit !== undefined && raise.limit !== nameOf(limit).limit) return undefined;
  const { byMinor } = raise;
  const change = raiseOf(sifted.input, limit, byMinor);
  if (!met) {
    const after = reconsider(sifted, change);
    return after.ok ? raisedBy(sifted, limit, byMinor) : after;
  }
  const answer = whatIf(met.considered, change, solve);
  if (!answer.ok) return answer;
  const { allocation } = answer.effect;
  return { ...raisedBy(sifted, limit, byMinor), ...(allocation && { allocation }) };
}
