import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AllocationProblem, Offer, Placement } from '../../../src/core/allocation/problem.ts';
import { evaluate, isBetter, type Solution } from '../../../src/core/allocation/value.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { isPlan, optimumOf } from './exhaustive.ts';
import { tinyProblem, withColumns } from './tiny.ts';

const problems = tinyProblem({ lines: 4, offers: 3 });

describe('verify', () => {
  test('accepts the best of all plans', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        const value = evaluate(problem, optimum.placement);
        expect(verify(problem, { placement: optimum.placement, value })).toEqual([]);
        const { costMinor, shortfallMinor } = value;
        expect([costMinor, shortfallMinor]).toEqual([optimum.cost, optimum.shortfall]);
      }),
      { numRuns: 500 },
    );
  });

  test('accepts what keeps every constraint and nothing else', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        tinyProblem({ lines: 5, offers: 3 }),
        fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
        (problem, numbers) => {
          const placement = anyPlacement(problem, numbers);
          const found = verify(problem, { placement, value: evaluate(problem, placement) });
          const broken = found.filter(({ constraint }) => !totals.has(constraint));
          expect(broken.length === 0).toBe(isPlan(problem, placement));
          if (found.length === 0) accepted += 1;
        },
      ),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test.each<[string, Partial<Base>, object]>([
    [
      'a line without a pair with the offer',
      { placed: [3, 0, 0, 0] },
      { constraint: 'pair', line: 0 },
    ],
    [
      'a line funded above its base',
      { partial: [[0, 101]] },
      { constraint: 'part', actual: 101, limit: 100 },
    ],
    [
      'a whole line among those in part',
      { partial: [[0, 100]] },
      { constraint: 'part', limit: 100 },
    ],
    ['part of a minor unit', { partial: [[0, 0.5]] }, { constraint: 'part', actual: 0.5 }],
    ['less than nothing', { partial: [[0, -1]] }, { constraint: 'part', actual: -1 }],
    [
      'a part of a line that is not placed',
      { partial: [[2, 7]] },
      { constraint: 'part_not_placed', line: 2, actual: 7 },
    ],
    [
      'a strict sale in part',
      { modes: ['strict_sale'], partial: [[0, 50]] },
      { constraint: 'strict', actual: 50, limit: 100 },
    ],
    [
      'two lines in part',
      {
        partial: [
          [0, 50],
          [1, 40],
        ],
      },
      { constraint: 'one_part', debtor: 0, offer: 0, actual: 2, limit: 1 },
    ],
    [
      'half an account',
      { modes: ['whole_account'], placed: [1, 0, 0, 0] },
      { constraint: 'whole_account', debtor: 0, actual: 1, limit: 2 },
    ],
    [
      'more than the room',
      { offer: { room: 149 } },
      { constraint: 'room', offer: 0, actual: 150, limit: 149 },
    ],
    [
      'less than the minimum draw',
      { offer: { minimumDraw: 151 } },
      { constraint: 'minimum_draw', actual: 150, limit: 151 },
    ],
    [
      'a pledge drawn above its advances',
      { modes: ['pledge'], drawn: [151, 0] },
      { constraint: 'pledge', actual: 151, limit: 150 },
    ],
    [
      'a sale that says it draws otherwise',
      { drawn: [149, 0] },
      { constraint: 'drawn', actual: 149, limit: 150 },
    ],
    [
      'a debtor above its amount',
      { cap: { kind: 'amount', minor: Float64Array.of(299) } },
      { constraint: 'cap', offer: 0, family: 0, node: 0, actual: 300, limit: 299 },
    ],
    [
      'a debtor above its share',
      { cap: { kind: 'share', bp: Float64Array.of(9_999) } },
      { constraint: 'cap', actual: 300, limit: 299 },
    ],
    [
      'cover used twice',
      { free: 200 },
      { constraint: 'shared_room', room: 0, debtor: 0, actual: 201, limit: 200 },
    ],
    ['a pair that says it costs less', { column: 'cost' }, { constraint: 'pair_cost', line: 0 }],
    ['a pair that says it raises more', { column: 'cash' }, { constraint: 'pair_cash', line: 0 }],
    [
      'lines that are not by debtor',
      { debtorOf: [1, 1, 0, 0] },
      { constraint: 'order', line: 2, actual: 0, limit: 1 },
    ],
    ['a plan of another length', { placed: [1, 1] }, { constraint: 'shape', actual: 2, limit: 4 }],
  ])('finds %s', (_, change, expected) => {
    const found = verify(...planted(change));
    expect(found).toContainEqual(expect.objectContaining(expected));
  });

  test.each(['cashMinor', 'costMinor', 'shortfallMinor'] as const)('finds a wrong %s', (name) => {
    const [problem, solution] = planted({});
    const value = { ...solution.value, [name]: solution.value[name] + 1 };
    const actual = value[name];
    const found = verify(problem, { ...solution, value });
    expect(found).toEqual([expect.objectContaining({ actual, limit: actual - 1 })]);
  });

  test('finds an offer, an advance or a pool that is said otherwise', () => {
    const [problem, solution] = planted({});
    const used = [false, false];
    const advances = Float64Array.of(149, 0);
    const pools = Float64Array.of(301, 0);
    const found = verify(problem, {
      ...solution,
      value: { ...solution.value, used, advances, pools },
    });
    expect(found.map(({ constraint }) => constraint)).toEqual(['used', 'advances', 'pool']);
  });

  test('accepts the same plan unchanged', () => {
    expect(verify(...planted({}))).toEqual([]);
  });

  test('does not judge a cap without new lines', () => {
    const cap = { kind: 'share', bp: Float64Array.of(1) } as const;
    const [problem, solution] = planted({
      cap,
      placed: [0, 0, 0, 0],
      drawn: [0, 0],
      offer: { heldPool: 9 },
    });
    expect(verify(problem, solution)).toEqual([]);
  });

  test('keeps sums beyond 2^53 from passing for exact', () => {
    const [problem, solution] = planted({});
    const heldPool = Number.MAX_SAFE_INTEGER - 200;
    const offers = problem.offers.map((offer) => ({ ...offer, heldPool }));
    const found = verify({ ...problem, offers }, solution);
    expect(found).toContainEqual(expect.objectContaining({ constraint: 'beyond_exact', offer: 0 }));
  });
});

