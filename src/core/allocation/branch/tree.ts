import type { AmountMinor } from '../../money.ts';
import { buildModel } from '../model.ts';
import { ceilingOf, type Search } from '../search.ts';
import { enumerate } from './enumerate.ts';
import { type Homes, homesOf } from './homes.ts';
import { considerLeaf } from './leaf.ts';
import { loadOf } from './load.ts';
import { type Domain, narrow, openHomes } from './narrow.ts';
import {
  areSmaller,
  type Budget,
  boundAgain,
  mostOf,
  type Node,
  nodeWithCuts,
  type Tree,
} from './node.ts';
import { type Pools, poolsWithin } from './pools.ts';
import { searchWhole } from './relaxed.ts';
import { split } from './split.ts';
import type { CaseOf, Worth } from './worth.ts';

/** A case being searched: its tree, the nodes left to look at, and what is known of all other plans. */
export type Searched = { tree: Tree; open: Node[]; known: AmountMinor };

/**
 * A case with its first node. Prices are from linear relaxations and may be any: what they bound is
 * reckoned in integers.
 */
export function openCase(
  search: Search,
  { of, budget, known }: { of: CaseOf; budget: Budget; known: AmountMinor },
): Searched {
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
    unsettled: Number.POSITIVE_INFINITY,
  };
  const root = rootOf(tree, known);
  if (root) return { tree, open: [root], known: Number.POSITIVE_INFINITY };
  return { tree, open: [], known: lookThrough(tree, known) };
}

/** What no plan of the case costs less than; a plan found on the way is one that it is known not to beat. */
export function boundOf({ tree, open, known }: Searched): AmountMinor {
  const least = Math.min(known, tree.unsettled, ceilingOf(tree.search));
  return open.reduce((low, { bound }) => Math.min(low, bound), least);
}

/** Looks into the node with the lowest bound; false where that would prove nothing more. */
export function searchOn({ tree, open }: Searched): boolean {
  const { budget } = tree;
  if (open.length === 0 || budget.relaxations <= 0 || budget.steps <= 0) return false;
  const node = takeCheapest(open);
  if (node.bound + 2 * node.slack >= mostOf(tree) + 1) {
    open.push(node);
    return false;
  }
  open.push(...expand(tree, node));
  return true;
}

/** Without any prices to go by, the choices of a case are looked through if they are few. */
function lookThrough(tree: Tree, known: AmountMinor): AmountMinor {
  const { homes, of } = tree;
  const domain = caseDomain(homes, of);
  if (openLines(homes, domain) > FEW) return known;
  const found = enumerateIn(tree, { domain, worths: [], steps: STEPS_FEW });
  return found ? Math.max(known, ceilingOf(tree.search)) : known;
}

/** Times that the root is bounded again with what the last time left open. */
const ROUNDS = 12;
/** Choices looked at in a node, and where few lines are open; that many lines are few. */
const [STEPS, STEPS_FEW, FEW] = [500, 5_000, 28];

function rootOf(tree: Tree, known: AmountMinor): Node | undefined {
  const { homes, of, search, budget } = tree;
  let domain: Domain = caseDomain(homes, of);
  let root: Node | undefined;
  let pools: Pools = [];
  for (let round = 0; round < ROUNDS && (!root || budget.relaxations > 0); round += 1) {
    const made = nodeWithCuts(tree, { domain, pools, above: root, known });
    if (!made) return root && { ...root, bound: ceilingOf(search) };
    const most = ceilingOf(search) - 1;
    const next = narrow(homes, { domain, worths: made.worths, most });
    if (!next) return { ...made, bound: most + 1 };
    const bounded = poolsWithin(tree, { domain: next, cuts: made.cuts, most });
    const isSame =
      made.bound === root?.bound && openLines(homes, next) === openLines(homes, domain);
    [root, domain] = [made, next];
    if (isSame && !areSmaller(bounded, pools)) break;
    pools = bounded;
  }
  const isStrict = search.problem.offers.every(
    ({ mode }, offer) => mode === 'strict_sale' || of.allowed[offer] === false,
  );
  if (root && isStrict) searchWhole(search, tree.cost, { homes, domain, cuts: root.cuts });
  return root;
}

function caseDomain(homes: Homes, { allowed }: CaseOf): Domain {
  return Uint8Array.from(homes.offer, (offer) => Number(offer < 0 || allowed[offer] === true));
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
  if (isSettled) return [];
  const again = boundAgain(tree, { ...node, domain });
  return again ? split(tree, again) : [];
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
