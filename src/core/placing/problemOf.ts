import type { AllocationProblem, Offer } from '../allocation/problem.ts';
import { assert } from '../assert.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Need, SelectionInput } from '../input.ts';
import { sumMinor } from '../money.ts';
import { capFamilies } from './families.ts';
import { heldLines, netOf } from './netLines.ts';
import { offerOf } from './offers.ts';
import { pairsOf } from './pairs.ts';
import { sharedRooms } from './rooms.ts';

/** An allocation's numbers, and the way back from them to the ledger. */
export type Stated = {
  problem: AllocationProblem;
  lineOf: Int32Array;
  tooSmall: Map<number, number>;
};

/**
 * A need and what each facility would fund, as an allocation problem. `outcomes` are of all facilities of
 * the input, where not all of them are offered.
 */
export function problemOf(
  input: SelectionInput,
  need: Need,
  offered: readonly { outcome: Outcome; availableMinor: number }[],
  outcomes: readonly Outcome[] = offered.map(({ outcome }) => outcome),
): Stated {
  const [first] = offered;
  assert(first, 'an allocation has a facility');
  const { ledger } = first.outcome.view;
  const columns = offered.map(({ outcome, availableMinor }) => {
    const net = netOf(outcome);
    const held = heldLines(outcome, net);
    const heldMinor = sumMinor(held.map(({ amountMinor }) => amountMinor));
    const offer: Offer = {
      ...offerOf(input, need, { view: outcome.view, availableMinor, heldMinor }),
      caps: [],
    };
    return { outcome, offer, net, held };
  });
  const { lineOf, tooSmall, ...pairs } = pairsOf(ledger, need, columns);
  const problem: AllocationProblem = {
    needMinor: need.amountMinor,
    debtors: ledger.debtors.length,
    ...pairs,
    offers: columns.map(({ offer, outcome, held }) => ({
      ...offer,
      caps: capFamilies(outcome, { held, lineOf }),
    })),
    rooms: sharedRooms(input, { outcomes, offered: offered.map(({ outcome }) => outcome) }),
  };
  return { problem, lineOf, tooSmall };
}
