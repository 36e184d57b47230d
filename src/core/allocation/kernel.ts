import { draftFrom } from './answer.ts';
import { draftOf } from './draft.ts';
import { unplaced } from './modelColumns.ts';
import { considerDraft, runWhole, type Search } from './search.ts';
import { type Leaf, searchUses } from './uses.ts';

/** Lines left free at first, rounds with a shifted kernel, and branch and bound nodes of each. */
const [FREE, ROUNDS, NODES] = [200, 8, 20_000];
/** Linear programs for choices of offers; rounds in vain before a choice is left. */
const [PROGRAMS, VAIN] = [40, 2];
/** Nearer to its linear program than this no choice of offers is worth another round. */
const NEAR = 1e-5;

/**
 * Kernel search (Angelelli, Mansini, Speranza, 2010): the linear program decides most lines, a mixed-
 * integer program of the few that are close to being decided otherwise settles the rest. Around the
 * best plan so far, with other lines free each time, as long as there are iterations left.
 */
export function searchKernel(search: Search): { bound: number; reachable: boolean } {
  return searchUses(search, { relaxations: PROGRAMS, onLeaf: (leaf) => runLeaf(search, leaf) });
}

function runLeaf(search: Search, leaf: Leaf): number {
  const { problem } = search;
  considerDraft(search, draftFrom(problem, leaf.relaxed, leaf.values));
  const order = byDoubt(search, leaf);
  const run = { aim: 'cost', uses: leaf.uses, presolve: true, nodes: NODES, gap: NEAR } as const;
  let free = FREE;
  let from = 0;
  let vain = 0;
  for (let round = 0; round < ROUNDS && vain < VAIN && search.iterations > 0; round += 1) {
    const { best } = search;
    if (isNear(search, leaf)) break;
    const held = heldLines(search, { leaf, free: kernelOf(search, { order, from, free }) });
    runWhole(search, { ...run, held, iterations: Math.ceil(search.iterations / 3) });
    if (free >= order.length) break;
    vain = search.best === best ? vain + 1 : 0;
    if (search.best.value.shortfallMinor > 0) {
      free *= 2;
      vain = 0;
    } else from = from >= 3 * FREE ? 0 : from + free / 2;
  }
  return leaf.bound;
}

function isNear({ best }: Search, { bound }: Leaf): boolean {
  return best.value.shortfallMinor === 0 && best.value.costMinor <= bound * (1 + NEAR);
}

/** −1 is split by the program. */
type Doubt = { line: number; doubt: number };

/** The lines most in doubt first: those the program splits, then by reduced cost per cash. */
function byDoubt(search: Search, leaf: Leaf): Doubt[] {
  const { problem } = search;
  const { layout } = leaf.relaxed;
  const doubts: Doubt[] = [];
  for (let line = 0; line < problem.debtorOf.length; line += 1) {
    let [most, best, second, cash] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1];
    let isSplit = false;
    const end = problem.pairStart[line + 1] ?? 0;
    for (let pair = problem.pairStart[line] ?? 0; pair < end; pair += 1) {
      if (leaf.uses[problem.offerOf[pair] ?? 0] === 'never') continue;
      const part = layout.part[pair] ?? -1;
      const value = leaf.values[part] ?? 0;
      if (value > 1e-7 && value < 1 - 1e-7) isSplit = true;
      most += value;
      const net = leaf.net[pair] ?? 0;
      cash = Math.max(cash, problem.cash[pair] ?? 0);
      if (net < best) [best, second] = [net, best];
      else if (net < second) second = net;
    }
    if (best === Number.POSITIVE_INFINITY) continue;
    const toLeave = most > 0.5 ? Math.min(-Math.min(best, 0), second - best) : best;
    doubts.push({ line, doubt: isSplit ? -1 : Math.abs(toLeave) / cash });
  }
  return doubts.sort((one, other) => one.doubt - other.doubt || one.line - other.line);
}

/**
 * Split lines are what rounding has to settle, and their debtors' other lines what it is settled with:
 * they stay free while the window over the others moves.
 */
function kernelOf(
  { problem }: Search,
  { order, from, free }: { order: Doubt[]; from: number; free: number },
): Set<number> {
  const split = order.filter(({ doubt }) => doubt < 0).slice(0, free);
  const debtors = new Set(split.map(({ line }) => problem.debtorOf[line]));
  const near = order.filter(({ line }) => debtors.has(problem.debtorOf[line])).slice(0, 2 * free);
  const window = order.slice(from, from + free);
  return new Set([...split, ...near, ...window].map(({ line }) => line));
}

/**
 * Lines outside the kernel stay as in the best plan, if these offers are those of the leaf; free are
 * also those that it has otherwise than the program, and those in part.
 */
function heldLines(search: Search, { leaf, free }: { leaf: Leaf; free: Set<number> }): Int32Array {
  const { problem, best } = search;
  const isUsable = problem.offers.every(
    (_, offer) => !best.value.used[offer] || leaf.uses[offer] !== 'never',
  );
  const rounded = draftFrom(problem, leaf.relaxed, leaf.values).pairOf;
  const held = Int32Array.from(rounded, (pair) => (pair < 0 ? unplaced : pair));
  if (best.value.shortfallMinor === 0 && isUsable) {
    placedPairs(search).forEach((pair, line) => {
      if (pair !== rounded[line]) held[line] = -1;
    });
    for (const line of best.placement.partial.keys()) held[line] = -1;
  }
  for (const line of free) held[line] = -1;
  freeAccounts(search, held);
  return held;
}

function placedPairs({ problem, best }: Search): Int32Array {
  const { lineOf } = draftOf(problem);
  const pairs = new Int32Array(problem.debtorOf.length).fill(-1);
  lineOf.forEach((line, pair) => {
    if ((best.placement.placed[line] ?? 0) - 1 === problem.offerOf[pair]) pairs[line] = pair;
  });
  return pairs;
}

/** A whole account moves as one: if one of its lines is free all are. */
function freeAccounts({ problem }: Search, held: Int32Array): void {
  const isAccount = problem.offers.some(({ mode }) => mode === 'whole_account');
  if (!isAccount) return;
  const debtors = new Set<number>();
  held.forEach((to, line) => {
    if (to === -1) debtors.add(problem.debtorOf[line] ?? -1);
  });
  problem.debtorOf.forEach((debtor, line) => {
    if (debtors.has(debtor)) held[line] = -1;
  });
}
