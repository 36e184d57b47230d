import { type Books, type Cover, convert } from './books.ts';

/**
 * A cover as the lists show it: amounts twice and as text, empty where there is none; instants
 * in UTC for even covers and at UTC+01:00 for odd ones, as both have been seen.
 */
export function recordOf(cover: Cover, books: Books) {
  const { decision } = cover;
  const currency = books.policies[cover.policyId]?.currency ?? 'EUR';
  const stamp = (instant: string | undefined) => stampOf(instant, cover.coverId);
  const amounts = (amount: number | undefined) => amountsOf(amount, currency, cover);
  const asked = amountsOf(books.inPolicyCurrency(cover), currency, cover);
  const permanent = decision?.amount === 0 ? undefined : decision?.amount;
  const temporary = decision?.temporary;
  const whole =
    permanent === undefined && !temporary ? undefined : (permanent ?? 0) + (temporary?.amount ?? 0);
  return {
    coverId: cover.coverId,
    customerRefNumber: cover.customerRefNumber,
    policyId: cover.policyId,
    buyerId: cover.buyerId,
    buyerName: books.buyers.find(({ buyerId }) => buyerId === cover.buyerId)?.name ?? '',
    coverType: cover.coverType,
    coverStatus: decision ? 'DECISION' : 'REFERRED',
    decisionCode: decision?.code ?? '',
    historicCode: decision?.historicCode ?? '',
    pendingProcessIndicator: decision?.pending ?? '',
    policyCurrencyCode: currency,
    creditLimitApplicationAmountInPolicyCurrency: asked.decisionAmtInPolicyCurrency,
    creditLimitApplicationAmountInUserCurrency: asked.decisionAmtInUserCurrency,
    totalDecision: {
      ...amounts(whole),
      decisionConditions: (decision?.conditions ?? []).map(conditionOf),
    },
    firstAmtDecision: { ...amounts(permanent), decisionExpiryDate: '' },
    secondAmtDecision: {
      ...amounts(temporary?.amount),
      decisionExpiryDate: temporary?.until ?? '',
    },
    applicationDate: stamp(cover.appliedAt),
    decisionDate: stamp(decision?.decidedAt),
    effectFromDate: cover.effectFromDate,
    withdrawalDate: decision?.withdrawalDate ?? '',
    effectiveToDate: '',
  };
}

function amountsOf(amount: number | undefined, currency: string, cover: Cover) {
  const inUser =
    amount === undefined ? undefined : convert(amount, currency, cover.requestCurrency);
  return {
    decisionAmtInPolicyCurrency: amount === undefined ? '' : amount.toFixed(2),
    decisionAmtInUserCurrency: inUser === undefined ? '' : inUser.toFixed(2),
  };
}

function stampOf(instant: string | undefined, coverId: number): string {
  if (instant === undefined) return '';
  if (coverId % 2 === 0) return instant;
  const shifted = new Date(Date.parse(instant) + 3_600_000).toISOString();
  return shifted.replace('Z', '+01:00');
}

/** Its own list of what it asks for. */
const conditions: Readonly<Record<string, readonly [category: string, text: string]>> = {
  C01: ['Security', 'Guarantee of the parent company'],
  C02: ['Security', 'Retention of title'],
  C03: ['Payment', 'Accepted bill of exchange'],
  C04: ['Risk', 'Cover of insolvency only'],
};

function conditionOf(conditionCode: string) {
  const [category = 'Other', text = `Condition ${conditionCode}`] = conditions[conditionCode] ?? [];
  return {
    conditionCode,
    conditionType: 'S',
    conditionCategoryDescription: category,
    conditionDescription: text,
  };
}
