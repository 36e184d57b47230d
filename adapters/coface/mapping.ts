import type {
  BuyerQuery,
  LimitRequest,
  ListedCover,
  RefusalReason,
} from '../../src/core/adapter.ts';
import type { CoverLayer, CoverStatus } from '../../src/core/cover/limit.ts';
import { Currency, parseDecimal, toDecimal } from '../../src/core/money.ts';
import type { Config } from './config.ts';
import type { Cover, OrderBody, Refusal } from './wire.ts';

export function toOrder(request: LimitRequest, productCode: string): OrderBody {
  const { amountMinor, currency } = request;
  return {
    productCode,
    easyNumber: request.buyerId,
    customerReference: request.reference,
    requestedAmount: toDecimal({ amountMinor, currency }),
    currencyCode: currency,
    effectiveDate: request.effectiveOn,
    urgent: request.isUrgent ?? false,
  };
}

export function toSearch({ country, scheme, value }: BuyerQuery): URLSearchParams {
  return new URLSearchParams({
    countryCode: country,
    identifierType: scheme.toUpperCase(),
    identifierValue: value,
  });
}

/** Permanent and temporary amounts of one cover are its layers; a top-up is a cover of its own. */
export function toCovers(
  covers: readonly Cover[],
  { policyId, codes }: { policyId: string; codes: Config['statusCodes'] },
): ListedCover[] {
  const grouped = Map.groupBy(covers, ({ coverId }) => coverId);
  return [...grouped.values()].flatMap((parts) => {
    const newest = parts.reduce((last, part) =>
      part.decisionDate >= last.decisionDate ? part : last,
    );
    const layers = layersOf(parts);
    const codesOfParts = new Set(parts.map(({ decisionCode }) => statusOf(decisionCode, codes)));
    const [only] = codesOfParts;
    const status: CoverStatus =
      layers === undefined || codesOfParts.size !== 1 ? 'unknown_raw' : (only ?? 'unknown_raw');
    const starts = parts.map(({ validFrom }) => validFrom).sort();
    return [
      {
        policyId,
        coverId: newest.coverId,
        buyerId: newest.easyNumber,
        buyerName: newest.companyName ?? '',
        status,
        rawCode: parts.map(({ kind, decisionCode }) => `${kind}:${decisionCode}`).join(' '),
        currency: newest.currencyCode,
        layers: layers ?? [],
        effectiveOn: starts[0] ?? newest.decisionDate,
        decidedOn: newest.decisionDate,
      },
    ];
  });
}

function statusOf(code: string, codes: Config['statusCodes']): CoverStatus {
  return codes[code] ?? 'unknown_raw';
}

const kinds: readonly string[] = ['permanent', 'temporary', 'CAP', 'CAP_PLUS'];

function layersOf(parts: readonly Cover[]): CoverLayer[] | undefined {
  const layers: CoverLayer[] = [];
  for (const { kind, amount, currencyCode, validFrom, validTo } of parts) {
    const amountMinor = Currency.safeParse(currencyCode).success
      ? parseDecimal(amount, currencyCode)
      : undefined;
    if (amountMinor === undefined || amountMinor < 0 || !kinds.includes(kind)) return undefined;
    if (currencyCode !== parts[0]?.currencyCode) return undefined;
    // A temporary amount without a last day is not understood.
    if (kind === 'temporary' && !validTo) return undefined;
    if (amountMinor > 0) layers.push({ amountMinor, validFrom, ...(validTo && { validTo }) });
  }
  return layers;
}

export function reasonOfRefusal({ code, message }: Refusal): {
  reason: RefusalReason;
  detail: string;
} {
  return { reason: reasons[code] ?? 'refused_by_partner', detail: message };
}

const reasons: Readonly<Record<string, RefusalReason>> = {
  INVALID: 'invalid_message',
  UNKNOWN_COMPANY: 'unknown_party',
  UNKNOWN_POLICY: 'unknown_agreement',
  ALREADY_ORDERED: 'duplicate',
};
