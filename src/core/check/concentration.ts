import { type CapFault, checkCaps } from '../caps/check.ts';
import type { CapBase, CapFamily, CapInput } from '../caps/input.ts';
import type { Rule } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import type { FacilityResult } from '../plan.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { type Capping, cellsOf, nodesOf, sharesOf } from './nodes.ts';
import { type Rows, sumsBy } from './rows.ts';

/** A concentration rule, with what the plan lets it take of each row. */
export type Stated = { rule: Capping; before: Float64Array; taken: Float64Array };

type Of = { terms: Terms; rows: Rows; caps: readonly Stated[]; passed: Float64Array };
type Cap = CapFamily & { rule: Capping; taken: Float64Array };

/**
 * Nobody counts for more than its cap of the stated base, the pool is the greatest that satisfies its
 * own shares, and whoever gave something up for a cap counts for exactly that cap.
 */
export function* checkConcentration(facts: Facts, of: Of): Generator<Violation> {
  const { rows, caps } = of;
  const { facilityId } = rows.result;
  const [first] = caps;
  if (!first) return;
  const isByCurrency = caps.some(({ rule }) => rule.rule === 'currency_concentration');
  const cells = cellsOf(facts, rows, isByCurrency);
  const amounts = sumsBy(cells.cellOf, cells.count, first.before);
  const kept = sumsBy(cells.cellOf, cells.count, rows.left);
  const inOrder = caps.map(({ rule, taken }): Cap => {
    const nodes = nodesOf(cells, rule);
    return {
      rule,
      taken: sumsBy(cells.cellOf, cells.count, taken),
      nodeOf: nodes.nodeOf,
      nodes: nodes.names.length,
      bp: sharesOf(nodes, rule),
      base: baseOf(facts, of, { before: first.before, base: rule.base }),
    };
  });
  const poolMinor = total(kept);
  for (const { rule, fault } of faultsOf(rows.result, { amounts, kept, caps: inOrder })) {
    yield violation(rule, facilityId, `the caps do not hold: ${fault}`);
  }
  let after = amounts;
  for (const cap of inTurn(inOrder)) {
    after = after.map((amount, cell) => amount - (cap.taken[cell] ?? 0));
    yield* checkTaken(facilityId, cap, { after, poolMinor });
  }
}

/** Caps on pairs come before all others or after all of them, as the first one stated says. */
function inTurn(caps: readonly Cap[]): Cap[] {
  const isPair = ({ rule }: Cap) => rule.rule === 'pair_concentration';
  const single = caps.filter((cap) => !isPair(cap));
  const pairs = caps.filter(isPair);
  const [first] = caps;
  return first && isPair(first) ? [...pairs, ...single] : [...single, ...pairs];
}

/** What the caps themselves do not forgive, with the rule that is broken. */
function faultsOf(
  { poolUpperMinor, collapsed }: FacilityResult,
  of: { amounts: Float64Array; kept: Float64Array; caps: readonly Cap[] },
): { rule: Rule['rule']; fault: CapFault['fault'] }[] {
  const { amounts, kept, caps } = of;
  const poolMinor = total(kept);
  const families = caps.filter(({ rule }) => rule.rule !== 'pair_concentration');
  const pairs = caps.filter(({ rule }) => rule.rule === 'pair_concentration');
  const input: CapInput = {
    amounts,
    families,
    pairs: pairs.map(({ rule, ...pair }) => ({ ...pair, bp: rule.shareBp, position: 'after' })),
  };
  const ordered = [...families, ...pairs];
  const isNamed = ({ rule }: Cap) => rule.rule === collapsed?.rule;
  const faults = checkCaps(input, {
    poolMinor,
    upperMinor: poolUpperMinor,
    ...(collapsed && { collapsed: { ...collapsed, cap: ordered.findIndex(isNamed) } }),
    kept,
    taken: ordered.map(({ taken }) => taken),
    capMinor: families.map((family) =>
      Float64Array.from(family.bp, (_, node) => capOf(family, node, poolMinor)),
    ),
    pairMinor: Float64Array.from(pairs, (pair) => shareOf(pair, pair.rule.shareBp, poolMinor)),
  });
  return faults.map(({ cap = 0, fault }) => ({
    rule: ordered[cap]?.rule.rule ?? 'debtor_concentration',
    fault,
  }));
}

/** After a cap and those stated before it nobody has more than it allows, and who was cut no less. */
function* checkTaken(
  facilityId: string,
  cap: Cap,
  { after, poolMinor }: { after: Float64Array; poolMinor: number },
): Generator<Violation> {
  const counted = new Float64Array(cap.nodes);
  const cut = new Float64Array(cap.nodes);
  for (const [cell, amount] of after.entries()) {
    const node = cap.nodeOf[cell] ?? -1;
    const taken = cap.taken[cell] ?? 0;
    if (node >= 0) {
      counted[node] = (counted[node] ?? 0) + amount;
      cut[node] = (cut[node] ?? 0) + taken;
    } else if (taken > 0) yield violation(cap.rule.rule, facilityId, 'takes what it does not cap');
  }
  const [first = 0, second = 0] = counted.toSorted().reverse();
  const isPair = cap.rule.rule === 'pair_concentration';
  for (const [node, amount] of counted.entries()) {
    const most = capOf(cap, node, poolMinor);
    const isCut = (cut[node] ?? 0) > 0;
    const left = isPair ? first + second : amount;
    const isRight = isCut ? left === most && (!isPair || amount >= second) : left <= most;
    if (isRight) continue;
    yield violation(cap.rule.rule, `${facilityId} node ${node}`, `${left} is not its cap, ${most}`);
  }
}

function capOf(cap: Cap, node: number, poolMinor: number): number {
  return shareOf(cap, cap.bp[node] ?? 0, poolMinor);
}

function shareOf({ base }: Cap, share: number, poolMinor: number): number {
  if (base.kind === 'pool' && share >= 10_000) return Number.POSITIVE_INFINITY;
  const minor = base.kind === 'pool' ? poolMinor : base.minor;
  return Number((BigInt(minor) * BigInt(share)) / 10_000n);
}

/** What shares are taken of, where it is known before the caps. */
function baseOf(
  facts: Facts,
  { terms, rows, passed }: Of,
  { before, base }: { before: Float64Array; base: Capping['base'] },
): CapBase {
  switch (base) {
    case 'poolAfterCaps':
      return { kind: 'pool' };
    case 'grossEligible':
      return { kind: 'amount', minor: total(before) };
    case 'afterCategorical':
      return { kind: 'amount', minor: total(passed) };
    case 'allAccounts':
      return { kind: 'amount', minor: total(rows.lines.map(({ grossMinor }) => grossMinor)) };
    case 'facilityLimit':
      return { kind: 'amount', minor: terms.limitMinor };
    case 'fundedAmount': {
      const own = facts.input.positions.filter(({ facilityId }) => facilityId === terms.facilityId);
      return { kind: 'amount', minor: total(own.map(({ advancedMinor }) => advancedMinor)) };
    }
    default:
      return base;
  }
}

function total(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
}
