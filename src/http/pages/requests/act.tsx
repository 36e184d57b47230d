import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Alike } from '../../../core/funding/request-fact.ts';
import type { Id } from '../../../core/ids.ts';
import type { Permission } from '../../../core/role.ts';
import { listBasket, readFunded, removeFromBasket } from '../../../store/basket.ts';
import { cancelRequest } from '../../../store/cancel.ts';
import type { Tx } from '../../../store/database.ts';
import {
  approveRequest,
  draftRequest,
  type Result,
  returnRequest,
  submitRequest,
  withdrawRequest,
} from '../../../store/request.ts';
import type { HttpEnv } from '../../env.ts';
import { Problem } from '../../problem.ts';
import { type Flash, redirectTelling } from '../flash.ts';
import { readForm } from '../form.ts';
import { refusalOf } from '../message.tsx';
import { asReader, type PageCall } from '../view.ts';
import { nearPage } from './near.tsx';
import { Reason, requestIdOf } from './page.tsx';

const Draft = z.object({
  facility: z.string(),
  accepted: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap(pairOf)),
});

/** The steps people take on a request; each is one transaction and one redirect. */
export function createRequestActs(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/requests', async (c) => {
    const form = await readForm(c, Draft);
    const drafted = await asReader(c, 'request.prepare', (call) => draft(call, form));
    if ('page' in drafted) return c.html(drafted.page, 409);
    if ('flash' in drafted) {
      return redirectTelling(c, `/?facility=${encodeURIComponent(form.facility)}`, drafted.flash);
    }
    return c.redirect(`/requests/${drafted.requestId}`, 303);
  });
  app.post('/requests/:id/submit', (c) =>
    step(c, 'request.prepare', (tx, at) => submitRequest(tx, at)),
  );
  app.post('/requests/:id/approve', async (c) => {
    const { hash } = await readForm(c, z.object({ hash: z.string() }));
    return step(c, 'request.approve', (tx, at) => approveRequest(tx, { ...at, hash }));
  });
  app.post('/requests/:id/return', (c) => withReason(c, 'request.approve', returnRequest));
  app.post('/requests/:id/cancel', (c) => withReason(c, 'request.approve', cancelRequest));
  app.post('/requests/:id/withdraw', (c) => withReason(c, 'request.prepare', withdrawRequest));
  return app;
}

type At = { actor: { personId: Id }; requestId: Id; effectiveOn: string };

async function step(
  c: Context<HttpEnv>,
  permission: Permission,
  take: (tx: Tx, at: At) => Promise<Result<unknown>>,
): Promise<Response> {
  const requestId = requestIdOf(c.req.param('id') ?? '');
  const result = await asReader(c, permission, ({ tx, view }) => {
    const actor = { personId: view.principal.personId };
    return take(tx, { actor, requestId, effectiveOn: view.today });
  });
  const path = `/requests/${requestId}`;
  return result.ok ? c.redirect(path, 303) : redirectTelling(c, path, refusalOf(result));
}

async function withReason(
  c: Context<HttpEnv>,
  permission: Permission,
  take: (tx: Tx, at: At & { reason: string }) => Promise<Result<unknown>>,
): Promise<Response> {
  const { reason } = await readForm(c, Reason);
  if (reason !== '') return step(c, permission, (tx, at) => take(tx, { ...at, reason }));
  const flash: Flash = { kind: 'refused', code: 'reason_missing', params: {} };
  return redirectTelling(c, `/requests/${requestIdOf(c.req.param('id') ?? '')}`, flash);
}

type Drafted =
  | { requestId: Id }
  | { flash: Flash }
  | { page: Awaited<ReturnType<typeof nearPage>> };

/** "asked:resembles", as the page of near matches sends each pair a person looked at. */
function pairOf(text: string): Alike[] {
  const [receivableId, resembles] = text.split(':');
  const pair = Alike.safeParse({ receivableId, resembles });
  return pair.success ? [pair.data] : [];
}

/** The basket of one facility becomes a request, and is empty then. */
async function draft(
  call: PageCall,
  { facility: facilityId, accepted }: z.infer<typeof Draft>,
): Promise<Drafted> {
  const { deps, tx, view } = call;
  if (!deps.propose) throw new Problem('not_available_here');
  const { personId } = view.principal;
  const receivableIds = await listBasket(tx, { personId, facilityId });
  if (receivableIds.length === 0) {
    return { flash: { kind: 'refused', code: 'basket_empty', params: {} } };
  }
  const fundedMinor = await readFunded(tx, { personId, facilityId });
  const choice = { receivableIds, fundedMinor };
  const proposed = await deps.propose(tx, { personId, facilityId, choice });
  if (proposed.status === 'refused') {
    const { code, params } = proposed;
    return { flash: { kind: 'refused', code, params } };
  }
  const { status: _, asOf: effectiveOn, ...made } = proposed;
  const actor = { personId };
  const acceptedNearMatches = accepted;
  const request = { actor, facilityId, effectiveOn, ...made };
  const drafted = await draftRequest(tx, { ...request, acceptedNearMatches });
  if (drafted.ok) {
    await removeFromBasket(tx, { personId, facilityId });
    return { requestId: drafted.value.requestId };
  }
  if (drafted.code !== 'near_match') return { flash: refusalOf(drafted) };
  return { page: await nearPage(call, facilityId, { matches: drafted.matches, accepted }) };
}
