import { amountsOf, type Draft, lift, mostInDebtor, place } from './draft.ts';
import { countBelow, type Kind, type Move, nearestMoves } from './moves.ts';
import type { PassWork } from './pass.ts';
import type { Point } from './point.ts';
import { type Minimisation, minimise } from './simplex.ts';
import type { Space } from './space.ts';

export type Setting = { work: PassWork; space: Space; draft: Draft };

/**
 * Makes need, rooms, pledges and caps hold up to a few lines: the cheapest mixture of moves that do,
 * as a linear program whose rows are those limits alone. It leaves about as many moves broken as there
 * are rows; those are rounded. The more patience, the more it pays for a limit. Returns how many moves.
 */
export function rebalance(setting: Setting, point: Point, patience: number): number {
  const rows = rowsOf(setting, point);
  const parts = nearestMoves(setting, point, linesAstray(setting, rows)).flatMap((kind, _, kinds) =>
    partsOf(kind, kinds.length > KINDS_FEW ? SINGLE_OF_MANY : SINGLE),
  );
  if (parts.length === 0) return 0;
  const { x } = minimise(minimisationOf(setting, rows, { parts, patience }), STEPS_MAX);
  let made = 0;
  const done = new Set<number>();
  parts.forEach((moves, index) => {
    const count = Math.round((x[index] ?? 0) * moves.length);
    for (const move of moves.slice(0, count)) {
      if (done.has(move.line)) continue;
      done.add(move.line);
      if (makeMove(setting.draft, move)) made += 1;
    }
  });
  return made;
}

const STEPS_MAX = 5_000;
const [LEAST_PER_KIND, MOST_PER_KIND] = [60, 20_000];

/** About how many lines are where they break a limit. */
function linesAstray({ space, work }: Setting, { missed, unit }: Rows): number {
  const { need, lines, offers } = work.columns;
  let worth = 0;
  let sales = 0;
  for (let row = 0; row < missed.length; row += 1) {
    const isPledge = row > 0 && offers.pledge[row - 1] === 1;
    if (row === 0 || isPledge) sales += (missed[row] ?? 0) * (unit[row] ?? 0);
    else worth += Math.max(0, missed[row] ?? 0) * (unit[row] ?? 0);
  }
  const share = (worth + Math.abs(sales)) / (Math.max(need, 1) * space.usual);
  return Math.min(MOST_PER_KIND, Math.ceil(LEAST_PER_KIND + 2 * share * lines));
}

/** One move to a part, then ever more: fine where it starts, and all of them in few columns. */
function partsOf({ count, line, to, ratio }: Kind, single: number): Move[][] {
  const sorted = ratio.slice(0, count).sort();
  const bounds: number[] = [];
  for (let at = 1; at < count; at += at < single ? 1 : Math.ceil(at * 0.12)) {
    const bound = sorted[at] ?? 0;
    if (bound > (bounds.at(-1) ?? Number.NEGATIVE_INFINITY)) bounds.push(bound);
  }
  const upTo = Float64Array.from(bounds);
  const parts: Move[][] = Array.from({ length: bounds.length + 1 }, () => []);
  for (let at = 0; at < count; at += 1) {
    const part = countBelow(upTo, ratio[at] ?? 0);
    parts[part]?.push({ line: line[at] ?? 0, to: to[at] ?? -1 });
  }
  return parts.filter((moves) => moves.length > 0);
}

const KINDS_FEW = 60;
const [SINGLE, SINGLE_OF_MANY] = [16, 4];

/** Unless moves before it have used what the debtor's own rooms and amounts had left. */
function makeMove(draft: Draft, { line, to }: Move): boolean {
  const pair = draft.pairOf[line] ?? -1;
  const funded = draft.funded[line] ?? 0;
  lift(draft, line);
  if (to < 0) return true;
  const most = mostInDebtor(draft, line, to);
  const fits = most >= (draft.problem.base[to] ?? 0);
  if (fits) place(draft, { line, pair: to, funded: most });
  else if (pair >= 0) place(draft, { line, pair, funded });
  return fits;
}

