import { Hono } from 'hono';
import { readOutstanding, readQuality } from '../../../store/ageing/figures.ts';
import { listAgedDebtors, readAgeing } from '../../../store/ageing.ts';
import { cursorAt, readCursor } from '../../api/cursor.ts';
import type { HttpEnv } from '../../env.ts';
import { Empty, Page } from '../layout.tsx';
import { asReader, type PageCall } from '../view.ts';
import { Currencies } from './currencies.tsx';
import { Debtors } from './debtors.tsx';
import { AskAgeing } from './form.tsx';
import { showCell } from './items.tsx';
import { SalesOpen } from './outstanding.tsx';
import { QualityMonths } from './quality.tsx';
import { type Asked, filePath, readAsked } from './query.ts';

/** What is open by age, how quickly it is paid, and what becomes of it. */
export function createAgeing(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/ageing', (c) =>
    asReader(c, 'ledger.read', async (call) => {
      const { view } = call;
      const { ageing } = view.text;
      const asked = await readAsked(call);
      if (asked.status === 'asked') return c.html(await AgeingPage(call, asked));
      return c.html(
        <Page view={view} title={ageing.title}>
          <AskAgeing view={view} asked={asked} />
        </Page>,
        400,
      );
    }),
  );
  app.get('/ageing/receivables', (c) => asReader(c, 'ledger.read', showCell));
  return app;
}

const ROWS = 25;
/** As the API has them unless it is asked for others. */
const periodDays = 90;
const months = 12;

async function AgeingPage(call: PageCall, asked: Extract<Asked, { status: 'asked' }>) {
  const { tx, view } = call;
  const { text, format, currency: functional } = view;
  const { query, question } = asked;
  const { asOf, knownAt } = question;
  const { rows, portfolio } = await readAgeing(tx, { ...question, functional });
  const { items, next } = await readDebtorPage(call, asked);
  const when = { asOf, knownAt, functional };
  const outstanding = await readOutstanding(tx, { ...when, periodDays });
  const quality = await readQuality(tx, { ...when, months, lagMonths: 0 });
  const told = portfolio.status === 'refused' ? portfolio.refusals : [];
  const { ageing } = text;
  const lead = [
    ageing.lead(format.day(asOf)),
    ...(query.knownAt ? [ageing.knownAt(format.instant(query.knownAt))] : []),
  ];
  return (
    <Page
      view={view}
      title={ageing.title}
      lead={lead.join(' ')}
      actions={
        <a class="button" href={filePath(question)} download>
          {ageing.download}
        </a>
      }
    >
      <AskAgeing view={view} asked={asked} />
      {rows.length === 0 ? (
        <section class="panel">
          <Empty title={ageing.none} hint={ageing.noneHint} go={ageing.noneGo} href="/imports" />
        </section>
      ) : (
        <>
          <Currencies view={view} question={question} rows={rows} portfolio={portfolio} />
          <Debtors
            view={view}
            question={question}
            rows={rows}
            items={items}
            currency={query.currency}
            isFirst={query.cursor === undefined}
            next={next}
          />
          <SalesOpen view={view} outstanding={outstanding} told={told} />
        </>
      )}
      {quality.currencies.length === 0 ? null : (
        <QualityMonths
          view={view}
          quality={quality}
          knownSince={outstanding.knownSince}
          told={told}
        />
      )}
    </Page>
  );
}

async function readDebtorPage(
  call: PageCall,
  { query, question }: Extract<Asked, { status: 'asked' }>,
) {
  const at = { ...call, ...call.view };
  const [currency, openMinor, debtorId] = readCursor(at, 'aged', query.cursor) ?? [];
  const { items, next } = await listAgedDebtors(call.tx, {
    ...question,
    currency: query.currency,
    limit: ROWS,
    ...(debtorId !== undefined && {
      after: [String(currency), Number(openMinor), String(debtorId)] as const,
    }),
  });
  return { items, next: next && cursorAt(at, 'aged', next) };
}
