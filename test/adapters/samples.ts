import type { KnownParties } from '../../adapters/simulator.ts';
import type { CancelRequest, LimitChange, LimitRequest } from '../../src/core/adapter.ts';
import type { ClaimContribution, ClaimFiling } from '../../src/core/claim/filing.ts';
import type { InsurerDeclaration } from '../../src/core/exposure/declaration.ts';
import type { ExposureFeed } from '../../src/core/exposure/feed.ts';
import type { AssignmentNotice } from '../../src/core/funding/assignment-notice.ts';
import type { CanonicalRequest, CreditSchedule } from '../../src/core/funding/request.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { InsurerNotice } from '../../src/core/notice/insurer-notice.ts';

export const now = '2026-11-24T12:00:00.000Z';

const seller = {
  id: 'seller-1',
  name: 'Ostsee Werkzeuge GmbH',
  address: 'Hafenstraße 4, 18055 Rostock',
  country: 'DE',
  identifiers: { vat: 'DE123456789', lei: '529900T8BM49AURSDO55' },
};
const assignee = { id: 'factor-1', name: 'Hansa Factoring AG', country: 'DE', identifiers: {} };
const debtor = (id: string, name: string, country: string) => ({
  id,
  name,
  country,
  address: 'Industrieweg 1',
  identifiers: { vat: `${country}1234567` },
});

/** Three lines: two the factor funds, one of a country it does not fund. */
export const request: CanonicalRequest = {
  version: 1,
  requestId: '01930000-0000-7000-8000-000000000001',
  number: 'FR-2026-0007',
  asOf: '2026-11-24',
  planInputHash: 'a'.repeat(64),
  facility: {
    facilityId: 'facility-1',
    name: 'Hansa factoring',
    mode: 'sale',
    currency: 'EUR',
    advanceRateBp: 8500,
    termsHash: 'b'.repeat(64),
    agreement: { reference: 'FA-2024-118', signedOn: '2024-03-01', recourse: false },
  },
  seller,
  assignee,
  lines: [
    line(1, 'INV-1001', debtor('d-1', 'Keller Maschinenbau GmbH', 'DE'), 12_500_50),
    line(2, 'INV-1002', debtor('d-2', 'Nordwind Handel AG', 'DE'), 8_000_00),
    line(3, 'INV-1003', debtor('d-3', 'Ural Trading', 'RU'), 1_000_00),
  ],
  totals: {
    count: 3,
    perCurrency: [{ currency: 'EUR', count: 3, faceMinor: 21_500_50, openMinor: 21_500_50 }],
    fundedMinor: 21_500_50,
    advanceMinor: 18_275_42,
  },
  documents: [{ template: 'eu/assignment-schedule', version: '1' }],
};

/**
 * The sample as the partner's agreement wants it: a sale, or a drawdown with its borrowing base, in any
 * currency; the numbers are minor units, whatever these are.
 */
export function requestFor(known: KnownParties, currency = 'EUR'): CanonicalRequest {
  const { totals, lines } = request;
  const whole: CanonicalRequest = {
    ...request,
    facility: { ...request.facility, currency },
    lines: lines.map((receivable) => ({ ...receivable, currency })),
    totals: {
      ...totals,
      perCurrency: totals.perCurrency.map((total) => ({ ...total, currency })),
    },
  };
  if (known.mode !== 'pledge') return whole;
  const agreement = { reference: 'LA-2025-031', signedOn: '2025-02-01', recourse: true };
  return { ...whole, facility: { ...whole.facility, mode: 'pledge', agreement }, borrowingBase };
}

/** 40,000.00 gross; the draw of the sample is within what is available. */
const borrowingBase: NonNullable<CanonicalRequest['borrowingBase']> = {
  certificateHash: 'c'.repeat(64),
  grossMinor: 40_000_00,
  deductions: [
    { rule: 'past_due', amountMinor: 2_500_07 },
    { rule: 'debtor_concentration', amountMinor: 1_000_00 },
  ],
  poolMinor: 36_499_93,
  holdbackMinor: 5_474_99,
  reservesMinor: 500_00,
  overLimitMinor: 0,
  usedMinor: 0,
  availableMinor: 30_524_94,
};

/** Asks for the sample schedule to be forgotten, by the reference the partner gave it. */
export function cancelRequest(known: KnownParties, partnerReference: string): CancelRequest {
  const { requestId, number, facility } = requestFor(known);
  const agreementReference = facility.agreement.reference;
  const reason = 'The seller wants to keep these receivables.';
  return { requestId, number, partnerReference, agreementReference, reason };
}

