import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Comparison } from '../../src/core/compare/alternative.ts';
import { compareAlternatives } from '../../src/core/compare/alternatives.ts';
import type { Need, SelectionInput } from '../../src/core/input.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { anyInput } from './any-input.ts';
import { planOf } from './selection-samples.ts';

const solve = await loadHighs();
const needed: fc.Arbitrary<SelectionInput & { need: Need }> = anyInput.chain((sample) =>
  fc.integer({ min: 1, max: 60_000 }).map((amountMinor) => ({
    ...sample,
    need: sample.need ?? {
      amountMinor,
      currency: sample.facilities[0]?.currency ?? 'EUR',
      valueOn: sample.asOf,
      horizonDays: 60,
    },
  })),
);

function compare(sample: SelectionInput & { need: Need }): Comparison {
  const answer = compareAlternatives(sample, solve);
  if (!answer.ok) throw new Error(answer.refusals[0]?.code);
  return answer.comparison;
}

test('interest, fees and fixed cost come to the cost of every alternative, none below nothing', () => {
  fc.assert(
    fc.property(needed, (sample) => {
      const comparison = compare(sample);
      expect(Comparison.parse(comparison)).toEqual(comparison);
      for (const { costMinor, ...parts } of comparison.alternatives) {
        const { interestMinor, feesMinor, fixedCostMinor } = parts;
        expect(interestMinor + feesMinor + fixedCostMinor).toBe(costMinor);
        expect(Math.min(interestMinor, feesMinor, fixedCostMinor)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 25 },
  );
});

test('no alternative that raises as much costs less than the cheapest, or needs fewer than the fewest', () => {
  fc.assert(
    fc.property(needed, (sample) => {
      const { alternatives, bound } = compare(sample);
      const [cheapest, few] = alternatives;
      for (const item of alternatives) {
        if (item.shortfallMinor > (cheapest?.shortfallMinor ?? 0)) continue;
        expect(item.costMinor).toBeGreaterThanOrEqual(cheapest?.costMinor ?? 0);
        expect(item.costMinor).toBeGreaterThanOrEqual(bound?.exactMinor ?? 0);
        expect(item.facilityIds.length).toBeGreaterThanOrEqual(few?.facilityIds.length ?? 0);
      }
    }),
    { numRuns: 25 },
  );
});

test('the cheapest alternative leaves out what the plan leaves out, for the same reasons', () => {
  fc.assert(
    fc.property(needed, (sample) => {
      const { alternatives } = compare(sample);
      const { allocation } = planOf(sample);
      const counts = new Map<string, number>();
      for (const { reason } of allocation?.notPlaced ?? []) {
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
      }
      const left = new Map(alternatives[0]?.left.map((sum) => [sum.reason, sum.receivables]));
      expect(left).toEqual(counts);
      expect(alternatives[0]?.worth).toEqual(allocation?.worth);
    }),
    { numRuns: 25 },
  );
});
