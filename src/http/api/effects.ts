import { Change } from '../../core/compare/change.ts';
import { Effect } from '../../core/compare/effect.ts';
import { Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { ask } from './ask.ts';
import type { ApiRoute } from './route.ts';
import { needOf, SelectionQuery } from './selection.ts';

export const effectRoutes: ApiRoute[] = [
  ask({
    path: '/selection/effects',
    operationId: 'whatIf',
    summary: 'What would come of other terms, limits, rates or another need. Changes nothing.',
    tag: 'selection',
    permission: 'request.read',
    query: SelectionQuery,
    body: Change,
    answers: { status: 200, schema: Effect },
    handle: async ({ deps, tx, locale }, { query, body }) => {
      if (!deps.whatIf) throw new Problem('not_available_here');
      const { asOf, knownAt } = query;
      const result = await deps.whatIf(tx, { asOf, knownAt, need: needOf(query), change: body });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      return { body: result.effect };
    },
  }),
];
