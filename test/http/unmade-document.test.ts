import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Locale } from '../../src/core/wording/word.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { renderDocuments } from '../../src/jobs/operations/render-documents.ts';
import { renderWith } from '../../src/jobs/render.ts';
import { createApp } from '../../src/server.ts';
import type { Tx } from '../../src/store/database.ts';
import { readDelivery } from '../../src/store/delivery.ts';
import { setLocale } from '../../src/store/person.ts';
import { approveRequest, submitRequest } from '../../src/store/request.ts';
import { saveSeller } from '../../src/store/seller.ts';
import { seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

let world: World;
let app: World['app'];
let requestId: string;
beforeAll(async () => {
  world = await createWorld();
  app = createApp({ ...world.deps, pages: createPages });
  const items = await seedLedger(world, world.alpha);
  ({ requestId } = await seedStory(world, world.alpha, items));
  await approve();
  await render();
});
afterAll(() => world.close());

const wholeSentence = {
  en: 'de/schedule is not installed, or its files cannot be read. An administrator installs it again.',
  'zh-CN': 'de/schedule 未安装，或其文件无法读取。请由管理员重新安装。',
};

it.each<Locale>(['en', 'zh-CN'])(
  'a document that cannot be made is told on the request page with what to do, in %s',
  async (locale) => {
    const page = await (await ask(`/requests/${requestId}`, locale)).text();
    const funderRefused = { en: 'The funder refused', 'zh-CN': '融资方拒绝了' }[locale];
    expect(page).toContain(wholeSentence[locale]);
    expect(page).not.toContain('TemplateUnreadable');
    expect(page).not.toContain(funderRefused);
  },
);

it.each<Locale>(['en', 'zh-CN'])(
  'the interface gives its code and says it in %s',
  async (locale) => {
    const body = z
      .looseObject({ status: z.string(), problem: z.looseObject({}) })
      .parse(await (await ask(`/api/v1/requests/${requestId}`, locale)).json());
    expect(body).toMatchObject({
      status: 'rejected',
      problem: {
        code: 'TemplateUnreadable',
        params: { template: 'de/schedule' },
        detail: wholeSentence[locale],
      },
    });
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

/** The story's request, drafted by treasury, is approved by the approver. */
async function approve(): Promise<void> {
  const { tenantId, people } = world.alpha;
  await world.db.asTenant(tenantId, async (tx) => {
    const actor = { personId: people.treasury.personId };
    const effectiveOn = '2026-09-02';
    await saveSeller(tx, { actor, seller: { id: 'S1', name: 'Nordwerk', identifiers: {} } });
    const submitted = await submitRequest(tx, { actor, requestId, effectiveOn });
    if (!submitted.ok) throw new Error(submitted.code);
    const { hash } = submitted.value;
    const second = { personId: people.approver.personId };
    const approved = await approveRequest(tx, { actor: second, requestId, hash, effectiveOn });
    if (!approved.ok) throw new Error(approved.code);
  });
}

/** As the worker does it, with the templates of this product: it has no de/schedule. */
async function render(): Promise<void> {
  const operation = renderDocuments(renderWith(join(process.cwd(), 'templates')));
  if (operation.kind !== 'local') throw new Error('rendering is work of our own');
  const input = { requestId };
  const asTenant = <Value>(work: (tx: Tx) => Promise<Value>) =>
    world.db.asTenant(world.alpha.tenantId, work);
  const outcome = await operation.work({ input, asTenant });
  if (outcome.kind !== 'refused') throw new Error(`rendering ended ${outcome.kind}`);
  await asTenant(async (tx) => {
    const [row] = await tx.query<{ id: string }>(
      `select id from cedent.delivery where operation = 'renderDocuments' and subject = $1`,
      [requestId],
    );
    const delivery = await readDelivery(tx, row?.id ?? '');
    if (!delivery) throw new Error('an approved request has its documents to make');
    await operation.refused(tx, delivery, input, outcome);
  });
}
