import { type Context, Hono } from 'hono';
import { Terms } from '../../../core/facility.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import type { Tx } from '../../../store/database.ts';
import { type Facility, readFacilities } from '../../../store/facility.ts';
import {
  readBreaksOf,
  readStatementDesks,
  type StatementDesk,
} from '../../../store/factor-statement.ts';
import { type Offering, readOfferings } from '../../../store/offering.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound, Problem } from '../../problem.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { fileOf } from '../form.ts';
import { Empty, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type View } from '../view.ts';
import { FacilityPanel } from './desk.tsx';

const STATEMENT_BYTES_MAX = 32 * 1024 * 1024;
const MAPPING_BYTES_MAX = 64 * 1024;

/** Each facility with the funder's last statement; statements and how they are read go in here. */
export function createFunders(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/funders', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { funders } = view.text;
      const desks = await readDesks(tx, view);
      return c.html(
        <Page view={view} title={funders.title} lead={funders.lead} actions={questionedLink(view)}>
          <Told view={view} flash={takeFlash(c)} />
          {desks.length === 0 ? (
            <section class="panel">
              <Empty title={funders.none} hint={funders.noneHint} />
            </section>
          ) : (
            desks.map((one) => <FacilityPanel view={view} {...one} />)
          )}
        </Page>,
      );
    }),
  );
  app.post('/funders/:id/statement', async (c) => {
    const facilityId = facilityIdOf(c);
    const file = await fileOf(c, 'file', STATEMENT_BYTES_MAX);
    const flash = await asReader(c, 'cash.import', async ({ deps, tx, view }): Promise<Flash> => {
      if (!deps.takeFactorStatement) throw new Problem('not_available_here');
      if (!file) return missingFile;
      const { personId } = view.principal;
      const order = { personId, facilityId, fileName: file.name, bytes: file.stream() };
      const taken = await deps.takeFactorStatement(tx, order);
      if (taken.status === 'refused') return refused(taken);
      if (taken.status === 'known') {
        return { kind: 'note', code: 'funder_statement_repeated', params: {} };
      }
      const breaks = (await readBreaksOf(tx, taken.statement)).length;
      const params = { ...taken.statement.counts, breaks };
      return { kind: 'done', code: 'funder_statement_taken', params };
    });
    return redirectTelling(c, '/funders', flash);
  });
  app.post('/funders/:id/mapping', async (c) => {
    const facilityId = facilityIdOf(c);
    const file = await fileOf(c, 'file', MAPPING_BYTES_MAX);
    const given = file && jsonOf(await file.text());
    const flash = await asReader(
      c,
      'facility.write',
      async ({ deps, tx, view }): Promise<Flash> => {
        if (!deps.saveStatementMapping) throw new Problem('not_available_here');
        if (!given) return missingFile;
        if (given.status === 'not_json') {
          return { kind: 'refused', code: 'mapping_not_json', params: {} };
        }
        const { personId } = view.principal;
        const order = { personId, facilityId, mapping: given.value };
        const kept = await deps.saveStatementMapping(tx, order);
        if (kept.status === 'unknown') throw notFound();
        if (kept.status === 'refused') return refused(kept);
        return {
          kind: 'done',
          code: 'funder_mapping_saved',
          params: { version: kept.saved.version },
        };
      },
    );
    return redirectTelling(c, '/funders', flash);
  });
  return app;
}

const missingFile: Flash = { kind: 'refused', code: 'file_missing', params: {} };

function refused({ code, params }: Pick<Flash, 'code' | 'params'>): Flash {
  return { kind: 'refused', code, params };
}

function facilityIdOf(c: Context<HttpEnv>): string {
  const parsed = Terms.shape.facilityId.safeParse(c.req.param('id'));
  if (!parsed.success) throw notFound();
  return parsed.data;
}

function jsonOf(text: string): { status: 'json'; value: unknown } | { status: 'not_json' } {
  try {
    return { status: 'json', value: JSON.parse(text) };
  } catch {
    return { status: 'not_json' };
  }
}

/** The facilities in force, by name. */
async function readDesks(
  tx: Tx,
  view: View,
): Promise<
  { facility: Facility; desk: StatementDesk | undefined; offering: Offering | undefined }[]
> {
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const facilities = await readFacilities(tx, when);
  const desks = await readStatementDesks(tx);
  const offerings = await readOfferings(tx, when, facilities);
  return facilities.map((facility) => ({
    facility,
    desk: desks.get(facility.terms.facilityId),
    offering: offerings.find((own) => own.facility === facility),
  }));
}

function questionedLink(view: View) {
  const { movements } = view.tasks;
  if (movements === 0) return null;
  return (
    <a class="button" href="/movements">
      {view.text.funders.questioned(movements)}
    </a>
  );
}
