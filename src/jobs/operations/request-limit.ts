import { z } from 'zod';
import type { LimitAnswer, LimitRequest } from '../../core/adapter.ts';
import { Day } from '../../core/calendar.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { audit } from '../../store/audit.ts';
import type { Tx } from '../../store/database.ts';
import { hasten } from '../../store/delivery.ts';
import { defineEffect } from '../operation.ts';

const Input = z.strictObject({
  reference: z.string().min(1),
  policyId: z.string().min(1),
  debtorId: z.string().min(1),
  buyerId: z.string().min(1),
  currency: Currency,
  amountMinor: AmountMinor.min(1),
  effectiveOn: Day,
});

/** Asks the insurer for a limit. Its answer is not cover: the decision is read from its list. */
export const requestLimit = defineEffect<typeof Input, LimitAnswer>({
  kind: 'effect',
  input: Input,
  effect: (operations) => operations.requestLimit,
  reference: (input) => input.reference,
  foundByPeople: (partnerReference) => ({ coverId: partnerReference, decided: false }),
  accepted: async (tx, _delivery, input, answer) => {
    await hasten(tx, 'syncCover', input.policyId);
    await say(tx, 'limit.taken', input, answer);
  },
  rejected: (tx, _delivery, input, { reason, detail }) =>
    say(tx, 'limit.refused', input, { reason, detail }),
});

function say(tx: Tx, action: string, { reference }: LimitRequest, body: object): Promise<void> {
  return audit(tx, { actor: { system: 'jobs' }, action, subject: reference, body });
}
