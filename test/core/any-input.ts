import fc from 'fast-check';
import { addDays } from '../../src/core/calendar.ts';
import type { CoverDecision } from '../../src/core/cover/limit.ts';
import type { Debtor } from '../../src/core/debtor.ts';
import type { HistoryMonth, Payable, SelectionInput } from '../../src/core/input.ts';
import type { Particulars } from '../../src/core/receivable.ts';
import { anyTerms, currencies, scale } from './any-terms.ts';
import { asOf, cover, credit, idOf, input, invoice } from './selection-samples.ts';

const day = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((days) => addDays(asOf, days));
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const often = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.option(arbitrary, { nil: undefined, freq: 7 });

const anyParticulars: fc.Arbitrary<Particulars | undefined> = rarely(
  fc
    .record({
      saleCondition: rarely(fc.constantFrom('consignment', 'bill_and_hold')),
      delivery: rarely(fc.constantFrom('shipped', 'delivered', 'accepted')),
      evidence: rarely(fc.constantFrom('instrument', 'chattel_paper')),
      isProgressBilling: rarely(fc.boolean()),
      governingLaw: rarely(fc.constantFrom('DE', 'GB')),
      deliveryCountry: rarely(fc.constantFrom('DE', 'IT')),
      assignmentBan: rarely(
        fc.constantFrom('none', 'prohibited', 'consent_needed', 'consent_given'),
      ),
      hasLetterOfCredit: rarely(fc.boolean()),
      isPayableToOther: rarely(fc.boolean()),
      components: rarely(
        fc.subarray(['discount', 'rebate', 'retention', 'finance_charge'] as const).chain((kinds) =>
          fc.tuple(
            ...kinds.map((kind) =>
              fc.record({
                kind: fc.constant(kind),
                amountMinor: fc.integer({ min: 1, max: 900 }),
              }),
            ),
          ),
        ),
      ),
    })
    .map((given): Particulars => withoutAbsent(given)),
);

/** What is not known is left out, as in a document. */
function withoutAbsent<Given extends object>(
  given: Given,
): { [Key in keyof Given]-?: Exclude<Given[Key], undefined> } {
  return JSON.parse(JSON.stringify(given));
}

const anyInvoice = fc.record({
  debtor: fc.integer({ min: 1, max: 5 }),
  currency: fc.constantFrom('EUR' as const, ...currencies),
  seller: fc.constantFrom('S1', 'S1', 'S1', 'S2'),
  issuedOn: day(-130, 3),
  term: fc.integer({ min: 10, max: 130 }),
  particulars: anyParticulars,
  openMinor: fc.integer({ min: 0, max: 10_000 }),
  disputed: fc.integer({ min: 0, max: 40 }),
});

const anyCredit = fc.record({
  debtor: fc.integer({ min: 1, max: 5 }),
  currency: fc.constantFrom(...currencies),
  issuedOn: day(-90, 0),
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

const plainDebtors: Debtor[] = [
  { id: 'D1', name: 'One', country: 'DE', identifiers: {} },
  { id: 'D2', name: 'Two', country: 'FR', groupId: 'G', identifiers: {} },
  { id: 'D3', name: 'Three', country: 'DE', groupId: 'G', identifiers: {} },
  { id: 'D4', name: 'Four', country: 'IT', identifiers: {} },
  { id: 'D5', name: 'Five', identifiers: {} },
];

const anyDebtors: fc.Arbitrary<Debtor[]> = fc.tuple(
  ...plainDebtors.map((plain) =>
    fc
      .record({
        status: rarely(fc.constantFrom('insolvent', 'watch_list')),
        kind: rarely(fc.constantFrom('government', 'consumer')),
        relation: rarely(fc.constantFrom('affiliate', 'employee')),
        sanctions: rarely(fc.constantFrom('clear', 'listed')),
        isFormalityDone: rarely(fc.boolean()),
        hasNoSetOffLetter: rarely(fc.boolean()),
        industry: often(fc.constantFrom('steel', 'food')),
        rating: often(fc.constantFrom(...scale)),
      })
      .map((given): Debtor => ({ ...plain, ...withoutAbsent(given) })),
  ),
);

const anyPayable: fc.Arbitrary<Payable> = fc
  .record({
    debtorId: fc.constantFrom('D1', 'D2', 'D3'),
    currency: fc.constantFrom(...currencies),
    openMinor: fc.integer({ min: 0, max: 8_000 }),
    kind: rarely(fc.constantFrom('trade', 'deposit', 'rebate')),
  })
  .map((given): Payable => withoutAbsent(given));

/** Every month some reserve may look at, one of them in two currencies. */
const anyHistory: fc.Arbitrary<HistoryMonth[]> = fc.tuple(
  ...['10', '09', '08', '07', '06', '05', '05'].map((month, index) =>
    fc.record({
      month: fc.constant(`2026-${month}`),
      currency: fc.constant(index === 6 ? 'JPY' : 'EUR'),
      salesMinor: fc.oneof(fc.constant(0), fc.integer({ min: 1_000, max: 40_000 })),
      creditNotesMinor: fc.integer({ min: 0, max: 4_000 }),
      collectionsMinor: fc.constant(0),
      defaultedMinor: fc.integer({ min: 0, max: 2_000 }),
    }),
  ),
);

/** Small ledgers with everything in them: currencies, disputes, credits, payables, cover, positions. */
export const anyInput: fc.Arbitrary<SelectionInput> = fc
  .record({
    invoices: fc.array(anyInvoice, { maxLength: 24 }),
    credits: fc.array(anyCredit, { maxLength: 5 }),
    facilities: fc
      .integer({ min: 1, max: 3 })
      .chain((count) => fc.tuple(...['F1', 'F2', 'F3'].slice(0, count).map(anyTerms))),
    cover: fc.array(anyCover, { maxLength: 10 }),
    debtors: anyDebtors,
    history: anyHistory,
    payables: fc.array(anyPayable, { maxLength: 3 }),
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
      ...invoices.map(({ debtor, term, disputed, seller, particulars, ...item }, index) =>
        invoice(index, {
          ...item,
          ...(particulars ? { particulars } : {}),
          key: { ...invoice(index).key, sellerId: seller },
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
      fx,
      positions,
      ...(need ? { need } : {}),
    });
  });
