import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import type { Locale } from '../../src/core/wording/word.ts';
import { RequestView } from '../../src/http/api/request-view.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { notifyDebtor } from '../../src/jobs/operations/notify-debtor.ts';
import { readAcknowledgement } from '../../src/jobs/operations/read-acknowledgement.ts';
import { readSchedule } from '../../src/jobs/operations/read-schedule.ts';
import { submitSchedule } from '../../src/jobs/operations/submit-schedule.ts';
import { createApp } from '../../src/server.ts';
import { listNotices } from '../../src/store/assignment-notice.ts';
import type { Tx } from '../../src/store/database.ts';
import { type Delivery, readDelivery } from '../../src/store/delivery.ts';
import { setLocale } from '../../src/store/person.ts';
import { approveRequest, submitRequest } from '../../src/store/request.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { saveSeller } from '../../src/store/seller.ts';
import { seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

const actor = { system: 'jobs' } as const;
const words = { en: 'the debtor says that', 'zh-CN': '债务人称' };
const titles = { en: 'Notices to debtors', 'zh-CN': '债务人转让通知' };

let world: World;
let app: World['app'];
let requestId: Id;
beforeAll(async () => {
  world = await createWorld();
  app = createApp({ ...world.deps, pages: createPages });
  const items = await seedLedger(world, world.alpha);
  ({ requestId } = await seedStory(world, world.alpha, items));
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    await approve(tx);
    await assign(tx);
    await tell(tx);
  });
});
afterAll(() => world.close());

it.each<Locale>(['en', 'zh-CN'])(
  'what a debtor was told and answered is in the interface and on the page, in %s',
  async (locale) => {
    const { notices } = RequestView.parse(
      await (await ask(`/api/v1/requests/${requestId}`, locale)).json(),
    );
    const [notice] = notices;
    expect(notice).toMatchObject({
      number: 'FR-2026-0001-N1',
      status: 'disputed',
      partnerReference: 'NF-1',
      lines: [{ answer: 'disputed' }, { answer: 'acknowledged' }],
    });
    expect(notice?.timeline.map(({ kind }) => kind)).toEqual([
      'told',
      'line_disputed',
      'line_acknowledged',
    ]);
    expect(notice?.timeline[1]?.detail).toContain(words[locale]);
    const page = await (await ask(`/requests/${requestId}`, locale)).text();
    for (const said of [titles[locale], words[locale], 'FR-2026-0001-N1']) {
      expect(page).toContain(said);
    }
  },
);

async function ask(path: string, locale: Locale): Promise<Response> {
  const { tenantId, people } = world.alpha;
  const { personId } = people.treasury;
  await world.db.asTenant(tenantId, (tx) => setLocale(tx, { personId, locale }));
  const response = await app.request(`${BASE_URL}${path}`, as(people.treasury));
  expect(response.status).toBe(200);
  return response;
}

async function approve(tx: Tx): Promise<void> {
  const { people } = world.alpha;
  const step = { requestId, effectiveOn: '2026-09-02' };
  const first = { personId: people.treasury.personId };
  await saveSeller(tx, { actor: first, seller: { id: 'S1', name: 'Nordwerk', identifiers: {} } });
  const submitted = await submitRequest(tx, { ...step, actor: first });
  if (!submitted.ok) throw new Error(submitted.code);
  const second = { personId: people.approver.personId };
  const approved = await approveRequest(tx, { ...step, actor: second, hash: submitted.value.hash });
  if (!approved.ok) throw new Error(approved.code);
}

/** The funder takes the schedule and funds every line of it. */
async function assign(tx: Tx): Promise<void> {
  const request = await readRequest(tx, requestId);
  if (!request || !('canonical' in request.state)) throw new Error('the request is approved');
  const { canonical } = request.state;
  const delivery = await deliveryOf(tx, 'submitSchedule', requestId);
  if (submitSchedule.kind !== 'effect' || readSchedule.kind !== 'read') throw new Error('as it is');
  const taken = { partnerReference: 'NF-0' };
  await submitSchedule.accepted(tx, { delivery, input: canonical, actor }, taken);
  const lines = canonical.lines.map(({ lineNumber, advanceMinor }) => ({
    lineNumber,
    status: 'funded',
    amountMinor: advanceMinor,
    currency: canonical.facility.currency,
  }));
  const asked = { requestId, reference: canonical.number };
  const schedule = { partnerReference: 'NF-0', status: 'answered', lines };
  await readSchedule.answered(tx, delivery, asked, schedule);
}

/** Its one debtor is told, and owes less of one invoice than it was told. */
async function tell(tx: Tx): Promise<void> {
  const [stored] = await listNotices(tx, requestId);
  if (!stored) throw new Error('a debtor is told');
  const delivery = await deliveryOf(tx, 'notifyDebtor', stored.id);
  if (notifyDebtor.kind !== 'effect' || readAcknowledgement.kind !== 'read')
    throw new Error('as it is');
  const input = stored.notice;
  await notifyDebtor.accepted(tx, { delivery, input, actor }, { partnerReference: 'NF-1' });
  const lines = input.lines.map(({ lineNumber, openMinor, currency }, index) => ({
    lineNumber,
    status: 'acknowledged',
    due: { amountMinor: index === 0 ? openMinor - 1 : openMinor, currency },
  }));
  const asked = { noticeId: stored.id, reference: input.number };
  const said = { status: 'answered', partnerReference: 'K-1', lines };
  await readAcknowledgement.answered(tx, delivery, asked, said);
}

async function deliveryOf(tx: Tx, operation: string, subject: string): Promise<Delivery> {
  const [row] = await tx.query<{ id: Id }>(
    'select id from cedent.delivery where operation = $1 and subject = $2',
    [operation, subject],
  );
  const delivery = row && (await readDelivery(tx, row.id));
  if (!delivery) throw new Error(`no ${operation} of ${subject}`);
  return delivery;
}
