import { type AmountMinor, mulDiv, shareBp } from '../money.ts';
import { type PartGroups, partGroupOf, partGroupsOf } from './groups.ts';
import { type AllocationProblem, advanceOf, cashOf, costOf, type Offer } from './problem.ts';
import { offerAt } from './value.ts';

/** A plan in the making, with its sums kept in exact integers as lines come and go. */
export type Draft = {
  problem: AllocationProblem;
  /** By line: its pair, or −1; what is funded of it. */
  pairOf: Int32Array;
  funded: Float64Array;
  /** By offer: Σ x, Σ advances, lines placed. */
  pools: Float64Array;
  advances: Float64Array;
  counts: Int32Array;
  /** Σ x by offer, family and node; what is used by shared room and debtor. */
  nodes: Float64Array[][];
  uses: Float64Array[];
  /** Cash and cost without the draws of pledges and without fixed costs. */
  cash: AmountMinor;
  cost: AmountMinor;
  /** By debtor: its first line; one more at the end. */
  firstLine: Int32Array;
  lineOf: Int32Array;
  groups: PartGroups;
};

export function draftOf(problem: AllocationProblem): Draft {
  const { offers, rooms, debtors } = problem;
  const lines = problem.debtorOf.length;
  const firstLine = new Int32Array(debtors + 1);
  for (const debtor of problem.debtorOf) firstLine[debtor + 1] = (firstLine[debtor + 1] ?? 0) + 1;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    firstLine[debtor + 1] = (firstLine[debtor + 1] ?? 0) + (firstLine[debtor] ?? 0);
  }
  const lineOf = new Int32Array(problem.base.length);
  for (let line = 0; line < lines; line += 1) {
    lineOf.fill(line, problem.pairStart[line] ?? 0, problem.pairStart[line + 1] ?? 0);
  }
  return {
    problem,
    pairOf: new Int32Array(lines).fill(-1),
    funded: new Float64Array(lines),
    pools: new Float64Array(offers.length),
    advances: new Float64Array(offers.length),
    counts: new Int32Array(offers.length),
    nodes: offers.map(({ caps }) => caps.map(({ held }) => new Float64Array(held.length))),
    uses: rooms.map(() => new Float64Array(debtors)),
    cash: 0,
    cost: 0,
    firstLine,
    lineOf,
    groups: partGroupsOf(problem),
  };
}

/** Places a line by a pair, or funds more or less of it; nothing is checked. */
export function put(draft: Draft, pair: number, funded: AmountMinor): void {
  const line = draft.lineOf[pair] ?? 0;
  take(draft, line);
  draft.pairOf[line] = pair;
  draft.funded[line] = funded;
  add(draft, { pair, line, sign: 1 });
}

export function take(draft: Draft, line: number): void {
  const pair = draft.pairOf[line] ?? -1;
  if (pair < 0) return;
  add(draft, { pair, line, sign: -1 });
  draft.pairOf[line] = -1;
  draft.funded[line] = 0;
}

/** What a pair of the draft, or one that is asked about, raises and costs. */
export function amountsOf(
  { problem }: Draft,
  pair: number,
  funded: AmountMinor,
): { advance: AmountMinor; cash: AmountMinor; cost: AmountMinor } {
  const offer = offerAt(problem, problem.offerOf[pair] ?? 0);
  const whole = funded === problem.base[pair];
  return {
    advance: advanceOf(offer, funded),
    cash: whole ? (problem.cash[pair] ?? 0) : cashOf(problem, pair, { offer, funded }),
    cost: whole ? (problem.cost[pair] ?? 0) : costOf(problem, pair, { offer, funded }),
  };
}

