import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { recordBankEntries } from '../../../store/bank.ts';
import { listOnAccount } from '../../../store/bank-on-account.ts';
import { listExplained, listToTurnOver, listUnmatched } from '../../../store/bank-view.ts';
import type { HttpEnv } from '../../env.ts';
import { Problem } from '../../problem.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { fileOf } from '../form.ts';
import { Empty, Form, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type View } from '../view.ts';
import { createBankActs } from './act.ts';
import { Explained } from './explained.tsx';
import { OnAccountPanel } from './on-account.tsx';
import { TurnOver } from './turn-over.tsx';
import { Waiting } from './waiting.tsx';

const STATEMENT_BYTES_MAX = 32 * 1024 * 1024;
const waitingMax = 100;
const explainedMax = 50;

/** Statements go in; what they do not explain waits for a person, and what was explained is shown. */
export function createBank(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/bank', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { bank } = view.text;
      const waiting = await listUnmatched(tx, waitingMax);
      const explained = await listExplained(tx, explainedMax);
      const turnOver = await listToTurnOver(tx, waitingMax);
      const onAccount = await listOnAccount(tx, waitingMax);
      return c.html(
        <Page view={view} title={bank.title} lead={bank.lead}>
          <Told view={view} flash={takeFlash(c)} />
          {view.can('cash.import') ? <Upload view={view} /> : null}
          {turnOver.length > 0 ? <TurnOver view={view} rows={turnOver} /> : null}
          {onAccount.length > 0 ? <OnAccountPanel view={view} rows={onAccount} /> : null}
          {waiting.length === 0 ? (
            <section class="panel">
              <Empty title={bank.none} hint={bank.noneHint} />
            </section>
          ) : (
            waiting.map((one) => <Waiting view={view} waiting={one} />)
          )}
          {explained.length > 0 ? <Explained view={view} rows={explained} /> : null}
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
  app.route('/', createBankActs());
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
              <input type="file" name="file" accept=".xml,.sta,.mt940,.txt,text/xml" required />
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
