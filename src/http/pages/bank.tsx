import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { listUnmatched, recordBankEntries, type UnmatchedEntry } from '../../store/bank.ts';
import type { HttpEnv } from '../env.ts';
import { Problem } from '../problem.ts';
import { type Flash, redirectTelling, takeFlash } from './flash.ts';
import { fileOf } from './form.ts';
import { Empty, Form, Page } from './layout.tsx';
import { Told } from './message.tsx';
import { asReader, type View } from './view.ts';

const STATEMENT_BYTES_MAX = 32 * 1024 * 1024;

/** Statements go in; what no request explains stays in sight. */
export function createBank(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/bank', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { bank } = view.text;
      const entries = await listUnmatched(tx, 200);
      return c.html(
        <Page view={view} title={bank.title} lead={bank.lead}>
          <Told view={view} flash={takeFlash(c)} />
          {view.can('cash.import') ? <Upload view={view} /> : null}
          <section class="panel" aria-labelledby="unmatched-title">
            <header>
              <h2 id="unmatched-title">{bank.unmatched}</h2>
              <span class="muted">{view.format.integer(entries.length)}</span>
            </header>
            {entries.length === 0 ? (
              <Empty title={bank.none} hint={bank.noneHint} />
            ) : (
              <Entries view={view} entries={entries} />
            )}
          </section>
        </Page>,
      );
    }),
  );
  app.post('/bank', async (c) => {
    const file = await fileOf(c, 'file', STATEMENT_BYTES_MAX);
    const flash = await asReader(c, 'cash.import', async ({ deps, tx, view }): Promise<Flash> => {
      if (!deps.readStatement) throw new Problem('not_available_here');
      if (!file) return { kind: 'refused', code: 'file_missing', params: {} };
      const read = await deps.readStatement(new Uint8Array(await file.arrayBuffer()));
      if (read.status === 'refused') {
        return { kind: 'refused', code: read.code, params: read.params };
      }
      const actor = { personId: view.principal.personId };
      const taken = await recordBankEntries(tx, { actor, entries: read.entries });
      return { kind: 'done', code: 'statement_recorded', params: taken };
    });
    return redirectTelling(c, '/bank', flash);
  });
  return app;
}

const Upload: FC<{ view: View }> = function Upload({ view }) {
  const { bank } = view.text;
  return (
    <section class="panel">
      <div class="body padded">
        <Form view={view} action="/bank" isUpload>
          <div class="fields">
            <label>
              {bank.file}
              <input type="file" name="file" accept=".xml,application/xml,text/xml" required />
            </label>
            <button type="submit" class="primary">
              {bank.go}
            </button>
          </div>
        </Form>
      </div>
    </section>
  );
};

const Entries: FC<{ view: View; entries: UnmatchedEntry[] }> = function Entries({ view, entries }) {
  const { text, format } = view;
  const { bank } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col" class="num">
              {bank.booked}
            </th>
            <th scope="col">{bank.account}</th>
            <th scope="col">{bank.references}</th>
            <th scope="col" class="num">
              {bank.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ account, references, amountMinor, currency, bookedOn }) => (
            <tr>
              <td class="num" data-head={bank.booked}>
                {format.day(bookedOn)}
              </td>
              <td data-head={bank.account}>{account}</td>
              <td data-head={bank.references}>{references}</td>
              <td class="num" data-head={bank.amount}>
                {`${format.amount(amountMinor, currency)} ${currency}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