function add(draft: Draft, { pair, line, sign }: { pair: number; line: number; sign: 1 | -1 }) {
  const { problem } = draft;
  const index = problem.offerOf[pair] ?? 0;
  const debtor = problem.debtorOf[line] ?? 0;
  const offer = offerAt(problem, index);
  const funded = draft.funded[line] ?? 0;
  const { advance, cash, cost } = amountsOf(draft, pair, funded);
  draft.pools[index] = (draft.pools[index] ?? 0) + sign * funded;
  draft.advances[index] = (draft.advances[index] ?? 0) + sign * advance;
  draft.counts[index] = (draft.counts[index] ?? 0) + sign;
  if (offer.mode !== 'pledge') draft.cash += sign * cash;
  draft.cost += sign * cost;
  offer.caps.forEach(({ by, nodeOf }, number) => {
    const node = nodeOf[by === 'debtor' ? debtor : line] ?? -1;
    const sums = draft.nodes[index]?.[number];
    if (sums && node >= 0) sums[node] = (sums[node] ?? 0) + sign * funded;
  });
  problem.rooms.forEach((room, number) => {
    const use = useIn(room.offers, index);
    const uses = draft.uses[number];
    if (!use || !uses) return;
    const { numerator, denominator } = use.toRoom;
    uses[debtor] = (uses[debtor] ?? 0) + sign * mulDiv(funded, numerator, denominator, 'up');
  });
}

function useIn<Use extends { offer: number }>(offers: readonly Use[], index: number) {
  for (const use of offers) if (use.offer === index) return use;
  return undefined;
}

/** A group of funded lines over its limit, and by how much Σ x has to come down. */
export type Excess = { lines: () => number[]; over: AmountMinor; share: number };

/** Where the draft exceeds a room, a cap or a shared room; the first found of an offer or a debtor. */
export function firstExcess(draft: Draft): Excess | undefined {
  const { problem } = draft;
  for (const [index, offer] of problem.offers.entries()) {
    if (draft.counts[index] === 0) continue;
    const found = offerExcess(draft, { offer, index });
    if (found) return found;
  }
  return roomExcess(draft);
}

/** Whether an offer exceeds a room or a cap, which lines that were taken from it can bring about. */
export function isExceeded(draft: Draft, index: number): boolean {
  if (draft.counts[index] === 0) return false;
  return offerExcess(draft, { offer: offerAt(draft.problem, index), index }) !== undefined;
}

function roomExcess(draft: Draft): Excess | undefined {
  const { problem } = draft;
  for (const [number, { free, offers }] of problem.rooms.entries()) {
    const uses = draft.uses[number];
    for (let debtor = 0; debtor < problem.debtors; debtor += 1) {
      const over = (uses?.[debtor] ?? 0) - (free[debtor] ?? 0);
      if (!(over > 0)) continue;
      const lines = fundedLines(draft, {
        from: draft.firstLine[debtor] ?? 0,
        to: draft.firstLine[debtor + 1] ?? 0,
      }).filter((line) => useIn(offers, problem.offerOf[draft.pairOf[line] ?? 0] ?? 0));
      const ratios = offers.map(
        ({ toRoom }) => Number(toRoom.numerator) / Number(toRoom.denominator),
      );
      return { lines: () => lines, over: Math.ceil(over / Math.min(...ratios)), share: 0 };
    }
  }
  return undefined;
}

export function fundedLines(
  draft: Draft,
  {
    from = 0,
    to = draft.pairOf.length,
    offer = -1,
  }: { from?: number; to?: number; offer?: number },
): number[] {
  const lines: number[] = [];
  for (let line = from; line < to; line += 1) {
    const pair = draft.pairOf[line] ?? -1;
    if (pair < 0 || (draft.funded[line] ?? 0) === 0) continue;
    if (offer < 0 || draft.problem.offerOf[pair] === offer) lines.push(line);
  }
  return lines;
}

type AtOffer = { offer: Offer; index: number };

/** A pledge's room is that of its draw, which is settled last. */
function offerExcess(draft: Draft, { offer, index }: AtOffer): Excess | undefined {
  const over = (draft.advances[index] ?? 0) - offer.room;
  if (offer.mode !== 'pledge' && over > 0) {
    const funded = Math.ceil((over * 10_000) / offer.advanceRateBp);
    return { lines: () => fundedLines(draft, { offer: index }), over: funded, share: 0 };
  }
  const pool = offer.heldPool + (draft.pools[index] ?? 0);
  for (const [number, family] of offer.caps.entries()) {
    const sums = draft.nodes[index]?.[number] ?? new Float64Array(0);
    for (let node = 0; node < sums.length; node += 1) {
      const sum = sums[node] ?? 0;
      if (sum === 0) continue;
      const { cap, held, by, nodeOf } = family;
      const bp = cap.kind === 'share' ? (cap.bp[node] ?? 0) : 0;
      const most = cap.kind === 'share' ? shareBp(pool, bp, 'down') : (cap.minor[node] ?? 0);
      const above = (held[node] ?? 0) + sum - most;
      if (above <= 0) continue;
      const lines = () =>
        fundedLines(draft, { offer: index }).filter(
          (line) => nodeOf[by === 'debtor' ? (draft.problem.debtorOf[line] ?? 0) : line] === node,
        );
      return { lines, over: Math.min(sum, above), share: bp / 10_000 };
    }
  }
  return undefined;
}

