import fc from 'fast-check';
import { selectReceivables } from '../../src/core/select.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { anyModes } from '../core/any-modes.ts';
import type { Measured } from './report.ts';

const solve = await loadHighs();
const piece = 500;

/**
 * Plans over random terms, ledgers and needs, each judged by the independent checker on its way out: one
 * cent that does not agree ends the run. What the engine refuses by name is counted apart.
 */
export function benchPlans(count: number, seed: number): Measured {
  const startedAt = performance.now();
  let [made, met, refused] = [0, 0, 0];
  for (let from = 0; from < count; from += piece) {
    const numRuns = Math.min(piece, count - from);
    for (const input of fc.sample(anyModes, { numRuns, seed: seed + from })) {
      const selection = selectReceivables(input, solve);
      if (selection.ok) {
        made += 1;
        if (selection.plan.allocation?.shortfallMinor === 0) met += 1;
      } else refused += 1;
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const note = `${made} plans hold, ${met} of them meet a need; ${refused} inputs refused; seed ${seed}`;
  return { perSecond: count / seconds, note };
}
