import type { FC } from 'hono/jsx';
import { addDays } from '../../../core/calendar.ts';
import { listDocuments } from '../../../store/document.ts';
import { type NextDue, readNextDue } from '../../../store/due.ts';
import { readRequest, type StoredRequest } from '../../../store/request-facts.ts';
import { listRequests } from '../../../store/request-view.ts';
import { isUnderWay, Steps } from '../requests/steps.tsx';
import type { PageCall, View } from '../view.ts';
import type { Book, Offer } from './book.ts';

export type StripFacts = {
  request: StoredRequest | undefined;
  documents: number;
  dues: NextDue[];
};

/** The newest request that was not withdrawn, and what falls due in the next month. */
export async function readStrip({ tx }: PageCall, { asOf }: Book): Promise<StripFacts> {
  const listed = await listRequests(tx, { limit: 20 });
  const newest = listed.find(({ lastFact }) => lastFact !== 'withdrawn');
  const request = newest && (await readRequest(tx, newest.id));
  const documents = request ? (await listDocuments(tx, request.id)).length : 0;
  const dues = await readNextDue(tx, { asOf, until: addDays(asOf, 30), limit: 3 });
  return { request, documents, dues };
}

export const Strip: FC<{ view: View; offer: Offer; facts: StripFacts }> = function Strip({
  view,
  offer,
  facts,
}) {
  const { text, format } = view;
  const { currency, availableMinor } = offer.result;
  return (
    <div class="panel strip">
      <section>
        <h2>{text.desk.available}</h2>
        <div class={availableMinor < 0 ? 'big negative' : 'big'}>
          {format.column(availableMinor, currency)(availableMinor)}
        </div>
        <span class="muted" title={`${format.amount(availableMinor, currency)} ${currency}`}>
          {`${currency} · ${availableMinor < 0 ? text.desk.overdrawn : text.desk.afterReserves}`}
        </span>
      </section>
      <Current view={view} facts={facts} />
      <section>
        <h2>{text.desk.due}</h2>
        {facts.dues.length === 0 ? (
          <p class="muted">{text.desk.nothingDue}</p>
        ) : (
          <ul class="dues">
            {facts.dues.map(({ dueOn, debtorId, debtorName, count }) => (
              <li>
                <b>{format.shortDay(dueOn)}</b>
                <a href={`/debtors/${encodeURIComponent(debtorId)}`}>
                  {text.desk.dueLine(debtorName, count)}
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
};

/** Looks again by itself while machines work on the request. */
const Current: FC<{ view: View; facts: StripFacts }> = function Current({ view, facts }) {
  const { text } = view;
  const { request, documents } = facts;
  if (!request) {
    return (
      <section id="current">
        <h2>{text.desk.noRequest}</h2>
        <p class="muted">{text.desk.noRequestHint}</p>
      </section>
    );
  }
  const { state } = request;
  const polling = isUnderWay(state)
    ? {
        'hx-get': view.here,
        'hx-trigger': 'every 2s',
        'hx-target': '#current',
        'hx-select': '#current',
        'hx-swap': 'outerHTML',
      }
    : {};
  return (
    <section id="current" {...polling}>
      <h2>
        <a href={`/requests/${request.id}`}>{text.request.title(request.number)}</a>
      </h2>
      <Steps text={text} state={state} documents={documents} />
      <span class="muted" role="status">
        {text.requests.states[state.status]}
      </span>
    </section>
  );
};
