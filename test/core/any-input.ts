import fc from 'fast-check';
import { addDays } from '../../src/core/calendar.ts';
import type { CoverDecision } from '../../src/core/cover/limit.ts';
import type { Debtor } from '../../src/core/debtor.ts';
import { type Rule, stageOf, type Terms } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { asOf, cover, credit, idOf, input, invoice, terms } from './selection-samples.ts';

const currencies = ['EUR', 'USD', 'JPY'] as const;
const day = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((days) => addDays(asOf, days));
const operator = fc.constantFrom('>' as const, '>=' as const);
const scope = fc.constantFrom('debtor' as const, 'group' as const);

const ruleSamples: fc.Arbitrary<Rule>[] = [
  fc.constant({ rule: 'not_yet_issued' }),
  fc.record({
    rule: fc.constant('past_invoice_date' as const),
    days: fc.integer({ min: 60, max: 120 }),
    operator,
  }),
  fc.record({
    rule: fc.constant('past_due_date' as const),
    days: fc.integer({ min: 0, max: 60 }),
    operator,
  }),
  fc.record({
    rule: fc.constant('term_too_long' as const),
    days: fc.integer({ min: 60, max: 120 }),
    operator,
  }),
  fc.record({
    rule: fc.constant('disputed' as const),
    scope: fc.constantFrom('whole_invoice' as const, 'disputed_part' as const),
  }),
  fc.constant({ rule: 'country', allowed: ['DE', 'FR'] }),
  fc.constant({ rule: 'currency', allowed: ['EUR', 'USD'] }),
  fc.constant({ rule: 'amount_range', minMinor: 50, maxMinor: 9_000 }),
  fc.constant({ rule: 'already_financed' }),
  fc.record({
    rule: fc.constant('cross_ageing' as const),
    days: fc.integer({ min: 10, max: 60 }),
    basis: fc.constantFrom('due_date' as const, 'invoice_date' as const),
    shareBp: fc.integer({ min: 1_000, max: 6_000 }),
    operator,
    scope,
  }),
  fc.record({
    rule: fc.constant('credits' as const),
    unreferenced: fc.constantFrom('latest_due_first' as const, 'oldest_due_first' as const),
  }),
  fc.constant({ rule: 'contra' }),
  fc.constant({ rule: 'insured_limit', policyId: 'P1' }),
  fc.record({
    rule: fc.constant('debtor_concentration' as const),
    shareBp: fc.integer({ min: 500, max: 10_000 }),
    scope,
    base: fc.constantFrom(
      'poolAfterCaps' as const,
      'grossEligible' as const,
      'facilityLimit' as const,
    ),
  }),
];

const stages = ['invoice', 'debtor_ageing', 'netting', 'limit', 'concentration'];
const anyRules: fc.Arbitrary<Rule[]> = fc
  .shuffledSubarray(ruleSamples, { minLength: 1 })
  .chain((chosen) => fc.tuple(...chosen))
  .map((rules) =>
    rules.toSorted(
      (left, right) => stages.indexOf(stageOf(left.rule)) - stages.indexOf(stageOf(right.rule)),
    ),
  );

const anyTerms = (facilityId: string): fc.Arbitrary<Terms> =>
  fc
    .record({
      rules: anyRules,
      currency: fc.constantFrom(...currencies),
      limitMinor: fc.integer({ min: 0, max: 60_000 }),
      advanceRateBp: fc.integer({ min: 1, max: 10_000 }),
      rateBp: fc.integer({ min: 0, max: 2_000 }),
      serviceFeeBp: fc.integer({ min: 0, max: 200 }),
      minimumFeeMinor: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ rules, currency, limitMinor, advanceRateBp, ...price }) =>
      terms(rules, {
        facilityId,
        currency,
        limitMinor,
        advanceRateBp,
        price: { dayCount: 'ACT/365F', ...price },
      }),
    );

const anyInvoice = fc.record({
  debtor: fc.integer({ min: 1, max: 5 }),
  currency: fc.constantFrom('EUR' as const, ...currencies),
  issuedOn: day(-130, 3),
  term: fc.integer({ min: 10, max: 130 }),
  openMinor: fc.integer({ min: 0, max: 10_000 }),
  disputed: fc.integer({ min: 0, max: 40 }),
});

const anyCredit = fc.record({
  debtor: fc.integer({ min: 1, max: 5 }),
  currency: fc.constantFrom(...currencies),
  openMinor: fc.integer({ min: -6_000, max: -1 }),
  references: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
});

