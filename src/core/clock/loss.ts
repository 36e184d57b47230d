import type { Day } from '../calendar.ts';
import { addSpan, type Span } from '../policy/span.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { DutyMoved } from './duty.ts';

export type LossDay = {
  on: Day;
  cause: 'protracted_default' | 'insolvency';
  moved?: DutyMoved;
};

/** The days of an invoice that its loss may be counted from. */
export type LossTriggers = {
  dueOn: Day;
  endOfExtension: Day;
  /** The first notice of it that the insurer had. */
  noticeReceivedOn?: Day;
  /** The day of the debtor's insolvency. */
  insolventOn?: Day;
};

/**
 * When an unpaid invoice is a loss: at the end of the waiting period, or at once when the debtor is
 * insolvent before that. Undefined while the waiting period has not begun.
 */
export function dateOfLoss(
  waiting: PolicyTerms['waiting'],
  triggers: LossTriggers,
  add: (day: Day, span: Span) => Day = addSpan,
): LossDay | undefined {
  const from = waitingFrom(waiting, triggers);
  const end = from === undefined ? undefined : add(from, waiting.span);
  const { insolventOn } = triggers;
  if (insolventOn !== undefined && (end === undefined || insolventOn < end)) {
    return { on: insolventOn, cause: 'insolvency', moved: { code: 'insolvency', insolventOn } };
  }
  return end === undefined ? undefined : { on: end, cause: 'protracted_default' };
}

function waitingFrom(
  { from }: PolicyTerms['waiting'],
  { dueOn, endOfExtension, noticeReceivedOn }: LossTriggers,
): Day | undefined {
  if (from === 'original_due') return dueOn;
  return from === 'end_of_extension' ? endOfExtension : noticeReceivedOn;
}
