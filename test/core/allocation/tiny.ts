import fc from 'fast-check';
import {
  type AllocationProblem,
  type CapFamily,
  cashOf,
  costOf,
  type Offer,
  type SharedRoom,
} from '../../../src/core/allocation/problem.ts';
import type { Prices } from '../../../src/core/allocation/value.ts';

import { generator } from './instances/ledger.ts';

/** Problems so small that every plan can be looked at, with every mode, rounding and kind of limit. */
export function tinyProblem(most: {
  lines: number;
  offers: number;
  offersLeast?: number;
}): fc.Arbitrary<AllocationProblem> {
  return fc
    .tuple(
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: most.lines }),
      fc.array(offerSeed, { minLength: most.offersLeast ?? 1, maxLength: most.offers }),
      fc.integer(),
      fc.integer({ min: 0, max: 14 }),
    )
    .map(([debtorOf, seeds, seed, needMinor]) => {
      const next = generator(seed);
      const draw = (below: number) => Math.floor(next() * below);
      return problemOf({ debtorOf: debtorOf.sort((a, b) => a - b), seeds, draw, needMinor });
    });
}

/** Prices of any quality; half of them none. */
export function pricesFor(problem: AllocationProblem, draw: () => number): Prices {
  const price = () => (draw() < 0.6 ? 0 : 8 * draw() ** 2);
  const column = (length: number) => Float64Array.from({ length }, price);
  return {
    need: 16 * draw(),
    room: column(problem.offers.length).map((value, index) =>
      (problem.offers[index]?.minimumDraw ?? 0) > 0 && draw() < 0.5 ? 0 - value : value,
    ),
    pledge: column(problem.offers.length).map((value, index) =>
      problem.offers[index]?.mode === 'pledge' ? 2 * value : 0,
    ),
    caps: problem.offers.map(({ caps }) => caps.map(({ held }) => column(held.length))),
    rooms: problem.rooms.map(({ free }) => column(free.length)),
  };
}

const debtors = 3;
const from = <Value>(...values: Value[]) => fc.constantFrom(...values);
const ratio = (numerator: number, denominator: number) => ({ numerator, denominator });

const offerSeed = fc.record({
  mode: from<Offer['mode']>('pledge', 'sale', 'strict_sale', 'whole_account'),
  advanceRateBp: from(10_000, 8_000, 5_000, 3_333),
  room: from(3, 6, 9, 100, 100),
  minimumDraw: from(0, 0, 0, 2, 4),
  fixedCost: from(0, 0, 4, 9),
  toNeed: from(ratio(1, 1), ratio(1, 1), ratio(2, 1), ratio(2, 3), ratio(7, 5)),
  interest: from(ratio(1, 20), ratio(3, 10), ratio(5, 2), ratio(13, 3), ratio(4, 1), ratio(9, 1)),
  drawDays: from(1, 2, 5),
  withheld: from<Offer['withheld']>('nothing', 'nothing', 'interest', 'interest_and_fees'),
  heldPool: from(0, 0, 5, 12),
  families: from(0, 0, 1, 2),
});

type Seeds = {
  debtorOf: number[];
  seeds: (typeof offerSeed extends fc.Arbitrary<infer Seed> ? Seed : never)[];
  draw: (below: number) => number;
  needMinor: number;
};

function problemOf({ debtorOf, seeds, draw, needMinor }: Seeds): AllocationProblem {
  const lines = debtorOf.length;
  const offers = seeds.map(({ families, ...offer }, index): Offer => {
    const caps = Array.from({ length: families }, (_, rule) =>
      familyOf({ rule, lines, heldPool: offer.heldPool, draw }),
    );
    return { ...offer, facilityId: `F${index}`, caps };
  });
  const pairStart = new Int32Array(lines + 1);
  const [offerOf, base, fee, days]: number[][] = [[], [], [], []];
  const [withheldFee, withheldDays]: number[][] = [[], []];
  const face = () => 1 + draw(6);
  for (let line = 0; line < lines; line += 1) {
    offers.forEach((_, offer) => {
      if (draw(4) === 0) return;
      offerOf?.push(offer);
      base?.push(face());
      fee?.push(Math.max(0, draw(7) - 3));
      days?.push(1 + draw(4));
      withheldFee?.push(Math.max(0, draw(7) - 3));
      withheldDays?.push(draw(6));
    });
    pairStart[line + 1] = offerOf?.length ?? 0;
  }
  const problem: AllocationProblem = {
    needMinor,
    debtors,
    debtorOf: Int32Array.from(debtorOf),
    pairStart,
    offerOf: Uint8Array.from(offerOf ?? []),
    base: Float64Array.from(base ?? []),
    fee: Float64Array.from(fee ?? []),
    days: Int32Array.from(days ?? []),
    withheldFee: Float64Array.from(withheldFee ?? []),
    withheldDays: Int32Array.from(withheldDays ?? []),
    cash: new Float64Array(base?.length ?? 0),
    cost: new Float64Array(base?.length ?? 0),
    offers,
    rooms: Array.from({ length: draw(3) }, () => roomOf(offers.length, draw)),
  };
  return withColumns(problem);
}

/** With cash and cost of each whole pair as the terms say. */
export function withColumns(problem: AllocationProblem): AllocationProblem {
  const filled = { ...problem, cash: problem.base.slice(), cost: problem.base.slice() };
  problem.base.forEach((funded, pair) => {
    const offer = problem.offers[problem.offerOf[pair] ?? 0];
    if (!offer) throw new Error('a pair without an offer');
    filled.cash[pair] = cashOf(problem, pair, { offer, funded });
    filled.cost[pair] = costOf(problem, pair, { offer, funded });
  });
  return filled;
}

type FamilySeed = {
  rule: number;
  lines: number;
  heldPool: number;
  draw: (below: number) => number;
};

function familyOf({ rule, lines, heldPool, draw }: FamilySeed): CapFamily {
  const by = draw(3) === 0 ? 'line' : 'debtor';
  const nodes = 1 + draw(3);
  const nodeOf = Int32Array.from(
    { length: by === 'line' ? lines : debtors },
    () => draw(nodes + 1) - 1,
  );
  const column = (value: () => number) => Float64Array.from({ length: nodes }, value);
  const held = column(() => (heldPool === 0 ? 0 : draw(1 + Math.floor(heldPool / nodes))));
  const cap: CapFamily['cap'] =
    draw(2) === 0
      ? { kind: 'amount', minor: column(() => 1 + draw(14)) }
      : { kind: 'share', bp: column(() => [2_500, 5_000, 6_667, 10_000][draw(4)] ?? 0) };
  return { rule, by, nodeOf, held, cap };
}

function roomOf(offers: number, draw: (below: number) => number): SharedRoom {
  const toRoom = () => [ratio(1, 1), ratio(2, 3), ratio(3, 2)][draw(3)] ?? ratio(1, 1);
  const free = Float64Array.from({ length: debtors }, () =>
    draw(4) === 0 ? Number.POSITIVE_INFINITY : draw(14),
  );
  const sharing = Array.from({ length: offers }, (_, offer) => ({ offer, toRoom: toRoom() }));
  return { kind: 'cover', offers: sharing.filter(() => draw(4) > 0), free };
}