const anyCover: fc.Arbitrary<CoverDecision> = fc
  .record({
    debtorId: fc.constantFrom('D1', 'D2', 'D3', 'D4', 'D5'),
    coverId: fc.constantFrom('C1', 'C2'),
    status: fc.constantFrom(
      ...(['agreed', 'agreed', 'agreed', 'partial', 'reduced', 'refused'] as const),
      ...(['unknown_raw', 'agreed_conditional', 'withdrawal_noticed'] as const),
    ),
    currency: fc.constantFrom(...currencies),
    amountMinor: fc.integer({ min: 0, max: 30_000 }),
    validFrom: day(-200, 5),
    decidedOn: day(-200, 2),
  })
  .map(({ amountMinor, validFrom, ...rest }) =>
    cover({ ...rest, layers: [{ amountMinor, validFrom }], effectiveOn: rest.decidedOn }),
  );

const fx = [
  ['EUR', 'USD', 10_873, 10_000],
  ['USD', 'EUR', 9_187, 10_000],
  ['EUR', 'JPY', 16_512, 100],
  ['JPY', 'EUR', 6_043, 1_000_000],
  ['USD', 'JPY', 15_190, 100],
  ['JPY', 'USD', 6_571, 1_000_000],
].map(([from, to, numerator, denominator]) => ({
  from: String(from),
  to: String(to),
  numerator: Number(numerator),
  denominator: Number(denominator),
  on: '2026-11-20',
  source: 'test',
}));

const debtors: Debtor[] = [
  { id: 'D1', name: 'One', country: 'DE', identifiers: {} },
  { id: 'D2', name: 'Two', country: 'FR', groupId: 'G', identifiers: {} },
  { id: 'D3', name: 'Three', country: 'DE', groupId: 'G', identifiers: {} },
  { id: 'D4', name: 'Four', country: 'IT', identifiers: {} },
  { id: 'D5', name: 'Five', identifiers: {} },
];

/** Small ledgers with everything in them: currencies, disputes, credits, payables, cover, positions. */
export const anyInput: fc.Arbitrary<SelectionInput> = fc
  .record({
    invoices: fc.array(anyInvoice, { maxLength: 24 }),
    credits: fc.array(anyCredit, { maxLength: 5 }),
    facilities: fc
      .integer({ min: 1, max: 3 })
      .chain((count) => fc.tuple(...['F1', 'F2', 'F3'].slice(0, count).map(anyTerms))),
    cover: fc.array(anyCover, { maxLength: 10 }),
    payables: fc.array(
      fc.record({
        debtorId: fc.constantFrom('D1', 'D2', 'D3'),
        currency: fc.constantFrom(...currencies),
        openMinor: fc.integer({ min: 0, max: 8_000 }),
      }),
      { maxLength: 3 },
    ),
    held: fc.array(
      fc.record({
        index: fc.integer({ min: 0, max: 23 }),
        facilityId: fc.constantFrom('F1', 'F2', 'ELSEWHERE'),
        advancedMinor: fc.integer({ min: 0, max: 4_000 }),
      }),
      { maxLength: 4 },
    ),
    need: fc.option(
      fc.record({
        amountMinor: fc.integer({ min: 1, max: 60_000 }),
        currency: fc.constantFrom(...currencies),
        valueOn: day(0, 5),
        horizonDays: fc.integer({ min: 1, max: 120 }),
      }),
      { nil: undefined },
    ),
  })
  .map(({ invoices, credits, held, need, ...rest }) => {
    const receivables = [
      ...invoices.map(({ debtor, term, disputed, ...item }, index) =>
        invoice(index, {
          ...item,
          debtorId: `D${debtor}`,
          dueOn: addDays(item.issuedOn, term),
          faceMinor: Math.max(1, item.openMinor),
          disputedMinor: disputed > 30 ? Math.floor((item.openMinor * (disputed - 30)) / 10) : 0,
        }),
      ),
      ...credits.map(({ debtor, references, ...item }, index) =>
        credit(100 + index, {
          ...item,
          debtorId: `D${debtor}`,
          ...(references === undefined ? {} : { references: `INV-${references}` }),
        }),
      ),
    ];
    const taken = new Map(
      held
        .filter(({ index }) => index < invoices.length)
        .map(({ index, ...position }) => [index, position]),
    );
    const positions = [...taken].map(([index, position]) => ({
      receivableId: idOf(index),
      state: 'funded',
      ...position,
    }));
    const known = cover({ debtorId: 'D9' });
    return input({
      ...rest,
      cover: [known, ...rest.cover],
      receivables,
      debtors,
      fx,
      positions,
      ...(need ? { need } : {}),
    });
  });
