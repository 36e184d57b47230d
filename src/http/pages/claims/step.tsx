import type { FC } from 'hono/jsx';
import { mayFollowDossier } from '../../../core/claim/dossier-step.ts';
import type { ClaimView } from '../../../store/claim-view.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { moneyIn } from './parts.tsx';

type Part = FC<{ view: View; model: ClaimView }>;

/** What is to be done next: notify, draw up, release as another person, send, close. */
export const NextStep: Part = function NextStep({ view, model }) {
  const { claims } = view.text;
  const { id, dossier } = model.claim;
  const { filing, currency } = dossier;
  const canWrite = view.can('claim.prepare');
  const may = (fact: Parameters<typeof mayFollowDossier>[1]) => mayFollowDossier(dossier, fact);
  const mayPrepare = filing.status === 'none' && ['notified', 'waiting'].includes(dossier.status);
  return (
    <section class="panel" aria-labelledby="step-title">
      <header>
        <h2 id="step-title">{claims.steps}</h2>
      </header>
      <div class="decide">
        {canWrite && may({ kind: 'notified', on: view.today }) ? (
          <Form view={view} action={`/claims/${id}/facts`}>
            <input type="hidden" name="kind" value="notified" />
            <label>
              {claims.on}
              <input type="date" name="on" value={view.today} required />
            </label>
            <label>
              {claims.noticeReference}
              <input name="reference" maxlength={200} />
            </label>
            <button type="submit" class="primary">
              {claims.notify}
            </button>
          </Form>
        ) : null}
        {canWrite && mayPrepare ? (
          <Form view={view} action={`/claims/${id}/filing`}>
            <small>{claims.prepareHint}</small>
            <button type="submit" class="primary">
              {claims.prepare}
            </button>
          </Form>
        ) : null}
        {filing.status === 'prepared' ? (
          <>
            <p>{claims.prepared(moneyIn(view, currency)(filing.filing.claimedMinor))}</p>
            <div class="mono muted">{filing.hash}</div>
          </>
        ) : null}
        {filing.status === 'prepared' && view.can('claim.release') ? (
          <Form view={view} action={`/claims/${id}/release`}>
            <input type="hidden" name="hash" value={filing.hash} />
            <button type="submit" class="primary">
              {claims.release}
            </button>
          </Form>
        ) : null}
        {filing.status === 'prepared' && canWrite ? (
          <Reasoned view={view} id={id} kind="returned" label={claims.takeBack} />
        ) : null}
        {filing.status === 'released' && !filing.needsDispatch ? (
          <p>{claims.releasedWaiting}</p>
        ) : null}
        {filing.status === 'released' && filing.needsDispatch ? <p>{claims.byHand}</p> : null}
        {filing.status === 'filed' ? <p>{claims.filed(view.format.day(filing.on))}</p> : null}
        {filing.status === 'none' ? null : (
          <a class="button" href={`/api/v1/claims/${id}/pack`}>
            {claims.pack}
          </a>
        )}
        {canWrite && filing.status === 'released' && filing.needsDispatch ? (
          <Dispatch view={view} model={model} />
        ) : null}
        {canWrite && may({ kind: 'closed', reason: '-' }) ? (
          <Reasoned view={view} id={id} kind="closed" label={claims.close} />
        ) : null}
      </div>
    </section>
  );
};

const Dispatch: Part = function Dispatch({ view, model }) {
  const { claims } = view.text;
  return (
    <Form view={view} action={`/claims/${model.claim.id}/dispatch`}>
      <label>
        {claims.channel}
        <select name="channel">
          {Object.entries(claims.channels).map(([channel, name]) => (
            <option value={channel}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        {claims.on}
        <input type="date" name="on" value={view.today} required />
      </label>
      <label>
        {claims.dispatchReference}
        <input name="reference" required maxlength={200} />
      </label>
      <button type="submit" class="primary">
        {claims.recordDispatch}
      </button>
    </Form>
  );
};

const Reasoned: FC<{ view: View; id: string; kind: 'returned' | 'closed'; label: string }> =
  function Reasoned({ view, id, kind, label }) {
    return (
      <details>
        <summary>{label}</summary>
        <Form view={view} action={`/claims/${id}/facts`}>
          <input type="hidden" name="kind" value={kind} />
          <label>
            {view.text.claims.reason}
            <input name="reason" required maxlength={1000} />
          </label>
          <button type="submit">{label}</button>
        </Form>
      </details>
    );
  };
