import type { FC } from 'hono/jsx';
import type { Alike } from '../../../core/funding/request-fact.ts';
import type { Id } from '../../../core/ids.ts';
import type { Receivable } from '../../../core/receivable.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { readDebtors } from '../../../store/debtor.ts';
import { type NearMatch, readPosition } from '../../../store/position.ts';
import { readHistory } from '../../../store/receivable.ts';
import { readRequest, type StoredRequest } from '../../../store/request-facts.ts';
import { Form, Notice, Page } from '../layout.tsx';
import type { PageCall, View } from '../view.ts';

/** Both invoices of each match side by side, as a person needs them to tell them apart. */
type Pair = {
  receivableId: Id;
  yours: Side;
  held: Side;
  holder: StoredRequest | undefined;
  isTogether: boolean;
};
type Side = { receivable: Receivable; debtorName: string };

/** A person looks at both invoices and says whether they are the same one. */
export async function nearPage(
  call: PageCall,
  facilityId: string,
  { matches, accepted }: { matches: readonly NearMatch[]; accepted: readonly Alike[] },
) {
  const pairs: Pair[] = [];
  for (const match of matches) pairs.push(await readPair(call, match));
  return <Near view={call.view} facilityId={facilityId} pairs={pairs} accepted={accepted} />;
}

async function readPair(call: PageCall, match: NearMatch): Promise<Pair> {
  const { tx } = call;
  const { receivableId, resembles, isTogether } = match;
  const position = await readPosition(tx, resembles);
  return {
    receivableId,
    isTogether,
    yours: await readSide(call, receivableId),
    held: await readSide(call, resembles),
    holder: 'requestId' in position ? await readRequest(tx, position.requestId) : undefined,
  };
}

async function readSide({ tx, view }: PageCall, receivableId: Id): Promise<Side> {
  const history = await readHistory(tx, receivableId);
  if (!history) throw new Error(`receivable ${receivableId} of a position is not there`);
  const { receivable } = history;
  const { debtorId } = receivable;
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const [debtor] = await readDebtors(tx, { ...when, ids: [debtorId] });
  return { receivable, debtorName: debtor?.name ?? debtorId };
}

const Near: FC<{ view: View; facilityId: string; pairs: Pair[]; accepted: readonly Alike[] }> =
  function Near({ view, facilityId, pairs, accepted }) {
    const { request } = view.text;
    const selection = `/?facility=${encodeURIComponent(facilityId)}&show=basket`;
    const seen = pairs.map(({ receivableId, held }) => `${receivableId}:${held.receivable.id}`);
    const before = accepted.map(({ receivableId, resembles }) => `${receivableId}:${resembles}`);
    const asked = new Set(pairs.map(({ receivableId }) => receivableId)).size;
    return (
      <Page view={{ ...view, here: selection }} title={request.nearTitle}>
        <Notice kind="refused">
          <p>{request.nearHint}</p>
        </Notice>
        {pairs.map((pair) => (
          <PairPanel view={view} pair={pair} facilityId={facilityId} selection={selection} />
        ))}
        <div class="actions">
          <a class="button" href={selection}>
            {request.nearBack}
          </a>
          <Form view={view} action="/requests">
            <input type="hidden" name="facility" value={facilityId} />
            <input type="hidden" name="accepted" value={[...before, ...seen].join(',')} />
            <button type="submit" class="primary">
              {request.nearKeep(asked)}
            </button>
          </Form>
          <span class="muted">{request.nearRecorded}</span>
        </div>
      </Page>
    );
  };

const PairPanel: FC<{ view: View; pair: Pair; facilityId: string; selection: string }> =
  function PairPanel({ view, pair, facilityId, selection }) {
    const { request } = view.text;
    const { receivableId, yours, held } = pair;
    const { number } = yours.receivable.key;
    const titleId = `near-${receivableId}-${held.receivable.id}`;
    return (
      <section class="panel" aria-labelledby={titleId}>
        <header>
          <h2 id={titleId}>{request.nearOne(number)}</h2>
          <Form view={view} action="/basket">
            <input type="hidden" name="facility" value={facilityId} />
            <input type="hidden" name="shown" value={receivableId} />
            <input type="hidden" name="return_to" value={selection} />
            <button type="submit">{request.nearLeave(number)}</button>
          </Form>
        </header>
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{request.nearField}</th>
              <th scope="col">{request.nearYours}</th>
              <th scope="col">{request.nearHeld}</th>
            </tr>
          </thead>
          <tbody>
            {comparison(view, pair).map(({ label, mine, theirs }) => (
              <tr>
                <th scope="row">{label}</th>
                <td data-head={request.nearYours}>{mine}</td>
                <td data-head={request.nearHeld}>
                  <span>
                    {theirs}{' '}
                    {mine === theirs ? null : <span class="chip wait">{request.nearDiffers}</span>}
                  </span>
                </td>
              </tr>
            ))}
            <Holder view={view} pair={pair} />
          </tbody>
        </table>
      </section>
    );
  };

const Holder: FC<{ view: View; pair: Pair }> = function Holder({ view, pair }) {
  const { holder, isTogether } = pair;
  const { request, requests, none } = view.text;
  const elsewhere = isTogether ? request.nearTogether : none;
  return (
    <tr>
      <th scope="row">{request.nearWhere}</th>
      <td data-head={request.nearYours}>{none}</td>
      <td data-head={request.nearHeld}>
        {holder ? (
          <a href={`/requests/${holder.id}`}>
            {request.nearWhereText(holder.number, requests.states[holder.state.status])}
          </a>
        ) : (
          elsewhere
        )}
      </td>
    </tr>
  );
};

function comparison({ text, format }: View, { yours, held }: Pair) {
  const { request } = text;
  const row = (label: string, say: (side: Side) => string) => ({
    label,
    mine: say(yours),
    theirs: say(held),
  });
  const dueOf = ({ receivable }: Side) =>
    receivable.kind === 'invoice' ? format.day(receivable.dueOn) : text.none;
  return [
    row(request.invoice, ({ receivable }) => receivable.key.number),
    row(request.debtor, ({ debtorName }) => debtorName),
    row(request.nearIssued, ({ receivable }) => format.day(receivable.issuedOn)),
    row(request.due, dueOf),
    row(
      request.nearAmount,
      ({ receivable: { faceMinor, currency } }) =>
        `${format.amount(faceMinor, currency)} ${currency}`,
    ),
    row(request.nearInstalment, ({ receivable }) => format.integer(receivable.key.instalment)),
  ];
}
