import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Currency } from '../../core/money.ts';
import { Plan } from '../../core/plan.ts';
import { Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, type Need } from './shapes.ts';

/** The need's four numbers belong together: all of them or none. */
const SelectionQuery = AsOfQuery.extend({
  amountMinor: z.coerce.number().int().min(1).optional(),
  currency: Currency.optional(),
  valueOn: Day.optional(),
  horizonDays: z.coerce.number().int().min(1).max(3650).optional(),
});

export const selectionRoutes: ApiRoute[] = [
  read({
    path: '/selection',
    operationId: 'select',
    summary: 'What may be financed, why the rest may not, and how a need is met. Changes nothing.',
    tag: 'selection',
    permission: 'request.read',
    query: SelectionQuery,
    answers: { status: 200, schema: Plan },
    handle: async ({ deps, tx, locale }, { query }) => {
      if (!deps.select) throw new Problem('not_available_here');
      const { asOf, knownAt } = query;
      const result = await deps.select(tx, { asOf, knownAt, need: needOf(query) });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      return { body: result.plan };
    },
  }),
];

function needOf(query: z.infer<typeof SelectionQuery>): z.infer<typeof Need> | undefined {
  const { amountMinor, currency, valueOn, horizonDays } = query;
  const stated = { amountMinor, currency, valueOn, horizonDays };
  const missing = Object.entries(stated).filter(([, value]) => value === undefined);
  if (missing.length === 4) return undefined;
  if (amountMinor && currency && valueOn && horizonDays) {
    return { amountMinor, currency, valueOn, horizonDays };
  }
  const errors = missing.map(([name]) => ({
    pointer: `#/${name}`,
    code: 'missing',
    detail: 'amountMinor, currency, valueOn, horizonDays',
  }));
  throw new Problem('invalid_request', { errors });
}
