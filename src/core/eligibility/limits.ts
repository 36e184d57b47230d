import { fillLimit } from '../cover/fill.ts';
import type { JudgedLine } from '../cover/judge.ts';
import type { RuleOf } from '../facility/rule.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';
import type { LineExplanation, Params } from '../plan.ts';
import type { HasTerms } from './judgedCover.ts';
import { byText } from './ledger.ts';
import { type FacilityView, type Subject, take } from './view.ts';

/** What of a debtor a limit allows, with the numbers that say why. */
export type Room = { roomMinor: AmountMinor; params: Params };

/** The funder's own approval, by debtor id. */
export function funderLimits({ limits }: RuleOf<'funder_limit'>): Map<string, AmountMinor> {
  const stated = limits.map(({ debtorId, amountMinor }): [string, AmountMinor] => [
    debtorId,
    amountMinor,
  ]);
  // Of two for one debtor the first counts.
  return new Map(stated.reverse());
}

/** What the funder allows; the oldest invoices keep it. */
export function funderRoom(
  { terms }: FacilityView,
  limitMinor: AmountMinor,
  eligibleMinor: AmountMinor,
): Room {
  return { roomMinor: limitMinor, params: { limitMinor, eligibleMinor, currency: terms.currency } };
}

type Insured = { debtorId: string; heldElsewhereMinor: AmountMinor };

/** What a debtor's cover still allows: less what is financed elsewhere under the same policy. */
export function insuredMinor(
  view: FacilityView,
  rule: RuleOf<'insured_limit'>,
  { debtorId, heldElsewhereMinor }: Insured,
): AmountMinor {
  return Math.max(0, coverMinorOf(view, rule, debtorId) - heldElsewhereMinor);
}

/** `insuredMinor` with the numbers that say why. */
export function insuredRoom(
  view: FacilityView,
  rule: RuleOf<'insured_limit'>,
  of: Insured & { eligibleMinor: AmountMinor },
): Room {
  const answer = view.coverOf(rule.policyId, of.debtorId);
  const params = {
    policyId: rule.policyId,
    reason: answer.status === 'in_force' ? 'over_limit' : answer.reason,
    coverMinor: coverMinorOf(view, rule, of.debtorId),
    heldElsewhereMinor: of.heldElsewhereMinor,
    eligibleMinor: of.eligibleMinor,
    currency: view.terms.currency,
  };
  return { roomMinor: insuredMinor(view, rule, of), params };
}

/** A limit quoted as the most the insurer pays allows so much that its insured share stays within it. */
function coverMinorOf(
  view: FacilityView,
  { policyId, quoted, insuredShareBp }: RuleOf<'insured_limit'>,
  debtorId: string,
): AmountMinor {
  const answer = view.coverOf(policyId, debtorId);
  const amountMinor = answer.status === 'in_force' ? answer.amountMinor : 0;
  if (quoted !== 'indemnity' || insuredShareBp === undefined) return amountMinor;
  return mulDiv(amountMinor, 10_000, insuredShareBp, 'down');
}

/** The oldest invoices, by issue day, due day and number, use up the room; the rest is taken away. */
export function applyRoom(
  rule: 'funder_limit' | 'insured_limit',
  lines: readonly Subject[],
  { roomMinor, params }: Room,
): void {
  let rest = roomMinor;
  for (const { line } of chronological(lines)) {
    const kept = Math.min(rest, line.eligibleMinor);
    take(line, rule, line.eligibleMinor - kept, params);
    rest -= kept;
  }
}

/**
 * A policy that insures the whole turnover covers the oldest open invoices first, eligible or not;
 * one beyond the longest insured term, or issued after the stop, has no cover and uses none.
 */
export function applyPolicy(
  view: FacilityView,
  rule: RuleOf<'insured_limit'>,
  { lines, room }: { lines: readonly Subject[]; room: Room },
): void {
  const stoppedFrom = stopDay(view, rule, lines);
  let rest = room.roomMinor;
  for (const { line, issued, due } of chronological(lines)) {
    const outside = outsidePolicy(rule, { issued, due, stoppedFrom });
    if (outside) {
      take(line, 'insured_limit', line.eligibleMinor, { ...room.params, ...outside });
      continue;
    }
    const uses = rule.consumption === 'chronological' ? line.grossMinor : line.eligibleMinor;
    const covered = Math.min(rest, uses);
    take(line, 'insured_limit', Math.max(0, line.eligibleMinor - covered), room.params);
    rest -= covered;
  }
}

