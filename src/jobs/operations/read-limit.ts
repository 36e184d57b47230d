import { z } from 'zod';
import type { LimitState } from '../../core/adapter.ts';
import { told } from '../../core/detail.ts';
import { hasten } from '../../store/delivery.ts';
import { noteInsurer } from '../../store/insurer-request.ts';
import { answeringOf } from '../answering.ts';
import { defineRead } from '../operation.ts';
import { backoff } from '../verdict.ts';

const Input = z.strictObject({
  reference: z.string().min(1),
  partnerReference: z.string().min(1),
  policyId: z.string().min(1),
});

/** Asks what became of a limit until it is decided; the decision itself is read from the list. */
export const readLimit = defineRead<typeof Input, LimitState>({
  kind: 'read',
  input: Input,
  isOptional: true,
  read: (operations) => operations.readLimit,
  answered: async (tx, delivery, { reference, policyId }, state) => {
    if (state.status === 'pending') return { again: backoff(delivery.attempts) };
    const actor = answeringOf(delivery);
    const { rawCode } = state;
    const refusal = told('refused', { reason: rawCode });
    const fact =
      state.status === 'decided'
        ? ({ kind: 'decided', coverId: state.coverId, rawCode } as const)
        : ({ kind: 'refused', reason: 'refused_by_partner', detail: refusal } as const);
    await noteInsurer(tx, { id: reference, fact, actor });
    await hasten(tx, 'syncCover', policyId);
    return { done: true };
  },
});
