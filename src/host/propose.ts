import { assert } from '../core/assert.ts';
import type { Day, Instant } from '../core/calendar.ts';
import { converterTo } from '../core/eligibility/convert.ts';
import type { Terms } from '../core/facility.ts';
import type { BorrowingBase, RequestLine } from '../core/funding/request.ts';
import { hashOf } from '../core/hash.ts';
import type { SelectionInput } from '../core/input.ts';
import { shareBp, sumMinor } from '../core/money.ts';
import type { Hindrance } from '../core/placing/chosen.ts';
import type { FacilityResult } from '../core/plan.ts';
import { fingerprint, type Invoice } from '../core/receivable.ts';
import type { NamedChoice, Propose, Refused } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import type { Tx } from '../store/database.ts';
import { readHistory } from '../store/receivable.ts';
import { storeRun } from '../store/selection-run.ts';
import { certifyWith } from './certify.ts';
import { firstRefusal, type Planned, planFor } from './select.ts';

type Choice = Parameters<Propose>[1]['choice'];
/** What a request is picked from: a plan, and the thread that holds amounts against it. */
type Source = { planned: Planned; facilityId: string; selector: Selector };
type Picked = { receivableId: string; fundedMinor: number; advanceMinor: number };

/** The lines of a request from a plan made now; the plan's input is kept so that it replays. */
export function proposeWith(selector: Selector): Propose {
  return async (tx, order) => {
    const { personId, facilityId, asOf, choice } = order;
    // What was chosen by name was chosen from a plan of every facility; a need is met from this one.
    const only = 'need' in choice ? { need: choice.need, facilityIds: [facilityId] } : {};
    const planned = await planFor(tx, selector, { asOf, ...only });
    if (planned.status === 'refused') return planned;
    const picked = await pick(tx, { planned, facilityId, selector }, choice);
    if (picked.status === 'refused') return picked;
    const lines = linesOf(planned.input, { facilityId, picked: picked.lines });
    const sellers = new Set(lines.map(({ sellerId }) => sellerId));
    const [sellerId] = sellers;
    if (sellerId === undefined) return refused('nothing_eligible', {});
    if (sellers.size > 1) return refused('several_sellers', { count: sellers.size });
    const { input, plan, knownAt } = planned;
    const when = { asOf: input.asOf, knownAt };
    const drawn = await baseOf(tx, { selector, terms: termsOf(input, facilityId), when });
    if (drawn.status === 'refused') return drawn;
    const { borrowingBase } = drawn;
    const run = await storeRun(tx, { actor: { personId }, input, plan, knownAt });
    return {
      status: 'proposed',
      sellerId,
      asOf: input.asOf,
      runId: run.runId,
      planInputHash: run.inputHash,
      lines: lines.map(({ sellerId: _, ...line }) => line),
      ...(borrowingBase && { borrowingBase }),
    };
  };
}

/** What a pledge's draw stands on: the certificate that anybody may ask for of that day and instant. */
async function baseOf(
  tx: Tx,
  of: { selector: Selector; terms: Terms | undefined; when: { asOf: Day; knownAt: Instant } },
): Promise<{ status: 'certified'; borrowingBase?: BorrowingBase } | Refused> {
  const { selector, terms, when } = of;
  if (terms?.mode !== 'pledge') return { status: 'certified' };
  const { facilityId } = terms;
  const certified = await certifyWith(selector)(tx, { ...when, facilityId });
  if (certified.status === 'refused') return certified;
  const [certificate] = certified.certificates;
  assert(certificate, 'a facility that was planned is certified');
  const borrowingBase = {
    certificateHash: hashOf(certificate),
    grossMinor: certificate.grossMinor,
    deductions: certificate.steps.map(({ rule, amountMinor }) => ({ rule, amountMinor })),
    poolMinor: certificate.poolMinor,
    holdbackMinor: certificate.holdbackMinor,
    reservesMinor: certificate.reservesTakenMinor,
    overLimitMinor: certificate.overLimitMinor,
    usedMinor: certificate.usedMinor,
    availableMinor: certificate.availableMinor,
  };
  return { status: 'certified', borrowingBase };
}

function termsOf({ facilities }: SelectionInput, facilityId: string): Terms | undefined {
  return facilities.find((own) => own.facilityId === facilityId);
}

type Pick = { status: 'picked'; lines: Picked[] } | Refused;

async function pick(tx: Tx, source: Source, choice: Choice): Promise<Pick> {
  const { plan } = source.planned;
  if ('need' in choice) {
    const lines = (plan.allocation?.lines ?? []).map(
      ({ receivableId, fundedMinor, advanceMinor }) => ({
        receivableId,
        fundedMinor,
        advanceMinor,
      }),
    );
    return { status: 'picked', lines };
  }
  return pickNamed(tx, source, choice);
}

/**
 * What a person chose must be eligible, each of it, and fit into what is available. Amounts that came
 * from a plan may exceed what the waterfall leaves of a receivable, since a plan keeps to limits and
 * caps by choosing: they must hold together as a plan still.
 */
