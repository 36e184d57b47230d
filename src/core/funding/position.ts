import { z } from 'zod';
import { assert, never } from '../assert.ts';
import { Id } from '../ids.ts';
import { AmountMinor } from '../money.ts';

const fact = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

/** What happened to a receivable's position with a funder. */
export const PositionFact = z.discriminatedUnion('kind', [
  fact('reserved', { requestId: Id, facilityId: z.string(), fingerprint: z.string() }),
  fact('assigned', { requestId: Id }),
  fact('advanced', { requestId: Id, amountMinor: AmountMinor.min(0) }),
  fact('released', { requestId: Id, cause: z.enum(['withdrawn', 'rejected', 'declined']) }),
]);
export type PositionFact = z.infer<typeof PositionFact>;

export type Position =
  | { status: 'free' }
  | { status: 'reserved' | 'assigned'; requestId: Id; facilityId: string; advancedMinor: 0 }
  | { status: 'advanced'; requestId: Id; facilityId: string; advancedMinor: number };

/** The states in which a receivable is free for another funder; every other holds ONE_POSITION. */
export const terminalStates = ['free'] as const;

export function isOpen(position: Position): position is Exclude<Position, { status: 'free' }> {
  return !(terminalStates as readonly string[]).includes(position.status);
}

export function foldPosition(facts: readonly PositionFact[]): Position {
  return facts.reduce<Position>(step, { status: 'free' });
}

function step(position: Position, next: PositionFact): Position {
  if (next.kind === 'reserved') {
    assert(position.status === 'free', 'a receivable is reserved once');
    const { requestId, facilityId } = next;
    return { status: 'reserved', requestId, facilityId, advancedMinor: 0 };
  }
  assert(
    position.status !== 'free' && position.requestId === next.requestId,
    `${next.kind} belongs to the request that holds the receivable`,
  );
  const { requestId, facilityId } = position;
  switch (next.kind) {
    case 'assigned':
      assert(position.status === 'reserved', 'assigned follows reserved');
      return { status: 'assigned', requestId, facilityId, advancedMinor: 0 };
    case 'advanced':
      assert(position.status === 'assigned', 'advanced follows assigned');
      return { status: 'advanced', requestId, facilityId, advancedMinor: next.amountMinor };
    case 'released':
      assert(position.status !== 'advanced', 'an advanced receivable is not released');
      return { status: 'free' };
    default:
      return never(next, 'position');
  }
}