describe('isBetter', () => {
  const of = (change: Partial<Base>) => planted(change)[1];
  const one = { placed: [1, 0, 0, 0], drawn: [50, 0], need: 1 };
  test.each<[string, Partial<Base>, Partial<Base>]>([
    ['the smaller shortfall', { need: 150 }, { need: 151 }],
    ['the lower cost', { fee: 1, need: 1 }, { fee: 2, need: 1 }],
    ['fewer lines', { ...one, fee: 0 }, { need: 1, fee: 0 }],
    ['the earlier line', one, { ...one, placed: [0, 1, 0, 0], drawn: [100, 0], fee: 3 }],
  ])('prefers %s', (_, better, worse) => {
    expect(isBetter(of(better), of(worse))).toBe(true);
    expect(isBetter(of(worse), of(better))).toBe(false);
  });
});

const totals = new Set(['cash', 'cost', 'shortfall', 'used', 'advances', 'pool']);

type Base = {
  placed: number[];
  partial: [number, number][];
  drawn: number[];
  modes: Offer['mode'][];
  offer: Partial<Offer>;
  cap: Offer['caps'][number]['cap'];
  free: number;
  column: 'cash' | 'cost';
  debtorOf: number[];
  need: number;
  fee: number;
};

/** Lines of 100, 200, 300 and 400 with the first offer at half; the first two are placed with it. */
function planted(change: Partial<Base>): [AllocationProblem, Solution] {
  const one = { numerator: 1, denominator: 1 };
  const offer = (index: number): Offer => ({
    facilityId: `F${index}`,
    mode: change.modes?.[index] ?? 'sale',
    advanceRateBp: 5_000,
    room: 1_000,
    minimumDraw: 0,
    fixedCost: 0,
    toNeed: one,
    interest: { numerator: 1, denominator: 100 },
    drawDays: 3,
    withheld: 'nothing',
    heldPool: 0,
    caps: [],
  });
  const nodeOf = Int32Array.of(0, -1);
  const caps = change.cap
    ? [{ rule: 0, by: 'debtor' as const, nodeOf, held: Float64Array.of(0), cap: change.cap }]
    : [];
  const room = {
    kind: 'cover' as const,
    offers: [{ offer: 0, toRoom: { numerator: 2, denominator: 3 } }],
    free: Float64Array.of(change.free ?? 1_000, 1_000),
  };
  const problem = withColumns({
    needMinor: change.need ?? 150,
    debtors: 2,
    debtorOf: Int32Array.from(change.debtorOf ?? [0, 0, 1, 1]),
    pairStart: Int32Array.of(0, 1, 2, 3, 4),
    offerOf: Uint8Array.of(0, 0, 0, 0),
    base: Float64Array.of(100, 200, 300, 400),
    fee: new Float64Array(4).fill(change.fee ?? 1),
    days: new Int32Array(4).fill(2),
    withheldFee: new Float64Array(4),
    withheldDays: new Int32Array(4),
    cash: new Float64Array(4),
    cost: new Float64Array(4),
    offers: [{ ...offer(0), caps, ...change.offer }, offer(1)],
    rooms: [room],
  });
  const placement: Placement = {
    placed: Uint8Array.from(change.placed ?? [1, 1, 0, 0]),
    partial: new Map(change.partial),
    drawn: Float64Array.from(change.drawn ?? [150, 0]),
  };
  const shown = {
    ...problem,
    [change.column ?? 'fee']: problem[change.column ?? 'fee'].map(
      (amount) => amount + Number(change.column !== undefined),
    ),
  };
  return [shown, { placement, value: valueIfAny(shown, placement) }];
}

