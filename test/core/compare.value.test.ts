import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Alternative, Comparison } from '../../src/core/compare/alternative.ts';
import { compareAlternatives } from '../../src/core/compare/alternatives.ts';
import { lossPpmOf, Valuation } from '../../src/core/compare/valuation.ts';
import type { Services, Terms } from '../../src/core/facility.ts';
import type { Need, SelectionInput } from '../../src/core/input.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { anyInput } from './any-input.ts';
import { input, invoice, terms } from './selection-samples.ts';

const solve = await loadHighs();
type Needed = SelectionInput & { need: Need };

function compare(given: Needed, valuation?: Valuation): Comparison {
  const answer = compareAlternatives(given, solve, { valuation });
  if (!answer.ok) throw new Error(answer.refusals[0]?.code);
  return answer.comparison;
}

function byAim({ alternatives }: Comparison, aim: Alternative['aim'], facilityId = '') {
  const found = alternatives.find(
    (item) => item.aim === aim && (facilityId === '' || item.facilityIds.includes(facilityId)),
  );
  if (!found) throw new Error(`no ${aim}`);
  return found;
}

const facility = (facilityId: string, rateBp: number, services?: Services, more?: Partial<Terms>) =>
  terms([{ rule: 'not_yet_issued' }], {
    facilityId,
    price: { rateBp, dayCount: 'ACT/360', serviceFeeBp: 50, minimumFeeMinor: 0 },
    ...(services && { services }),
    ...more,
  });
const need: Need = {
  amountMinor: 80_000,
  currency: 'EUR',
  valueOn: '2026-11-24',
  horizonDays: 90,
};
// Each is 100.00 and paid in 127 days, which is beyond the horizon.
const receivables = Array.from({ length: 12 }, (_, index) =>
  invoice(index + 1, { debtorId: `D${index}`, openMinor: 10_000, dueOn: '2027-03-31' }),
);
const bare = facility('BARE', 400);
const full = facility('FULL', 700, {
  ledgerAdministration: true,
  creditProtection: { shareBp: 9_000, of: 'funded' },
});
const given: Needed = { ...input({ receivables, facilities: [bare, full] }), need };
const valuation: Valuation = { administrationMinor: 30, expectedLossPpm: 20_000 };

describe('offers valued as a whole', () => {
  const comparison = compare(given, valuation);

  test('what a funder takes over counts against what it costs', () => {
    // Ten invoices: 0.30 each; 90 % of 2 % a year of 100.00 for 90 of 365 days is 0.44 each.
    const only = byAim(comparison, 'only', 'FULL');
    expect(only).toMatchObject({
      receivables: 10,
      costMinor: 10 * (50 + 140),
      administrationSavedMinor: 10 * 30,
      protectionMinor: 10 * 44,
      netCostMinor: 10 * (50 + 140 - 30 - 44),
    });
    expect(byAim(comparison, 'only', 'BARE')).toMatchObject({
      administrationSavedMinor: 0,
      protectionMinor: 0,
      netCostMinor: 10 * (50 + 80),
    });
  });

  test('the best value may be the dearer offer', () => {
    expect(byAim(comparison, 'cheapest').facilityIds).toEqual(['BARE']);
    expect(byAim(comparison, 'best_value').facilityIds).toEqual(['FULL']);
    expect(comparison.valuation).toEqual(valuation);
  });

  test('without a valuation nothing is said of value', () => {
    const plain = compare(given);
    expect(plain.alternatives.map(({ aim }) => aim)).not.toContain('best_value');
    expect(JSON.stringify(plain)).not.toMatch(/netCostMinor|protectionMinor|valuation/);
  });

  test('a receivable that would earn more than it costs: no way is sought by its net cost, and why', () => {
    const worth = compare(given, { ...valuation, administrationMinor: 300 });
    expect(worth.bestValueAbsent).toBe('net_cost_below_zero');
    expect(worth.alternatives.map(({ aim }) => aim)).not.toContain('best_value');
    expect(byAim(worth, 'only', 'FULL').netCostMinor).toBeLessThan(0);
  });

  test('a funder that keeps its fees back is valued and not sought by its net cost', () => {
    const price = { ...full.price, withheld: 'interest_and_fees' as const };
    const kept = { ...given, facilities: [bare, { ...full, price }] };
    expect(compare(kept, valuation).bestValueAbsent).toBe('cost_withheld');
    const unserved = [{ ...bare, price: { ...bare.price, withheld: price.withheld } }, full];
    expect(compare({ ...given, facilities: unserved }, valuation).bestValueAbsent).toBeUndefined();
  });

  test('administration is saved again for what replaces a receivable paid before the horizon', () => {
    const soon = receivables.map((item) => ({ ...item, dueOn: '2026-12-24' }));
    const only = byAim(compare({ ...given, receivables: soon }, valuation), 'only', 'FULL');
    // Paid in 30 of 90 days: three times; protection for 30 days is 0.14 each.
    expect(only.administrationSavedMinor).toBe(10 * 90);
    expect(only.protectionMinor).toBe(10 * 14);
  });

  test('protection of the face is of all that is open, whatever is funded', () => {
    const services: Services = {
      ledgerAdministration: false,
      creditProtection: { shareBp: 9_000, of: 'face' },
    };
    const haircut = facility('F', 700, services, {
      rules: [{ rule: 'currency_haircut', haircuts: [{ currency: 'EUR', haircutBp: 5_000 }] }],
    });
    const half = { ...given, facilities: [haircut], need: { ...need, amountMinor: 40_000 } };
    expect(byAim(compare(half, valuation), 'cheapest').protectionMinor).toBe(10 * 44);
  });

  test('an expected loss by rating counts for those rated so, the other for the rest', () => {
    const rated = { ...valuation, expectedLossByRating: { A: 1_000, C: 90_000 } };
    expect(['A', 'C', 'B', undefined].map((rating) => lossPpmOf(rated, { rating }))).toEqual([
      1_000, 90_000, 20_000, 20_000,
    ]);
    expect(lossPpmOf(rated, { rating: 'constructor' })).toBe(20_000);
  });

  test('a valuation whose sums could not be held exactly is refused', () => {
    const most = { ...valuation, administrationMinor: Number.MAX_SAFE_INTEGER };
    const answer = compareAlternatives(given, solve, { valuation: most });
    expect(answer).toMatchObject({
      ok: false,
      refusals: [{ code: 'amounts_too_large', params: { facilityId: 'FULL', currency: 'EUR' } }],
    });
  });
});

