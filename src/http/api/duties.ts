import { z } from 'zod';
import { Day, Instant } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { Consequence, DutyKind } from '../../core/policy/duty-rule.ts';
import { wordDuty } from '../../core/wording/duty.ts';
import { isWorded, word } from '../../core/wording/word.ts';
import { acknowledgeAlerts, knowsAlert, listAlerts } from '../../store/alert.ts';
import { recordDeclaration, recordRegistration } from '../../store/declaration-made.ts';
import { readDuties, readDutyBook } from '../../store/duty.ts';
import { readPolicy } from '../../store/policy.ts';
import { notFound } from '../problem.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf } from './shapes.ts';
import { write } from './write.ts';

const tag = 'duties';
const DutyStatus = z.enum(['upcoming', 'due_soon', 'due', 'past', 'done', 'moot']);

const DutyListed = z
  .looseObject({
    id: z.string(),
    policyId: z.string(),
    ruleId: z.string(),
    duty: DutyKind,
    debtorId: z.string().optional(),
    receivableId: Id.optional(),
    subject: z.string().describe('What it is of: an invoice’s number, a cover, a period.'),
    triggeredOn: Day,
    lastDay: Day,
    doBy: Day.describe('A working day, so that the last day is never needed.'),
    lastInstant: Instant,
    status: DutyStatus,
    isForecast: z.boolean(),
    consequence: Consequence,
    sentences: z.object({
      title: z.string(),
      status: z.string(),
      consequence: z.string(),
      settled: z.string().optional(),
      moved: z.string().optional(),
    }),
  })
  .meta({ id: 'Duty' });

const Passing = z
  .object({ status: DutyStatus, on: Day, lastDay: Day, recordedAt: At })
  .meta({ id: 'DutyPassing' });

const Raised = z
  .object({
    id: Id,
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    subject: z.string(),
    debtorId: z.string().optional(),
    raisedOn: Day,
    recordedAt: At,
    sentence: z.string(),
  })
  .meta({ id: 'Alert' });

/** Deadlines worked out anew at every question, what is on record of them, and what people have seen. */
export const dutyRoutes: ApiRoute[] = [
  read({
    path: '/duties',
    operationId: 'listDuties',
    summary: 'Every deadline of the policies, what is to be done first is first.',
    tag,
    permission: 'request.read',
    query: z.object({
      debtorId: z.string().min(1).optional().describe('All of this debtor, however far ahead.'),
      duty: DutyKind.optional(),
      status: DutyStatus.optional(),
    }),
    answers: { status: 200, schema: listOf(DutyListed) },
    handle: async ({ tx, locale }, { query }) => {
      const { debtorId, duty, status } = query;
      const duties = await readDuties(tx, debtorId === undefined ? {} : { debtorId });
      const items = duties
        .filter((one) => duty === undefined || one.duty === duty)
        .filter((one) => status === undefined || one.status === status)
        .slice(0, 5000)
        .map((one) => ({ ...one, sentences: wordDuty(locale, one) }));
      return { body: { items, next: null } };
    },
  }),
  read({
    path: '/duty-records',
    operationId: 'readDutyRecord',
    summary: 'What was put on record of a duty, and when, oldest first.',
    tag,
    permission: 'request.read',
    query: z.object({ dutyId: z.string().min(1) }),
    answers: { status: 200, schema: listOf(Passing) },
    handle: async ({ tx }, { query }) => ({
      body: { items: await readDutyBook(tx, query.dutyId), next: null },
    }),
  }),
  read({
    path: '/alerts',
    operationId: 'listAlerts',
    summary: 'What nobody has acknowledged yet, the newest first.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Raised) },
    handle: async ({ tx, locale }) => {
      const alerts = await listAlerts(tx, { limit: 1000 });
      const items = alerts.map(({ cause: _, ...alert }) => {
        const code = `alert.${alert.code}`;
        const sentence = isWorded(code) ? word(locale, code, alert.params) : alert.code;
        return { ...alert, sentence };
      });
      return { body: { items, next: null } };
    },
  }),
  write({
    path: '/alerts/acknowledgements',
    operationId: 'acknowledgeAlerts',
    summary: 'Says that you have seen these; the first who has seen one stays on record.',
    tag,
    permission: 'notice.prepare',
    body: z.strictObject({
      ids: z.array(Id).min(1).max(1000),
      note: z.string().trim().max(1000).default(''),
    }),
    answers: { status: 200, schema: z.object({ acknowledged: z.int() }) },
    handle: async ({ tx, principal }, { body }) => {
      if (!(await knowsAlert(tx, body.ids))) throw notFound();
      const { personId } = principal;
      const acknowledged = await acknowledgeAlerts(tx, { ...body, personId });
      return { status: 200, body: { acknowledged } };
    },
  }),
  write({
    path: '/declarations-made',
    operationId: 'recordDeclarationMade',
    summary: 'Records that a period was declared to the insurer by other means.',
    tag,
    permission: 'notice.prepare',
    body: z.strictObject({
      policyId: z.string().min(1),
      declarationId: z.string().min(1),
      to: Day.describe('The period’s last day.'),
      declaredOn: Day,
      reference: z.string().trim().min(1).max(200),
    }),
    answers: { status: 201, schema: z.object({ recorded: z.literal(true) }) },
    handle: async ({ tx, principal }, { body }) => {
      if (!(await readPolicy(tx, body.policyId))) throw notFound();
      await recordDeclaration(tx, { ...body, personId: principal.personId });
      return { status: 201, body: { recorded: true } };
    },
  }),
  write({
    path: '/registrations',
    operationId: 'recordRegistration',
    summary: 'Records an entry of a public register and until when it holds, or that it has ended.',
    tag,
    permission: 'notice.prepare',
    body: z.strictObject({
      policyId: z.string().min(1),
      registrationId: z.string().trim().min(1).max(200),
      debtorId: z.string().min(1).optional(),
      registeredOn: Day,
      expiresOn: Day,
      endedOn: Day.optional(),
    }),
    answers: { status: 201, schema: z.object({ recorded: z.literal(true) }) },
    handle: async ({ tx, principal, locale: _ }, { body }) => {
      if (!(await readPolicy(tx, body.policyId))) throw notFound();
      const { debtorId, endedOn, ...entry } = body;
      await recordRegistration(tx, {
        ...entry,
        ...(debtorId !== undefined && { debtorId }),
        ...(endedOn !== undefined && { endedOn }),
        personId: principal.personId,
      });
      return { status: 201, body: { recorded: true } };
    },
  }),
];
