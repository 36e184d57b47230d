import type { AmountMinor } from '../../money.ts';
import { type BuiltModel, buildModel, type LinearBasis } from '../model.ts';
import { ceilingOf, type Search } from '../search.ts';
import type { Cut } from './cuts.ts';
import { enumerate } from './enumerate.ts';
import { type Homes, homesOf } from './homes.ts';
import { considerLeaf } from './leaf.ts';
import { type Load, loadOf } from './load.ts';
import { type Domain, keepAccounts, leastOf, limitOf, narrow, openHomes } from './narrow.ts';
import { type Relaxed, relax, searchWhole } from './relaxed.ts';
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
  cuts: Cut[];
  /** No plan of the choices that could not be settled costs less. */
  unsettled: AmountMinor;
};

type Node = {
  domain: Domain;
  /** The latest first. */
  worths: Worth[];
  bound: AmountMinor;
  depth: number;
  relaxed: Relaxed;
  /** What rounding may make of lines in part, here and in the plan: nothing is proven nearer. */
  slack: AmountMinor;
};

/**
 * What no plan of a case costs less than; the best plan if one is found on the way. Prices are from
 * linear relaxations and may be any: what they bound is reckoned in integers.
 */
export function boundCase(
  search: Search,
  { of, budget, known }: { of: CaseOf; budget: Budget; known: AmountMinor },
): AmountMinor {
  const { problem } = search;
  const homes = homesOf(problem);
  const uses = of.allowed.map((allowed) => (allowed ? 'open' : 'never'));
  const tree: Tree = {
    search,
    of,
    homes,
    load: loadOf(problem, homes),
    budget,
    cost: buildModel(problem, { aim: 'cost', uses, relaxed: true }),
    cash: buildModel(problem, { aim: 'cash', uses, relaxed: true }),
    cuts: [],
    unsettled: Number.POSITIVE_INFINITY,
  };
  const root = rootOf(tree, known);
  if (!root) return lookThrough(tree, known);
  const open = [root];
  while (open.length > 0) {
    const node = takeCheapest(open);
    const most = Math.min(tree.unsettled, ceilingOf(search));
    if (node.bound + 2 * node.slack >= most || budget.relaxations <= 0 || budget.steps <= 0) {
      return Math.min(node.bound, most);
    }
    open.push(...expand(tree, node));
  }
  return Math.min(tree.unsettled, ceilingOf(search));
}

/** Without any prices to go by, the choices of a case are looked through if they are few. */
function lookThrough(tree: Tree, known: AmountMinor): AmountMinor {
  const { homes, of } = tree;
  const domain = caseDomain(homes, of);
  if (openLines(homes, domain) > FEW) return known;
  const found = enumerateIn(tree, { domain, worths: [], steps: STEPS_FEW });
  return found ? Math.max(known, ceilingOf(tree.search)) : known;
}

/** Prices remembered of a node and those above it. */
const WORTHS = 6;
/** Choices looked at in a node, and where few lines are open; that many lines are few. */
const [STEPS, STEPS_FEW, FEW] = [500, 5_000, 28];

function rootOf(tree: Tree, known: AmountMinor): Node | undefined {
  const { homes, of, search } = tree;
  let narrowed: Domain = caseDomain(homes, of);
  let root: Node | undefined;
  for (let round = 0; round < 3; round += 1) {
    const found = cutsOf({ search, built: tree.cost, homes }, narrowed);
    tree.cuts = found.cuts;
    tree.budget.relaxations -= found.relaxations;
    const made: Node | undefined = nodeOf(tree, {
      domain: narrowed,
      worths: root?.worths ?? [],
      bound: Math.max(known, root?.bound ?? 0),
      depth: 0,
    });
    if (!made) return root;
    root = made;
    const most = ceilingOf(search) - 1;
    const next = narrow(homes, { domain: narrowed, worths: root.worths, most });
    if (!next) return { ...root, bound: most + 1 };
    narrowed = next;
  }
  const isStrict = search.problem.offers.every(
    ({ mode }, offer) => mode === 'strict_sale' || of.allowed[offer] === false,
  );
  if (isStrict) searchWhole(search, tree.cost, { homes, domain: narrowed, cuts: tree.cuts });
  return root;
}

function caseDomain(homes: Homes, { allowed }: CaseOf): Domain {
  return Uint8Array.from(homes.offer, (offer) => Number(offer < 0 || allowed[offer] === true));
}

type Made = {
  domain: Domain;
  worths: Worth[];
  bound: AmountMinor;
  depth: number;
  above?: Relaxed;
  basis?: LinearBasis | undefined;
};

