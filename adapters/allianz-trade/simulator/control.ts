import { Hono } from 'hono';
import { z } from 'zod';
import type { Books } from './books.ts';
import { shownCover } from './routes.ts';

const Change = z.strictObject({
  companyId: z.string(),
  coverStatusCode: z.string().optional(),
  amount: z.number().min(0).optional(),
  temporary: z.strictObject({ amount: z.number(), until: z.iso.date() }).optional(),
});
const Failure = z.strictObject({ companyId: z.string() });
const Said = z.strictObject({ overdueId: z.string(), status: z.string() });

/** `POST /_control/covers`, `/failures` and `/overdues`: what the insurer does by itself. */
export function controlOf(books: Books): Hono {
  const control = new Hono();
  control.post('/covers', async (context) => {
    const change = Change.parse(await context.req.json());
    const cover = books.covers().find(({ companyId }) => companyId === change.companyId);
    if (!cover) return context.json({ error: 'no such cover' }, 404);
    const [first] = cover.limits;
    const currencyCode = first?.currencyCode ?? 'EUR';
    const startDate = books.today();
    const permanent =
      change.amount === undefined
        ? cover.limits.slice(0, 1)
        : [
            {
              technicalDecisionStatusCode: 'Changed',
              amount: change.amount,
              currencyCode,
              startDate,
              endDate: null,
            },
          ];
    const { amount, until } = change.temporary ?? { amount: 0, until: null };
    const extra = change.temporary
      ? [{ technicalDecisionStatusCode: 'Agreed', amount, currencyCode, startDate, endDate: until }]
      : [];
    const changed = books.write({
      ...cover,
      coverStatusCode: change.coverStatusCode ?? cover.coverStatusCode,
      decisionDate: books.today(),
      limits: [...permanent, ...extra],
    });
    return context.json(shownCover(books, changed));
  });
  control.post('/failures', async (context) => {
    const { companyId } = Failure.parse(await context.req.json());
    const request = books.requests().find((known) => known.companyId === companyId);
    if (!request) return context.json({ error: 'no such request' }, 404);
    return context.json(books.write({ ...request, status: 'Failed' }));
  });
  control.post('/overdues', async (context) => {
    const { overdueId, status } = Said.parse(await context.req.json());
    const overdue = books.overdues().find((known) => known.overdueId === overdueId);
    if (!overdue) return context.json({ error: 'no such overdue' }, 404);
    return context.json(books.write({ ...overdue, status }));
  });
  return control;
}
