import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { Id } from '../../../core/ids.ts';
import { word } from '../../../core/wording/word.ts';
import { type ClaimView, readClaimView } from '../../../store/claim-view.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { takeFlash } from '../flash.ts';
import { Page } from '../layout.tsx';
import { asReader, type View } from '../view.ts';
import { InsurerPanel, WriteOffPanel } from './insurer.tsx';
import { RecoveryPanel, SettlementPanel } from './money.tsx';
import { toneOf, whenOf } from './parts.tsx';
import { EvidencePanel, ReadinessPanel } from './readiness.tsx';
import { Reckoning } from './reckoning.tsx';
import { NextStep } from './step.tsx';
import { ClaimTold } from './told.tsx';

/** One dossier: what it should bring, what is missing, where it stands, and everything that happened. */
export function createClaimPage(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/claims/:id', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const id = claimIdOf(c.req.param('id'));
      const model = await readClaimView(tx, { id, ...(await whenOf(tx, view)) });
      if (!model) throw notFound();
      const { claim, debtorName } = model;
      const { status } = claim.dossier;
      return c.html(
        <Page
          view={view}
          title={`${claim.reference} · ${debtorName}`}
          lead={
            <span class={`chip ${toneOf(status)}`}>
              {word(view.locale, `claimStatus.${status}`)}
            </span>
          }
        >
          <ClaimTold view={view} flash={takeFlash(c)} />
          <div class="columns claim">
            <div>
              <Reckoning view={view} estimate={model.estimate} />
              <SettlementPanel view={view} model={model} />
              <RecoveryPanel view={view} model={model} />
              <EvidencePanel view={view} evidence={model.evidence} />
              <History view={view} model={model} />
            </div>
            <div>
              <NextStep view={view} model={model} />
              <Days view={view} model={model} />
              <ReadinessPanel view={view} model={model} />
              <InsurerPanel view={view} model={model} />
              <WriteOffPanel view={view} model={model} />
            </div>
          </div>
        </Page>,
      );
    }),
  );
  return app;
}

/** An id of the wrong shape names nothing. */
export function claimIdOf(text: string): Id {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

type Part = FC<{ view: View; model: ClaimView }>;

const Days: Part = function Days({ view, model }) {
  const { text, format } = view;
  const { claims } = text;
  const { claim, estimate, names } = model;
  const { notice, responsibleId } = claim.dossier;
  const days = estimate.status === 'estimated' ? estimate.days : {};
  const clauseOf = (clause?: string) => (clause ? ` (${clause})` : '');
  return (
    <section class="panel" aria-labelledby="days-title">
      <header>
        <h2 id="days-title">{claims.days}</h2>
      </header>
      <div class="body">
        <dl>
          <dt>{claims.noticeOn}</dt>
          <dd>{notice ? format.day(notice.on) : claims.notYet}</dd>
          <dt>{claims.lossOn}</dt>
          <dd>{days.loss ? format.day(days.loss.on) : claims.notYet}</dd>
          <dt>{claims.fileByDay}</dt>
          <dd>
            {days.fileBy
              ? `${format.day(days.fileBy.on)}${clauseOf(days.fileBy.clause)}`
              : claims.notYet}
          </dd>
          <dt>{claims.paidByDay}</dt>
          <dd>
            {days.paidBy
              ? `${format.day(days.paidBy.on)}${clauseOf(days.paidBy.clause)}`
              : claims.notYet}
          </dd>
          <dt>{claims.responsible}</dt>
          <dd>{names.get(responsibleId) ?? responsibleId}</dd>
        </dl>
      </div>
    </section>
  );
};

const History: Part = function History({ view, model }) {
  const { text, format } = view;
  const { claims } = text;
  return (
    <section class="panel" aria-labelledby="history-title">
      <header>
        <h2 id="history-title">{claims.history}</h2>
      </header>
      <ol class="facts">
        {model.claim.facts.map(({ fact, recordedAt, recordedBy, cause }) => (
          <li>
            {claims.facts[fact.kind] ?? fact.kind}
            {'reason' in fact && fact.reason !== '' ? ` · ${fact.reason}` : ''}
            <small class="muted">
              {`${format.instant(recordedAt)} · ${recordedBy === null ? `${claims.bySystem} (${cause})` : (model.names.get(recordedBy) ?? recordedBy)}`}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
};
