import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { PublishedFixing, readFixingLines } from '../../../core/charge/fixing.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import type { Tx } from '../../../store/database.ts';
import { readFixings, readIndexes, recordFixings } from '../../../store/fixing.ts';
import type { HttpEnv } from '../../env.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { readForm } from '../form.ts';
import { Notice, Page } from '../layout.tsx';
import { asReader, type View } from '../view.ts';
import { Add, Indexes, List } from './parts.tsx';

const LISTED = 400;
const LINES_MAX = 200_000;

const Query = z.object({
  index: z.string().trim().min(1).max(64).optional().catch(undefined),
});
const Given = z.object({
  index: z.string(),
  source: z.string(),
  lines: z.string().max(LINES_MAX),
});

/** What indexes were fixed at, where finance keeps it. */
export function createFixings(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/books/fixings', (c) =>
    asReader(c, 'request.read', ({ tx, view }) => show(c, tx, view)),
  );
  app.post('/books/fixings', async (c) => {
    const form = await readForm(c, Given);
    const flash = await asReader(c, 'cash.import', async ({ tx, view }): Promise<Flash> => {
      const read = givenOf(form);
      if ('kind' in read) return read;
      const actor = { personId: view.principal.personId };
      const { appended, changed } = await recordFixings(tx, { actor, fixings: read });
      const named = changed.slice(0, 5).map(({ day }) => view.format.day(day));
      const days = `${named.join(', ')}${changed.length > named.length ? ' …' : ''}`;
      const params = { appended, changed: changed.length, days };
      return { kind: 'done', code: 'fixings_recorded', params };
    });
    const index = form.index.trim();
    const query = index === '' ? '' : `?index=${encodeURIComponent(index)}`;
    return redirectTelling(c, `/books/fixings${query}`, flash);
  });
  return app;
}

function givenOf({ index, source, lines }: z.infer<typeof Given>): PublishedFixing[] | Flash {
  const { shape } = PublishedFixing;
  const named = shape.index.safeParse(index);
  const published = shape.source.safeParse(source);
  const refused = (code: string, params: Flash['params']): Flash => ({
    kind: 'refused',
    code,
    params,
  });
  if (!named.success || !published.success || lines.trim() === '') {
    return refused('fixings_incomplete', {});
  }
  const read = readFixingLines(lines, { index: named.data, source: published.data });
  return read.ok ? read.fixings : refused('fixing_unreadable', { line: read.line });
}

async function show(c: Context<HttpEnv>, tx: Tx, view: View) {
  const { fixings } = view.text;
  const { index } = Query.parse(c.req.query());
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const indexes = await readIndexes(tx, when);
  const asked = index === undefined ? undefined : [index];
  const known = await readFixings(tx, {
    ...when,
    indexes: asked,
    every: true,
    limit: LISTED + 1,
  });
  const flash = takeFlash(c);
  return c.html(
    <Page
      view={view}
      title={fixings.title}
      lead={fixings.lead}
      actions={
        <a class="button" href="/reconciliation">
          {view.text.reconciliation.title}
        </a>
      }
    >
      {flash ? (
        <Notice kind={flash.kind}>
          <p>{told(view, flash)}</p>
        </Notice>
      ) : null}
      <Indexes view={view} indexes={indexes} />
      {view.can('cash.import') ? <Add view={view} indexes={indexes} index={index} /> : null}
      <List view={view} known={known.slice(0, LISTED)} isMore={known.length > LISTED} />
    </Page>,
  );
}

function told({ text: { fixings } }: View, { code, params }: Flash): string {
  if (code === 'fixings_incomplete') return fixings.incomplete;
  if (code === 'fixing_unreadable') return fixings.unreadable(Number(params.line));
  const count = Number(params.changed ?? 0);
  const recorded = fixings.recordedAll(Number(params.appended ?? 0));
  return count === 0 ? recorded : `${recorded} ${fixings.changed(count, String(params.days))}`;
}
