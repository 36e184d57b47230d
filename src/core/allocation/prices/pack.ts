import { type Draft, lift, mostInDebtor, place } from './draft.ts';
import type { PassWork } from './pass.ts';

/** A line on the edge of a debtor's room: what it gains by being in it, and what it uses of it. */
type Edge = { line: number; into: number; out: number; gain: number; use: number };

const EDGE = 24;
const STEPS = 6;

/**
 * Packs the priced rooms of a debtor better than by order: of the lines in a room that gain least per
 * unit and those outside that would gain most, one more or one for another, while it gains at the prices.
 */
export function packRooms(work: PassWork, draft: Draft, debtor: number): void {
  const { columns, locals, binding } = work;
  for (let local = 0; local < columns.locals.length; local += 1) {
    const isPriced = (locals[local]?.[debtor] ?? 0) > 0;
    if (isPriced && ((binding[debtor] ?? 0) & (1 << local)) !== 0) {
      packRoom(work, draft, { debtor, local });
    }
  }
}

function packRoom(
  work: PassWork,
  draft: Draft,
  { debtor, local }: { debtor: number; local: number },
): void {
  const of = work.columns.locals[local];
  if (!of) return;
  const { inside, outside, used } = edgesOf(work, draft, { debtor, weight: of.weight });
  let left = (of.free[debtor] ?? 0) - used;
  for (let step = 0; step < STEPS; step += 1) {
    const found = bestStep({ inside, outside, left });
    if (!found) return;
    const { leaves, enters } = found;
    outside.splice(outside.indexOf(enters), 1);
    if (!exchange(draft, leaves, enters)) continue;
    left -= enters.use - (leaves?.use ?? 0);
    if (leaves) inside[inside.indexOf(leaves)] = enters;
    else inside.push(enters);
    if (leaves) outside.push(leaves);
  }
}

function edgesOf(
  { columns, debtor: own }: PassWork,
  draft: Draft,
  { debtor, weight }: { debtor: number; weight: Float64Array },
): { inside: Edge[]; outside: Edge[]; used: number } {
  const { lineStart, pairStart, offerOf, base, offers } = columns;
  const first = lineStart[debtor] ?? 0;
  const start = pairStart[first] ?? 0;
  const [inside, outside]: [Edge[], Edge[]] = [[], []];
  let used = 0;
  for (let line = first; line < (lineStart[debtor + 1] ?? 0); line += 1) {
    const now = draft.pairOf[line] ?? -1;
    const isIn = now >= 0 && (weight[offerOf[now] ?? 0] ?? 0) > 0;
    if (isIn) used += (weight[offerOf[now] ?? 0] ?? 0) * (draft.funded[line] ?? 0);
    if (now >= 0 && draft.funded[line] !== base[now]) continue;
    let [into, out, gainIn, gainOut] = [-1, -1, 0, 0];
    for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
      const offer = offerOf[pair] ?? 0;
      const gain = own.gain[pair - start] ?? 0;
      if (offers.whole[offer] === 1) continue;
      if ((weight[offer] ?? 0) === 0) {
        if (gain > gainOut) [out, gainOut] = [pair, gain];
      } else if (isIn ? pair === now : gain > gainIn) [into, gainIn] = [pair, gain];
    }
    if (into < 0) continue;
    const use = (weight[offerOf[into] ?? 0] ?? 0) * (base[into] ?? 0);
    const gain = gainIn - gainOut;
    if (isIn) keep(inside, { line, into, out, gain, use }, -1);
    else if (gain > 0) keep(outside, { line, into, out, gain, use }, 1);
  }
  return { inside, outside, used };
}

/** The few of the greatest (sign 1) or least (sign −1) gain per unit of use, in that order. */
function keep(edges: Edge[], edge: Edge, sign: 1 | -1): void {
  const rank = (sign * edge.gain) / edge.use;
  const last = edges[edges.length - 1];
  if (edges.length === EDGE && last && (sign * last.gain) / last.use >= rank) return;
  let at = edges.length;
  while (at > 0) {
    const before = edges[at - 1];
    if (!before || (sign * before.gain) / before.use >= rank) break;
    at -= 1;
  }
  edges.splice(at, 0, edge);
  if (edges.length > EDGE) edges.pop();
}

function bestStep({
  inside,
  outside,
  left,
}: {
  inside: Edge[];
  outside: Edge[];
  left: number;
}): { leaves: Edge | undefined; enters: Edge } | undefined {
  let best: { leaves: Edge | undefined; enters: Edge } | undefined;
  let most = 1e-6;
  for (const enters of outside) {
    if (enters.use <= left && enters.gain > most) {
      best = { leaves: undefined, enters };
      most = enters.gain;
    }
    for (const leaves of inside) {
      if (enters.gain - leaves.gain <= most || enters.use - leaves.use > left) continue;
      best = { leaves, enters };
      most = enters.gain - leaves.gain;
    }
  }
  return best;
}

/** Makes the step unless another room of the debtor is against it. */
function exchange(draft: Draft, leaves: Edge | undefined, enters: Edge): boolean {
  const { base } = draft.problem;
  const before = draft.pairOf[enters.line] ?? -1;
  if (leaves) move(draft, leaves.line, leaves.out);
  lift(draft, enters.line);
  const whole = base[enters.into] ?? 0;
  if (mostInDebtor(draft, enters.line, enters.into) >= whole) {
    place(draft, { line: enters.line, pair: enters.into, funded: whole });
    return true;
  }
  if (before >= 0) place(draft, { line: enters.line, pair: before, funded: base[before] ?? 0 });
  if (leaves) move(draft, leaves.line, leaves.into);
  return false;
}

function move(draft: Draft, line: number, pair: number): void {
  lift(draft, line);
  if (pair < 0) return;
  const whole = draft.problem.base[pair] ?? 0;
  if (mostInDebtor(draft, line, pair) >= whole) place(draft, { line, pair, funded: whole });
}
