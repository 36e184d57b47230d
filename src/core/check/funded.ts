import type { RuleOf } from '../facility/rule.ts';
import { type Stage, stageOf } from '../facility/stage.ts';
import type { Terms } from '../facility.ts';
import type { Allocation, LineExplanation } from '../plan.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { type Capping, type Cells, cellsOf, nodesOf, sharesOf } from './nodes.ts';
import type { Rows } from './rows.ts';

type Of = { terms: Terms; rows: Rows; allocation: Allocation };

/**
 * A facility's own caps on what it really funds, held before the plan or in it: shares of the pool are
 * of that pool, other shares of what the ledger came to. Only nodes the plan adds to are judged.
 */
export function* checkFunded(facts: Facts, of: Of): Generator<Violation> {
  const { terms, rows } = of;
  const byCurrency = terms.rules.some(({ rule }) => rule === 'currency_concentration');
  const cells = cellsOf(facts, rows, byCurrency);
  const counted = countedOf(facts, of, cells);
  for (const rule of terms.rules) {
    if (rule.rule === 'funder_limit') yield* checkLimit({ rule, terms, cells, counted });
    if (!isCapping(rule)) continue;
    const named = nodesOf(cells, rule);
    const sums = sumsOf(named.nodeOf, named.names.length, counted);
    const base = BigInt(baseOf(facts, of, { rule, counted }));
    const shares = sharesOf(named, rule);
    if (rule.rule === 'pair_concentration') {
      const most = (base * BigInt(rule.shareBp)) / 10_000n;
      if (BigInt(largestPair(sums)) <= most) continue;
      yield violation('funded_cap', `${terms.facilityId} ${rule.rule}`, `two may have ${most}`);
      continue;
    }
    for (const [node, name] of named.names.entries()) {
      if (at(sums.added, node) === 0) continue;
      const most = (base * BigInt(at(shares, node))) / 10_000n;
      if (BigInt(at(sums.all, node)) <= most) continue;
      yield violation('funded_cap', `${terms.facilityId} ${name}`, `${rule.rule} allows ${most}`);
    }
  }
}

/** By cell: held before the plan, and added by it. */
type Counted = { held: Float64Array; added: Float64Array };

function* checkLimit(of: {
  rule: RuleOf<'funder_limit'>;
  terms: Terms;
  cells: Cells;
  counted: Counted;
}): Generator<Violation> {
  const { rule, terms, cells, counted } = of;
  const limits = new Map(rule.limits.map(({ debtorId, amountMinor }) => [debtorId, amountMinor]));
  const all = new Map<string, { all: number; added: number }>();
  for (const [cell, { debtor }] of cells.of.entries()) {
    const own = all.get(debtor.id) ?? { all: 0, added: 0 };
    own.all += at(counted.held, cell) + at(counted.added, cell);
    own.added += at(counted.added, cell);
    all.set(debtor.id, own);
  }
  for (const [debtorId, own] of all) {
    const most = limits.get(debtorId) ?? rule.otherwiseMinor;
    if (own.added === 0 || own.all <= most) continue;
    yield violation('funded_limit', `${terms.facilityId} ${debtorId}`, `the limit is ${most}`);
  }
}

function countedOf({ positions }: Facts, { terms, rows, allocation }: Of, cells: Cells): Counted {
  const held = new Float64Array(cells.count);
  const added = new Float64Array(cells.count);
  const funded = new Map(
    allocation.lines
      .filter(({ facilityId }) => facilityId === terms.facilityId)
      .map(({ receivableId, fundedMinor }) => [receivableId, fundedMinor]),
  );
  for (const [index, line] of rows.lines.entries()) {
    const cell = cells.cellOf[index] ?? 0;
    added[cell] = at(added, cell) + (funded.get(line.receivableId) ?? 0);
    if (positions.get(line.receivableId)?.facilityId !== terms.facilityId) continue;
    held[cell] = at(held, cell) + leftBefore(line, terms, ['limit', 'concentration']);
  }
  return { held, added };
}

function sumsOf(nodeOf: Int32Array, nodes: number, { held, added }: Counted) {
  const sums = { all: new Float64Array(nodes), added: new Float64Array(nodes) };
  for (let cell = 0; cell < nodeOf.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    if (node < 0) continue;
    sums.all[node] = at(sums.all, node) + at(held, cell) + at(added, cell);
    sums.added[node] = at(sums.added, node) + at(added, cell);
  }
  return sums;
}

/** The largest sum of two nodes of which the plan adds to one; what is held alone is not judged. */
function largestPair({ all, added }: { all: Float64Array; added: Float64Array }): number {
  let largest = 0;
  const [first = 0, second = 0] = all.toSorted().reverse();
  for (let node = 0; node < all.length; node += 1) {
    if (at(added, node) === 0) continue;
    const other = at(all, node) === first ? second : first;
    largest = Math.max(largest, at(all, node) + other);
  }
  return largest;
}

function baseOf(
  { input }: Facts,
  { terms, rows }: Of,
  { rule, counted }: { rule: Capping; counted: Counted },
): number {
  switch (rule.base) {
    case 'poolAfterCaps':
      return total(counted.held) + total(counted.added);
    case 'grossEligible':
      return total(rows.lines.map((line) => leftBefore(line, terms, ['concentration'])));
    case 'afterCategorical': {
      const later: Stage[] = ['debtor_ageing', 'netting', 'limit', 'concentration'];
      return total(rows.lines.map((line) => leftBefore(line, terms, later)));
    }
    case 'allAccounts':
      return total(rows.lines.map(({ grossMinor }) => grossMinor));
    case 'facilityLimit':
      return terms.limitMinor;
    case 'fundedAmount': {
      const own = input.positions.filter(({ facilityId }) => facilityId === terms.facilityId);
      return total(own.map(({ advancedMinor }) => advancedMinor));
    }
    default:
      return rule.base;
  }
}

/** What is left of a line when the rules of these stages have taken nothing yet. */
function leftBefore(
  { grossMinor, deductions }: LineExplanation,
  { rules }: Terms,
  stages: readonly Stage[],
): number {
  let left = grossMinor;
  for (const { rule, amountMinor } of deductions) {
    const stated = rules.find((own) => own.rule === rule);
    if (stated && !stages.includes(stageOf(stated.rule))) left -= amountMinor;
  }
  return left;
}

function isCapping(rule: Terms['rules'][number]): rule is Capping {
  return stageOf(rule.rule) === 'concentration';
}

function total(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? 0;
}
