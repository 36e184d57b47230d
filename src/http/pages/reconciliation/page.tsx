import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { addMonths } from '../../../core/calendar.ts';
import type { ControlBalance } from '../../../core/reconciliation/control.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import type { Tx } from '../../../store/database.ts';
import { readFacilities } from '../../../store/facility.ts';
import { type ReconciledFacility, reconcileFacility } from '../../../store/reconciliation.ts';
import type { AppDeps } from '../../deps.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound, Problem } from '../../problem.ts';
import { type Flash, takeFlash } from '../flash.ts';
import { fileOf } from '../form.ts';
import { Empty, Notice, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { requestIdOf } from '../requests/page.tsx';
import { asReader, type View } from '../view.ts';
import { Control, ControlUpload } from './control.tsx';
import { OnItsWay, Reasons } from './differences.tsx';
import { AccountLevel, PledgePanel } from './facility.tsx';
import { hrefOf, Query } from './query.ts';
import { ReceivablePage } from './receivable.tsx';
import { Rows } from './rows.tsx';
import { SidesTable } from './sides.tsx';

const CONTROL_BYTES_MAX = 16 * 1024 * 1024;

/** A facility with every side of it beside each other, and each difference with its reason. */
export function createReconciliation(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/reconciliation', (c) =>
    asReader(c, 'request.read', ({ tx, view }) => show(c, { tx, view, flash: takeFlash(c) })),
  );
  app.post('/reconciliation', async (c) => {
    const file = await fileOf(c, 'file', CONTROL_BYTES_MAX);
    const bytes = file && new Uint8Array(await file.arrayBuffer());
    return asReader(c, 'request.read', ({ tx, view, deps }) => {
      const read = controlIn(deps, bytes);
      if ('balances' in read) return show(c, { tx, view, control: read.balances });
      return show(c, { tx, view, flash: { kind: 'refused', ...read } });
    });
  });
  app.get('/reconciliation/receivables/:id', (c) => {
    const receivableId = requestIdOf(c.req.param('id'));
    return asReader(c, 'request.read', async ({ tx, view }) => {
      const query = Query.parse(c.req.query());
      const found = await reconciledFor(tx, view, query);
      const row = found?.rows.find((one) => one.receivableId === receivableId);
      if (!found || !row) throw notFound();
      return c.html(<ReceivablePage view={view} found={found} row={row} back={hrefOf(query)} />);
    });
  });
  return app;
}

function controlIn(
  deps: AppDeps,
  bytes: Uint8Array | undefined,
): { balances: ControlBalance[] } | Pick<Flash, 'code' | 'params'> {
  if (!bytes) return { code: 'file_missing', params: {} };
  if (!deps.readControl) throw new Problem('not_available_here');
  const read = deps.readControl(bytes);
  if (read.status === 'read') return { balances: read.balances };
  return { code: read.code, params: read.params };
}

type Shown = { tx: Tx; view: View; flash?: Flash | undefined; control?: ControlBalance[] };

async function show(c: Context<HttpEnv>, { tx, view, flash, control }: Shown) {
  const { reconciliation } = view.text;
  const query = Query.parse(c.req.query());
  const knownAt = await databaseNow(tx);
  const facilities = await readFacilities(tx, { asOf: view.today, knownAt });
  const found = await reconciledFor(tx, view, {
    ...query,
    facility: query.facility ?? facilities[0]?.terms.facilityId,
    control,
  });
  const named = facilities.map(({ terms }) => ({ id: terms.facilityId, name: terms.name }));
  return c.html(
    <Page view={view} title={reconciliation.title} lead={reconciliation.lead}>
      <Told view={view} flash={flash} />
      {found ? (
        <>
          <Choose view={view} found={found} facilities={named} />
          <Found view={view} found={found} query={query} />
        </>
      ) : (
        <section class="panel">
          <Empty title={reconciliation.none} hint={reconciliation.noneHint} />
        </section>
      )}
    </Page>,
  );
}

async function reconciledFor(
  tx: Tx,
  view: View,
  query: Pick<Query, 'facility' | 'asOf' | 'since'> & { control?: ControlBalance[] | undefined },
): Promise<ReconciledFacility | undefined> {
  if (query.facility === undefined) return undefined;
  const asOf = query.asOf ?? view.today;
  return reconcileFacility(tx, {
    facilityId: query.facility,
    asOf,
    knownAt: await databaseNow(tx),
    since: query.since ?? addMonths(`${asOf.slice(0, 7)}-01`, -1),
    control: query.control,
  });
}

const Found: FC<{ view: View; found: ReconciledFacility; query: Query }> = function Found({
  view,
  found,
  query,
}) {
  const { text, format } = view;
  const { reconciliation } = text;
  const { currency, differences, rows, totals, cash, asOf } = found;
  const waiting = cash.filter(({ differenceMinor }) => differenceMinor !== 0);
  const asked = { ...query, facility: found.facilityId };
  return (
    <>
      <Notice kind={differences.length === 0 ? 'done' : 'note'}>
        <p>
          {differences.length === 0
            ? reconciliation.equal
            : reconciliation.differs(differences.length)}
        </p>
        {found.isPriced ? null : <p>{reconciliation.unpriced}</p>}
      </Notice>
      {found.pledge ? <PledgePanel view={view} line={found.pledge} currency={currency} /> : null}
      <section class="panel" aria-labelledby="sides-title">
        <header>
          <h2 id="sides-title">{reconciliation.sidesTitle}</h2>
          <span class="muted">
            {reconciliation.sidesAsOf(format.integer(rows.length), format.day(asOf))}
          </span>
        </header>
        {rows.length === 0 ? (
          <Empty title={reconciliation.nothing} hint={reconciliation.nothingHint} />
        ) : (
          <SidesTable view={view} sides={totals} currency={currency} />
        )}
      </section>
      {differences.length > 0 ? (
        <Reasons view={view} differences={differences} currency={currency} />
      ) : null}
      <AccountLevel view={view} account={found.account} currency={currency} />
      {rows.length > 0 ? <Rows view={view} rows={rows} query={asked} currency={currency} /> : null}
      {waiting.length > 0 ? <OnItsWay view={view} lines={waiting} currency={currency} /> : null}
      {found.control ? <Control view={view} answer={found.control} /> : null}
      <ControlUpload view={view} action={hrefOf(asked)} />
    </>
  );
};

type Named = { id: string; name: string };

const Choose: FC<{ view: View; found: ReconciledFacility; facilities: Named[] }> = function Choose({
  view,
  found,
  facilities,
}) {
  const { reconciliation } = view.text;
  return (
    <section class="panel">
      <div class="body padded">
        <form class="fields" method="get" action="/reconciliation">
          <label>
            {reconciliation.facility}
            <select name="facility">
              {facilities.map(({ id, name }) => (
                <option value={id} selected={id === found.facilityId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            {reconciliation.asOf}
            <input type="date" name="asOf" value={found.asOf} required />
          </label>
          <label>
            {reconciliation.since}
            <input type="date" name="since" value={found.since} required />
          </label>
          <button type="submit">{reconciliation.show}</button>
        </form>
      </div>
    </section>
  );
};
