import { z } from 'zod';
import type { LineAnswer, ScheduleState } from '../../core/adapter.ts';
import type { Day } from '../../core/calendar.ts';
import { type Detail, told } from '../../core/detail.ts';
import { closingOf } from '../../core/funding/booking.ts';
import { foldedWith, misfitOf } from '../../core/funding/position.ts';
import type { RequestLine } from '../../core/funding/request.ts';
import type { RequestFact } from '../../core/funding/request-fact.ts';
import type { LineState, RequestState } from '../../core/funding/request-state.ts';
import { canonicalJson } from '../../core/hash.ts';
import { Id } from '../../core/ids.ts';
import { tellDebtors } from '../../store/assignment-notice.ts';
import type { Actor } from '../../store/audit.ts';
import { businessDay } from '../../store/business-clock.ts';
import { cancelled, releasable } from '../../store/cancel.ts';
import type { Tx } from '../../store/database.ts';
import { movePositions, type PositionMove, readPosition } from '../../store/position.ts';
import { releaseLines } from '../../store/request.ts';
import { appendFact, readRequest, type StoredRequest } from '../../store/request-facts.ts';
import { answeringOf } from '../answering.ts';
import { defineRead } from '../operation.ts';
import { backoff } from '../verdict.ts';

const Input = z.strictObject({ requestId: Id, reference: z.string() });

/**
 * Asks the factor for its word on each line, until every line has one. Our own question confirms
 * what a call-back only hints at; an answer that does not fit the request is questioned, not booked.
 */
export const readSchedule = defineRead<typeof Input, ScheduleState>({
  kind: 'read',
  input: Input,
  read: (operations) => operations.readSchedule,
  answered: async (tx, delivery, { requestId }, schedule) => {
    const request = await readRequest(tx, requestId, { lock: true });
    if (!request) throw new Error(`request ${requestId} of a delivery is not there`);
    const by: By = { effectiveOn: await businessDay(tx), actor: answeringOf(delivery) };
    for (const answer of schedule.lines) await takeAnswer(tx, request, { answer, ...by });
    await takeCancellation(tx, request, { schedule, ...by });
    await tellDebtors(tx, request, { today: by.effectiveOn, actor: { system: 'jobs' } });
    return request.state.status === 'pending'
      ? { again: backoff(delivery.attempts) }
      : { done: true };
  },
});

/** On which day and in whose word. */
type By = { effectiveOn: Day; actor: Actor };

/** After the answers of the lines: what was funded in the same minute is not forgotten. */
async function takeCancellation(
  tx: Tx,
  request: StoredRequest,
  { schedule, effectiveOn, actor }: By & { schedule: ScheduleState },
): Promise<void> {
  const { cancellation } = schedule;
  if (cancellation?.status === 'accepted') {
    const isTaken = await cancelled(tx, request, {
      effectiveOn,
      actor,
      fact: { kind: 'cancelled' },
    });
    if (isTaken || request.state.status === 'cancelled') return;
    const detail = told('cancelled_though_funded', {});
    await question(tx, request, { lineNumber: 0, detail, effectiveOn, actor });
  }
  if (cancellation?.status === 'refused') {
    const fact = { kind: 'cancel_refused', detail: cancellation.detail } as const;
    await appendFact(tx, request, { fact, effectiveOn, actor });
  }
}

type Answered = Extract<RequestState, { answers: unknown }>;

async function takeAnswer(
  tx: Tx,
  request: StoredRequest,
  { answer, ...by }: By & { answer: LineAnswer },
): Promise<void> {
  const { state } = request;
  if (answer.status === 'pending' || !('answers' in state)) return;
  const known = state.answers.get(answer.lineNumber);
  if (known && isSame(known, answer)) return;
  const doubt = doubtOf(state, answer);
  if (doubt !== undefined) {
    await question(tx, request, { lineNumber: answer.lineNumber, detail: doubt, ...by });
    return;
  }
  const line = lineOf(state, answer.lineNumber);
  if (!line) return;
  if (answer.status === 'funded') await fund(tx, request, { answer, line, ...by });
  else await decline(tx, request, { answer, line, ...by });
}

