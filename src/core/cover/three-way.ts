import { type Day, daysBetween } from '../calendar.ts';
import { type AmountMinor, type Currency, type Rounding, sumMinor } from '../money.ts';
import { coverOn } from './available.ts';
import { type CoverDecision, isInForce } from './limit.ts';

/** A cover as the insurer lists it, of one of its buyers. */
export type ListedBuyer = { coverId: string; buyerId: string; buyerName: string };

export type ThreeWay = {
  asOf: Day;
  policyId: string;
  currency: Currency;
  /** The insurer's list, our cover book in the order it was recorded, and the ledger's open debts. */
  listed: readonly ListedBuyer[];
  book: readonly CoverDecision[];
  owed: readonly { debtorId: string; openMinor: AmountMinor; currency: Currency }[];
  buyers: readonly { debtorId: string; buyerId: string }[];
  /** What was asked for and the insurer has taken, and since when it is silent. */
  unanswered: readonly { reference: string; debtorId: string; takenOn: Day }[];
  /** Cover of debtors without a decision; zero where there is none. */
  unnamedMinor: AmountMinor;
  convert: (amount: AmountMinor, from: Currency, rounding: Rounding) => AmountMinor;
};

/** What the three do not agree on: a task for a person, the same one once. */
export type CoverDifference = {
  cause: string;
  code:
    | 'cover_unmapped'
    | 'cover_unreadable'
    | 'cover_exceeded'
    | 'cover_missing'
    | 'cover_unused'
    | 'limit_unanswered';
  debtorId?: string;
  params: Record<string, string | number>;
};

const silentDays = 30;

/**
 * Ledger, cover book and the insurer's list held against each other. The book is read after the list
 * was taken into it, so what it still lacks is nobody's cover: a buyer that is none of our debtors.
 */
export function compareThreeWays(told: ThreeWay): CoverDifference[] {
  const decisions = Map.groupBy(
    told.book.filter(({ policyId }) => policyId === told.policyId),
    ({ debtorId }) => debtorId,
  );
  const owed = owedBy(told);
  const debtors = [...new Set([...decisions.keys(), ...owed.keys()])].sort();
  return [
    ...unmapped(told),
    ...debtors.flatMap((debtorId) =>
      ofDebtor(told, {
        debtorId,
        decisions: decisions.get(debtorId) ?? [],
        openMinor: owed.get(debtorId) ?? 0,
      }),
    ),
    ...unanswered(told),
  ];
}

function unmapped({ policyId, listed, buyers }: ThreeWay): CoverDifference[] {
  const known = new Set(buyers.map(({ buyerId }) => buyerId));
  return listed
    .filter(({ buyerId }) => !known.has(buyerId))
    .map(({ coverId, buyerId, buyerName }) => ({
      cause: `cover_unmapped|${policyId}|${buyerId}`,
      code: 'cover_unmapped',
      params: { policyId, coverId, buyerId, name: buyerName },
    }));
}

type Debtor = { debtorId: string; decisions: readonly CoverDecision[]; openMinor: AmountMinor };

function ofDebtor(told: ThreeWay, debtor: Debtor): CoverDifference[] {
  const { asOf, policyId, currency, convert, unnamedMinor } = told;
  const { debtorId, decisions, openMinor } = debtor;
  const unread = decisions.findLast(({ status }) => status === 'unknown_raw');
  const last = decisions.at(-1);
  const version = `${last?.coverId ?? 'none'}|${last?.decidedOn ?? ''}`;
  const say = (
    code: CoverDifference['code'],
    numbers: CoverDifference['params'],
  ): CoverDifference => ({
    cause: `${code}|${policyId}|${debtorId}|${version}`,
    code,
    debtorId,
    params: { policyId, debtorId, currency, ...numbers },
  });
  if (unread && unread === last) {
    return [say('cover_unreadable', { coverId: unread.coverId, rawCode: unread.rawCode })];
  }
  const answer = coverOn(decisions, { asOf, convert });
  const limitMinor = answer.status === 'in_force' ? answer.amountMinor : 0;
  const isNamed = decisions.some(({ status }) => isInForce(status));
  if (openMinor === 0) return limitMinor > 0 ? [say('cover_unused', { limitMinor })] : [];
  const coverMinor = isNamed ? limitMinor : Math.max(limitMinor, unnamedMinor);
  if (coverMinor === 0) return [say('cover_missing', { openMinor })];
  return openMinor > coverMinor
    ? [say('cover_exceeded', { openMinor, limitMinor: coverMinor })]
    : [];
}

function owedBy({ owed, convert }: ThreeWay): Map<string, AmountMinor> {
  const amounts = Map.groupBy(owed, ({ debtorId }) => debtorId);
  return new Map(
    [...amounts].map(([debtorId, parts]) => [
      debtorId,
      sumMinor(parts.map(({ openMinor, currency }) => convert(openMinor, currency, 'up'))),
    ]),
  );
}

function unanswered({ asOf, policyId, unanswered: silent }: ThreeWay): CoverDifference[] {
  return silent.flatMap(({ reference, debtorId, takenOn }) => {
    const days = daysBetween(takenOn, asOf);
    if (days <= silentDays) return [];
    const cause = `limit_unanswered|${reference}`;
    const params = { policyId, debtorId, takenOn, days };
    return [{ cause, code: 'limit_unanswered', debtorId, params }];
  });
}
