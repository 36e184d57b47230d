import { Hono } from 'hono';
import { z } from 'zod';
import { isDay } from '../../../core/calendar.ts';
import { Id } from '../../../core/ids.ts';
import { Currency, parseDecimal } from '../../../core/money.ts';
import { addToBasket, removeFromBasket } from '../../../store/basket.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound, Problem } from '../../problem.ts';
import { type Flash, redirectTelling } from '../flash.ts';
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
const Need = z.object({
  currency: Currency,
  amount: z.string().max(40),
  valueOn: z.string().max(20),
  days: z.coerce.number().int().min(1).max(3650),
});

/** What a person puts together, kept on the server: it survives a reload and is counted there. */
export function createBasket(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/basket', async (c) => {
    const form = await readForm(c, Choice);
    await asReader(c, 'request.prepare', (call) => keepChoice(call, form));
    return c.redirect(localPath(form.return_to), 303);
  });
  app.post('/basket/all', async (c) => {
    const { facility } = await readForm(c, OfFacility);
    await asReader(c, 'request.prepare', async (call) => {
      const { book, offer } = await openOffer(call, facility);
      const receivableIds = freeOf(book, offer).slice(0, 10_000);
      await addToBasket(call.tx, { ...basketOf(call, facility), receivableIds });
    });
    return c.redirect(deskPath({ show: 'basket', q: '' }, { facility }), 303);
  });
  app.post('/basket/empty', async (c) => {
    const { facility } = await readForm(c, OfFacility);
    await asReader(c, 'request.prepare', (call) =>
      removeFromBasket(call.tx, basketOf(call, facility)),
    );
    return c.redirect(deskPath({ show: 'all', q: '' }, { facility }), 303);
  });
  app.post('/basket/suggest', async (c) => {
    const form = await readForm(c, Need);
    const { path, flash } = await asReader(c, 'request.prepare', (call) => suggest(call, form));
    return redirectTelling(c, path, flash);
  });
  return app;
}

/** Of the rows that were shown, the ticked ones are in the basket and the others are not. */
async function keepChoice(
  call: PageCall,
  { facility, shown, receivable }: z.infer<typeof Choice>,
): Promise<void> {
  const { book, offer } = await openOffer(call, facility);
  const free = new Set(freeOf(book, offer));
  const ticked = new Set(receivable);
  const removed = shown.filter((id) => !ticked.has(id));
  const added = receivable.filter((id) => free.has(id));
  const basket = basketOf(call, facility);
  if (removed.length > 0) await removeFromBasket(call.tx, { ...basket, receivableIds: removed });
  if (added.length > 0) await addToBasket(call.tx, { ...basket, receivableIds: added });
}

/** The cheapest way to an amount, over all facilities; it replaces what was in the baskets. */
async function suggest(
  call: PageCall,
  { currency, amount, valueOn, days }: z.infer<typeof Need>,
): Promise<{ path: string; flash: Flash }> {
  const { deps, tx, view } = call;
  if (!deps.select) throw new Problem('not_available_here');
  const plain = amount.replaceAll(/[\s,，'’]/g, '');
  const amountMinor = parseDecimal(plain, currency);
  const refuse = (code: string, value: string) =>
    ({ path: '/', flash: { kind: 'refused', code, params: { value } } }) as const;
  if (amountMinor === undefined || amountMinor < 1) return refuse('amount_unreadable', amount);
  if (!isDay(valueOn)) return refuse('day_unreadable', valueOn);
  const need = { amountMinor, currency, valueOn, horizonDays: days };
  const selected = await deps.select(tx, { asOf: view.today, need });
  if (selected.status === 'refused') {
    const { code, params } = selected;
    return { path: '/', flash: { kind: 'refused', code, params } };
  }
  const { allocation, facilities } = selected.plan;
  if (!allocation) throw new Error('a plan for a need has an allocation');
  for (const { facilityId } of facilities) {
    const basket = basketOf(call, facilityId);
    const lines = allocation.lines.filter((line) => line.facilityId === facilityId);
    const receivableIds = lines.map(({ receivableId }) => receivableId);
    await removeFromBasket(tx, basket);
    if (receivableIds.length > 0) await addToBasket(tx, { ...basket, receivableIds });
  }
  const { cashMinor, costMinor, shortfallMinor, lines } = allocation;
  const params = { count: lines.length, cashMinor, costMinor, shortfallMinor, currency };
  const facility = lines[0]?.facilityId;
  return {
    path: deskPath({ show: 'basket', q: '' }, { facility }),
    flash: { kind: shortfallMinor > 0 ? 'note' : 'done', code: 'suggested', params },
  };
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
