import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { PublishedFixing } from '../../core/charge/fixing.ts';
import { Id } from '../../core/ids.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readFixings, recordFixings } from '../../store/fixing.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, At, listOf } from './shapes.ts';
import { write } from './write.ts';

const MAX = 10_000;
const LISTED = 1_000;
const tag = 'records';

const Changed = z.object({
  index: z.string(),
  day: Day,
  before: z.string().describe('What was known of the day until now.'),
  after: z.string(),
});

const Known = z
  .object({
    index: z.string(),
    day: Day,
    percent: z.string(),
    source: z.string(),
    version: z.int().describe('1 for what was recorded of the day first.'),
    recordedAt: At,
    recordedBy: Id.nullable(),
  })
  .meta({ id: 'Fixing' });

/** What indexes were fixed at: agreements that charge by an index are reckoned with nothing else. */
export const fixingRoutes: ApiRoute[] = [
  write({
    path: '/fixings',
    operationId: 'recordFixings',
    summary: 'Appends fixings; one that is known changes nothing, another one is the next version.',
    tag,
    permission: 'cash.import',
    body: z.strictObject({ fixings: z.array(PublishedFixing).min(1).max(MAX) }),
    answers: {
      status: 201,
      schema: z
        .object({ appended: z.int(), changed: z.array(Changed) })
        .meta({ id: 'FixingsRecorded' }),
    },
    handle: async ({ tx, principal }, { body }) => {
      const actor = { personId: principal.personId };
      return { status: 201, body: await recordFixings(tx, { actor, ...body }) };
    },
  }),
  read({
    path: '/fixings',
    operationId: 'listFixings',
    summary: 'Fixings through a day as known at an instant, the newest day first, at most 1,000.',
    tag,
    permission: 'request.read',
    query: AsOfQuery.extend({
      index: z.string().min(1).max(64).optional(),
      versions: z
        .enum(['newest', 'all'])
        .default('newest')
        .describe('All: what was known of a day before too.'),
    }),
    answers: { status: 200, schema: listOf(Known) },
    handle: async ({ tx }, { query }) => {
      const { index, versions } = query;
      const asOf = query.asOf ?? (await businessDay(tx));
      const knownAt = query.knownAt ?? (await databaseNow(tx));
      const every = versions === 'all';
      const indexes = index === undefined ? undefined : [index];
      const items = await readFixings(tx, { asOf, knownAt, indexes, every, limit: LISTED });
      return { body: { items, next: null } };
    },
  }),
];
