import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advanceOf,
  cashOf,
  costOf,
  drawCostOf,
  pairOf,
} from '../../src/core/allocation/problem.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { elsewhereOf } from '../../src/core/placing/elsewhere.ts';
import { siftLedger, stateNeed } from '../../src/core/sift.ts';
import { explanationOf } from '../../src/core/wording/explanation.ts';
import { anyInput } from './any-input.ts';
import { cover, idOf, input, invoice, planOf, terms } from './selection-samples.ts';

const free: Rule[] = [{ rule: 'not_yet_issued' }];
const price = (rateBp: number) =>
  ({ rateBp, dayCount: 'ACT/360', serviceFeeBp: 0, minimumFeeMinor: 0 }) as const;
const facility = (facilityId: string, rateBp: number, limitMinor: number, rules = free) =>
  terms(rules, { facilityId, name: `Line ${facilityId}`, limitMinor, price: price(rateBp) });
const need = { amountMinor: 16_000, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 90 };
const receivables = [1, 2].map((number) =>
  invoice(number, { openMinor: 10_000, dueOn: '2027-03-31' }),
);

function placingOf(given: SelectionInput, locale: 'en' | 'zh-CN' = 'en') {
  const plan = planOf(given);
  return plan.allocation?.lines.map(({ receivableId, facilityId }) => {
    const placing = explanationOf(locale, plan, receivableId, given)?.placing;
    return { facilityId, ...placing };
  });
}

describe('where a placed receivable would else have gone', () => {
  test('the next best, with what the place it has saves', () => {
    const given = input({
      receivables,
      facilities: [
        facility('A', 400, 50_000),
        facility('B', 500, 50_000),
        facility('C', 900, 50_000),
      ],
      need,
    });
    // 80.00 over 90 of 360 days: 0.80 at 4 %, 1.00 at 5 %.
    const first = placingOf(given)?.[0];
    expect(first).toMatchObject({
      status: 'placed',
      costPpm: 10_000,
      other: { facilityId: 'B', costPpm: 12_500, savedMinor: 20 },
      sentence:
        'Placed here at 1% of its cash; the next best is Line B at 1.25%, so this saves EUR 0.20.',
    });
    expect(placingOf(given, 'zh-CN')?.[0]).toMatchObject({
      sentence: '安排在此：成本占所获资金的 1%；次优选择为 Line B（1.25%），由此节省 EUR 0.20。',
    });
  });

  test('a cheaper one that is full is named with what it has left', () => {
    const given = input({
      receivables,
      facilities: [facility('A', 400, 9_000), facility('B', 500, 50_000)],
      need,
    });
    const dearer = placingOf(given)?.find(({ facilityId }) => facilityId === 'B');
    expect(dearer).toMatchObject({
      other: { facilityId: 'A', savedMinor: -20, full: { advanceMinor: 8_000, roomMinor: 1_000 } },
    });
    expect(dearer).toHaveProperty(
      'sentence',
      expect.stringContaining('has EUR 10.00 left and would have to advance EUR 80.00'),
    );
  });

  test('nobody else, where no other facility would take it', () => {
    const other = facility('B', 300, 50_000, [{ rule: 'currency', allowed: ['USD'] }]);
    const given = input({ receivables, facilities: [facility('A', 400, 50_000), other], need });
    const first = placingOf(given)?.[0];
    expect(first).toHaveProperty('sentence', expect.stringContaining('no other facility'));
    expect(first).not.toHaveProperty('other');
  });

  test('what cover or a cap took because of other receivables is given back, up to the cover', () => {
    const insured: Rule[] = [{ rule: 'insured_limit', policyId: 'P1' }];
    const given = input({
      receivables,
      facilities: [facility('A', 400, 50_000), facility('B', 500, 50_000, insured)],
      cover: [cover({ layers: [{ amountMinor: 10_000, validFrom: '2026-01-01' }] })],
      need,
    });
    // The cover is used up by the first of the two, and would do for either.
    expect(placingOf(given)).toMatchObject([
      { other: { facilityId: 'B' } },
      { other: { facilityId: 'B' } },
    ]);
    const none = placingOf({
      ...given,
      cover: [cover({ layers: [{ amountMinor: 0, validFrom: '2026-01-01' }] })],
    });
    expect(none?.[0]).not.toHaveProperty('other');
  });

  test('a plan explained without its input says where, and no more', () => {
    const given = input({ receivables, facilities: [facility('A', 400, 50_000)], need });
    const placing = explanationOf('en', planOf(given), idOf(1))?.placing;
    expect(placing).toMatchObject({ status: 'placed', facilityId: 'A' });
    expect(placing).not.toHaveProperty('sentence');
  });
});

test('what it says of a place is what the allocation reckoned with', () => {
  let compared = 0;
  fc.assert(
    fc.property(anyInput, (sample) => {
      const sifted = siftLedger(sample);
      if (!sifted.ok || !sample.need) return;
      const { problem, lineOf } = stateNeed(sifted, sample.need);
      const plan = planOf(sample);
      const { rows = [], rowOf = [] } = sifted.scan.views[0]?.ledger ?? {};
      lineOf.forEach((own, line) => {
        const id = rows[rowOf[own] ?? rows.length]?.id ?? '';
        const placed = plan.allocation?.lines.find((item) => item.receivableId === id);
        const here = problem.offers.findIndex((offer) => offer.facilityId === placed?.facilityId);
        const offer = problem.offers[here];
        if (!placed || !offer || placed.fundedMinor === 0) return;
        const pair = pairOf(problem, line, here);
        const of = { offer, funded: placed.fundedMinor };
        const drawn = offer.mode === 'pledge' ? advanceOf(offer, placed.fundedMinor) : 0;
        const cash = cashOf(problem, pair, of);
        const cost = costOf(problem, pair, of) + drawCostOf(offer, drawn);
        const found = elsewhereOf(sample, plan, id);
        if (cash > 0) expect(found?.costPpm).toBe(Math.floor((cost * 1_000_000) / cash));
        if (found?.other) expect(found.other.facilityId).not.toBe(placed.facilityId);
        compared += 1;
      });
    }),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(20);
});
