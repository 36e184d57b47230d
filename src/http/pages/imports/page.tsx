import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { listImports, type StoredImport } from '../../../store/ledger.ts';
import { listSellers } from '../../../store/seller.ts';
import type { LedgerInspection } from '../../deps.ts';
import type { HttpEnv } from '../../env.ts';
import { Problem } from '../../problem.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { fileOf, readForm } from '../form.ts';
import { Empty, Form, Notice, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type PageCall, type View } from '../view.ts';
import { MappingFields } from './mapping.tsx';
import { ImportForm, type ImportOrder, orderOf } from './order.ts';

const FILE_BYTES_MAX = 64 * 1024 * 1024;

type Shown = {
  view: View;
  flash?: Flash | undefined;
  inspection?: LedgerInspection | undefined;
};

/** A ledger goes in: looked at first, then read whole or not at all. */
export function createImports(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/imports', (c) =>
    asReader(c, 'ledger.read', (call) => showPage(call, { flash: takeFlash(c) })),
  );
  app.post('/imports/check', async (c) => {
    const form = await readForm(c, ImportForm);
    const file = await fileOf(c, 'file', FILE_BYTES_MAX);
    return asReader(c, 'ledger.import', async (call) => {
      if (!call.deps.inspectLedger) throw new Problem('not_available_here');
      if (!file) return showPage(call, { flash: missingFile, order: form });
      const seen = await call.deps.inspectLedger(file.stream());
      if (seen.status === 'refused') {
        const { code, params } = seen;
        return showPage(call, { flash: { kind: 'refused', code, params }, order: form });
      }
      return showPage(call, { inspection: seen, order: form });
    });
  });
  app.post('/imports', async (c) => {
    const form = await readForm(c, ImportForm);
    const file = await fileOf(c, 'file', FILE_BYTES_MAX);
    if (!file) return redirectTelling(c, '/imports', missingFile);
    const done = await asReader(c, 'ledger.import', async ({ deps, tx, view }) => {
      if (!deps.importLedger) throw new Problem('not_available_here');
      const order = orderOf(form);
      const { personId } = view.principal;
      const bytes = file.stream();
      return deps.importLedger(tx, { ...order, personId, fileName: file.name, bytes });
    });
    if (done.status === 'imported') return c.redirect(`/imports?done=${done.importId}`, 303);
    const { code, params } = done;
    return redirectTelling(c, '/imports', { kind: 'refused', code, params });
  });
  return app;
}

const missingFile: Flash = { kind: 'refused', code: 'file_missing', params: {} };

async function showPage(
  { c, tx, view }: PageCall,
  shown: { flash?: Flash | undefined; inspection?: LedgerInspection; order?: ImportOrder },
): Promise<Response> {
  const past = await listImports(tx, { limit: 50 });
  const sellers = await listSellers(tx);
  const done = past.find(({ importId }) => importId === c.req.query('done'));
  const { imports } = view.text;
  return c.html(
    <Page view={view} title={imports.title} lead={imports.lead}>
      {done ? <Done view={view} done={done} /> : null}
      {view.can('ledger.import') ? (
        <UploadForm
          view={view}
          flash={shown.flash}
          inspection={shown.inspection}
          order={shown.order}
          sellers={sellers}
          latest={past[0]}
        />
      ) : (
        <Told view={view} flash={shown.flash} />
      )}
      <section class="panel" aria-labelledby="past-title">
        <header>
          <h2 id="past-title">{imports.pastTitle}</h2>
        </header>
        {past.length === 0 ? (
          <Empty title={imports.none} hint={imports.noneHint} />
        ) : (
          <Past view={view} past={past} />
        )}
      </section>
    </Page>,
  );
}

const UploadForm: FC<
  Shown & {
    order?: ImportOrder | undefined;
    sellers: { id: string; name: string }[];
    latest: StoredImport | undefined;
  }
