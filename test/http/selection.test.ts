import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Certificate } from '../../src/core/certificate/certificate.ts';
import { Comparison } from '../../src/core/compare/alternative.ts';
import type { Change } from '../../src/core/compare/change.ts';
import { Effect } from '../../src/core/compare/effect.ts';
import { Terms } from '../../src/core/facility.ts';
import { Plan } from '../../src/core/plan.ts';
import { certifyWith } from '../../src/host/certify.ts';
import { compareWith } from '../../src/host/compare.ts';
import { keepWith } from '../../src/host/keep.ts';
import { selectWith } from '../../src/host/select.ts';
import { whatIfWith } from '../../src/host/whatIf.ts';
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
    whatIf: whatIfWith(selector),
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

describe('a comparison with a valuation', () => {
  const valued = (more: string) => ask(`/comparison?${needing(100_000)}&${more}`);

  it('values what funders take over, and states what at', async () => {
    const stated =
      'administrationMinor=150&expectedLossPpm=3000&expectedLossByRating=A:1000,C:20000';
    const { status, body } = await valued(stated);
    expect(status).toBe(200);
    const { valuation, alternatives } = Comparison.parse(body);
    expect(valuation).toEqual({
      administrationMinor: 150,
      expectedLossPpm: 3_000,
      expectedLossByRating: { A: 1_000, C: 20_000 },
    });
    // The facilities here take nothing over: what is cheapest is of the best value.
    expect(alternatives.map(({ aim }) => aim)).toContain('best_value');
    for (const item of alternatives) expect(item.netCostMinor).toBe(item.costMinor);
  });

  it.each([
    ['administrationMinor=150', '#/expectedLossPpm'],
    ['expectedLossByRating=A:1000', '#/administrationMinor'],
    ['administrationMinor=-1&expectedLossPpm=5', '#/administrationMinor'],
    ['administrationMinor=1&expectedLossPpm=5&expectedLossByRating=A', '#/expectedLossByRating'],
    [
      'administrationMinor=1&expectedLossPpm=5&expectedLossByRating=A:1,A:2',
      '#/expectedLossByRating',
    ],
  ])('is refused where it is half of one: %s', async (more, pointer) => {
    const { status, body } = await valued(more);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request' });
    expect(JSON.stringify(body)).toContain(`"pointer":"${pointer}"`);
  });
});

describe('a comparison with what stands', () => {
  const keep = (order: object) =>
    world.db.asTenant(world.alpha.tenantId, async (tx) => {
      const { personId } = world.alpha.people.treasury;
      const kept = await keepWith(selector)(tx, { personId, asOf: day, ...order });
      if (kept.status === 'refused') throw new Error(kept.code);
      return kept.runId;
    });
  const comparing = (runId: string) =>
    ask(`/comparison?${needing(100_000)}&standingRunId=${runId}`);

  it('keeps what a stored selection placed, and says what moves from it', async () => {
    const need = { amountMinor: 60_000, currency: 'EUR', valueOn: day, horizonDays: 30 };
    const runId = await keep({ need });
    const { status, body } = await comparing(runId);
    expect(status).toBe(200);
    const { alternatives } = Comparison.parse(body);
    const standing = alternatives.find(({ aim }) => aim === 'standing');
    expect(standing).toMatchObject({ cashMinor: 100_000, shortfallMinor: 0, moved: 0 });
    const { allocation } = await planOf(needing(60_000));
    const ids = standing?.lines.map(({ receivableId }) => receivableId);
    for (const { receivableId } of allocation?.lines ?? []) expect(ids).toContain(receivableId);
  });

  it('of a selection that is not stored, or met no need, is refused by its name', async () => {
    const unknown = newId();
    expect(await comparing(unknown)).toMatchObject({
      status: 422,
      body: { reason: { code: 'selection_unknown', params: { runId: unknown } } },
    });
    expect(await comparing(await keep({}))).toMatchObject({
      status: 422,
      body: { reason: { code: 'selection_without_need' } },
    });
  });
});

