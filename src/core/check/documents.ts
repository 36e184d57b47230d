import type { RuleOf } from '../facility/rule.ts';
import { type Invoice, normaliseNumber } from '../receivable.ts';
import type { Facts } from './facts.ts';
import type { Rows } from './rows.ts';

type DocumentRule = RuleOf<
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

/** The rows that a rule about the paper, its sale or its place in the books excludes. */
export function ofDocuments(
  facts: Facts,
  { rows, rule, facilityId }: { rows: Rows; rule: DocumentRule; facilityId: string },
): (index: number) => boolean {
  const { invoices } = rows;
  const judge = judgeOf(facts, rule, facilityId);
  return (index) => {
    const invoice = invoices[index];
    return invoice !== undefined && judge(invoice);
  };
}

function judgeOf(
  facts: Facts,
  rule: DocumentRule,
  facilityId: string,
): (invoice: Invoice) => boolean {
  switch (rule.rule) {
    case 'data_quality': {
      const faulty = known.get(facts) ?? faultyInvoices(facts);
      known.set(facts, faulty);
      return ({ id }) => faulty.has(id);
    }
    case 'origin':
      return ({ key, issuedOn }) =>
        (rule.sellers !== undefined && !rule.sellers.includes(key.sellerId)) ||
        (rule.ledgers !== undefined && !rule.ledgers.includes(key.ledger)) ||
        (rule.issuedFrom !== undefined && issuedOn < rule.issuedFrom);
    case 'already_financed':
      return ({ id, particulars }) => {
        const holder = facts.positions.get(id)?.facilityId;
        return holder === undefined
          ? particulars?.isPayableToOther === true
          : holder !== facilityId;
      };
    case 'delivery_country':
      return ({ particulars }) => isUnlisted(rule, particulars?.deliveryCountry);
    case 'governing_law':
      return ({ particulars }) => isUnlisted(rule, particulars?.governingLaw);
    case 'currency':
      return ({ currency }) => !rule.allowed.includes(currency);
    case 'delivery_evidence':
      return ({ particulars }) => !isDelivered(rule, particulars?.delivery);
    case 'sale_conditions':
      return ({ particulars }) => rule.excluded.some((one) => one === particulars?.saleCondition);
    case 'progress_billing':
      return ({ particulars }) => particulars?.isProgressBilling === true;
    case 'instruments':
      return ({ particulars }) => rule.excluded.some((one) => one === particulars?.evidence);
    case 'assignment_ban':
      return (invoice) => isBanned(rule, invoice);
    default:
      return rule;
  }
}

/** The same documents are faulty to every facility. */
const known = new WeakMap<Facts, Set<string>>();

/** Documents that contradict themselves, and all of those that share one number. */
function faultyInvoices({ invoices }: Facts): Set<string> {
  const byNumber = new Map<string, string[]>();
  const faulty = new Set<string>();
  for (const {
    id,
    key,
    debtorId,
    openMinor,
    faceMinor,
    issuedOn,
    dueOn,
    particulars,
  } of invoices.values()) {
    const { sellerId, fiscalYear, instalment } = key;
    const number = normaliseNumber(key.number);
    const identity = JSON.stringify([debtorId, sellerId, number, fiscalYear, instalment]);
    byNumber.set(identity, [...(byNumber.get(identity) ?? []), id]);
    let parts = 0;
    for (const { amountMinor } of particulars?.components ?? []) parts += amountMinor;
    if (openMinor > faceMinor || dueOn < issuedOn || parts > openMinor) faulty.add(id);
  }
  for (const ids of byNumber.values()) if (ids.length > 1) for (const id of ids) faulty.add(id);
  return faulty;
}

function isUnlisted(
  { allowed, unknown }: { allowed: readonly string[]; unknown: 'excluded' | 'allowed' },
  value: string | undefined,
): boolean {
  if (value === undefined) return unknown === 'excluded';
  return !allowed.includes(value);
}

/** Accepted goods were delivered, delivered goods were shipped. */
function isDelivered(
  { required, unknown }: RuleOf<'delivery_evidence'>,
  delivery: 'shipped' | 'delivered' | 'accepted' | undefined,
): boolean {
  switch (required) {
    case 'shipped':
      return delivery === undefined ? unknown === 'allowed' : true;
    case 'delivered':
      return delivery === undefined ? unknown === 'allowed' : delivery !== 'shipped';
    case 'accepted':
      return delivery === undefined ? unknown === 'allowed' : delivery === 'accepted';
    default:
      return required;
  }
}

/** A law that makes the ban ineffective makes one that nobody knows of ineffective too. */
function isBanned(rule: RuleOf<'assignment_ban'>, { particulars = {} }: Invoice): boolean {
  const { assignmentBan, governingLaw = '' } = particulars;
  if (rule.ineffectiveUnder.includes(governingLaw)) return false;
  switch (assignmentBan) {
    case undefined:
      return rule.unknown === 'excluded';
    case 'consent_needed':
      return rule.consentNeeded === 'excluded';
    case 'prohibited':
      return true;
    case 'none':
    case 'consent_given':
      return false;
    default:
      return assignmentBan;
  }
}
