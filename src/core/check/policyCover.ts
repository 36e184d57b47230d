import { addDays, type Day } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import type { CoverDecision } from '../cover/limit.ts';
import type { Currency } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { Invoice } from '../receivable.ts';
import type { Facts } from './facts.ts';
import { after, type Stopped, stoppedDays, versionOn } from './policyStops.ts';

/** What a policy lets an invoice use: so much of it, of so much room on each of two heaps. */
export type Usable = { amount: number; base: number; top: number; orderedBy: string };

type Of = { policyId: string; currency: Currency };
type Asked = {
  facts: Facts;
  versions: PolicyTerms[];
  decisions: CoverDecision[];
  happened: Circumstance[];
  stops: Stopped[];
  debtorId: string;
  to: Currency;
};

/** Each invoice of a debtor by the policy's own words, each worked out for itself. */
export function usableOf(
  facts: Facts,
  { policyId, currency }: Of,
  of: { debtorId: string; invoices: readonly Invoice[] },
): Usable[] {
  const { input } = facts;
  const versions = (input.policies ?? []).filter((terms) => terms.policyId === policyId);
  const happened = (input.circumstances ?? []).filter(
    (one) =>
      one.debtorId === of.debtorId &&
      (one.policyId ?? policyId) === policyId &&
      one.on <= input.asOf &&
      one.knownOn <= input.asOf,
  );
  const decisions = input.cover.filter(
    (one) =>
      one.policyId === policyId && one.debtorId === of.debtorId && one.decidedOn <= input.asOf,
  );
  const settled = (input.settlements ?? []).filter(
    (one) => one.debtorId === of.debtorId && one.settledOn <= input.asOf,
  );
  const open = of.invoices.filter(
    ({ openMinor, currency: from }) => facts.down(openMinor, from, currency) > 0,
  );
  const asOf = input.asOf;
  const stops = stoppedDays({ versions, open, settled, happened, asOf });
  const { debtorId } = of;
  const asked = { facts, versions, decisions, happened, stops, debtorId, to: currency };
  return of.invoices.map((invoice) => usable(asked, invoice));
}

function usable(asked: Asked, invoice: Invoice): Usable {
  const { facts, versions, to } = asked;
  const delivered = invoice.particulars?.deliveredOn ?? invoice.issuedOn;
  const stated = versionOn(versions, invoice.issuedOn) ?? versionOn(versions, delivered);
  const on = stated?.limits.attachesAt === 'delivery' ? delivered : invoice.issuedOn;
  const orderedBy = [on, invoice.dueOn, invoice.key.number, invoice.id].join('\n');
  const nothing = { amount: 0, base: 0, top: 0, orderedBy };
  const gross = facts.down(invoice.openMinor, invoice.currency, to);
  const terms = deciding(asked, { invoice, on });
  if (!terms || on > facts.input.asOf) return nothing;
  if (!isWithin(terms.terms, { facts, invoice, on, delivered, happened: terms.happened })) {
    return nothing;
  }
  const isStopped = asked.stops.some(({ from, until }) => from <= on && (!until || on < until));
  if (isStopped) return nothing;
  const room = roomOf(asked, { terms: terms.terms, on });
  if (!room) return nothing;
  const out = Math.min(gross, facts.up(invoice.disputedMinor, invoice.currency, to));
  let left = gross - out;
  for (const { kind, amountMinor } of invoice.particulars?.components ?? []) {
    const isOut = kind === 'retention' || kind === 'finance_charge';
    if (!isOut || !terms.terms.indemnity.excludes.includes(kind)) continue;
    left -= Math.min(left, facts.up(amountMinor, invoice.currency, to));
  }
  return { amount: left, ...room, orderedBy };
}

/** The version that decides, and the day that must be in its period. */
function deciding(
  { facts, versions, happened }: Asked,
  { invoice, on }: { invoice: Invoice; on: Day },
): { terms: PolicyTerms; happened: Day } | undefined {
  const { asOf } = facts.input;
  const attached = versionOn(versions, on);
  const today = versionOn(versions, asOf);
  const isByLoss = attached?.basis !== 'risk_attaching' && today?.basis === 'loss_occurring';
  if (!isByLoss || !today) return attached && { terms: attached, happened: on };
  const days = [asOf];
  for (const one of happened) if (one.kind === 'insolvency') days.push(one.on);
  const { from, span } = today.waiting;
  if (from === 'original_due') days.push(after(invoice.dueOn, span));
  if (from === 'end_of_extension') {
    days.push(after(after(invoice.dueOn, today.maximumExtension), span));
  }
  const [first = asOf] = days.toSorted();
  const terms = versionOn(versions, first);
  return terms && { terms, happened: first };
}

