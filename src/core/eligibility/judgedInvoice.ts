import { never } from '../assert.ts';
import type { Rule } from '../facility/rule.ts';
import type { AmountMinor } from '../money.ts';
import { shareBp } from '../money.ts';
import type { LineExplanation, Params } from '../plan.ts';
import type { Invoice } from '../receivable.ts';
import { isPartRule, isWholeRule, judgeWhole, type PartRule } from './invoiceRules.ts';
import { type FacilityView, type Subject, subjectAt, take } from './view.ts';

/** One invoice after the rules about invoices, in their order: the first that fails takes what is left. */
export function judgedInvoice(view: FacilityView, index: number): LineExplanation {
  const subject = subjectAt(view, index);
  const { line, invoice } = subject;
  let restMinor = invoice.openMinor;
  for (const rule of view.terms.rules) {
    if (line.eligibleMinor === 0) break;
    if (isPartRule(rule)) {
      const partMinor = partOf(view, rule, invoice);
      takePart(view, rule, { subject, restMinor, partMinor });
      restMinor = Math.max(0, restMinor - partMinor);
    } else if (isWholeRule(rule)) {
      const params = judgeWhole(view, rule, subject);
      if (params) take(line, rule.rule, line.eligibleMinor, params);
    }
  }
  return line;
}

/** An invoice's part, and what the parts before left of its open amount; in its own currency. */
type Part = { subject: Subject; restMinor: AmountMinor; partMinor: AmountMinor };

function takePart(view: FacilityView, rule: PartRule, part: Part): void {
  const { line } = part.subject;
  const { amountMinor, params } = partTaken(view, rule, part);
  take(line, rule.rule, Math.min(amountMinor, line.eligibleMinor), params);
}

function partTaken(
  view: FacilityView,
  rule: PartRule,
  of: Part,
): { amountMinor: AmountMinor; params: Params } {
  const { line, invoice } = of.subject;
  const { currency } = view.terms;
  const part = converted(view, of);
  switch (rule.rule) {
    case 'disputed': {
      const whole = rule.scope === 'whole_invoice' && invoice.disputedMinor > 0;
      const params = { disputedMinor: part, scope: rule.scope, currency };
      return { amountMinor: whole ? line.eligibleMinor : part, params };
    }
    case 'retention':
    case 'finance_charges': {
      const kind = rule.rule === 'retention' ? 'retention' : 'finance_charge';
      const whole = rule.scope === 'whole_invoice' && componentsOf(invoice, [kind]) > 0;
      const params = { partMinor: part, scope: rule.scope, currency };
      return { amountMinor: whole ? line.eligibleMinor : part, params };
    }
    case 'accrued_deductions': {
      const params = { partMinor: part, kinds: rule.kinds.toSorted().join(', '), currency };
      return { amountMinor: part, params };
    }
    case 'currency_haircut': {
      const haircutBp = haircutOf(rule, invoice);
      const left = shareBp(line.eligibleMinor, 10_000 - haircutBp, 'down');
      const params = { invoiceCurrency: invoice.currency, haircutBp };
      return { amountMinor: line.eligibleMinor - left, params };
    }
    default:
      return never(rule, 'partTaken');
  }
}

/** What a rule takes a part of, in the invoice's currency. */
function partOf(view: FacilityView, rule: PartRule, invoice: Invoice): AmountMinor {
  if (rule.rule === 'disputed') return invoice.disputedMinor;
  return componentsOf(invoice, freshKinds(view, rule));
}

/** What the rest comes to less what it comes to without the part: several parts round down once. */
function converted(view: FacilityView, { subject, restMinor, partMinor }: Part): AmountMinor {
  if (partMinor === 0) return 0;
  const { currency } = subject.invoice;
  const others = Math.max(0, restMinor - partMinor);
  return view.toFacility(restMinor, currency, 'down') - view.toFacility(others, currency, 'down');
}

function componentsOf({ particulars }: Invoice, kinds: readonly string[]): AmountMinor {
  let total = 0;
  for (const { kind, amountMinor } of particulars?.components ?? []) {
    if (kinds.includes(kind)) total += amountMinor;
  }
  return total;
}

/** The kinds of parts a rule takes and no rule before it: each cent is excluded once. */
function freshKinds({ terms: { rules } }: FacilityView, rule: PartRule): string[] {
  const before = rules.slice(0, rules.indexOf(rule)).flatMap(kindsOf);
  return kindsOf(rule).filter((kind) => !before.includes(kind));
}

function kindsOf(rule: Rule): string[] {
  switch (rule.rule) {
    case 'retention':
      return ['retention'];
    case 'finance_charges':
      return ['finance_charge'];
    case 'accrued_deductions':
      return rule.kinds;
    default:
      return [];
  }
}

function haircutOf(
  { haircuts }: Extract<PartRule, { rule: 'currency_haircut' }>,
  { currency }: Invoice,
): number {
  return haircuts.find((haircut) => haircut.currency === currency)?.haircutBp ?? 0;
}
