import { z } from 'zod';
import { DeliveryState } from '../../core/delivery.ts';
import { recordFinding } from '../../store/delivery-resolution.ts';
import { listDeliveries, readDeliveryView } from '../../store/delivery-view.ts';
import { notFound, Problem } from '../problem.ts';
import { conflict } from '../refusal.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import { Delivery, worded } from './request-view.ts';
import type { ApiRoute } from './route.ts';
import { IdParams, listOf } from './shapes.ts';
import { write } from './write.ts';

const Finding = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.literal('accepted'),
    reason: z.string().min(1).max(1000),
    partnerReference: z.string().min(1).max(200),
  }),
  z.strictObject({
    verdict: z.enum(['rejected', 'send_again']),
    reason: z.string().min(1).max(1000),
  }),
]);

const Resolved = z
  .object({ status: z.enum(['waiting', 'agreed']), delivery: Delivery })
  .meta({ id: 'DeliveryResolution' });

export const deliveryRoutes: ApiRoute[] = [
  read({
    path: '/deliveries',
    operationId: 'listDeliveries',
    summary: 'Deliveries in a state; those in `manual` wait for two people.',
    tag: 'deliveries',
    permission: 'request.read',
    query: Page.extend({ state: DeliveryState.optional() }),
    answers: { status: 200, schema: listOf(Delivery) },
    handle: async (call, { query }) => {
      const { state, limit } = query;
      const after = readCursor(call, 'deliveries', query.cursor)?.[0];
      const items = await listDeliveries(call.tx, {
        state,
        limit,
        ...(after === undefined ? {} : { after: String(after) }),
      });
      const last = items.length === limit ? items.at(-1) : undefined;
      const told = items.map((item) => worded(call.locale, item));
      return { body: { items: told, next: last ? cursorAt(call, 'deliveries', [last.id]) : null } };
    },
  }),
  write({
    path: '/deliveries/{id}/resolution',
    operationId: 'resolveDelivery',
    summary: 'What one person found out; a second person who finds the same settles it.',
    tag: 'deliveries',
    permission: 'delivery.resolve',
    params: IdParams,
    body: Finding,
    answers: { status: 200, schema: Resolved },
    handle: async ({ deps, tx, principal, locale }, { params, body }) => {
      if (!deps.settleDelivery) throw new Problem('not_available_here');
      const { personId } = principal;
      const settled = { deliveryId: params.id, personId, finding: body };
      const result = await recordFinding(tx, settled);
      if (!result.ok && result.code === 'delivery_not_found') throw notFound();
      if (!result.ok) {
        const { ok: _, ...reason } = result;
        throw conflict(reason, locale);
      }
      if (result.status === 'agreed') await deps.settleDelivery(tx, settled);
      const delivery = await readDeliveryView(tx, params.id);
      const told = delivery && worded(locale, delivery);
      return { status: 200, body: { status: result.status, delivery: told } };
    },
  }),
];
