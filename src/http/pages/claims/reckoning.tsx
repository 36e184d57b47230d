import type { FC } from 'hono/jsx';
import { isWorded, word, wordRefusal } from '../../../core/wording/word.ts';
import type { Estimate, EstimateAnswer } from '../../../store/claim-estimate.ts';
import { Notice } from '../layout.tsx';
import type { View } from '../view.ts';
import { moneyIn } from './parts.tsx';

/** From the debtor's invoices to what is payable, each step with its clause; then invoice by invoice. */
export const Reckoning: FC<{ view: View; estimate: EstimateAnswer }> = function Reckoning({
  view,
  estimate,
}) {
  const { claims } = view.text;
  if (estimate.status === 'refused') {
    return (
      <section class="panel" aria-labelledby="reckoning-title">
        <header>
          <h2 id="reckoning-title">{claims.notReckoned}</h2>
        </header>
        <div class="body">
          <Notice kind="refused">
            <p>{wordRefusal(view.locale, estimate.code, {})}</p>
          </Notice>
        </div>
      </section>
    );
  }
  return (
    <section class="panel" aria-labelledby="reckoning-title">
      <header>
        <h2 id="reckoning-title">{claims.reckoning}</h2>
        <span class="muted">{claims.reckonedOn(view.format.day(estimate.reckonedOn))}</span>
      </header>
      <Fall view={view} estimate={estimate} />
      <Lines view={view} estimate={estimate} />
    </section>
  );
};

const Fall: FC<{ view: View; estimate: Estimate }> = function Fall({ view, estimate }) {
  const { text, format } = view;
  const { claims } = text;
  const { currency, steps, payableMinor, payees } = estimate.indemnity;
  const whole = Math.max(1, steps[0]?.leftMinor ?? 1);
  return (
    <div class="scroll">
      <table class="stack fall">
        <thead>
          <tr>
            <th scope="col">{claims.step}</th>
            <th scope="col">{claims.clause}</th>
            <th scope="col" class="num">
              {claims.amount}
            </th>
            <th scope="col" class="num">{`${claims.left} (${currency})`}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ step, amountMinor, leftMinor, clause, params }) => (
            <tr>
              <th scope="row" data-head={claims.step}>
                {word(view.locale, `claimStep.${step}`, params)}
              </th>
              <td data-head={claims.clause}>{clause ?? text.none}</td>
              <td class="num" data-head={claims.amount}>
                {format.amount(amountMinor, currency)}
              </td>
              <td class="num" data-head={claims.left}>
                {format.amount(leftMinor, currency)}
                <progress max={whole} value={leftMinor} aria-label={claims.left}></progress>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan={3}>
              <b>{claims.payable}</b>
            </th>
            <td class="num" data-head={claims.payable}>
              <b>{format.amount(payableMinor, currency)}</b>
            </td>
          </tr>
          {payees.map(({ name, account, amountMinor }) => (
            <tr>
              <th scope="row" colspan={3}>
                {`${claims.payees}: ${name}${account ? ` · ${account}` : ''}`}
              </th>
              <td class="num" data-head={name}>
                {format.amount(amountMinor, currency)}
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
};

const Lines: FC<{ view: View; estimate: Estimate }> = function Lines({ view, estimate }) {
  const { format, text } = view;
  const { claims } = text;
  const { lines, currency } = estimate.indemnity;
  const sum = (parts: readonly { minor: number }[]) =>
    parts.reduce((total, { minor }) => total + minor, 0);
  const numeric = [claims.face, claims.remaining, claims.insured, claims.overLimit];
  return (
    <details class="body">
      <summary>{`${claims.lines} (${format.integer(lines.length)})`}</summary>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{claims.invoice}</th>
              <th scope="col">{claims.dueOn}</th>
              {numeric.map((head) => (
                <th scope="col" class="num">
                  {head}
                </th>
              ))}
              <th scope="col">{claims.uninsured}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const { number, dueOn, faceMinor, remainingMinor, insured, overLimitMinor } = line;
              const amounts = [faceMinor, remainingMinor, sum(insured), overLimitMinor];
              return (
                <tr>
                  <th scope="row" data-head={claims.invoice}>
                    {number}
                  </th>
                  <td data-head={claims.dueOn}>{format.day(dueOn)}</td>
                  {amounts.map((amountMinor, at) => (
                    <td class="num" data-head={numeric[at]}>
                      {format.amount(amountMinor, currency)}
                    </td>
                  ))}
                  <td data-head={claims.uninsured}>
                    {line.uninsured.length === 0
                      ? text.none
                      : line.uninsured.map(({ minor, because, params, clause }) => (
                          <small>
                            {`${moneyIn(view, currency)(minor)}: ${whyOf(view, { because, params, currency })}${clause ? ` (${clause})` : ''}`}
                          </small>
                        ))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
};

function whyOf(
  { locale }: View,
  of: {
    because: string;
    params: Record<string, string | number> | undefined;
    currency: string;
  },
): string {
  const code = `cover.${of.because}`;
  return isWorded(code) ? word(locale, code, { currency: of.currency, ...of.params }) : of.because;
}
