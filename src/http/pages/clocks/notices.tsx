import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { InsurerNoticeKind } from '../../../core/notice/insurer-notice.ts';
import { word } from '../../../core/wording/word.ts';
import { listNotices, type StoredNotice } from '../../../store/insurer-notice.ts';
import { readLetter } from '../../../store/letter.ts';
import { readPolicies } from '../../../store/policy.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { takeFlash } from '../flash.ts';
import { Empty, Form, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { requestIdOf } from '../requests/page.tsx';
import { asReader, type View } from '../view.ts';
import { DayField } from './by-hand.tsx';
import { createNoticePage } from './notice.tsx';
import { createNoticeActs } from './notice-act.ts';

const kinds = InsurerNoticeKind.exclude(['rescheduling']);
const Query = z.object({
  policy: z.string().max(200).catch('').default(''),
  debtor: z.string().max(200).catch('').default(''),
  kind: kinds.catch('overdue').default('overdue'),
  collection: z.literal('yes').optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

/** What insurers were told, and a way to draw up what they have to be told. */
export function createInsurerNotices(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/insurer-notices', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { insurerNotices } = view.text;
      const query = Query.parse(c.req.query());
      const notices = await listNotices(tx, { limit: 200 });
      const policies = await readPolicies(tx);
      return c.html(
        <Page view={view} title={insurerNotices.title} lead={insurerNotices.lead}>
          <Told view={view} flash={takeFlash(c)} />
          <section class="panel" aria-label={insurerNotices.title}>
            {notices.length === 0 ? (
              <Empty title={insurerNotices.none} hint={insurerNotices.noneHint} />
            ) : (
              <Notices view={view} notices={notices} />
            )}
          </section>
          {view.can('notice.prepare') && policies.length > 0 ? (
            <Draw view={view} query={query} policyIds={policies.map((one) => one.policyId)} />
          ) : null}
        </Page>,
      );
    }),
  );
  app.get('/letters/:id', (c) =>
    asReader(c, 'request.read', async ({ tx }) => {
      const letter = await readLetter(tx, requestIdOf(c.req.param('id')));
      if (!letter) throw notFound();
      return c.body(new Uint8Array(letter.bytes), 200, {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(letter.fileName)}`,
      });
    }),
  );
  app.route('/', createNoticePage());
  app.route('/', createNoticeActs());
  return app;
}

const Notices: FC<{ view: View; notices: readonly StoredNotice[] }> = function Notices({
  view,
  notices,
}) {
  const { format, locale, text } = view;
  const heads = text.insurerNotices;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{heads.reference}</th>
            <th scope="col">{heads.kind}</th>
            <th scope="col">{text.clocks.head.debtor}</th>
            <th scope="col" class="num">
              {heads.outstanding}
            </th>
            <th scope="col">{heads.status}</th>
          </tr>
        </thead>
        <tbody>
          {notices.map(({ noticeId, standing }) => {
            const { reference, kind, debtorName, outstandingMinor, currency } = standing.notice;
            return (
              <tr>
                <th scope="row" data-head={heads.reference}>
                  <a href={`/insurer-notices/${noticeId}`}>{reference}</a>
                </th>
                <td data-head={heads.kind}>{word(locale, `noticeKind.${kind}`)}</td>
                <td data-head={text.clocks.head.debtor}>{debtorName}</td>
                <td class="num" data-head={heads.outstanding}>
                  {`${format.amount(outstandingMinor, currency)} ${currency}`}
                </td>
                <td data-head={heads.status}>{word(locale, `noticeStatus.${standing.status}`)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

const Draw: FC<{ view: View; query: Query; policyIds: readonly string[] }> = function Draw({
  view,
  query,
  policyIds,
}) {
  const { text, locale } = view;
  const { insurerNotices } = text;
  return (
    <section class="panel" id="draw" aria-labelledby="draw-title">
      <header>
        <h2 id="draw-title">{insurerNotices.add}</h2>
      </header>
      <div class="body padded">
        <Form view={view} action="/insurer-notices">
          <div class="fields">
            <label>
              {insurerNotices.policy}
              <select name="policy">
                {policyIds.map((id) => (
                  <option value={id} selected={id === query.policy}>
                    {id}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {insurerNotices.debtor}
              <input name="debtor" value={query.debtor} required maxlength={200} />
            </label>
            <label>
              {insurerNotices.kind}
              <select name="kind">
                {kinds.options.map((kind) => (
                  <option value={kind} selected={kind === query.kind}>
                    {word(locale, `noticeKind.${kind}`)}
                  </option>
                ))}
              </select>
            </label>
            <DayField name="on" label={insurerNotices.on} isOptional />
            <label>
              {insurerNotices.invoice}
              <input name="invoice" maxlength={200} />
            </label>
            <DayField name="until" label={insurerNotices.until} isOptional />
          </div>
          <label>
            {insurerNotices.reason}
            <textarea name="reason" rows={3} required maxlength={4000}></textarea>
          </label>
          <p>
            <label class="check">
              <input
                type="checkbox"
                name="collection"
                value="yes"
                checked={query.collection === 'yes'}
              />
              {insurerNotices.collection}
            </label>{' '}
            <span class="muted">{insurerNotices.collectionHint}</span>
          </p>
          <p>
            <label class="check">
              <input type="checkbox" name="waived" value="yes" />
              {insurerNotices.waived}
            </label>
          </p>
          <button type="submit" class="primary">
            {insurerNotices.draw}
          </button>
        </Form>
      </div>
    </section>
  );
};
