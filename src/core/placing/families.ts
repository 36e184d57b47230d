import type { CapFamily } from '../allocation/problem.ts';
import { assert } from '../assert.ts';
import type { PairCap } from '../caps/input.ts';
import { at, type Ledger } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { RuleOf } from '../facility/rule.ts';
import { mulDiv, shareBp, sumMinor } from '../money.ts';

/** Lines that a facility holds already, with what they count for. */
export type Held = { line: number; amountMinor: number }[];

/**
 * A facility's own caps on what it funds: the funder's limit on each debtor and every concentration
 * rule, on what is held before the plan and in it. Shares of amounts known beforehand are amounts;
 * shares of the pool are of the pool that the plan makes.
 */
export function capFamilies(
  outcome: Outcome,
  { held, lineOf }: { held: Held; lineOf: Int32Array },
): CapFamily[] {
  const families: CapFamily[] = [];
  for (const [rule, stated] of outcome.rules.entries()) {
    if (stated.rule === 'funder_limit') families.push(funderFamily(outcome, rule, stated, held));
  }
  const { caps, view } = outcome;
  caps?.stated.forEach(({ index, nodes }, cap) => {
    const { cells } = caps;
    const byCurrency = cells.currencyOf !== undefined;
    const cellOf = byCurrency
      ? (line: number) =>
          at(view.ledger.debtorOf, line) * view.ledger.currencies.length +
          at(view.ledger.currencyOf, line)
      : (line: number) => at(view.ledger.debtorOf, line);
    const nodeOf = byCurrency
      ? Int32Array.from(lineOf, (line) => at(nodes.nodeOf, cellOf(line)))
      : nodes.nodeOf;
    const heldByNode = new Float64Array(nodes.names.length);
    for (const { line, amountMinor } of held) {
      const node = at(nodes.nodeOf, cellOf(line));
      if (node >= 0) heldByNode[node] = at(heldByNode, node) + amountMinor;
    }
    const by = byCurrency ? 'line' : 'debtor';
    families.push({
      rule: index,
      by,
      nodeOf,
      held: heldByNode,
      cap: capOf(outcome, cap, heldByNode),
    });
  });
  return families;
}

function capOf({ caps }: Outcome, cap: number, held: Float64Array): CapFamily['cap'] {
  const input = caps?.input;
  const family = input?.families[cap];
  if (family) {
    const { base } = family;
    if (base.kind === 'pool') return { kind: 'share', bp: family.bp };
    return { kind: 'amount', minor: family.bp.map((bp) => shareBp(base.minor, bp, 'down')) };
  }
  const pair = input?.pairs[cap - (input?.families.length ?? 0)];
  const amounts = caps?.stated[cap]?.nodeMinor;
  assert(pair && amounts, 'a cap is a family or a pair');
  return pairCap(pair, { held, amounts, poolMinor: caps.result.poolMinor });
}

/**
 * A pair cap allows two nodes together what a family can only allow each: one node what is above the
 * second largest, or above half, and every other no more than that. Any two then stay within the cap,
 * and what counts of all receivables in the pool still fits. Held above half, it is that node.
 */
function pairCap(
  { bp, base }: PairCap,
  of: { held: Float64Array; amounts: Float64Array; poolMinor: number },
): CapFamily['cap'] {
  const { held, amounts, poolMinor } = of;
  if (base.kind === 'amount') {
    const most = shareBp(base.minor, bp, 'down');
    return { kind: 'amount', minor: pairLimits(most, { held, amounts }) };
  }
  const heldPool = sumMinor(held);
  const inBp = (whole: number) => (amount: number) =>
    whole === 0 ? 0 : mulDiv(amount, 10_000, whole, 'up');
  const shares = { held: held.map(inBp(heldPool)), amounts: amounts.map(inBp(poolMinor)) };
  return { kind: 'share', bp: pairLimits(bp, shares) };
}

/** Whole numbers by node, of which any two come to `most` at most. */
function pairLimits(
  most: number,
  { held, amounts }: { held: Float64Array; amounts: Float64Array },
): Float64Array {
  const half = Math.floor(most / 2);
  const heldMost = largestOf(held);
  const largest = (held[heldMost] ?? 0) > half ? heldMost : largestOf(amounts);
  const second = amounts.reduce(
    (max, own, node) => (node === largest ? max : Math.max(max, own)),
    0,
  );
  const level = Math.max(0, Math.min(half, second, most - (held[largest] ?? 0)));
  return held.map((_, node) => (node === largest ? most - level : level));
}

function largestOf(amounts: Float64Array): number {
  return amounts.indexOf(amounts.reduce((most, own) => Math.max(most, own), 0));
}

function funderFamily(
  { view }: Outcome,
  index: number,
  rule: RuleOf<'funder_limit'>,
  held: Held,
): CapFamily {
  const { debtors, debtorOf }: Ledger = view.ledger;
  const limits = new Map(rule.limits.map(({ debtorId, amountMinor }) => [debtorId, amountMinor]));
  const heldByDebtor = new Float64Array(debtors.length);
  for (const { line, amountMinor } of held) {
    const debtor = at(debtorOf, line);
    heldByDebtor[debtor] = at(heldByDebtor, debtor) + amountMinor;
  }
  return {
    rule: index,
    by: 'debtor',
    nodeOf: Int32Array.from(debtors, (_, debtor) => debtor),
    held: heldByDebtor,
    cap: {
      kind: 'amount',
      minor: Float64Array.from(debtors, ({ id }) => limits.get(id) ?? rule.otherwiseMinor),
    },
  };
}
