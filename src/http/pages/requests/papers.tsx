import type { FC } from 'hono/jsx';
import { wordDetail } from '../../../core/wording/word.ts';
import type { FindingView } from '../../../store/delivery-finding.ts';
import type { AttemptView } from '../../../store/delivery-view.ts';
import type { View } from '../view.ts';
import type { RequestModel } from './model.ts';

export const Documents: FC<{ view: View; model: RequestModel }> = function Documents({
  view,
  model,
}) {
  const { text } = view;
  const { documents, request } = model;
  return (
    <section class="panel" aria-labelledby="documents-title">
      <header>
        <h2 id="documents-title">{text.request.documentsTitle}</h2>
      </header>
      {documents.length === 0 ? (
        <p class="body muted">{text.request.documentsNone}</p>
      ) : (
        <ul class="body plain">
          {documents.map(({ id, template, pages, sha256 }) => (
            <li>
              <a href={`/api/v1/requests/${request.id}/documents/${id}`}>{`${template}.pdf`}</a>{' '}
              <span class="muted">{text.request.pages(pages)}</span>
              <div class="mono muted" title={text.request.hash}>
                {sha256}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

export const Deliveries: FC<{ view: View; model: RequestModel }> = function Deliveries({
  view,
  model,
}) {
  const { text } = view;
  const { delivery } = text;
  return (
    <section class="panel" aria-labelledby="deliveries-title">
      <header>
        <h2 id="deliveries-title">{text.request.deliveriesTitle}</h2>
      </header>
      {model.deliveries.length === 0 ? (
        <p class="body muted">{text.request.deliveriesNone}</p>
      ) : (
        <ul class="body plain">
          {model.deliveries.map(({ operation, state, detail, tries, findings }) => (
            <li>
              <b>{delivery.operations[operation] ?? operation}</b>{' '}
              <span class={`chip ${toneOf(state)}`}>{delivery.states[state]}</span>{' '}
              {detail && state !== 'accepted' ? (
                <small>{wordDetail(view.locale, detail)}</small>
              ) : null}
              <Attempts view={view} tries={tries} />
              {findings.length > 0 ? <Findings view={view} findings={findings} /> : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

/** Each attempt in human words; a poll that was repeated many times shows its last three. */
export const Attempts: FC<{ view: View; tries: AttemptView[] }> = function Attempts({
  view,
  tries,
}) {
  const { text, format } = view;
  if (tries.length === 0) return null;
  const { delivery } = text;
  return (
    <details>
      <summary class="muted">{text.request.attempts(tries.length)}</summary>
      <ol class="plain">
        {tries.slice(-10).map(({ purpose, outcome, status, detail, endedAt }) => (
          <li class="muted">
            {format.instant(endedAt)}{' '}
            {delivery.attempt(
              delivery.purposes[purpose] ?? purpose,
              delivery.outcomes[outcome] ?? outcome,
            )}
            {status === null ? null : ` (${delivery.httpStatus(status)})`}
            {detail === '' ? null : <small>{wordDetail(view.locale, detail)}</small>}
          </li>
        ))}
      </ol>
    </details>
  );
};

/** What people found out by hand about a delivery, each with name and time. */
export const Findings: FC<{ view: View; findings: FindingView[] }> = function Findings({
  view,
  findings,
}) {
  const { format } = view;
  const { deliveries } = view.text;
  return (
    <ol class="facts">
      {findings.map((finding) => (
        <li>
          <b>{deliveries.verdicts[finding.verdict]}</b>
          {finding.partnerReference === null ? null : (
            <small>{deliveries.theirReference(finding.partnerReference)}</small>
          )}
          <small>{finding.reason}</small>
          <small>{`${nameOf(finding)} · ${format.instant(finding.recordedAt)}`}</small>
        </li>
      ))}
    </ol>
  );
};

export function nameOf({ personName, personId }: FindingView): string {
  return personName ?? personId;
}

function toneOf(state: string): string {
  if (state === 'accepted' || state === 'confirmed') return 'good';
  return state === 'rejected' || state === 'reversed' ? 'cut' : 'wait';
}
