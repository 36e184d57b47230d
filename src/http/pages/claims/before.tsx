import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { Currency } from '../../../core/money.ts';
import type { EstimateAnswer } from '../../../store/claim-estimate.ts';
import { estimateDebtor } from '../../../store/claim-view.ts';
import { readDebtors } from '../../../store/debtor.ts';
import { readEvidence } from '../../../store/evidence.ts';
import { readPolicy } from '../../../store/policy.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound, Problem } from '../../problem.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { fileOf, readForm } from '../form.ts';
import { Form, Page } from '../layout.tsx';
import { asReader, type View } from '../view.ts';
import { claimIdOf } from './dossier.tsx';
import { EvidenceFields } from './evidence.tsx';
import { whenOf } from './parts.tsx';
import { Checks, EvidencePanel } from './readiness.tsx';
import { Reckoning } from './reckoning.tsx';
import { ClaimTold } from './told.tsx';

const EVIDENCE_BYTES_MAX = 32 * 1024 * 1024;
const Query = z.object({
  policy: z.string().trim().min(1).max(100),
  seller: z.string().trim().min(1).max(100),
  debtor: z.string().trim().min(1).max(100),
  currency: z.string().trim().toUpperCase().pipe(Currency),
});
type Query = z.infer<typeof Query>;

/** What a claim on a debtor would bring, and the place where its documents are kept while trading. */
export function createBeforeClaim(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/claims/before', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const query = queryOf(c.req.query());
      const { policy: policyId, seller: sellerId, debtor: debtorId, currency } = query;
      const when = await whenOf(tx, view);
      const [debtor] = await readDebtors(tx, { ...when, ids: [debtorId] });
      if (!debtor || !(await readPolicy(tx, policyId))) throw notFound();
      const estimate = await estimateDebtor(tx, {
        ...when,
        policyId,
        sellerId,
        debtorId,
        currency,
      });
      const evidence = await readEvidence(tx, debtorId);
      const { claims } = view.text;
      return c.html(
        <Page view={view} title={`${claims.before} · ${debtor.name}`} lead={claims.beforeLead}>
          <ClaimTold view={view} flash={takeFlash(c)} />
          <div class="columns claim">
            <div>
              <Reckoning view={view} estimate={estimate} />
              <EvidencePanel view={view} evidence={evidence} />
            </div>
            <div>
              <Ready view={view} estimate={estimate} query={query} />
            </div>
          </div>
        </Page>,
      );
    }),
  );
  app.post('/claims/before', async (c) => {
    const file = await fileOf(c, 'file', EVIDENCE_BYTES_MAX);
    const form = await readForm(c, Kept);
    const flash = await asReader(c, 'claim.prepare', async ({ tx, deps, view }): Promise<Flash> => {
      if (!file) return { kind: 'refused', code: 'file_missing', params: {} };
      if (!deps.takeEvidence) throw new Problem('not_available_here');
      const kept = await deps.takeEvidence(tx, {
        personId: view.principal.personId,
        debtorId: form.debtor,
        ...(form.receivable !== '' && { receivableId: claimIdOf(form.receivable) }),
        kind: form.kind,
        fileName: file.name,
        contentType: file.type === '' ? 'application/octet-stream' : file.type,
        note: '',
        bytes: file.stream(),
      });
      if (kept.status === 'refused') return { kind: 'refused', code: kept.code, params: {} };
      return { kind: 'done', code: 'claim_done', params: {} };
    });
    return redirectTelling(c, addressOf(form), flash);
  });
  return app;
}

const Kept = Query.extend({
  kind: z.string().trim().min(1).max(60),
  receivable: z.string().default(''),
});

/** An address that names nothing leads nowhere. */
function queryOf(given: Record<string, string>): Query {
  const parsed = Query.safeParse(given);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

function addressOf({ policy, seller, debtor, currency }: Query): string {
  return `/claims/before?${new URLSearchParams({ policy, seller, debtor, currency })}`;
}

const Ready: FC<{ view: View; estimate: EstimateAnswer; query: Query }> = function Ready({
  view,
  estimate,
  query,
}) {
  const { text, format } = view;
  const { claims } = text;
  if (estimate.status === 'refused') return null;
  const { items, scoreBp } = estimate.readiness;
  return (
    <section class="panel" aria-labelledby="readiness-title">
      <header>
        <h2 id="readiness-title">{claims.readiness}</h2>
        <span class="muted">{claims.readyShare(format.percent(scoreBp))}</span>
      </header>
      <Checks view={view} items={items} />
      {view.can('claim.prepare') ? (
        <div class="decide">
          <Form view={view} action="/claims/before" isUpload>
            {Object.entries(query).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <EvidenceFields view={view} lines={estimate.indemnity.lines} />
            <button type="submit">{claims.add}</button>
          </Form>
        </div>
      ) : null}
    </section>
  );
};