const anyServices: fc.Arbitrary<Services | undefined> = fc.option(
  fc.record({
    ledgerAdministration: fc.boolean(),
    creditProtection: fc.record({
      shareBp: fc.integer({ min: 1, max: 10_000 }),
      of: fc.constantFrom('funded', 'face'),
    }),
  }),
  { nil: undefined },
);
const anyValuation = fc.record({
  administrationMinor: fc.integer({ min: 0, max: 3 }),
  expectedLossPpm: fc.integer({ min: 0, max: 5_000 }),
});

test('no way that raises as much has a lower net cost than the best value, and costs stay as they are', () => {
  let sought = 0;
  const each = fc.tuple(anyServices, anyServices, anyServices);
  fc.assert(
    fc.property(anyInput, each, anyValuation, (sample, services, worth) => {
      const facilities = sample.facilities.map((own, index) => {
        const offered = services[index];
        return offered ? { ...own, services: offered } : own;
      });
      const wanted: Need = sample.need ?? { ...need, amountMinor: 9_000, valueOn: sample.asOf };
      const served = { ...sample, facilities, need: wanted };
      const comparison = compare(served, worth);
      expect(Comparison.parse(comparison)).toEqual(comparison);
      const costs = compare({ ...sample, need: wanted }).alternatives.map(strip);
      const { alternatives } = comparison;
      expect(alternatives.filter(({ aim }) => aim !== 'best_value').map(strip)).toEqual(costs);
      for (const { costMinor, netCostMinor, ...item } of alternatives) {
        const value = (item.administrationSavedMinor ?? 0) + (item.protectionMinor ?? 0);
        expect(netCostMinor).toBe(costMinor - value);
      }
      const best = alternatives.find(({ aim }) => aim === 'best_value');
      expect(best === undefined).toBe(comparison.bestValueAbsent !== undefined);
      if (!best) return;
      sought += 1;
      for (const { shortfallMinor, netCostMinor = 0 } of alternatives) {
        if (shortfallMinor > best.shortfallMinor) continue;
        expect(netCostMinor).toBeGreaterThanOrEqual(best.netCostMinor ?? 0);
      }
    }),
    { numRuns: 25 },
  );
  expect(sought).toBeGreaterThan(5);
});

function strip({ aim, facilityIds, costMinor, lines }: Alternative) {
  return { aim, facilityIds, costMinor, lines };
}

test('a valuation states both of its numbers', () => {
  expect(Valuation.safeParse({ administrationMinor: 5 }).success).toBe(false);
  expect(Valuation.safeParse({ ...valuation, expectedLossPpm: 1_000_001 }).success).toBe(false);
});
