import type { FC } from 'hono/jsx';
import type { SentFeed } from '../../../store/exposure-delivery.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';

export const Feeds: FC<{ view: View; feeds: SentFeed[] }> = function Feeds({ view, feeds }) {
  const { exposure } = view.text;
  const numeric = [
    exposure.asOf,
    exposure.debtors,
    exposure.receivables,
    exposure.gross,
    exposure.ledgerGross,
  ];
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{exposure.reference}</th>
            {numeric.map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
            <th scope="col">{exposure.since}</th>
            <th scope="col">{exposure.status}</th>
          </tr>
        </thead>
        <tbody>
          {feeds.map((feed) => (
            <Row view={view} feed={feed} numeric={numeric} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Row: FC<{ view: View; feed: SentFeed; numeric: string[] }> = function Row({
  view,
  feed,
  numeric,
}) {
  const { text, format } = view;
  const { exposure } = text;
  const { control, currency, reference, asOf, contentHash } = feed;
  const agrees = control.ledgerGrossMinor === control.outstandingGrossMinor;
  const cells = [
    format.day(asOf),
    format.integer(control.debtors),
    format.integer(control.receivables),
    `${format.amount(control.outstandingGrossMinor, currency)} ${currency}`,
    `${format.amount(control.ledgerGrossMinor, currency)} (${agrees ? exposure.agrees : exposure.differs})`,
  ];
  return (
    <tr>
      <th scope="row" data-head={exposure.reference} title={contentHash}>
        {reference}
      </th>
      {cells.map((cell, index) => (
        <td class="num" data-head={numeric[index]}>
          {cell}
        </td>
      ))}
      <td data-head={exposure.since}>{deltaText(view, feed)}</td>
      <td data-head={exposure.status}>
        <State view={view} feed={feed} />
      </td>
    </tr>
  );
};

/** Opening, and what led from it to what is open now. */
function deltaText({ text: { exposure }, format }: View, { control, currency }: SentFeed): string {
  const { delta } = control;
  if (!delta) return exposure.first;
  const amount = (minor: number) => format.amount(minor, currency);
  const parts = [
    `${exposure.opening} ${amount(delta.openingMinor)}`,
    `+ ${amount(delta.issuedMinor)} ${exposure.issued}`,
    `− ${amount(delta.settledMinor)} ${exposure.settled}`,
  ];
  const sign = delta.otherMinor < 0 ? '−' : '+';
  const other = `${sign} ${amount(Math.abs(delta.otherMinor))} ${exposure.other}`;
  return (delta.otherMinor === 0 ? parts : [...parts, other]).join(' ');
}

const State: FC<{ view: View; feed: SentFeed }> = function State({ view, feed }) {
  const { text } = view;
  const { exposure } = text;
  if (feed.state !== null) return <>{text.delivery.states[feed.state]}</>;
  if (feed.decision === 'withheld') return <>{exposure.withheld(feed.reason ?? '')}</>;
  if (!view.can('exposure.release')) return <>{exposure.waits}</>;
  const isOwn = feed.recordedBy === view.principal.personId;
  const named = (
    <>
      <input type="hidden" name="policy" value={feed.policyId} />
      <input type="hidden" name="sequence" value={String(feed.sequence)} />
      <input type="hidden" name="reference" value={feed.reference} />
    </>
  );
  return (
    <div class="acts">
      {isOwn ? (
        <span class="muted">{exposure.own}</span>
      ) : (
        <Form view={view} action="/exposure/decision">
          {named}
          <button type="submit" class="primary" name="decision" value="released">
            {exposure.release}
          </button>
        </Form>
      )}
      <Form view={view} action="/exposure/decision">
        {named}
        <input name="reason" aria-label={exposure.why} placeholder={exposure.why} required />
        <button type="submit" name="decision" value="withheld">
          {exposure.withhold}
        </button>
      </Form>
    </div>
  );
};
