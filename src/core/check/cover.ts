import type { RuleOf } from '../facility/rule.ts';
import type { Currency } from '../money.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { usableOf } from './policyCover.ts';
import { type Rows, takenBy } from './rows.ts';

type Covering = {
  rows: Rows;
  rule: RuleOf<'insured_limit'>;
  currency: Currency;
};

/** What is not insured is not eligible; what is, stays: by line, the oldest first. */
export function* checkCover(facts: Facts, of: Covering): Generator<Violation> {
  const { rows } = of;
  const before = rows.left.slice();
  const taken = takenBy(rows, 'insured_limit');
  const held = heldElsewhere(facts, of, before);
  const wanted = isByTerms(facts, of.rule)
    ? uninsuredByTerms(facts, of, { left: before, held, isByDate: isByDate(of.rule) })
    : uninsured(facts, of, {
        left: before,
        roomOf: (debtorId) => coverFor(facts, of, debtorId) - (held.get(debtorId) ?? 0),
      });
  for (let index = 0; index < before.length; index += 1) {
    if (taken[index] === wanted[index]) continue;
    const at = `${rows.result.facilityId} ${rows.lines[index]?.receivableId}`;
    yield violation('insured_limit', at, `${wanted[index]} of it is not insured`);
  }
}

/**
 * What a policy takes of lines that no limit has cut yet: what it covers by date is decided line by line;
 * any other cover is an amount to choose within, but not for what lies outside the policy.
 */
export function takenByPolicy(facts: Facts, of: Covering, left: Float64Array): Float64Array {
  if (isByTerms(facts, of.rule)) return uninsuredByTerms(facts, of, { left, isByDate: true });
  const roomOf = (debtorId: string) =>
    isByDate(of.rule) ? coverFor(facts, of, debtorId) : Number.POSITIVE_INFINITY;
  return uninsured(facts, of, { left, roomOf });
}

/** The policy's own terms are here, and say what is covered of each invoice. */
export function isByTerms(
  { input }: Facts,
  { policyId }: Pick<RuleOf<'insured_limit'>, 'policyId'>,
): boolean {
  return (input.policies ?? []).some((terms) => terms.policyId === policyId);
}

type ByTerms = { left: Float64Array; held?: ReadonlyMap<string, number>; isByDate: boolean };

/** By row: what is left of it that the policy's terms do not insure, the oldest using the limit first. */
function uninsuredByTerms(
  facts: Facts,
  { rows, rule, currency }: Covering,
  { left, held, isByDate: usesAll }: ByTerms,
): Float64Array {
  const taken = new Float64Array(left.length);
  const byDebtor = Map.groupBy(
    rows.invoices.keys(),
    (index) => rows.invoices[index]?.debtorId ?? '',
  );
  for (const [debtorId, indexes] of byDebtor) {
    const invoices = indexes.flatMap((index) => rows.invoices[index] ?? []);
    const of = { policyId: rule.policyId, currency };
    const found = usableOf(facts, of, { debtorId, invoices }).map((usable, place) => ({
      ...usable,
      index: indexes[place] ?? 0,
    }));
    let [base, top] = [held?.get(debtorId) ?? 0, 0];
    for (const one of found.toSorted((a, b) => (a.orderedBy < b.orderedBy ? -1 : 1))) {
      const own = left[one.index] ?? 0;
      const wants = usesAll ? one.amount : Math.min(one.amount, own);
      const below = Math.min(wants, Math.max(0, one.base - base));
      base += below;
      const above = Math.min(wants - below, Math.max(0, one.top - top));
      top += above;
      taken[one.index] = Math.max(0, own - below - above);
    }
  }
  return taken;
}

type Insuring = { left: Float64Array; roomOf: (debtorId: string) => number };

