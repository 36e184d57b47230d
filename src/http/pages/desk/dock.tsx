import type { FC } from 'hono/jsx';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import type { Desk } from './model.ts';
import { deskPath } from './query.ts';

/** What the basket comes to, and what can be done with it. */
export const DockBar: FC<{ view: View; desk: Desk }> = function DockBar({ view, desk }) {
  const { text, format } = view;
  const { dock, offer } = desk;
  const { currency, advanceRateBp } = offer.facility.terms;
  return (
    <section class="dock" id="dock" aria-label={text.desk.selected}>
      <Sum value={format.integer(dock.count)} label={text.desk.selected} live />
      <Sum
        value={format.amount(dock.valueMinor, currency)}
        label={text.desk.fundingValue(currency)}
      />
      <Sum
        value={format.amount(dock.advanceMinor, currency)}
        label={text.desk.advance(format.percent(advanceRateBp))}
      />
      <Sum value={format.amount(dock.costMinor, currency)} label={text.desk.cost} />
      {dock.elsewhere.map(({ facilityId, name, count }) => (
        <a
          href={deskPath(
            { ...desk.query, facility: facilityId, rule: undefined },
            { show: 'basket' },
          )}
        >
          {text.desk.elsewhere(count, name)}
        </a>
      ))}
      {view.can('request.prepare') ? <DockActions view={view} desk={desk} /> : null}
    </section>
  );
};

const Sum: FC<{ value: string; label: string; live?: boolean }> = function Sum({
  value,
  label,
  live = false,
}) {
  return (
    <div class="sum" aria-live={live ? 'polite' : undefined}>
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
};

const DockActions: FC<{ view: View; desk: Desk }> = function DockActions({ view, desk }) {
  const { text } = view;
  const { facilityId } = desk.offer.facility.terms;
  return (
    <div class="push">
      {desk.dock.count > 0 ? (
        <Form view={view} action="/basket/empty">
          <input type="hidden" name="facility" value={facilityId} />
          <button type="submit">{text.desk.emptyBasket}</button>
        </Form>
      ) : null}
      <Form view={view} action="/requests">
        <input type="hidden" name="facility" value={facilityId} />
        <button type="submit" class="primary" disabled={desk.dock.count === 0}>
          {text.desk.create}
        </button>
      </Form>
    </div>
  );
};
