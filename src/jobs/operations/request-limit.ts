import { z } from 'zod';
import type { LimitAnswer } from '../../core/adapter.ts';
import { Day } from '../../core/calendar.ts';
import type { Detail } from '../../core/detail.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { audit } from '../../store/audit.ts';
import type { Tx } from '../../store/database.ts';
import { createDelivery, hasten } from '../../store/delivery.ts';
import { noteInsurer } from '../../store/insurer-request.ts';
import { type Answered, defineEffect } from '../operation.ts';

const asked = {
  reference: z.string().min(1),
  policyId: z.string().min(1),
  debtorId: z.string().min(1),
  buyerId: z.string().min(1),
  currency: Currency,
  effectiveOn: Day,
  isUrgent: z.boolean().optional(),
  comment: z.string().optional(),
};
const LimitInput = z.strictObject({
  ...asked,
  amountMinor: AmountMinor.min(1),
  kind: z.enum(['credit_limit', 'credit_check']).optional(),
});
const ChangeInput = z.strictObject({
  ...asked,
  amountMinor: AmountMinor.min(1).optional(),
  change: z.enum(['supersede', 'reduce', 'cancel', 'prolong']),
  coverId: z.string().min(1),
});

/** Asks the insurer for a limit. Its answer is not cover: the decision is read from its list. */
export const requestLimit = defineEffect<typeof LimitInput, LimitAnswer>({
  kind: 'effect',
  input: LimitInput,
  effect: (operations) => operations.requestLimit,
  reference: (input) => input.reference,
  foundByPeople: (partnerReference) => ({ coverId: partnerReference, decided: false }),
  accepted: taken,
  rejected: refused,
});

/** Changes a cover that is there, or ends it. */
export const changeLimit = defineEffect<typeof ChangeInput, LimitAnswer>({
  kind: 'effect',
  input: ChangeInput,
  effect: ({ changeLimit: own }, { change }) => (own?.changes.includes(change) ? own : undefined),
  reference: (input) => input.reference,
  foundByPeople: (partnerReference) => ({ coverId: partnerReference, decided: false }),
  accepted: taken,
  rejected: refused,
});

type Asked = Answered<typeof LimitInput> | Answered<typeof ChangeInput>;

/** The list is read soon; what is still looked at is asked about by its number until it is decided. */
async function taken(tx: Tx, answered: Asked, answer: LimitAnswer): Promise<void> {
  const { actor, delivery, input } = answered;
  await hasten(tx, 'syncCover', input.policyId);
  await say(tx, 'limit.taken', answered, answer);
  const fact = { kind: 'taken', partnerReference: answer.coverId } as const;
  const isOurs = await noteInsurer(tx, { id: input.reference, fact, actor });
  if (answer.decided && isOurs) {
    const decided = { kind: 'decided', coverId: answer.coverId, rawCode: '' } as const;
    await noteInsurer(tx, { id: input.reference, fact: decided, actor });
    return;
  }
  if (!isOurs || delivery.connectionId === undefined) return;
  await createDelivery(tx, {
    connectionId: delivery.connectionId,
    queue: delivery.queue,
    operation: 'readLimit',
    subject: input.reference,
    state: 'ready',
    input: {
      reference: input.reference,
      partnerReference: answer.coverId,
      policyId: input.policyId,
    },
  });
}

async function refused(
  tx: Tx,
  answered: Asked,
  { reason, detail }: { reason: string; detail: Detail },
): Promise<void> {
  await say(tx, 'limit.refused', answered, { reason, detail });
  const { actor, input } = answered;
  await noteInsurer(tx, { id: input.reference, fact: { kind: 'refused', reason, detail }, actor });
}

function say(tx: Tx, action: string, answered: Asked, told: object): Promise<void> {
  const { actor, foundBy, input } = answered;
  const body = { ...told, ...(foundBy && { foundBy }) };
  return audit(tx, { actor, action, subject: input.reference, body });
}
