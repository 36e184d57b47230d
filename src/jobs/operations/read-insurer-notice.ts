import { z } from 'zod';
import { Id } from '../../core/ids.ts';
import type { InsurerNoticeState } from '../../core/notice/insurer-notice.ts';
import { businessDay } from '../../store/business-clock.ts';
import { takeAnswer } from '../../store/notice-answer.ts';
import { answeringOf } from '../answering.ts';
import { defineRead } from '../operation.ts';

const Input = z.strictObject({
  noticeId: Id,
  reference: z.string().min(1),
  partnerReference: z.string().min(1),
  policyId: z.string().min(1),
});

/** Notices are read by people there; a push of the insurer's asks at once. */
const againSeconds = 3600;

/** Asks the insurer what it says of a notice until it has closed or decided it. */
export const readInsurerNotice = defineRead<typeof Input, InsurerNoticeState>({
  kind: 'read',
  input: Input,
  isOptional: true,
  read: (operations) => {
    const { readInsurerNotice: read } = operations;
    return read && (({ noticeId: _, ...reference }, call) => read(reference, call));
  },
  answered: async (tx, delivery, { noticeId }, told) => {
    const { partnerReference: _, ...answer } = told;
    const on = await businessDay(tx);
    await takeAnswer(tx, { noticeId, answer, actor: answeringOf(delivery), on });
    const isOver = answer.status === 'closed' || answer.status === 'refused';
    return isOver ? { done: true } : { again: againSeconds };
  },
});
