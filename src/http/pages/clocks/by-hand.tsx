import type { FC } from 'hono/jsx';
import type { PolicyTerms } from '../../../core/policy/terms.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';

/** What was declared or registered without this product, so that its clock knows. */
export const ByHand: FC<{ view: View; policies: readonly PolicyTerms[] }> = function ByHand({
  view,
  policies,
}) {
  const { clocks } = view.text;
  const declared = policies.flatMap(({ policyId, declarations }) =>
    declarations.map(({ id }) => ({ value: `${policyId}|${id}`, label: `${policyId} · ${id}` })),
  );
  return (
    <section class="panel" aria-labelledby="by-hand-title">
      <header>
        <h2 id="by-hand-title">{clocks.byHand}</h2>
      </header>
      <div class="body padded">
        {declared.length > 0 ? (
          <Form view={view} action="/clocks/declarations">
            <div class="fields">
              <label>
                {clocks.declaration}
                <select name="declaration">
                  {declared.map(({ value, label }) => (
                    <option value={value}>{label}</option>
                  ))}
                </select>
              </label>
              <DayField name="to" label={clocks.to} />
              <DayField name="declared_on" label={clocks.declaredOn} value={view.today} />
              <label>
                {clocks.reference}
                <input name="reference" required maxlength={200} />
              </label>
              <button type="submit">{clocks.recordDeclaration}</button>
            </div>
          </Form>
        ) : null}
        <Form view={view} action="/clocks/registrations">
          <div class="fields">
            <label>
              {clocks.policy}
              <select name="policy">
                {policies.map(({ policyId }) => (
                  <option value={policyId}>{policyId}</option>
                ))}
              </select>
            </label>
            <label>
              {clocks.registration}
              <input name="registration" required maxlength={200} />
            </label>
            <DayField name="registered_on" label={clocks.registeredOn} />
            <DayField name="expires_on" label={clocks.expiresOn} />
            <button type="submit">{clocks.recordRegistration}</button>
          </div>
        </Form>
      </div>
    </section>
  );
};

export const DayField: FC<{ name: string; label: string; value?: string; isOptional?: boolean }> =
  function DayField({ name, label, value, isOptional = false }) {
    return (
      <label>
        {label}
        <input type="date" name={name} value={value} required={!isOptional} />
      </label>
    );
  };
