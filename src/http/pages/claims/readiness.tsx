import type { FC } from 'hono/jsx';
import type { Readiness } from '../../../core/claim/evidence.ts';
import type { ClaimView } from '../../../store/claim-view.ts';
import type { Evidence } from '../../../store/evidence.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { EvidenceFields, kindText } from './evidence.tsx';

type Part = FC<{ view: View; model: ClaimView }>;

/** What the policy asks for and what is there of it; documents are added while one still trades. */
export const ReadinessPanel: Part = function ReadinessPanel({ view, model }) {
  const { text, format } = view;
  const { claims } = text;
  const { estimate, claim } = model;
  if (estimate.status === 'refused') return null;
  const { items, scoreBp } = estimate.readiness;
  const canWrite = view.can('claim.prepare') && claim.dossier.status !== 'closed';
  return (
    <section class="panel" aria-labelledby="readiness-title">
      <header>
        <h2 id="readiness-title">{claims.readiness}</h2>
        <span class="muted">{claims.readyShare(format.percent(scoreBp))}</span>
      </header>
      <Checks view={view} items={items} {...(canWrite && { claimId: claim.id })} />
      {canWrite ? <Add view={view} model={model} /> : null}
    </section>
  );
};

/** What is asked for, one by one; of a dossier what is missing may be waived with a reason. */
export const Checks: FC<{ view: View; items: Readiness['items']; claimId?: string }> =
  function Checks({ view, items, claimId }) {
    const { claims } = view.text;
    if (items.length === 0) return <p class="body muted">{claims.nothingAsked}</p>;
    return (
      <ul class="body plain checks">
        {items.map(({ kind, status, have, need }) => (
          <li>
            <span class={`chip ${toneOf[status]}`}>{claims.states[status]}</span>{' '}
            {kindText(view, kind)}
            {need > 1 ? <small>{claims.haveOf(have, need)}</small> : null}
            {status === 'missing' && claimId !== undefined ? (
              <details>
                <summary>{claims.waive}</summary>
                <Form view={view} action={`/claims/${claimId}/facts`}>
                  <input type="hidden" name="kind" value="document_waived" />
                  <input type="hidden" name="document" value={kind} />
                  <label>
                    {claims.waiveWhy}
                    <input name="reason" required maxlength={1000} />
                  </label>
                  <button type="submit">{claims.waive}</button>
                </Form>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    );
  };

const toneOf = { complete: 'good', missing: 'cut', waived: 'wait', not_needed: '' } as const;

const Add: Part = function Add({ view, model }) {
  const { claims } = view.text;
  const { claim, estimate } = model;
  const lines = estimate.status === 'estimated' ? estimate.indemnity.lines : [];
  return (
    <div class="decide">
      <details>
        <summary>{claims.addEvidence}</summary>
        <Form view={view} action={`/claims/${claim.id}/evidence`} isUpload>
          <EvidenceFields view={view} lines={lines} />
          <button type="submit">{claims.add}</button>
        </Form>
      </details>
      <Form view={view} action={`/claims/${claim.id}/records`}>
        <small>{claims.ownRecordsHint}</small>
        <button type="submit">{claims.ownRecords}</button>
      </Form>
    </div>
  );
};

/** Every document that is kept, each under its hash. */
export const EvidencePanel: FC<{ view: View; evidence: readonly Evidence[] }> =
  function EvidencePanel({ view, evidence }) {
    const { claims } = view.text;
    return (
      <section class="panel" aria-labelledby="evidence-title">
        <header>
          <h2 id="evidence-title">{claims.evidence}</h2>
        </header>
        {evidence.length === 0 ? (
          <p class="body muted">{claims.noEvidence}</p>
        ) : (
          <ul class="body plain">
            {evidence.map(({ id, kind, fileName, sha256, recordedAt }) => (
              <li>
                <a href={`/api/v1/evidence/${id}/file`}>{fileName}</a>{' '}
                <span class="muted">
                  {`${kindText(view, kind)} · ${view.format.instant(recordedAt)}`}
                </span>
                <div class="mono muted">{sha256}</div>
              </li>
            ))}
          </ul>
        )}
      </section>
    );
  };
