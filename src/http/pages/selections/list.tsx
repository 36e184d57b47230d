import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { Id } from '../../../core/ids.ts';
import { listRuns, type StoredRun } from '../../../store/selection-run.ts';
import type { HttpEnv } from '../../env.ts';
import { Empty, Page } from '../layout.tsx';
import { personNames } from '../requests/names.ts';
import { asReader, type View } from '../view.ts';

const ROWS = 50;
const Query = z.object({ before: Id.optional().catch(undefined) });

/** Every stored selection, the newest first. */
export function createSelectionList(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/selections', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { before } = Query.parse(c.req.query());
      const runs = await listRuns(tx, { limit: ROWS, ...(before !== undefined && { before }) });
      const people = await personNames(
        tx,
        runs.map(({ recordedBy }) => recordedBy ?? undefined),
      );
      const { page, selections } = view.text;
      return c.html(
        <Page view={view} title={selections.title} lead={selections.lead}>
          <section class="panel">
            {runs.length === 0 ? (
              <Empty title={selections.none} hint={selections.noneHint} />
            ) : (
              <RunTable view={view} runs={runs} people={people} />
            )}
            {runs.length === ROWS ? (
              <nav class="pager" aria-label={page.older}>
                <span></span>
                <a class="button" href={`/selections?before=${runs.at(-1)?.runId ?? ''}`}>
                  {page.older}
                </a>
              </nav>
            ) : null}
          </section>
        </Page>,
      );
    }),
  );
  return app;
}

const RunTable: FC<{ view: View; runs: StoredRun[]; people: Map<string, string> }> =
  function RunTable({ view, runs, people }) {
    const { selections } = view.text;
    const heads = [
      selections.by,
      selections.asOf,
      selections.facility,
      selections.engine,
      selections.inputHash,
    ];
    return (
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{selections.made}</th>
              {heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr>
                <th scope="row" data-head={selections.made}>
                  <a href={`/selections/${run.runId}`}>{view.format.instant(run.recordedAt)}</a>
                </th>
                {cellsOf(view, run, people).map((cell, index) => (
                  <td data-head={heads[index]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  };

function cellsOf({ text, format }: View, run: StoredRun, people: Map<string, string>) {
  const { selections } = text;
  const { recordedBy, asOf, terms, engine, inputHash } = run;
  return [
    recordedBy === null ? selections.product : (people.get(recordedBy) ?? recordedBy),
    format.day(asOf),
    selections.facilities(terms.length),
    selections.engineVersion(engine),
    <span class="mono">{`${inputHash.slice(0, 16)}…`}</span>,
  ];
}
