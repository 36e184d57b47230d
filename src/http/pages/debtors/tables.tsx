import type { FC } from 'hono/jsx';
import { daysBetween } from '../../../core/calendar.ts';
import type { Receivable } from '../../../core/receivable.ts';
import type { RecordedDecision } from '../../../store/cover.ts';
import type { View } from '../view.ts';

/** The insurers' decisions on a debtor, the newest first. */
export const Cover: FC<{ view: View; decisions: RecordedDecision[] }> = function Cover({
  view,
  decisions,
}) {
  const { text, format } = view;
  const { debtor } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{debtor.policy}</th>
            <th scope="col">{debtor.status}</th>
            <th scope="col" class="num">
              {debtor.amount}
            </th>
            <th scope="col" class="num">
              {debtor.from}
            </th>
            <th scope="col" class="num">
              {debtor.until}
            </th>
            <th scope="col">{debtor.raw}</th>
            <th scope="col" class="num">
              {debtor.decided}
            </th>
          </tr>
        </thead>
        <tbody>
          {decisions.flatMap(({ decision }) => {
            const { policyId, status, currency, layers, rawCode, decidedOn, effectiveOn } =
              decision;
            const spans = layers.length > 0 ? layers : [{ amountMinor: 0, validFrom: effectiveOn }];
            return spans.map((layer) => {
              const until = decision.endsOn ?? ('validTo' in layer ? layer.validTo : undefined);
              return (
                <tr>
                  <td data-head={debtor.policy}>{policyId}</td>
                  <td data-head={debtor.status}>{debtor.statuses[status]}</td>
                  <td class="num" data-head={debtor.amount}>
                    {`${format.amount(layer.amountMinor, currency)} ${currency}`}
                  </td>
                  <td class="num" data-head={debtor.from}>
                    {format.day(layer.validFrom)}
                  </td>
                  <td class="num" data-head={debtor.until}>
                    {until === undefined ? text.none : format.day(until)}
                  </td>
                  <td data-head={debtor.raw}>{rawCode}</td>
                  <td class="num" data-head={debtor.decided}>
                    {format.day(decidedOn)}
                  </td>
                </tr>
              );
            });
          })}
        </tbody>
      </table>
    </div>
  );
};

export const Items: FC<{ view: View; items: Receivable[] }> = function Items({ view, items }) {
  const { text, format } = view;
  const { debtor } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{debtor.invoice}</th>
            <th scope="col" class="num">
              {debtor.issued}
            </th>
            <th scope="col" class="num">
              {debtor.due}
            </th>
            <th scope="col" class="num">
              {debtor.open}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <th scope="row" data-head={debtor.invoice}>
                <a href={`/receivables/${item.id}`}>{item.key.number}</a>
                <small>{debtor.kinds[item.kind]}</small>
              </th>
              <td class="num" data-head={debtor.issued}>
                {format.day(item.issuedOn)}
              </td>
              <DueCell view={view} item={item} />
              <td class="num" data-head={debtor.open}>
                {`${format.amount(item.openMinor, item.currency)} ${item.currency}`}
                {item.kind === 'invoice' && item.disputedMinor > 0 ? (
                  <small>{debtor.disputed(format.amount(item.disputedMinor, item.currency))}</small>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const DueCell: FC<{ view: View; item: Receivable }> = function DueCell({ view, item }) {
  const { text, format } = view;
  if (item.kind !== 'invoice') return <td class="num">{text.none}</td>;
  const days = daysBetween(view.today, item.dueOn);
  return (
    <td class="num" data-head={text.debtor.due}>
      {format.day(item.dueOn)}
      {days < 0 ? <small class="late">{text.desk.daysLate(-days)}</small> : null}
    </td>
  );
};
