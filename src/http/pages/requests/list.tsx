import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { linesOf } from '../../../core/funding/request-state.ts';
import { Id } from '../../../core/ids.ts';
import { sumMinor } from '../../../core/money.ts';
import { readRequests, type StoredRequest } from '../../../store/request-facts.ts';
import { listRequests, type RequestListRow } from '../../../store/request-view.ts';
import type { HttpEnv } from '../../env.ts';
import { takeFlash } from '../flash.ts';
import { Empty, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type View } from '../view.ts';
import { facilityNames } from './names.ts';
import { toneOf } from './tone.ts';

const ROWS = 50;
const Query = z.object({ before: Id.optional().catch(undefined) });

type Row = RequestListRow & { request: StoredRequest | undefined; facility: Named };
type Named = { name: string; currency: string };

export function createRequestList(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/requests', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { before } = Query.parse(c.req.query());
      const listed = await listRequests(tx, {
        limit: ROWS,
        ...(before === undefined ? {} : { before }),
      });
      const facilities = await facilityNames(tx, view.today);
      const requests = await readRequests(
        tx,
        listed.map(({ id }) => id),
      );
      const rows = listed.map((item): Row => {
        const facility = facilities.get(item.facilityId) ?? {
          name: item.facilityId,
          currency: view.currency,
          funder: '',
        };
        return { ...item, facility, request: requests.get(item.id) };
      });
      const { text } = view;
      return c.html(
        <Page view={view} title={text.requests.title} lead={text.requests.lead}>
          <Told view={view} flash={takeFlash(c)} />
          <section class="panel">
            {rows.length === 0 ? (
              <Empty
                title={text.requests.none}
                hint={text.requests.noneHint}
                go={text.requests.noneGo}
                href="/"
              />
            ) : (
              <RequestTable view={view} rows={rows} />
            )}
            {rows.length === ROWS ? (
              <nav class="pager" aria-label={text.page.older}>
                <span></span>
                <a class="button" href={`/requests?before=${rows.at(-1)?.id ?? ''}`}>
                  {text.page.older}
                </a>
              </nav>
            ) : null}
          </section>
        </Page>,
      );
    }),
  );
  return app;
}

const RequestTable: FC<{ view: View; rows: Row[] }> = function RequestTable({ view, rows }) {
  const { text } = view;
  const { requests } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{requests.number}</th>
            <th scope="col">{requests.status}</th>
            <th scope="col">{requests.facility}</th>
            <th scope="col" class="num">
              {requests.lines}
            </th>
            <th scope="col" class="num">
              {requests.advance}
            </th>
            <th scope="col" class="num">
              {requests.funded}
            </th>
            <th scope="col" class="num">
              {requests.created}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RequestRow view={view} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const RequestRow: FC<{ view: View; row: Row }> = function RequestRow({ view, row }) {
  const { text, format } = view;
  const { requests } = text;
  const { id, number, createdAt, facility, request } = row;
  const lines = request ? linesOf(request.state) : [];
  const advanceMinor = sumMinor(lines.map((line) => line.advanceMinor));
  const funded = request && 'fundedMinor' in request.state ? request.state.fundedMinor : undefined;
  const money = (amountMinor: number) =>
    `${format.amount(amountMinor, facility.currency)} ${facility.currency}`;
  return (
    <tr>
      <th scope="row" data-head={requests.number}>
        <a href={`/requests/${id}`}>{number}</a>
      </th>
      <td data-head={requests.status}>
        {request ? (
          <span class={`chip ${toneOf(request.state.status)}`}>
            {requests.states[request.state.status]}
          </span>
        ) : null}
      </td>
      <td data-head={requests.facility}>{facility.name}</td>
      <td class="num" data-head={requests.lines}>
        {format.integer(lines.length)}
      </td>
      <td class="num" data-head={requests.advance}>
        {money(advanceMinor)}
      </td>
      <td class="num" data-head={requests.funded}>
        {funded === undefined ? text.none : money(funded)}
      </td>
      <td class="num" data-head={requests.created}>
        {format.instant(createdAt)}
      </td>
    </tr>
  );
};
