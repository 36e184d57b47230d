import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WordedDebtor, WordedFacility } from '../../src/core/wording/explained.ts';
import { explainWith } from '../../src/host/explain.ts';
import { selectWith } from '../../src/host/select.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { textOf } from '../../src/http/pages/text/text.ts';
import { newId } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { sameThread } from '../selecting.ts';
import { seedLedger } from './ledger.ts';
import { seedStory, versionOf } from './story.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    select: selectWith(sameThread),
    explain: explainWith(sameThread),
    pages: createPages,
  });
  const items = await seedLedger(world, world.alpha);
  const { connectionId } = await seedStory(world, world.alpha, items);
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    const actor = { personId: world.alpha.people.treasury.personId };
    const created = await createFacility(tx, { actor, connectionId, version: limited() });
    expect(created.status).not.toBe('refused');
  });
});
afterAll(() => world?.close());

/** Ten invoices of 1,000.00 are open, and the funder takes 2,500.00 of the debtor. */
function limited() {
  const { terms, ...version } = versionOf('Second');
  const limits = [{ debtorId: 'D1', amountMinor: 250_000 }];
  const rules = [...terms.rules, { rule: 'funder_limit', limits, otherwiseMinor: 0 }];
  return { ...version, terms: { ...terms, facilityId: 'F2', rules } };
}

const day = '2026-09-10';

async function ask(path: string) {
  const { treasury } = world.alpha.people;
  const response = await world.app.request(`${BASE_URL}${path}`, as(treasury));
  return { status: response.status, text: await response.text() };
}

/** From here on, whoever asks has chosen this language. */
async function speak(locale: 'en' | 'zh-CN') {
  await world.db.asTenant(world.alpha.tenantId, (tx) =>
    tx.query('update cedent.person set locale = $2 where tenant_id = $1', [tx.tenantId, locale]),
  );
}

const api = '/api/v1/selection/explanations';

describe('explanations over the API', () => {
  it('say what each rule of a facility frees, in the numbers of its plan', async () => {
    const { status, text } = await ask(`${api}/facilities/F2?asOf=${day}`);
    expect(status).toBe(200);
    const explanation = WordedFacility.parse(JSON.parse(text));
    const [first] = explanation.steps;
    expect(first?.rule).toBe('funder_limit');
    // Two of the ten are in a request already: that rule takes them first.
    expect(first?.frees.poolMinor).toBe(explanation.grossMinor - 200_000 - explanation.poolMinor);
    expect(first?.looser[0]?.frees.poolMinor).toBe(25_000);
    expect(first?.sentence).toContain('could be drawn');
  });

  it('say of a debtor what so much more limit is worth, with a need also in cost', async () => {
    const raise = `asOf=${day}&raiseMinor=100000&limit=funder_limit:F2`;
    const plain = await ask(`${api}/debtors/D1?${raise}`);
    expect([plain.status, plain.text]).toEqual([200, expect.any(String)]);
    const [limit] = WordedDebtor.parse(JSON.parse(plain.text)).limits;
    expect(limit).toMatchObject({
      limit: 'funder_limit:F2',
      asked: { byMinor: 100_000, facilities: [{ frees: { poolMinor: 100_000 } }] },
    });
    expect(limit?.asked?.allocation).toBeUndefined();
    const need = `amountMinor=100000&currency=EUR&valueOn=${day}&horizonDays=30`;
    const needed = await ask(`${api}/debtors/D1?${raise}&${need}`);
    const { limits } = WordedDebtor.parse(JSON.parse(needed.text));
    expect(limits[0]?.asked?.allocation?.currency).toBe('EUR');
    expect(limits[0]?.marginPpm).toBeGreaterThanOrEqual(0);
  });

  it('answer 404 for what is not there, and 400 for what is no amount', async () => {
    expect((await ask(`${api}/facilities/F9?asOf=${day}`)).status).toBe(404);
    expect((await ask(`${api}/debtors/D9?asOf=${day}`)).status).toBe(404);
    expect((await ask(`${api}/debtors/D1?raiseMinor=0`)).status).toBe(400);
    expect((await ask(`${api}/${newId()}?asOf=${day}`)).status).toBe(404);
  });
});

describe.each(['en', 'zh-CN'] as const)('explanations on pages in %s', (locale) => {
  const { explain } = textOf(locale);

  it('say what would free more, what a debtor is financed for, and what more limit is worth', async () => {
    await speak(locale);
    const facility = await ask('/facilities/F2/explanation');
    expect(facility.status).toBe(200);
    expect(facility.text).toContain(explain.rulesTitle);
    const debtor = await ask('/debtors/D1?of=funder_limit:F2&limit=1,000.00');
    expect(debtor.status).toBe(200);
    expect(debtor.text).toContain('EUR 1,000.00');
    expect(debtor.text).toContain(explain.worthTitle);
    const much = await ask('/debtors/D1?of=funder_limit:F2&limit=much');
    expect(much.text).toContain(explain.unreadable('much'));
    expect((await ask('/facilities/F9/explanation')).status).toBe(404);
  });
});
