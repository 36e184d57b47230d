import type { AmountMinor } from '../../money.ts';
import type { BuiltModel, LinearBasis } from '../model.ts';
import { ceilingOf, type Search } from '../search.ts';
import type { Cut } from './cuts.ts';
import type { Homes } from './homes.ts';
import type { Load } from './load.ts';
import { type Domain, leastOf, limitOf } from './narrow.ts';
import { type Pools, poolsWithin } from './pools.ts';
import { type Relaxed, relax } from './relaxed.ts';
import { cutsOf } from './separate.ts';
import { type CaseOf, type Worth, worthOf } from './worth.ts';

/** What may still be spent: linear relaxations, and choices of homes looked at. */
export type Budget = { relaxations: number; steps: number };

/** Branch and bound over the homes of lines, with the offers of one case. */
export type Tree = {
  search: Search;
  of: CaseOf;
  homes: Homes;
  load: Load;
  budget: Budget;
  /** For the least cost, and for the most cash; the same columns. */
  cost: BuiltModel;
  cash: BuiltModel;
  /** No plan of the choices that could not be settled costs less. */
  unsettled: AmountMinor;
};

export type Node = {
  domain: Domain;
  /** What every plan of interest keeps here, and the pools that it was derived from. */
  cuts: readonly Cut[];
  pools: Pools;
  /** The latest first. */
  worths: Worth[];
  bound: AmountMinor;
  depth: number;
  relaxed: Relaxed;
  /** What rounding may make of lines in part, here and in the plan: nothing is proven nearer. */
  slack: AmountMinor;
};

type Cutting = { domain: Domain; pools: Pools; above: Node | undefined; known: AmountMinor };

/** The node of a domain, with the cuts that bind there. */
export function nodeWithCuts(
  tree: Tree,
  { domain, pools, above, known }: Cutting,
): Node | undefined {
  const { search, cost, homes, budget } = tree;
  const { cuts, relaxations } = cutsOf({ search, built: cost, homes }, domain, pools);
  budget.relaxations -= relaxations;
  const { worths = [], depth = 0, relaxed } = above ?? {};
  const bound = Math.max(known, above?.bound ?? 0);
  return nodeOf(tree, { domain, cuts, pools, worths, bound, depth, above: relaxed });
}

/** With the cuts that smaller pools allow here; undefined where they leave nothing of interest. */
export function boundAgain(tree: Tree, node: Node): Node | undefined {
  const { domain, cuts, bound } = node;
  const pools = poolsWithin(tree, { domain, cuts, most: mostOf(tree) });
  if (!areSmaller(pools, node.pools)) return node;
  const made = nodeWithCuts(tree, { domain, pools, above: node, known: bound });
  return made && made.bound <= mostOf(tree) ? made : undefined;
}

const SHRUNK = 0.999;

/** By enough to be worth another round. */
export function areSmaller(pools: Pools, before: Pools): boolean {
  return pools.some((pool, offer) => pool < (before[offer] ?? Number.POSITIVE_INFINITY) * SHRUNK);
}

/** What a plan may cost to be of interest still. */
export function mostOf({ unsettled, search }: Tree): AmountMinor {
  return Math.min(unsettled, ceilingOf(search)) - 1;
}

/** Prices remembered of a node and those above it. */
const WORTHS = 6;
type Made = Pick<Node, 'domain' | 'cuts' | 'pools'> & {
  worths: Worth[];
  bound: AmountMinor;
  depth: number;
  above?: Relaxed | undefined;
  basis?: LinearBasis | undefined;
};

/** Undefined where prices prove that there is no plan, or where there is nothing to go by. */
export function nodeOf(tree: Tree, made: Made): Node | undefined {
  const { search, homes, of, budget } = tree;
  const { domain, cuts, pools, basis, above } = made;
  budget.relaxations -= 1;
  const priced = { homes, domain, of, cuts };
  const relaxed = relax(search, tree.cost, { homes, domain, cuts, basis });
  const { worths: remembered, bound: least, depth } = made;
  const known = { domain, cuts, pools, worths: remembered, bound: least, depth, slack: 0 };
  if (!relaxed) return outOfReach(tree, made);
  const worth = worthOf(search.problem, { ...priced, ...relaxed, bounded: 'cost' });
  if (!worth) return above ? { ...known, relaxed } : undefined;
  const own = Math.ceil(leastOf(homes, domain, worth) / 2 ** worth.bits);
  const worths = [worth, ...made.worths].slice(0, WORTHS);
  const slack = Math.floor(worth.parts / 2 ** worth.bits);
  return { ...known, worths, bound: Math.max(least, own), relaxed, slack };
}

/**
 * Where the program has no point: no node, if by the prices of what comes nearest to one the need is out
 * of reach; one like that above otherwise.
 */
function outOfReach(tree: Tree, made: Made): Node | undefined {
  const { search, homes, of, budget } = tree;
  const { domain, cuts, pools, worths, bound, depth, above } = made;
  budget.relaxations -= 1;
  const relaxed = relax(search, tree.cash, { homes, domain, cuts, soft: true });
  const worth =
    relaxed && worthOf(search.problem, { homes, domain, of, cuts, ...relaxed, bounded: 'cash' });
  if (worth && leastOf(homes, domain, worth) > limitOf(worth, 0)) return undefined;
  const known = relaxed ?? above;
  if (!known) return undefined;
  const all = worth ? [...worths.slice(0, WORTHS - 1), worth] : worths;
  return { domain, cuts, pools, worths: all, bound, depth, relaxed: known, slack: 0 };
}
