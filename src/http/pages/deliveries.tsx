import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { wordDetail } from '../../core/wording/word.ts';
import { requestOfNotice } from '../../store/assignment-notice.ts';
import { type Connection, listConnections } from '../../store/connection.ts';
import { readDelivery } from '../../store/delivery.ts';
import { type FindingView, listFindings } from '../../store/delivery-finding.ts';
import { type Finding, recordFinding } from '../../store/delivery-resolution.ts';
import {
  type AttemptView,
  type DeliveryView,
  listAttempts,
  listDeliveries,
  readDeliveryView,
} from '../../store/delivery-view.ts';
import { readRequest, type StoredRequest } from '../../store/request-facts.ts';
import type { HttpEnv } from '../env.ts';
import { notFound, Problem } from '../problem.ts';
import { type Flash, redirectTelling, takeFlash } from './flash.ts';
import { readForm } from './form.ts';
import { Empty, Form, Page } from './layout.tsx';
import { Told } from './message.tsx';
import { requestIdOf } from './requests/page.tsx';
import { Attempts, Findings, nameOf } from './requests/papers.tsx';
import { asReader, type PageCall, type View } from './view.ts';

const Said = z.object({
  verdict: z.enum(['accepted', 'rejected', 'send_again']),
  reason: z.string().trim().max(1000),
  reference: z.string().trim().max(200).default(''),
});

/** Deliveries that no machine can settle: two people find out and say the same. */
export function createDeliveries(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/deliveries', (c) =>
    asReader(c, 'request.read', async (call) => {
      const { view } = call;
      const waiting = await readWaiting(call);
      const { deliveries } = view.text;
      return c.html(
        <Page view={view} title={deliveries.title} lead={deliveries.lead}>
          <Told view={view} flash={takeFlash(c)} />
          {waiting.length === 0 ? (
            <section class="panel">
              <Empty title={deliveries.none} hint={deliveries.noneHint} />
            </section>
          ) : (
            waiting.map((one) => <WaitingPanel view={view} waiting={one} />)
          )}
        </Page>,
      );
    }),
  );
  app.post('/deliveries/:id', async (c) => {
    const deliveryId = requestIdOf(c.req.param('id'));
    const form = await readForm(c, Said);
    const flash = await asReader(c, 'delivery.resolve', (call) => decide(call, deliveryId, form));
    return redirectTelling(c, '/deliveries', flash);
  });
  return app;
}

async function decide(
  { deps, tx, view }: PageCall,
  deliveryId: string,
  { verdict, reason, reference }: z.infer<typeof Said>,
): Promise<Flash> {
  if (!deps.settleDelivery) throw new Problem('not_available_here');
  const delivery = await readDeliveryView(tx, deliveryId);
  if (!delivery) throw notFound();
  const what = titleOf(view, delivery, await requestOf(tx, delivery));
  const refuse = (code: string, params = {}): Flash => ({ kind: 'refused', code, params });
  if (reason === '') return refuse('reason_missing');
  if (verdict === 'accepted' && reference === '') return refuse('reference_missing');
  const partnerReference = verdict === 'accepted' ? reference : undefined;
  const finding = { verdict, reason, partnerReference };
  const { personId } = view.principal;
  const result = await recordFinding(tx, { deliveryId, personId, finding });
  if (!result.ok) {
    if (result.code === 'delivery_not_found') throw notFound();
    if (result.code === 'not_now') return refuse('finding_late', { what, state: result.status });
    return refuse('finding_own', { what });
  }
  if (result.status === 'agreed') {
    await deps.settleDelivery(tx, { deliveryId, personId, finding });
    const code = verdict === 'send_again' ? 'finding_again' : 'finding_agreed';
    return { kind: 'done', code, params: { what, verdict } };
  }
  // Read under the lock that recording took: what another person said until then is seen.
  const other = (await listFindings(tx, [deliveryId])).at(-2);
  if (!other || other.personId === personId) {
    return { kind: 'done', code: 'finding_waiting', params: { what } };
  }
  return { kind: 'note', code: 'finding_differs', params: { what, name: nameOf(other) } };
}

type Waiting = {
  delivery: DeliveryView;
  request: StoredRequest | undefined;
  connection: Connection | undefined;
  findings: FindingView[];
  tries: AttemptView[];
};

async function readWaiting({ tx }: PageCall): Promise<Waiting[]> {
  const deliveries = await listDeliveries(tx, { state: 'manual', limit: 200 });
  const ids = deliveries.map(({ id }) => id);
  const [findings, tries] = [await listFindings(tx, ids), await listAttempts(tx, ids)];
  const connections = await listConnections(tx);
  const waiting: Waiting[] = [];
  for (const delivery of deliveries) {
    const { id } = delivery;
    const connectionId = (await readDelivery(tx, id))?.connectionId;
    waiting.push({
      delivery,
      request: await requestOf(tx, delivery),
      connection: connections.find((connection) => connection.connectionId === connectionId),
      findings: findings.filter(({ deliveryId }) => deliveryId === id),
      tries: tries.filter(({ deliveryId }) => deliveryId === id),
    });
  }
  return waiting;
}

