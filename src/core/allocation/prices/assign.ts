import type { AllocationProblem } from '../problem.ts';
import type { Columns } from './columns.ts';
import { type DebtorTask, gainsOf, priceRooms } from './debtor.ts';
import { type Draft, lift, mostInDebtor, partLineOf, place } from './draft.ts';
import { packRooms } from './pack.ts';
import type { PassWork } from './pass.ts';
import { cashPricesOf, coefficientsOf, type Point } from './point.ts';
import type { Polished } from './polish.ts';

/**
 * Every line to its best pair at the prices, debtor by debtor: the points of the mixture take turns by
 * their shares, large debtors being mixed within. Rooms and amounts of one debtor are kept to the minor
 * unit, in the order of the gain per unit; what the offers and pools limit is not yet.
 */
export function assignAll(work: PassWork, mixture: Polished['mixture'], draft: Draft): void {
  const { columns } = work;
  const tasks = mixture.map(({ point }) => taskOf(columns, point));
  const upTo = sharesUpTo(mixture);
  for (let debtor = 0; debtor < columns.debtors; debtor += 1) {
    const count = (columns.lineStart[debtor + 1] ?? 0) - (columns.lineStart[debtor] ?? 0);
    const own = turnOf(upTo, debtor);
    const hot = count * HOT > columns.lines && work.accounts[debtor] === 0;
    const chosen = hot ? new Int32Array(count).fill(-1) : undefined;
    const kept = hot ? work.debtor.gain.slice(0, pairsOf(columns, debtor)) : undefined;
    for (let turn = 0; turn < tasks.length; turn += 1) {
      const task = tasks[turn];
      if (!task || (!hot && turn !== own)) continue;
      setDebtor(work, task, debtor);
      const mix = priceRooms(work, debtor);
      if (chosen && kept) {
        const mine = (line: number) => turnOf(upTo, line) === turn;
        takeTurn(work, { chosen, kept }, { debtor, mix, mine });
      } else if (work.accounts[debtor] === 1) placeAccounts(work, draft, debtor);
      else if (work.binding[debtor] === 0) placeChosen(work, draft, debtor);
      else placeMixed(work, draft, { debtor, mix });
    }
    if (chosen && kept) {
      work.debtor.gain.set(kept);
      placeThese(work, draft, { debtor, chosen });
    }
    if (work.binding[debtor] !== 0 && work.accounts[debtor] === 0) {
      packRooms(work, draft, debtor);
      placeInOrder(work, draft, debtor);
    }
  }
}

/** A debtor with more than this part of all lines would tip the mixture alone. */
const HOT = 1_000;

type Task = DebtorTask & { global: Float64Array };

function taskOf(columns: Columns, point: Point): Task {
  const global = coefficientsOf(columns, point);
  const worth = cashPricesOf(columns, point);
  return { debtor: 0, point, worth, global, coefficients: global.slice() };
}

function pairsOf({ lineStart, pairStart }: Columns, debtor: number): number {
  return (pairStart[lineStart[debtor + 1] ?? 0] ?? 0) - (pairStart[lineStart[debtor] ?? 0] ?? 0);
}

function setDebtor(work: PassWork, task: Task, debtor: number): void {
  task.debtor = debtor;
  task.coefficients.set(task.global);
  addNodePrices(work.columns, task);
  gainsOf(work, task);
}

/** Calls back with the gains of each debtor's pairs at the global prices in `work.debtor.gain`. */
export function forEachDebtor(work: PassWork, point: Point, visit: (debtor: number) => void): void {
  const task = taskOf(work.columns, point);
  for (let debtor = 0; debtor < work.columns.debtors; debtor += 1) {
    setDebtor(work, task, debtor);
    visit(debtor);
  }
}