/** The group of lines, of which one may be in part, that a pair's line is of. */
export function groupOf({ problem, lineOf, groups }: Draft, pair: number): number {
  const line = lineOf[pair] ?? 0;
  const debtor = problem.debtorOf[line] ?? 0;
  return partGroupOf(groups, { debtor, line, offer: problem.offerOf[pair] ?? 0 });
}

/** Whether another line of the pair's group is in part already. */
export function hasOtherPart(draft: Draft, pair: number): boolean {
  const { problem, firstLine, pairOf, funded } = draft;
  const line = draft.lineOf[pair] ?? 0;
  const debtor = problem.debtorOf[line] ?? 0;
  const end = firstLine[debtor + 1] ?? 0;
  for (let other = firstLine[debtor] ?? 0; other < end; other += 1) {
    const at = pairOf[other] ?? -1;
    if (at < 0 || other === line || problem.offerOf[at] !== problem.offerOf[pair]) continue;
    const own = funded[other] ?? 0;
    const isPart = own > 0 && own < (problem.base[at] ?? 0);
    if (isPart && groupOf(draft, at) === groupOf(draft, pair)) return true;
  }
  return false;
}

/** The most that the pair may be funded with, all else being as it is; its own line is not placed. */
export function headroomOf(draft: Draft, pair: number): AmountMinor {
  const { problem } = draft;
  const index = problem.offerOf[pair] ?? 0;
  const line = draft.lineOf[pair] ?? 0;
  const debtor = problem.debtorOf[line] ?? 0;
  const offer = offerAt(problem, index);
  let most = problem.base[pair] ?? 0;
  if (offer.mode !== 'pledge') {
    const free = offer.room - (draft.advances[index] ?? 0) + 1;
    const advanced = mulDiv(free, 10_000, Math.max(1, offer.advanceRateBp), 'up') - 1;
    if (offer.advanceRateBp > 0) most = Math.min(most, advanced);
  }
  problem.rooms.forEach((room, number) => {
    const use = useIn(room.offers, index);
    const free = (room.free[debtor] ?? 0) - (draft.uses[number]?.[debtor] ?? 0);
    if (!use || free === Number.POSITIVE_INFINITY) return;
    const { numerator, denominator } = use.toRoom;
    most = Math.min(most, mulDiv(Math.max(0, free), denominator, numerator, 'down'));
  });
  const pool = offer.heldPool + (draft.pools[index] ?? 0);
  offer.caps.forEach(({ by, nodeOf, held, cap }, number) => {
    const node = nodeOf[by === 'debtor' ? debtor : line] ?? -1;
    if (node < 0) return;
    const sum = (held[node] ?? 0) + (draft.nodes[index]?.[number]?.[node] ?? 0);
    if (cap.kind === 'amount') most = Math.min(most, (cap.minor[node] ?? 0) - sum);
    else most = Math.min(most, underShare({ pool, sum, bp: cap.bp[node] ?? 0 }));
  });
  return Math.max(0, most);
}

/** The greatest x with sum + x ≤ ⌊bp (pool + x) / 10,000⌋: 10,000 (sum + x) ≤ bp (pool + x). */
function underShare({ pool, sum, bp }: { pool: number; sum: number; bp: number }): number {
  if (bp >= 10_000) return Number.POSITIVE_INFINITY;
  const free = BigInt(pool) * BigInt(bp) - BigInt(sum) * 10_000n;
  return free < 0n ? 0 : Number(free / BigInt(10_000 - bp));
}
