import { describe, expect, test } from 'vitest';
import type { Day } from '../../../src/core/calendar.ts';
import type { Circumstance } from '../../../src/core/cover/circumstance.ts';
import type { CoverQuestion } from '../../../src/core/cover/question.ts';
import type { PolicyTerms } from '../../../src/core/policy/terms.ts';
import { isWorded, word } from '../../../src/core/wording/word.ts';
import { policyTerms } from '../policy/policy-sample.ts';
import { decision, idOf, invoice, limit, partsOf, proofOf } from './cover-sample.ts';

const happened = { debtorId: 'D1', on: '2026-02-10', knownOn: '2026-02-10' };
const terms = (change: Partial<PolicyTerms>) => ({ versions: [policyTerms(change)] });
const stop = (change: Partial<PolicyTerms['stop']>) =>
  terms({ stop: { ...policyTerms().stop, ...change } });

describe('the worked example', () => {
  const stated = [
    { number: '101', issuedOn: '2026-01-12', dueOn: '2026-03-13', openMinor: 8_000_000 },
    { number: '117', issuedOn: '2026-02-09', dueOn: '2026-04-10', openMinor: 6_000_000 },
    { number: '131', issuedOn: '2026-03-16', dueOn: '2026-05-15', openMinor: 5_000_000 },
    { number: '149', issuedOn: '2026-04-20', dueOn: '2026-06-19', openMinor: 4_000_000 },
    { number: '160', issuedOn: '2026-05-18', dueOn: '2026-07-17', openMinor: 3_000_000 },
  ];
  const paid: Record<string, [Day, number][]> = {
    101: [['2026-07-01', 5_000_000]],
    117: [['2026-06-01', 5_000_000]],
  };
  const invoices = stated.map((one) => invoice({ ...one, paid: paid[one.number] ?? [] }));
  const proof = (asOf: Day) => proofOf({ invoices, decisions: [limit(15_000_000)] }, asOf);

  test('on the day of loss insures 150,000, leaves 40,000 over the limit and 30,000 after the stop', () => {
    const found = proof('2026-09-09');
    expect(found).toMatchObject({
      openMinor: 22_000_000,
      insuredMinor: 15_000_000,
      overLimitMinor: 4_000_000,
      uninsuredMinor: 3_000_000,
      paidMinor: 13_500_000,
    });
    expect(partsOf(found)).toEqual({
      101: ['insured within_limit 5000000'],
      117: ['insured within_limit 5000000'],
      131: ['insured within_limit 5000000'],
      149: ['over_limit above_limit 4000000'],
      160: ['uninsured stopped_by_extension 3000000'],
    });
    expect(found.stops[0]).toMatchObject({ cause: 'extension', on: '2026-05-12' });
    expect(found.invoices.at(-1)?.parts[0]?.params).toMatchObject({
      stoppedOn: '2026-05-12',
      number: '101',
    });
  });

  test('before the payment later invoices were over the limit: what is paid lets them move in', () => {
    expect(partsOf(proof('2026-06-30'))).toMatchObject({
      101: ['insured within_limit 8000000'],
      117: ['insured within_limit 5000000'],
      131: ['insured within_limit 2000000', 'over_limit above_limit 3000000'],
    });
  });

  test('on the stop’s own day nothing has stopped yet', () => {
    expect(proof('2026-05-12').stops).toEqual([]);
    expect(proof('2026-05-13').stops).toHaveLength(1);
  });
});

type Case = [what: string, change: Partial<CoverQuestion>, parts: string[], asOf?: Day];

const whole = (code: string) => [`uninsured ${code} 10000`];
const insured = ['insured within_limit 10000'];
const one = (change: Partial<Parameters<typeof invoice>[0]>) => ({
  invoices: [invoice({ number: '1', ...change })],
});

