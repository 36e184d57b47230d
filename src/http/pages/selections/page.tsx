import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { never } from '../../../core/assert.ts';
import { Id } from '../../../core/ids.ts';
import { type Replay, readRun, type StoredRun } from '../../../store/selection-run.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound, Problem } from '../../problem.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { Form, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { type FacilityName, facilityNames, personNames } from '../requests/names.ts';
import { asReader, type View } from '../view.ts';
import { Placed, Sums } from './sums.tsx';

export type RunModel = {
  run: StoredRun;
  by: string;
  facilities: Map<string, FacilityName>;
};

/** One stored selection: what it was made from, what came out, and a way to make it again. */
export function createSelectionPage(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/selections/:runId', (c) => {
    const runId = runIdOf(c.req.param('runId'));
    return asReader(c, 'request.read', async ({ tx, view }) => {
      const run = await readRun(tx, runId);
      if (!run) throw notFound();
      const { recordedBy } = run;
      const people = await personNames(tx, [recordedBy ?? undefined]);
      const by = (recordedBy && people.get(recordedBy)) ?? view.text.selections.product;
      const model = { run, by, facilities: await facilityNames(tx, view.today) };
      return c.html(<RunPage view={view} model={model} flash={takeFlash(c)} />);
    });
  });
  app.post('/selections/:runId/replay', async (c) => {
    const runId = runIdOf(c.req.param('runId'));
    const flash = await asReader(c, 'request.read', async ({ deps, tx }) => {
      if (!deps.replaySelection) throw new Problem('not_available_here');
      return tellingOf(await deps.replaySelection(tx, runId));
    });
    return redirectTelling(c, `/selections/${runId}`, flash);
  });
  return app;
}

function runIdOf(text: string): Id {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

/** What making it again came to, for the page that follows. */
function tellingOf(replay: Replay): Flash {
  switch (replay.status) {
    case 'same':
      return { kind: 'done', code: 'selection_same', params: replay.engine };
    case 'differs':
      return {
        kind: 'refused',
        code: 'selection_differs',
        params: {
          path: replay.first.path.slice(-200),
          before: shortened(replay.first.stored),
          after: shortened(replay.first.now),
          ...replay.engine,
        },
      };
    case 'refused': {
      const [first] = replay.refusals;
      const params = { ...first?.params, refusal: first?.code ?? '' };
      return { kind: 'refused', code: 'selection_refused', params };
    }
    case 'damaged':
      return { kind: 'refused', code: `selection_damaged_${replay.what}`, params: {} };
    case 'unknown_run':
      throw notFound();
    default:
      return never(replay, 'tellingOf');
  }
}

/** A cookie carries it. */
function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

const RunPage: FC<{ view: View; model: RunModel; flash: Flash | undefined }> = function RunPage({
  view,
  model,
  flash,
}) {
  const { text, format } = view;
  const { selections } = text;
  const { run, by } = model;
  return (
    <Page
      view={view}
      title={selections.oneTitle(format.instant(run.recordedAt))}
      lead={selections.oneLead(by, format.day(run.asOf))}
      actions={
        <a class="button" href="/selections">
          {selections.all}
        </a>
      }
    >
      <Told view={view} flash={flash} />
      <div class="columns">
        <div>
          <Sums view={view} model={model} />
          <Placed view={view} model={model} />
          <Terms view={view} model={model} />
        </div>
        <div>
          <Again view={view} run={run} />
          <MadeFrom view={view} model={model} />
        </div>
      </div>
    </Page>
  );
};

const Again: FC<{ view: View; run: StoredRun }> = function Again({ view, run }) {
  const { selections } = view.text;
  return (
    <section class="panel" aria-labelledby="again-title">
      <header>
        <h2 id="again-title">{selections.againTitle}</h2>
      </header>
      <div class="decide">
        <Form view={view} action={`/selections/${run.runId}/replay`}>
          <small>{selections.againHint}</small>
          {run.summary.allocation?.isReproducible === false ? (
            <small>{selections.notReproducible}</small>
          ) : null}
          <button type="submit" class="primary">
            {selections.again}
          </button>
        </Form>
      </div>
    </section>
  );
};

const MadeFrom: FC<{ view: View; model: RunModel }> = function MadeFrom({ view, model }) {
  const { text, format } = view;
  const { selections } = text;
  const { run, by } = model;
  const address = `/api/v1/selections/${run.runId}`;
  return (
    <section class="panel" aria-labelledby="from-title">
      <header>
        <h2 id="from-title">{selections.fromTitle}</h2>
      </header>
      <div class="body">
        <dl>
          <dt>{selections.by}</dt>
          <dd>{by}</dd>
          <dt>{selections.made}</dt>
          <dd>{format.instant(run.recordedAt)}</dd>
          <dt>{selections.asOf}</dt>
          <dd>{format.day(run.asOf)}</dd>
          <dt>{selections.knownAt}</dt>
          <dd>{format.instant(run.knownAt)}</dd>
          <dt>{selections.engine}</dt>
          <dd>{selections.engineVersion(run.engine)}</dd>
        </dl>
      </div>
      <ul class="body plain">
        <li>
          <a href={`${address}/input`}>{selections.readInput}</a>
          <div class="mono muted" title={selections.inputHash}>
            {run.inputHash}
          </div>
        </li>
        <li>
          <a href={`${address}/plan`}>{selections.readPlan}</a>
          <div class="mono muted" title={selections.planHash}>
            {run.planHash}
          </div>
        </li>
      </ul>
    </section>
  );
};

const Terms: FC<{ view: View; model: RunModel }> = function Terms({ view, model }) {
  const { selections } = view.text;
  return (
    <section class="panel" aria-labelledby="terms-title">
      <header>
        <h2 id="terms-title">{selections.termsTitle}</h2>
      </header>
      <ul class="body plain">
        {model.run.terms.map(({ facilityId, version, effectiveOn, termsHash }) => (
          <li>
            <b>{model.facilities.get(facilityId)?.name ?? facilityId}</b>{' '}
            <span class="muted">
              {version === null || effectiveOn === null
                ? selections.termsUnrecorded
                : selections.terms(version, view.format.day(effectiveOn))}
            </span>
            <div class="mono muted" title={selections.termsHash}>
              {termsHash}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
