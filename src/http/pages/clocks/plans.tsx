import type { FC } from 'hono/jsx';
import { word } from '../../../core/wording/word.ts';
import type { StoredPlan } from '../../../store/payment-plan.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { DayField } from './by-hand.tsx';

/** Payment plans of a debtor, from being asked for to being kept or broken. */
export const Plans: FC<{
  view: View;
  clocks: { debtorId: string; plans: readonly StoredPlan[]; policyIds: readonly string[] };
}> = function Plans({ view, clocks }) {
  const { clocks: words } = view.text;
  const { plans, debtorId, policyIds } = clocks;
  return (
    <section class="panel" aria-labelledby="plans-title">
      <header>
        <h2 id="plans-title">{words.plans}</h2>
      </header>
      <div class="body padded">
        <p class="muted">{plans.length === 0 ? words.planNone : words.planHint}</p>
        {plans.map((stored) => (
          <One view={view} stored={stored} />
        ))}
        {view.can('notice.prepare') ? (
          <details>
            <summary>{words.planAdd}</summary>
            <Ask view={view} debtorId={debtorId} policyIds={policyIds} />
          </details>
        ) : null}
      </div>
    </section>
  );
};

const One: FC<{ view: View; stored: StoredPlan }> = function One({ view, stored }) {
  const { format, locale, text } = view;
  const { clocks: words } = text;
  const { planId, reference, plan } = stored;
  const base = `/payment-plans/${planId}`;
  const may = view.can('notice.prepare');
  return (
    <div>
      <h3>
        {`${reference} · ${word(locale, `plan.${plan.status}`)}`}
        {plan.noticeId ? (
          <>
            {' '}
            <a href={`/insurer-notices/${plan.noticeId}`}>{text.insurerNotices.reference}</a>
          </>
        ) : null}
      </h3>
      <ul class="plain">
        {plan.instalments.map(({ dueOn, amountMinor }) => (
          <li class="num">
            {`${format.day(dueOn)} · ${format.amount(amountMinor, plan.currency)} ${plan.currency}`}
          </li>
        ))}
      </ul>
      {may && plan.status === 'asked' ? (
        <Form view={view} action={`${base}/agreed`}>
          <div class="fields">
            <DayField name="on" label={words.day} value={view.today} />
            <label>
              {words.planEvidence}
              <input name="evidence" required maxlength={1000} />
            </label>
            <button type="submit">{words.planAgree}</button>
          </div>
        </Form>
      ) : null}
      {may && plan.status === 'debtor_agreed' ? (
        <Form view={view} action={`${base}/notice`}>
          <button type="submit" class="primary">
            {words.planPut}
          </button>
        </Form>
      ) : null}
      {may && ['asked', 'debtor_agreed', 'put_to_insurer'].includes(plan.status) ? (
        <Form view={view} action={`${base}/withdrawn`}>
          <div class="fields">
            <label>
              {words.planReason}
              <input name="reason" required maxlength={1000} />
            </label>
            <button type="submit">{words.planWithdraw}</button>
          </div>
        </Form>
      ) : null}
    </div>
  );
};

const Ask: FC<{ view: View; debtorId: string; policyIds: readonly string[] }> = function Ask({
  view,
  debtorId,
  policyIds,
}) {
  const { clocks: words } = view.text;
  return (
    <Form view={view} action={`/debtors/${encodeURIComponent(debtorId)}/plans`}>
      <div class="fields">
        <label>
          {words.policy}
          <select name="policy">
            {policyIds.map((id) => (
              <option value={id}>{id}</option>
            ))}
          </select>
        </label>
        <label>
          {words.invoices}
          <input name="invoices" required maxlength={4000} />
        </label>
        <label>
          {words.planReason}
          <input name="reason" required maxlength={1000} />
        </label>
      </div>
      <label>
        {words.instalments}
        <textarea name="instalments" rows={4} required maxlength={8000}></textarea>
      </label>
      <p>
        <button type="submit">{words.planAsk}</button>
      </p>
    </Form>
  );
};
