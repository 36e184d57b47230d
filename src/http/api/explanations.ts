import { z } from 'zod';
import {
  debtorInWords,
  facilityInWords,
  WordedDebtor,
  WordedFacility,
} from '../../core/wording/explained.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { needOf, SelectionQuery } from './selection.ts';
import { AsOfQuery } from './shapes.ts';

const id = z.string().min(1).max(200);

const DebtorQuery = SelectionQuery.extend({
  raiseMinor: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 50)
    .optional()
    .describe('What so much more limit would be worth, minor units of the limit’s currency.'),
  limit: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('cover: and a policy, or funder_limit: and a facility; absent: each limit.'),
});

export const explanationRoutes: ApiRoute[] = [
  read({
    path: '/selection/explanations/facilities/{facilityId}',
    operationId: 'explainFacility',
    summary:
      'What dropping or loosening each rule of a facility alone would free. Changes nothing.',
    tag: 'selection',
    permission: 'request.read',
    params: z.object({ facilityId: id }),
    query: AsOfQuery,
    answers: { status: 200, schema: WordedFacility.meta({ id: 'FacilityExplanation' }) },
    handle: async ({ deps, tx, locale }, { params, query }) => {
      if (!deps.explain) throw new Problem('not_available_here');
      const answer = await deps.explain.facility(tx, { ...query, ...params });
      if (answer.status === 'refused') throw refusedProblem(answer, locale);
      if (answer.status === 'unknown') throw notFound();
      return { body: facilityInWords(locale, answer.explanation) };
    },
  }),
  read({
    path: '/selection/explanations/debtors/{debtorId}',
    operationId: 'explainDebtor',
    summary:
      'A debtor under each facility, and what a higher limit on it is worth. Changes nothing.',
    tag: 'selection',
    permission: 'request.read',
    params: z.object({ debtorId: id }),
    query: DebtorQuery,
    answers: { status: 200, schema: WordedDebtor.meta({ id: 'DebtorExplanation' }) },
    handle: async ({ deps, tx, locale }, { params, query }) => {
      if (!deps.explain) throw new Problem('not_available_here');
      const { asOf, knownAt, raiseMinor, limit } = query;
      const raise = raiseMinor !== undefined && {
        byMinor: raiseMinor,
        ...(limit !== undefined && { limit }),
      };
      const question = { ...params, ...(raise && { raise }) };
      const answer = await deps.explain.debtor(tx, {
        asOf,
        knownAt,
        need: needOf(query),
        question,
      });
      if (answer.status === 'refused') throw refusedProblem(answer, locale);
      if (answer.status === 'unknown') throw notFound();
      return { body: debtorInWords(locale, answer.explanation) };
    },
  }),
];