describe('the effect of a change', () => {
  const post = async (query: string, change: unknown, headers = {}) => {
    const { treasury } = world.alpha.people;
    const init = as(treasury, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(change),
    });
    const response = await world.app.request(`${BASE_URL}/api/v1/selection/effects?${query}`, init);
    return { status: response.status, body: await response.json() };
  };
  const { terms } = withReserve();
  const change: Change = { facilities: [Terms.parse({ ...terms, limitMinor: 50_000 })] };

  it('is told without a key, before and after, and nothing is changed by it', async () => {
    const query = needing(100_000);
    const before = await planOf(query);
    const { status, body } = await post(query, change);
    expect(status).toBe(200);
    const effect = Effect.parse(body);
    const [first, second] = effect.facilities;
    expect(first?.availableMinor.before).toBe(before.facilities[0]?.availableMinor);
    expect(first?.availableMinor.after).toBe(first?.availableMinor.before);
    expect(second?.availableMinor).toMatchObject({
      before: before.facilities[1]?.availableMinor,
      after: 50_000,
    });
    expect(effect.allocation?.cashMinor.before).toBe(before.allocation?.cashMinor);
    expect(await planOf(query)).toEqual(before);
    // Asked again, from books that are still considered: the same.
    expect((await post(query, change)).body).toEqual(body);
  });

  it('of nothing is nothing', async () => {
    const effect = Effect.parse((await post(`asOf=${day}`, {})).body);
    expect(effect.allocation).toBeUndefined();
    for (const { poolMinor, availableMinor } of effect.facilities) {
      expect([poolMinor.after, availableMinor.after]).toEqual([
        poolMinor.before,
        availableMinor.before,
      ]);
    }
  });

  it('of what the books do not have is refused by name, and so is a body that is no change', async () => {
    const strange = { facilities: [{ ...terms, facilityId: 'F9' }] };
    expect(await post(`asOf=${day}`, strange)).toMatchObject({
      status: 422,
      body: { reason: { code: 'facility_unknown', params: { facilityId: 'F9' } } },
    });
    expect(await post(`asOf=${day}`, { limits: [] })).toMatchObject({ status: 422 });
    expect(await post(`asOf=${day}`, change, { 'content-type': 'application/xml' })).toMatchObject({
      status: 415,
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

  it('roll forward from the day that is named, and their hash stands for that too', async () => {
    const all = z.object({ items: z.array(Certificate) });
    const ofDay = async (query: string) =>
      all.parse((await ask(`/certificates?asOf=${day}&facilityId=F1${query}`)).body).items[0];
    const [without, from] = [await ofDay(''), await ofDay('&since=2026-09-05')];
    expect(without?.rollForward).toBeUndefined();
    expect(from?.rollForward).toMatchObject({
      openedOn: '2026-09-05',
      openingMinor: from?.grossMinor,
      differenceMinor: 0,
    });
    expect(from?.inputHash).not.toBe(without?.inputHash);
    expect(await ofDay('&since=2026-09-05')).toEqual(from);
    for (const [since, code] of [
      ['2026-08-31', 'opening_unknown'],
      [day, 'opening_not_before'],
    ]) {
      const { status, body } = await ask(`/certificates?asOf=${day}&since=${since}`);
      expect([status, body]).toMatchObject([422, { reason: { code, params: { since } } }]);
      expect(z.object({ detail: z.string() }).parse(body).detail).not.toContain(code);
    }
  });

  it('are pages of their own tenant alone, with each step and its file, also once they are kept', async () => {
    const visit = (path: string, { people }: World['alpha']) =>
      world.app.request(`${BASE_URL}${path}`, as(people.treasury));
    const { body } = await ask(`/certificates?asOf=${day}&facilityId=F2`);
    const [own] = z.object({ items: z.array(Certificate) }).parse(body).items;
    const steps = own?.steps.map(({ rule }) => `/certificates/F2/steps/${rule}`) ?? [];
    expect(steps.length).toBeGreaterThan(1);
    for (const path of [
      '/certificates/F2',
      ...steps,
      ...steps.map((to) => `${to}/receivables.csv`),
    ]) {
      const shown = await visit(`${path}?asOf=${day}`, world.alpha);
      const foreign = await visit(`${path}?asOf=${day}`, world.beta);
      expect([path, shown.status, foreign.status]).toEqual([path, 200, 404]);
      if (!path.endsWith('.csv')) continue;
      expect(shown.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    }
    const first = await (await visit('/certificates', world.beta)).text();
    expect(first).not.toContain(own?.terms.name ?? '');
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
    expect(Explanation.parse(other.body).placing).toMatchObject({
      status: 'placed',
      sentence: expect.stringMatching(/\p{Script=Han}/u),
    });
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
