import type { FC } from 'hono/jsx';
import { mayFollow, type RequestState } from '../../../core/funding/request-state.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import type { RequestModel } from './model.ts';

/** What this reader may do now; approving shows exactly what it binds. */
export const Decide: FC<{ view: View; model: RequestModel }> = function Decide({ view, model }) {
  const { text } = view;
  const { id, state } = model.request;
  const canPrepare = view.can('request.prepare');
  const canApprove = view.can('request.approve');
  const isOpen = state.status === 'draft' || state.status === 'submitted';
  const mayCancel = mayFollow(state, { kind: 'cancel_requested', reason: '-' }) && canApprove;
  if (mayCancel) return <Cancel view={view} action={`/requests/${id}/cancel`} />;
  if (!isOpen || !(canPrepare || canApprove)) return null;
  return (
    <section class="panel" aria-labelledby="decide-title">
      <header>
        <h2 id="decide-title">{text.request.decideTitle}</h2>
      </header>
      <div class="decide">
        {state.status === 'draft' && canPrepare ? (
          <Form view={view} action={`/requests/${id}/submit`}>
            <small>{text.request.submitHint}</small>
            <button type="submit" class="primary">
              {text.request.submit}
            </button>
          </Form>
        ) : null}
        {state.status === 'submitted' ? <Approval view={view} model={model} state={state} /> : null}
        {state.status === 'submitted' && canApprove ? (
          <WithReason view={view} action={`/requests/${id}/return`} label={text.request.returned} />
        ) : null}
        {canPrepare ? (
          <WithReason
            view={view}
            action={`/requests/${id}/withdraw`}
            label={text.request.withdraw}
          />
        ) : null}
      </div>
    </section>
  );
};

const Cancel: FC<{ view: View; action: string }> = function Cancel({ view, action }) {
  const { request } = view.text;
  return (
    <section class="panel" aria-labelledby="decide-title">
      <header>
        <h2 id="decide-title">{request.decideTitle}</h2>
      </header>
      <div class="decide">
        <small>{request.cancelHint}</small>
        <WithReason view={view} action={action} label={request.cancel} />
      </div>
    </section>
  );
};

const Approval: FC<{
  view: View;
  model: RequestModel;
  state: Extract<RequestState, { status: 'submitted' }>;
}> = function Approval({ view, model, state }) {
  const { text, format, principal } = view;
  const { canonical, hash, draftedBy, submittedBy } = state;
  const { facility, totals } = canonical;
  const money = (amountMinor: number) =>
    `${format.amount(amountMinor, facility.currency)} ${facility.currency}`;
  const isOwn = principal.personId === draftedBy || principal.personId === submittedBy;
  return (
    <>
      <div>
        <b>{text.request.bindsTitle}</b>
        <p>
          {text.request.binds(
            totals.count,
            money(totals.fundedMinor),
            money(totals.advanceMinor),
            facility.termsHash.slice(0, 12),
          )}
        </p>
        <dl>
          <dt>{text.request.asOf}</dt>
          <dd>{format.day(canonical.asOf)}</dd>
          <dt>{text.request.agreement}</dt>
          <dd>
            {text.request.agreementText(
              facility.agreement.reference,
              format.day(facility.agreement.signedOn),
            )}
          </dd>
          <dt>{text.request.recourse}</dt>
          <dd>{facility.agreement.recourse ? text.yes : text.no}</dd>
          <dt>{text.request.papers}</dt>
          <dd>{canonical.documents.map(({ template }) => template).join(', ')}</dd>
          <dt>{text.request.hash}</dt>
          <dd class="mono">{hash}</dd>
        </dl>
      </div>
      {!view.can('request.approve') ? (
        <p class="muted">{text.request.waitingForOther}</p>
      ) : isOwn ? (
        <p class="muted">{text.request.second}</p>
      ) : (
        <Form view={view} action={`/requests/${model.request.id}/approve`}>
          <input type="hidden" name="hash" value={hash} />
          <small>{text.request.approveHint}</small>
          <button type="submit" class="primary">
            {text.request.approve}
          </button>
        </Form>
      )}
    </>
  );
};

const WithReason: FC<{ view: View; action: string; label: string }> = function WithReason({
  view,
  action,
  label,
}) {
  return (
    <details>
      <summary>{label}</summary>
      <Form view={view} action={action}>
        <label>
          {view.text.request.reason}
          <textarea name="reason" required maxlength={1000}></textarea>
        </label>
        <button type="submit">{label}</button>
      </Form>
    </details>
  );
};
