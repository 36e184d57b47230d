import { describe, expect, test } from 'vitest';
import { claimDaysOf } from '../../../src/core/claim/claim-days.ts';
import { type IndemnityQuestion, indemnityOf } from '../../../src/core/claim/indemnity.ts';
import { owedAt } from '../../../src/core/claim/owed.ts';
import type { DutyRule } from '../../../src/core/policy/duty-rule.ts';
import { idOf, owed, proven, question, units } from './worked-example.ts';

const reckon = (asked: IndemnityQuestion) => {
  const answer = indemnityOf(asked);
  if (answer.status !== 'reckoned') throw new Error(answer.code);
  return answer.indemnity;
};

const firstLoss = {
  aggregateFirstLossMinor: units(50_000),
  deductible: { amountMinor: units(5_000), order: 'after_share' },
} as const;

describe('the worked example of a policy', () => {
  test('a payment meant for a later invoice goes to the oldest, a credit note to its own', () => {
    expect(owed().map(({ number, remainingMinor }) => [number, remainingMinor])).toEqual([
      ['101', units(50_000)],
      ['117', units(50_000)],
      ['131', units(50_000)],
      ['149', units(40_000)],
      ['160', units(30_000)],
    ]);
  });

  test('every step leads from the ledger to what is payable, with its clause', () => {
    const { steps } = reckon({ ...question(firstLoss), firstLossUsedMinor: units(20_000) });
    expect(
      steps.map(({ step, amountMinor, leftMinor, clause }) => [
        step,
        amountMinor / 100,
        leftMinor / 100,
        clause,
      ]),
    ).toEqual([
      ['ledger', 260_000, 260_000, undefined],
      ['credits', -10_000, 250_000, undefined],
      ['payments', -30_000, 220_000, undefined],
      ['uninsured', -30_000, 190_000, 'cl. 17700.20'],
      ['over_limit', -40_000, 150_000, undefined],
      ['own_share', -15_000, 135_000, 'A,2'],
      ['deductible', -5_000, 130_000, 'A,6'],
      ['first_loss', -30_000, 100_000, undefined],
    ]);
  });

  test.each([
    ['after_share', 130_000, 100_000],
    ['before_share', 130_500, 100_500],
  ] as const)('a deductible %s gives %d, and %d after the first loss', (order, gross, payable) => {
    const indemnity = reckon({
      ...question({ ...firstLoss, deductible: { amountMinor: units(5_000), order } }),
      firstLossUsedMinor: units(20_000),
    });
    expect(indemnity.owedMinor).toBe(units(220_000));
    expect(indemnity.insurableMinor).toBe(units(190_000));
    expect(indemnity.insuredLossMinor).toBe(units(150_000));
    expect(indemnity.indemnityMinor).toBe(units(gross));
    expect(indemnity.firstLossMinor).toBe(units(30_000));
    expect(indemnity.payableMinor).toBe(units(payable));
  });

  test('the clock runs from the original due day: loss after 180 days, six months to file', () => {
    const rule = (id: string, duty: 'claim_filing' | 'claim_payment', count: number): DutyRule => ({
      id,
      duty,
      trigger: duty === 'claim_filing' ? 'date_of_loss' : 'claim_complete',
      offset: { count, unit: duty === 'claim_filing' ? 'months' : 'days' },
      calendar: 'TARGET',
      timeZone: 'Europe/Berlin',
      consequence: 'claim_refused',
      isForecast: false,
      leadWorkingDays: 5,
      soonDays: 30,
      clause: 'cl. 22100.20',
    });
    const terms = {
      waiting: { span: { count: 180, unit: 'days' }, from: 'original_due' },
      maximumExtension: { count: 60, unit: 'days' },
      duties: [rule('file', 'claim_filing', 6), rule('pay', 'claim_payment', 30)],
    } as const;
    const facts = { dueOn: '2026-03-13' };
    const days = claimDaysOf({ ...terms, duties: [...terms.duties] }, facts);
    expect(days).toEqual({
      loss: { on: '2026-09-09', cause: 'protracted_default' },
      fileBy: { on: '2027-03-09', ruleId: 'file', clause: 'cl. 22100.20' },
    });
    const insolvent = { ...facts, insolventOn: '2026-05-02' };
    const known = { ...insolvent, completeOn: '2026-06-01' };
    expect(claimDaysOf({ ...terms, duties: [...terms.duties] }, known)).toMatchObject({
      loss: { on: '2026-05-02', cause: 'insolvency' },
      fileBy: { on: '2026-11-02' },
      paidBy: { on: '2026-07-01' },
    });
    const sixMonths = { span: { count: 6, unit: 'months' }, from: 'original_due' } as const;
    const byMonths = { ...terms, duties: [...terms.duties], waiting: sixMonths };
    expect(claimDaysOf(byMonths, facts).loss?.on).toBe('2026-09-13');
  });
});