const cases: Case[] = [
  ['within the limit', {}, insured],
  ['without any decision', { decisions: [] }, whole('no_decision')],
  ['refused', { decisions: [decision({ status: 'refused', layers: [] })] }, whole('refused')],
  ['not understood', { decisions: [decision({ status: 'unknown_raw' })] }, whole('needs_review')],
  ['before the first version', one({ issuedOn: '2025-12-31' }), whole('no_terms')],
  [
    'delivered after the period',
    { ...terms({ period: { from: '2026-01-01', to: '2026-01-31' } }) },
    whole('outside_period'),
  ],
  ['sold by a company that is not insured', one({ sellerId: 'S2' }), whole('seller_not_insured')],
  [
    'of a debtor that is excluded',
    { ...terms({ exclusions: [{ of: 'country', country: 'DE' }] }) },
    whole('debtor_excluded'),
  ],
  [
    'of an associated company',
    {
      ...terms({ exclusions: [{ of: 'affiliate' }] }),
      debtor: { id: 'D1', relation: 'affiliate' },
    },
    whole('debtor_excluded'),
  ],
  ['due after the longest terms', one({ dueOn: '2026-05-03' }), whole('terms_too_long')],
  ['due on the last day of the longest terms', one({ dueOn: '2026-05-02' }), insured],
  [
    'within terms from the end of the month of issue',
    {
      ...one({ dueOn: '2026-05-29' }),
      ...terms({
        maximumTerms: { span: { count: 90, unit: 'days' }, from: 'end_of_issue_month' },
      }),
    },
    insured,
  ],
  [
    'invoiced late after delivery',
    {
      ...one({ deliveredOn: '2026-01-01' }),
      ...terms({ maximumInvoicing: { count: 30, unit: 'days' } }),
    },
    whole('invoiced_late'),
  ],
  [
    'invoiced and not delivered yet',
    {
      ...one({ deliveredOn: '2026-03-10' }),
      ...terms({ limits: { ...policyTerms().limits, attachesAt: 'delivery' } }),
    },
    whole('not_delivered'),
  ],
  [
    'in dispute in part',
    one({ disputedMinor: 4_000 }),
    ['insured within_limit 6000', 'uninsured disputed 4000'],
  ],
  [
    'with a part that the policy leaves out',
    {
      ...one({
        parts: [
          { part: 'retention', amountMinor: 1_000 },
          { part: 'interest', amountMinor: 500 },
        ],
      }),
      ...terms({ indemnity: { ...policyTerms().indemnity, excludes: ['retention'] } }),
    },
    ['insured within_limit 9000', 'uninsured excluded_part 1000'],
  ],
  [
    'conditional',
    { decisions: [decision({ status: 'agreed_conditional', conditions: [{ code: 'C01' }] })] },
    whole('conditional'),
  ],
  [
    'delivered after the insolvency',
    { circumstances: [{ kind: 'insolvency', ...happened, on: '2026-02-01' }] },
    whole('stopped_by_insolvency'),
    '2026-03-01',
  ],
  [
    'delivered before the insolvency',
    { circumstances: [{ kind: 'insolvency', ...happened, on: '2026-02-02' }] },
    insured,
  ],
  [
    'insolvency that stops nothing',
    {
      ...stop({ onInsolvency: false }),
      circumstances: [{ kind: 'insolvency', ...happened, on: '2026-01-02' }],
    },
    insured,
  ],
  [
    'delivered after collection began',
    {
      circumstances: [{ kind: 'collection_handover', ...happened, on: '2026-02-01', agency: 'A' }],
    },
    whole('stopped_by_collection'),
  ],
  [
    'delivered after an overdue was notified',
    {
      ...stop({ onOverdueNotice: true }),
      circumstances: [{ kind: 'overdue_notified', ...happened, on: '2026-01-20', reference: 'N1' }],
    },
    whole('stopped_by_notice'),
  ],
  [
    'stopped by the insurer',
    { circumstances: [{ kind: 'insurer_stop', ...happened, on: '2026-01-20', rawCode: 'S' }] },
    whole('stopped_by_insurer'),
  ],
  [
    'stopped by the insurer and restored before the delivery',
    {
      circumstances: [
        { kind: 'insurer_stop', ...happened, on: '2026-01-20', rawCode: 'S' },
        { kind: 'insurer_reinstatement', ...happened, on: '2026-02-01', rawCode: 'R' },
      ],
    },
    insured,
  ],
  [
    'stopped as we came to know later',
    { circumstances: [{ kind: 'insurer_stop', ...happened, on: '2026-01-20', rawCode: 'S' }] },
    insured,
    '2026-02-09',
  ],
  [
    'of a stop under another policy',
    {
      circumstances: [
        { kind: 'insurer_stop', policyId: 'P2', ...happened, on: '2026-01-20', rawCode: 'S' },
      ],
    },
    insured,
  ],
];