function isWithin(
  terms: PolicyTerms,
  of: { facts: Facts; invoice: Invoice; on: Day; delivered: Day; happened: Day },
): boolean {
  const { facts, invoice, on, delivered, happened } = of;
  const { period, insured, exclusions, maximumTerms, maximumInvoicing } = terms;
  if (happened < period.from || happened > period.to) return false;
  const sells = insured.filter(({ sellerId }) => sellerId === invoice.key.sellerId);
  if (!sells.some(({ from, to }) => from <= on && on <= (to ?? period.to))) return false;
  const debtor = facts.debtors.get(invoice.debtorId);
  const isExcluded = exclusions.some((one) => {
    if (one.of === 'country') return one.country === debtor?.country && one.country !== undefined;
    return one.of === debtor?.kind || one.of === debtor?.relation;
  });
  if (isExcluded) return false;
  const [year, month] = invoice.issuedOn.split('-').map(Number);
  const monthEnd = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10);
  const start = { issue: invoice.issuedOn, delivery: delivered, end_of_issue_month: monthEnd };
  if (invoice.dueOn > after(start[maximumTerms.from], maximumTerms.span)) return false;
  return !maximumInvoicing || invoice.issuedOn <= after(delivered, maximumInvoicing);
}

/** The room of a delivery; of deliveries before an increase the greatest since, where terms say so. */
function roomOf(
  asked: Asked,
  { terms, on }: { terms: PolicyTerms; on: Day },
): { base: number; top: number } | undefined {
  const { asOf } = asked.facts.input;
  const days = [on];
  if (terms.limits.increases === 'outstanding') {
    for (const day of turns(asked, terms)) if (day > on && day <= asOf) days.push(day);
  }
  let best: { base: number; top: number } | undefined;
  for (const day of days) {
    const room = roomOn(asked, { terms, day });
    if (room && (!best || room.base + room.top > best.base + best.top)) best = room;
  }
  return best;
}

/** Every day on which room may begin or end. */
function turns({ decisions, happened }: Asked, { discretionary }: PolicyTerms): Set<Day> {
  const days = new Set<Day>();
  for (const { decidedOn, effectiveOn, endsOn, layers } of decisions) {
    for (const day of [decidedOn, effectiveOn, ...(endsOn ? [endsOn] : [])]) days.add(day);
    for (const { validFrom, validTo } of layers) {
      days.add(validFrom);
      if (validTo) days.add(addDays(validTo, 1));
    }
  }
  for (const one of happened) {
    days.add(one.on).add(one.knownOn);
    if (one.kind !== 'discretionary_limit') continue;
    days.add(addDays(one.validTo, 1));
    for (const { validFor } of discretionary?.bases ?? []) {
      days.add(addDays(after(one.on, validFor), 1));
    }
  }
  return days;
}

const ours = ['no_decision', 'requested', 'referred', 'expired', 'cancelled', 'superseded'];

