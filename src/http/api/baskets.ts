import { z } from 'zod';
import { Id } from '../../core/ids.ts';
import { addToBasket, BASKET_MAX, listBasket, removeFromBasket } from '../../store/basket.ts';
import { readReceivableIds } from '../../store/receivable-ids.ts';
import { notFound } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { write } from './write.ts';

const BasketParams = z.object({ facilityId: z.string().min(1) });
const Basket = z.object({ receivableIds: z.array(Id) }).meta({ id: 'Basket' });
const Change = z.strictObject({ receivableIds: z.array(Id).min(1).max(BASKET_MAX) });
const tag = 'requests';

export const basketRoutes: ApiRoute[] = [
  read({
    path: '/baskets/{facilityId}',
    operationId: 'readBasket',
    summary: 'What you are putting together for a facility.',
    tag,
    permission: 'request.prepare',
    params: BasketParams,
    answers: { status: 200, schema: Basket },
    handle: async ({ tx, principal }, { params }) => {
      const basket = { personId: principal.personId, facilityId: params.facilityId };
      return { body: { receivableIds: await listBasket(tx, basket) } };
    },
  }),
  write({
    path: '/baskets/{facilityId}/add',
    operationId: 'addToBasket',
    summary: 'Adds receivables; one that is in your basket for another facility stays there.',
    tag,
    permission: 'request.prepare',
    params: BasketParams,
    body: Change,
    answers: { status: 200, schema: z.object({ size: z.int(), elsewhere: z.int() }) },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const { receivableIds } = body;
      const known = await readReceivableIds(tx, receivableIds);
      if (known.length < new Set(receivableIds).size) throw notFound();
      const basket = { personId: principal.personId, facilityId: params.facilityId };
      const result = await addToBasket(tx, { ...basket, receivableIds });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      const { size, elsewhere } = result;
      return { status: 200, body: { size, elsewhere } };
    },
  }),
  write({
    path: '/baskets/{facilityId}/remove',
    operationId: 'removeFromBasket',
    summary: 'Takes receivables out again.',
    tag,
    permission: 'request.prepare',
    params: BasketParams,
    body: Change,
    answers: { status: 200, schema: z.object({ removed: z.int() }) },
    handle: async ({ tx, principal }, { params, body }) => {
      const basket = { personId: principal.personId, facilityId: params.facilityId };
      const removed = await removeFromBasket(tx, { ...basket, ...body });
      return { status: 200, body: { removed } };
    },
  }),
];
