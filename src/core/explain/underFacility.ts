import { assert } from '../assert.ts';
import { ageingParams } from '../eligibility/ageing.ts';
import { debtorLines } from '../eligibility/debtorLines.ts';
import { insuredMinor } from '../eligibility/limits.ts';
import { type Concentrations, heldElsewhereMinor, type Outcome } from '../eligibility/outcome.ts';
import type { RuleOf } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import { sumMinor } from '../money.ts';
import type { Deduction } from '../plan.ts';
import type { DebtorCap, DebtorFacility, DebtorLimit } from './explanation.ts';

/** A debtor under one facility in sums over its invoices, with the limits and caps it counts towards. */
export function debtorUnder(outcome: Outcome, debtor: number): DebtorFacility {
  const { view, eligible } = outcome;
  const lines = debtorLines(outcome, debtor).map(({ line }) => line);
  const deductions = deductionsOf(
    outcome,
    lines.flatMap((line) => line.deductions),
  );
  const grossMinor = sumMinor(lines.map((line) => line.grossMinor));
  const left = sumMinor([grossMinor, ...deductions.map(({ amountMinor }) => -amountMinor)]);
  assert(left === eligible[debtor], 'the rules of a debtor do not come to its sum');
  const debtorId = view.ledger.debtors[debtor]?.id ?? '';
  return {
    facilityId: view.terms.facilityId,
    currency: view.terms.currency,
    receivables: lines.length,
    grossMinor,
    deductions,
    eligibleMinor: left,
    limits: limitsOn(outcome, { debtor, debtorId, grossMinor, deductions }),
    caps: outcome.caps ? capsOn(outcome.caps, debtor) : [],
    ...ageingOf(outcome, debtor),
  };
}

type Deductions = DebtorFacility['deductions'];

function deductionsOf({ rules }: Outcome, all: readonly Deduction[]): Deductions {
  const byRule = Map.groupBy(all, ({ rule }) => rule);
  return rules.flatMap(({ rule }) => {
    const own = byRule.get(rule);
    if (!own) return [];
    const amountMinor = sumMinor(own.map((deduction) => deduction.amountMinor));
    const stage = stageOf(rule);
    const isOfDebtor = stage !== 'invoice' && stage !== 'netting';
    return [{ rule, amountMinor, count: own.length, ...(isOfDebtor && commonParams(own)) }];
  });
}

/** Invoices of one debtor may differ in why cover does not reach them: then no one sentence is true. */
function commonParams([first, ...others]: readonly Deduction[]): Pick<Deductions[0], 'params'> {
  if (!first) return {};
  const text = JSON.stringify(first.params);
  const isCommon = others.every(({ params }) => JSON.stringify(params) === text);
  return isCommon ? { params: first.params } : {};
}

type Asked = { debtor: number; debtorId: string; grossMinor: number; deductions: Deductions };

function limitsOn(outcome: Outcome, of: Asked): DebtorLimit[] {
  const { rules } = outcome;
  return rules.flatMap((rule, index) => {
    if (rule.rule !== 'funder_limit' && rule.rule !== 'insured_limit') return [];
    const before = new Set<string>(rules.slice(0, index).map((own) => own.rule));
    const taken = of.deductions.filter((deduction) => before.has(deduction.rule));
    const leftMinor = of.grossMinor - sumMinor(taken.map(({ amountMinor }) => amountMinor));
    return rule.rule === 'funder_limit'
      ? [funderLimit(outcome, { rule, index, leftMinor, ...of })]
      : [insuredLimit(outcome, { rule, index, leftMinor, ...of })];
  });
}

type Placed<Given> = Asked & { rule: Given; index: number; leftMinor: number };

function funderLimit(
  { funderLimits }: Outcome,
  { rule, index, debtorId, leftMinor }: Placed<RuleOf<'funder_limit'>>,
): DebtorLimit {
  const limitMinor = funderLimits[index]?.get(debtorId) ?? rule.otherwiseMinor;
  return {
    rule: rule.rule,
    limitMinor,
    heldElsewhereMinor: 0,
    askedMinor: leftMinor,
    headroomMinor: Math.max(0, limitMinor - leftMinor),
  };
}

function insuredLimit(
  outcome: Outcome,
  { rule, index, debtor, debtorId, leftMinor, grossMinor }: Placed<RuleOf<'insured_limit'>>,
): DebtorLimit {
  const { view } = outcome;
  const held = heldElsewhereMinor(outcome, { index, debtor });
  const answer = view.coverOf(rule.policyId, debtorId);
  const roomMinor = insuredMinor(view, rule, { debtorId, heldElsewhereMinor: held });
  const askedMinor = rule.consumption === 'chronological' ? grossMinor : leftMinor;
  return {
    rule: rule.rule,
    policyId: rule.policyId,
    reason: answer.status === 'in_force' ? answer.status : answer.reason,
    limitMinor: insuredMinor(view, rule, { debtorId, heldElsewhereMinor: 0 }),
    heldElsewhereMinor: held,
    askedMinor,
    headroomMinor: Math.max(0, roomMinor - askedMinor),
  };
}

/** Families only: a pair's cap is of whoever is the other, which its deduction names. */
function capsOn({ cells, input, result, stated }: Concentrations, debtor: number): DebtorCap[] {
  const own: number[] = [];
  cells.debtorOf.forEach((of, cell) => {
    if (of === debtor && (cells.amounts[cell] ?? 0) > 0) own.push(cell);
  });
  return input.families.flatMap((family, place) => {
    const nodes = new Set(own.map((cell) => family.nodeOf[cell] ?? -1).filter((node) => node >= 0));
    return [...nodes].flatMap((node) => {
      const capMinor = result.capMinor[place]?.[node] ?? Number.POSITIVE_INFINITY;
      const of = stated[place];
      const askedMinor = of?.nodeMinor[node] ?? 0;
      const shareBp = family.bp[node] ?? 0;
      // A whole share, as terms give their own country, says nothing unless it binds.
      const isFree =
        !Number.isSafeInteger(capMinor) || (shareBp >= 10_000 && capMinor >= askedMinor);
      if (!of || isFree) return [];
      let countsMinor = 0;
      family.nodeOf.forEach((other, cell) => {
        if (other === node) countsMinor += result.kept[cell] ?? 0;
      });
      return {
        rule: of.rule.rule,
        node: of.nodes.names[node] ?? '',
        askedMinor,
        countsMinor,
        capMinor,
        shareBp,
        headroomMinor: Math.max(0, capMinor - countsMinor),
      };
    });
  });
}

function ageingOf(outcome: Outcome, debtor: number): Pick<DebtorFacility, 'ageing'> {
  for (const [index, rule] of outcome.rules.entries()) {
    if (rule.rule !== 'cross_ageing') continue;
    const ageings = outcome.ageings[index];
    const isTainted = ageings?.isTainted[ageings.nodeOf(debtor)] === 1;
    return { ageing: { isTainted, params: ageingParams(outcome, { index, rule, debtor }) } };
  }
  return {};
}
