import { forEachDebtor } from './assign.ts';
import { type Draft, lift, mostInDebtor, place } from './draft.ts';
import type { PassWork } from './pass.ts';
import type { Point } from './point.ts';
import type { Space } from './space.ts';

/** A line that could go elsewhere: `to` is a pair, or −1. */
export type Move = { line: number; to: number };

/** Moves alike, and what each loses at the prices per unit of money. */
export type Kind = { count: number; line: Int32Array; to: Int32Array; ratio: Float64Array };

/**
 * The moves that lose least per unit of money, so many of each kind: from which offer to which, and
 * within which capped node. Only those that the debtor's own rooms and amounts allow now.
 */
export function nearestMoves(setting: MoveSetting, point: Point, perKind: number): Kind[] {
  const { work, draft } = setting;
  const { columns, debtor: own } = work;
  const { lineStart, pairStart, offerOf, base, offers } = columns;
  const kinds = new Map<number, Growing>();
  const nodeOf = activeNodes(setting, point);
  const sides = offers.count + 1;
  const propose = (key: number, move: Move, ratio: number) => {
    let kind = kinds.get(key);
    if (!kind) {
      kind = emptyKind();
      kinds.set(key, kind);
    }
    if (ratio >= kind.bound || !isOpen(setting, move)) return;
    push(kind, { ...move, ratio });
    if (kind.count >= kind.full) cut(kind, perKind);
  };
  forEachDebtor(work, point, (debtor) => {
    const first = lineStart[debtor] ?? 0;
    const start = pairStart[first] ?? 0;
    for (let line = first; line < (lineStart[debtor + 1] ?? 0); line += 1) {
      const now = draft.pairOf[line] ?? -1;
      const from = now < 0 ? 0 : (offerOf[now] ?? 0) + 1;
      if (from > 0 && offers.whole[from - 1] === 1) continue;
      const funded = draft.funded[line] ?? 0;
      const size = funded * (offers.toNeed[from - 1] ?? 0);
      const gained = now < 0 ? 0 : ((own.gain[now - start] ?? 0) * funded) / (base[now] ?? 1);
      const key = (nodeOf(debtor, line) * sides + from) * sides;
      if (funded > 0) propose(key, { line, to: -1 }, gained / size);
      for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
        const into = offerOf[pair] ?? 0;
        if (pair === now && funded === base[pair]) continue;
        if (offers.whole[into] === 1 || offers.blocked[into] === 1) continue;
        const loss = gained - (own.gain[pair - start] ?? 0);
        const larger = Math.max(size, (base[pair] ?? 0) * (offers.toNeed[into] ?? 0));
        propose(key + into + 1, { line, to: pair }, loss / larger);
      }
    }
  });
  return [...kinds.keys()]
    .sort((a, b) => a - b)
    .map((key) => {
      const kind = kinds.get(key) ?? emptyKind();
      cut(kind, perKind);
      return kind;
    });
}

/** A loss per unit of money below minus this is no rounding. */
const GAINS = 1e-6;

type MoveSetting = { work: PassWork; space: Space; draft: Draft };

/** Few moves, one by one. */
export function listed(kinds: Kind[]): Move[] {
  return kinds.flatMap(({ count, line, to }) =>
    Array.from({ length: count }, (_, at) => ({ line: line[at] ?? 0, to: to[at] ?? -1 })),
  );
}

/** `bound`: no greater ratio is kept; `full`: the count at which it is cut. */
type Growing = Kind & { bound: number; full: number };

function emptyKind(): Growing {
  const [line, to, ratio] = [new Int32Array(64), new Int32Array(64), new Float64Array(64)];
  return { count: 0, line, to, ratio, bound: Number.POSITIVE_INFINITY, full: 0 };
}

