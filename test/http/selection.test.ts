import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Certificate } from '../../src/core/certificate/certificate.ts';
import { Comparison } from '../../src/core/compare/alternative.ts';
import { Plan } from '../../src/core/plan.ts';
import { certifyWith } from '../../src/host/certify.ts';
import { compareWith } from '../../src/host/compare.ts';
import { selectWith } from '../../src/host/select.ts';
import { Explanation } from '../../src/http/api/explanation.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { createSelector } from '../../src/solve/selector.ts';
import { newId } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { type Entry, seedLedger } from './ledger.ts';
import { seedStory, versionOf } from './story.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

const selector = createSelector();
let world: World;
let items: Entry[];
beforeAll(async () => {
  world = await createWorld({
    select: selectWith(selector),
    compare: compareWith(selector),
    certify: certifyWith(selector),
    pages: createPages,
  });
  items = await seedLedger(world, world.alpha);
  const { connectionId } = await seedStory(world, world.alpha, items);
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    const actor = { personId: world.alpha.people.treasury.personId };
    const created = await createFacility(tx, { actor, connectionId, version: withReserve() });
    expect(created.status).not.toBe('refused');
  });
});
afterAll(async () => {
  await selector.close();
  await world?.close();
});

/** Takes a part of each receivable and holds an amount back, neither of which F1 does. */
function withReserve() {
  const { terms, ...version } = versionOf('Second');
  const rules = [
    ...terms.rules,
    { rule: 'currency_haircut', haircuts: [{ currency: 'EUR', haircutBp: 1_000 }] },
  ];
  const reserves = [{ reserve: 'fixed', name: 'Rent', amountMinor: 12_345 }];
  const more = { facilityId: 'F2', rules, reserves, reservesReduce: 'base' };
  return { ...version, terms: { ...terms, ...more } };
}

const day = '2026-09-10';
const needing = (amountMinor: number) =>
  `asOf=${day}&amountMinor=${amountMinor}&currency=EUR&valueOn=${day}&horizonDays=30`;

async function ask(path: string) {
  const { treasury } = world.alpha.people;
  const response = await world.app.request(`${BASE_URL}/api/v1${path}`, as(treasury));
  const body: unknown = await response.json();
  return { status: response.status, body };
}

/** From here on, whoever asks has chosen this language. */
async function speak(locale: 'en' | 'zh-CN') {
  await world.db.asTenant(world.alpha.tenantId, (tx) =>
    tx.query('update cedent.person set locale = $2 where tenant_id = $1', [tx.tenantId, locale]),
  );
}

const planOf = async (query: string) => Plan.parse((await ask(`/selection?${query}`)).body);

describe('a comparison', () => {
  it('has the cheapest way that the selection has, from the same input', async () => {
    const { allocation, inputHash } = await planOf(needing(100_000));
    const { status, body } = await ask(`/comparison?${needing(100_000)}`);
    expect(status).toBe(200);
    const comparison = Comparison.parse(body);
    expect(comparison.inputHash).toBe(inputHash);
    expect(allocation?.lines.length).toBeGreaterThan(0);
    const [first] = comparison.alternatives;
    expect(first).toMatchObject({
      aim: 'cheapest',
      cashMinor: allocation?.cashMinor,
      costMinor: allocation?.costMinor,
      lines: allocation?.lines,
    });
  });

  it('needs the whole need, and refuses in words what the engine refuses', async () => {
    expect(await ask(`/comparison?asOf=${day}&amountMinor=5`)).toMatchObject({ status: 400 });
    const early = needing(5).replace(`valueOn=${day}`, 'valueOn=2026-09-09');
    expect(await ask(`/comparison?${early}`)).toMatchObject({
      status: 422,
      body: { code: 'refused', reason: { code: 'need_before_as_of' } },
    });
  });
});

describe('certificates', () => {
  it('come to the selection of the day, and each line to its receivables', async () => {
    const plan = await planOf(`asOf=${day}`);
    const { status, body } = await ask(`/certificates?asOf=${day}&facilityId=F1`);
    expect(status).toBe(200);
    const { items: certificates } = z.object({ items: z.array(Certificate) }).parse(body);
    expect(certificates.length).toBe(1);
    const [facility] = plan.facilities;
    expect(certificates[0]).toMatchObject({
      inputHash: plan.inputHash,
      terms: { facilityId: 'F1' },
      grossMinor: facility?.grossMinor,
      availableMinor: facility?.availableMinor,
    });
    for (const { amountMinor, items: own } of certificates[0]?.steps ?? []) {
      expect(own.reduce((sum, item) => sum + item.amountMinor, 0)).toBe(amountMinor);
    }
    const all = z.object({ items: z.array(Certificate) });
    const both = all.parse((await ask(`/certificates?asOf=${day}`)).body);
    expect(both.items.map(({ terms }) => terms.facilityId)).toEqual(['F1', 'F2']);
    expect(both.items[0]).toEqual(certificates[0]);
  });

  it('of a facility without terms are refused by its name', async () => {
    expect(await ask(`/certificates?asOf=${day}&facilityId=F9`)).toMatchObject({
      status: 422,
      body: { reason: { code: 'facility_unknown', params: { facilityId: 'F9' } } },
    });
  });
});

describe('an explanation', () => {
  it('says in either language what the plan says in numbers', async () => {
    const plan = await planOf(needing(100_000));
    const placed = plan.allocation?.lines[0]?.receivableId;
    const cut = plan.facilities[1]?.lines.find(({ deductions }) => deductions.length > 0);
    expect([placed, cut?.receivableId]).not.toContain(undefined);
    const path = `/selection/explanations/${cut?.receivableId}?${needing(100_000)}`;
    await speak('en');
    const english = Explanation.parse((await ask(path)).body);
    await speak('zh-CN');
    const chinese = Explanation.parse((await ask(path)).body);
    const amounts = cut?.deductions.map(({ rule, amountMinor }) => ({ rule, amountMinor }));
    for (const { facilities } of [english, chinese]) {
      expect(facilities[1]?.deductions).toMatchObject(amounts ?? []);
    }
    expect(english.facilities[1]?.deductions[0]?.sentence).not.toMatch(/\p{Script=Han}/u);
    expect(chinese.facilities[1]?.deductions[0]?.sentence).toMatch(/\p{Script=Han}/u);
    const other = await ask(`/selection/explanations/${placed}?${needing(100_000)}`);
    expect(Explanation.parse(other.body).placing).toMatchObject({ status: 'placed' });
  });

  it('of what is in no plan is not found', async () => {
    const unknown = `/selection/explanations/${newId()}?asOf=${day}`;
    expect(await ask(unknown)).toMatchObject({ status: 404 });
  });
});

describe('the waterfall of the desk', () => {
  it('has what reserves take as a step, in either language, where they take something', async () => {
    for (const [language, label] of [
      ['en', 'Reserves'],
      ['zh-CN', '准备金'],
    ] as const) {
      await speak(language);
      const stepsOf = async (facility: string) => {
        const init = as(world.alpha.people.treasury);
        const response = await world.app.request(`${BASE_URL}/?facility=${facility}`, init);
        const fall = /<table class="fall">.*?<\/table>/s.exec(await response.text())?.[0] ?? '';
        return fall.match(/<tr.*?<\/tr>/gs)?.slice(1) ?? [];
      };
      const reserves = (await stepsOf('F2')).find((row) => row.includes(`>${label}<`));
      expect(reserves).toContain('title="−123.45"');
      const without = await stepsOf('F1');
      expect(without.length).toBeGreaterThan(4);
      expect(without.join('')).not.toContain(`>${label}<`);
    }
  });
});