test.each(cases)('an invoice %s', (_what, change, parts, asOf) => {
  const proof = proofOf(change, asOf);
  expect(partsOf(proof)[1]).toEqual(parts);
  for (const part of proof.invoices.flatMap((found) => found.parts)) {
    for (const locale of ['en', 'zh-CN'] as const) {
      const code = `cover.${part.code}`;
      expect(isWorded(code)).toBe(true);
      if (isWorded(code)) expect(word(locale, code, part.params)).not.toMatch(/[{}]|undefined/);
    }
  }
});

describe('a limit that changes', () => {
  const first = { number: '1', issuedOn: '2026-02-01' } as const;
  const second = { number: '2', issuedOn: '2026-03-01' } as const;
  const both = [invoice(first), invoice(second)];
  const parts = (change: Partial<CoverQuestion>) =>
    partsOf(proofOf({ invoices: both, ...change }, '2026-04-01'));

  test('by reduction keeps what was delivered before, which uses the lower limit too', () => {
    const decisions = [limit(10_000), limit(15_000, '2026-02-15', { status: 'reduced' })];
    expect(parts({ decisions })).toEqual({
      1: insured,
      2: ['insured within_limit 5000', 'over_limit above_limit 5000'],
    });
  });

  test('by withdrawal keeps what was delivered before', () => {
    const withdrawn = decision({ status: 'withdrawn', layers: [], decidedOn: '2026-02-15' });
    expect(parts({ decisions: [decision(), withdrawn] })).toEqual({
      1: insured,
      2: whole('withdrawn'),
    });
  });

  test('by a withdrawal that ends what was delivered before takes all of it', () => {
    const decidedOn = '2026-02-15';
    const withdrawn = decision({ status: 'withdrawn', layers: [], decidedOn, endsRunOff: true });
    expect(parts({ decisions: [decision(), withdrawn] })).toEqual({
      1: whole('withdrawn'),
      2: whole('withdrawn'),
    });
  });

  test('by a withdrawal that was noticed is in force until its day', () => {
    const noticed = decision({ status: 'withdrawal_noticed', decidedOn: '2026-01-15' });
    const layers = [{ amountMinor: 100_000, validFrom: '2026-01-01' }];
    const ends = (endsOn: Day) => parts({ decisions: [{ ...noticed, layers, endsOn }] });
    expect(ends('2026-03-02')).toEqual({ 1: insured, 2: insured });
    expect(ends('2026-03-01')).toEqual({ 1: insured, 2: whole('withdrawn') });
  });

  test('by increase covers what was delivered before only where the policy says so', () => {
    const decisions = [limit(4_000), limit(30_000, '2026-02-15')];
    expect(parts({ decisions })).toEqual({
      1: ['insured within_limit 4000', 'over_limit above_limit 6000'],
      2: insured,
    });
    const limits = { ...policyTerms().limits, increases: 'outstanding' } as const;
    expect(parts({ decisions, ...terms({ limits }) })).toEqual({ 1: insured, 2: insured });
  });

  test('by a grant that counts from an earlier day covers deliveries from that day on', () => {
    const granted = limit(100_000, '2026-02-01', { decidedOn: '2026-02-20' });
    const referred = decision({ status: 'referred', layers: [] });
    expect(parts({ decisions: [referred, { ...granted, effectiveOn: '2026-02-01' }] })).toEqual({
      1: insured,
      2: insured,
    });
  });

  test('by its layers: what the temporary one covered stays covered after its last day', () => {
    const layers = [
      { amountMinor: 4_000, validFrom: '2026-01-01' },
      { amountMinor: 6_000, validFrom: '2026-01-01', validTo: '2026-02-28' },
    ];
    expect(parts({ decisions: [decision({ layers })] })).toEqual({
      1: insured,
      2: ['over_limit above_limit 10000'],
    });
  });

  test('by evidence of its conditions covers what is delivered from then on', () => {
    const conditions = [{ code: 'C01' }, { code: 'C02' }];
    const met = (conditionCode: string, on: Day): Circumstance => ({
      kind: 'condition_met',
      debtorId: 'D1',
      on,
      knownOn: on,
      coverId: 'C1',
      conditionCode,
      evidenceSha256: 'a'.repeat(64),
    });
    const decisions = [decision({ status: 'agreed_conditional', conditions })];
    const circumstances = [met('C01', '2026-01-05'), met('C02', '2026-02-20')];
    expect(parts({ decisions, circumstances })).toEqual({ 1: whole('conditional'), 2: insured });
  });

  test('by the limit of the day of delivery, where the policy goes by it', () => {
    const limits = { ...policyTerms().limits, attachesAt: 'delivery' } as const;
    const decisions = [decision({ decidedOn: '2026-02-10' })];
    const late = [invoice({ ...first, deliveredOn: '2026-02-10' })];
    expect(parts({ decisions, invoices: late })).toEqual({ 1: whole('no_decision') });
    expect(parts({ decisions, invoices: late, ...terms({ limits }) })).toEqual({ 1: insured });
  });
});

