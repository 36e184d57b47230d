import type { ScheduleTaken } from '../../core/adapter.ts';
import { following } from '../../core/funding/booking.ts';
import { isHeld } from '../../core/funding/position.ts';
import type { PositionFact } from '../../core/funding/position-fact.ts';
import { assignedMinorOf, type CreditLine, CreditSchedule } from '../../core/funding/request.ts';
import { linesOf } from '../../core/funding/request-state.ts';
import { mulDiv } from '../../core/money.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { lockMovements } from '../../store/movement.ts';
import { dilutionTold } from '../../store/movement-known.ts';
import { movePositions, type PositionMove, readPosition } from '../../store/position.ts';
import { readTakenSince } from '../../store/position-again.ts';
import { closeRequests, reopenRequests } from '../../store/request-closing.ts';
import { readRequests } from '../../store/request-facts.ts';
import { defineEffect } from '../operation.ts';

/** The funder has taken our credit notes: each lowers its invoice, as the ledger's note does. */
export const submitCredits = defineEffect<typeof CreditSchedule, ScheduleTaken>({
  kind: 'effect',
  input: CreditSchedule,
  effect: (operations) => operations.submitCredits,
  reference: ({ number }) => number,
  foundByPeople: (partnerReference) => ({ partnerReference }),
  accepted: async (tx, { input, actor }) => {
    await lockMovements(tx, input.facility.facilityId);
    const effectiveOn = await businessDay(tx);
    const moves: PositionMove[] = [];
    for (const line of input.lines) {
      const { receivableId } = line.credits;
      const facts = await factsFor(tx, line);
      const own = facts.map((fact): PositionMove => ({ receivableId, effectiveOn, fact }));
      // One note after the other: two of them may lower the same invoice.
      await movePositions(tx, own, actor);
      moves.push(...own);
    }
    await reopenRequests(tx, { moves, actor });
    await closeRequests(tx, { moves, actor });
  },
  // What was refused stays told and unbooked: the delivery says why, and a person looks at it.
  rejected: () => Promise.resolve(),
});

async function factsFor(tx: Tx, line: CreditLine): Promise<PositionFact[]> {
  const { receivableId } = line.credits;
  const position = await readPosition(tx, receivableId);
  if (!isHeld(position)) return [];
  const { requestId, account } = position;
  const request = (await readRequests(tx, [requestId])).get(requestId);
  const own = request && linesOf(request.state).find((one) => one.receivableId === receivableId);
  // It came back since and was placed again: who holds it now has not been told.
  if (!own || request?.number !== line.credits.requestNumber || own.openMinor === 0) return [];
  // At the assignment's rate; what a note takes beyond the face is between seller and debtor.
  const convertedMinor = mulDiv(line.amountMinor, assignedMinorOf(own), own.openMinor, 'halfEven');
  const creditNoteId = line.receivableId;
  const isForeign = position.foreign !== undefined;
  const credit = { receivableId, requestId, amountMinor: convertedMinor, isForeign };
  const toldBy = await dilutionTold(tx, credit);
  if (toldBy !== undefined && position.status !== 'closed') {
    // The funder's own word of it came before its receipt, and has lowered the invoice.
    const cause = `credit|${creditNoteId}|${toldBy}`;
    return [{ kind: 'diluted', requestId, cause, amountMinor: 0, creditNoteId }];
  }
  const { faceMinor, dilutionMinor, writeOffMinor, reassignedMinor } = account;
  const roomMinor = faceMinor - dilutionMinor - writeOffMinor - reassignedMinor;
  const amountMinor = Math.min(convertedMinor, roomMinor);
  const cause = `credit|${creditNoteId}`;
  const fact = { kind: 'diluted', requestId, cause, amountMinor, creditNoteId } as const;
  if (amountMinor === 0) return [];
  const booking = following(position, [fact]);
  if (booking.status === 'misfit') return [];
  const isClosed = position.status === 'closed';
  // The same invoice is with another funder now: what it owes there is not lowered here.
  if (isClosed && (await readTakenSince(tx, [receivableId])).size > 0) return [];
  return booking.facts;
}
