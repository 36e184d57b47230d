import type { Day } from '../calendar.ts';
import type { Debtor } from '../debtor.ts';
import { addSpanTo, endOfMonth } from '../policy/span.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import { type CoverLine, dayText } from './line.ts';

/** Why a policy's own words leave an invoice out, whatever the limit. */
export type Outside = {
  code:
    | 'no_terms'
    | 'outside_period'
    | 'seller_not_insured'
    | 'debtor_excluded'
    | 'terms_too_long'
    | 'invoiced_late';
  params: Record<string, string | number>;
  clause?: string;
};

/** `happenedOn` is the day that has to be in the period: of the delivery, or of the loss. */
export function outsideTerms(
  terms: PolicyTerms,
  line: CoverLine,
  of: { debtor: Pick<Debtor, 'country' | 'kind' | 'relation'>; happenedOn: Day },
): Outside | undefined {
  const { period, clauses } = terms;
  const { from, to } = period;
  const on = of.happenedOn;
  if (on < from || on > to) {
    const params = { fromDay: from, toDay: to, on };
    return { code: 'outside_period', params, ...clause(clauses.period) };
  }
  return (
    notInsured(terms, line) ??
    excluded(terms, of.debtor) ??
    tooLong(terms, line) ??
    invoicedLate(terms, line)
  );
}

function clause(text: string | undefined): { clause?: string } {
  return text === undefined ? {} : { clause: text };
}

function notInsured(
  { insured, period, clauses }: PolicyTerms,
  { invoice: { sellerId }, attachOn: on }: CoverLine,
): Outside | undefined {
  const isInsured = insured.some(
    (one) => one.sellerId === sellerId && one.from <= on && on <= (one.to ?? period.to),
  );
  if (isInsured) return undefined;
  return { code: 'seller_not_insured', params: { sellerId }, ...clause(clauses.insured) };
}

function excluded(
  { exclusions, clauses }: PolicyTerms,
  { country, kind, relation }: Pick<Debtor, 'country' | 'kind' | 'relation'>,
): Outside | undefined {
  const found = exclusions.find((one) => {
    if (one.of === 'country') return one.country !== undefined && one.country === country;
    return one.of === 'affiliate' ? relation === 'affiliate' : one.of === kind;
  });
  if (!found) return undefined;
  const params = { excluded: found.of };
  return { code: 'debtor_excluded', params, ...clause(found.clause ?? clauses.exclusions) };
}

function tooLong(
  { maximumTerms, clauses }: PolicyTerms,
  { invoice, issued, delivered, due }: CoverLine,
): Outside | undefined {
  const from =
    maximumTerms.from === 'end_of_issue_month'
      ? endOfMonth(issued)
      : { issue: issued, delivery: delivered }[maximumTerms.from];
  const latest = addSpanTo(from, maximumTerms.span);
  if (due <= latest) return undefined;
  const params = { dueOn: invoice.dueOn, latestDueOn: dayText(latest) };
  return { code: 'terms_too_long', params, ...clause(clauses.maximumTerms) };
}

function invoicedLate(
  { maximumInvoicing, clauses }: PolicyTerms,
  { invoice, issued, delivered }: CoverLine,
): Outside | undefined {
  if (!maximumInvoicing) return undefined;
  const latest = addSpanTo(delivered, maximumInvoicing);
  if (issued <= latest) return undefined;
  const params = { issuedOn: invoice.issuedOn, latestIssuedOn: dayText(latest) };
  return { code: 'invoiced_late', params, ...clause(clauses.maximumInvoicing) };
}
