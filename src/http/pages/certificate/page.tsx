import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { toDecimal } from '../../../core/money.ts';
import { readDebtors } from '../../../store/debtor.ts';
import { csvOf } from '../../csv.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { Empty, Notice, Page } from '../layout.tsx';
import { sentenceOf } from '../message.tsx';
import { asReader, type PageCall, type View } from '../view.ts';
import { Fall } from './fall.tsx';
import { DayForm, Head, Signature } from './head.tsx';
import { type Asked, type Paper, type PaperAnswer, readAsked, readPaper } from './paper.ts';
import { certificatePath, readQuery } from './query.ts';
import { inOrder, ROWS, readRows, type StepRow } from './rows.ts';
import { StepPage } from './step.tsx';
import { Concentrations, RollForward, Statistics } from './tables.tsx';

/** The borrowing base certificate as a paper, and the receivables behind each of its lines. */
export function createCertificates(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/certificates', (c) => showPaper(c, undefined));
  app.get('/certificates/:facilityId', (c) => showPaper(c, c.req.param('facilityId')));
  app.get('/certificates/:facilityId/steps/:rule', (c) =>
    asReader(c, 'ledger.read', async (call) => {
      const { view } = call;
      const { paper, step } = await readStep(call, c.req.param());
      const query = readQuery(c);
      const from = (query.page - 1) * ROWS;
      const rows = await readRows(call, paper, inOrder(step).slice(from, from + ROWS));
      if (rows.length === 0 && query.page > 1) throw notFound();
      return c.html(<StepPage view={view} paper={paper} step={step} rows={rows} query={query} />);
    }),
  );
  app.get('/certificates/:facilityId/steps/:rule/receivables.csv', (c) =>
    asReader(c, 'ledger.read', async (call) => {
      const { paper, step } = await readStep(call, c.req.param());
      const rows = await readRows(call, paper, inOrder(step));
      const { terms, asOf } = paper.certificate;
      const name = `${terms.facilityId}-${asOf}-${step.rule}.csv`;
      return c.body(csvOf(cellsOf(call.view, paper, rows)), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      });
    }),
  );
  return app;
}

function showPaper(c: Context<HttpEnv>, facilityId: string | undefined) {
  return asReader(c, 'ledger.read', async (call) => {
    const { view } = call;
    const asked = await readAsked(call, readQuery(c));
    const answer = await readPaper(call, asked, facilityId);
    if (answer.status !== 'certified') {
      return c.html(<Blocked view={view} asked={asked} answer={answer} facilityId={facilityId} />);
    }
    const names = await readNames(call, answer);
    return c.html(<PaperPage view={view} asked={asked} paper={answer} names={names} />);
  });
}

/** What the nodes of debtor caps are called; other nodes are named by what they are. */
async function readNames({ tx }: PageCall, { certificate, knownAt }: Paper) {
  const ids = certificate.concentrations.map(({ node }) => node);
  if (ids.length === 0) return new Map<string, string>();
  const debtors = await readDebtors(tx, { asOf: certificate.asOf, knownAt, ids });
  return new Map(debtors.map(({ id, name }) => [id, name]));
}

async function readStep(
  call: PageCall,
  { facilityId, rule }: { facilityId: string; rule: string },
): Promise<{ paper: Paper; step: Paper['certificate']['steps'][number] }> {
  const asked = await readAsked(call, readQuery(call.c));
  const paper = await readPaper(call, asked, facilityId);
  if (paper.status !== 'certified') throw notFound();
  const step = paper.certificate.steps.find((one) => one.rule === rule);
  if (!step) throw notFound();
  return { paper, step };
}

/** Amounts as plain decimals, days as ISO: a file is read by programs too. */
function cellsOf({ text }: View, { certificate }: Paper, rows: readonly StepRow[]): string[][] {
  const said = text.certificate;
  const { currency } = certificate;
  const heads = [
    said.documentNumber,
    said.debtorNumber,
    said.debtor,
    said.issuedOn,
    said.dueOn,
    said.currency,
    said.open,
    said.takes(currency),
  ];
  const cells = rows.map(({ listed: { receivable, debtorName }, takenMinor }) => [
    receivable.key.number,
    receivable.debtorId,
    debtorName,
    receivable.issuedOn,
    receivable.kind === 'invoice' ? receivable.dueOn : '',
    receivable.currency,
    toDecimal({ amountMinor: receivable.openMinor, currency: receivable.currency }),
    toDecimal({ amountMinor: takenMinor, currency }),
  ]);
  return [heads, ...cells];
}

const PaperPage: FC<{
  view: View;
  asked: Asked;
  paper: Paper;
  names: ReadonlyMap<string, string>;
}> = function PaperPage({ view, asked, paper, names }) {
  const { text, format } = view;
  const { terms, asOf } = paper.certificate;
  const { facilityId, name } = terms;
  return (
    <Page
      view={view}
      title={text.certificate.title}
      lead={`${name} · ${text.asOf(format.day(asOf))}`}
    >
      <Facilities view={view} asked={asked} chosen={facilityId} />
      <DayForm view={view} asked={asked} action={certificatePath(facilityId, plain)} />
      <div class="certificate">
        <Head view={view} asked={asked} paper={paper} />
        <Fall view={view} paper={paper} query={asked.query} />
        <Concentrations view={view} paper={paper} names={names} />
        <RollForward view={view} paper={paper} />
        <Statistics view={view} paper={paper} />
        <Signature view={view} />
      </div>
    </Page>
  );
};

const plain = { page: 1 };

const Facilities: FC<{ view: View; asked: Asked; chosen: string | undefined }> =
  function Facilities({ view, asked, chosen }) {
    const { facilities, query } = asked;
    if (facilities.length < 2) return null;
    return (
      <nav class="facilities" aria-label={view.text.certificate.facilities}>
        {facilities.map(({ terms }) => (
          <a
            href={certificatePath(terms.facilityId, query)}
            aria-current={terms.facilityId === chosen ? 'true' : undefined}
          >
            {terms.name}
          </a>
        ))}
      </nav>
    );
  };

/** Nothing can be certified: no terms on the day, or an input the engine refuses by name. */
const Blocked: FC<{
  view: View;
  asked: Asked;
  answer: Exclude<PaperAnswer, { status: 'certified' }>;
  facilityId: string | undefined;
}> = function Blocked({ view, asked, answer, facilityId }) {
  const { text, format } = view;
  const said = text.certificate;
  const day = format.day(asked.asOf);
  const action = facilityId === undefined ? '/certificates' : certificatePath(facilityId, plain);
  return (
    <Page view={view} title={said.title} lead={text.asOf(day)}>
      <Facilities view={view} asked={asked} chosen={facilityId} />
      <DayForm view={view} asked={asked} action={action} />
      {answer.status === 'refused' ? (
        <Notice kind="refused">
          <p>{sentenceOf(view, answer)}</p>
        </Notice>
      ) : (
        <section class="panel">
          <Empty
            title={facilityId === undefined ? said.noneOn(day) : said.notYet(day)}
            hint={text.desk.noFacilityHint}
          />
        </section>
      )}
    </Page>
  );
};