function takeTurn(
  { columns, debtor: own }: PassWork,
  { chosen, kept }: { chosen: Int32Array; kept: Float64Array },
  { debtor, mix, mine }: { debtor: number; mix: number; mine: (line: number) => boolean },
): void {
  const first = columns.lineStart[debtor] ?? 0;
  const start = columns.pairStart[first] ?? 0;
  for (let at = 0; at < chosen.length; at += 1) {
    if (!mine(first + at)) continue;
    let from = own.now;
    if (mix >= 0) from = ((first + at) * 0.7548776662466927) % 1 < mix ? own.within : own.over;
    chosen[at] = from.pair[at] ?? -1;
    const end = columns.pairStart[first + at + 1] ?? 0;
    for (let pair = columns.pairStart[first + at] ?? 0; pair < end; pair += 1) {
      kept[pair - start] = own.gain[pair - start] ?? 0;
    }
  }
}

function placeThese(
  { columns }: PassWork,
  draft: Draft,
  { debtor, chosen }: { debtor: number; chosen: Int32Array },
): void {
  const first = columns.lineStart[debtor] ?? 0;
  chosen.forEach((pair, at) => {
    if (pair < 0) return;
    const whole = columns.base[pair] ?? 0;
    if (mostInDebtor(draft, first + at, pair) >= whole) {
      place(draft, { line: first + at, pair, funded: whole });
    }
  });
}

function addNodePrices(
  { families }: Columns,
  { debtor, point, coefficients }: { debtor: number; point: Point; coefficients: Float64Array },
): void {
  families.forEach(({ by, nodeOf, offer }, index) => {
    const node = by === 'debtor' ? (nodeOf[debtor] ?? -1) : -1;
    if (node < 0) return;
    coefficients[offer] = (coefficients[offer] ?? 0) + (point.caps[index]?.[node] ?? 0);
  });
}

function sharesUpTo(mixture: Polished['mixture']): Float64Array {
  const upTo = new Float64Array(mixture.length);
  let sum = 0;
  mixture.forEach(({ share }, index) => {
    sum += share;
    upTo[index] = sum;
  });
  return upTo.map((share) => share / sum);
}

/** Multiples of the golden ratio fall evenly into the shares, in any run of lines. */
function turnOf(upTo: Float64Array, line: number): number {
  const at = (line * 0.6180339887498949) % 1;
  let turn = 0;
  while (turn < upTo.length - 1 && at >= (upTo[turn] ?? 1)) turn += 1;
  return turn;
}

function placeChosen({ columns, debtor: own }: PassWork, draft: Draft, debtor: number): void {
  const first = columns.lineStart[debtor] ?? 0;
  const end = columns.lineStart[debtor + 1] ?? 0;
  for (let line = first; line < end; line += 1) {
    const pair = own.now.pair[line - first] ?? -1;
    if (pair >= 0) place(draft, { line, pair, funded: columns.base[pair] ?? 0 });
  }
}

/** What stays within the debtor's rooms first, then line by line what would be over them. */
function placeMixed(
  { columns, debtor: own }: PassWork,
  draft: Draft,
  { debtor, mix }: { debtor: number; mix: number },
): void {
  const first = columns.lineStart[debtor] ?? 0;
  const count = (columns.lineStart[debtor + 1] ?? 0) - first;
  const within = mix < 0 ? own.now.pair : own.within.pair;
  for (let at = 0; at < count; at += 1) {
    const pair = within[at] ?? -1;
    if (pair < 0) continue;
    const whole = columns.base[pair] ?? 0;
    if (mostInDebtor(draft, first + at, pair) >= whole) {
      place(draft, { line: first + at, pair, funded: whole });
    }
  }
  for (let at = 0; at < count && mix >= 0; at += 1) {
    const pair = own.over.pair[at] ?? -1;
    const line = first + at;
    const now = draft.pairOf[line] ?? -1;
    if (pair < 0 || pair === now) continue;
    const whole = columns.base[pair] ?? 0;
    lift(draft, line);
    if (mostInDebtor(draft, line, pair) >= whole) place(draft, { line, pair, funded: whole });
    else if (now >= 0) place(draft, { line, pair: now, funded: columns.base[now] ?? 0 });
  }
}

