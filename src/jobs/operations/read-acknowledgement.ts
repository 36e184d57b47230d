import { z } from 'zod';
import type { AcknowledgedLine, Acknowledgement } from '../../core/adapter.ts';
import { never } from '../../core/assert.ts';
import type { Day } from '../../core/calendar.ts';
import { type Detail, told } from '../../core/detail.ts';
import type { NoticeFact, NoticeLine } from '../../core/funding/assignment-notice.ts';
import { canonicalJson } from '../../core/hash.ts';
import { Id } from '../../core/ids.ts';
import {
  appendNoticeFact,
  readNotice,
  type StoredNotice,
  stillHeld,
} from '../../store/assignment-notice.ts';
import type { Actor } from '../../store/audit.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { answeringOf } from '../answering.ts';
import { defineRead } from '../operation.ts';

const Input = z.strictObject({ noticeId: Id, reference: z.string() });

/**
 * Asks what the debtor answered to a notice until it has said something of every line, or until nothing
 * of it is owed to the funder any more: many debtors never answer. What does not fit is questioned.
 */
export const readAcknowledgement = defineRead<typeof Input, Acknowledgement>({
  kind: 'read',
  input: Input,
  isOptional: true,
  read: (operations) => operations.readAcknowledgement,
  answered: async (tx, delivery, { noticeId }, said) => {
    const notice = await readNotice(tx, noticeId);
    if (!notice) throw new Error(`notice ${noticeId} of a delivery is not there`);
    const by: By = { effectiveOn: await businessDay(tx), actor: answeringOf(delivery) };
    await take(tx, notice, { said, ...by });
    if (notice.state.status !== 'told') return { done: true };
    const held = await stillHeld(tx, notice.requestId, notice.notice.lines);
    return held.length > 0 ? { again: patience(delivery.attempts) } : { done: true };
  },
});

/** A debtor takes days: 1, 2, 4 … seconds, and then every hour. */
function patience(attempts: number): number {
  return Math.min(3600, 2 ** Math.min(attempts, 12));
}

/** On which day and in whose word. */
type By = { effectiveOn: Day; actor: Actor };

async function take(
  tx: Tx,
  notice: StoredNotice,
  { said, ...by }: By & { said: Acknowledgement },
): Promise<void> {
  switch (said.status) {
    case 'pending':
      return;
    case 'not_taken': {
      const { reason, detail } = said;
      await appendNoticeFact(tx, notice, { fact: { kind: 'not_taken', reason, detail }, ...by });
      return;
    }
    case 'refused': {
      const { partnerReference, detail } = said;
      const fact = { kind: 'refused', partnerReference, detail } as const;
      const isTaken = await appendNoticeFact(tx, notice, { fact, ...by });
      if (!isTaken) await question(tx, notice, { lineNumber: 0, detail, ...by });
      return;
    }
    case 'answered': {
      const { partnerReference, lines } = said;
      const all = notice.notice.lines.map(
        ({ lineNumber }): AcknowledgedLine => ({ lineNumber, status: 'acknowledged' }),
      );
      for (const line of lines.length > 0 ? lines : all) {
        await takeLine(tx, notice, { line, partnerReference, ...by });
      }
      return;
    }
    default:
      never(said, 'acknowledgement');
  }
}

async function takeLine(
  tx: Tx,
  notice: StoredNotice,
  { line, partnerReference, ...by }: By & { line: AcknowledgedLine; partnerReference: string },
): Promise<void> {
  if (line.status === 'pending' || !('words' in notice.state)) return;
  const { lineNumber } = line;
  const own = notice.notice.lines.find((one) => one.lineNumber === lineNumber);
  if (!own) {
    const detail = told('answer_for_no_line', { line: lineNumber });
    await question(tx, notice, { lineNumber, detail, ...by });
    return;
  }
  const fact = factOf(line, own, partnerReference);
  const word = fact.kind === 'line_acknowledged' ? 'acknowledged' : 'disputed';
  if (notice.state.words.get(lineNumber) === word) return;
  if (await appendNoticeFact(tx, notice, { fact, ...by })) return;
  const detail = told('answer_contradicts', { line: lineNumber });
  await question(tx, notice, { lineNumber, detail, ...by });
}

/** A yes to another amount than the debtor was told is a dispute of it. */
function factOf(
  line: Exclude<AcknowledgedLine, { status: 'pending' }>,
  { openMinor, currency }: NoticeLine,
  partnerReference: string,
): Extract<NoticeFact, { kind: 'line_acknowledged' | 'line_disputed' }> {
  const { lineNumber } = line;
  if (line.status === 'disputed') return { kind: 'line_disputed', lineNumber, detail: line.detail };
  const { due } = line;
  const differs =
    due && (due.currency !== currency || due.amountMinor !== openMinor)
      ? differenceOf(lineNumber, { due, openMinor, currency })
      : undefined;
  return differs === undefined
    ? { kind: 'line_acknowledged', lineNumber, partnerReference }
    : { kind: 'line_disputed', lineNumber, detail: differs };
}

function differenceOf(
  line: number,
  known: { due: { amountMinor: number; currency: string }; openMinor: number; currency: string },
): Detail {
  const { due, openMinor: knownMinor, currency } = known;
  return due.currency === currency
    ? told('acknowledged_amount_differs', {
        line,
        foundMinor: due.amountMinor,
        knownMinor,
        currency,
      })
    : told('acknowledged_in_other_currency', { line, found: due.currency, currency });
}

/** Said once per doubt, however often the partner repeats it. */
async function question(
  tx: Tx,
  notice: StoredNotice,
  doubt: By & { lineNumber: number; detail: Detail },
): Promise<void> {
  const { lineNumber, detail, effectiveOn, actor } = doubt;
  const isSaid = notice.facts.some(
    ({ fact: known }) =>
      known.kind === 'answer_questioned' && canonicalJson(known.detail) === canonicalJson(detail),
  );
  if (isSaid) return;
  const fact = { kind: 'answer_questioned', lineNumber, detail } as const;
  await appendNoticeFact(tx, notice, { fact, effectiveOn, actor });
}
