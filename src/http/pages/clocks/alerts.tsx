import type { FC } from 'hono/jsx';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { Alert } from '../../../store/alert.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';

/** What was raised and nobody has seen: a named person takes note of it. */
export const Alerts: FC<{ view: View; alerts: readonly Alert[]; count: number }> = function Alerts({
  view,
  alerts,
  count,
}) {
  const { clocks } = view.text;
  if (alerts.length === 0) return null;
  const canSee = view.can('notice.prepare');
  return (
    <section class="panel" aria-labelledby="alerts-title">
      <header>
        <h2 id="alerts-title">{clocks.alerts}</h2>
        <span class="chip cut">{view.format.integer(count)}</span>
      </header>
      <div class="body padded">
        <Form view={view} action="/clocks/alerts">
          <ul class="plain">
            {alerts.map((alert) => (
              <li>
                {canSee ? (
                  <label class="check">
                    <input type="checkbox" name="id" value={alert.id} checked />
                    <Said view={view} alert={alert} />
                  </label>
                ) : (
                  <Said view={view} alert={alert} />
                )}
              </li>
            ))}
          </ul>
          {canSee ? (
            <div class="fields">
              <label>
                {clocks.note}
                <input name="note" maxlength={1000} />
              </label>
              <button type="submit">{clocks.seen}</button>
            </div>
          ) : null}
        </Form>
        <p class="muted">{clocks.alertsHint}</p>
      </div>
    </section>
  );
};

const Said: FC<{ view: View; alert: Alert }> = function Said({ view, alert }) {
  const { debtorId, raisedOn } = alert;
  return (
    <span>
      {sentenceOf(view, alert)}{' '}
      <span class="muted">{[debtorId, view.format.day(raisedOn)].filter(Boolean).join(' · ')}</span>
    </span>
  );
};

function sentenceOf({ locale }: View, { code, params }: Alert): string {
  const name = `alert.${code}`;
  return isWorded(name) ? word(locale, name, params) : code;
}
