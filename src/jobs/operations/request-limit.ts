import { z } from 'zod';
import type { LimitAnswer } from '../../core/adapter.ts';
import { Day } from '../../core/calendar.ts';
import type { Detail } from '../../core/detail.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { audit } from '../../store/audit.ts';
import type { Tx } from '../../store/database.ts';
import { hasten } from '../../store/delivery.ts';
import { type Answered, defineEffect } from '../operation.ts';

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
  accepted: async (tx, answered, answer) => {
    await hasten(tx, 'syncCover', answered.input.policyId);
    await say(tx, 'limit.taken', answered, answer);
  },
  rejected: (tx, answered, { reason, detail }) =>
    say(tx, 'limit.refused', answered, { reason, detail }),
});

function say(tx: Tx, action: string, answered: Answered<typeof Input>, told: LimitAnswer | Told) {
  const { actor, foundBy, input } = answered;
  const body = { ...told, ...(foundBy && { foundBy }) };
  return audit(tx, { actor, action, subject: input.reference, body });
}

type Told = { reason: string; detail: Detail };
