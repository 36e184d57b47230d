import { mulDiv } from '../../money.ts';
import { type AllocationProblem, advanceOf } from '../problem.ts';
import { offerAt } from '../value.ts';
import type { Homes } from './homes.ts';

/**
 * What homes use of limits, added up as lines are decided. A line in part may be funded with next to
 * nothing, so it counts nowhere but among what could still come.
 */
export type Load = {
  /** By limit: what is used and what there is; shares of pools are looked at apart. */
  used: Float64Array;
  limit: Float64Array;
  /** By home: its limits and what it uses of each, from `at[home]` up to `at[home + 1]`. */
  at: Int32Array;
  limits: number[];
  uses: number[];
  /** By home: its shares. By share: Σ x, held, basis points, offer. */
  shareAt: Int32Array;
  shares: number[];
  shareSum: Float64Array;
  shareHeld: Float64Array;
  shareBp: Float64Array;
  shareOffer: Int32Array;
  /** By home: its offer, and what is funded of a whole line. */
  offer: Int16Array;
  funded: Float64Array;
  /** By offer: held pool + Σ x of whole lines. */
  pool: Float64Array;
};

export function loadOf(problem: AllocationProblem, homes: Homes): Load {
  const limit: number[] = [];
  // Held beyond its cap already, a node takes nothing more: it is not judged where nothing is added.
  const limitAt = (most: number) => limit.push(Math.max(0, most)) - 1;
  const rooms = problem.offers.map(({ mode, room }) => (mode === 'pledge' ? -1 : limitAt(room)));
  const covers = problem.rooms.map(({ free }) => Array.from(free, (most) => limitAt(most)));
  const shares: { held: number; bp: number; offer: number }[] = [];
  const caps = problem.offers.map(({ caps: families }, offer) =>
    families.map(({ cap, held }) =>
      Array.from(held, (before, node) => {
        if (cap.kind === 'amount') return limitAt((cap.minor[node] ?? 0) - before);
        return shares.push({ held: before, bp: cap.bp[node] ?? 0, offer }) - 1;
      }),
    ),
  );
  const funded = Float64Array.from(homes.pair, (pair, home) =>
    pair < 0 || homes.isPart[home] === 1 ? 0 : (problem.base[pair] ?? 0),
  );
  const [at, shareAt, limits, uses, sharesOf]: number[][] = [[0], [0], [], [], []];
  const use = (which: number | undefined, amount: number) => {
    if (which === undefined || which < 0) return;
    limits?.push(which);
    uses?.push(amount);
  };
  homes.pair.forEach((pair, home) => {
    const index = homes.offer[home] ?? -1;
    if (pair >= 0) {
      const offer = offerAt(problem, index);
      const line = homes.lineOf[home] ?? 0;
      const debtor = problem.debtorOf[line] ?? 0;
      const own = funded[home] ?? 0;
      use(rooms[index], advanceOf(offer, own));
      problem.rooms.forEach(({ offers, free }, room) => {
        const shared = offers.find((one) => one.offer === index);
        if (!shared || free[debtor] === Number.POSITIVE_INFINITY) return;
        const { numerator, denominator } = shared.toRoom;
        use(covers[room]?.[debtor], mulDiv(own, numerator, denominator, 'up'));
      });
      offer.caps.forEach(({ by, nodeOf, cap }, family) => {
        const node = nodeOf[by === 'debtor' ? debtor : line] ?? -1;
        if (node < 0) return;
        const which = caps[index]?.[family]?.[node];
        if (cap.kind === 'amount') use(which, own);
        else if (which !== undefined) sharesOf?.push(which);
      });
    }
    at?.push(limits?.length ?? 0);
    shareAt?.push(sharesOf?.length ?? 0);
  });
  return {
    used: new Float64Array(limit.length),
    limit: Float64Array.from(limit),
    at: Int32Array.from(at ?? []),
    limits: limits ?? [],
    uses: uses ?? [],
    shareAt: Int32Array.from(shareAt ?? []),
    shares: sharesOf ?? [],
    shareSum: new Float64Array(shares.length),
    shareHeld: Float64Array.from(shares, ({ held }) => held),
    shareBp: Float64Array.from(shares, ({ bp }) => bp),
    shareOffer: Int32Array.from(shares, ({ offer }) => offer),
    offer: homes.offer,
    funded,
    pool: Float64Array.from(problem.offers, ({ heldPool }) => heldPool),
  };
}

/** The same limits with nothing used. */
export function emptied(load: Load, { offers }: AllocationProblem): Load {
  return {
    ...load,
    used: new Float64Array(load.used.length),
    shareSum: new Float64Array(load.shareSum.length),
    pool: Float64Array.from(offers, ({ heldPool }) => heldPool),
  };
}

/** Adds a home; whether every limit on it holds, were the pools to grow by so much. */
export function addLoad(load: Load, home: number, growth: Float64Array): boolean {
  let holds = true;
  for (let at = load.at[home] ?? 0; at < (load.at[home + 1] ?? 0); at += 1) {
    const which = load.limits[at] ?? 0;
    const used = (load.used[which] ?? 0) + (load.uses[at] ?? 0);
    load.used[which] = used;
    if (used > (load.limit[which] ?? 0)) holds = false;
  }
  const [offer, funded] = [load.offer[home] ?? -1, load.funded[home] ?? 0];
  if (funded === 0) return holds;
  const pool = (load.pool[offer] ?? 0) + funded;
  load.pool[offer] = pool;
  for (let at = load.shareAt[home] ?? 0; at < (load.shareAt[home + 1] ?? 0); at += 1) {
    const which = load.shares[at] ?? 0;
    const sum = (load.shareSum[which] ?? 0) + funded;
    load.shareSum[which] = sum;
    // A float quotient is off by less than a minor unit; a plan is judged exactly in the end.
    const most = ((pool + (growth[offer] ?? 0)) * (load.shareBp[which] ?? 0)) / 10_000 + 1;
    if (sum + (load.shareHeld[which] ?? 0) > most) holds = false;
  }
  return holds;
}

export function takeLoad(load: Load, home: number): void {
  for (let at = load.at[home] ?? 0; at < (load.at[home + 1] ?? 0); at += 1) {
    const which = load.limits[at] ?? 0;
    load.used[which] = (load.used[which] ?? 0) - (load.uses[at] ?? 0);
  }
  const [offer, funded] = [load.offer[home] ?? -1, load.funded[home] ?? 0];
  if (funded === 0) return;
  load.pool[offer] = (load.pool[offer] ?? 0) - funded;
  for (let at = load.shareAt[home] ?? 0; at < (load.shareAt[home + 1] ?? 0); at += 1) {
    const which = load.shares[at] ?? 0;
    load.shareSum[which] = (load.shareSum[which] ?? 0) - funded;
  }
}
