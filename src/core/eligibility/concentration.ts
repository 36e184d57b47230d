import { never } from '../assert.ts';
import type { Rule } from '../facility.ts';
import { type AmountMinor, shareBp, splitMinor, sumMinor } from '../money.ts';
import { greatestPool } from './greatestPool.ts';
import { append, at } from './ledger.ts';
import { type FacilityView, lineAt, take } from './view.ts';

type Concentration = Extract<Rule, { rule: 'debtor_concentration' }>;

/**
 * Takes what a debtor (or group) has above its share of the base, rounded down. The excess is spread
 * over its lines in proportion to what is left of them, in the ledger's order, to the cent.
 */
export function applyConcentration(view: FacilityView, rule: Concentration): void {
  const nodes = linesByNode(view, rule.scope);
  const amounts = nodes.map((indexes) =>
    sumMinor(indexes.map((index) => lineAt(view, index).eligibleMinor)),
  );
  const baseMinor = baseOf(view, rule, amounts);
  const capMinor = shareBp(baseMinor, rule.shareBp, 'down');
  nodes.forEach((indexes, node) => {
    const nodeMinor = amounts[node] ?? 0;
    if (nodeMinor <= capMinor) return;
    const lines = indexes.map((index) => lineAt(view, index));
    const shares = splitMinor(
      nodeMinor - capMinor,
      lines.map(({ eligibleMinor }) => eligibleMinor),
    );
    const params = {
      nodeMinor,
      capMinor,
      baseMinor,
      base: rule.base,
      thresholdBp: rule.shareBp,
      scope: rule.scope,
      currency: view.terms.currency,
    };
    lines.forEach((line, index) => {
      take(line, 'debtor_concentration', shares[index] ?? 0, params);
    });
  });
}

function baseOf(view: FacilityView, rule: Concentration, amounts: AmountMinor[]): AmountMinor {
  switch (rule.base) {
    case 'grossEligible':
      return sumMinor(amounts);
    case 'facilityLimit':
      return view.terms.limitMinor;
    case 'poolAfterCaps':
      return greatestPool(amounts, rule.shareBp);
    default:
      return never(rule.base, 'baseOf');
  }
}

function linesByNode({ ledger, lines }: FacilityView, scope: 'debtor' | 'group'): number[][] {
  const byNode = new Map<number, number[]>();
  lines.forEach(({ eligibleMinor }, index) => {
    if (eligibleMinor === 0) return;
    const debtor = at(ledger.debtorOf, index);
    append(byNode, scope === 'debtor' ? debtor : at(ledger.groupOf, debtor), index);
  });
  return [...byNode.values()];
}