> = function UploadForm({ view, flash, inspection, order, sellers, latest }) {
  const { imports } = view.text;
  return (
    <section class="panel" aria-labelledby="upload-title">
      <header>
        <h2 id="upload-title">{imports.uploadTitle}</h2>
      </header>
      <div class="body">
        <Form view={view} action="/imports" isUpload id="upload">
          <div class="fields">
            <label>
              {imports.file}
              <input type="file" name="file" accept=".csv,.txt,.tsv,text/csv" required />
            </label>
            <label>
              {imports.seller}
              <select name="seller" required>
                {sellers.map(({ id, name }) => (
                  <option value={id} selected={id === (order?.seller ?? latest?.sellerId)}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {imports.ledger}
              <input
                name="ledger"
                value={order?.ledger ?? latest?.ledger ?? 'AR'}
                required
                maxlength={100}
                size={8}
              />
            </label>
            <label>
              {imports.asOf}
              <input type="date" name="asOf" value={order?.asOf ?? view.today} required />
            </label>
            <label>
              {imports.currency}
              <input
                name="currency"
                value={order?.currency ?? ''}
                pattern="[A-Za-z]{3}"
                maxlength={3}
                size={5}
              />
            </label>
          </div>
          <div class="actions padded">
            <button
              type="submit"
              formaction="/imports/check"
              hx-post="/imports/check"
              hx-target="#mapping"
              hx-select="#mapping"
              hx-swap="outerHTML"
            >
              {imports.check}
            </button>
            <button type="submit" class="primary">
              {imports.go}
            </button>
          </div>
          <div id="mapping" aria-live="polite">
            <Told view={view} flash={flash} />
            {inspection ? <MappingFields view={view} inspection={inspection} /> : null}
            {inspection || flash ? (
              <noscript>
                <p class="muted">{imports.again}</p>
              </noscript>
            ) : null}
          </div>
        </Form>
      </div>
    </section>
  );
};

const Done: FC<{ view: View; done: StoredImport }> = function Done({ view, done }) {
  const { imports } = view.text;
  return (
    <Notice kind="done">
      <p>
        <b>{`${imports.doneTitle}: ${done.fileName}`}</b>
      </p>
      <p>{imports.counted(done.counts)}</p>
      <Totals view={view} item={done} />
      <Rejected view={view} item={done} />
      <p>
        <a href={fileAddress(done)}>{imports.originalFile}</a>
      </p>
    </Notice>
  );
};

function fileAddress({ importId }: StoredImport): string {
  return `/api/v1/imports/${importId}/file`;
}

const Totals: FC<{ view: View; item: StoredImport }> = function Totals({ view, item }) {
  const { format, text } = view;
  return (
    <>
      {item.totals.map(({ currency, count, openMinor }) => (
        <p>{text.imports.total(count, `${format.amount(openMinor, currency)} ${currency}`)}</p>
      ))}
    </>
  );
};

const Rejected: FC<{ view: View; item: StoredImport }> = function Rejected({ view, item }) {
  const { imports } = view.text;
  const { rejected, contradicting } = item.counts;
  if (rejected + contradicting === 0 && !item.hasRejectedFile) return null;
  return (
    <p>
      {rejected > 0 ? <span class="chip cut">{imports.rejected}</span> : null}{' '}
      {contradicting > 0 ? (
        <>
          <span class="chip wait">{imports.contradicting(contradicting)}</span> {imports.firstStays}
        </>
      ) : null}{' '}
      {item.hasRejectedFile ? (
        <a href={`/api/v1/imports/${item.importId}/rejected`}>{imports.rejectedFile}</a>
      ) : null}
    </p>
  );
};

const Past: FC<{ view: View; past: StoredImport[] }> = function Past({ view, past }) {
  const { text, format } = view;
  const { imports } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{imports.name}</th>
            <th scope="col" class="num">
              {imports.asOf}
            </th>
            <th scope="col">{imports.counts}</th>
            <th scope="col">{imports.totals}</th>
            <th scope="col" class="num">
              {imports.when}
            </th>
          </tr>
        </thead>
        <tbody>
          {past.map((item) => (
            <tr>
              <th scope="row" data-head={imports.name} title={item.fileSha256}>
                <a
                  href={fileAddress(item)}
                  aria-label={`${imports.originalFile}: ${item.fileName}`}
                >
                  {item.fileName}
                </a>
                <small>{`${item.sellerId} · ${item.ledger}`}</small>
              </th>
              <td class="num" data-head={imports.asOf}>
                {format.day(item.asOf)}
              </td>
              <td data-head={imports.counts}>
                <span>
                  {imports.counted(item.counts)}
                  <Rejected view={view} item={item} />
                </span>
              </td>
              <td data-head={imports.totals}>
                <span>
                  <Totals view={view} item={item} />
                </span>
              </td>
              <td class="num" data-head={imports.when}>
                {format.instant(item.recordedAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