/** Two credit notes, of lines that the factor has funded. */
export function creditSchedule(known: KnownParties, currency = 'EUR'): CreditSchedule {
  const { number, asOf, facility, lines } = requestFor(known, currency);
  const note = (lineNumber: number, amountMinor: number): CreditSchedule['lines'][number][] =>
    lines
      .filter((invoice) => invoice.lineNumber === lineNumber)
      .map((invoice) => ({
        lineNumber,
        receivableId: `01930000-0000-7000-8000-00000000020${lineNumber}`,
        number: `CN-200${lineNumber}`,
        credits: {
          receivableId: invoice.receivableId,
          number: invoice.number,
          requestNumber: number,
          lineNumber,
        },
        debtor: invoice.debtor,
        issuedOn: '2026-11-20',
        currency,
        amountMinor,
      }));
  return {
    version: 1,
    number: 'CS-2026-0003',
    asOf,
    facility,
    seller,
    assignee,
    lines: [...note(1, 300_25), ...note(2, 100_01)],
  };
}

/** Tells the first debtor of the sample that its invoice is the factor's. */
export function assignmentNotice(known: KnownParties, currency = 'EUR'): AssignmentNotice {
  const { number, asOf, facility, lines } = requestFor(known, currency);
  const [told] = lines;
  if (!told) throw new Error('the sample has lines');
  const { lineNumber, receivableId, instalment, issuedOn, dueOn, faceMinor, openMinor } = told;
  return {
    version: 1,
    noticeId: '01930000-0000-7000-8000-000000000301',
    number: `${number}-N1`,
    requestNumber: number,
    asOf,
    facility,
    seller,
    assignee,
    debtor: told.debtor,
    payeeAccount: 'DE02120300000000202051',
    lines: [
      {
        lineNumber,
        receivableId,
        number: told.number,
        instalment,
        issuedOn,
        dueOn,
        currency,
        faceMinor,
        openMinor,
      },
    ],
  };
}

function line(
  lineNumber: number,
  number: string,
  owedBy: ReturnType<typeof debtor>,
  faceMinor: number,
): CanonicalRequest['lines'][number] {
  return {
    lineNumber,
    receivableId: `01930000-0000-7000-8000-00000000010${lineNumber}`,
    fingerprint: `f-${lineNumber}`,
    number,
    instalment: 1,
    debtor: owedBy,
    issuedOn: '2026-11-01',
    dueOn: '2027-01-15',
    currency: 'EUR',
    faceMinor,
    openMinor: faceMinor,
    fundedMinor: faceMinor,
    advanceMinor: Math.floor((faceMinor * 85) / 100),
  };
}

/** For the buyer at `index` of the simulator's books; the amount decides whether it is referred. */
export function limitRequest(
  known: KnownParties,
  index = 0,
  amountMinor = 50_000_00,
): LimitRequest {
  return {
    reference: `LR-2026-000${index + 1}`,
    policyId: known.policyId ?? 'no policy',
    debtorId: `d-${index + 1}`,
    buyerId: known.buyers?.[index]?.buyerId ?? 'no buyer',
    currency: 'EUR',
    amountMinor,
    effectiveOn: '2026-11-24',
  };
}

/** Ends the cover that the sample limit gave. */
export function limitChange(known: KnownParties, coverId: string): LimitChange {
  const { policyId, debtorId, buyerId, currency, effectiveOn } = limitRequest(known);
  const reference = 'LC-2026-0001';
  return {
    reference,
    policyId,
    debtorId,
    buyerId,
    currency,
    effectiveOn,
    change: 'cancel',
    coverId,
  };
}

/** The whole debt of a debtor: one invoice overdue, one not yet due. */
export function insurerNotice(
  known: KnownParties,
  kind: InsurerNotice['kind'] = 'overdue',
  currency = 'EUR',
): InsurerNotice {
  const policyId = known.policyId ?? 'no policy';
  const invoice = (nth: number, dueOn: string, openMinor: number) => ({
    receivableId: `01930000-0000-7000-8000-00000000030${nth}`,
    number: `INV-300${nth}`,
    issuedOn: '2026-07-01',
    dueOn,
    faceMinor: openMinor + 1_000,
    openMinor,
    disputedMinor: 0,
  });
  return {
    noticeId: '01930000-0000-7000-8000-000000000301',
    reference: 'IN-2026-0001',
    policyId,
    policyNumber: policyId,
    kind,
    sellerName: seller.name,
    debtorId: 'd-1',
    debtorName: 'Keller Maschinenbau GmbH',
    country: 'DE',
    insurerBuyerId: known.buyers?.[0]?.buyerId ?? 'no buyer',
    on: '2026-11-24',
    currency,
    outstandingMinor: 30_000_75,
    overdueMinor: 20_000_50,
    disputedMinor: 0,
    oldestDueOn: '2026-08-30',
    reason: 'No payment after three reminders.',
    isCollectionAsked: true,
    invoices: [invoice(1, '2026-08-30', 20_000_50), invoice(2, '2026-12-30', 10_000_25)],
  };
}