/** One invoice of a balance, filled up to a limit. */
const simple = (balance: number, limit: number): Pick<IndemnityQuestion, 'owed' | 'proven'> => ({
  owed: owedAt({
    invoices: [
      {
        receivableId: idOf('1'),
        number: '1',
        issuedOn: '2026-01-01',
        dueOn: '2026-02-01',
        faceMinor: units(balance),
        parts: [],
      },
    ],
    credits: [],
    payments: [],
    dateOfLoss: '2026-09-01',
    excludes: [],
  }),
  proven: [
    {
      receivableId: idOf('1'),
      insured: [{ minor: units(Math.min(balance, limit)), shareBp: 9_000 }],
      overLimitMinor: units(Math.max(0, balance - limit)),
      uninsured: [],
    },
  ],
});

describe('published figures', () => {
  test.each([
    ['a balance under the limit', 950_000, 1_000_000, undefined, 855_000],
    ['a balance above the limit', 800_000, 500_000, undefined, 450_000],
    ['a deductible before the percentage', 50_000, 100_000, 'before_share', 40_500],
  ] as const)('%s', (_, balance, limit, order, expected) => {
    const deductible = order && { deductible: { amountMinor: units(5_000), order } };
    const asked = { ...question(deductible ?? {}), ...simple(balance, limit) };
    expect(reckon(asked).payableMinor).toBe(units(expected));
  });
});

describe('what the insured bears', () => {
  test.each([
    [20_000, 0],
    [20_000.01, 18_000],
  ])('a loss of %d at a threshold of 20,000 pays %d: from the ground up', (loss, paid) => {
    const asked = { ...question({ thresholdMinor: units(20_000) }), ...simple(loss, 100_000) };
    expect(reckon(asked).payableMinor).toBe(units(paid));
  });

  test('a deductible greater than the loss leaves nothing, never less', () => {
    const deductible = { amountMinor: units(5_000), order: 'after_share' } as const;
    const asked = { ...question({ deductible }), ...simple(1_000, 10_000) };
    expect(reckon(asked).payableMinor).toBe(0);
  });

  test('invoices of another source of cover are paid at its own percentage', () => {
    const mixed = proven.map((line, index) =>
      index === 0 ? { ...line, insured: [{ minor: units(50_000), shareBp: 8_000 }] } : line,
    );
    const { indemnityMinor } = reckon({ ...question(), proven: mixed });
    expect(indemnityMinor).toBe(units(0.8 * 50_000 + 0.9 * 100_000));
  });

  test('no more than is left of the period’s maximum, nor than was advanced', () => {
    const period = { maximumLiabilityMinor: units(500_000), isCappedByAdvance: true };
    const asked = { ...question(period), liabilityUsedMinor: units(420_000) };
    expect(reckon(asked).payableMinor).toBe(units(80_000));
    expect(reckon({ ...asked, advancedMinor: units(70_000) }).payableMinor).toBe(units(70_000));
    const ownPolicy = question({ isCappedByAdvance: false });
    expect(reckon({ ...ownPolicy, advancedMinor: units(1) }).payableMinor).toBe(units(135_000));
  });

  test('tax is left out as far as it is still open', () => {
    const [line] = owedAt({
      invoices: [
        {
          receivableId: idOf('1'),
          number: '1',
          issuedOn: '2026-01-01',
          dueOn: '2026-02-01',
          faceMinor: units(119),
          parts: [
            { part: 'tax', amountMinor: units(19) },
            { part: 'interest', amountMinor: units(1) },
          ],
        },
      ],
      credits: [],
      payments: [
        { on: '2026-08-31', amountMinor: units(59.5) },
        { on: '2026-09-01', amountMinor: units(10) },
      ],
      dateOfLoss: '2026-09-01',
      excludes: ['tax'],
    });
    expect(line).toMatchObject({
      paidMinor: units(59.5),
      excluded: [{ part: 'tax', amountMinor: units(9.5) }],
      remainingMinor: units(50),
    });
  });

  test('the loss payee is paid up to its claim, the insured the rest', () => {
    const payees = [
      { name: 'Factor Bank', account: 'DE02', upToMinor: units(95_000) },
      { name: 'the insured' },
    ];
    const { payees: paid } = reckon({ ...question(), payees });
    expect(paid).toEqual([
      { name: 'Factor Bank', account: 'DE02', amountMinor: units(95_000) },
      { name: 'the insured', amountMinor: units(40_000) },
    ]);
  });

  test('cover that speaks of another debt is refused by name', () => {
    const [first, ...rest] = proven;
    const wrong = first
      ? [{ ...first, insured: [{ minor: units(49_999), shareBp: 9_000 }] }, ...rest]
      : [];
    expect(indemnityOf({ ...question(), proven: wrong })).toEqual({
      status: 'refused',
      code: 'claim_proof_differs',
      receivableId: idOf('101'),
    });
  });
});
