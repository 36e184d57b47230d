import type { CapFamily, Offer } from '../allocation/problem.ts';
import type { Prices } from '../allocation/value.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Worth } from '../plan.ts';
import type { Stated } from './problemOf.ts';

/** Beyond so many the prices are too small to act on. */
const worthMax = 50;

/**
 * What one more unit of each thing that ran out would save at the margin, dearest first: a facility's
 * limit, a debtor's cover, a cap's node. From the prices by which the plan was found.
 */
export function worthOf({
  stated,
  prices,
  outcomes,
}: {
  stated: Stated;
  prices: Prices;
  outcomes: readonly Outcome[];
}): Worth[] {
  const { problem } = stated;
  const found: Worth[] = [];
  problem.offers.forEach((offer, index) => {
    add(found, { what: 'facility_limit', facilityId: offer.facilityId }, prices.room[index]);
    offer.caps.forEach((family, place) => {
      const names = nodeNames(outcomes[index], offer, family);
      const rule = outcomes[index]?.rules[family.rule]?.rule ?? '';
      prices.caps[index]?.[place]?.forEach((price, node) => {
        const of = { facilityId: offer.facilityId, rule, node: names(node) };
        add(found, { what: 'cap', ...of }, price);
      });
    });
  });
  problem.rooms.forEach(({ kind, offers }, place) => {
    const facilityIds = offers.map(({ offer }) => problem.offers[offer]?.facilityId ?? '');
    prices.rooms[place]?.forEach((price, debtor) => {
      const debtorId = outcomes[0]?.view.ledger.debtors[debtor]?.id ?? '';
      add(found, { what: kind, debtorId, facilityId: facilityIds.join(', ') }, price);
    });
  });
  return found.sort((left, right) => right.savesPpm - left.savesPpm).slice(0, worthMax);
}

function add(found: Worth[], what: Omit<Worth, 'savesPpm'>, price: number | undefined): void {
  const savesPpm = Math.floor((price ?? 0) * 1_000_000);
  if (savesPpm > 0) found.push({ ...what, savesPpm });
}

function nodeNames(
  outcome: Outcome | undefined,
  { caps }: Offer,
  family: CapFamily,
): (node: number) => string {
  const funders = caps.filter(({ rule }) => outcome?.rules[rule]?.rule === 'funder_limit').length;
  const stated = outcome?.caps?.stated[caps.indexOf(family) - funders];
  if (stated) return (node) => stated.nodes.names[node] ?? '';
  return (node) => outcome?.view.ledger.debtors[node]?.id ?? '';
}