/**
 * What a policy takes whose terms are given: what is not insured for its own reason, and what is above
 * the limit, which every open invoice uses or only what is eligible of it. A line's largest reason is
 * the one that is stated.
 */
export function applyPolicyTerms(
  view: FacilityView,
  rule: RuleOf<'insured_limit'>,
  { lines, room, heldMinor }: { lines: readonly Subject[]; room: Room; heldMinor: AmountMinor },
): void {
  const [first] = lines;
  if (!first) return;
  const debtor = view.ledger.debtorOf[first.index] ?? 0;
  const subjects = new Map(lines.map((subject) => [subject.index, subject.line]));
  const found = view.judgedOf({ policyId: rule.policyId, debtor });
  const eligible = new Map(
    found.map(({ line, judged }) => [judged, subjects.get(line)?.eligibleMinor ?? 0]),
  );
  const filled = fillLimit(
    found.map(({ judged }) => judged),
    {
      heldMinor,
      wanted: (judged) =>
        rule.consumption === 'chronological'
          ? judged.insurableMinor
          : Math.min(judged.insurableMinor, eligible.get(judged) ?? 0),
    },
  );
  found.forEach(({ line, judged }, place) => {
    const own = subjects.get(line);
    const fill = filled[place];
    if (!own || !fill) return;
    const coveredMinor = sumMinor(fill.insured.map(({ amountMinor }) => amountMinor));
    const takenMinor = Math.max(0, own.eligibleMinor - coveredMinor);
    const overMinor = Math.min(takenMinor, fill.overMinor);
    const reason = reasonFor(judged, { overMinor, takenMinor });
    take(own, 'insured_limit', takenMinor, {
      ...room.params,
      coverMinor: fill.roomMinor,
      ...reason,
    });
  });
}

/** The reason of the greater part; of what is not insured for several reasons, the greatest. */
function reasonFor(
  { uninsured }: JudgedLine,
  { overMinor, takenMinor }: { overMinor: AmountMinor; takenMinor: AmountMinor },
): Params {
  const [first] = uninsured.toSorted((left, right) => right.amountMinor - left.amountMinor);
  if (!first || overMinor > takenMinor - overMinor) return { reason: 'over_limit' };
  const { code, params, clause } = first;
  return { ...params, reason: code, isUninsured: true, ...(clause !== undefined && { clause }) };
}

/** True where a debtor's sum alone decides what its cover takes. */
export function isSimplePolicy(rule: RuleOf<'insured_limit'>, hasTerms: HasTerms): boolean {
  const { consumption, maximumTermDays, stopOverdueDays } = rule;
  return (
    !hasTerms(rule.policyId) &&
    consumption !== 'chronological' &&
    maximumTermDays === undefined &&
    stopOverdueDays === undefined
  );
}

export function eligibleSum(lines: readonly { line: LineExplanation }[]): AmountMinor {
  return sumMinor(lines.map(({ line }) => line.eligibleMinor));
}

/** The first day on which a delivery is no longer insured, because an invoice is overdue too long. */
function stopDay(
  view: FacilityView,
  { stopOverdueDays }: RuleOf<'insured_limit'>,
  lines: readonly Subject[],
): number {
  if (stopOverdueDays === undefined) return Number.POSITIVE_INFINITY;
  let first = Number.POSITIVE_INFINITY;
  for (const { due, line } of lines) {
    if (line.grossMinor > 0) first = Math.min(first, due + stopOverdueDays + 1);
  }
  return first <= view.asOfNumber ? first : Number.POSITIVE_INFINITY;
}

function outsidePolicy(
  { maximumTermDays, stopOverdueDays }: RuleOf<'insured_limit'>,
  { issued, due, stoppedFrom }: { issued: number; due: number; stoppedFrom: number },
): Params | undefined {
  if (maximumTermDays !== undefined && due - issued > maximumTermDays) {
    return { reason: 'term_too_long', maximumTermDays };
  }
  if (stopOverdueDays === undefined || issued < stoppedFrom) return undefined;
  return { reason: 'stopped', stopOverdueDays };
}

function chronological(lines: readonly Subject[]): Subject[] {
  return lines.toSorted(
    (left, right) =>
      left.issued - right.issued ||
      left.due - right.due ||
      byText(left.invoice.key.number, right.invoice.key.number) ||
      byText(left.invoice.id, right.invoice.id),
  );
}
