import {
  type AllocationProblem,
  advanceOf,
  cashOf,
  costOf,
  type OfferMode,
} from '../../../src/core/allocation/problem.ts';
import { facilities, inNeed, offerOf, pairsOf, scaled } from './instances/facilities.ts';
import { generator, ledgerOf } from './instances/ledger.ts';
import { capsOf, roomsOf } from './instances/limits.ts';

export type InstanceOptions = {
  seed: number;
  lines: number;
  debtors: number;
  /** 1–5 of the five facilities below; 5 by default. */
  offers?: number;
  /** By offer; the facility's own where undefined. */
  modes?: (OfferMode | undefined)[];
  /** Need as a share of `reachOf`, a little above the greatest cash; 0.45 by default. */
  needShare?: number;
  /** Room of each offer as a share of what it would advance on all its pairs; 0.4 by default. */
  roomShare?: number;
  /** The offers with caps (pledges by default), and the caps, in basis points of the pool. */
  capped?: number[];
  debtorBp?: number;
  groupBp?: number;
  countryBp?: number;
  /** Amount caps on one debtor in five, and on lines of more than 90 days. */
  subLimits?: boolean;
  /** Groups of offers that share cover; `[[1, 2]]` by default where there are so many. */
  covers?: number[][];
  /** Offers that share what debtors owe net; none by default. */
  netting?: number[];
  /** Fixed costs and minimum draws, as shares of the room; 0 by default. */
  fixedShare?: number;
  drawShare?: number;
  /** Pool held before, as a share of all bases; 0 by default. */
  heldShare?: number;
  /** Median amount in minor units; 180,000 by default. Small ones give exhaustible problems. */
  medianMinor?: number;
  horizonDays?: number;
  /** Costs are those until each line is paid, with one fee; nothing is placed again. */
  untilPaid?: boolean;
  /** Days until a line falls due, from and to; 10 to 120 by default. */
  termDays?: readonly [number, number];
  /** Fees as a share of the facility's own; 1 by default. */
  feeShare?: number;
  /** Every line has a pair with every offer, whatever its currency, term and cover. */
  everyPair?: boolean;
  /** Minor units of the USD and PLN offers per need unit differ in exponent, as JPY's and KWD's do. */
  oddExponents?: boolean;
};

/** Ledgers as they are: a few large debtors, a long tail, log-normal amounts; the same for a seed. */
export function instanceOf(options: InstanceOptions): AllocationProblem {
  const draw = generator(options.seed);
  const { lines, debtors } = options;
  const ledger = ledgerOf(options, draw);
  const chosen = facilities
    .slice(0, options.offers ?? 5)
    .map((facility) => scaled(facility, options));
  const offers = chosen.map((facility, index) => offerOf(facility, options.modes?.[index]));
  const problem: AllocationProblem = {
    needMinor: 0,
    debtors,
    debtorOf: ledger.debtorOf,
    ...pairsOf(ledger, chosen, options),
    cash: new Float64Array(0),
    cost: new Float64Array(0),
    offers,
    rooms: [],
  };
  const pairs = problem.base.length;
  problem.cash = new Float64Array(pairs);
  problem.cost = new Float64Array(pairs);
  const bases = new Float64Array(offers.length);
  const advances = new Float64Array(offers.length);
  const owed = offers.map(() => new Float64Array(debtors));
  for (let line = 0; line < lines; line += 1) {
    const debtor = problem.debtorOf[line] ?? 0;
    for (
      let pair = problem.pairStart[line] ?? 0;
      pair < (problem.pairStart[line + 1] ?? 0);
      pair += 1
    ) {
      const index = problem.offerOf[pair] ?? 0;
      const offer = offers[index];
      const sums = owed[index];
      if (!offer || !sums) throw new Error('a pair without an offer');
      const funded = problem.base[pair] ?? 0;
      problem.cash[pair] = cashOf(problem, pair, { offer, funded });
      problem.cost[pair] = costOf(problem, pair, { offer, funded });
      bases[index] = (bases[index] ?? 0) + funded;
      advances[index] = (advances[index] ?? 0) + advanceOf(offer, funded);
      sums[debtor] = (sums[debtor] ?? 0) + funded;
    }
  }
  offers.forEach((offer, index) => {
    offer.room = Math.floor((advances[index] ?? 0) * (options.roomShare ?? 0.4));
    offer.minimumDraw = Math.floor(offer.room * (options.drawShare ?? 0));
    offer.fixedCost = Math.floor(inNeed(offer, offer.room) * (options.fixedShare ?? 0));
    offer.heldPool = Math.floor((bases[index] ?? 0) * (options.heldShare ?? 0));
    const capped = options.capped?.includes(index) ?? offer.mode === 'pledge';
    if (capped) offer.caps = capsOf({ offer, options, ledger, owed: owed[index], draw });
  });
  problem.rooms = roomsOf({ options, offers, ledger, owed, draw });
  problem.needMinor = Math.floor(reachOf(problem) * (options.needShare ?? 0.45));
  return problem;
}

/** An easy bound on the greatest cash: best pair of each line, and the room of each offer. */
export function reachOf(problem: AllocationProblem): number {
  let best = 0;
  const byOffer = new Float64Array(problem.offers.length);
  for (let line = 0; line < problem.debtorOf.length; line += 1) {
    let most = 0;
    for (
      let pair = problem.pairStart[line] ?? 0;
      pair < (problem.pairStart[line + 1] ?? 0);
      pair += 1
    ) {
      const cash = problem.cash[pair] ?? 0;
      const index = problem.offerOf[pair] ?? 0;
      byOffer[index] = (byOffer[index] ?? 0) + cash;
      if (cash > most) most = cash;
    }
    best += most;
  }
  let rooms = 0;
  problem.offers.forEach((offer, index) => {
    rooms += Math.min(byOffer[index] ?? 0, Math.floor(inNeed(offer, offer.room)));
  });
  return Math.min(best, rooms);
}
