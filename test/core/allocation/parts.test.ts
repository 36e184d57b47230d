import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateNeed } from '../../../src/core/allocation/allocateNeed.ts';
import { firstFit } from '../../../src/core/allocation/orders.ts';
import { solveLarge } from '../../../src/core/allocation/prices/solve.ts';
import type {
  AllocationProblem,
  CapFamily,
  OfferMode,
  Placement,
} from '../../../src/core/allocation/problem.ts';
import { evaluate } from '../../../src/core/allocation/value.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import type { Rule } from '../../../src/core/facility/rule.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { asOf, input, invoice, planOf, terms } from '../selection-samples.ts';
import { optimumOf } from './exhaustive.ts';
import { tinyProblem, withColumns } from './tiny.ts';

const solve = await loadHighs();

/** A cap of so much on each currency; lines of these currencies. */
function currencies(nodes: readonly number[], minor: readonly number[]): CapFamily {
  return {
    rule: 0,
    by: 'line',
    nodeOf: Int32Array.from(nodes),
    held: new Float64Array(minor.length),
    cap: { kind: 'amount', minor: Float64Array.from(minor) },
  };
}

/** One debtor with lines of 5 each, advanced in full for nothing. */
function oneDebtor(
  caps: CapFamily[],
  { lines, mode, needMinor }: { lines: number; mode: OfferMode; needMinor: number },
): AllocationProblem {
  const column = (value: number) => new Float64Array(lines).fill(value);
  return withColumns({
    needMinor,
    debtors: 1,
    debtorOf: new Int32Array(lines),
    pairStart: Int32Array.from({ length: lines + 1 }, (_, line) => line),
    offerOf: new Uint8Array(lines),
    base: column(5),
    fee: column(0),
    days: new Int32Array(lines),
    withheldFee: column(0),
    withheldDays: new Int32Array(lines),
    cash: column(0),
    cost: column(0),
    offers: [
      {
        facilityId: 'F',
        mode,
        advanceRateBp: 10_000,
        room: 100,
        minimumDraw: 0,
        fixedCost: 0,
        toNeed: { numerator: 1, denominator: 1 },
        interest: { numerator: 0, denominator: 1 },
        drawDays: 1,
        withheld: 'nothing',
        heldPool: 0,
        caps,
      },
    ],
    rooms: [],
  });
}

describe.each<OfferMode>(['sale', 'pledge', 'whole_account'])(
  'of a debtor with two currencies capped at 3 and 4, %s',
  (mode) => {
    const capped = currencies([0, 1], [3, 4]);
    const problem = oneDebtor([capped], { lines: 2, mode, needMinor: 7 });

    test('both caps are used up', () => {
      expect(optimumOf(problem)).toMatchObject({ shortfall: 0, greatestCash: 7 });
      const found = [
        allocateNeed(problem, solve).solution,
        solveLarge(problem).solution,
        firstFit(problem, 'ledger'),
      ];
      for (const solution of found) {
        expect(verify(problem, solution)).toEqual([]);
        expect(solution.value.cashMinor).toBe(7);
      }
    });

    test('of lines of one currency there is still one in part', () => {
      const both = oneDebtor([currencies([0, 0], [3, 4])], { lines: 2, mode, needMinor: 7 });
      const placement: Placement = {
        placed: Uint8Array.of(1, 1),
        partial: new Map([
          [0, 1],
          [1, 2],
        ]),
        drawn: Float64Array.of(3),
      };
      const broken = verify(both, { placement, value: evaluate(both, placement) });
      expect(broken.map(({ constraint }) => constraint)).toEqual(['one_part']);
    });
  },
);

test('lines that only one of two caps tells apart may both be in part', () => {
  const caps = [currencies([0, 0, 1], [3, 9]), currencies([-1, 0, 0], [4, 9])];
  const problem = oneDebtor(caps, { lines: 3, mode: 'sale', needMinor: 7 });
  // The first line and the second share 3, the second and the third share 4.
  expect(optimumOf(problem)).toMatchObject({ shortfall: 0 });
  expect(allocateNeed(problem, solve).solution.value).toMatchObject({ cashMinor: 7, costMinor: 0 });
});

test('a debtor’s two currencies, each above its cap, are both funded up to it', () => {
  const rules: Rule[] = [{ rule: 'currency_concentration', shareBp: 500, base: 'facilityLimit' }];
  const receivables = [
    invoice(1, { openMinor: 100_000 }),
    invoice(2, { openMinor: 100_000, currency: 'USD' }),
  ];
  const fx = [
    { from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on: asOf, source: 'test' },
    { from: 'EUR', to: 'USD', numerator: 10, denominator: 9, on: asOf, source: 'test' },
  ];
  const { allocation } = planOf(
    input({
      receivables,
      fx,
      facilities: [terms(rules, { limitMinor: 1_000_000 })],
      need: { amountMinor: 80_000, currency: 'EUR', valueOn: asOf, horizonDays: 30 },
    }),
  );
  expect(allocation).toMatchObject({ cashMinor: 80_000, shortfallMinor: 0 });
  expect(allocation?.lines.map(({ fundedMinor }) => fundedMinor)).toEqual([50_000, 50_000]);
});

describe('every plan of a handful of lines looked at, each offer with a cap by currency', () => {
  const capped = fc
    .tuple(tinyProblem({ lines: 4, offers: 2 }), fc.array(fc.nat(), { minLength: 40 }))
    .map(([problem, numbers]) => {
      let at = 0;
      const draw = (below: number) => {
        at += 1;
        return (numbers[at % numbers.length] ?? 0) % below;
      };
      const nodes = Array.from(problem.debtorOf, () => draw(3));
      const offers = problem.offers.map((offer) => {
        const family = currencies(nodes, [1 + draw(5), 1 + draw(5), 1 + draw(5)]);
        return { ...offer, caps: [family, ...offer.caps] };
      });
      return { ...problem, offers };
    });

  test('no plan is cheaper than the bound nor than the plan, and none raises more than was said', () => {
    const counts = { all: 0, best: 0 };
    fc.assert(
      fc.property(capped, (problem) => {
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        const rounding = problem.debtorOf.length;
        const small = allocateNeed(problem, solve);
        for (const { solution } of [small, solveLarge(problem)]) {
          expect(verify(problem, solution)).toEqual([]);
          const { shortfallMinor, costMinor } = solution.value;
          expect(shortfallMinor).toBeGreaterThanOrEqual(optimum.shortfall);
          if (shortfallMinor > optimum.shortfall) continue;
          expect(costMinor).toBeGreaterThanOrEqual(optimum.cost);
        }
        const { shortfallMinor, costMinor } = small.solution.value;
        expect(shortfallMinor).toBeLessThanOrEqual(optimum.shortfall + rounding);
        if (shortfallMinor === 0) expect(small.boundExactMinor).toBeLessThanOrEqual(optimum.cost);
        else expect(small.greatestCashMinor).toBeGreaterThanOrEqual(optimum.greatestCash);
        counts.all += 1;
        if (shortfallMinor === optimum.shortfall && costMinor === optimum.cost) counts.best += 1;
      }),
      { numRuns: 200 },
    );
    expect(counts.all).toBeGreaterThan(100);
    expect(counts.best / counts.all).toBeGreaterThan(0.9);
  });
});