/** An answer that was given before is no news; its words do not matter. */
function isSame(known: LineState, answer: LineAnswer): boolean {
  if (known.status !== answer.status) return false;
  return known.status !== 'funded' || answer.status !== 'funded'
    ? true
    : known.amountMinor === answer.amountMinor;
}

/** What is wrong with an answer, if anything: it is a second word, it concerns no line of ours, or more than was asked. */
function doubtOf(
  state: Answered,
  answer: Exclude<LineAnswer, { status: 'pending' }>,
): Detail | undefined {
  const { lineNumber } = answer;
  const line = lineOf(state, lineNumber);
  if (!line) return told('answer_for_no_line', { line: lineNumber });
  if (state.status === 'cancelled' || state.answers.get(lineNumber)?.status !== 'open') {
    return told('answer_contradicts', { line: lineNumber });
  }
  if (answer.status === 'declined') return undefined;
  const { currency } = state.canonical.facility;
  if (answer.currency !== currency) {
    const found = answer.currency;
    return told('answer_in_other_currency', { line: lineNumber, found, currency });
  }
  if (answer.amountMinor > line.advanceMinor) {
    const amounts = { foundMinor: answer.amountMinor, askedMinor: line.advanceMinor };
    return told('answer_above_request', { line: lineNumber, ...amounts, currency });
  }
  return undefined;
}

function lineOf(state: Answered, lineNumber: number): RequestLine | undefined {
  return state.canonical.lines.find((line) => line.lineNumber === lineNumber);
}

async function fund(
  tx: Tx,
  request: StoredRequest,
  taken: By & { answer: Extract<LineAnswer, { status: 'funded' }>; line: RequestLine },
): Promise<void> {
  const { answer, line, effectiveOn, actor } = taken;
  const { lineNumber, amountMinor, currency } = answer;
  const { receivableId } = line;
  const advanced = { kind: 'advanced', requestId: request.id, amountMinor } as const;
  const position = await readPosition(tx, receivableId);
  const misfit = misfitOf(position, advanced);
  if (misfit !== undefined) {
    // What the funder has booked on it has ended it already: money on it is a question.
    const movement = `${request.number}/${lineNumber}`;
    const detail = told('movement_misfit', { movement, misfit });
    await question(tx, request, { lineNumber, detail, effectiveOn, actor });
    return;
  }
  const fact = { kind: 'line_funded', lineNumber, amountMinor, currency } as const;
  if (!(await appendFact(tx, request, { fact, effectiveOn, actor }))) return;
  // Where the funder's bookings have come before its answer, that may be the last of it.
  const closing = closingOf(foldedWith(position, advanced));
  const facts = closing ? [advanced, closing] : [advanced];
  const moves = facts.map((own): PositionMove => ({ receivableId, effectiveOn, fact: own }));
  await movePositions(tx, moves, actor);
}

async function decline(
  tx: Tx,
  request: StoredRequest,
  taken: By & { answer: Extract<LineAnswer, { status: 'declined' }>; line: RequestLine },
): Promise<void> {
  const { answer, line, effectiveOn, actor } = taken;
  const { lineNumber, reason, detail } = answer;
  const fact = { kind: 'line_declined', lineNumber, reason, detail } as const;
  if (!(await appendFact(tx, request, { fact, effectiveOn, actor }))) return;
  const lines = await releasable(tx, request, [line]);
  await releaseLines(tx, request, { cause: 'declined', effectiveOn, actor, lines });
}

/** Said once per line and doubt, however often the partner repeats it. */
async function question(
  tx: Tx,
  request: StoredRequest,
  doubt: By & { lineNumber: number; detail: Detail },
): Promise<void> {
  const { lineNumber, detail, effectiveOn, actor } = doubt;
  const fact: RequestFact = { kind: 'answer_questioned', lineNumber, detail };
  const said = request.facts.some(
    ({ fact: known }) =>
      known.kind === 'answer_questioned' && canonicalJson(known.detail) === canonicalJson(detail),
  );
  if (!said) await appendFact(tx, request, { fact, effectiveOn, actor });
}
