import { describe, expect, it } from 'vitest';
import type { Charges } from '../../../src/core/charge/charges.ts';
import type { RateRule } from '../../../src/core/charge/indexRate.ts';
import { misfits } from '../../../src/core/funding/agreement.ts';
import { reconcile } from '../../../src/core/reconciliation/reconcile.ts';
import { wordDerivation } from '../../../src/core/wording/charges.ts';
import { version } from '../../store/open.ts';
import { known, moved, taken } from './case.ts';

const sixPercent = { kind: 'fixed', percent: '6' } as const;
const charges: Charges = {
  version: 1,
  currency: 'EUR',
  calendars: [],
  limitHoldback: false,
  minimums: [],
  serviceFee: { initialBp: 75, tiers: [], portion: 'whole', minimumMinor: 0, rounding: 'halfUp' },
  interest: { rate: sixPercent, dayCount: 'ACT/360', charged: 'at_close', rounding: 'halfEven' },
  feeTax: { bp: 2000, on: ['service_fee'], rounding: 'halfEven' },
};

type Told = Parameters<typeof moved>[1];

function reconciled(agreed: Charges, list: readonly Told[]) {
  const made = list.map((one, at) => moved(at, one));
  const facts = [...taken(1_000_00, 850_00), ...made.map(({ dated }) => dated)];
  const movements = made.map(({ told }) => told);
  return reconcile(known(facts, movements, { charges: new Map([['T', agreed]]) }));
}

const fee: Told = { kind: 'service_fee', amountMinor: 7_50, on: '2026-10-02' };
const tax: Told = { kind: 'fee_tax', amountMinor: 1_50, on: '2026-10-02' };
/** 850.00 × 6 % × 45 / 360 = 6.375, to even 6.38. */
const interest: Told = { kind: 'interest', amountMinor: 6_38, on: '2026-11-16' };

describe('charges by the agreement', () => {
  it('that are booked as agreed are no difference, and each is reckoned line by line', () => {
    const { rows, differences } = reconciled(charges, [fee, tax, interest]);
    expect(differences).toEqual([]);
    expect(rows[0]?.agreement).toEqual({ fees: 7_50, feeTax: 1_50, interest: 6_38 });
    const reckoned = rows[0]?.charges.find(({ charge }) => charge === 'interest');
    if (reckoned?.status !== 'reckoned') throw new Error('not reckoned');
    const [derivation] = reckoned.derivations;
    expect(derivation && wordDerivation('en', derivation, 'EUR')[0]).toContain('45 / 360');
  });

  it.each([
    ['a fee of 8.00 where 0.75 % is agreed', [{ ...fee, amountMinor: 8_00 }], 'fees', -50],
    ['a cent less of interest', [{ ...interest, amountMinor: 6_37 }], 'interest', 1],
    ['tax of a fee that was charged too high', [{ ...fee, amountMinor: 10_00 }, tax], 'feeTax', 50],
  ] as const)('%s differs to the cent', (_, list, measure, amountMinor) => {
    expect(reconciled(charges, list).differences).toContainEqual(
      expect.objectContaining({
        code: 'charge_differs',
        column: 'agreement',
        measure,
        amountMinor,
      }),
    );
  });

  it('interest by the month is rounded by the month, and a month’s last day is in it', () => {
    const agreed: Charges = {
      ...charges,
      interest: { rate: sixPercent, dayCount: 'ACT/360', charged: 'monthly', rounding: 'halfEven' },
    };
    // October: 30 days, 4.25. November: 15 days, 2.125, to even 2.12.
    const { differences } = reconciled(agreed, [
      { ...interest, amountMinor: 4_25, on: '2026-10-31' },
      { ...interest, amountMinor: 2_12, on: '2026-11-16' },
    ]);
    expect(differences).toEqual([]);
  });

  it('stops at what was repaid: interest is on the funds in use', () => {
    // 850.00 for 30 days, 4.25; then 350.00 for 15 days, 0.875: 5.125, to even 5.12.
    const { differences } = reconciled(charges, [
      { kind: 'collection', amountMinor: 500_00, on: '2026-11-01' },
      { ...interest, amountMinor: 5_12 },
    ]);
    expect(differences).toEqual([]);
  });

  it('booked on the account as a whole is reckoned on all that was in use together', () => {
    const pooled: Told = { ...interest, receivableId: null, amountMinor: 6_40 };
    const { differences, account, rows } = reconciled(charges, [pooled]);
    expect(rows[0]?.charges).toEqual([]);
    expect(account.charges).toMatchObject([{ agreedMinor: 6_38, chargedMinor: 6_40 }]);
    expect(differences).toMatchObject([{ code: 'charge_differs', amountMinor: -2 }]);
  });

  it('is not guessed where a fixing is not known: it says which', () => {
    const rate: RateRule = {
      kind: 'index',
      index: 'EURIBOR 3M',
      margin: '1',
      reset: 'at_start',
      lookbackDays: 0,
      calendars: [],
    };
    const agreed: Charges = {
      ...charges,
      interest: { rate, dayCount: 'ACT/360', charged: 'at_close', rounding: 'halfEven' },
    };
    const { rows, differences } = reconciled(agreed, [interest]);
    expect(differences).toEqual([]);
    expect(rows[0]?.charges).toMatchObject([
      { status: 'unknown', refusal: { code: 'fixing_missing', params: { index: 'EURIBOR 3M' } } },
    ]);
  });

  it('a discount in advance is on what was advanced, to the due day', () => {
    // 850.00 × 6 % × 44 / 360 = 6.2333…
    const { interest: _, ...rest } = charges;
    const agreed: Charges = {
      ...rest,
      discount: {
        method: 'simple',
        rate: sixPercent,
        dayCount: 'ACT/360',
        bufferDays: 0,
        convention: 'none',
        rounding: 'halfEven',
      },
    };
    const { differences } = reconciled(agreed, [
      { ...interest, amountMinor: 6_23, on: '2026-10-02' },
    ]);
    expect(differences).toEqual([]);
  });
});

it('are in the currency of the facility', () => {
  const agreement = { ...version.agreement, charges: { ...charges, currency: 'USD' } };
  expect(misfits(version.terms, agreement)).toMatchObject([{ path: 'charges.currency' }]);
  expect(misfits(version.terms, { ...agreement, charges })).toEqual([]);
});
