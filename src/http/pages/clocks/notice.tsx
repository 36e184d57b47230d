import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { DeliveryState } from '../../../core/delivery.ts';
import { canonicalJson } from '../../../core/hash.ts';
import { word } from '../../../core/wording/word.ts';
import type { Tx } from '../../../store/database.ts';
import { readDuties } from '../../../store/duty.ts';
import { readNotice, type StoredNotice } from '../../../store/insurer-notice.ts';
import { listLetters } from '../../../store/letter.ts';
import { readNames } from '../../../store/person.ts';
import { policyDay } from '../../../store/policy-day.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { takeFlash } from '../flash.ts';
import { Notice, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { requestIdOf } from '../requests/page.tsx';
import { asReader, type View } from '../view.ts';
import { NoticeActs } from './notice-forms.tsx';
import { Declared, History, Pack } from './notice-parts.tsx';

/** One notice: what it says, where it stands, and what may be done with it now. */
export function createNoticePage(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/insurer-notices/:id', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const stored = await readNotice(tx, requestIdOf(c.req.param('id')));
      if (!stored) throw notFound();
      const { standing, noticeId, facts } = stored;
      const { notice } = standing;
      const letters = await listLetters(tx, { subject: noticeId });
      const persons = facts.flatMap(({ recordedBy }) => recordedBy ?? []);
      const names = await readNames(tx, persons);
      const delivery = await readSending(tx, noticeId);
      const lastDay = await nearestDay(tx, stored);
      const today = await policyDay(tx, notice.policyId);
      const { locale } = view;
      const lead = [
        word(locale, `noticeKind.${notice.kind}`),
        notice.debtorName,
        notice.policyNumber,
        word(locale, `noticeStatus.${standing.status}`),
      ].join(' · ');
      return c.html(
        <Page view={view} title={notice.reference} lead={lead}>
          <Told view={view} flash={takeFlash(c)} />
          <Failing view={view} stored={stored} delivery={delivery} lastDay={lastDay} />
          <NoticeActs view={view} stored={stored} delivery={delivery} today={today} />
          <Declared view={view} standing={standing} />
          <Pack view={view} noticeId={noticeId} letters={letters} standing={standing} />
          <History view={view} facts={facts} names={names} />
        </Page>,
      );
    }),
  );
  app.get('/insurer-notices/:id/data', (c) =>
    asReader(c, 'request.read', async ({ tx }) => {
      const stored = await readNotice(tx, requestIdOf(c.req.param('id')));
      if (!stored) throw notFound();
      const { notice } = stored.standing;
      const fileName = `${notice.reference}.json`;
      return c.body(canonicalJson(notice), 200, {
        'content-type': 'application/json',
        'content-disposition': `attachment; filename="${fileName}"`,
      });
    }),
  );
  return app;
}

async function readSending(tx: Tx, noticeId: string): Promise<DeliveryState | undefined> {
  const [row] = await tx.query<{ state: DeliveryState }>(
    `select state from cedent.delivery
     where tenant_id = $1 and operation = 'noticeInsurer' and subject = $2`,
    [tx.tenantId, noticeId],
  );
  return row?.state;
}

/** The first last day of what the notice would do. */
async function nearestDay(tx: Tx, { standing }: StoredNotice): Promise<string | undefined> {
  if (standing.status !== 'released' && standing.status !== 'refused') return undefined;
  const { debtorId, policyId, invoices } = standing.notice;
  const ids = new Set(invoices.map(({ receivableId }) => receivableId));
  const duties = await readDuties(tx, { debtorId });
  return duties
    .filter((duty) => duty.policyId === policyId && !duty.settled && !duty.isForecast)
    .filter(({ receivableId }) => receivableId === undefined || ids.has(receivableId))
    .map(({ lastDay }) => lastDay)
    .toSorted()
    .at(0);
}

/** Said while the insurer's interface has not taken it: the pack is the other way. */
const Failing: FC<{
  view: View;
  stored: StoredNotice;
  delivery: DeliveryState | undefined;
  lastDay: string | undefined;
}> = function Failing({ view, stored, delivery, lastDay }) {
  const { standing } = stored;
  const isOnItsWay = standing.status === 'released' && standing.via === 'insurer';
  const isRefused = standing.status === 'refused';
  if (!delivery || lastDay === undefined || !(isOnItsWay || isRefused)) return null;
  const state = view.text.delivery.states[delivery];
  return (
    <Notice kind={isRefused || delivery !== 'ready' ? 'refused' : 'note'}>
      <p>{view.text.insurerNotices.failing(state, view.format.day(lastDay))}</p>
    </Notice>
  );
};
