import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { told } from '../../../core/detail.ts';
import { Id } from '../../../core/ids.ts';
import { wordDetail } from '../../../core/wording/word.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { type Flash, takeFlash } from '../flash.ts';
import { Notice, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type View } from '../view.ts';
import { Decide } from './decide.tsx';
import { Lines } from './lines.tsx';
import { type RequestModel, readModel } from './model.ts';
import { Notices } from './notices.tsx';
import { Deliveries, Documents } from './papers.tsx';
import { SelectionOf } from './selection.tsx';
import { isUnderWay, Steps } from './steps.tsx';
import { Timeline } from './timeline.tsx';
import { toneOf } from './tone.ts';

/** One request: where it stands, what may be done, and everything that happened. */
export function createRequestPage(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/requests/:id', (c) => {
    const id = requestIdOf(c.req.param('id'));
    return asReader(c, 'request.read', async (call) => {
      const flash = takeFlash(c);
      const model = await readModel(call, id);
      return c.html(<RequestPage view={call.view} model={model} flash={flash} />);
    });
  });
  return app;
}

export function requestIdOf(text: string): Id {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

export const Reason = z.object({ reason: z.string().trim().max(1000).default('') });

const RequestPage: FC<{ view: View; model: RequestModel; flash: Flash | undefined }> =
  function RequestPage({ view, model, flash }) {
    const { text } = view;
    const { request, facility } = model;
    const { state } = request;
    const moving = isUnderWay(state);
    const polling = moving
      ? {
          'hx-get': `/requests/${request.id}`,
          'hx-trigger': 'every 2s',
          'hx-target': '#request',
          'hx-select': '#request',
          'hx-swap': 'outerMorph',
        }
      : {};
    return (
      <Page
        view={view}
        title={text.request.title(request.number)}
        lead={text.request.lead(facility.name, facility.funder)}
      >
        <Told view={view} flash={flash} />
        <div id="request" class="columns" {...polling}>
          <div>
            <section class="panel" aria-label={text.requests.status}>
              <header>
                <span class={`chip ${toneOf(state.status)}`} role="status">
                  {text.requests.states[state.status]}
                </span>
                {moving ? <span class="muted">{text.request.moving}</span> : null}
              </header>
              <div class="body">
                <Steps text={text} state={state} documents={model.documents.length} />
                <Ending view={view} model={model} />
              </div>
            </section>
            <Lines view={view} model={model} />
          </div>
          <div>
            <Decide view={view} model={model} />
            <Documents view={view} model={model} />
            <Notices view={view} model={model} />
            <SelectionOf view={view} model={model} />
            <Deliveries view={view} model={model} />
            <Timeline view={view} model={model} />
          </div>
        </div>
      </Page>
    );
  };

const Ending: FC<{ view: View; model: RequestModel }> = function Ending({ view, model }) {
  const { problem } = model;
  const { state } = model.request;
  const { request } = view.text;
  if (state.status === 'withdrawn') {
    return <Notice kind="note">{request.withdrawnWhy(state.reason)}</Notice>;
  }
  if (state.status === 'expired') {
    return <Notice kind="note">{request.expiredWhy(state.afterDays)}</Notice>;
  }
  if ('answers' in state && state.cancellation?.status === 'requested') {
    const said = state.status === 'cancelled' ? request.cancelledWhy : request.cancelAskedWhy;
    return <Notice kind="note">{said(state.cancellation.reason)}</Notice>;
  }
  if (state.status !== 'rejected') return null;
  if (problem !== undefined) return <Notice kind="refused">{request.notMadeWhy(problem)}</Notice>;
  const why = wordDetail(view.locale, told('refused', { reason: state.reason }, state.detail));
  return <Notice kind="refused">{request.rejectedWhy(why)}</Notice>;
};