/** The limits that moves are weighed against; `missed` is above 0 where one is broken now. */
type Rows = {
  count: number;
  /** By offer: row of its room, or of a pledge's row drawn ≤ advances. */
  offers: Int32Array;
  nodes: { row: number; index: number }[];
  missed: Float64Array;
  unit: Float64Array;
  /** In units. */
  price: Float64Array;
};

function rowsOf({ work: { columns }, space, draft }: Setting, point: Point): Rows {
  const { offers, families } = columns;
  const missed = [columns.need];
  const unit = [space.unit[0] ?? 1];
  const price = [point.need];
  for (let offer = 0; offer < offers.count; offer += 1) {
    const isPledge = offers.pledge[offer] === 1;
    const advances = draft.advances[offer] ?? 0;
    if (!isPledge) missed[0] = (missed[0] ?? 0) - (draft.cash[offer] ?? 0);
    missed.push(isPledge ? -advances : advances - (offers.room[offer] ?? 0));
    unit.push(space.unit[1 + offer] ?? 1);
    price.push(point.offer[offer] ?? 0);
  }
  const nodes: Rows['nodes'] = [];
  space.nodes.forEach(({ family, node }, index) => {
    const of = families[family];
    if (!of) return;
    const sum = draft.nodes[of.offer]?.[of.family]?.[node] ?? 0;
    const limit = (of.free[node] ?? 0) + (of.share[node] ?? 0) * (draft.x[of.offer] ?? 0);
    const own = point.caps[family]?.[node] ?? 0;
    if (own === 0 && (sum === 0 || sum < 0.98 * limit)) return;
    nodes.push({ row: missed.length, index });
    missed.push(sum - limit);
    unit.push(space.unit[1 + offers.count + index] ?? 1);
    price.push(own);
  });
  return {
    count: missed.length,
    offers: Int32Array.from({ length: offers.count }, (_, offer) => 1 + offer),
    nodes,
    missed: Float64Array.from(missed),
    unit: Float64Array.from(unit),
    price: Float64Array.from(price, (of, row) => of / (unit[row] ?? 1)),
  };
}

/** Columns: parts of moves, cash drawn by offer, slack of each row, and one each that pays for what is missed. */
function minimisationOf(
  setting: Setting,
  rows: Rows,
  { parts, patience }: { parts: Move[][]; patience: number },
): Minimisation {
  const { draft, work, space } = setting;
  const { offers } = work.columns;
  const { problem } = draft;
  const scale = sizeOf(setting, parts) * space.usual;
  const count = parts.length + offers.count + 2 * rows.count;
  const [indices, values]: [number[], number[]] = [[], []];
  const starts = new Int32Array(count + 1);
  const cost = new Float64Array(count);
  const upper = new Float64Array(count).fill(1);
  const flip = rows.missed.map((missed) => (missed > 0 ? -1 : 1));
  const enter = (row: number, value: number) => {
    if (value === 0) return;
    indices.push(row);
    values.push(((flip[row] ?? 1) * value * (rows.unit[row] ?? 1)) / scale);
  };
  const effect = new Float64Array(rows.count);
  const into = { ...setting, rows, effect };
  parts.forEach((moves, at) => {
    cost[at] = addPart(into, moves) / scale;
    effect.forEach((value, row) => {
      enter(row, value);
    });
    effect.fill(0);
    starts[at + 1] = indices.length;
  });
  for (let offer = 0; offer < offers.count; offer += 1) {
    const at = parts.length + offer;
    const isPledge = offers.pledge[offer] === 1 && offers.blocked[offer] === 0;
    const size = scale / (rows.unit[rows.offers[offer] ?? 0] ?? 1);
    upper[at] = isPledge ? (problem.offers[offer]?.room ?? 0) / size : 0;
    cost[at] = ((offers.drawCostInNeed[offer] ?? 0) * size) / scale;
    if (isPledge) {
      enter(0, -(offers.toNeed[offer] ?? 0) * size);
      enter(rows.offers[offer] ?? 0, size);
    }
    starts[at + 1] = indices.length;
  }
  const first = parts.length + offers.count;
  const basis = new Int32Array(rows.count);
  for (let row = 0; row < rows.count; row += 1) {
    for (const [at, value] of [
      [first + 2 * row, flip[row] ?? 1],
      [first + 2 * row + 1, 1],
    ] as const) {
      indices.push(row);
      values.push(value);
      starts[at + 1] = indices.length;
      upper[at] = Number.POSITIVE_INFINITY;
    }
    cost[first + 2 * row + 1] = patience * (BROKEN + (rows.price[row] ?? 0));
    basis[row] = first + 2 * row + ((rows.missed[row] ?? 0) > 0 ? 1 : 0);
  }
  return {
    rows: rows.count,
    starts,
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    cost,
    upper,
    right: rows.missed.map((missed, row) => (Math.abs(missed) * (rows.unit[row] ?? 1)) / scale),
    basis,
  };
}

