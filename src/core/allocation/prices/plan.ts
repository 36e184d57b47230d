import type { AllocationProblem } from '../problem.ts';
import type { Solution } from '../value.ts';
import { assignAll } from './assign.ts';
import { type Draft, declare, draftOf } from './draft.ts';
import { drawsOf, finish } from './finish.ts';
import type { PassWork } from './pass.ts';
import type { Polished } from './polish.ts';
import { rebalance, type Setting } from './rebalance.ts';
import type { Space } from './space.ts';
import { clearOffer, trimToLimits } from './trim.ts';
import { improve, raiseDraw, reachNeed } from './tune.ts';

export type PlanSetup = {
  problem: AllocationProblem;
  work: PassWork;
  space: Space;
  /** Offers below their minimum draw are filled up to it; otherwise emptied. */
  raise: boolean;
  ended: (phase: 'assign' | 'rebalance' | 'trim' | 'improve' | 'reach' | 'finish') => void;
};

const PATIENCE = [1.5, 3, 30];
const IMPROVEMENTS = 2;
const PER_KIND = 80;

/** A plan at prices: best pairs first, then limits, then what they have left, then the need itself. */
export function planAt(setup: PlanSetup, { point, mixture }: Polished): Solution {
  const { problem, work, space, ended } = setup;
  const draft = draftOf(problem);
  problem.offers.forEach(({ heldPool }, index) => {
    declare(draft, index, heldPool);
  });
  assignAll(work, mixture, draft);
  ended('assign');
  const setting: Setting = { work, space, draft };
  for (const patience of PATIENCE) {
    if (rebalance(setting, point, patience) === 0) break;
  }
  ended('rebalance');
  trimToLimits(setting, point);
  ended('trim');
  for (let round = 0; round < IMPROVEMENTS; round += 1) {
    if (improve(setting, point, PER_KIND) === 0) break;
  }
  ended('improve');
  reachNeed(setting, point, PER_KIND);
  for (let round = 0; round < problem.offers.length; round += 1) {
    const small = smallDraws(draft);
    if (small.length === 0) break;
    for (const index of small) {
      if (setup.raise && round === 0) raiseDraw(setting, point, index);
      else leaveOut(setting, index);
    }
    trimToLimits(setting, point);
    reachNeed(setting, point, PER_KIND);
  }
  for (const index of smallDraws(draft)) leaveOut(setting, index);
  ended('reach');
  const solution = finish(draft);
  ended('finish');
  return solution;
}

/** Offers that are used for less than they must draw. */
export function smallDraws(draft: Draft): number[] {
  const { problem, lines, advances } = draft;
  const drawn = drawsOf(draft);
  return problem.offers.flatMap(({ mode, minimumDraw }, index) => {
    const draws = mode === 'pledge' ? (drawn[index] ?? 0) : (advances[index] ?? 0);
    const isUsed = (lines[index] ?? 0) > 0 && (mode !== 'pledge' || draws > 0);
    return isUsed && draws < minimumDraw ? [index] : [];
  });
}

function leaveOut({ draft, work }: Setting, index: number): void {
  clearOffer(draft, index);
  work.columns.offers.blocked[index] = 1;
}
