import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type Day, dayOfNumber } from '../../../src/core/calendar.ts';
import { advanceOf } from '../../../src/core/charge/advance.ts';
import { DayCount } from '../../../src/core/charge/dayCount.ts';
import { serviceFeeOf } from '../../../src/core/charge/fee.ts';
import { add } from '../../../src/core/charge/fraction.ts';
import { discountOf, interestOn, interestPeriods } from '../../../src/core/charge/interest.ts';
import { percentOf } from '../../../src/core/charge/percent.ts';
import { sharesOf } from '../../../src/core/charge/share.ts';
import { market } from './market.ts';

const amount = fc.nat(10 ** 11);
const rate = fc.nat(30_000_000).map((value) => percentOf(value));
const dayCount = fc.constantFrom(...DayCount.options);
const anyDay = fc.integer({ min: 18_000, max: 22_000 }).map(dayOfNumber);
const rounding = fc.constantFrom('down' as const, 'up' as const, 'halfEven' as const);

const ruleOf = (given: {
  percent: string;
  dayCount: DayCount;
  rounding: 'down' | 'up' | 'halfEven';
}) =>
  ({
    rate: { kind: 'fixed', percent: given.percent },
    dayCount: given.dayCount,
    charged: 'monthly',
    rounding: given.rounding,
  }) as const;

const anyRule = fc.record({ percent: rate, dayCount, rounding }).map(ruleOf);
/** Amounts in use from a day on, each for some days. */
const anyFunds = fc
  .tuple(
    anyDay,
    fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), amount), { minLength: 1, maxLength: 6 }),
  )
  .map(([start, entries]) => {
    let from: Day = start;
    return entries.map(([days, amountMinor]) => {
      const entry = { from, amountMinor };
      from = addDays(from, days);
      return entry;
    });
  });

test('interest of adjoining periods comes to the whole, to the fraction', () => {
  fc.assert(
    fc.property(anyRule, anyFunds, fc.nat(200), fc.nat(200), (rule, fundsInUse, one, two) => {
      const from = fundsInUse[0]?.from ?? '2026-01-01';
      const [middle, to] = [addDays(from, one), addDays(from, one + two)];
      const exact = (period: { from: Day; to: Day }) => {
        const found = interestOn(rule, { fundsInUse, period }, market);
        if (!found.ok) throw new Error(found.refusal.code);
        return found.exact;
      };
      const parts = add(exact({ from, to: middle }), exact({ from: middle, to }));
      expect(parts).toEqual(exact({ from, to }));
    }),
  );
});

test('the months of a period follow one another without gap or overlap', () => {
  fc.assert(
    fc.property(anyRule, anyDay, fc.integer({ min: 1, max: 500 }), (rule, from, days) => {
      const to = addDays(from, days);
      const periods = interestPeriods(rule, { from, to });
      expect([from, ...periods.map((period) => period.to)]).toEqual([
        ...periods.map((period) => period.from),
        to,
      ]);
    }),
  );
});

test('a higher rate and a later end never cost less', () => {
  fc.assert(
    fc.property(
      anyRule,
      amount,
      anyDay,
      fc.nat(400),
      fc.constantFrom('simple' as const, 'true_discount' as const),
      (rule, nominalMinor, fundedOn, days, method) => {
        const cost = (change: { percent?: string; days?: number }) => {
          const discount = {
            method,
            rate: { kind: 'fixed', percent: change.percent ?? rule.rate.percent },
            dayCount: rule.dayCount,
            bufferDays: 0,
            convention: 'none',
            rounding: rule.rounding,
          } as const;
          const dueOn = addDays(fundedOn, change.days ?? days);
          const found = discountOf(
            discount,
            { nominalMinor, fundedOn, dueOn },
            { calendars: [], market },
          );
          return found.ok ? found.amountMinor : Number.NaN;
        };
        const higher = percentOf(Number(rule.rate.percent) * 1_000_000 + 1_000_000);
        expect(cost({ percent: higher })).toBeGreaterThanOrEqual(cost({}));
        expect(cost({ days: days + 1 })).toBeGreaterThanOrEqual(cost({}));
      },
    ),
  );
});

