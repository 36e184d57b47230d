import { never } from '../assert.ts';
import { capPool } from '../caps/capPool.ts';
import type { CapBase, CapInput } from '../caps/input.ts';
import type { Rule } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import { splitMinor, sumMinor } from '../money.ts';
import type { Params } from '../plan.ts';
import { type ConcentrationRule, type Nodes, nodesOf, sharesOf } from './capNodes.ts';
import { debtorLines } from './debtorLines.ts';
import { at } from './ledger.ts';
import { type Cells, type Outcome, takenFrom } from './outcome.ts';
import { type Subject, take } from './view.ts';

export function isConcentration(rule: Rule): rule is ConcentrationRule {
  return stageOf(rule.rule) === 'concentration';
}

/** All concentration caps together: what each cell keeps and which rule takes what of it. */
export function concentrate(outcome: Outcome): void {
  const cells = cellsOf(outcome);
  const { ledger } = outcome.view;
  const { debtorNodes } = outcome.scan;
  const stated = outcome.rules.flatMap((rule, index) => {
    if (!isConcentration(rule)) return [];
    const nodes = nodesOf(ledger, { cells, debtorNodes }, rule);
    return [{ rule, index, nodes, nodeMinor: nodeSums(nodes, cells) }];
  });
  const families = stated.filter(({ rule }) => rule.rule !== 'pair_concentration');
  const pairs = stated.filter(({ rule }) => rule.rule === 'pair_concentration');
  const firstFamily = families[0]?.index ?? Number.POSITIVE_INFINITY;
  const input: CapInput = {
    amounts: cells.amounts,
    families: families.map(({ rule, nodes }) => ({
      nodeOf: nodes.nodeOf,
      nodes: nodes.names.length,
      bp: sharesOf(nodes, rule, { debtors: ledger.debtors, cells }),
      base: baseOf(outcome, rule, cells),
    })),
    pairs: pairs.map(({ rule, nodes, index }) => ({
      nodeOf: nodes.nodeOf,
      nodes: nodes.names.length,
      bp: rule.shareBp,
      base: baseOf(outcome, rule, cells),
      position: index < firstFamily ? 'before' : 'after',
    })),
  };
  const result = capPool(input);
  const inOrder = [...families, ...pairs];
  outcome.caps = { cells, input, result, stated: inOrder };
  inOrder.forEach(({ index }, cap) => {
    const taken = result.taken[cap];
    if (!taken) return;
    for (let cell = 0; cell < taken.length; cell += 1) {
      const amount = taken[cell] ?? 0;
      if (amount > 0) takenFrom(outcome, index, at(cells.debtorOf, cell), amount);
    }
  });
}

/** What a rule took of a debtor, spread over its lines in proportion to what is left of them. */
export function takeConcentration(
  outcome: Outcome,
  lines: readonly Subject[],
  { debtor, rule }: { debtor: number; rule: ConcentrationRule },
): void {
  const { caps, view } = outcome;
  const cap = caps?.stated.findIndex((item) => item.rule === rule) ?? -1;
  const taken = caps?.result.taken[cap];
  if (!caps || !taken) return;
  for (const cell of cellsOfDebtor(caps.cells, debtor)) {
    const amount = at(taken, cell);
    if (amount === 0) continue;
    const currency = view.ledger.currencies[caps.cells.currencyOf?.[cell] ?? -1];
    const own = lines.filter(({ invoice }) => !currency || invoice.currency === currency);
    const left = own.map(({ line }) => line.eligibleMinor);
    const shares = splitMinor(amount, left);
    const params = capParams(outcome, { cell, rule });
    own.forEach(({ line }, index) => {
      take(line, rule.rule, shares[index] ?? 0, params);
    });
  }
}

