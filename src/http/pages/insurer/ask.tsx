import type { FC } from 'hono/jsx';
import type { Policy } from '../../../store/policy.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';

/** A limit, asked for by hand. */
export const Ask: FC<{ view: View; policies: Policy[]; action: string }> = function Ask({
  view,
  policies,
  action,
}) {
  const { insurer } = view.text;
  return (
    <section class="panel" aria-label={insurer.askTitle}>
      <header>
        <h2>{insurer.askTitle}</h2>
      </header>
      <div class="body">
        <Form view={view} action={action}>
          <div class="fields">
            <label>
              {insurer.policy}
              <select name="policy">
                {policies.map(({ policyId, insurer: name }) => (
                  <option value={policyId}>{`${name} · ${policyId}`}</option>
                ))}
              </select>
            </label>
            <label>
              {insurer.debtorId}
              <input name="debtor" required />
            </label>
            <label>
              {insurer.amount}
              <input name="amount" inputmode="decimal" required />
            </label>
            <label>
              {insurer.currency}
              <input name="currency" value={policies[0]?.currency ?? view.currency} required />
            </label>
            <label>
              {insurer.from}
              <input type="date" name="from" value={view.today} required />
            </label>
            <label>
              {insurer.product}
              <select name="product">
                <option value="credit_limit">{insurer.products.credit_limit}</option>
                <option value="credit_check">{insurer.products.credit_check}</option>
              </select>
            </label>
            <label class="check">
              <input type="checkbox" name="urgent" value="yes" />
              {insurer.urgent}
            </label>
          </div>
          <button type="submit" class="primary">
            {insurer.ask}
          </button>
        </Form>
      </div>
    </section>
  );
};
