import fc from 'fast-check';
import { addDays, type Day } from '../../../src/core/calendar.ts';
import type { Circumstance } from '../../../src/core/cover/circumstance.ts';
import type { CoverDecision } from '../../../src/core/cover/limit.ts';
import type { CoveredInvoice } from '../../../src/core/cover/question.ts';
import type { PolicyTerms } from '../../../src/core/policy/terms.ts';
import { policyTerms } from '../policy/policy-sample.ts';
import { decision, invoice } from './cover-sample.ts';

const start = '2026-01-01';
export const anyDay = fc.integer({ min: -20, max: 400 }).map((days) => addDays(start, days));

const anyInvoice = (number: number): fc.Arbitrary<CoveredInvoice> =>
  fc
    .record({
      issuedOn: anyDay,
      term: fc.integer({ min: 0, max: 120 }),
      openMinor: fc.integer({ min: 1, max: 50_000 }),
      disputed: fc.integer({ min: 0, max: 100 }),
      paid: fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 99 })), {
        maxLength: 2,
      }),
      sellerId: fc.constantFrom('S1', 'S1', 'S1', 'S2'),
      deliveredBefore: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
      retention: fc.integer({ min: 0, max: 5_000 }),
    })
    .map((one) => {
      const { issuedOn, openMinor } = one;
      const steps = one.paid.toSorted(([left], [right]) => left - right);
      let left = openMinor;
      const paid = steps.map(([days, percent]): [Day, number] => {
        left = Math.floor((left * percent) / 100);
        return [addDays(issuedOn, days), left];
      });
      return invoice({
        number: String(number),
        sellerId: one.sellerId,
        issuedOn,
        dueOn: addDays(issuedOn, one.term),
        openMinor,
        disputedMinor: Math.floor((openMinor * one.disputed) / 400),
        paid,
        parts: one.retention > 0 ? [{ part: 'retention', amountMinor: one.retention }] : [],
        ...(one.deliveredBefore !== undefined && {
          deliveredOn: addDays(issuedOn, -one.deliveredBefore),
        }),
      });
    });

export const anyInvoices = fc
  .integer({ min: 0, max: 8 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, index) => anyInvoice(index + 1))),
  );

export const anyDecision: fc.Arbitrary<CoverDecision> = fc
  .record({
    coverId: fc.constantFrom('C1', 'C1', 'C2', 'T1'),
    status: fc.constantFrom(
      ...(['agreed', 'agreed', 'partial', 'reduced', 'withdrawn', 'withdrawal_noticed'] as const),
      ...(['refused', 'unknown_raw', 'agreed_conditional', 'expired', 'referred'] as const),
    ),
    decidedOn: anyDay,
    effect: fc.integer({ min: -30, max: 30 }),
    amounts: fc.array(fc.integer({ min: 0, max: 80_000 }), { minLength: 1, maxLength: 2 }),
    lasts: fc.integer({ min: 1, max: 300 }),
    ends: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
    endsRunOff: fc.constantFrom(false, false, false, true),
  })
  .map((one) => {
    const effectiveOn = addDays(one.decidedOn, one.effect);
    const layers = one.amounts.map((amountMinor, index) => ({
      amountMinor,
      validFrom: effectiveOn,
      ...(index === 1 && { validTo: addDays(effectiveOn, one.lasts) }),
    }));
    return decision({
      coverId: one.coverId,
      source: one.coverId === 'T1' ? 'top_up' : 'named',
      status: one.status,
      conditions: [{ code: 'K' }],
      decidedOn: one.decidedOn,
      effectiveOn,
      layers,
      endsRunOff: one.endsRunOff,
      ...(one.ends !== undefined && { endsOn: addDays(effectiveOn, one.ends) }),
    });
  });

export const anyCircumstance: fc.Arbitrary<Circumstance> = fc
  .record({
    on: anyDay,
    late: fc.integer({ min: 0, max: 30 }),
    which: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ on, late, which }): Circumstance => {
    const of = { debtorId: 'D1', on, knownOn: addDays(on, late) };
    const evidenceSha256 = 'e'.repeat(64);
    const all: Circumstance[] = [
      { kind: 'insolvency', ...of },
      { kind: 'collection_handover', ...of, agency: 'A' },
      { kind: 'insurer_stop', ...of, rawCode: 'S' },
      { kind: 'insurer_reinstatement', ...of, rawCode: 'R' },
      { kind: 'condition_met', ...of, coverId: 'C1', conditionCode: 'K', evidenceSha256 },
      { kind: 'adverse_information', ...of, what: 'rumours' },
      {
        kind: 'discretionary_limit',
        ...of,
        basis: 'experience',
        amountMinor: 9_000,
        currency: 'EUR',
        validTo: addDays(on, 90),
      },
    ];
    return all[which] ?? { kind: 'insolvency', ...of };
  });

export const anyTerms: fc.Arbitrary<PolicyTerms> = fc
  .record({
    basis: fc.constantFrom('risk_attaching', 'loss_occurring'),
    quoted: fc.constantFrom('receivables', 'indemnity'),
    attachesAt: fc.constantFrom('issue', 'delivery'),
    increases: fc.constantFrom('outstanding', 'new_deliveries'),
    later: fc.constantFrom('from_payment', 'on_decision'),
    overdue: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  })
  .map(({ basis, quoted, attachesAt, increases, later, overdue }) =>
    policyTerms({
      basis,
      limits: {
        quoted,
        attachesAt,
        increases,
        ...(overdue !== undefined && { maximumOverdueDays: overdue }),
      },
      stop: {
        ...policyTerms().stop,
        reinstatement: { window: { count: 30, unit: 'days' }, later },
      },
      shares: [
        { source: 'named', shareBp: 9_000 },
        { source: 'top_up', shareBp: 5_001 },
        { source: 'discretionary', shareBp: 8_000 },
        { source: 'unnamed', shareBp: 7_777 },
      ],
      discretionary: {
        maximumMinor: 8_000,
        bases: [{ basis: 'experience', validFor: { count: 6, unit: 'months' } }],
        endsOnAdverseInformation: true,
      },
      unnamed: { maximumMinor: 2_000 },
      indemnity: { ...policyTerms().indemnity, excludes: ['retention'] },
    }),
  );
