import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { recordFinding } from '../../store/delivery-resolution.ts';
import { type DeliveryView, listDeliveries } from '../../store/delivery-view.ts';
import type { HttpEnv } from '../env.ts';
import { notFound, Problem } from '../problem.ts';
import { type Flash, redirectTelling, takeFlash } from './flash.ts';
import { readForm } from './form.ts';
import { Empty, Form, Page } from './layout.tsx';
import { Told } from './message.tsx';
import { requestIdOf } from './requests/page.tsx';
import { asReader, type PageCall, type View } from './view.ts';

const Found = z.object({
  verdict: z.enum(['accepted', 'rejected', 'send_again']),
  reason: z.string().trim().max(1000),
  reference: z.string().trim().max(200).default(''),
});

/** Deliveries that no machine can settle: two people find out and say the same. */
export function createDeliveries(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/deliveries', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const waiting = await listDeliveries(tx, { state: 'manual', limit: 200 });
      const { deliveries } = view.text;
      return c.html(
        <Page view={view} title={deliveries.title} lead={deliveries.lead}>
          <Told view={view} flash={takeFlash(c)} />
          {waiting.length === 0 ? (
            <section class="panel">
              <Empty title={deliveries.none} hint={deliveries.noneHint} />
            </section>
          ) : (
            waiting.map((delivery) => <Waiting view={view} delivery={delivery} />)
          )}
        </Page>,
      );
    }),
  );
  app.post('/deliveries/:id', async (c) => {
    const deliveryId = requestIdOf(c.req.param('id'));
    const form = await readForm(c, Found);
    const flash = await asReader(c, 'delivery.resolve', (call) => decide(call, deliveryId, form));
    return redirectTelling(c, '/deliveries', flash);
  });
  return app;
}

async function decide(
  { deps, tx, view }: PageCall,
  deliveryId: string,
  { verdict, reason, reference }: z.infer<typeof Found>,
): Promise<Flash> {
  if (!deps.settleDelivery) throw new Problem('not_available_here');
  const kind = 'refused';
  if (reason === '') return { kind, code: 'reason_missing', params: {} };
  const partnerReference = verdict === 'accepted' && reference !== '' ? reference : undefined;
  const finding = { verdict, reason, partnerReference };
  const { personId } = view.principal;
  const result = await recordFinding(tx, { deliveryId, personId, finding });
  if (!result.ok) {
    if (result.code === 'delivery_not_found') throw notFound();
    return { kind, code: result.code, params: 'status' in result ? { status: result.status } : {} };
  }
  if (result.status === 'agreed') await deps.settleDelivery(tx, { deliveryId, personId, finding });
  return { kind: 'done', code: `finding_${result.status}`, params: {} };
}

const Waiting: FC<{ view: View; delivery: DeliveryView }> = function Waiting({ view, delivery }) {
  const { text, format } = view;
  const { deliveries } = text;
  const { id, operation, subject, detail, firstSentAt, createdAt } = delivery;
  const isRequest = operation === 'submitSchedule' || operation === 'renderDocuments';
  return (
    <section class="panel" aria-label={text.delivery.operations[operation] ?? operation}>
      <header>
        <h2>{text.delivery.operations[operation] ?? operation}</h2>
        <span class="chip wait">{text.delivery.states.manual}</span>
      </header>
      <div class="body">
        <dl>
          <dt>{deliveries.subject}</dt>
          <dd class="mono">
            {isRequest ? <a href={`/requests/${subject}`}>{subject}</a> : subject}
          </dd>
          <dt>{deliveries.since}</dt>
          <dd>{format.instant(firstSentAt ?? createdAt)}</dd>
          <dt>{deliveries.why}</dt>
          <dd>{detail ?? text.none}</dd>
        </dl>
        {view.can('delivery.resolve') ? <FindingForm view={view} id={id} /> : null}
      </div>
    </section>
  );
};

const FindingForm: FC<{ view: View; id: string }> = function FindingForm({ view, id }) {
  const { deliveries } = view.text;
  return (
    <Form view={view} action={`/deliveries/${id}`}>
      <div class="fields">
        <label>
          {deliveries.verdict}
          <select name="verdict">
            {Object.entries(deliveries.verdicts).map(([value, label]) => (
              <option value={value}>{label}</option>
            ))}
          </select>
        </label>
        <label>
          {deliveries.reference}
          <input name="reference" maxlength={200} />
        </label>
        <label>
          {deliveries.evidence}
          <input name="reason" required maxlength={1000} />
        </label>
        <button type="submit" class="primary">
          {deliveries.decide}
        </button>
      </div>
    </Form>
  );
};