describe('a stop for an unpaid invoice', () => {
  const old = { number: '1', issuedOn: '2026-01-02', dueOn: '2026-01-31', openMinor: 5_000 };
  /** Due 31 January, the longest extension ends on 1 April; this one is delivered on 10 April. */
  const later = invoice({ number: '2', issuedOn: '2026-04-10', dueOn: '2026-06-01' });
  const parts = (paid: [Day, number][], asOf: Day, change: Partial<CoverQuestion> = {}) =>
    partsOf(proofOf({ invoices: [invoice({ ...old, paid }), later], ...change }, asOf))[2];

  test('is taken back as if it had never been when it is paid within the window', () => {
    expect(parts([['2026-05-01', 0]], '2026-04-30')).toEqual(whole('stopped_by_extension'));
    expect(parts([['2026-05-01', 0]], '2026-05-01')).toEqual(insured);
  });

  test('lasts until the payment that comes later, and is then over for new deliveries', () => {
    const paid: [Day, number][] = [['2026-05-02', 0]];
    expect(parts(paid, '2026-05-02')).toEqual(whole('stopped_by_extension'));
    const next = invoice({ number: '3', issuedOn: '2026-05-02', dueOn: '2026-06-01' });
    const invoices = [invoice({ ...old, paid }), later, next];
    expect(partsOf(proofOf({ invoices }, '2026-05-03'))[3]).toEqual(insured);
  });

  test('lasts until the insurer says otherwise where the policy knows no other end', () => {
    const { reinstatement: _, ...only } = policyTerms().stop;
    const change = terms({ stop: only });
    expect(parts([['2026-04-02', 0]], '2026-05-02', change)).toEqual(whole('stopped_by_extension'));
  });

  test('does not happen where it is paid in part and then whole by the end of the extension', () => {
    expect(
      parts(
        [
          ['2026-03-01', 1],
          ['2026-04-01', 0],
        ],
        '2026-04-20',
      ),
    ).toEqual(insured);
    expect(parts([['2026-03-01', 1]], '2026-04-20')).toEqual(whole('stopped_by_extension'));
  });

  test('comes later where the insurer has agreed to a later due day, and only then', () => {
    const agreed: Circumstance = {
      kind: 'extension_agreed',
      ...happened,
      receivableId: idOf('1'),
      dueOn: '2026-02-20',
      rawCode: 'EXP',
    };
    expect(parts([], '2026-04-20')).toEqual(whole('stopped_by_extension'));
    expect(parts([], '2026-04-20', { circumstances: [agreed] })).toEqual(insured);
  });

  test('of the limit lasts while something is overdue for too long', () => {
    const limits = { ...policyTerms().limits, maximumOverdueDays: 60 };
    const { stop: stated } = policyTerms();
    const { versions } = terms({ limits, stop: { ...stated, afterExtension: false } });
    expect(parts([], '2026-04-20', { versions })).toEqual(whole('stopped_by_overdue'));
    expect(parts([['2026-04-10', 0]], '2026-04-20', { versions })).toEqual(insured);
  });
});

