import type { SolveLinear } from '../core/allocation/model.ts';
import type { Change } from '../core/compare/change.ts';
import type { Effect } from '../core/compare/effect.ts';
import { type Considered, consider, whatIf } from '../core/compare/whatIf.ts';
import type { SelectionInput } from '../core/input.ts';
import type { Refusal } from '../core/plan.ts';
import { inputHash } from '../core/select.ts';

export type Effected = { ok: true; effect: Effect } | { ok: false; refusals: Refusal[] };

/**
 * Questions about changes, with the books last asked about kept considered: by the hash of all that
 * they say, so whoever has the same books has the same answers and nobody another's.
 */
export function keepWarm(
  solve: SolveLinear,
  considering: typeof consider = consider,
): (input: SelectionInput, change: Change) => Effected {
  let warm: { hash: string; considered: Considered } | undefined;
  return function effectOf(input, change) {
    const hash = inputHash(input);
    if (warm?.hash !== hash) {
      const answer = considering(input, solve);
      if (!answer.ok) return answer;
      warm = { hash, considered: answer.considered };
    }
    return whatIf(warm.considered, change, solve);
  };
}
