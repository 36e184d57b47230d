import { Hono } from 'hono';
import { z } from 'zod';
import { isDay } from '../../../core/calendar.ts';
import { ChargedService } from '../../../core/cover/insurer-request.ts';
import { Currency, parseDecimal } from '../../../core/money.ts';
import { readConnection } from '../../../store/connection.ts';
import { listInsurerCosts } from '../../../store/insurer-cost.ts';
import {
  askInsurer,
  decideInsurerRequest,
  listInsurerRequests,
  mapFound,
} from '../../../store/insurer-request.ts';
import { readBuyers, readPolicies, readPolicy } from '../../../store/policy.ts';
import type { HttpEnv } from '../../env.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { readForm } from '../form.ts';
import { Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type PageCall } from '../view.ts';
import { Ask } from './ask.tsx';
import { Costs } from './costs.tsx';
import { Requests } from './requests.tsx';

const HERE = '/insurer-requests';
const Limit = z.object({
  policy: z.string(),
  debtor: z.string(),
  amount: z.string(),
  currency: z.string(),
  from: z.string(),
  product: z.enum(['credit_limit', 'credit_check']),
  urgent: z.literal('yes').optional(),
});
const Decision = z.object({
  id: z.uuid(),
  decision: z.enum(['approved', 'declined']),
  reason: z.string().max(1000).default(''),
});
const Choice = z.object({ id: z.uuid(), buyer: z.string().min(1) });

/** What was asked of insurers, what waits for a second person, and what it all cost. */
export function createInsurerRequests(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get(HERE, (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { insurer } = view.text;
      const requests = await listInsurerRequests(tx, { limit: 100 });
      const costs = await listInsurerCosts(tx, { limit: 100 });
      const policies = await readPolicies(tx);
      return c.html(
        <Page view={view} title={insurer.title} lead={insurer.lead}>
          <Told view={view} flash={takeFlash(c)} />
          <Requests view={view} requests={requests} />
          {view.can('request.prepare') && policies.length > 0 ? (
            <Ask view={view} policies={policies} action={`${HERE}/limit`} />
          ) : null}
          <Costs view={view} costs={costs} />
        </Page>,
      );
    }),
  );
  app.post(`${HERE}/limit`, async (c) => {
    const form = await readForm(c, Limit);
    const flash = await asReader(c, 'request.prepare', (call) => ask(call, form));
    return redirectTelling(c, HERE, flash);
  });
  app.post(`${HERE}/decision`, async (c) => {
    const form = await readForm(c, Decision);
    const flash = await asReader(c, 'request.approve', (call) => decide(call, form));
    return redirectTelling(c, HERE, flash);
  });
  app.post(`${HERE}/buyer`, async (c) => {
    const form = await readForm(c, Choice);
    const flash = await asReader(c, 'request.prepare', async ({ tx, view }) => {
      const { personId } = view.principal;
      const answer = await mapFound(tx, { id: form.id, buyerId: form.buyer, personId });
      return answer.ok ? done('insurer_mapped') : refused(`insurer_${answer.code}`);
    });
    return redirectTelling(c, HERE, flash);
  });
  return app;
}

const done = (code: string): Flash => ({ kind: 'done', code, params: {} });
const refused = (code: string): Flash => ({ kind: 'refused', code, params: {} });

async function ask({ tx, view, deps }: PageCall, form: z.infer<typeof Limit>): Promise<Flash> {
  const { policy: policyId, debtor: debtorId, product, from: effectiveOn } = form;
  const policy = await readPolicy(tx, policyId);
  const connection = policy && (await readConnection(tx, policy.connectionId));
  if (!connection) return refused('insurer_unknown');
  const currency = Currency.safeParse(form.currency.trim().toUpperCase());
  const amount = form.amount.replace(/[\s,’']/g, '');
  const amountMinor = currency.success ? parseDecimal(amount, currency.data) : undefined;
  if (!currency.success || amountMinor === undefined || amountMinor < 1 || !isDay(effectiveOn)) {
    return refused('insurer_form');
  }
  const buyers = await readBuyers(tx, policyId);
  const buyer = buyers.find((known) => known.debtorId === debtorId.trim());
  if (!buyer) return refused('insurer_buyer_unknown');
  const asked = await askInsurer(tx, {
    actor: { personId: view.principal.personId },
    charged: deps.chargedBy?.(connection.adapterId) ?? ChargedService.options,
    request: {
      kind: 'limit',
      policyId,
      ...buyer,
      currency: currency.data,
      amountMinor,
      effectiveOn,
      product,
      isUrgent: form.urgent === 'yes',
    },
  });
  if (!asked.ok) return refused('insurer_asked_already');
  return done(asked.deliveryId === null ? 'insurer_waits' : 'insurer_asked');
}

async function decide(
  { tx, view }: PageCall,
  { id, decision, reason }: z.infer<typeof Decision>,
): Promise<Flash> {
  if (decision === 'declined' && reason.trim() === '') return refused('reason_missing');
  const answer = await decideInsurerRequest(tx, {
    id,
    personId: view.principal.personId,
    decision: decision === 'approved' ? decision : { declined: reason.trim() },
  });
  return answer.ok ? done(`insurer_${decision}`) : refused(`insurer_${answer.code}`);
}
