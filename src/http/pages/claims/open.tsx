import type { FC } from 'hono/jsx';
import type { Policy } from '../../../store/policy.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';

type Choice = FC<{
  view: View;
  policies: readonly Policy[];
  sellers: readonly { id: string; name: string }[];
}>;

/** What a claim would bring before there is one. */
export const Before: Choice = function Before(choice) {
  const { claims } = choice.view.text;
  return (
    <section class="panel" aria-labelledby="before-title">
      <header>
        <h2 id="before-title">{claims.before}</h2>
        <span class="muted">{claims.beforeLead}</span>
      </header>
      <div class="body">
        <form method="get" action="/claims/before">
          <div class="fields">{fieldsOf(choice)}</div>
          <button type="submit">{claims.look}</button>
        </form>
      </div>
    </section>
  );
};

function fieldsOf({ view, policies, sellers }: Parameters<Choice>[0]) {
  const { claims } = view.text;
  return (
    <>
      <label>
        {claims.policy}
        <select name="policy">
          {policies.map(({ policyId, insurer }) => (
            <option value={policyId}>{`${insurer} · ${policyId}`}</option>
          ))}
        </select>
      </label>
      <label>
        {claims.seller}
        <select name="seller">
          {sellers.map(({ id, name }) => (
            <option value={id}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        {claims.debtorId}
        <input name="debtor" required maxlength={100} />
      </label>
      <label>
        {claims.currency}
        <input name="currency" required maxlength={3} value={policies[0]?.currency} />
      </label>
    </>
  );
}

/** Opens a dossier on a debtor. */
export const Open: Choice = function Open({ view, policies, sellers }) {
  const { claims } = view.text;
  return (
    <section class="panel" aria-labelledby="open-title">
      <header>
        <h2 id="open-title">{claims.open}</h2>
        <span class="muted">{claims.openLead}</span>
      </header>
      <div class="body">
        <Form view={view} action="/claims">
          <div class="fields">
            {fieldsOf({ view, policies, sellers })}
            <label>
              {claims.insolventOn}
              <input name="insolvent" type="date" />
            </label>
            <label>
              {claims.reason}
              <input name="reason" required maxlength={1000} />
            </label>
          </div>
          <button type="submit" class="primary">
            {claims.openButton}
          </button>
        </Form>
      </div>
    </section>
  );
};
