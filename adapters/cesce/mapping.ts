import type {
  LimitChange,
  LimitRequest,
  ListedCover,
  PendingCover,
  RefusalReason,
  Wire,
} from '../../src/core/adapter.ts';
import { assert } from '../../src/core/assert.ts';
import type { ClaimContribution, ClaimFiling } from '../../src/core/claim/filing.ts';
import type { CoverStatus } from '../../src/core/cover/limit.ts';
import type { InsurerDeclaration } from '../../src/core/exposure/declaration.ts';
import { canonicalJson, sha256 } from '../../src/core/hash.ts';
import { Currency, parseDecimal, toDecimal } from '../../src/core/money.ts';
import type { InsurerNotice } from '../../src/core/notice/insurer-notice.ts';
import type {
  CancellationBody,
  Classification,
  ClassificationBody,
  CollectionBody,
  DocumentBody,
  Movement,
  NonPaymentBody,
  Refusal,
  SaleBody,
} from './wire.ts';

export function posted(target: string, body: object): Wire {
  return { method: 'POST', target, contentType: 'application/json', body: JSON.stringify(body) };
}

/** `/contracts/{contractNo}/…` */
export function contractOf({ target }: Wire): string {
  return decodeURIComponent(target.split('/')[2] ?? '');
}

export function toClassification(request: LimitRequest): ClassificationBody {
  const { amountMinor, currency } = request;
  return {
    endorsementNo: request.buyerId,
    customerReference: request.debtorId,
    requestReference: request.reference,
    requestedAmount: toDecimal({ amountMinor, currency }),
    currency,
    effectDate: request.effectiveOn,
    urgent: request.isUrgent ?? false,
  };
}

export function toCancellation(change: LimitChange): CancellationBody {
  assert(change.change === 'cancel', `${change.reference}: CESCE publishes only the cancellation`);
  return { endorsementNo: change.buyerId, requestReference: change.reference };
}

/** A sale, credit note or extension; each is told alone, since each has its own premium. */
export function toSale(declaration: InsurerDeclaration): SaleBody {
  const line = onlyLine(declaration);
  const { reference, currency } = declaration;
  assert(line.number && line.insurerBuyerId, `${reference} names no invoice or no endorsement`);
  const saleType = saleTypes[line.kind];
  assert(saleType, `${reference}: a ${line.kind} is no sale`);
  return {
    endorsementNo: line.insurerBuyerId,
    customerReference: line.debtorId,
    saleReference: reference,
    saleType,
    invoiceNo: line.number,
    invoiceDate: line.on,
    maturityDate: line.dueOn ?? line.on,
    amount: toDecimal({ amountMinor: line.amountMinor, currency }),
    currency,
  };
}

const saleTypes: Readonly<Record<string, SaleBody['saleType']>> = {
  sale: 'SALE',
  credit_note: 'CREDIT_NOTE',
  extension: 'EXTENSION',
};

export function toCollection(declaration: InsurerDeclaration): CollectionBody {
  const line = onlyLine(declaration);
  const { reference, currency } = declaration;
  assert(line.number && line.insurerBuyerId, `${reference} names no invoice or no endorsement`);
  return {
    client: line.insurerBuyerId,
    sale: line.number,
    collectionDate: line.on,
    collectionReference: reference,
    amount: toDecimal({ amountMinor: line.amountMinor, currency }),
    currency,
  };
}

function onlyLine({ reference, lines }: InsurerDeclaration): InsurerDeclaration['lines'][number] {
  const [line, second] = lines;
  assert(line && !second, `${reference}: CESCE is told each sale and collection alone`);
  return line;
}

/** The whole debt, what is not yet due too, by the original due dates. */
export function toNonPayment(notice: InsurerNotice): NonPaymentBody {
  const { currency, invoices } = notice;
  const money = (amountMinor: number) => toDecimal({ amountMinor, currency });
  return {
    endorsementNo: notice.insurerBuyerId ?? notice.debtorId,
    customerReference: notice.debtorId,
    notificationReference: notice.reference,
    cause: notice.kind === 'insolvency' ? 'INSOLVENCY' : 'DEFAULT',
    notificationDate: notice.on,
    currency,
    totalDebt: money(notice.outstandingMinor),
    overdueDebt: money(notice.overdueMinor),
    disputedDebt: money(notice.disputedMinor),
    recoveryRequested: notice.isCollectionAsked,
    remarks: notice.reason,
    sales: invoices.map((invoice) => ({
      invoiceNo: invoice.number,
      invoiceDate: invoice.issuedOn,
      maturityDate: invoice.dueOn,
      invoiceAmount: money(invoice.faceMinor),
      unpaidAmount: money(invoice.openMinor),
    })),
  };
}

