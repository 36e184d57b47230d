import { draftFrom } from './answer.ts';
import { considerDraft, runWhole, type Search } from './search.ts';
import { type Leaf, searchUses } from './uses.ts';

/** Of each run: branch and bound nodes, and a share of the iterations that are left. */
const NODES = 50_000;
/** Linear programs for choices of offers: six that cost something by themselves are covered. */
const RELAXATIONS = 64;

/**
 * Small problems: for each choice of offers that could be cheaper the whole mixed-integer program, with
 * presolve off and on, since the two have disagreed. Answers what both runs claim no plan is below.
 */
export function searchExact(search: Search): { bound: number; reachable: boolean } {
  return searchUses(search, { relaxations: RELAXATIONS, onLeaf: (leaf) => runLeaf(search, leaf) });
}

function runLeaf(search: Search, leaf: Leaf): number {
  considerDraft(search, draftFrom(search.problem, leaf.relaxed, leaf.values));
  const run = { aim: 'cost', uses: leaf.uses, nodes: NODES } as const;
  const half = Math.ceil(search.iterations / 2);
  const direct = runWhole(search, { ...run, presolve: false, gap: 1e-4, iterations: half });
  const reduced = runWhole(search, { ...run, presolve: true, gap: 1e-5, iterations: half });
  return agreed(search, leaf, [direct.bound, reduced.bound]);
}

/** The weaker of two claims; one above a plan that we hold is false, and what made it is not believed. */
function agreed({ best }: Search, leaf: Leaf, claims: (number | undefined)[]): number {
  const { placement, value } = best;
  const rounding = 2 + placement.partial.size + placement.drawn.length;
  const most = value.shortfallMinor > 0 ? Number.POSITIVE_INFINITY : value.costMinor + rounding;
  const isFalse = claims.some((claim) => claim !== undefined && claim > most);
  if (isFalse || claims.includes(undefined)) return leaf.bound;
  return Math.min(...claims.map((claim) => claim ?? leaf.bound));
}