/** Of a part of many moves so many stand for all. */
const LOOKED_AT = 48;

type Effect = Setting & { rows: Rows; effect: Float64Array };

/** Adds what the moves of a part do to each row; returns what they do to the cost. */
function addPart(into: Effect, moves: Move[]): number {
  const { draft, effect } = into;
  const stride = Math.ceil(moves.length / LOOKED_AT);
  let [paid, seen] = [0, 0];
  for (let index = 0; index < moves.length; index += stride) {
    const move = moves[index];
    if (!move) continue;
    seen += 1;
    const pair = draft.pairOf[move.line] ?? -1;
    paid += addEffect(into, move, { pair, sign: -1 });
    paid += addEffect(into, move, { pair: move.to, sign: 1 });
  }
  const times = moves.length / seen;
  for (let row = 0; row < effect.length; row += 1) effect[row] = times * (effect[row] ?? 0);
  return times * paid;
}

/** What it costs, beyond its price, to leave a limit broken, in its unit: little, or moves run wild. */
const BROKEN = 0.3;

/** Adds what a line at a pair, as funded now or whole, uses of each row; returns its cost. */
function addEffect(
  { draft, work, rows, effect, space }: Effect,
  { line, to }: Move,
  { pair, sign }: { pair: number; sign: 1 | -1 },
): number {
  if (pair < 0) return 0;
  const { offers, families } = work.columns;
  const { problem } = draft;
  const isNew = sign > 0 && pair === to;
  const funded = isNew ? (problem.base[pair] ?? 0) : (draft.funded[line] ?? 0);
  const index = problem.offerOf[pair] ?? 0;
  const { advance, cash, cost } = amountsOf(problem, pair, funded);
  const row = rows.offers[index] ?? 0;
  if (offers.pledge[index] === 1) effect[row] = (effect[row] ?? 0) - sign * advance;
  else {
    effect[row] = (effect[row] ?? 0) + sign * advance;
    effect[0] = (effect[0] ?? 0) - sign * cash;
  }
  const debtor = problem.debtorOf[line] ?? 0;
  for (const of of rows.nodes) {
    const candidate = space.nodes[of.index];
    const family = families[candidate?.family ?? -1];
    if (!candidate || family?.offer !== index) continue;
    const node = family.nodeOf[family.by === 'debtor' ? debtor : line] ?? -1;
    const own = node === candidate.node ? 1 : 0;
    const used = (own - (family.share[candidate.node] ?? 0)) * funded;
    effect[of.row] = (effect[of.row] ?? 0) + sign * used;
  }
  return sign * cost;
}

/** A usual size of a move, in the need's currency. */
function sizeOf({ draft, work }: Setting, parts: Move[][]): number {
  const { offers } = work.columns;
  let sum = 0;
  for (const [move] of parts) {
    const { line, to } = move ?? { line: -1, to: -1 };
    const pair = to >= 0 ? to : (draft.pairOf[line] ?? -1);
    sum += (draft.problem.base[pair] ?? 0) * (offers.toNeed[draft.problem.offerOf[pair] ?? 0] ?? 0);
  }
  return Math.max(1, sum / Math.max(1, parts.length));
}
