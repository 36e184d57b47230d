import { pricesOf } from './answer.ts';
import {
  type BuiltModel,
  buildModel,
  type LinearBasis,
  type LinearDuals,
  type LinearModel,
} from './model.ts';
import { isCostly, type OfferUse } from './modelColumns.ts';
import type { AllocationProblem } from './problem.ts';
import { ask, type Case, fixedOf, relaxationOptions, type Search } from './search.ts';
import type { Prices } from './value.ts';

/** A choice of offers that is settled: which are open, and the linear program of what they leave. */
export type Leaf = {
  uses: OfferUse[];
  /** What the program claims that no plan of these offers can cost less than. */
  bound: number;
  relaxed: BuiltModel;
  values: Float64Array;
  /** By pair: what placing it adds at these prices, below 0 where that pays. */
  net: Float64Array;
  prices: Prices;
};

/** Offers that are decided in the terms of `OfferUse`: an undecided one is there without its fixed cost. */
type Node = {
  states: Int8Array;
  bound: number;
  leaf: Leaf;
  basis: LinearBasis | undefined;
};

export const [OUT, UNDECIDED, IN] = [-1, 0, 1];

/**
 * Best first over the offers whose use costs or asks for something: a choice is given to `onLeaf` when
 * no undecided one could be cheaper. Ends when what is left costs more than the best plan, or when the
 * budget of linear programs is spent. Answers the least claimed bound of what was not excluded.
 */
export function searchUses(
  search: Search,
  { relaxations, onLeaf }: { relaxations: number; onLeaf: (leaf: Leaf) => number },
): { bound: number; reachable: boolean } {
  const { problem } = search;
  const needMinor = problem.needMinor + Math.min(0, search.margin);
  const relaxed = buildModel(
    { ...problem, needMinor },
    {
      aim: 'cost',
      uses: problem.offers.map(() => 'open'),
      relaxed: true,
    },
  );
  const states = Int8Array.from(problem.offers, (offer) => (isCostly(offer) ? UNDECIDED : IN));
  const root = solveNode(search, relaxed, { states });
  if (!root) return { bound: Number.NEGATIVE_INFINITY, reachable: false };
  search.prices ??= root.leaf.prices;
  const open = [root];
  let least = Number.POSITIVE_INFINITY;
  let left = relaxations - 1;
  while (open.length > 0) {
    const node = takeCheapest(open);
    if (isExcluded(search, node.bound)) {
      for (const left of [node, ...open]) search.cases.push(caseOf(left));
      return { bound: Math.min(least, node.bound), reachable: true };
    }
    const offer = undecided(problem, node);
    if (offer < 0) {
      search.cases.push(caseOf(node));
      least = Math.min(least, Math.max(node.bound, onLeaf(node.leaf)));
      continue;
    }
    const children = branch(search, relaxed, { node, offer, left });
    left -= children.relaxations;
    open.push(...children.nodes);
    if (children.lost) least = Math.min(least, node.bound);
  }
  return { bound: least, reachable: true };
}

function caseOf({ states, leaf }: Node): Case {
  return { states, prices: leaf.prices };
}

function isExcluded({ best }: Search, bound: number): boolean {
  return best.value.shortfallMinor === 0 && bound >= best.value.costMinor;
}

function takeCheapest(open: Node[]): Node {
  let at = 0;
  open.forEach((node, index) => {
    if (node.bound < (open[at]?.bound ?? 0)) at = index;
  });
  const [node] = open.splice(at, 1);
  if (!node) throw new RangeError('no node is left');
  return node;
}

/** The undecided offer that costs most by itself. */
function undecided({ offers }: AllocationProblem, { states }: Node): number {
  let [chosen, most] = [-1, -1];
  offers.forEach(({ fixedCost }, index) => {
    if (states[index] === UNDECIDED && fixedCost > most) [chosen, most] = [index, fixedCost];
  });
  return chosen;
}

/**
 * In: the same program unless there is a minimum draw to ask for. Out: the same if the offer is not
 * used anyway, otherwise again without its columns; lost when there are no programs left for that.
 */
