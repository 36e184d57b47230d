import type {
  BuyerQuery,
  LimitRequest,
  ListedCover,
  PendingCover,
  RefusalReason,
} from '../../src/core/adapter.ts';
import { assert } from '../../src/core/assert.ts';
import { isDay } from '../../src/core/calendar.ts';
import type { CoverLayer, CoverStatus } from '../../src/core/cover/limit.ts';
import { Currency, parseDecimal, toDecimal } from '../../src/core/money.ts';
import type { InsurerNotice, InsurerNoticeState } from '../../src/core/notice/insurer-notice.ts';
import type { Config } from './config.ts';
import type { Cover, CoverBody, CoverRequest, OverdueBody, Refusal, WirePolicy } from './wire.ts';

/** `BU:policy` or `BU:policy:extension`, such as `ACI:7001234:DCL`. */
export function toPolicy(policyId: string): WirePolicy {
  const [businessUnitCode, policy, extensionId] = policyId.split(':');
  assert(businessUnitCode && policy, `policy ${policyId} is not BU:policy or BU:policy:extension`);
  return { businessUnitCode, policyId: policy, ...(extensionId && { extensionId }) };
}

export function fromPolicy({ businessUnitCode, policyId, extensionId }: WirePolicy): string {
  return [businessUnitCode, policyId, extensionId].filter(Boolean).join(':');
}

export function toCoverBody(request: LimitRequest): CoverBody {
  const { amountMinor, currency, kind } = request;
  const policy = toPolicy(request.policyId);
  const rest = { companyId: request.buyerId, isRequestUrgent: request.isUrgent ?? false };
  if (kind === 'credit_check') return { requestTypeCode: 'GradeCover', policy, ...rest };
  const requestedAmount = Number(toDecimal({ amountMinor, currency }));
  const creditLimitDetails = { requestedAmount, currencyCode: currency };
  return { requestTypeCode: 'Primary', policy, creditLimitDetails, ...rest };
}

export function toMatching({ country, scheme, value }: BuyerQuery) {
  return {
    requestedSize: 10,
    companyIdentifiers: [{ idTypeCode: scheme.toUpperCase(), idValue: value }],
    countryCode: country,
    companyIdentifierTypeCode: 'EH',
  };
}

type Read = { policyId: string; currency: string; today: string; codes: Config['statusCodes'] };

/**
 * A cover in our words; undefined where there is no named limit, so that cover follows from the
 * policy. What we cannot read insures nothing.
 */
export function toCover(cover: Cover, read: Read): ListedCover | undefined {
  const { coverId, coverStatusCode, companyId, companyName } = cover;
  if (coverStatusCode === 'CheckPolicy') return undefined;
  const limits = cover.creditLimitsAggregation?.creditLimits ?? [];
  const layers = layersOf(limits, read);
  const known = statusByCode[coverStatusCode] ?? read.codes[coverStatusCode];
  const status: CoverStatus = layers === undefined ? 'unknown_raw' : (known ?? 'unknown_raw');
  const starts = (layers ?? []).map(({ validFrom }) => validFrom).sort();
  const decidedOn = dayOf(cover.decisionDate) ?? starts[0] ?? read.today;
  return {
    policyId: read.policyId,
    coverId,
    buyerId: companyId,
    buyerName: companyName ?? '',
    status,
    rawCode: coverStatusCode,
    currency: limits[0]?.currencyCode ?? read.currency,
    layers: layers ?? [],
    effectiveOn: starts[0] ?? decidedOn,
    decidedOn,
  };
}

const statusByCode: Readonly<Record<string, CoverStatus>> = { Agreement: 'agreed' };

type Limit = NonNullable<Cover['creditLimitsAggregation']>['creditLimits'][number];

/** Undefined when an amount or a day that is there cannot be read, or currencies are mixed. */
function layersOf(limits: readonly Limit[], { currency }: Read): CoverLayer[] | undefined {
  const layers: CoverLayer[] = [];
  const own = limits[0]?.currencyCode ?? currency;
  for (const { amount, currencyCode, startDate, endDate } of limits) {
    if ((currencyCode ?? currency) !== own) return undefined;
    const amountMinor = amountOf(amount, own);
    const validFrom = dayOf(startDate);
    const validTo = dayOf(endDate);
    if (amountMinor === undefined || amountMinor < 0 || validFrom === undefined) return undefined;
    if (endDate && validTo === undefined) return undefined;
    if (amountMinor > 0) {
      layers.push({ amountMinor, validFrom, ...(validTo !== undefined && { validTo }) });
    }
  }
  return layers;
}

export function toPending(request: CoverRequest, currency: string): PendingCover {
  const { requestId, coverId, companyId, creditLimitDetails } = request;
  const own = creditLimitDetails?.currencyCode ?? currency;
  return {
    coverId: coverId ?? requestId,
    buyerId: companyId ?? '',
    rawCode: 'InProgress',
    currency: own,
    amountMinor: amountOf(creditLimitDetails?.requestedAmount ?? 0, own) ?? 0,
  };
}

/** Amounts are JSON numbers in whole currency; one with more digits than the currency has is none. */
export function amountOf(amount: number, currency: string): number | undefined {
  return Currency.safeParse(currency).success ? parseDecimal(String(amount), currency) : undefined;
}

function dayOf(text: string | null | undefined): string | undefined {
  const day = text?.slice(0, 10) ?? '';
  return isDay(day) ? day : undefined;
}

const categories = { overdue: 'OVD', extension: 'EXP', rescheduling: 'RES' } as const;

/** One amount and one due day: an extension is of a single invoice, and names its number. */
export function toOverdue(notice: InsurerNotice): OverdueBody {
  const { kind, currency, reference } = notice;
  assert(
    kind === 'overdue' || kind === 'extension' || kind === 'rescheduling',
    `${reference}: a notice of ${kind} has no category`,
  );
  const [only] = notice.invoices;
  const amountMinor = kind === 'extension' && only ? only.openMinor : notice.overdueMinor;
  const dueDate = kind === 'extension' && only ? only.dueOn : (notice.oldestDueOn ?? notice.on);
  return {
    policyId: notice.policyId,
    overdueCategoryTypeCode: categories[kind],
    debtorId: notice.insurerBuyerId ?? notice.debtorId,
    debtorName: notice.debtorName,
    overdueAmount: toDecimal({ amountMinor, currency }),
    currency,
    dueDate,
    invoiceReference: reference,
  };
}

export const overdueStatus: Readonly<Record<string, InsurerNoticeState['status']>> = {
  reported: 'received',
  processed: 'accepted',
  closed: 'closed',
};

export function reasonOfRefusal({ code, message }: Refusal): {
  reason: RefusalReason;
  detail: string;
} {
  return { reason: reasons[code ?? ''] ?? 'refused_by_partner', detail: message };
}

const reasons: Readonly<Record<string, RefusalReason>> = {
  INVALID_REQUEST: 'invalid_message',
  UNKNOWN_POLICY: 'unknown_agreement',
  UNKNOWN_COMPANY: 'unknown_party',
  REQUEST_IN_PROGRESS: 'duplicate',
  OVERDUE_EXISTS: 'duplicate',
};