/** The claim goes as a document of the dossier that the notice opened: its data, canonical JSON. */
export function toClaimDocument(filing: ClaimFiling): DocumentBody {
  const { currency } = filing;
  const money = (amountMinor: number) => toDecimal({ amountMinor, currency });
  const content = canonicalJson({
    ...filing,
    claimed: money(filing.claimedMinor),
    lines: filing.lines.map((line) => ({ ...line, claimed: money(line.claimedMinor) })),
  });
  return {
    dossierNo: dossierOf(filing.noticeReference ?? ''),
    documentReference: filing.reference,
    documentType: 'CLAIM',
    fileName: `${filing.reference}.json`,
    sha256: sha256(content),
    content: Buffer.from(content, 'utf8').toString('base64'),
  };
}

export function toDocument(contribution: ClaimContribution): DocumentBody {
  const { document, partnerReference } = contribution;
  return {
    dossierNo: dossierOf(partnerReference),
    documentReference: referenceOfDocument(contribution),
    documentType: document.kind,
    fileName: document.fileName,
    sha256: document.sha256,
    content: contribution.bytesBase64,
  };
}

/** A document is known by the claim it belongs to and by its content. */
export function referenceOfDocument({ claimReference, document }: ClaimContribution): string {
  return `${claimReference}/${document.sha256.slice(0, 16)}`;
}

/** What CESCE calls a notice or a claim is its dossier and, behind a slash, the part within. */
export function dossierOf(partnerReference: string): string {
  return partnerReference.split('/')[0] ?? '';
}

/** The last movement of an endorsement holds; what we cannot read insures nothing. */
export function toCovers(movements: readonly Movement[], policyId: string): ListedCover[] {
  const latest = new Map<string, Movement>();
  for (const movement of movements) {
    const before = latest.get(movement.endorsementNo);
    if (!before || movement.movementNo > before.movementNo) {
      latest.set(movement.endorsementNo, movement);
    }
  }
  return [...latest.values()].map((movement) => toCover(movement, policyId));
}

function toCover(movement: Movement, policyId: string): ListedCover {
  const { endorsementNo, movementCode, currency, effectDate, expiryDate } = movement;
  const amountMinor = amountOf(movement.amount, currency);
  const readable = amountMinor !== undefined && amountMinor >= 0;
  const status = readable ? (statusByCode[movementCode] ?? 'unknown_raw') : 'unknown_raw';
  const ends = status === 'withdrawal_noticed' || status === 'withdrawn' || status === 'cancelled';
  return {
    policyId,
    coverId: endorsementNo,
    buyerId: endorsementNo,
    buyerName: movement.debtorName ?? '',
    status,
    rawCode: movementCode,
    currency,
    layers: readable
      ? [
          {
            amountMinor,
            validFrom: effectDate,
            ...(expiryDate && !ends && { validTo: expiryDate }),
          },
        ]
      : [],
    effectiveOn: effectDate,
    ...(ends && expiryDate ? { endsOn: expiryDate } : {}),
    decidedOn: movement.movementDate,
  };
}

/** Undefined for an amount that is none, or of a currency that nobody knows. */
export function amountOf(text: string, currency: string): number | undefined {
  return Currency.safeParse(currency).success ? parseDecimal(text, currency) : undefined;
}

const statusByCode: Readonly<Record<string, CoverStatus>> = {
  ALTA: 'agreed',
  PARCIAL: 'partial',
  AUMENTO: 'agreed',
  REDUCCION: 'reduced',
  PREAVISO: 'withdrawal_noticed',
  ANULACION: 'withdrawn',
  BAJA: 'cancelled',
  VENCIMIENTO: 'expired',
  DENEGADA: 'refused',
};

export function toPending(request: Classification): PendingCover[] {
  if (request.statusCode !== inProcess) return [];
  return [
    {
      coverId: request.classificationNo,
      buyerId: request.endorsementNo,
      rawCode: request.statusCode,
      currency: request.currency,
      amountMinor: amountOf(request.requestedAmount, request.currency) ?? 0,
    },
  ];
}

/** Published: "En Trámite", a person looks at it. */
export const inProcess = '1';

export function reasonOfRefusal(refusal: Refusal): { reason: RefusalReason; detail: string } {
  const { errorCode, errorMessage } = refusal;
  return { reason: reasons[errorCode] ?? 'refused_by_partner', detail: errorMessage || errorCode };
}

const reasons: Readonly<Record<string, RefusalReason>> = {
  INVALID_FIELD: 'invalid_message',
  UNKNOWN_CONTRACT: 'unknown_agreement',
  CONTRACT_EXPIRED: 'expired',
  UNKNOWN_ENDORSEMENT: 'unknown_party',
  DUPLICATED: 'duplicate',
  NO_PREVIOUS_SALE: 'not_eligible',
  AMOUNT_ABOVE_SALE: 'limit_exceeded',
  NOT_CONTRACTED: 'not_eligible',
};
