import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceFee } from '../../../src/core/charge/charges.ts';
import { serviceFeeOf } from '../../../src/core/charge/fee.ts';
import { add, type Fraction, zero } from '../../../src/core/charge/fraction.ts';
import { pooledFeeOf } from '../../../src/core/charge/pooledFee.ts';

const fees: fc.Arbitrary<ServiceFee> = fc.record({
  initialBp: fc.integer({ min: 0, max: 300 }),
  tiers: fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 3 })
    .map((days) =>
      days
        .sort((left, right) => left - right)
        .map((fromDay) => ({ fromDay, everyDays: 10, bp: 30 })),
    ),
  portion: fc.constantFrom('whole' as const, 'dropped' as const),
  minimumMinor: fc.constantFrom(0, 1, 5_00, 50_00),
  rounding: fc.constant('down' as const),
});
const bearers = fc.array(
  fc.record({
    baseMinor: fc.integer({ min: 1, max: 1_000_000 }),
    days: fc.integer({ min: 0, max: 90 }),
  }),
  { maxLength: 20 },
);

describe('the fee of many receivables as one', () => {
  it('is exactly what their fees come to together', () => {
    fc.assert(
      fc.property(fees, bearers, (fee, list) => {
        const each = list.map(({ baseMinor: assignedMinor, days }) =>
          atLeast(fee, serviceFeeOf(fee, { assignedMinor, days }).exact),
        );
        expect(pooledFeeOf(fee, list).exact).toEqual(each.reduce(add, zero));
      }),
    );
  });

  it('charged in two steps is charged once', () => {
    fc.assert(
      fc.property(fees, bearers, fc.integer({ min: 0, max: 90 }), (fee, list, more) => {
        const later = list.map(({ baseMinor, days }) => ({
          baseMinor,
          days: days + more,
          before: days,
        }));
        const whole = list.map(({ baseMinor, days }) => ({ baseMinor, days: days + more }));
        const parts = add(pooledFeeOf(fee, list).exact, pooledFeeOf(fee, later).exact);
        expect(parts).toEqual(pooledFeeOf(fee, whole).exact);
      }),
    );
  });
});

function atLeast({ minimumMinor }: ServiceFee, exact: Fraction): Fraction {
  const isLess = exact.numerator < BigInt(minimumMinor) * exact.denominator;
  return isLess ? { numerator: BigInt(minimumMinor), denominator: 1n } : exact;
}