/** One sale, as an insurer is told of each. */
export function saleDeclaration(known: KnownParties, currency = 'EUR'): InsurerDeclaration {
  const policyId = known.policyId ?? 'no policy';
  return {
    declarationId: '01930000-0000-7000-8000-000000000302',
    reference: 'SD-2026-0001',
    policyId,
    policyNumber: policyId,
    kind: 'sales',
    from: '2026-11-01',
    to: '2026-11-30',
    currency,
    lines: [
      {
        debtorId: 'd-1',
        insurerBuyerId: known.buyers?.[0]?.buyerId ?? 'no buyer',
        receivableId: '01930000-0000-7000-8000-000000000301',
        number: 'INV-3001',
        kind: 'sale',
        on: '2026-11-03',
        dueOn: '2027-01-03',
        amountMinor: 20_000_50,
      },
    ],
    totalMinor: 20_000_50,
  };
}

/** What was not paid of the notified debt, six months later. */
export function claimFiling(
  known: KnownParties,
  noticeReference: string,
  currency = 'EUR',
): ClaimFiling {
  const notice = insurerNotice(known, 'overdue', currency);
  const { policyId, policyNumber, debtorId, debtorName, insurerBuyerId = '' } = notice;
  return {
    claimId: '01930000-0000-7000-8000-000000000303',
    reference: 'CL-2026-0001',
    ...{ policyId, policyNumber, debtorId, debtorName, insurerBuyerId, currency },
    cause: 'protracted_default',
    dateOfLoss: '2027-02-26',
    noticeReference,
    lines: notice.invoices.map(
      ({ receivableId, number, issuedOn, dueOn, faceMinor, openMinor }) => ({
        ...{ receivableId, number, issuedOn, dueOn, faceMinor },
        claimedMinor: openMinor,
      }),
    ),
    claimedMinor: 30_000_75,
    payees: [
      { name: 'Hansa Factoring AG', account: 'DE02120300000000202051', upToMinor: 18_000_00 },
    ],
    documents: [{ kind: 'invoice', fileName: 'INV-3001.pdf', sha256: 'd'.repeat(64) }],
  };
}

/** The proof of delivery of the first invoice. */
export function claimDocument(known: KnownParties, claimReference: string): ClaimContribution {
  const bytes = Buffer.from('Delivered on 3 July 2026 to gate 4.');
  return {
    claimReference: 'CL-2026-0001',
    partnerReference: claimReference,
    policyId: known.policyId ?? 'no policy',
    document: { kind: 'proof_of_delivery', fileName: 'cmr-3001.txt', sha256: sha256(bytes) },
    bytesBase64: bytes.toString('base64'),
  };
}

export function exposureFeed(known: KnownParties): ExposureFeed {
  const amounts = {
    limitMinor: 50_000_00,
    creditNotesMinor: -200_00,
    unappliedCashMinor: 0,
    disputedMinor: 0,
    financedMinor: 12_500_50,
  };
  const buckets = {
    days1to30: 500_50,
    days31to60: 0,
    days61to90: 0,
    days91to120: 0,
    days121to180: 0,
    over180: 0,
  };
  return {
    version: 1,
    feedId: '01930000-0000-7000-8000-000000000f01',
    reference: 'EX-2026-11',
    sequence: 1,
    policyId: known.policyId ?? '4711001',
    sellerName: seller.name,
    asOf: '2026-11-24',
    currency: 'EUR',
    lines: [
      {
        debtorId: 'd-1',
        debtorName: '=HYPERLINK("Keller")',
        country: 'DE',
        insurerBuyerId: '1000101',
        coverId: '20000001',
        outstandingGrossMinor: 12_500_50,
        notDueMinor: 12_000_00,
        oldestDueOn: '2026-11-10',
        ...amounts,
        buckets,
      },
      {
        debtorId: 'd-2',
        debtorName: 'Nordwind Handel AG',
        outstandingGrossMinor: 8_000_00,
        notDueMinor: 8_000_00,
        ...amounts,
        buckets: { ...buckets, days1to30: 0 },
      },
    ],
    control: {
      debtors: 2,
      receivables: 3,
      outstandingGrossMinor: 20_500_50,
      creditNotesMinor: -400_00,
      unappliedCashMinor: 0,
      ledgerGrossMinor: 20_500_50,
    },
  };
}