test('a true discount is never more than a simple one, and never the whole nominal', () => {
  fc.assert(
    fc.property(anyRule, amount, anyDay, fc.nat(400), (rule, nominalMinor, fundedOn, days) => {
      const cost = (method: 'simple' | 'true_discount') => {
        const { rate: given, dayCount: count } = rule;
        const how = { method, convention: 'none', rounding: 'down', bufferDays: 0 } as const;
        const found = discountOf(
          { ...how, rate: given, dayCount: count },
          { nominalMinor, fundedOn, dueOn: addDays(fundedOn, days) },
          { calendars: [], market },
        );
        return found.ok ? found.amountMinor : Number.NaN;
      };
      expect(cost('true_discount')).toBeLessThanOrEqual(cost('simple'));
      expect(cost('true_discount')).toBeLessThanOrEqual(nominalMinor);
    }),
  );
});

test('face is credit notes, what is retained, advance and holdback, to the cent', () => {
  fc.assert(
    fc.property(
      amount,
      amount,
      fc.integer({ min: 1, max: 10_000 }),
      fc.nat(10_000),
      rounding,
      (rest, creditNotesMinor, shareBp, retentionBp, rule) => {
        const faceMinor = rest + creditNotesMinor;
        const own = advanceOf(
          { shareBp, retentionBp, rounding: rule },
          { faceMinor, creditNotesMinor },
        );
        const parts = [creditNotesMinor, own.retainedMinor, own.amountMinor, own.holdbackMinor];
        expect(parts.reduce((sum, part) => sum + part)).toBe(faceMinor);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('a service fee never falls while days pass', () => {
  const tiers = fc
    .uniqueArray(fc.nat(90), { maxLength: 4 })
    .map((days) => days.toSorted((left, right) => left - right))
    .chain((days) =>
      fc.tuple(
        ...days.map((fromDay) =>
          fc.record({
            fromDay: fc.constant(fromDay),
            everyDays: fc.integer({ min: 1, max: 40 }),
            bp: fc.nat(300),
          }),
        ),
      ),
    );
  const portion = fc.constantFrom('whole' as const, 'dropped' as const);
  fc.assert(
    fc.property(tiers, portion, amount, fc.nat(200), (given, how, assignedMinor, days) => {
      const fee = { initialBp: 50, tiers: given, portion: how, minimumMinor: 100 };
      const of = (ran: number) =>
        serviceFeeOf({ ...fee, rounding: 'halfUp' }, { assignedMinor, days: ran }).amountMinor;
      expect(of(days + 1)).toBeGreaterThanOrEqual(of(days));
    }),
  );
});

test('shares sum to the charge, are within a unit of their quota, and do not depend on the order', () => {
  const receivables = fc
    .array(fc.nat(10 ** 9), { minLength: 1, maxLength: 12 })
    .map((weights) => weights.map((weightMinor, index) => ({ id: `R${index}`, weightMinor })));
  const total = fc.integer({ min: -(10 ** 9), max: 10 ** 9 });
  fc.assert(
    fc.property(total, receivables, (totalMinor, given) => {
      const { shares, unsharedMinor } = sharesOf(totalMinor, given);
      const sum = shares.reduce((acc, { amountMinor }) => acc + amountMinor, unsharedMinor);
      expect(sum).toBe(totalMinor);
      const weight = given.reduce((acc, { weightMinor }) => acc + weightMinor, 0);
      for (const [index, { amountMinor }] of shares.entries()) {
        const own = BigInt(given[index]?.weightMinor ?? 0) * BigInt(totalMinor);
        const off = BigInt(amountMinor) * BigInt(weight) - own;
        expect(weight === 0 || (off < 0n ? -off : off) < BigInt(weight)).toBe(true);
      }
      const turned = sharesOf(totalMinor, given.toReversed()).shares;
      expect(turned.toReversed()).toEqual(shares);
    }),
  );
});