async function requestOf(
  tx: PageCall['tx'],
  { operation, subject }: DeliveryView,
): Promise<StoredRequest | undefined> {
  if (ofNotices.includes(operation)) {
    const requestId = await requestOfNotice(tx, subject);
    return requestId === undefined ? undefined : readRequest(tx, requestId);
  }
  return ofRequests.includes(operation) ? readRequest(tx, subject) : undefined;
}

const ofNotices = ['notifyDebtor', 'readAcknowledgement'];

const ofRequests = ['submitSchedule', 'readSchedule', 'renderDocuments'];

function titleOf(view: View, { operation, subject }: DeliveryView, request?: StoredRequest) {
  const { operations } = view.text.delivery;
  return `${operations[operation] ?? operation} · ${request?.number ?? subject}`;
}

const WaitingPanel: FC<{ view: View; waiting: Waiting }> = function WaitingPanel({
  view,
  waiting,
}) {
  const { text } = view;
  const { delivery, request, findings } = waiting;
  const titleId = `delivery-${delivery.id}`;
  return (
    <section class="panel" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{titleOf(view, delivery, request)}</h2>
        <span class="chip wait">{text.delivery.states.manual}</span>
      </header>
      <div class="columns">
        <div>
          <Known view={view} waiting={waiting} />
          <Found view={view} findings={findings} />
        </div>
        {view.can('delivery.resolve') ? (
          <Decision view={view} waiting={waiting} />
        ) : (
          <p class="body muted">{text.deliveries.notYours}</p>
        )}
      </div>
    </section>
  );
};

const Known: FC<{ view: View; waiting: Waiting }> = function Known({ view, waiting }) {
  const { text, format } = view;
  const { deliveries } = text;
  const { delivery, request, connection, tries } = waiting;
  const { subject, detail, firstSentAt } = delivery;
  const frozen = request && 'canonical' in request.state ? request.state.canonical : undefined;
  return (
    <div class="body">
      <dl>
        <dt>{deliveries.subject}</dt>
        <dd>
          {request ? <a href={`/requests/${request.id}`}>{request.number}</a> : subject}
          {frozen ? (
            <small>
              {` ${deliveries.sum(
                frozen.totals.count,
                `${format.amount(frozen.totals.advanceMinor, frozen.facility.currency)} ${frozen.facility.currency}`,
              )}`}
            </small>
          ) : null}
        </dd>
        <dt>{deliveries.partner}</dt>
        <dd>{connection?.name ?? deliveries.ours}</dd>
        <dt>{deliveries.sent}</dt>
        <dd>{firstSentAt ? format.instant(firstSentAt) : deliveries.neverSent}</dd>
        <dt>{deliveries.why}</dt>
        <dd>{detail ? wordDetail(view.locale, detail) : text.none}</dd>
      </dl>
      <Attempts view={view} tries={tries} />
    </div>
  );
};

const Found: FC<{ view: View; findings: FindingView[] }> = function Found({ view, findings }) {
  const { deliveries } = view.text;
  return (
    <div>
      <h3 class="body">{deliveries.foundTitle}</h3>
      {findings.length === 0 ? (
        <p class="body muted">{deliveries.foundNone}</p>
      ) : (
        <Findings view={view} findings={findings} />
      )}
    </div>
  );
};

const verdicts: readonly Finding['verdict'][] = ['accepted', 'rejected', 'send_again'];

/** No answer is chosen beforehand: each says what follows from it. */
const Decision: FC<{ view: View; waiting: Waiting }> = function Decision({ view, waiting }) {
  const { deliveries } = view.text;
  const { delivery, findings } = waiting;
  const last = findings.at(-1);
  const isOwn = last?.personId === view.principal.personId;
  return (
    <div class="decide">
      {last ? <p>{isOwn ? deliveries.yours : deliveries.theirs(nameOf(last))}</p> : null}
      <h3>{isOwn ? deliveries.changeTitle : deliveries.decideTitle}</h3>
      {verdicts.map((verdict) => (
        <details>
          <summary>{deliveries.verdicts[verdict]}</summary>
          <Form view={view} action={`/deliveries/${delivery.id}`}>
            <input type="hidden" name="verdict" value={verdict} />
            <small>{deliveries.effects[verdict]}</small>
            {verdict === 'accepted' ? (
              <label>
                {deliveries.reference}
                <input name="reference" required maxlength={200} autocomplete="off" />
              </label>
            ) : null}
            <label>
              {deliveries.evidence}
              <textarea name="reason" required maxlength={1000}></textarea>
            </label>
            <button type="submit" class="primary">
              {deliveries.decide}
            </button>
          </Form>
        </details>
      ))}
    </div>
  );
};