/** The numbers by which a cap takes from a cell. */
export function capParams(
  { caps, view }: Outcome,
  { cell, rule }: { cell: number; rule: ConcentrationRule },
): Params {
  const cap = caps?.stated.findIndex((item) => item.rule === rule) ?? -1;
  const stated = caps?.stated[cap];
  if (!caps || !stated) return {};
  const { nodes } = stated;
  const family = caps.input.families[cap];
  const pair = caps.input.pairs[cap - caps.input.families.length];
  const node = at(nodes.nodeOf, cell);
  const base = (family ?? pair)?.base;
  const params = {
    node: nodes.names[node] ?? '',
    nodeMinor: at(stated.nodeMinor, node),
    baseMinor: base?.kind === 'amount' ? base.minor : caps.result.poolMinor,
    base: rule.base,
    thresholdBp: family ? at(family.bp, node) : rule.shareBp,
    scope: 'scope' in rule ? rule.scope : rule.rule.replace('_concentration', ''),
    currency: view.terms.currency,
  };
  if (family) return { ...params, capMinor: caps.result.capMinor[cap]?.[node] ?? 0 };
  const other = largestBut(stated.nodeMinor, node);
  return {
    ...params,
    other: nodes.names[other] ?? '',
    nodeMinor: params.nodeMinor + (stated.nodeMinor[other] ?? 0),
    capMinor: caps.result.pairMinor[cap - caps.input.families.length] ?? 0,
  };
}

/** The node that a node makes the largest pair with; −1 where it is alone. */
function largestBut(nodeMinor: Float64Array, node: number): number {
  let largest = -1;
  for (let other = 0; other < nodeMinor.length; other += 1) {
    const amount = nodeMinor[other] ?? 0;
    if (other === node || amount === 0) continue;
    if (largest < 0 || amount > at(nodeMinor, largest)) largest = other;
  }
  return largest;
}

function nodeSums({ nodeOf, names }: Nodes, { amounts }: Cells): Float64Array {
  const sums = new Float64Array(names.length);
  for (let cell = 0; cell < amounts.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    if (node >= 0) sums[node] = (sums[node] ?? 0) + (amounts[cell] ?? 0);
  }
  return sums;
}

function baseOf(outcome: Outcome, { base }: ConcentrationRule, cells: Cells): CapBase {
  const { view, scan, facility, rules, taken, grossMinor } = outcome;
  switch (base) {
    case 'poolAfterCaps':
      return { kind: 'pool' };
    case 'grossEligible':
      return { kind: 'amount', minor: sumMinor(cells.amounts) };
    case 'allAccounts':
      return { kind: 'amount', minor: grossMinor };
    case 'afterCategorical': {
      let minor = grossMinor;
      rules.forEach(({ rule }, index) => {
        if (stageOf(rule) === 'invoice') minor -= at(taken, index);
      });
      return { kind: 'amount', minor };
    }
    case 'facilityLimit':
      return { kind: 'amount', minor: view.terms.limitMinor };
    case 'fundedAmount':
      return { kind: 'amount', minor: scan.used[facility] ?? 0 };
    default:
      return never(base, 'baseOf');
  }
}

/** Debtors; or, where a currency has a cap, each debtor's amounts by currency. */
function cellsOf(outcome: Outcome): Cells {
  const { view, eligible, rules } = outcome;
  const { ledger } = view;
  if (!rules.some(({ rule }) => rule === 'currency_concentration')) {
    return { amounts: eligible.slice(), debtorOf: outcome.scan.debtorNodes('debtor').nodeOf };
  }
  const width = ledger.currencies.length;
  const amounts = new Float64Array(eligible.length * width);
  const upTo = rules.findIndex(isConcentration);
  for (let debtor = 0; debtor < eligible.length; debtor += 1) {
    if (eligible[debtor] === 0) continue;
    for (const { line, index } of debtorLines(outcome, debtor, upTo)) {
      const cell = debtor * width + at(ledger.currencyOf, index);
      amounts[cell] = at(amounts, cell) + line.eligibleMinor;
    }
  }
  return {
    amounts,
    debtorOf: Int32Array.from(amounts, (_, cell) => Math.floor(cell / width)),
    currencyOf: Int32Array.from(amounts, (_, cell) => cell % width),
  };
}

function* cellsOfDebtor(cells: Cells, debtor: number): Generator<number> {
  if (!cells.currencyOf) {
    yield debtor;
    return;
  }
  const width = cells.amounts.length / Math.max(1, (cells.debtorOf.at(-1) ?? 0) + 1);
  for (let cell = debtor * width; cell < (debtor + 1) * width; cell += 1) yield cell;
}
