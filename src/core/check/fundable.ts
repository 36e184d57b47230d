import { stageOf } from '../facility/stage.ts';
import type { Terms } from '../facility.ts';
import type { Allocation } from '../plan.ts';
import { takenByPolicy } from './cover.ts';
import type { Facts } from './facts.ts';
import type { Rows } from './rows.ts';

/** What is left before limits and caps, which only choose among it. */
export type Fundable = {
  /** Free receivables of which some facility could fund something. */
  free: Set<string>;
  /** Of what is placed: by facility and receivable. */
  left: Map<string, Map<string, { grossMinor: number; netMinor: number }>>;
};

export function fundableOf(
  facts: Facts,
  facilities: readonly Rows[],
  allocation: Allocation,
): Fundable {
  const fundable: Fundable = { free: new Set(), left: new Map() };
  const placed = Map.groupBy(allocation.lines, ({ facilityId }) => facilityId);
  for (const rows of facilities) {
    const { facilityId } = rows.result;
    const terms = facts.terms.get(facilityId);
    if (!terms) continue;
    const named = new Set(placed.get(facilityId)?.map(({ receivableId }) => receivableId));
    const own = new Map<string, { grossMinor: number; netMinor: number }>();
    const net = netOf(facts, terms, rows);
    for (const [index, { receivableId, grossMinor }] of rows.lines.entries()) {
      const netMinor = net[index] ?? 0;
      if (netMinor === 0 || facts.positions.has(receivableId)) continue;
      fundable.free.add(receivableId);
      if (named.has(receivableId)) own.set(receivableId, { grossMinor, netMinor });
    }
    fundable.left.set(facilityId, own);
  }
  return fundable;
}

/** By row: gross less what the rules take that stand before limits, and less what a policy leaves out. */
function netOf(facts: Facts, { rules, currency }: Terms, rows: Rows): Float64Array {
  const chosen = new Set<string>(
    rules.flatMap(({ rule }) => (['limit', 'concentration'].includes(stageOf(rule)) ? [rule] : [])),
  );
  const net = Float64Array.from(rows.lines, ({ grossMinor, deductions }) =>
    deductions.reduce(
      (left, { rule, amountMinor }) => (chosen.has(rule) ? left : left - amountMinor),
      grossMinor,
    ),
  );
  for (const rule of rules) {
    if (rule.rule !== 'insured_limit') continue;
    const taken = takenByPolicy(facts, { rows, rule, currency }, net);
    taken.forEach((amount, index) => {
      net[index] = (net[index] ?? 0) - amount;
    });
  }
  return net;
}
