import { z } from 'zod';
import type { Buyer } from '../../core/adapter.ts';
import { noteInsurer } from '../../store/insurer-request.ts';
import { answeringOf } from '../answering.ts';
import { defineRead } from '../operation.ts';

const Input = z.strictObject({
  reference: z.string().min(1),
  country: z.string().min(2),
  scheme: z.string().min(1),
  value: z.string().min(1),
});

/** Which company a debtor is in the insurer's books; a person says which of those found it is. */
export const findBuyer = defineRead<typeof Input, Buyer[]>({
  kind: 'read',
  input: Input,
  read: (operations) => operations.findBuyer,
  answered: async (tx, delivery, { reference }, buyers) => {
    const fact = { kind: 'found', buyers } as const;
    await noteInsurer(tx, { id: reference, fact, actor: answeringOf(delivery) });
    return { done: true };
  },
  refused: async (tx, delivery, { reference }, { reason, detail }) => {
    const fact = { kind: 'refused', reason, detail } as const;
    await noteInsurer(tx, { id: reference, fact, actor: answeringOf(delivery) });
  },
});
