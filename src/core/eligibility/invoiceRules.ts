import { assert, never } from '../assert.ts';
import type { Debtor } from '../debtor.ts';
import type { Rule } from '../facility.ts';
import type { AmountMinor } from '../money.ts';
import type { LineExplanation, Params } from '../plan.ts';
import type { Invoice } from '../receivable.ts';
import { at } from './ledger.ts';
import { type FacilityView, take } from './view.ts';

/** The rules that judge one invoice by itself. */
export type InvoiceRule = Extract<
  Rule,
  {
    rule:
      | 'not_yet_issued'
      | 'past_invoice_date'
      | 'past_due_date'
      | 'term_too_long'
      | 'disputed'
      | 'country'
      | 'currency'
      | 'amount_range'
      | 'already_financed';
  }
>;

/** Applies the rules in their order: the first that fails takes all that is left of the invoice. */
export function applyInvoiceRules(view: FacilityView, rules: readonly InvoiceRule[]): void {
  if (rules.length === 0) return;
  view.lines.forEach((line, index) => {
    const subject = subjectAt(view, line, index);
    for (const rule of rules) {
      if (line.eligibleMinor === 0) return;
      const finding = judge(view, rule, subject);
      if (finding) take(line, rule.rule, finding.amountMinor, finding.params);
    }
  });
}

type Finding = { amountMinor: AmountMinor; params: Params };

type Subject = {
  invoice: Invoice;
  debtor: Debtor;
  line: LineExplanation;
  /** Days as numbers. */
  issued: number;
  due: number;
};

function judge(view: FacilityView, rule: InvoiceRule, subject: Subject): Finding | undefined {
  const { issued, due } = subject;
  switch (rule.rule) {
    case 'not_yet_issued':
      if (issued <= view.asOfNumber) return undefined;
      return whole(subject, { issuedOn: subject.invoice.issuedOn, asOf: view.asOf });
    case 'past_invoice_date':
      return tooManyDays(subject, rule, view.asOfNumber - issued);
    case 'past_due_date':
      return tooManyDays(subject, rule, view.asOfNumber - due);
    case 'term_too_long':
      return tooManyDays(subject, rule, due - issued);
    case 'disputed':
      return disputed(view, subject, rule.scope);
    case 'country':
      return country(subject, rule.allowed);
    case 'currency':
      if (rule.allowed.includes(subject.invoice.currency)) return undefined;
      return whole(subject, {
        invoiceCurrency: subject.invoice.currency,
        allowed: listed(rule.allowed),
      });
    case 'amount_range':
      return amountRange(view, subject, rule);
    case 'already_financed':
      return financedElsewhere(view, subject);
    default:
      return never(rule, 'judge');
  }
}

function subjectAt({ ledger }: FacilityView, line: LineExplanation, index: number): Subject {
  const invoice = ledger.invoices[index];
  const debtor = ledger.debtors[at(ledger.debtorOf, index)];
  assert(invoice && debtor, `no invoice ${index}`);
  return { invoice, debtor, line, issued: at(ledger.issued, index), due: at(ledger.due, index) };
}

function whole(subject: Subject, params: Params): Finding {
  return { amountMinor: subject.line.eligibleMinor, params };
}

/** "More than 90 days" or "90 days or more", as the terms say. */
function tooManyDays(
  subject: Subject,
  { days: thresholdDays, operator }: { days: number; operator: '>' | '>=' },
  days: number,
): Finding | undefined {
  const fails = operator === '>' ? days > thresholdDays : days >= thresholdDays;
  if (!fails) return undefined;
  const { issuedOn, dueOn } = subject.invoice;
  return whole(subject, { days, thresholdDays, operator, issuedOn, dueOn });
}

/** The undisputed part is converted, rounded down; the rest is the disputed part. */
function disputed(
  { terms: { currency }, toFacility }: FacilityView,
  subject: Subject,
  scope: 'whole_invoice' | 'disputed_part',
): Finding | undefined {
  const { openMinor, disputedMinor, currency: from } = subject.invoice;
  if (disputedMinor === 0) return undefined;
  const part = subject.line.grossMinor - toFacility(openMinor - disputedMinor, from, 'down');
  const amountMinor = scope === 'whole_invoice' ? subject.line.eligibleMinor : part;
  return {
    amountMinor: Math.min(amountMinor, subject.line.eligibleMinor),
    params: { disputedMinor: part, scope, currency },
  };
}

function country(subject: Subject, allowed: readonly string[]): Finding | undefined {
  const code = subject.debtor.country ?? '';
  if (allowed.includes(code)) return undefined;
  return whole(subject, { country: code, allowed: listed(allowed) });
}

/** The bounds are in the facility's currency and themselves allowed. */
function amountRange(
  view: FacilityView,
  subject: Subject,
  { minMinor, maxMinor }: { minMinor?: number | undefined; maxMinor?: number | undefined },
): Finding | undefined {
  const { grossMinor } = subject.line;
  const { currency } = view.terms;
  if (minMinor !== undefined && grossMinor < minMinor) {
    return whole(subject, {
      openMinor: grossMinor,
      thresholdMinor: minMinor,
      bound: 'min',
      currency,
    });
  }
  if (maxMinor !== undefined && grossMinor > maxMinor) {
    return whole(subject, {
      openMinor: grossMinor,
      thresholdMinor: maxMinor,
      bound: 'max',
      currency,
    });
  }
  return undefined;
}

/** A position in this facility keeps its receivable in the pool: its advance is part of `used`. */
function financedElsewhere({ ledger, terms }: FacilityView, subject: Subject): Finding | undefined {
  const position = ledger.positions.get(subject.invoice.id);
  if (!position || position.facilityId === terms.facilityId) return undefined;
  return whole(subject, { holder: position.facilityId, state: position.state });
}

function listed(codes: readonly string[]): string {
  return codes.toSorted().join(', ');
}
