import type { Prices } from '../allocation/value.ts';
import type { Rule } from '../facility/rule.ts';
import type { Stated } from '../placing/problemOf.ts';
import type { Limit } from './limit.ts';

type Priced = { stated: Stated; prices: Prices; rulesOf: (offer: number) => readonly Rule[] };

/** What one more unit of a debtor's limit would save by a plan's prices, millionths of the need's currency. */
export function marginOf(of: Priced, debtor: number, limit: Limit): number {
  const prices =
    limit.what === 'cover' ? coverPrices(of, debtor, limit) : capPrices(of, debtor, limit);
  return Math.max(0, Math.floor(Math.max(0, ...prices) * 1_000_000));
}

/** Cover is one room for all facilities under the policy. */
function coverPrices({ stated, prices }: Priced, debtor: number, { facilities }: Limit): number[] {
  return stated.problem.rooms.map(({ kind, offers }, place) => {
    const isOfPolicy = kind === 'cover' && offers.some(({ offer }) => facilities.includes(offer));
    return isOfPolicy ? (prices.rooms[place]?.[debtor] ?? 0) : 0;
  });
}

function capPrices(
  { stated, prices, rulesOf }: Priced,
  debtor: number,
  { facilities }: Limit,
): number[] {
  return facilities.flatMap((offer) =>
    (stated.problem.offers[offer]?.caps ?? []).map(({ rule }, place) => {
      const isFunders = rulesOf(offer)[rule]?.rule === 'funder_limit';
      return isFunders ? (prices.caps[offer]?.[place]?.[debtor] ?? 0) : 0;
    }),
  );
}