/** What its rooms have left to lines without a place, by gain per unit of base; the last one in part. */
function placeInOrder(work: PassWork, draft: Draft, debtor: number): void {
  const { columns, debtor: own } = work;
  const { lineStart, pairStart, offerOf, base } = columns;
  const first = lineStart[debtor] ?? 0;
  const count = (lineStart[debtor + 1] ?? 0) - first;
  const start = pairStart[first] ?? 0;
  const bestOf = new Int32Array(count);
  const net = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    let most = Number.NEGATIVE_INFINITY;
    bestOf[at] = -1;
    if (draft.pairOf[first + at] !== -1) continue;
    for (
      let pair = pairStart[first + at] ?? 0;
      pair < (pairStart[first + at + 1] ?? 0);
      pair += 1
    ) {
      const gain = own.gain[pair - start] ?? 0;
      if (gain <= 0 || (own.taken[offerOf[pair] ?? 0] ?? 0) === 0) continue;
      const left = gain / (base[pair] ?? 1) - (own.taken[offerOf[pair] ?? 0] ?? 0);
      const weighed = left * (base[pair] ?? 1);
      if (weighed > most) {
        most = weighed;
        net[at] = left;
        bestOf[at] = pair;
      }
    }
  }
  const order = Array.from(bestOf.keys()).filter((at) => (bestOf[at] ?? -1) >= 0);
  order.sort((a, b) => (net[b] ?? 0) - (net[a] ?? 0) || a - b);
  for (const at of order) {
    const pair = bestOf[at] ?? -1;
    placeMost(draft, { line: first + at, pair, gain: own.gain[pair - start] ?? 0 });
  }
}

/** As much of a pair as its debtor's rooms and amounts leave, if its mode allows that and it still pays. */
function placeMost(
  draft: Draft,
  { line, pair, gain }: { line: number; pair: number; gain: number },
): void {
  const { problem } = draft;
  const most = mostInDebtor(draft, line, pair);
  if (most <= 0) return;
  if (most < (problem.base[pair] ?? 0)) {
    const index = problem.offerOf[pair] ?? 0;
    if (problem.offers[index]?.mode === 'strict_sale') return;
    if (partLineOf(draft, line, index) >= 0) return;
    const fee = (problem.fee[pair] ?? 0) * ratioOf(problem, index);
    if (((gain + fee) * most) / (problem.base[pair] ?? 1) <= fee) return;
  }
  place(draft, { line, pair, funded: most });
}

/** The chosen account's lines all, as much of them funded as may be; then the lines outside of it. */
function placeAccounts(work: PassWork, draft: Draft, debtor: number): void {
  const { columns, debtor: own } = work;
  const { lineStart, pairStart, offerOf } = columns;
  const first = lineStart[debtor] ?? 0;
  const end = lineStart[debtor + 1] ?? 0;
  for (let line = first; line < end; line += 1) {
    if (draft.pairOf[line] !== -1) continue;
    const pair = own.now.pair[line - first] ?? -1;
    const account = own.account;
    const member = account >= 0 ? memberPair({ pairStart, offerOf }, line, account) : -1;
    if (member >= 0) placeMember(draft, line, member);
    else if (pair >= 0) {
      const gain = own.gain[pair - (pairStart[first] ?? 0)] ?? 0;
      placeMost(draft, { line, pair, gain });
    }
  }
}

function ratioOf({ offers }: AllocationProblem, index: number): number {
  const toNeed = offers[index]?.toNeed;
  return toNeed ? Number(toNeed.numerator) / Number(toNeed.denominator) : 0;
}

function memberPair(
  { pairStart, offerOf }: { pairStart: Int32Array; offerOf: Uint8Array },
  line: number,
  account: number,
): number {
  for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
    if (offerOf[pair] === account) return pair;
  }
  return -1;
}

/** A line of an account is placed whatever can be funded of it. */
export function placeMember(draft: Draft, line: number, pair: number): void {
  const { problem } = draft;
  const index = problem.offerOf[pair] ?? 0;
  const base = problem.base[pair] ?? 0;
  const most = mostInDebtor(draft, line, pair);
  const cut = most < base && partLineOf(draft, line, index) >= 0;
  place(draft, { line, pair, funded: cut ? 0 : most });
}
