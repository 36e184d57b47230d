import type { AllocationProblem, Placement } from '../problem.ts';
import type { Tally } from './tally.ts';
import type { Report } from './violation.ts';

/** What one debtor's lines use; filled line by line, judged when the last is seen. */
export type Account = {
  debtor: number;
  from: number;
  to: number;
  /** By offer: lines placed, the lines of them funded in part, Σ x. */
  lines: Int32Array;
  parts: number[][];
  funded: Float64Array;
  shared: SharedUse[];
  /** By offer: the shared rooms it uses and the ratio into them. */
  rooms: RoomShare[][];
  /** By offer: its families of caps on lines. */
  lineFamilies: { family: number; nodeOf: Int32Array }[][];
  wholeAccounts: number[];
};

type SharedUse = { free: Float64Array; used: number };
type RoomShare = {
  room: SharedUse;
  numerator: number | bigint;
  denominator: number | bigint;
  binds: boolean;
};

export function accountOf({ offers, rooms }: AllocationProblem): Account {
  const shared = rooms.map(({ free }) => ({ free, used: 0 }));
  return {
    debtor: -1,
    from: 0,
    to: 0,
    lines: new Int32Array(offers.length),
    parts: offers.map(() => []),
    funded: new Float64Array(offers.length),
    shared,
    rooms: offers.map((_, index) =>
      rooms.flatMap((room, at) => {
        const use = room.offers.find(({ offer }) => offer === index);
        const own = shared[at];
        return use && own ? [{ room: own, binds: false, ...use.toRoom }] : [];
      }),
    ),
    lineFamilies: offers.map(({ caps }) =>
      caps.flatMap(({ by, nodeOf }, family) => (by === 'line' ? [{ family, nodeOf }] : [])),
    ),
    wholeAccounts: offers.flatMap(({ mode }, index) => (mode === 'whole_account' ? [index] : [])),
  };
}

export function resetAccount(account: Account, at: { debtor: number; from: number }): void {
  account.debtor = at.debtor;
  account.from = at.from;
  account.lines.fill(0);
  for (const parts of account.parts) parts.length = 0;
  account.funded.fill(0);
  for (const room of account.shared) room.used = 0;
  for (const shares of account.rooms) {
    for (const share of shares)
      share.binds = share.room.free[at.debtor] !== Number.POSITIVE_INFINITY;
  }
}

type Facts = {
  problem: AllocationProblem;
  placement: Placement;
  report: Report;
  tally: Tally;
};

export function closeAccount({ problem, placement, report, tally }: Facts, account: Account): void {
  const { debtor } = account;
  for (let offer = 0; offer < account.lines.length; offer += 1) {
    if (account.lines[offer] === 0) continue;
    const actual = mostAlike(account, offer);
    if (actual > 1) report({ constraint: 'one_part', debtor, offer, actual, limit: 1 });
    problem.offers[offer]?.caps.forEach(({ by, nodeOf }, family) => {
      if (by !== 'debtor') return;
      const node = nodeOf[debtor] ?? -1;
      const sums = tally.nodes[offer]?.[family];
      if (sums && node >= 0) sums[node] = (sums[node] ?? 0) + (account.funded[offer] ?? 0);
    });
  }
  account.shared.forEach(({ free, used }, room) => {
    const limit = free[debtor] ?? 0;
    if (used > limit) report({ constraint: 'shared_room', room, debtor, actual: used, limit });
  });
  for (const offer of account.wholeAccounts) {
    if (account.lines[offer] === 0) continue;
    const limit = accountLines(problem, { offer, from: account.from, to: account.to });
    const actual = placedWith(placement, { offer, from: account.from, to: account.to });
    if (actual !== limit) report({ constraint: 'whole_account', debtor, offer, actual, limit });
  }
}

/** The most lines in part that are in the same nodes of all caps on lines. */
function mostAlike({ parts, lineFamilies }: Account, offer: number): number {
  const own = parts[offer] ?? [];
  const families = lineFamilies[offer] ?? [];
  if (own.length < 2 || families.length === 0) return own.length;
  const counts = new Map<string, number>();
  for (const line of own) {
    const nodes = families.map(({ nodeOf }) => nodeOf[line]).join();
    counts.set(nodes, (counts.get(nodes) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

type Stretch = { offer: number; from: number; to: number };

function accountLines(
  { pairStart, offerOf }: AllocationProblem,
  { offer, from, to }: Stretch,
): number {
  let count = 0;
  const end = pairStart[to] ?? 0;
  for (let pair = pairStart[from] ?? 0; pair < end; pair += 1)
    if (offerOf[pair] === offer) count += 1;
  return count;
}

function placedWith({ placed }: Placement, { offer, from, to }: Stretch): number {
  let count = 0;
  for (let line = from; line < to; line += 1) if (placed[line] === offer + 1) count += 1;
  return count;
}
