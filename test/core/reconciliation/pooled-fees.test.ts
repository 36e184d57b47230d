import { describe, expect, it } from 'vitest';
import type { Charges, PoolMinimum, ServiceFee } from '../../../src/core/charge/charges.ts';
import { type Reconciled, reconcile } from '../../../src/core/reconciliation/reconcile.ts';
import { known, moved, taken } from './case.ts';

const charges: Charges = {
  version: 1,
  currency: 'EUR',
  calendars: [],
  limitHoldback: false,
  minimums: [],
  serviceFee: { initialBp: 75, tiers: [], portion: 'whole', minimumMinor: 0, rounding: 'halfUp' },
};
const minimum: PoolMinimum = {
  amountMinor: 100_00,
  every: 'month',
  from: 'calendar',
  counts: ['service_fee', 'interest'],
  partOfPeriod: 'whole',
  rounding: 'halfUp',
};
const monthly: Charges = { ...charges, minimums: [minimum] };

type Told = Parameters<typeof moved>[1];
const fee: Told = { kind: 'service_fee', amountMinor: 7_50, on: '2026-10-02' };
const whole = { receivableId: null };

function reconciled(
  agreed: Charges,
  list: readonly (Told & { schedule?: string })[],
  changes: Partial<Reconciled> = {},
) {
  const made = list.map((one, at) => moved(at, one));
  const facts = [...taken(1_000_00, 850_00), ...made.map(({ dated }) => dated)];
  const movements = made.map(({ told }, at) => {
    const scheduleReference = list[at]?.schedule;
    if (scheduleReference === undefined) return told;
    return { ...told, movement: { ...told.movement, scheduleReference } };
  });
  const days = { since: '2026-10-01', asOf: '2026-11-30', signedOn: '2026-01-01' };
  const charged = new Map([['T', agreed]]);
  return reconcile(known(facts, movements, { charges: charged, ...days, ...changes }));
}

function found(result: ReturnType<typeof reconcile>) {
  return result.account.charges.map((one) => [
    one.through,
    one.chargedMinor,
    one.status === 'reckoned' ? one.agreedMinor : one.refusal,
  ]);
}

describe('a fee on the whole account', () => {
  it('is what the receivables’ fees come to since it was charged last', () => {
    const tiers = [{ fromDay: 0, everyDays: 30, bp: 20 }];
    const agreed = { ...charges, serviceFee: { ...fee0(), tiers } };
    // 0.75 % and one period of 0.20 %; after 45 days a second one has begun.
    const result = reconciled(agreed, [
      { ...fee, ...whole, amountMinor: 9_50, on: '2026-10-31' },
      { ...fee, ...whole, amountMinor: 2_50, on: '2026-11-15' },
    ]);
    expect(found(result)).toEqual([
      ['2026-10-31', 9_50, 9_50],
      ['2026-11-15', 2_50, 2_00],
    ]);
    expect(result.rows[0]?.charges).toEqual([]);
    expect(result.differences).toMatchObject([
      { code: 'charge_differs', measure: 'fees', amountMinor: -50 },
    ]);
  });

  it('of one request is of its receivables, and may be of what was drawn', () => {
    const agreed: Charges = { ...charges, serviceFee: { ...fee0(), of: 'advanced' } };
    // 850.00 × 0.75 % = 6.375
    const told = { ...fee, ...whole, amountMinor: 6_38 };
    expect(found(reconciled(agreed, [{ ...told, schedule: 'FR-1' }]))).toEqual([
      ['2026-10-02', 6_38, 6_38],
    ]);
    expect(found(reconciled(agreed, [{ ...told, schedule: 'FR-2' }]))).toEqual([
      ['2026-10-02', 6_38, 0],
    ]);
  });

  it('that the agreement does not know, beside fees of each receivable, is a difference in full', () => {
    const upkeep = { ...fee, ...whole, amountMinor: 12_00, on: '2026-10-31' };
    const { differences, rows } = reconciled(charges, [fee, upkeep]);
    expect(rows[0]?.agreement).toEqual({ fees: 7_50 });
    expect(differences).toMatchObject([{ code: 'charge_differs', amountMinor: -12_00 }]);
  });
});

