import type { Rule } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import type { Invoice } from '../receivable.ts';
import { ofDays } from './days.ts';
import { ofDebtors } from './debtors.ts';
import { ofDocuments } from './documents.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { type Rows, takenAt } from './rows.ts';

type OfInvoices = Exclude<
  Rule,
  {
    rule:
      | 'cross_ageing'
      | 'credits'
      | 'contra'
      | 'funder_limit'
      | 'insured_limit'
      | `${string}_concentration`;
  }
>;
type Judging<Code extends OfInvoices> = { terms: Terms; rows: Rows; rule: Code };

/** A rule that applies takes all that is left, or its part of it; one that does not takes nothing. */
export function* checkInvoices(facts: Facts, of: Judging<OfInvoices>): Generator<Violation> {
  const { rows, rule } = of;
  const due = dueTo(facts, of);
  for (let index = 0; index < rows.lines.length; index += 1) {
    const before = rows.left[index] ?? 0;
    const wanted = before === 0 ? 0 : Math.min(before, due(index, before));
    if (takenAt(rows, index, rule.rule) === wanted) continue;
    const at = `${rows.result.facilityId} ${rows.lines[index]?.receivableId}`;
    yield violation(rule.rule, at, `the rule should take ${wanted}`);
  }
}

/** What a rule takes of a row of which so much is left; it may ask for more than that. */
type Due = (index: number, left: number) => number;

function dueTo(facts: Facts, of: Judging<OfInvoices>): Due {
  const { rows, rule, terms } = of;
  const { currency } = terms;
  switch (rule.rule) {
    case 'disputed':
      return partDue(facts, rows, {
        terms,
        rule,
        isWhole: rule.scope === 'whole_invoice',
        partOf: (invoice) => invoice.disputedMinor,
      });
    case 'retention':
      return partDue(facts, rows, {
        terms,
        rule,
        isWhole: rule.scope === 'whole_invoice',
        hasPart: partsOf(['retention']),
        partOf: partsOf(without(terms, rule, ['retention'])),
      });
    case 'finance_charges':
      return partDue(facts, rows, {
        terms,
        rule,
        isWhole: rule.scope === 'whole_invoice',
        hasPart: partsOf(['finance_charge']),
        partOf: partsOf(without(terms, rule, ['finance_charge'])),
      });
    case 'accrued_deductions':
      return partDue(facts, rows, {
        terms,
        rule,
        isWhole: false,
        partOf: partsOf(without(terms, rule, rule.kinds)),
      });
    case 'currency_haircut': {
      const cuts = new Map(rule.haircuts.map((own) => [own.currency, own.haircutBp]));
      return (index, left) => {
        const cut = cuts.get(rows.invoices[index]?.currency ?? currency) ?? 0;
        return cut === 0 ? 0 : left - Number((BigInt(left) * BigInt(10_000 - cut)) / 10_000n);
      };
    }
    case 'amount_range': {
      const { minMinor = 0, maxMinor = Number.MAX_SAFE_INTEGER } = rule;
      return wholeIf((index) => {
        const gross = rows.lines[index]?.grossMinor ?? 0;
        return gross < minMinor || gross > maxMinor;
      });
    }
    case 'not_yet_issued':
    case 'past_invoice_date':
    case 'past_due_date':
    case 'past_terms':
    case 'term_too_long':
    case 'remaining_term':
      return wholeIf(ofDays(facts, rows, rule));
    case 'country':
    case 'listed_debtors':
    case 'debtor_status':
    case 'debtor_kind':
    case 'government':
    case 'related_party':
    case 'sanctions':
      return wholeIf(ofDebtors(facts, { rows, rule, currency: terms.currency }));
    default:
      return wholeIf(ofDocuments(facts, { rows, rule, facilityId: terms.facilityId }));
  }
}

function wholeIf(fails: (index: number) => boolean): Due {
  return (index, left) => (fails(index) ? left : 0);
}

type PartOf = (invoice: Invoice) => number;

/** A part is what is open without the parts before, less what is open without this one too. */
function partDue(
  facts: Facts,
  { invoices }: Rows,
  of: { terms: Terms; rule: Rule; isWhole: boolean; partOf: PartOf; hasPart?: PartOf },
): Due {
  const { currency } = of.terms;
  const partBefore = partsBefore(of.terms, of.rule);
  return (index, left) => {
    const invoice = invoices[index];
    if (!invoice) return 0;
    const part = of.partOf(invoice);
    if (of.isWhole && (of.hasPart ?? of.partOf)(invoice) > 0) return left;
    if (part === 0) return 0;
    const open = Math.max(0, invoice.openMinor - partBefore(invoice));
    const rest = Math.max(0, open - part);
    return (
      facts.down(open, invoice.currency, currency) - facts.down(rest, invoice.currency, currency)
    );
  };
}

/** What the rules before have taken of an invoice as parts; where one took it whole, nothing is left. */
function partsBefore(terms: Terms, rule: Rule): PartOf {
  const before = terms.rules.slice(0, terms.rules.indexOf(rule));
  const isDisputeTaken = before.some((own) => own.rule === 'disputed');
  const components = partsOf([...kindsBefore(terms, rule)]);
  return (invoice) => (isDisputeTaken ? invoice.disputedMinor : 0) + components(invoice);
}

/** The kinds that no rule before has taken already. */
function without(terms: Terms, rule: Rule, kinds: readonly string[]): string[] {
  const taken = kindsBefore(terms, rule);
  return kinds.filter((kind) => !taken.has(kind));
}

function kindsBefore(terms: Terms, rule: Rule): Set<string> {
  const taken = new Set<string>();
  for (const own of terms.rules) {
    if (own === rule) break;
    if (own.rule === 'retention') taken.add('retention');
    if (own.rule === 'finance_charges') taken.add('finance_charge');
    if (own.rule === 'accrued_deductions') for (const kind of own.kinds) taken.add(kind);
  }
  return taken;
}

function partsOf(kinds: readonly string[]): PartOf {
  return ({ particulars }) => {
    let total = 0;
    for (const { kind, amountMinor } of particulars?.components ?? []) {
      if (kinds.includes(kind)) total += amountMinor;
    }
    return total;
  };
}