/** A placement that cannot be evaluated is judged with what is said of the empty one. */
function valueIfAny(problem: AllocationProblem, placement: Placement): Solution['value'] {
  const empty = {
    placed: new Uint8Array(4),
    partial: new Map<number, number>(),
    drawn: new Float64Array(2),
  };
  const isSound =
    placement.placed.every((home) => home < 2) &&
    [...placement.partial].every(
      ([line, funded]) => placement.placed[line] === 1 && Number.isSafeInteger(funded),
    );
  return evaluate(problem, isSound ? placement : empty);
}

/** Any home that exists for each line, any amount, any draw near what holds. */
function anyPlacement(problem: AllocationProblem, numbers: number[]): Placement {
  const next = (below: number) => (numbers.pop() ?? 0) % below;
  const partial = new Map<number, number>();
  const placed = Uint8Array.from(problem.debtorOf, (_, line) => {
    const from = problem.pairStart[line] ?? 0;
    const choice = next((problem.pairStart[line + 1] ?? 0) - from + 1);
    if (choice === 0) return 0;
    const pair = from + choice - 1;
    const base = problem.base[pair] ?? 0;
    if (next(2) === 0) partial.set(line, next(base));
    return (problem.offerOf[pair] ?? 0) + 1;
  });
  const empty = new Float64Array(problem.offers.length);
  const { advances } = evaluate(problem, { placed, partial, drawn: empty });
  const drawn = advances.map((most, offer) =>
    problem.offers[offer]?.mode === 'pledge'
      ? Math.min(next(most + 2), problem.offers[offer].room + 1)
      : most,
  );
  return { placed, partial, drawn };
}
