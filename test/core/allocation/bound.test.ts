import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactBound, greatestCash } from '../../../src/core/allocation/bound.ts';
import type { AllocationProblem, OfferMode } from '../../../src/core/allocation/problem.ts';
import { evaluate, type Prices } from '../../../src/core/allocation/value.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { optimumOf } from './exhaustive.ts';
import { generator } from './instances/ledger.ts';
import { instanceOf } from './instances.ts';
import { pricesFor, tinyProblem, withColumns } from './tiny.ts';

const problems = tinyProblem({ lines: 4, offers: 3 });

describe('the bound', () => {
  test('is below the cost of every plan, whatever the prices', () => {
    fc.assert(
      fc.property(problems, fc.integer(), (tiny, seed) => {
        const { problem, cost } = withinReach(tiny);
        const found = highest(problem, generator(seed), (prices) => exactBound(problem, prices));
        expect(found).toBeLessThanOrEqual(cost);
      }),
      { numRuns: 700 },
    );
  });

  test('is above the cash of every plan, whatever the prices', () => {
    fc.assert(
      fc.property(problems, fc.integer(), (problem, seed) => {
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        const bound = (prices: Prices) => 0 - greatestCash(problem, prices);
        const least = 0 - highest(problem, generator(seed), bound);
        expect(least).toBeGreaterThanOrEqual(optimum.greatestCash);
      }),
      { numRuns: 400 },
    );
  });

  test('holds for the plans of a choice of offers', () => {
    fc.assert(
      fc.property(problems, fc.integer(), fc.nat({ max: 7 }), (tiny, seed, mask) => {
        const { problem, cost, placement } = withinReach(tiny);
        const used = problem.offers.map((_, offer) => placement.placed.includes(offer + 1));
        const required = used.map((is, offer) => is && ((mask >> offer) & 1) === 1);
        const bound = (prices: Prices) => exactBound(problem, prices, { allowed: used, required });
        expect(highest(problem, generator(seed), bound)).toBeLessThanOrEqual(cost);
      }),
      { numRuns: 300 },
    );
  });

  test('holds for more offers with fixed costs than have their subsets looked through', () => {
    fc.assert(
      fc.property(
        tinyProblem({ lines: 2, offersLeast: 10, offers: 11 }),
        fc.integer(),
        (tiny, seed) => {
          const offers = tiny.offers.map((offer) => ({
            ...offer,
            fixedCost: offer.fixedCost + 2,
            room: 100,
          }));
          const { problem, cost } = withinReach({ ...tiny, offers });
          const found = highest(problem, generator(seed), (prices) => exactBound(problem, prices));
          expect(found).toBeLessThanOrEqual(cost);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('holds where a node has more than its share of the pool before', () => {
    fc.assert(
      fc.property(problems, fc.integer(), (tiny, seed) => {
        const offers = tiny.offers.map((offer) => ({
          ...offer,
          heldPool: 8,
          room: 100,
          caps: offer.caps.map((family) => ({
            ...family,
            held: family.held.map((_, node) => (node === 0 ? 5 : 1)),
            cap: { kind: 'share' as const, bp: family.held.map(() => 5_000) },
          })),
        }));
        const { problem, cost } = withinReach({ ...tiny, offers, rooms: [] });
        const found = highest(problem, generator(seed), (prices) => exactBound(problem, prices));
        expect(found).toBeLessThanOrEqual(cost);
      }),
      { numRuns: 300 },
    );
  });

  test('lets a node above its share take what the grown pool allows, and no more', () => {
    const nodeOf = Int32Array.of(0, 1);
    const cap = { kind: 'share' as const, bp: Float64Array.of(5_000, 10_000) };
    const one = oneLine({ base: 8, needMinor: 8 });
    const problem = withColumns({
      ...one,
      debtors: 2,
      debtorOf: Int32Array.of(0, 1),
      pairStart: Int32Array.of(0, 1, 2),
      offerOf: Uint8Array.of(0, 0),
      base: Float64Array.of(3, 5),
      fee: Float64Array.of(4, 7),
      days: Int32Array.of(1, 1),
      withheldFee: Float64Array.of(0, 0),
      withheldDays: Int32Array.of(0, 0),
      offers: one.offers.map((offer) => ({
        ...offer,
        mode: 'strict_sale' as const,
        withheld: 'nothing' as const,
        heldPool: 10,
        caps: [{ rule: 0, by: 'debtor' as const, nodeOf, held: Float64Array.of(6, 4), cap }],
      })),
    });
    const optimum = optimumOf(problem);
    expect(optimum?.shortfall).toBe(0);
    const prices = { ...none(problem), need: 10, caps: [[Float64Array.of(5, 0)]] };
    expect(exactBound(problem, prices)).toBe(optimum?.cost);
  });

  test('takes amounts near 2^53 exactly', () => {
    let held = 0;
    fc.assert(
      fc.property(problems, fc.integer(), (tiny, seed) => {
        const { placement, problem: small } = withinReach(tiny);
        const problem = scaled(small, enlarged);
        const large = {
          placed: placement.placed,
          partial: new Map(
            [...placement.partial].map(([line, funded]) => [line, enlarged(funded)]),
          ),
          drawn: placement.drawn.map(enlarged),
        };
        const value = evaluate(problem, large);
        // What rounding let through among small numbers may not hold among large ones.
        fc.pre(verify(problem, { placement: large, value: { ...value } }).length === 0);
        held += 1;
        const met = { ...problem, needMinor: Math.max(0, value.cashMinor) };
        const draw = generator(seed);
        const found = highest(met, draw, (prices) => exactBound(met, prices));
        expect(found).toBeLessThanOrEqual(value.costMinor);
        const least = 0 - highest(met, draw, (prices) => 0 - greatestCash(met, prices));
        expect(least).toBeGreaterThanOrEqual(value.cashMinor);
      }),
      { numRuns: 300 },
    );
    expect(held).toBeGreaterThan(30);
  });

  test('of one sale without limits is its marginal cost, less a minor unit per debtor', () => {
    const problem = instanceOf({ seed: 4, lines: 400, debtors: 40, offers: 1, roomShare: 2 });
    const [offer] = problem.offers;
    const costs = Array.from(problem.cost, (cost, pair) => ({
      cost,
      cash: problem.cash[pair] ?? 0,
    }));
    costs.sort((left, right) => left.cost / left.cash - right.cost / right.cash);
    let [cash, cost, need] = [0, 0, 0];
    for (const pair of costs) {
      if (cash >= problem.needMinor) break;
      need = pair.cost / pair.cash;
      cash += pair.cash;
      cost += pair.cost;
    }
    const bound = exactBound(problem, { ...none(problem), need });
    const exact = cost - need * (cash - problem.needMinor);
    expect(offer?.mode).toBe('sale');
    expect(bound).toBeLessThanOrEqual(Math.ceil(exact));
    expect(bound).toBeGreaterThan(exact - 40 - 1);
  });

  test.each<[string, (OfferMode | undefined)[], number]>([
    ['strict', ['strict_sale', 'strict_sale'], 0],
    ['account', ['whole_account', 'whole_account'], 0],
    ['fixed', ['sale', 'sale'], 0.01],
  ])('is the same in Number and in BigInt: %s', (_, modes, fixedShare) => {
    const options = { seed: 9, lines: 300, debtors: 30, modes, fixedShare, netting: [0, 2, 3] };
    const problem = instanceOf({ ...options, offers: 4, subLimits: true, heldShare: 0.01 });
    const prices: Prices = {
      need: 0.0125,
      room: Float64Array.of(0.001, 0.002, 0, 0),
      pledge: Float64Array.of(0, 0, 0.004, 0),
      caps: problem.offers.map(({ caps }) =>
        caps.map(({ held }) => held.map((_, node) => (node % 5) * 1e-6)),
      ),
      rooms: problem.rooms.map(({ free }) => free.map((_, debtor) => (debtor % 3) * 5e-6)),
    };
    const small = exactBound(problem, prices);
    // One line too large for Number: nobody takes it at these prices, so the sum is the same.
    const big = withHugeLine(problem);
    const large = exactBound(big, prices);
    expect(small).toBeGreaterThan(20_000);
    expect(Math.abs(large - small)).toBeLessThanOrEqual(2);
  });

  test('is the least over all choices of offers that cost something by being used', () => {
    const strict: OfferMode[] = ['strict_sale', 'strict_sale', 'strict_sale', 'strict_sale'];
    const options = {
      seed: 8,
      lines: 500,
      debtors: 50,
      offers: 4,
      modes: strict,
      covers: [[0, 1]],
    };
    const problem = instanceOf({ ...options, fixedShare: 0.004, everyPair: true });
    const sizes = [0.01, 0.0115, 0.013, 0.016];
    for (const need of sizes) {
      const rooms = problem.rooms.map(({ free }) => free.map((_, debtor) => (debtor % 4) * 1e-5));
      const prices = { ...none(problem), need, room: Float64Array.of(1e-3, 0, 2e-3, 0), rooms };
      const choices = Array.from({ length: 16 }, (_, mask) => {
        const chosen = strict.map((_, offer) => ((mask >> offer) & 1) === 1);
        return exactBound(problem, prices, { allowed: chosen, required: chosen });
      });
      expect(exactBound(problem, prices)).toBe(Math.min(...choices));
    }
  });

  test('knows that interest on a part so small rounds to nothing', () => {
    const problem = oneLine({ base: 30, needMinor: 1 });
    const cost = (funded: number) => {
      const placement = {
        placed: Uint8Array.of(1),
        partial: new Map([[0, funded]]),
        drawn: Float64Array.of(funded),
      };
      const value = evaluate(problem, placement);
      expect(verify(problem, { placement, value })).toEqual([]);
      return value.costMinor;
    };
    expect(cost(1)).toBe(0);
    expect(exactBound(problem, { ...none(problem), need: 0.25 })).toBe(0);
  });

  test('is 0 for no need', () => {
    fc.assert(
      fc.property(problems, fc.integer(), (problem, seed) => {
        const prices = pricesFor(problem, generator(seed));
        expect(exactBound({ ...problem, needMinor: 0 }, prices)).toBe(0);
      }),
    );
  });

  test('of the greatest cash is all of it where nothing else binds', () => {
    const problem = instanceOf({ seed: 3, lines: 60, debtors: 9, offers: 1, roomShare: 2 });
    const all = problem.cash.reduce((sum, cash) => sum + cash, 0);
    // A line in part rounds by less than a minor unit for each debtor.
    expect(greatestCash(problem, none(problem))).toBeGreaterThanOrEqual(all);
    expect(greatestCash(problem, none(problem))).toBeLessThanOrEqual(all + 2 * 9);
  });
});

const enlarged = (amount: number) => amount * 2 ** 42;

/** The same problem with a need that can be met, and its optimum. */
function withinReach(tiny: AllocationProblem) {
  const found = optimumOf(tiny);
  fc.pre(found !== undefined);
  const problem = { ...tiny, needMinor: Math.min(tiny.needMinor, found.greatestCash) };
  const optimum = found.shortfall === 0 ? found : optimumOf(problem);
  fc.pre(optimum !== undefined);
  expect(optimum.shortfall).toBe(0);
  return { problem, ...optimum };
}

/** Looks for prices that bound best: a bound that is wrong is wrong there. */
function highest(
  problem: AllocationProblem,
  draw: () => number,
  bound: (prices: Prices) => number,
): number {
  let best = pricesFor(problem, draw);
  let most = bound(best);
  for (let round = 0; round < 32; round += 1) {
    const next = round < 8 ? pricesFor(problem, draw) : near(best, draw);
    const found = bound(next);
    if (found >= most) [best, most] = [next, found];
  }
  return most;
}

function near(prices: Prices, draw: () => number): Prices {
  const move = (price: number) => (draw() < 0.6 ? price : Math.max(0, price + (draw() - 0.5) * 2));
  return {
    need: move(prices.need),
    room: prices.room.map((price) => (price < 0 ? 0 - move(-price) : move(price))),
    pledge: prices.pledge.map((price) => (price > 0 ? move(price) : price)),
    caps: prices.caps.map((families) => families.map((nodes) => nodes.map(move))),
    rooms: prices.rooms.map((debtors) => debtors.map(move)),
  };
}

function none(problem: AllocationProblem): Prices {
  return {
    need: 0,
    room: new Float64Array(problem.offers.length),
    pledge: new Float64Array(problem.offers.length),
    caps: problem.offers.map(({ caps }) => caps.map(({ held }) => new Float64Array(held.length))),
    rooms: problem.rooms.map(({ free }) => new Float64Array(free.length)),
  };
}

function scaled(problem: AllocationProblem, by: (amount: number) => number): AllocationProblem {
  const column = (amounts: Float64Array) => amounts.map(by);
  return withColumns({
    ...problem,
    needMinor: by(problem.needMinor),
    base: column(problem.base),
    fee: column(problem.fee),
    withheldFee: column(problem.withheldFee),
    rooms: problem.rooms.map((room) => ({ ...room, free: column(room.free) })),
    offers: problem.offers.map((offer) => ({
      ...offer,
      room: by(offer.room),
      minimumDraw: by(offer.minimumDraw),
      fixedCost: by(offer.fixedCost),
      heldPool: by(offer.heldPool),
      caps: offer.caps.map((family) => ({
        ...family,
        held: column(family.held),
        cap:
          family.cap.kind === 'amount'
            ? { kind: 'amount', minor: column(family.cap.minor) }
            : family.cap,
      })),
    })),
  });
}

/** Paid out in full, 0.3 of a minor unit of interest for each minor unit. */
function oneLine({ base, needMinor }: { base: number; needMinor: number }): AllocationProblem {
  const problem = instanceOf({ seed: 1, lines: 1, debtors: 1, offers: 1, everyPair: true });
  const terms = { advanceRateBp: 10_000, room: base, interest: { numerator: 3, denominator: 10 } };
  return withColumns({
    ...problem,
    needMinor,
    base: Float64Array.of(base),
    fee: Float64Array.of(0),
    days: Int32Array.of(1),
    withheldFee: Float64Array.of(0),
    withheldDays: Int32Array.of(1),
    offers: problem.offers.map((offer) => ({ ...offer, ...terms })),
    rooms: [],
  });
}

/** What scales prices below the precision that Number is left to. */
const HUGE = 2 ** 34;

/** One more debtor with one line so large, dearer than its cash is worth. */
function withHugeLine(problem: AllocationProblem): AllocationProblem {
  const pairs = problem.base.length;
  const more = (column: Float64Array, value: number) => Float64Array.of(...column, value);
  const caps = (nodeOf: Int32Array) => Int32Array.of(...nodeOf, -1);
  return withColumns({
    ...problem,
    debtors: problem.debtors + 1,
    debtorOf: Int32Array.of(...problem.debtorOf, problem.debtors),
    pairStart: Int32Array.of(...problem.pairStart, pairs + 1),
    offerOf: Uint8Array.of(...problem.offerOf, 0),
    base: more(problem.base, HUGE),
    fee: more(problem.fee, HUGE),
    days: Int32Array.of(...problem.days, 1),
    withheldFee: more(problem.withheldFee, 0),
    withheldDays: Int32Array.of(...problem.withheldDays, 1),
    rooms: problem.rooms.map((room) => ({
      ...room,
      free: more(room.free, Number.POSITIVE_INFINITY),
    })),
    offers: problem.offers.map((offer) => ({
      ...offer,
      caps: offer.caps.map((family) => ({ ...family, nodeOf: caps(family.nodeOf) })),
    })),
  });
}