describe('cover that the insured sets itself', () => {
  const discretionary: NonNullable<PolicyTerms['discretionary']> = {
    maximumMinor: 8_000,
    bases: [{ basis: 'report', validFor: { count: 12, unit: 'months' } }],
    endsOnAdverseInformation: true,
  };
  const shares: PolicyTerms['shares'] = [
    { source: 'named', shareBp: 9_000 },
    { source: 'discretionary', shareBp: 8_000 },
    { source: 'discretionary', country: 'IT', shareBp: 6_000 },
    { source: 'unnamed', shareBp: 7_000 },
  ];
  const set = (change: Partial<Extract<Circumstance, { kind: 'discretionary_limit' }>> = {}) => ({
    kind: 'discretionary_limit' as const,
    debtorId: 'D1',
    on: '2026-01-10',
    knownOn: '2026-01-10',
    basis: 'report' as const,
    amountMinor: 9_000,
    currency: 'EUR',
    evidenceSha256: 'b'.repeat(64),
    validTo: '2026-12-31',
    ...change,
  });
  const { evidenceSha256: _, ...withoutEvidence } = set();
  const proof = (circumstances: Circumstance[], change: Partial<CoverQuestion> = {}) => {
    const own = terms({ discretionary, shares });
    return proofOf({ decisions: [], circumstances, ...own, ...change });
  };
  const parts = (...of: Parameters<typeof proof>) => partsOf(proof(...of))[1];

  test('goes up to the policy’s maximum, at the share of its source and country', () => {
    const most = ['insured within_limit 8000', 'over_limit above_limit 2000'];
    expect(parts([set()])).toEqual(most);
    expect(proof([set()]).paidMinor).toBe(6_400);
    expect(proof([set()], { debtor: { id: 'D1', country: 'IT' } }).paidMinor).toBe(4_800);
  });

  test.each([
    ['without evidence', withoutEvidence, 'discretionary_unjustified'],
    ['on a basis the policy does not take', set({ basis: 'agency' }), 'discretionary_unjustified'],
    ['that ended before', set({ validTo: '2026-01-31' }), 'discretionary_expired'],
    ['whose justification is too old', set({ on: '2025-01-10' }), 'discretionary_expired'],
    ['set after the delivery', set({ on: '2026-02-02' }), 'no_decision'],
  ])('%s covers nothing', (_what, given, code) => {
    expect(parts([given])).toEqual(whole(code));
  });

  test('ends when adverse information is known, for what is delivered later', () => {
    const adverse = (knownOn: Day): Circumstance => ({
      kind: 'adverse_information',
      debtorId: 'D1',
      on: '2026-01-20',
      knownOn,
      what: 'unpaid bills',
    });
    expect(parts([set(), adverse('2026-02-01')])).toEqual(whole('discretionary_ended'));
    expect(parts([set(), adverse('2026-02-02')])).toHaveLength(2);
  });

  test('is not set where the insurer has said no, and gives way to its limit', () => {
    const refused = decision({ status: 'refused', layers: [] });
    expect(parts([set()], { decisions: [refused] })).toEqual(whole('refused'));
    expect(parts([set()], { decisions: [decision()] })).toEqual(insured);
  });

  test('is everyone’s cover where nothing was set', () => {
    const own = terms({ discretionary, shares, unnamed: { maximumMinor: 3_000 } });
    const most = ['insured within_limit 3000', 'over_limit above_limit 7000'];
    expect(parts([], own)).toEqual(most);
    expect(proof([], own).paidMinor).toBe(2_100);
    expect(parts([set({ validTo: '2026-01-15' })], own)).toEqual(most);
  });
});