describe('a minimum of the whole account', () => {
  const month = { ...fee, ...whole, on: '2026-10-31' };

  it('asks for what a month’s charges fall short of it, and the next month for all of it', () => {
    const result = reconciled(monthly, [
      fee,
      { ...month, amountMinor: 92_50 },
      { ...month, amountMinor: 100_00, on: '2026-12-02' },
    ]);
    expect(found(result)).toEqual([
      ['2026-10-31', 92_50, 92_50],
      ['2026-11-30', 100_00, 100_00],
    ]);
    expect(result.differences).toEqual([]);
  });

  it('that is charged otherwise, or not at all, differs to the cent and says why', () => {
    const result = reconciled(monthly, [fee, { ...month, amountMinor: 90_00 }]);
    expect(result.differences.map(({ amountMinor }) => amountMinor)).toEqual([2_50, 100_00]);
    const [first] = result.account.charges;
    if (first?.status !== 'reckoned') throw new Error('not reckoned');
    const codes = first.derivations[0]?.steps.map(({ code }) => code);
    expect(codes).toEqual(['of_charges', 'shortfall']);
    expect(result.rows[0]?.charges).toMatchObject([{ agreedMinor: 7_50 }]);
  });

  it('is told apart from the fee where both are on the whole account', () => {
    const result = reconciled(monthly, [
      { ...fee, ...whole, on: '2026-10-31' },
      { ...month, amountMinor: 92_50 },
    ]);
    expect(found(result).slice(0, 2)).toEqual([
      ['2026-10-31', 7_50, 7_50],
      ['2026-10-31', 92_50, 92_50],
    ]);
  });

  it('is asked for where nothing is held, and not of a month of which not all is known', () => {
    const nothing = { receivables: [], told: new Map(), posted: new Map(), cash: [] };
    expect(found(reconciled(monthly, [], { ...nothing, since: '2026-10-15' }))).toEqual([
      ['2026-11-30', 0, 100_00],
    ]);
  });
});

describe('the rest of a sale that is settled', () => {
  it('is what the charges agreed leave of what was collected; a fee too high is told once', () => {
    // As the published example: 850.00 of 1,000.00 advanced, a credit note of 20.00, 980.00 paid.
    const { rows, differences } = reconciled(charges, [
      { kind: 'dilution', amountMinor: 20_00, on: '2026-10-20' },
      { kind: 'collection', amountMinor: 980_00, on: '2026-11-13' },
      { ...fee, amountMinor: 8_00, on: '2026-11-13' },
      { kind: 'rebate', amountMinor: 122_00, on: '2026-11-13' },
    ]);
    const rest = rows[0]?.charges.find(({ charge }) => charge === 'rebate');
    expect(rest).toMatchObject({ chargedMinor: 122_00, agreedMinor: 122_50 });
    expect(rest?.status === 'reckoned' && rest.derivations[0]?.steps[0]?.code).toBe('rebate');
    expect(differences).toMatchObject([{ code: 'charge_differs', measure: 'fees' }]);
  });
});

describe('interest in arrears', () => {
  const interest: Charges = {
    ...charges,
    interest: {
      rate: { kind: 'fixed', percent: '6' },
      dayCount: 'ACT/360',
      charged: 'monthly',
      lastDay: 'next_month',
      valueDays: 2,
      rounding: 'down',
    },
  };

  it('may leave a month’s last day to the next, and bear what was paid for some days more', () => {
    // 850.00 × 6 % × 29 days, to 30 October; then 16 days, paid on the 13th and borne to the 15th.
    const { differences, rows } = reconciled(interest, [
      { kind: 'interest', amountMinor: 4_10, on: '2026-10-31' },
      { kind: 'collection', amountMinor: 1_000_00, on: '2026-11-13' },
      { kind: 'interest', amountMinor: 2_12, on: '2026-11-13' },
    ]);
    expect(rows[0]?.agreement.interest).toBe(6_22);
    expect(differences).toEqual([]);
  });
});

function fee0(): ServiceFee {
  return {
    initialBp: 75,
    tiers: [],
    portion: 'whole',
    minimumMinor: 0,
    rounding: 'halfUp',
  };
}