async function pickNamed(tx: Tx, source: Source, choice: NamedChoice): Promise<Pick> {
  const { planned, facilityId, selector } = source;
  const { input, plan } = planned;
  const facility = plan.facilities.find((result) => result.facilityId === facilityId);
  const terms = termsOf(input, facilityId);
  if (!facility || !terms) return refused('facility_unknown', { facilityId });
  const eligible = new Map(facility.lines.map((line) => [line.receivableId, line.eligibleMinor]));
  const lines: Picked[] = [];
  let isBeyond = false;
  for (const receivableId of new Set(choice.receivableIds)) {
    const eligibleMinor = eligible.get(receivableId) ?? 0;
    const fundedMinor = choice.fundedMinor?.[receivableId] ?? eligibleMinor;
    if (fundedMinor <= 0) return notEligible(tx, { input, facility, receivableId });
    isBeyond ||= fundedMinor > eligibleMinor;
    const advanceMinor = shareBp(fundedMinor, terms.advanceRateBp, 'down');
    lines.push({ receivableId, fundedMinor, advanceMinor });
  }
  if (isBeyond) {
    const held = await selector.holdChoice(input, { facilityId, chosen: lines });
    if (!held.ok) return firstRefusal(held.refusals);
    if (held.hindrance) return hindered(tx, { input, facility, hindrance: held.hindrance });
  }
  const advanceMinor = sumMinor(lines.map((line) => line.advanceMinor));
  if (advanceMinor > facility.availableMinor) {
    const { currency, availableMinor } = facility;
    return overAvailable({ advanceMinor, availableMinor, currency });
  }
  return { status: 'picked', lines };
}

/** Why amounts that a plan gave once do not hold together any more. */
async function hindered(
  tx: Tx,
  of: { input: SelectionInput; facility: FacilityResult; hindrance: Hindrance },
): Promise<Refused> {
  const { input, facility, hindrance } = of;
  const { constraint, receivableId, rule, actualMinor, limitMinor } = hindrance;
  if (constraint === 'not_taken' && receivableId !== undefined) {
    return notEligible(tx, { input, facility, receivableId });
  }
  const { currency } = facility;
  if (constraint === 'room') {
    return overAvailable({ advanceMinor: actualMinor, availableMinor: limitMinor, currency });
  }
  if (rule === undefined) return refused('choice_outdated', {});
  return refused('choice_over_cap', { rule, actualMinor, limitMinor, currency });
}

function overAvailable(of: { advanceMinor: number; availableMinor: number; currency: string }) {
  const { advanceMinor, availableMinor, currency } = of;
  return refused('over_available', { advanceMinor, availableMinor, currency });
}

/** Which invoice of whom, and the rule that takes it; one that has left the ledger is looked up. */
async function notEligible(
  tx: Tx,
  of: { input: SelectionInput; facility: FacilityResult; receivableId: string },
): Promise<Refused> {
  const { input, facility, receivableId } = of;
  const found = input.receivables.find(({ id }) => id === receivableId);
  if (!found) {
    const known = await readHistory(tx, receivableId);
    const number = known?.receivable.key.number ?? receivableId;
    return refused('not_open', { number });
  }
  const debtor = input.debtors.find(({ id }) => id === found.debtorId)?.name ?? found.debtorId;
  const line = facility.lines.find((item) => item.receivableId === receivableId);
  const rule = line?.deductions[0]?.rule ?? 'amount_range';
  return refused('not_eligible', { number: found.key.number, debtor, rule });
}

function linesOf(
  input: SelectionInput,
  { facilityId, picked }: { facilityId: string; picked: readonly Picked[] },
): (RequestLine & { sellerId: string })[] {
  const terms = termsOf(input, facilityId);
  assert(terms !== undefined || picked.length === 0, 'a plan places with a facility of its input');
  if (terms === undefined) return [];
  const inFacility = converterTo(input.fx, terms.currency, input.asOf);
  const invoices = new Map(input.receivables.map((item) => [item.id, item]));
  const debtors = new Map(input.debtors.map((debtor) => [debtor.id, debtor]));
  return picked.map(({ receivableId, fundedMinor, advanceMinor }, index) => {
    const invoice = invoices.get(receivableId);
    assert(invoice?.kind === 'invoice', 'a plan places invoices of its input');
    const debtor = debtors.get(invoice.debtorId);
    assert(debtor, 'an invoice has a debtor');
    const { id, name, country, identifiers } = debtor;
    return {
      lineNumber: index + 1,
      debtor: { id, name, identifiers, ...(country !== undefined && { country }) },
      ...(invoice.currency !== terms.currency && {
        assignedMinor: inFacility(invoice.openMinor, invoice.currency, 'down'),
      }),
      fundedMinor,
      advanceMinor,
      ...fromInvoice(invoice),
    };
  });
}

function fromInvoice(invoice: Invoice) {
  const { id, key, issuedOn, dueOn, currency, faceMinor, openMinor } = invoice;
  return {
    receivableId: id,
    fingerprint: fingerprint(invoice),
    number: key.number,
    instalment: key.instalment,
    sellerId: key.sellerId,
    issuedOn,
    dueOn,
    currency,
    faceMinor,
    openMinor,
  };
}

function refused(code: string, params: Refused['params']): Refused {
  return { status: 'refused', code, params };
}
