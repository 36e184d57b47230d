import { assert, never } from '../assert.ts';
import type { RuleOf } from '../facility/rule.ts';
import type { Params } from '../plan.ts';
import { DeliveryState, type Invoice, type Particulars } from '../receivable.ts';
import { at } from './ledger.ts';
import { listText } from './listText.ts';
import { qualityProblems } from './quality.ts';
import type { FacilityView, Subject } from './view.ts';

/** Rules about the invoice as a paper, its sale and its place in the books: they take all of it. */
export type DocumentRule = RuleOf<
  | 'data_quality'
  | 'origin'
  | 'already_financed'
  | 'delivery_country'
  | 'governing_law'
  | 'currency'
  | 'delivery_evidence'
  | 'sale_conditions'
  | 'progress_billing'
  | 'instruments'
  | 'assignment_ban'
>;

export function aboutDocument(
  view: FacilityView,
  rule: DocumentRule,
  subject: Subject,
): Params | undefined {
  const { invoice } = subject;
  const { particulars = {} } = invoice;
  switch (rule.rule) {
    case 'data_quality': {
      const problem = qualityProblems[at(view.ledger.quality, subject.index)];
      return problem === undefined || problem === 'none' ? undefined : { problem };
    }
    case 'origin':
      return origin(rule, invoice);
    case 'already_financed':
      return alreadyFinanced(view, subject);
    case 'delivery_country':
      return listed(rule, particulars.deliveryCountry, 'country');
    case 'governing_law':
      return listed(rule, particulars.governingLaw, 'law');
    case 'currency':
      if (rule.allowed.includes(invoice.currency)) return undefined;
      return { invoiceCurrency: invoice.currency, allowed: listText(rule.allowed) };
    case 'delivery_evidence':
      return deliveryEvidence(rule, particulars);
    case 'sale_conditions': {
      const condition = particulars.saleCondition;
      return condition !== undefined && rule.excluded.includes(condition)
        ? { condition }
        : undefined;
    }
    case 'progress_billing':
      return particulars.isProgressBilling === true ? {} : undefined;
    case 'instruments': {
      const { evidence } = particulars;
      return evidence !== undefined && rule.excluded.includes(evidence) ? { evidence } : undefined;
    }
    case 'assignment_ban':
      return assignmentBan(rule, particulars);
    default:
      return never(rule, 'aboutDocument');
  }
}

function origin(
  { sellers, ledgers, issuedFrom }: RuleOf<'origin'>,
  { key, issuedOn }: Invoice,
): Params | undefined {
  if (sellers && !sellers.includes(key.sellerId)) {
    return { what: 'seller', value: key.sellerId, allowed: listText(sellers) };
  }
  if (ledgers && !ledgers.includes(key.ledger)) {
    return { what: 'ledger', value: key.ledger, allowed: listText(ledgers) };
  }
  if (issuedFrom === undefined || issuedOn >= issuedFrom) return undefined;
  return { what: 'issue_day', value: issuedOn, allowed: issuedFrom };
}

/** A position in this facility keeps its receivable in the pool: its advance is part of `used`. */
function alreadyFinanced({ ledger, terms }: FacilityView, subject: Subject): Params | undefined {
  const { id, particulars } = subject.invoice;
  const position = ledger.positions.get(id);
  if (position && position.facilityId !== terms.facilityId) {
    return { holder: position.facilityId, state: position.state };
  }
  if (position || particulars?.isPayableToOther !== true) return undefined;
  return { holder: '', state: 'payable_to_other' };
}

function listed(
  { allowed, unknown }: { allowed: readonly string[]; unknown: 'excluded' | 'allowed' },
  value: string | undefined,
  name: string,
): Params | undefined {
  const passes = value === undefined ? unknown === 'allowed' : allowed.includes(value);
  return passes ? undefined : { [name]: value ?? '', allowed: listText(allowed) };
}

function deliveryEvidence(
  { required, unknown }: RuleOf<'delivery_evidence'>,
  { delivery }: Particulars,
): Params | undefined {
  if (delivery === undefined) {
    return unknown === 'allowed' ? undefined : { required, delivery: 'unknown' };
  }
  const steps = DeliveryState.options;
  assert(steps.includes(required), `no delivery state ${required}`);
  return steps.indexOf(delivery) >= steps.indexOf(required) ? undefined : { required, delivery };
}

function assignmentBan(
  { ineffectiveUnder, consentNeeded, unknown }: RuleOf<'assignment_ban'>,
  { assignmentBan: ban, governingLaw }: Particulars,
): Params | undefined {
  if (ban === 'none' || ban === 'consent_given') return undefined;
  if (governingLaw !== undefined && ineffectiveUnder.includes(governingLaw)) return undefined;
  if (ban === undefined && unknown === 'allowed') return undefined;
  if (ban === 'consent_needed' && consentNeeded === 'allowed') return undefined;
  return { ban: ban ?? 'unknown', law: governingLaw ?? '' };
}