describe('several covers', () => {
  const shares: PolicyTerms['shares'] = [
    { source: 'named', shareBp: 9_000 },
    { source: 'top_up', shareBp: 5_000 },
  ];
  test('fill one after the other, each at its own share', () => {
    const decisions = [
      limit(6_000),
      limit(3_000, '2026-01-02', { coverId: 'T', source: 'top_up' }),
    ];
    const proof = proofOf({ decisions, ...terms({ shares }) });
    expect(partsOf(proof)[1]).toEqual([
      'insured within_limit 6000',
      'insured within_limit 3000',
      'over_limit above_limit 1000',
    ]);
    expect(proof.paidMinor).toBe(5_400 + 1_500);
  });

  test('of a source without an insured share cover nothing', () => {
    const decisions = [limit(6_000, '2026-01-01', { source: 'credit_check' })];
    expect(partsOf(proofOf({ decisions }))[1]).toEqual(whole('source_not_insured'));
  });

  test('that follow each other are one limit: what is old uses that of what is new', () => {
    const decisions = [
      limit(10_000),
      decision({ status: 'superseded', layers: [], decidedOn: '2026-02-10' }),
      limit(12_000, '2026-02-10', { coverId: 'C2' }),
    ];
    const invoices = [invoice({ number: '1' }), invoice({ number: '2', issuedOn: '2026-02-20' })];
    expect(partsOf(proofOf({ decisions, invoices }))).toEqual({
      1: insured,
      2: ['insured within_limit 2000', 'over_limit above_limit 8000'],
    });
  });

  test('quoted as what is paid allow so many receivables as that is the share of', () => {
    const limits = { ...policyTerms().limits, quoted: 'indemnity' } as const;
    const proof = proofOf({ decisions: [limit(4_500)], ...terms({ limits }) });
    expect(partsOf(proof)[1]).toEqual(['insured within_limit 5000', 'over_limit above_limit 5000']);
    expect(proof.paidMinor).toBe(4_500);
  });
});

test('a policy for losses that occur asks for the day of the loss', () => {
  const versions = [
    policyTerms({ basis: 'loss_occurring' }),
    policyTerms({
      basis: 'loss_occurring',
      version: 2,
      effectiveOn: '2027-01-01',
      period: { from: '2027-01-01', to: '2027-01-31' },
      insured: [{ sellerId: 'S1', role: 'policyholder', from: '2026-01-01' }],
    }),
  ];
  const invoices = [invoice({ number: '1', issuedOn: '2026-12-01' })];
  const parts = (asOf: Day, circumstances: Circumstance[] = []) =>
    partsOf(proofOf({ versions, invoices, circumstances }, asOf))[1];
  expect(parts('2027-01-31')).toEqual(insured);
  expect(parts('2027-02-01')).toEqual(whole('outside_period'));
  const insolvent: Circumstance = {
    kind: 'insolvency',
    debtorId: 'D1',
    on: '2027-01-20',
    knownOn: '2027-01-25',
  };
  expect(parts('2027-02-01', [insolvent])).toEqual(insured);
});