/** Undefined where prices prove that there is no plan, or where there is nothing to go by. */
function nodeOf(tree: Tree, made: Made): Node | undefined {
  const { search, homes, cuts, of, budget } = tree;
  const { domain, basis, above } = made;
  budget.relaxations -= 1;
  const priced = { homes, domain, of, cuts };
  const relaxed = relax(search, tree.cost, { homes, domain, cuts, basis });
  const { worths: remembered, bound: least, depth } = made;
  const known = { domain, worths: remembered, bound: least, depth, slack: 0 };
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
  const { search, homes, cuts, of, budget } = tree;
  const { domain, worths, bound, depth, above } = made;
  budget.relaxations -= 1;
  const relaxed = relax(search, tree.cash, { homes, domain, cuts, soft: true });
  const worth =
    relaxed && worthOf(search.problem, { homes, domain, of, cuts, ...relaxed, bounded: 'cash' });
  if (worth && leastOf(homes, domain, worth) > limitOf(worth, 0)) return undefined;
  const known = relaxed ?? above;
  if (!known) return undefined;
  const all = worth ? [...worths.slice(0, WORTHS - 1), worth] : worths;
  return { domain, worths: all, bound, depth, relaxed: known, slack: 0 };
}

function takeCheapest(open: Node[]): Node {
  let at = 0;
  open.forEach((node, index) => {
    const best = open[at];
    if (!best || node.bound > best.bound) return;
    if (node.bound < best.bound || node.depth > best.depth) at = index;
  });
  const [node] = open.splice(at, 1);
  if (!node) throw new RangeError('no node is left');
  return node;
}

/** The choices of a node looked through if they are few, otherwise split by the line most in doubt. */
function expand(tree: Tree, node: Node): Node[] {
  const { homes } = tree;
  const { worths } = node;
  const domain = narrow(homes, { domain: node.domain, worths, most: mostOf(tree) });
  if (!domain) return [];
  const isFew = openLines(homes, domain) <= FEW;
  const isSettled = enumerateIn(tree, { domain, worths, steps: isFew ? STEPS_FEW : STEPS });
  return isSettled ? [] : split(tree, { ...node, domain });
}

/** What a plan may cost to be of interest still. */
function mostOf({ unsettled, search }: Tree): AmountMinor {
  return Math.min(unsettled, ceilingOf(search)) - 1;
}

/** Whether in so many steps all choices of a domain were settled. */
function enumerateIn(
  tree: Tree,
  { domain, worths, steps }: { domain: Domain; worths: Worth[]; steps: number },
): boolean {
  const { search, homes, budget, load } = tree;
  const found = enumerate(
    {
      problem: search.problem,
      homes,
      load,
      domain,
      worths,
      most: () => mostOf(tree),
      onLeaf: (chosen) => considerLeaf(search, homes, chosen),
    },
    Math.min(budget.steps, steps),
  );
  budget.steps -= found.steps;
  return found.finished;
}

function openLines(homes: Homes, domain: Domain): number {
  let count = 0;
  for (let line = 0; line + 1 < homes.start.length; line += 1) {
    if (openHomes(homes, domain, line).length > 1) count += 1;
  }
  return count;
}

/** By the pair that the program splits most, for what it raises: whole, in part, or elsewhere. */
function split(tree: Tree, node: Node): Node[] {
  const { homes } = tree;
  const chosen = doubtful(tree, node);
  if (chosen < 0) {
    tree.unsettled = Math.min(tree.unsettled, node.bound);
    return [];
  }
  const line = homes.lineOf[chosen] ?? 0;
  const own = homes.pair[chosen];
  const open = openHomes(homes, node.domain, line);
  const branches = [
    open.filter((home) => homes.pair[home] === own && homes.isPart[home] === 0),
    open.filter((home) => homes.pair[home] === own && homes.isPart[home] === 1),
    open.filter((home) => homes.pair[home] !== own),
  ];
  return branches
    .filter((kept) => kept.length > 0)
    .map((kept) => {
      const domain = Uint8Array.from(node.domain);
      for (const home of open) if (!kept.includes(home)) domain[home] = 0;
      if (!keepAccounts(homes, domain)) return undefined;
      const { worths, bound, relaxed } = node;
      const { basis } = relaxed;
      return nodeOf(tree, { domain, worths, bound, depth: node.depth + 1, above: relaxed, basis });
    })
    .filter((made) => made !== undefined);
}

function doubtful({ homes, search }: Tree, { domain, relaxed }: Node): number {
  let [chosen, most] = [-1, -1];
  for (let line = 0; line + 1 < homes.start.length; line += 1) {
    const open = openHomes(homes, domain, line);
    if (open.length < 2) continue;
    for (const home of open) {
      const pair = homes.pair[home] ?? -1;
      const part = relaxed.parts[pair] ?? 0;
      const doubt = Math.min(part, 1 - part) * (search.problem.cash[pair] ?? 0);
      if (pair >= 0 && doubt > most) [chosen, most] = [home, doubt];
    }
  }
  return chosen;
}
