import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../core/ids.ts';
import { addToBasket, type BasketAnswer, removeFromBasket } from '../../../store/basket.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { redirectTelling } from '../flash.ts';
import { localPath, readForm } from '../form.ts';
import { asReader, type PageCall } from '../view.ts';
import { type Book, type Offer, readBook } from './book.ts';
import { freeOf } from './model.ts';
import { deskPath } from './query.ts';

const ids = z.union([Id.transform((id) => [id]), z.array(Id).max(200)]);
const Choice = z.object({
  facility: z.string(),
  shown: z.string().transform((text) => text.split(',').filter(Boolean)),
  receivable: ids.default([]),
  return_to: z.string().default('/'),
});
const OfFacility = z.object({ facility: z.string() });

/** What a person puts together, kept on the server: it survives a reload and is counted there. */
export function createBasket(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/basket', async (c) => {
    const form = await readForm(c, Choice);
    const answer = await asReader(c, 'request.prepare', (call) => keepChoice(call, form));
    const path = localPath(form.return_to);
    if (answer?.status !== 'refused') return c.redirect(path, 303);
    const { code, params } = answer;
    const told = redirectTelling(c, path, { kind: 'refused', code, params });
    // htmx would take the basket out of the page that says so, and leave the words.
    const isPart = c.req.header('hx-request') === 'true';
    return isPart ? c.body(null, 200, { 'hx-refresh': 'true' }) : told;
  });
  app.post('/basket/all', async (c) => {
    const { facility } = await readForm(c, OfFacility);
    const answer = await asReader(c, 'request.prepare', async (call) => {
      const { book, offer } = await openOffer(call, facility);
      const receivableIds = freeOf(book, offer);
      return addToBasket(call.tx, { ...basketOf(call, facility), receivableIds });
    });
    const path = deskPath({ show: 'basket', q: '' }, { facility });
    if (answer.status === 'kept') return c.redirect(path, 303);
    const { code, params } = answer;
    return redirectTelling(c, path, { kind: 'refused', code, params });
  });
  app.post('/basket/empty', async (c) => {
    const { facility } = await readForm(c, OfFacility);
    await asReader(c, 'request.prepare', (call) =>
      removeFromBasket(call.tx, basketOf(call, facility)),
    );
    return c.redirect(deskPath({ show: 'all', q: '' }, { facility }), 303);
  });
  return app;
}

/** Of the rows that were shown, the ticked ones are in the basket and the others are not. */
async function keepChoice(
  call: PageCall,
  { facility, shown, receivable }: z.infer<typeof Choice>,
): Promise<BasketAnswer | undefined> {
  const { book, offer } = await openOffer(call, facility);
  const free = new Set(freeOf(book, offer));
  const ticked = new Set(receivable);
  const removed = shown.filter((id) => !ticked.has(id));
  const added = receivable.filter((id) => free.has(id));
  const basket = basketOf(call, facility);
  if (removed.length > 0) await removeFromBasket(call.tx, { ...basket, receivableIds: removed });
  if (added.length === 0) return undefined;
  return addToBasket(call.tx, { ...basket, receivableIds: added });
}

async function openOffer(
  call: PageCall,
  facilityId: string,
): Promise<{ book: Book; offer: Offer }> {
  const book = await readBook(call);
  if (book.status !== 'open') throw notFound();
  const offer = book.offers.find(({ facility }) => facility.terms.facilityId === facilityId);
  if (!offer) throw notFound();
  return { book, offer };
}

function basketOf({ view }: PageCall, facilityId: string) {
  return { personId: view.principal.personId, facilityId };
}
