import { coverOn } from '../cover/available.ts';
import { decisionsByDebtor, mayRelyOn, policyOf } from '../eligibility/insured.ts';
import { at } from '../eligibility/ledger.ts';
import { converterTo } from '../eligibility/view.ts';
import type { Terms } from '../facility.ts';
import type { CapacitySetup, Offer } from './pairs.ts';

/**
 * What several facilities may fund of a debtor together: its cover under one policy, or what it owes
 * net of credits and contra, so that neither is counted twice. Without what is held already.
 */
export type SharedRoom = {
  /** The offers that share it, this one included; empty when it does not bind this offer. */
  under: number[];
  free: Float64Array;
  used: Float64Array;
};

/** The rooms of each offer: cover under its policy, and what debtors owe net. */
export function jointRooms(setup: CapacitySetup): { cover: SharedRoom[]; netting: SharedRoom[] } {
  const { offers } = setup;
  const policies = offers.map(({ terms }) => policyOf(terms));
  const netted = offers.flatMap(({ terms }, index) => (nets(terms) ? [index] : []));
  return {
    cover: offers.map((offer, index) => {
      const policyId = policies[index];
      const under = policies.flatMap((other, at) => (policyId && other === policyId ? [at] : []));
      return coverRoom(setup, { offer, policyId, under });
    }),
    netting: offers.map((offer) => nettingRoom(setup, { offer, under: netted })),
  };
}

/**
 * What facilities share: each uses a fraction of its own free amount and the fractions sum to at
 * most one, which needs no rate between their currencies and is plain addition within one.
 */
export function sharedFits(
  rooms: readonly SharedRoom[],
  { offer, debtor, funded }: { offer: number; debtor: number; funded: number },
): boolean {
  const own = rooms[offer];
  if (!own || own.under.length === 0) return true;
  const shares: { used: number; free: number }[] = [];
  for (const index of own.under) {
    const other = rooms[index];
    if (!other) continue;
    const used = at(other.used, debtor) + (index === offer ? funded : 0);
    if (used > 0) shares.push({ used, free: at(other.free, debtor) });
  }
  return fractionsFit(shares);
}

/** Σ used ÷ free ≤ 1, exactly. */
export function fractionsFit(shares: readonly { used: number; free: number }[]): boolean {
  const [first, ...others] = shares;
  if (!first) return true;
  if (others.every(({ free }) => free === first.free)) {
    let used = 0;
    for (const share of shares) used += share.used;
    return used <= first.free;
  }
  let [above, below] = [0n, 1n];
  for (const { used, free } of shares) {
    if (free === 0) return false;
    above = above * BigInt(free) + BigInt(used) * below;
    below *= BigInt(free);
  }
  return above <= below;
}

function coverRoom(
  { input, ledger }: CapacitySetup,
  { offer, policyId, under }: { offer: Offer; policyId: string | undefined; under: number[] },
): SharedRoom {
  const free = new Float64Array(policyId === undefined ? 0 : ledger.debtors.length);
  const room = { under, free, used: new Float64Array(free.length) };
  if (policyId === undefined) return room;
  const decisions = decisionsByDebtor(input.cover, policyId);
  const convert = converterTo(input.fx, offer.terms.currency, input.asOf);
  ledger.debtors.forEach((debtor, index) => {
    const answer = coverOn(decisions.get(debtor.id) ?? [], { asOf: input.asOf, convert });
    free[index] = answer.status === 'in_force' ? answer.amountMinor : 0;
  });
  if (ledger.positions.size === 0) return room;
  offer.result.lines.forEach(({ receivableId, grossMinor }, line) => {
    const facilityId = ledger.positions.get(receivableId)?.facilityId;
    if (facilityId === undefined) return;
    if (!mayRelyOn(input.facilities, { facilityId, policyId })) return;
    const debtor = at(ledger.debtorOf, line);
    free[debtor] = Math.max(0, at(free, debtor) - grossMinor);
  });
  return room;
}

function nets({ rules }: Terms): boolean {
  return rules.some(({ rule }) => rule === 'credits' || rule === 'contra');
}

/** Per debtor: gross less credits and payables that the terms net, less what is funded already. */
function nettingRoom(
  { input, ledger }: CapacitySetup,
  { offer: { terms, result }, under }: { offer: Offer; under: number[] },
): SharedRoom {
  if (under.length < 2 || !nets(terms)) {
    return { under: [], free: new Float64Array(0), used: new Float64Array(0) };
  }
  const free = new Float64Array(ledger.debtors.length);
  const convert = converterTo(input.fx, terms.currency, input.asOf);
  const has = (code: string) => terms.rules.some(({ rule }) => rule === code);
  result.lines.forEach(({ receivableId, grossMinor, eligibleMinor }, line) => {
    const holder = ledger.positions.get(receivableId)?.facilityId;
    const held = holder === terms.facilityId ? eligibleMinor : grossMinor;
    const debtor = at(ledger.debtorOf, line);
    free[debtor] = at(free, debtor) + grossMinor - (holder === undefined ? 0 : held);
  });
  const deduct = (debtor: number, items: { openMinor: number; currency: string }[]) => {
    for (const { openMinor, currency } of items) {
      free[debtor] = at(free, debtor) - convert(Math.abs(openMinor), currency, 'up');
    }
  };
  if (has('credits')) for (const [debtor, items] of ledger.credits) deduct(debtor, items);
  if (has('contra')) for (const [debtor, items] of ledger.payables) deduct(debtor, items);
  return {
    under,
    free: free.map((amount) => Math.max(0, amount)),
    used: new Float64Array(free.length),
  };
}
