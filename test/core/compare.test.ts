import { expect, test } from 'vitest';
import { Comparison } from '../../src/core/compare/alternative.ts';
import { compareAlternatives } from '../../src/core/compare/alternatives.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { input, invoice, planOf, terms } from './selection-samples.ts';

const solve = await loadHighs();
const free: Rule[] = [{ rule: 'not_yet_issued' }];
const price = (rateBp: number, fixedFeeMinor?: number) =>
  ({
    rateBp,
    dayCount: 'ACT/360',
    serviceFeeBp: 0,
    minimumFeeMinor: 0,
    ...(fixedFeeMinor === undefined ? {} : { fixedFeeMinor }),
  }) as const;

// Three facilities: two cheap and small, one dear that could do it all and advances more.
const facilities = [
  terms(free, { facilityId: 'A', limitMinor: 40_000, price: price(400) }),
  terms(free, { facilityId: 'B', limitMinor: 40_000, price: price(450) }),
  terms(free, { facilityId: 'C', limitMinor: 200_000, price: price(900), advanceRateBp: 9_500 }),
];
const need = { amountMinor: 80_000, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 90 };
const receivables = Array.from({ length: 12 }, (_, index) =>
  invoice(index + 1, { debtorId: `D${index}`, openMinor: 10_000, dueOn: '2027-03-31' }),
);

function compare(given: Partial<SelectionInput> = {}): Comparison {
  const answer = compareAlternatives(
    { ...input({ receivables, facilities, ...given }), need },
    solve,
  );
  if (!answer.ok) throw new Error(answer.refusals[0]?.code);
  return answer.comparison;
}

const { alternatives } = compare();
const of = (aim: string, facilityId?: string) => {
  const found = alternatives.find(
    (item) => item.aim === aim && (!facilityId || item.facilityIds.includes(facilityId)),
  );
  if (!found) throw new Error(`no ${aim}`);
  return found;
};

test('the cheapest alternative is the plan itself', () => {
  const plan = planOf(input({ receivables, facilities, need }));
  expect(of('cheapest').costMinor).toBe(plan.allocation?.costMinor);
  expect(of('cheapest').facilityIds).toEqual(['A', 'B']);
});

test('fewest facilities: one that meets the need, at a price that is stated', () => {
  const one = of('fewest_facilities');
  expect(one.facilityIds).toEqual(['C']);
  expect(one.shortfallMinor).toBe(0);
  expect(one.costMinor).toBeGreaterThan(of('cheapest').costMinor);
});

test('least encumbrance pays no more than what it assigns less', () => {
  const two = compare({
    receivables: [
      invoice(1, { debtorId: 'D0', openMinor: 100_000, dueOn: '2027-03-31' }),
      invoice(2, { debtorId: 'D1', openMinor: 99_000, dueOn: '2027-03-31' }),
    ],
    facilities: [
      terms(free, { facilityId: 'DEAR', price: price(9_000), advanceRateBp: 8_100 }),
      terms(free, { facilityId: 'FAIR', price: price(400), advanceRateBp: 8_000 }),
    ],
  });
  const least = two.alternatives.find(({ aim }) => aim === 'least_encumbrance');
  expect(least).toMatchObject({ facilityIds: ['FAIR'], encumberedMinor: 100_000 });
});

test.each(['interest', 'interest_and_fees'] as const)(
  'least encumbrance is sought where a funder keeps back its %s',
  (withheld) => {
    const kept = compare({
      facilities: facilities.map((one) => ({ ...one, price: { ...one.price, withheld } })),
    });
    const least = kept.alternatives.find(({ aim }) => aim === 'least_encumbrance');
    const meeting = kept.alternatives.filter(({ shortfallMinor }) => shortfallMinor === 0);
    const encumbered = meeting.map(({ encumberedMinor }) => encumberedMinor);
    expect(least?.shortfallMinor).toBe(0);
    expect(least?.encumberedMinor).toBe(Math.min(...encumbered));
    // 80,000 of cash and what is kept back, out of faces of 10,000 that advance 95 % at most.
    expect(least?.encumberedMinor).toBe(90_000);
    expect(meeting[0]?.encumberedMinor).toBeGreaterThan(90_000);
  },
);

