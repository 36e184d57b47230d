import { dayNumber } from '../calendar.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';
import { addSpanTo } from '../policy/span.ts';
import type { CoverSource, PolicyTerms } from '../policy/terms.ts';
import { layersInForce, type NoCoverReason, reasonOf } from './available.ts';
import type { Circumstance } from './circumstance.ts';
import { type Own, ownLimit } from './discretionary.ts';
import { type CoverDecision, type IsMet, insures } from './limit.ts';
import { dayText } from './line.ts';
import type { CoverQuestion } from './question.ts';

/** So much of one source, in receivables, and the share of it that is insured. */
export type Slice = { source: CoverSource; roomMinor: AmountMinor; shareBp: number };

export type NoRoom = {
  code:
    | NoCoverReason
    | 'source_not_insured'
    | Exclude<Extract<Own, { status: 'none' }>['code'], 'none_set'>;
  params: Record<string, string | number>;
};

/** What a delivery of a day may use: one base that every delivery fills, and what is on top of it. */
export type Capacity =
  | { status: 'room'; base: Slice[]; baseMinor: AmountMinor; top: Slice[]; topMinor: AmountMinor }
  | ({ status: 'none' } & NoRoom);

/** Of a delivery on `day`, as known on `asOf`. */
export type CapacityOf = (of: { day: number; asOf: number; terms: PolicyTerms }) => Capacity;

type Dated = { decision: CoverDecision; decided: number; effective: number };

export function capacityFor(
  question: CoverQuestion,
  circumstances: readonly Circumstance[],
): { of: CapacityOf; days: number[] } {
  const dated = question.decisions.map((decision) => ({
    decision,
    decided: dayNumber(decision.decidedOn),
    effective: dayNumber(decision.effectiveOn),
  }));
  // Those of one day stay in the order they were recorded.
  const decisions = dated.toSorted((left, right) => left.decided - right.decided);
  const days = changesOf(question, { decisions, circumstances });
  const of: CapacityOf = ({ day, asOf, terms }) => {
    const at = (when: number) =>
      standingCapacity({ question, circumstances, decisions, terms }, { day: when, asOf });
    if (terms.limits.increases === 'new_deliveries') return at(day);
    const later = days.filter((change) => change > day && change <= asOf).map(at);
    return later.reduce((best, one) => (roomIn(one) > roomIn(best) ? one : best), at(day));
  };
  return { of, days };
}

function roomIn(capacity: Capacity): number {
  return capacity.status === 'room' ? capacity.baseMinor + capacity.topMinor : -1;
}

/** Every day on which what is in force, or what is known of it, may change. */
function changesOf(
  { versions }: CoverQuestion,
  {
    decisions,
    circumstances,
  }: { decisions: readonly Dated[]; circumstances: readonly Circumstance[] },
): number[] {
  const days = decisions.flatMap(({ decision, decided, effective }) => [
    decided,
    effective,
    ...(decision.endsOn === undefined ? [] : [dayNumber(decision.endsOn)]),
    ...decision.layers.flatMap(({ validFrom, validTo }) => [
      dayNumber(validFrom),
      ...(validTo === undefined ? [] : [dayNumber(validTo) + 1]),
    ]),
  ]);
  for (const circumstance of circumstances) {
    days.push(dayNumber(circumstance.on), dayNumber(circumstance.knownOn));
    if (circumstance.kind !== 'discretionary_limit') continue;
    days.push(dayNumber(circumstance.validTo) + 1);
    const bases = versions.flatMap(({ discretionary }) => discretionary?.bases ?? []);
    for (const { validFor } of bases) {
      days.push(addSpanTo(dayNumber(circumstance.on), validFor) + 1);
    }
  }
  return [...new Set(days)].toSorted((left, right) => left - right);
}

type Book = {
  question: CoverQuestion;
  circumstances: readonly Circumstance[];
  decisions: readonly Dated[];
  terms: PolicyTerms;
};
type When = { day: number; asOf: number };

