import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { type Locale, wordRefusal } from '../../core/wording/word.ts';
import { allocateEntry, dismissEntry, takeBackEntry } from '../../store/bank-decision.ts';
import { type ApplyAnswer, applyOnAccount, listOnAccount } from '../../store/bank-on-account.ts';
import { addPayerAccount, isParty } from '../../store/bank-payer.ts';
import { businessDay } from '../../store/business-clock.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { IdParams, listOf } from './shapes.ts';
import { write } from './write.ts';

const tag = 'cash';
const Reason = z.string().min(1).max(1000);
const Said = z.object({ decision: z.enum(['allocated', 'not_ours', 'taken_back']) });

const OnAccount = z
  .object({
    entryId: Id,
    bookedOn: Day,
    currency: Currency,
    debtorId: z.string(),
    debtor: z.string(),
    amountMinor: AmountMinor,
  })
  .meta({ id: 'OnAccount' });

const AllocationBody = z.strictObject({
  allocations: z
    .array(
      z.strictObject({
        item: z
          .string()
          .min(1)
          .max(300)
          .describe(
            'A candidate’s item, or a number it is known by; a debtor’s id: on its account.',
          ),
        amountMinor: AmountMinor.describe('Signed as the entry is.'),
      }),
    )
    .min(1)
    .max(500)
    .describe('Their amounts make the entry to the cent.'),
  reason: Reason,
});

export const bankDecisionRoutes: ApiRoute[] = [
  write({
    path: '/bank-entries/{id}/allocation',
    operationId: 'allocateEntry',
    summary:
      'A person says what an entry is for; it is booked, and the account that paid is known.',
    tag,
    permission: 'money.decide',
    params: IdParams,
    body: AllocationBody,
    answers: { status: 200, schema: Said },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const { allocations: chosen, reason } = body;
      const actor = { personId: principal.personId };
      const answer = await allocateEntry(tx, { entryId: params.id, chosen, reason, actor });
      return answered(answer, 'allocated', locale);
    },
  }),
  write({
    path: '/bank-entries/{id}/not-ours',
    operationId: 'dismissEntry',
    summary: 'A person says that an entry has nothing to do with what is placed or owed here.',
    tag,
    permission: 'money.decide',
    params: IdParams,
    body: z.strictObject({ reason: Reason }),
    answers: { status: 200, schema: Said },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const actor = { personId: principal.personId };
      const answer = await dismissEntry(tx, { entryId: params.id, ...body, actor });
      return answered(answer, 'not_ours', locale);
    },
  }),
  write({
    path: '/bank-entries/{id}/taken-back',
    operationId: 'takeBackEntry',
    summary: 'A person takes back what was decided about an entry, with journals the other way.',
    tag,
    permission: 'money.decide',
    params: IdParams,
    body: z.strictObject({ reason: Reason }),
    answers: { status: 200, schema: Said },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const actor = { personId: principal.personId };
      const answer = await takeBackEntry(tx, { entryId: params.id, ...body, actor });
      return answered(answer, 'taken_back', locale);
    },
  }),
  write({
    path: '/bank-entries/{id}/application',
    operationId: 'applyOnAccount',
    summary: 'A person applies what stands on a debtor’s account; what is left stays on it.',
    tag,
    permission: 'money.decide',
    params: IdParams,
    body: AllocationBody,
    answers: { status: 200, schema: Said },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const { allocations: chosen, reason } = body;
      const actor = { personId: principal.personId };
      const answer = await applyOnAccount(tx, { entryId: params.id, chosen, reason, actor });
      return answered(answer, 'allocated', locale);
    },
  }),
  read({
    path: '/on-account',
    operationId: 'listOnAccount',
    summary: 'What debtors have paid and nobody has said what for, the oldest first.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(OnAccount) },
    handle: async ({ tx }) => ({ body: { items: await listOnAccount(tx, 200), next: null } }),
  }),
  write({
    path: '/payer-accounts',
    operationId: 'addPayerAccount',
    summary: 'States an account that a debtor, or the funder of a facility, pays from.',
    tag,
    permission: 'money.decide',
    body: z.strictObject({
      account: z.string().min(4).max(64).describe('IBAN, or another bank’s number.'),
      party: z.strictObject({ kind: z.enum(['debtor', 'funder']), id: z.string().min(1) }),
      since: Day.optional(),
    }),
    answers: { status: 201, schema: z.object({ added: z.boolean() }) },
    handle: async ({ tx, principal, locale }, { body }) => {
      const { account, party } = body;
      if (!(await isParty(tx, party))) {
        throw refusedProblem({ code: 'party_unknown', params: { id: party.id } }, locale);
      }
      const since = body.since ?? (await businessDay(tx));
      const actor = { personId: principal.personId };
      const stated = { account, party, since, source: 'stated', actor } as const;
      return { status: 201, body: { added: await addPayerAccount(tx, stated) } };
    },
  }),
];

function answered(
  answer: ApplyAnswer,
  decision: z.infer<typeof Said>['decision'],
  locale: Locale,
): { status: 200; body: z.infer<typeof Said> } {
  if (answer.ok) return { status: 200, body: { decision } };
  if (answer.code === 'entry_not_found') throw notFound();
  const { code } = answer;
  const params = 'params' in answer ? answer.params : {};
  const detail = wordRefusal(locale, code, params);
  throw new Problem('conflict', { detail, reason: { code, params } });
}
