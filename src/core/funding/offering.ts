import { addDays, type Day } from '../calendar.ts';
import type { Terms } from '../facility.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import type { Agreement } from './agreement.ts';

/** What an agreement obliges the seller to offer; undefined where the seller chooses. */
export type Obligation = {
  facilityId: string;
  /** Every debtor, or those that are listed. */
  debtors: 'all' | readonly string[];
  sellers?: readonly string[];
  ledgers?: readonly string[];
  issuedFrom?: Day;
  signedOn: Day;
  /** Days from when it has to be offered; absent: the contract names none. */
  withinDays?: number;
};

/** An open invoice that has not been offered to the facility, and where it is instead. */
export type OpenInvoice = {
  receivableId: Id;
  number: string;
  debtorId: string;
  debtor: string;
  sellerId: string;
  ledger: string;
  currency: Currency;
  issuedOn: Day;
  dueOn: Day;
  openMinor: AmountMinor;
  /** In a request of the facility that is not sent yet; with another facility; or nowhere. */
  place: 'nowhere' | 'drafted' | 'elsewhere';
  /** The other facility. */
  heldBy?: string;
};

export type Unoffered = OpenInvoice & {
  /** Since when it should be offered: its issue, and not before the contract. */
  since: Day;
  /** The last day on which the contract lets it be offered. */
  offerBy?: Day;
  isLate: boolean;
};

export type UnofferedSum = {
  currency: Currency;
  count: number;
  openMinor: AmountMinor;
  lateCount: number;
  lateMinor: AmountMinor;
};

/** What the agreement says of scope, on what the terms say it is about at all. */
export function obligationOf(
  { facilityId, rules }: Pick<Terms, 'facilityId' | 'rules'>,
  { scope, signedOn, offerWithinDays }: Pick<Agreement, 'scope' | 'signedOn' | 'offerWithinDays'>,
): Obligation | undefined {
  if (scope === 'single_receivables') return undefined;
  const listed = rules.flatMap((rule) => (rule.rule === 'listed_debtors' ? [rule.debtors] : []));
  const origin = rules.find((rule) => rule.rule === 'origin');
  return {
    facilityId,
    debtors: scope === 'whole_turnover' ? 'all' : inEach(listed),
    ...(origin?.sellers && { sellers: origin.sellers }),
    ...(origin?.ledgers && { ledgers: origin.ledgers }),
    ...(origin?.issuedFrom !== undefined && { issuedFrom: origin.issuedFrom }),
    signedOn,
    ...(offerWithinDays !== undefined && { withinDays: offerWithinDays }),
  };
}

/** Of several lists a debtor has to be in each; of none there is nobody. */
function inEach(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((debtor) => others.every((list) => list.includes(debtor)));
}

/** Which of them the seller is obliged to offer, the oldest obligation first. */
export function unofferedOf(
  obligation: Obligation,
  invoices: readonly OpenInvoice[],
  today: Day,
): Unoffered[] {
  const { signedOn, withinDays } = obligation;
  return invoices
    .filter((invoice) => invoice.openMinor > 0 && isObliged(obligation, invoice, today))
    .map((invoice): Unoffered => {
      const since = invoice.issuedOn > signedOn ? invoice.issuedOn : signedOn;
      if (withinDays === undefined) return { ...invoice, since, isLate: false };
      const offerBy = addDays(since, withinDays);
      return { ...invoice, since, offerBy, isLate: offerBy < today };
    })
    .toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function keyOf({ since, number, receivableId }: Unoffered): string {
  return JSON.stringify([since, number, receivableId]);
}

function isObliged(
  { debtors, sellers, ledgers, issuedFrom, signedOn }: Obligation,
  { debtorId, sellerId, ledger, issuedOn }: OpenInvoice,
  today: Day,
): boolean {
  // What is dated ahead, or signed for later, is not to be offered yet.
  if (issuedOn > today || signedOn > today) return false;
  return (
    (debtors === 'all' || debtors.includes(debtorId)) &&
    (sellers?.includes(sellerId) ?? true) &&
    (ledgers?.includes(ledger) ?? true) &&
    (issuedFrom === undefined || issuedOn >= issuedFrom)
  );
}

/** By currency. */
export function unofferedSums(unoffered: readonly Unoffered[]): UnofferedSum[] {
  const groups = Map.groupBy(unoffered, ({ currency }) => currency);
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, own]) => {
      const late = own.filter(({ isLate }) => isLate);
      return {
        currency,
        count: own.length,
        openMinor: sumMinor(own.map(({ openMinor }) => openMinor)),
        lateCount: late.length,
        lateMinor: sumMinor(late.map(({ openMinor }) => openMinor)),
      };
    });
}
