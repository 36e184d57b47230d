import { z } from 'zod';
import { never } from '../../core/assert.ts';
import { residualMinor } from '../../core/funding/account.ts';
import { FunderMovement } from '../../core/funding/funder-movement.ts';
import { isHeld } from '../../core/funding/position.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor } from '../../core/money.ts';
import { type Locale, wordDetail } from '../../core/wording/word.ts';
import { readDueDays } from '../../store/due.ts';
import { listQuestioned, type QuestionedMovement } from '../../store/movement.ts';
import { type DecisionAnswer, decideMovement } from '../../store/movement-decision.ts';
import { readPosition } from '../../store/position.ts';
import { notFound, Problem } from '../problem.ts';
import { conflict } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, IdParams, listOf } from './shapes.ts';
import { write } from './write.ts';

const Questioned = z
  .object({
    id: Id,
    facilityId: z.string(),
    movement: FunderMovement,
    detail: z.string().describe('Why it is not booked.'),
    recordedAt: At,
  })
  .meta({ id: 'QuestionedMovement' });

const Account = z.object({
  faceMinor: AmountMinor,
  advanceMinor: AmountMinor,
  rebateMinor: AmountMinor,
  feesMinor: AmountMinor,
  feeTaxMinor: AmountMinor,
  interestMinor: AmountMinor,
  dilutionMinor: AmountMinor,
  writeOffMinor: AmountMinor,
  reassignedMinor: AmountMinor,
  fxMinor: AmountMinor,
  collectedMinor: AmountMinor,
  misdirectedMinor: AmountMinor,
});

const Position = z
  .object({
    status: z.string(),
    requestId: Id.optional(),
    facilityId: z.string().optional(),
    account: Account.optional().describe('In the facility’s currency.'),
    residualMinor: AmountMinor.optional().describe(
      'What is not settled between seller and funder; zero when it is closed.',
    ),
    marks: z
      .object({
        disputedMinor: AmountMinor,
        isUnapproved: z.boolean(),
        recourseDueOn: z.string().optional(),
        isRepurchased: z.boolean(),
        isInsurerClaimed: z.boolean(),
      })
      .optional(),
  })
  .meta({ id: 'Position' });

const Decision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('dismissed'), reason: z.string().min(1).max(1000) }),
  z.strictObject({
    decision: z.literal('booked'),
    reason: z.string().min(1).max(1000),
    receivableId: Id.optional().describe('What it concerns, where the funder did not say so.'),
  }),
]);

const tag = 'funders';

export const movementRoutes: ApiRoute[] = [
  read({
    path: '/movements/questioned',
    operationId: 'listQuestionedMovements',
    summary: 'What funders say they have booked and does not fit what we know; nothing is booked.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Questioned) },
    handle: async ({ tx, locale }) => {
      const items = await listQuestioned(tx, 200);
      return { body: { items: items.map((item) => worded(locale, item)), next: null } };
    },
  }),
  write({
    path: '/movements/{id}/decision',
    operationId: 'decideMovement',
    summary: 'A person books a questioned movement where it fits, or dismisses it.',
    tag,
    permission: 'money.decide',
    params: IdParams,
    body: Decision,
    answers: { status: 200, schema: z.object({ decision: z.string() }) },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const answer = await decideMovement(tx, {
        movementId: params.id,
        decision: body.decision,
        reason: body.reason,
        actor: { personId: principal.personId },
        ...('receivableId' in body && { receivableId: body.receivableId }),
      });
      if (!answer.ok) throw refusedDecision(answer, locale);
      return { status: 200, body: { decision: body.decision } };
    },
  }),
  read({
    path: '/receivables/{id}/position',
    operationId: 'readPosition',
    summary: 'Where a receivable stands with its funder, and what became of each cent of its face.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: { status: 200, schema: Position },
    handle: async ({ tx }, { params }) => {
      if ((await readDueDays(tx, [params.id])).size === 0) throw notFound();
      const position = await readPosition(tx, params.id);
      if (position.status === 'free') return { body: { status: 'free' } };
      const { status, requestId, facilityId } = position;
      if (!isHeld(position)) return { body: { status, requestId, facilityId } };
      const { account, marks } = position;
      const residual = residualMinor(account);
      return { body: { status, requestId, facilityId, account, residualMinor: residual, marks } };
    },
  }),
];

function worded(locale: Locale, { detail, ...item }: QuestionedMovement) {
  return { ...item, detail: wordDetail(locale, detail) };
}

type Refused = Extract<DecisionAnswer, { ok: false }>;

function refusedDecision(answer: Refused, locale: Locale): Problem {
  const { code } = answer;
  switch (code) {
    case 'movement_not_found':
      return notFound();
    case 'movement_decided':
      return conflict({ code }, locale);
    case 'movement_still_questioned': {
      const detail = wordDetail(locale, answer.detail);
      return new Problem('conflict', { detail, reason: { code, why: answer.detail } });
    }
    default:
      return never(code, 'decision');
  }
}
