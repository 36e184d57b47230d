import { ceilingOf } from '../search.ts';
import { keepAccounts, openHomes } from './narrow.ts';
import { mostOf, type Node, nodeOf, type Tree } from './node.ts';

/** Pairs that are tried before one is split by; while there is no plan one is as good as another. */
const TRIED = 6;

/**
 * By a pair that the program splits: whole, in part, or elsewhere. Of those that raise most the one
 * whose halves are bounded highest; none is left of a node where both halves of one hold nothing.
 */
export function split(tree: Tree, node: Node): Node[] {
  const tried = doubtful(tree, node);
  let [best, most]: [Node[], number] = [[], -1];
  if (tried.length === 0) tree.unsettled = Math.min(tree.unsettled, node.bound);
  for (const home of tried) {
    const halves = halvesOf(tree, node, home);
    const open = halves.filter(({ bound }) => bound <= mostOf(tree));
    if (open.length === 0) return [];
    const score = scoreOf(tree, node, open);
    if (score > most) [best, most] = [open, score];
  }
  return best;
}

/** How much closer the halves come to being closed: those that are count as having come all the way. */
function scoreOf(tree: Tree, { bound }: Node, open: readonly Node[]): number {
  const whole = Math.min(mostOf(tree) + 1, 2 * bound + 1) - bound;
  const gains = open.map((half) => half.bound - bound);
  while (gains.length < 2) gains.push(whole);
  return gains.reduce((product, gain) => product * (gain + 1), 1);
}

function halvesOf(tree: Tree, node: Node, chosen: number): Node[] {
  const { homes } = tree;
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
      const { relaxed, depth } = node;
      const { basis } = relaxed;
      return nodeOf(tree, { ...node, domain, depth: depth + 1, above: relaxed, basis });
    })
    .filter((made) => made !== undefined);
}

/** Homes of pairs that the program splits, for what they raise; of one if it splits none. */
function doubtful({ homes, search }: Tree, { domain, relaxed }: Node): number[] {
  const byPair = new Map<number, { home: number; doubt: number }>();
  for (let line = 0; line + 1 < homes.start.length; line += 1) {
    const open = openHomes(homes, domain, line);
    if (open.length < 2) continue;
    for (const home of open) {
      const pair = homes.pair[home] ?? -1;
      if (pair < 0 || byPair.has(pair)) continue;
      const part = relaxed.parts[pair] ?? 0;
      const doubt = Math.min(part, 1 - part) * (search.problem.cash[pair] ?? 0);
      byPair.set(pair, { home, doubt });
    }
  }
  const tried = Number.isFinite(ceilingOf(search)) ? TRIED : 1;
  const sorted = [...byPair.values()].sort(
    (one, other) => other.doubt - one.doubt || one.home - other.home,
  );
  const isSplit = sorted.filter(({ doubt }) => doubt > 0).slice(0, tried);
  return (isSplit.length > 0 ? isSplit : sorted.slice(0, 1)).map(({ home }) => home);
}
