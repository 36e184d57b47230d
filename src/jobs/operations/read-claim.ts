import { z } from 'zod';
import type { ClaimState } from '../../core/claim/filing.ts';
import { Id } from '../../core/ids.ts';
import { businessDay } from '../../store/business-clock.ts';
import { takeWord } from '../../store/claim-word.ts';
import { answeringOf } from '../answering.ts';
import { defineRead } from '../operation.ts';

const Input = z.strictObject({
  claimId: Id,
  reference: z.string().min(1),
  partnerReference: z.string().min(1),
  policyId: z.string().min(1),
});

/** Claims are handled by people: asking four times a day loses nothing. */
const againSeconds = 6 * 3600;

/** Asks the insurer where a claim stands until it is closed; what it has said before changes nothing. */
export const readClaim = defineRead<typeof Input, ClaimState>({
  kind: 'read',
  input: Input,
  isOptional: true,
  read: (operations) => {
    const { readClaim: read } = operations;
    return read && (({ claimId: _, ...reference }, call) => read(reference, call));
  },
  answered: async (tx, delivery, { claimId }, told) => {
    const today = await businessDay(tx);
    const cause = `delivery|${delivery.id}`;
    const actor = answeringOf(delivery);
    const { isOver } = await takeWord(tx, { claimId, told, today, cause, actor });
    return isOver ? { done: true } : { again: againSeconds };
  },
});