test('least encumbrance assigns less than any other way of meeting the need', () => {
  const least = of('least_encumbrance');
  for (const { encumberedMinor, shortfallMinor } of alternatives) {
    if (shortfallMinor === 0) expect(least.encumberedMinor).toBeLessThanOrEqual(encumberedMinor);
  }
  // 800.00 of cash at 95 % takes nine invoices of 100.00; at 80 % it takes ten.
  expect(least.receivables).toBe(9);
});

test('each facility alone says what it can raise and what that costs a year', () => {
  const alone = of('only', 'A');
  expect(alone).toMatchObject({ cashMinor: 40_000, shortfallMinor: 40_000 });
  // 4.00 % on 360 days is 4.0556 % of 365.
  expect(alone.yearlyPpm).toBeGreaterThanOrEqual(40_555);
  expect(alone.yearlyPpm).toBeLessThanOrEqual(40_600);
});

test('a fixed fee counts in what a facility costs as a whole', () => {
  const dear = facilities.map((item) =>
    item.facilityId === 'B' ? { ...item, price: price(450, 5_000) } : item,
  );
  const cheapest = compare({ facilities: dear }).alternatives[0];
  expect(cheapest?.facilityIds).not.toContain('B');
});

test('what an alternative leaves out is summed by its reason', () => {
  // B takes five invoices of 80.00 of cash, which are its limit; seven of the twelve are left.
  expect(of('only', 'B').left).toEqual([
    { reason: 'facility_full', receivables: 7, eligibleMinor: 70_000 },
  ]);
  // Both cheap facilities are full; at the cheapest there is no room for what is left.
  expect(of('cheapest').left).toEqual([
    { reason: 'facility_full', receivables: 2, eligibleMinor: 20_000 },
  ]);
  const dear = of('only', 'C');
  expect(dear.left.map(({ reason }) => reason)).toEqual(['need_met']);
  expect(dear.receivables + (dear.left[0]?.receivables ?? 0)).toBe(12);
});

test('what ran out has its worth: a unit more of A’s limit saves what B’s dearer cash costs more', () => {
  const { worth } = of('cheapest');
  const limit = worth.find(({ facilityId }) => facilityId === 'A');
  // 0.50 % a year over 90 of 360 days.
  expect(limit?.what).toBe('facility_limit');
  expect(limit?.savesPpm).toBeGreaterThanOrEqual(1_200);
  expect(of('least_encumbrance').worth).toEqual([]);
});

test('where the need is not met, what ran out is worth the cash that more of it would raise', () => {
  expect(of('only', 'A').worth).toEqual([
    { what: 'facility_limit', facilityId: 'A', savesPpm: 1_000_000 },
  ]);
});

test('the dearest cash of an alternative: 9 % a year over 90 days where only C pays', () => {
  expect(of('only', 'C').marginalPpm).toBeGreaterThanOrEqual(22_400);
  expect(of('only', 'C').marginalPpm).toBeLessThanOrEqual(22_600);
  // Found by another aim or short of the need: the dearest receivable of it.
  expect(of('only', 'A').marginalPpm).toBe(10_000);
});

test('fees are told apart from interest, and both from what using a facility costs', () => {
  const fee = { ...price(400, 700), serviceFeeBp: 50 };
  const one = [terms(free, { facilityId: 'A', price: fee })];
  const [cheapest] = compare({ facilities: one }).alternatives;
  // 100.00 for each of ten invoices: 0.50 % and 80.00 at 4 % over 90 days.
  expect(cheapest).toMatchObject({
    costMinor: 700 + 10 * 50 + 10 * 80,
    fixedCostMinor: 700,
    feesMinor: 10 * 50,
    interestMinor: 10 * 80,
  });
});

test('a comparison is what its schema says', () => {
  expect(() => Comparison.parse(compare())).not.toThrow();
});
