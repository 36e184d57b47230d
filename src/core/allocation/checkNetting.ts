import type { Terms } from '../facility.ts';
import type { Allocation, Plan } from '../plan.ts';
import { type Facts, type Violation, violation } from './checkFacts.ts';

/** Credits and contra count once: what all facilities that net them fund of a debtor, it owes net. */
export function* checkNetting(
  facts: Facts,
  { plan, allocation }: { plan: Plan; allocation: Allocation },
): Generator<Violation> {
  const netting = facts.input.facilities.filter(({ rules }) =>
    rules.some(({ rule }) => rule === 'credits' || rule === 'contra'),
  );
  const used = new Map<string, Map<string, bigint>>();
  for (const { receivableId, facilityId, fundedMinor } of allocation.lines) {
    if (!netting.some((terms) => terms.facilityId === facilityId)) continue;
    const debtorId = facts.invoices.get(receivableId)?.debtorId ?? '';
    const byFacility = used.get(debtorId) ?? new Map<string, bigint>();
    used.set(debtorId, byFacility);
    byFacility.set(facilityId, (byFacility.get(facilityId) ?? 0n) + BigInt(fundedMinor));
  }
  const owed = new Map(netting.map((terms) => [terms.facilityId, owedNet(facts, terms, plan)]));
  for (const [debtorId, byFacility] of used) {
    if (byFacility.size < 2) continue;
    let [above, below] = [0n, 1n];
    for (const [facilityId, amount] of byFacility) {
      const net = owed.get(facilityId)?.get(debtorId) ?? 0n;
      above = above * net + amount * below;
      below *= net;
    }
    if (below <= 0n || above > below) {
      yield violation('netting_shared', debtorId, 'more is funded than the debtor owes net');
    }
  }
}

/** In one facility's currency: open less credits and payables its terms net, less what is held. */
function owedNet(facts: Facts, terms: Terms, plan: Plan): Map<string, bigint> {
  const { currency, facilityId, rules } = terms;
  const net = new Map<string, bigint>();
  const add = (debtorId: string, amount: number) => {
    net.set(debtorId, (net.get(debtorId) ?? 0n) + BigInt(amount));
  };
  for (const line of plan.facilities.find((item) => item.facilityId === facilityId)?.lines ?? []) {
    const debtorId = facts.invoices.get(line.receivableId)?.debtorId ?? '';
    const holder = facts.positions.get(line.receivableId)?.facilityId;
    if (holder === undefined) add(debtorId, line.grossMinor);
    if (holder === facilityId) add(debtorId, line.grossMinor - line.eligibleMinor);
  }
  if (rules.some(({ rule }) => rule === 'credits')) {
    for (const item of facts.credits) {
      add(item.debtorId, -facts.up(-item.openMinor, item.currency, currency));
    }
  }
  if (rules.some(({ rule }) => rule === 'contra')) {
    for (const item of facts.input.payables) {
      add(item.debtorId, -facts.up(item.openMinor, item.currency, currency));
    }
  }
  for (const [debtorId, amount] of net) if (amount < 0n) net.set(debtorId, 0n);
  return net;
}
