import { type AllocationProblem, costOf, type Offer } from '../allocation/problem.ts';
import { offerAt } from '../allocation/value.ts';
import { at } from '../eligibility/ledger.ts';
import { mulDiv } from '../money.ts';
import type { Comparison } from './alternative.ts';
import type { Appraise } from './appraise.ts';

type Absent = NonNullable<Comparison['bestValueAbsent']>;

const absences = ['net_cost_below_zero', 'cost_withheld'] as const;

/**
 * The same problem in which a plan costs net of the services that come with it. What they are worth is
 * taken off a pair's fee; where that is not enough, a sale's whole net cost is made its fee. Exact for
 * lines funded whole, but for a unit where currencies differ: a plan found here is reckoned again.
 */
export function byNetCost(
  problem: AllocationProblem,
  appraise: Appraise,
): { problem: AllocationProblem } | { absent: Absent } {
  const worth = worthByPair(problem, appraise);
  const forms = problem.offers.map((_, offer) => formOf(problem, { worth, offer }));
  for (const absent of absences) if (forms.includes(absent)) return { absent };
  const free = { numerator: 0, denominator: 1 };
  const offers = problem.offers.map(
    (offer, index): Offer => (forms[index] === 'fee_alone' ? { ...offer, interest: free } : offer),
  );
  const fee = new Float64Array(problem.fee.length);
  for (let pair = 0; pair < fee.length; pair += 1) {
    const offer = at(problem.offerOf, pair);
    fee[pair] =
      forms[offer] === 'fee_alone'
        ? netOf(problem, { worth, pair })
        : lessOf(problem, { worth, pair });
  }
  const net = { ...problem, offers, fee };
  const cost = problem.cost.map((_, pair) => {
    const offer = offerAt(net, at(problem.offerOf, pair));
    return costOf(net, pair, { offer, funded: at(problem.base, pair) });
  });
  return { problem: { ...net, cost } };
}

function worthByPair(problem: AllocationProblem, appraise: Appraise): Float64Array {
  const worth = new Float64Array(problem.fee.length);
  for (let line = 0; line + 1 < problem.pairStart.length; line += 1) {
    const end = at(problem.pairStart, line + 1);
    for (let pair = at(problem.pairStart, line); pair < end; pair += 1) {
      const of = { line, offer: at(problem.offerOf, pair), fundedMinor: at(problem.base, pair) };
      const { administrationSavedMinor, protectionMinor } = appraise(problem, of);
      worth[pair] = administrationSavedMinor + protectionMinor;
    }
  }
  return worth;
}

type Of = { worth: Float64Array; pair: number };

/** How an offer's services can be taken off what it costs, without a negative cost. */
function formOf(
  problem: AllocationProblem,
  { worth, offer: index }: { worth: Float64Array; offer: number },
): 'fee_less' | 'fee_alone' | Absent {
  const { mode, withheld } = offerAt(problem, index);
  let [isWorth, leastFee, leastNet] = [false, 0, 0];
  for (let pair = 0; pair < worth.length; pair += 1) {
    if (problem.offerOf[pair] !== index || worth[pair] === 0) continue;
    isWorth = true;
    leastFee = Math.min(leastFee, lessOf(problem, { worth, pair }));
    leastNet = Math.min(leastNet, at(problem.cost, pair) - at(worth, pair));
  }
  if (!isWorth) return 'fee_less';
  if (withheld === 'interest_and_fees') return 'cost_withheld';
  if (leastFee >= 0) return 'fee_less';
  if (leastNet < 0 || mode === 'pledge') return 'net_cost_below_zero';
  return withheld === 'nothing' ? 'fee_alone' : 'cost_withheld';
}

/** The fee less what services are worth, in the facility's currency. */
function lessOf(problem: AllocationProblem, { worth, pair }: Of): number {
  const { numerator, denominator } = offerAt(problem, at(problem.offerOf, pair)).toNeed;
  return at(problem.fee, pair) - mulDiv(at(worth, pair), denominator, numerator, 'halfEven');
}

/** All that a pair costs less what services are worth, in the facility's currency. */
function netOf(problem: AllocationProblem, { worth, pair }: Of): number {
  const { numerator, denominator } = offerAt(problem, at(problem.offerOf, pair)).toNeed;
  const net = at(problem.cost, pair) - at(worth, pair);
  return mulDiv(net, denominator, numerator, 'down');
}