function push(kind: Kind, { line, to, ratio }: Move & { ratio: number }): void {
  if (kind.count === kind.line.length) {
    const wider = 2 * kind.count;
    const [lines, tos, ratios] = [kind.line, kind.to, kind.ratio];
    kind.line = new Int32Array(wider);
    kind.to = new Int32Array(wider);
    kind.ratio = new Float64Array(wider);
    kind.line.set(lines);
    kind.to.set(tos);
    kind.ratio.set(ratios);
  }
  kind.line[kind.count] = line;
  kind.to[kind.count] = to;
  kind.ratio[kind.count] = ratio;
  kind.count += 1;
}

/** Keeps the least ratios, of equal ones the earlier, and all that gain. */
function cut(kind: Growing, perKind: number): void {
  kind.full = Math.max(2 * perKind, kind.full);
  if (kind.count <= perKind) return;
  const sorted = kind.ratio.slice(0, kind.count).sort();
  const most = Math.max(perKind, countBelow(sorted, 0 - GAINS));
  kind.full = Math.max(2 * most, kind.full);
  if (kind.count <= most) return;
  const bound = sorted[most - 1] ?? 0;
  let kept = 0;
  let ties = most - countBelow(sorted, bound);
  for (let at = 0; at < kind.count; at += 1) {
    const ratio = kind.ratio[at] ?? 0;
    if (ratio > bound || (ratio === bound && ties === 0)) continue;
    if (ratio === bound) ties -= 1;
    kind.line[kept] = kind.line[at] ?? 0;
    kind.to[kept] = kind.to[at] ?? 0;
    kind.ratio[kept] = ratio;
    kept += 1;
  }
  kind.count = kept;
  kind.bound = bound;
}

export function countBelow(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the debtor's own rooms and amounts take the line whole at its new place. */
function isOpen({ work, draft }: MoveSetting, { line, to }: Move): boolean {
  const debtor = draft.problem.debtorOf[line] ?? 0;
  if (to < 0 || work.binding[debtor] === 0) return true;
  const pair = draft.pairOf[line] ?? -1;
  const funded = draft.funded[line] ?? 0;
  lift(draft, line);
  const most = mostInDebtor(draft, line, to);
  if (pair >= 0) place(draft, { line, pair, funded });
  return most >= (draft.problem.base[to] ?? 0);
}

/** By debtor and line: 1 + the first node in `space` whose cap has a price or is nearly reached. */
function activeNodes(
  { work, space, draft }: MoveSetting,
  point: Point,
): (debtor: number, line: number) => number {
  const { families, debtors } = work.columns;
  const byDebtor = new Int32Array(debtors);
  const byLine: { nodeOf: Int32Array; active: Map<number, number> }[] = [];
  families.forEach(({ by, nodeOf, offer, family: at, free, share }, family) => {
    const active = new Map<number, number>();
    space.nodes.forEach((candidate, index) => {
      if (candidate.family !== family) return;
      const price = point.caps[family]?.[candidate.node] ?? 0;
      const sum = draft.nodes[offer]?.[at]?.[candidate.node] ?? 0;
      const limit =
        (free[candidate.node] ?? 0) + (share[candidate.node] ?? 0) * (draft.x[offer] ?? 0);
      if (price > 0 || (sum > 0 && sum > limit * NEARLY)) active.set(candidate.node, index + 1);
    });
    if (active.size === 0) return;
    if (by === 'line') byLine.push({ nodeOf, active });
    else {
      for (let debtor = 0; debtor < debtors; debtor += 1) {
        const found = active.get(nodeOf[debtor] ?? -1);
        if (found !== undefined && byDebtor[debtor] === 0) byDebtor[debtor] = found;
      }
    }
  });
  return (debtor, line) => {
    const found = byDebtor[debtor] ?? 0;
    if (found > 0 || byLine.length === 0) return found;
    for (const { nodeOf, active } of byLine) {
      const own = active.get(nodeOf[line] ?? -1);
      if (own !== undefined) return own;
    }
    return 0;
  };
}

const NEARLY = 0.98;