function standingCapacity(book: Book, when: When): Capacity {
  const { question, terms } = book;
  const on = dayText(when.day);
  const isMet = metOn(book, when);
  const standing = standingOn(book.decisions, when, isMet);
  const slices: Slice[] = [];
  const top: Slice[] = [];
  let unshared: CoverSource | undefined;
  for (const decision of standing) {
    const source = decision.source ?? 'named';
    const amounts = layersInForce(decision, on, isMet);
    if (amounts.length === 0) continue;
    const amountMinor = question.convert(sumMinor(amounts), decision.currency, 'down');
    const slice = sliceOf(terms, { source, amountMinor, country: question.debtor.country });
    if (!slice) unshared = source;
    else if (source === 'top_up') top.push(slice);
    else slices.push(slice);
  }
  if (slices.length > 0) return roomOf(slices, top);
  if (unshared !== undefined) {
    return { status: 'none', code: 'source_not_insured', params: { source: unshared } };
  }
  const base = standing.filter(({ source }) => source !== 'top_up');
  const last = base.reduce<CoverDecision | undefined>(
    (newest, one) => (newest && newest.decidedOn > one.decidedOn ? newest : one),
    undefined,
  );
  const reason = last ? reasonOf(last, on, isMet) : 'no_decision';
  if (leavesOwn.has(reason)) return ownCapacity(book, { ...when, reason });
  return { status: 'none', code: reason, params: {} };
}

/** What the insurer has said no to, or not plainly yes, the insured does not set itself. */
const leavesOwn: ReadonlySet<NoCoverReason> = new Set<NoCoverReason>([
  'no_decision',
  'pending',
  'expired',
  'cancelled',
  'superseded',
  'not_yet_valid',
]);

function ownCapacity(
  { question, circumstances, terms }: Book,
  { day, asOf, reason }: When & { reason: NoCoverReason },
): Capacity {
  const { convert, debtor } = question;
  const own = ownLimit(circumstances, { terms, day, asOf, convert });
  if (own.status === 'none') {
    const { code, params } = own;
    return code === 'none_set' ? none(reason) : { status: 'none', code, params };
  }
  const { source, amountMinor } = own;
  const slice = sliceOf(terms, { source, amountMinor, country: debtor.country });
  if (slice) return roomOf([slice], []);
  return { status: 'none', code: 'source_not_insured', params: { source } };
}

function none(code: NoCoverReason): Capacity {
  return { status: 'none', code, params: {} };
}

function roomOf(base: Slice[], top: Slice[]): Capacity {
  const sum = (slices: Slice[]) => sumMinor(slices.map(({ roomMinor }) => roomMinor));
  const ordered = base.toSorted((left, right) => order[left.source] - order[right.source]);
  return { status: 'room', base: ordered, baseMinor: sum(base), top, topMinor: sum(top) };
}

const order: Record<CoverSource, number> = {
  named: 0,
  start_cover: 1,
  credit_check: 2,
  discretionary: 3,
  unnamed: 4,
  top_up: 5,
};

/** A limit of what is paid allows so many receivables that their insured share stays within it. */
function sliceOf(
  { shares, limits }: PolicyTerms,
  of: { source: CoverSource; amountMinor: AmountMinor; country: string | undefined },
): Slice | undefined {
  const { source, amountMinor, country } = of;
  const own = shares.filter((share) => share.source === source);
  const share =
    own.find((one) => one.country !== undefined && one.country === country) ??
    own.find((one) => one.country === undefined);
  if (!share) return undefined;
  const { shareBp } = share;
  const roomMinor =
    limits.quoted === 'indemnity' ? mulDiv(amountMinor, 10_000, shareBp, 'down') : amountMinor;
  return { source, roomMinor, shareBp };
}

/** Evidence counts from the day it is of, once it is known. */
function metOn({ circumstances }: Book, { day, asOf }: When): IsMet {
  const [on, known] = [dayText(day), dayText(asOf)];
  return function isMet({ coverId, conditionCode }) {
    return circumstances.some(
      (one) =>
        one.kind === 'condition_met' &&
        one.coverId === coverId &&
        one.conditionCode === conditionCode &&
        one.on <= on &&
        one.knownOn <= known,
    );
  };
}

/**
 * By cover, the decision that a delivery of a day has. A first grant counts from the day it says, also
 * one before it was decided; what changes a cover counts for deliveries after it alone, but for a
 * decision that ends what was delivered before, or that we cannot read.
 */
function standingOn(
  decisions: readonly Dated[],
  { day, asOf }: When,
  isMet: IsMet,
): CoverDecision[] {
  const standing = new Map<string, CoverDecision>();
  const granted = new Set<string>();
  for (const { decision, decided, effective } of decisions) {
    if (decided > asOf) break;
    const { coverId, status, endsRunOff } = decision;
    const isFirst = !granted.has(coverId);
    if (insures(decision, isMet)) granted.add(coverId);
    const isUnread = status === 'unknown_raw';
    const later = isUnread ? decided : Math.max(decided, effective);
    const from = isFirst && !isUnread ? effective : later;
    if (day >= from || endsRunOff === true) standing.set(coverId, decision);
  }
  return [...standing.values()];
}
