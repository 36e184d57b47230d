import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Certificate } from '../../core/certificate/certificate.ts';
import { Comparison } from '../../core/compare/alternative.ts';
import { Id } from '../../core/ids.ts';
import { Currency } from '../../core/money.ts';
import { Plan } from '../../core/plan.ts';
import { explanationOf } from '../../core/wording/explanation.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { Explanation } from './explanation.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, listOf, Need } from './shapes.ts';
import { valuationOf } from './valuation.ts';

/** The need's four numbers belong together: all of them or none. */
export const SelectionQuery = AsOfQuery.extend({
  amountMinor: z.coerce.number().int().min(1).optional(),
  currency: Currency.optional(),
  valueOn: Day.optional(),
  horizonDays: z.coerce.number().int().min(1).max(3650).optional(),
});

const ComparisonQuery = AsOfQuery.extend({
  ...Need.shape,
  amountMinor: z.coerce.number().int().min(1),
  horizonDays: z.coerce.number().int().min(1).max(3650),
  administrationMinor: z.coerce.number().int().optional(),
  expectedLossPpm: z.coerce.number().int().optional(),
  expectedLossByRating: z
    .string()
    .max(2_000)
    .optional()
    .describe('Millionths a year by rating, such as A:1000,C:20000.'),
  standingRunId: Id.optional().describe(
    'A stored selection to keep, and to hold the others against.',
  ),
});

const CertificateQuery = AsOfQuery.extend({
  facilityId: z.string().min(1).max(100).optional(),
  since: Day.optional().describe(
    'The day the roll-forward opens on; absent: the end of the month before, where the ledger of it is known.',
  ),
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
  read({
    path: '/selection/explanations/{receivableId}',
    operationId: 'explainReceivable',
    summary: 'What a plan says of one receivable, in numbers and in sentences of your language.',
    tag: 'selection',
    permission: 'request.read',
    params: z.object({ receivableId: Id }),
    query: SelectionQuery,
    answers: { status: 200, schema: Explanation },
    handle: async ({ deps, tx, locale }, { params, query }) => {
      if (!deps.select) throw new Problem('not_available_here');
      const { asOf, knownAt } = query;
      const result = await deps.select(tx, { asOf, knownAt, need: needOf(query) });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      const { plan, input } = result;
      const explanation = explanationOf(locale, plan, params.receivableId, input);
      if (!explanation) throw notFound();
      return { body: explanation };
    },
  }),
  read({
    path: '/comparison',
    operationId: 'compareAlternatives',
    summary:
      'The ways of meeting a need side by side, with their cost; valued with what funders take over. Changes nothing.',
    tag: 'selection',
    permission: 'request.read',
    query: ComparisonQuery,
    answers: { status: 200, schema: Comparison },
    handle: async ({ deps, tx, locale }, { query }) => {
      if (!deps.compare) throw new Problem('not_available_here');
      const { asOf, knownAt, amountMinor, currency, valueOn, horizonDays, ...options } = query;
      const need = { amountMinor, currency, valueOn, horizonDays };
      const { standingRunId, ...stated } = options;
      const valuation = valuationOf(stated);
      const result = await deps.compare(tx, { asOf, knownAt, need, valuation, standingRunId });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      return { body: result.comparison };
    },
  }),
  read({
    path: '/certificates',
    operationId: 'listCertificates',
    summary: 'Borrowing base certificates, of one facility or of each, down to the receivables.',
    tag: 'selection',
    permission: 'request.read',
    query: CertificateQuery,
    answers: { status: 200, schema: listOf(Certificate) },
    handle: async ({ deps, tx, locale }, { query }) => {
      if (!deps.certify) throw new Problem('not_available_here');
      const result = await deps.certify(tx, query);
      if (result.status === 'refused') throw refusedProblem(result, locale);
      return { body: { items: result.certificates, next: null } };
    },
  }),
];

export function needOf(query: z.infer<typeof SelectionQuery>): z.infer<typeof Need> | undefined {
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
