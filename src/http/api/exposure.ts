import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { ExposureFeed } from '../../core/exposure/feed.ts';
import { Id } from '../../core/ids.ts';
import { Currency } from '../../core/money.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { listFeeds, prepareFeed, readFeed } from '../../store/exposure.ts';
import { decideFeed } from '../../store/exposure-delivery.ts';
import { readPolicy } from '../../store/policy.ts';
import { notFound } from '../problem.ts';
import { conflict, refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf } from './shapes.ts';
import { write } from './write.ts';

const Listed = z
  .object({
    sequence: z.int(),
    asOf: Day,
    currency: Currency,
    sellerName: z.string(),
    contentHash: z.string(),
    recordedAt: At,
    recordedBy: Id.nullable(),
  })
  .meta({ id: 'ExposureFeedHead' });

const Order = z.strictObject({
  policyId: z.string().min(1),
  sellerId: z.string().min(1),
  currency: Currency,
  asOf: Day.optional(),
  /** Send the same data once more, as a feed of its own. */
  again: z.boolean().default(false),
});

const Made = z
  .object({
    status: z.enum(['stored', 'unchanged']),
    contentHash: z.string(),
    feed: ExposureFeed,
  })
  .meta({ id: 'ExposureMade' });

const Release = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('released') }),
  z.strictObject({ decision: z.literal('withheld'), reason: z.string().min(1).max(1000) }),
]);
const FeedParams = z.object({
  policyId: z.string().min(1),
  sequence: z.coerce.number().int().min(1),
});

const tag = 'exposure';

export const exposureRoutes: ApiRoute[] = [
  write({
    path: '/exposure-feeds',
    operationId: 'makeExposure',
    summary:
      'Makes the feed of a policy, with control totals that equal the ledger and what changed since the last one; another person releases it.',
    tag,
    permission: 'exposure.send',
    body: Order,
    answers: { status: 201, schema: Made },
    handle: async ({ tx, principal, locale }, { body }) => {
      const { policyId, sellerId, currency, again } = body;
      if (!(await readPolicy(tx, policyId))) throw notFound();
      const asOf = body.asOf ?? (await businessDay(tx));
      const knownAt = await databaseNow(tx);
      const actor = { personId: principal.personId };
      const query = { policyId, sellerId, currency, asOf, knownAt };
      const answer = await prepareFeed(tx, { actor, again, ...query });
      if (answer.status === 'refused') {
        const { code } = answer;
        throw refusedProblem({ code, params: 'params' in answer ? answer.params : {} }, locale);
      }
      const { status, feed, contentHash } = answer;
      return { status: 201, body: { status, contentHash, feed } };
    },
  }),
  write({
    path: '/exposure-feeds/{policyId}/{sequence}/release',
    operationId: 'releaseExposure',
    summary: 'A second person lets a feed go to its insurer, or keeps it back.',
    tag,
    permission: 'exposure.release',
    params: FeedParams,
    body: Release,
    answers: { status: 200, schema: z.object({ deliveryId: Id.nullable() }) },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const decision = body.decision === 'released' ? body.decision : { withheld: body.reason };
      const { personId } = principal;
      const answer = await decideFeed(tx, { ...params, personId, decision });
      if (answer.ok) return { status: 200, body: { deliveryId: answer.deliveryId } };
      throw answer.code === 'unknown' ? notFound() : conflict({ code: answer.code }, locale);
    },
  }),
  read({
    path: '/exposure-feeds',
    operationId: 'listExposureFeeds',
    summary: 'The feeds of a policy, the newest first.',
    tag,
    permission: 'request.read',
    query: z.object({ policyId: z.string().min(1) }),
    answers: { status: 200, schema: listOf(Listed) },
    handle: async ({ tx }, { query }) => {
      const items = await listFeeds(tx, { policyId: query.policyId, limit: 200 });
      return { body: { items, next: null } };
    },
  }),
  read({
    path: '/exposure-feeds/{policyId}/{sequence}',
    operationId: 'readExposureFeed',
    summary: 'One feed as it was sent, debtor by debtor.',
    tag,
    permission: 'request.read',
    params: FeedParams,
    answers: {
      status: 200,
      schema: z.object({ feed: ExposureFeed, contentHash: z.string() }),
    },
    handle: async ({ tx }, { params }) => {
      const found = await readFeed(tx, params);
      if (!found) throw notFound();
      const { feed, contentHash } = found;
      return { body: { feed, contentHash } };
    },
  }),
];