/** By row: what of it is outside the policy or beyond what the room covers of its debtor. */
function uninsured(facts: Facts, of: Covering, { left, roomOf }: Insuring): Float64Array {
  const { rows, rule } = of;
  const taken = new Float64Array(left.length);
  for (const [debtorId, lines] of oldestFirst(rows)) {
    let rest = Math.max(0, roomOf(debtorId));
    const stop = stopDay(facts, of, lines);
    for (const index of lines) {
      const own = left[index] ?? 0;
      const issued = rows.issued[index] ?? 0;
      const term = (rows.due[index] ?? 0) - issued;
      const isOutside = term > (rule.maximumTermDays ?? term) || issued >= stop;
      const gross = rows.lines[index]?.grossMinor ?? 0;
      const uses = isOutside ? 0 : Math.min(rest, isByDate(rule) ? gross : own);
      taken[index] = Math.max(0, own - uses);
      rest -= uses;
    }
  }
  return taken;
}

function isByDate({ consumption }: RuleOf<'insured_limit'>): boolean {
  return consumption === 'chronological';
}

/** The most receivables whose insured share is within the limit; or the limit itself. */
function coverFor(facts: Facts, { rule, currency }: Covering, debtorId: string): number {
  const limit = facts.coverOf({ policyId: rule.policyId, debtorId, to: currency });
  if (rule.quoted !== 'indemnity') return limit;
  return Number((BigInt(limit) * 10_000n) / BigInt(rule.insuredShareBp ?? 10_000));
}

/** Receivables that others finance use cover that may be theirs, all but what is still here too. */
function heldElsewhere(
  facts: Facts,
  { rows, rule }: Covering,
  left: Float64Array,
): Map<string, number> {
  const held = new Map<string, number>();
  if (isByDate(rule) || facts.positions.size === 0) return held;
  for (const [index, { id, debtorId }] of rows.invoices.entries()) {
    const holder = facts.positions.get(id)?.facilityId;
    if (holder === undefined || holder === rows.result.facilityId) continue;
    if (!usesPolicy(facts, holder, rule.policyId)) continue;
    const only = (rows.lines[index]?.grossMinor ?? 0) - (left[index] ?? 0);
    held.set(debtorId, (held.get(debtorId) ?? 0) + only);
  }
  return held;
}

/** A holder whose terms are not in the input may rely on any policy. */
function usesPolicy({ terms }: Facts, holder: string, policyId: string): boolean {
  const theirs = terms.get(holder);
  if (!theirs) return true;
  const rule = theirs.rules.find((one) => one.rule === 'insured_limit');
  return rule?.rule === 'insured_limit' && rule.policyId === policyId;
}

/** The day from which deliveries are not insured: an invoice was then overdue for too long. */
function stopDay({ asOf }: Facts, { rows, rule }: Covering, lines: readonly number[]): number {
  let first = Number.POSITIVE_INFINITY;
  if (rule.stopOverdueDays === undefined) return first;
  for (const index of lines) {
    const tooLate = (rows.due[index] ?? 0) + rule.stopOverdueDays + 1;
    const isOpen = (rows.lines[index]?.grossMinor ?? 0) > 0;
    if (isOpen && tooLate <= asOf && tooLate < first) first = tooLate;
  }
  return first;
}

/** By debtor: its rows by issue day, due day, number and id. */
function oldestFirst(rows: Rows): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const [index, { debtorId }] of rows.invoices.entries()) {
    const own = lines.get(debtorId);
    if (own) own.push(index);
    else lines.set(debtorId, [index]);
  }
  for (const own of lines.values()) own.sort((left, right) => byIssue(rows, left, right));
  return lines;
}

function byIssue({ issued, due, invoices }: Rows, left: number, right: number): number {
  const issuedBetween = (issued[left] ?? 0) - (issued[right] ?? 0);
  if (issuedBetween !== 0) return issuedBetween;
  const dueBetween = (due[left] ?? 0) - (due[right] ?? 0);
  if (dueBetween !== 0) return dueBetween;
  const [one, other] = [invoices[left], invoices[right]];
  if (!one || !other) return 0;
  if (one.key.number !== other.key.number) return one.key.number < other.key.number ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
