import type { FC } from 'hono/jsx';
import { wordDetail } from '../../../core/wording/word.ts';
import type { StoredInsurerRequest } from '../../../store/insurer-request.ts';
import { Empty, Form } from '../layout.tsx';
import type { View } from '../view.ts';

type Listed = { view: View; request: StoredInsurerRequest };

export const Requests: FC<{ view: View; requests: StoredInsurerRequest[] }> = function Requests({
  view,
  requests,
}) {
  const { insurer } = view.text;
  if (requests.length === 0) {
    return (
      <section class="panel">
        <Empty title={insurer.none} hint={insurer.noneHint} />
      </section>
    );
  }
  const heads = [insurer.at, insurer.debtor, insurer.policy, insurer.asked, insurer.state];
  return (
    <section class="panel" aria-label={insurer.title}>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              {heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
              <th scope="col">{insurer.act}</th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <Row view={view} request={request} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Row: FC<Listed> = function Row({ view, request: stored }) {
  const { insurer } = view.text;
  const { request, service, askedAt } = stored;
  return (
    <tr>
      <td data-head={insurer.at}>{view.format.instant(askedAt)}</td>
      <th scope="row" data-head={insurer.debtor}>
        <a href={`/debtors/${encodeURIComponent(request.debtorId)}`}>{request.debtorId}</a>
      </th>
      <td data-head={insurer.policy}>{request.policyId}</td>
      <td data-head={insurer.asked}>
        {askedOf(view, stored)}
        {service === null ? null : <span class="muted">{` · ${insurer.services[service]}`}</span>}
      </td>
      <td data-head={insurer.state}>{stateOf(view, stored)}</td>
      <td data-head={insurer.act}>
        <Act view={view} request={stored} />
      </td>
    </tr>
  );
};

function askedOf({ text: { insurer }, format }: View, { request }: StoredInsurerRequest): string {
  if (request.kind === 'look_up') {
    return `${insurer.lookUp}: ${request.scheme} ${request.value} (${request.country})`;
  }
  const what =
    request.kind === 'limit' ? insurer.products[request.product] : insurer.changes[request.change];
  const { amountMinor, currency } = request;
  const isStandard = request.kind === 'limit' && request.product === 'credit_check';
  return amountMinor === undefined || isStandard
    ? what
    : `${what}: ${format.amount(amountMinor, currency)} ${currency}`;
}

function stateOf(view: View, { state, facts }: StoredInsurerRequest): string {
  const { insurer } = view.text;
  const label = insurer.states[state.status];
  if (state.status === 'refused') return `${label}: ${wordDetail(view.locale, state.detail)}`;
  const last = facts.at(-1);
  if (last?.kind === 'declined') return `${label}: ${last.reason}`;
  if (state.status === 'found' && state.buyers.length === 0) return insurer.nobody;
  return label;
}

/** Whoever may decide, and is not who asked. */
const Act: FC<Listed> = function Act({ view, request: { id, state, askedBy } }) {
  const { insurer } = view.text;
  if (state.status === 'to_approve' && view.can('request.approve')) {
    const isOwn = askedBy === view.principal.personId;
    return (
      <div class="acts">
        {isOwn ? (
          <span class="muted">{insurer.own}</span>
        ) : (
          <Form view={view} action="/insurer-requests/decision">
            <input type="hidden" name="id" value={id} />
            <button type="submit" class="primary" name="decision" value="approved">
              {insurer.approve}
            </button>
          </Form>
        )}
        <Form view={view} action="/insurer-requests/decision">
          <input type="hidden" name="id" value={id} />
          <input name="reason" aria-label={insurer.reason} placeholder={insurer.reason} required />
          <button type="submit" name="decision" value="declined">
            {insurer.decline}
          </button>
        </Form>
      </div>
    );
  }
  if (state.status !== 'found' || !view.can('request.prepare')) return null;
  return (
    <div class="acts">
      {state.buyers.map(({ buyerId, name }) => (
        <Form view={view} action="/insurer-requests/buyer">
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="buyer" value={buyerId} />
          <span>{`${name} (${buyerId}) `}</span>
          <button type="submit">{insurer.choose}</button>
        </Form>
      ))}
    </div>
  );
};