function branch(
  search: Search,
  relaxed: BuiltModel,
  { node, offer, left }: { node: Node; offer: number; left: number },
): { nodes: Node[]; relaxations: number; lost: boolean } {
  const { problem } = search;
  const { basis } = node;
  const [within, without] = [node.states.with(offer, IN), node.states.with(offer, OUT)];
  const asksNothing = problem.offers[offer]?.minimumDraw === 0;
  const isUsed = usesOffer(problem, { node, offer });
  let relaxations = 0;
  const solved = (states: Int8Array) => {
    relaxations += 1;
    const made = solveNode(search, relaxed, { states, basis });
    if (!made) search.cases.push({ states });
    return made;
  };
  const kept = (states: Int8Array) => withFixed(problem, node, states);
  const nodes = [
    asksNothing || left < 2 ? kept(within) : solved(within),
    isUsed ? (left < 1 ? undefined : solved(without)) : kept(without),
  ];
  const lost = isUsed && left < 1;
  if (lost) search.cases.push({ ...caseOf(node), states: without });
  return { nodes: nodes.filter((made) => made !== undefined), relaxations, lost };
}

function usesOffer(problem: AllocationProblem, { node, offer }: { node: Node; offer: number }) {
  const { layout } = node.leaf.relaxed;
  return problem.offerOf.some(
    (at, pair) => at === offer && (node.leaf.values[layout.part[pair] ?? -1] ?? 0) > 1e-9,
  );
}

function withFixed(problem: AllocationProblem, node: Node, states: Int8Array): Node {
  const uses = usesOf(states);
  const before = fixedOf(problem, node.leaf.uses);
  const bound = node.bound - before + fixedOf(problem, uses);
  return { ...node, states, bound, leaf: { ...node.leaf, uses, bound } };
}

function usesOf(states: Int8Array): OfferUse[] {
  return Array.from(states, (state) => (state === IN ? 'open' : 'never'));
}

function solveNode(
  search: Search,
  relaxed: BuiltModel,
  { states, basis }: { states: Int8Array; basis?: LinearBasis | undefined },
): Node | undefined {
  const answer = ask(search, restrict(search.problem, relaxed, states), {
    ...relaxationOptions,
    presolve: basis === undefined,
    ...(basis ? { basis } : {}),
  });
  if (answer.status !== 'answered' || !answer.duals) return undefined;
  const uses = usesOf(states);
  const bound = answer.objective * relaxed.layout.costUnit + fixedOf(search.problem, uses);
  const leaf = {
    uses,
    bound,
    relaxed,
    values: answer.values,
    net: netOf(relaxed, answer.duals),
    prices: pricesOf(search.problem, relaxed, answer.duals),
  };
  return { states, bound, leaf, basis: answer.duals.basis };
}

/** The dual of a line's one home hides what its best pair is worth: both together show it. */
function netOf({ layout, rows }: BuiltModel, duals: LinearDuals): Float64Array {
  return Float64Array.from(layout.part, (part, pair) => {
    const home = rows.home[layout.lineOf[pair] ?? 0] ?? -1;
    return (duals.columns[part] ?? 0) + (duals.rows[home] ?? 0);
  });
}

/** The columns of offers that are out stay at 0; a minimum draw is asked of those that are in. */
export function restrict(
  problem: AllocationProblem,
  { model, layout, rows }: BuiltModel,
  states: Int8Array,
): LinearModel {
  const upper = Float64Array.from(model.upper);
  const rowLower = Float64Array.from(model.rowLower);
  problem.offerOf.forEach((offer, pair) => {
    const part = layout.part[pair] ?? -1;
    if (states[offer] === OUT && part >= 0) upper[part] = 0;
  });
  rows.minimum.forEach((row, offer) => {
    if (row >= 0 && states[offer] !== IN) rowLower[row] = Number.NEGATIVE_INFINITY;
  });
  return { ...model, upper, rowLower };
}