function roomOn(
  asked: Asked,
  { terms, day }: { terms: PolicyTerms; day: Day },
): { base: number; top: number } | undefined {
  const { facts, decisions, to } = asked;
  const standing = new Map<string, CoverDecision>();
  const insuredBefore = new Set<string>();
  for (const one of decisions.toSorted((a, b) =>
    a.decidedOn < b.decidedOn ? -1 : Number(a.decidedOn > b.decidedOn),
  )) {
    const counts = isInForce(asked, one, day);
    const change = one.decidedOn > one.effectiveOn ? one.decidedOn : one.effectiveOn;
    let from = insuredBefore.has(one.coverId) ? change : one.effectiveOn;
    if (one.status === 'unknown_raw') from = one.decidedOn;
    if (counts) insuredBefore.add(one.coverId);
    if (from <= day || one.endsRunOff) standing.set(one.coverId, one);
  }
  let [base, top, isUnshared] = [0, 0, false];
  let isBased = false;
  for (const one of standing.values()) {
    const amounts =
      isInForce(asked, one, day) && !(one.endsOn && one.endsOn <= day)
        ? one.layers.filter((layer) => layer.validFrom <= day && day <= (layer.validTo ?? day))
        : [];
    if (amounts.length === 0) continue;
    let sum = 0;
    for (const layer of amounts) sum += layer.amountMinor;
    const source = one.source ?? 'named';
    const room = quoted(asked, { terms, source }, facts.down(sum, one.currency, to));
    if (room === undefined) isUnshared = true;
    else if (source === 'top_up') top += room;
    else [base, isBased] = [base + room, true];
  }
  if (isBased) return { base, top };
  if (isUnshared) return undefined;
  const last = [...standing.values()]
    .filter(({ source }) => source !== 'top_up')
    .reduce<CoverDecision | undefined>(
      (best, one) => (best && best.decidedOn > one.decidedOn ? best : one),
      undefined,
    );
  if (last && !mayBeOurs(asked, last, day)) return undefined;
  return ownRoom(asked, { terms, day });
}

/** Nothing that the insurer has said stands against a limit of the insured's own. */
function mayBeOurs(asked: Asked, last: CoverDecision, day: Day): boolean {
  if (!isInForce(asked, last, day)) return ours.includes(last.status);
  if (last.endsOn && last.endsOn <= day) return false;
  if (last.layers.length === 0) return false;
  const isToCome = last.layers.some(({ validFrom }) => validFrom > day);
  return isToCome || last.status !== 'withdrawal_noticed';
}

function isInForce({ happened }: Asked, one: CoverDecision, day: Day): boolean {
  if (['agreed', 'partial', 'reduced', 'withdrawal_noticed'].includes(one.status)) return true;
  const { conditions = [] } = one;
  if (one.status !== 'agreed_conditional' || conditions.length === 0) return false;
  return conditions.every(({ code }) =>
    happened.some(
      (item) =>
        item.kind === 'condition_met' &&
        item.coverId === one.coverId &&
        item.conditionCode === code &&
        item.on <= day,
    ),
  );
}

type Sourced = { terms: PolicyTerms; source: string };

function quoted(
  { facts, debtorId }: Asked,
  { terms, source }: Sourced,
  amount: number,
): number | undefined {
  const country = facts.debtors.get(debtorId)?.country;
  const own = terms.shares.filter((share) => share.source === source);
  const share =
    own.find((one) => one.country !== undefined && one.country === country) ??
    own.find((one) => one.country === undefined);
  if (!share) return undefined;
  if (terms.limits.quoted !== 'indemnity') return amount;
  return Number((BigInt(amount) * 10_000n) / BigInt(share.shareBp));
}

function ownRoom(
  asked: Asked,
  { terms, day }: { terms: PolicyTerms; day: Day },
): { base: number; top: number } | undefined {
  const { facts, happened, to } = asked;
  const { discretionary, unnamed } = terms;
  const past = happened.filter(({ on }) => on <= day);
  const isBad = past.some(({ kind, knownOn }) => kind === 'adverse_information' && knownOn <= day);
  if (isBad && discretionary?.endsOnAdverseInformation) return undefined;
  let set: Extract<Circumstance, { kind: 'discretionary_limit' }> | undefined;
  for (const one of past) {
    if (one.kind === 'discretionary_limit' && one.on >= (set?.on ?? '')) set = one;
  }
  const basis = discretionary?.bases.find((one) => one.basis === set?.basis);
  let source = 'unnamed';
  let amount = unnamed && facts.down(unnamed.maximumMinor, terms.currency, to);
  if (discretionary && set && basis) {
    const isShown = set.basis === 'experience' || set.evidenceSha256 !== undefined;
    if (isShown && day <= set.validTo && day <= after(set.on, basis.validFor)) {
      source = 'discretionary';
      amount = Math.min(
        facts.down(set.amountMinor, set.currency, to),
        facts.down(discretionary.maximumMinor, terms.currency, to),
      );
    }
  }
  if (amount === undefined) return undefined;
  const base = quoted(asked, { terms, source }, amount);
  return base === undefined ? undefined : { base, top: 0 };
}
