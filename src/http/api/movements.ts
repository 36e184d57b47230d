import { z } from 'zod';
import { never } from '../../core/assert.ts';
import { Day } from '../../core/calendar.ts';
import { residualMinor } from '../../core/funding/account.ts';
import { FunderMovement } from '../../core/funding/funder-movement.ts';
import { foldPosition, isHeld } from '../../core/funding/position.ts';
import { PositionFact } from '../../core/funding/position-fact.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor } from '../../core/money.ts';
import { type Locale, wordDetail } from '../../core/wording/word.ts';
import { readDueDays } from '../../store/due.ts';
import { type DecisionAnswer, decideMovement } from '../../store/movement-decision.ts';
import { listQuestioned, type QuestionedMovement } from '../../store/movement-questioned.ts';
import { readPast } from '../../store/position-history.ts';
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

const PastFact = z
  .object({
    seq: z.int(),
    fact: PositionFact,
    effectiveOn: Day,
    recordedAt: At,
    actor: z.union([
      z.object({ personId: Id }),
      z.object({ connectionId: Id }).describe('The partner told it.'),
      z.object({ system: z.string() }).describe('The product itself, where a rule did it.'),
    ]),
    by: z.string().nullable().describe('The person’s or the connection’s name.'),
  })
  .meta({ id: 'PastFact' });

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
        recourseBefore: z.array(z.string()).describe('Demands before that one that stand too.'),
        isRepurchased: z.boolean(),
        isInsurerClaimed: z.boolean(),
      })
      .optional(),
    facts: z.array(PastFact).describe('What has happened to it with its funders, the first first.'),
  })
  .meta({ id: 'Position' });

const Decision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('dismissed'), reason: z.string().min(1).max(1000) }),
  z.strictObject({
    decision: z.literal('booked'),
    reason: z.string().min(1).max(1000),
    receivableId: Id.optional().describe('What it concerns, where the funder did not say so.'),
    facilityId: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Under which facility it is taken, where its agreement has several; absent: its own.',
      ),
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
        ...('facilityId' in body && { facilityId: body.facilityId }),
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
      const past = await readPast(tx, params.id);
      const facts = past.map(({ movement: _, ...fact }) => fact);
      const position = foldPosition(past.map(({ fact }) => fact));
      if (position.status === 'free') return { body: { status: 'free', facts } };
      const { status, requestId, facilityId } = position;
      const held = { status, requestId, facilityId };
      if (!isHeld(position)) return { body: { ...held, facts } };
      const { account, marks } = position;
      return { body: { ...held, account, residualMinor: residualMinor(account), marks, facts } };
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
