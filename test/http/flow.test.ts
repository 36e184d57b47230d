import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { proposeWith } from '../../src/host/propose.ts';
import { selectWith } from '../../src/host/select.ts';
import { moveDelivery } from '../../src/store/delivery.ts';
import type { Finding } from '../../src/store/delivery-resolution.ts';
import { sameThread } from '../selecting.ts';
import { type Entry, seedLedger } from './ledger.ts';
import { type Story, seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type Member, type World, writing } from './world.ts';

let world: World;
let items: Entry[];
let story: Story;
const settled: Finding[] = [];
beforeAll(async () => {
  world = await createWorld({
    select: selectWith(sameThread),
    propose: proposeWith(sameThread),
    settleDelivery: async (tx, { deliveryId, finding }) => {
      settled.push(finding);
      const state = finding.verdict === 'send_again' ? 'ready' : finding.verdict;
      await moveDelivery(tx, deliveryId, { state, detail: finding.reason });
    },
  });
  items = await seedLedger(world, world.alpha);
  story = await seedStory(world, world.alpha, items);
});
afterAll(() => world.close());

const people = () => world.alpha.people;

async function ask(member: Member, path: string, body?: unknown) {
  const init = body === undefined ? as(member) : writing(member, body);
  const response = await world.app.request(`${BASE_URL}/api/v1${path}`, init);
  return { status: response.status, body: Loose.parse(await response.json()) };
}

const Loose = z.looseObject({
  id: z.string().optional(),
  status: z.union([z.string(), z.number()]).optional(),
  hash: z.string().optional(),
  reason: z.looseObject({ code: z.string() }).or(z.string()).optional(),
  lines: z.array(z.looseObject({ number: z.string() })).optional(),
});

async function draft(from: number, to: number) {
  const receivableIds = items.slice(from, to).map(({ id }) => id);
  return ask(people().treasury, '/requests', { facilityId: 'F1', choice: { receivableIds } });
}

describe('a request', () => {
  it('goes from a basket to an approved intention by two people', async () => {
    const drafted = await draft(4, 6);
    expect(drafted).toMatchObject({
      status: 201,
      body: {
        status: 'draft',
        lines: [
          { lineNumber: 1, fundedMinor: 100_000, advanceMinor: 90_000 },
          { lineNumber: 2, fundedMinor: 100_000, advanceMinor: 90_000 },
        ],
        timeline: [{ kind: 'drafted', recordedBy: people().treasury.personId }],
      },
    });
    await saveSeller();
    const path = `/requests/${drafted.body.id}`;
    const submitted = await ask(people().treasury, `${path}/submit`, {});
    expect(submitted).toMatchObject({ status: 200, body: { status: 'submitted' } });
    const { hash } = submitted.body;
    const other = await ask(people().approver, `${path}/approve`, { hash: 'a'.repeat(64) });
    expect(other).toMatchObject({ status: 409, body: { reason: { code: 'hash_differs' } } });
    const approved = await ask(people().approver, `${path}/approve`, { hash });
    expect(approved).toMatchObject({
      status: 200,
      body: {
        status: 'approved',
        hash,
        deliveries: [
          { operation: 'renderDocuments', state: 'ready' },
          { operation: 'submitSchedule', state: 'held' },
        ],
      },
    });
    const late = await ask(people().treasury, `${path}/withdraw`, { reason: 'too late' });
    expect(late).toMatchObject({ status: 409, body: { reason: { code: 'not_now' } } });
  });

  it('is met from a need, and its list and pages find it', async () => {
    const need = { amountMinor: 90_000, currency: 'EUR', valueOn: '2026-11-25', horizonDays: 30 };
    const choice = { need };
    const drafted = await ask(people().treasury, '/requests', { facilityId: 'F1', choice });
    expect(drafted).toMatchObject({ status: 201, body: { status: 'draft' } });
    expect(drafted.body.lines).toHaveLength(1);
    const list = await ask(people().finance, '/requests');
    expect(JSON.stringify(list.body)).toContain(drafted.body.id);
    const query = new URLSearchParams(
      Object.entries(need).map(([name, value]) => [name, `${value}`]),
    );
    const plan = await ask(people().finance, `/selection?${query}`);
    expect(plan).toMatchObject({ status: 200, body: { allocation: { needMinor: 90_000 } } });
  });

  it('is returned with a reason, submitted again and withdrawn', async () => {
    const { body } = await draft(8, 9);
    const path = `/requests/${body.id}`;
    await ask(people().treasury, `${path}/submit`, {});
    const returned = await ask(people().approver, `${path}/return`, { reason: 'wrong month' });
    expect(returned.body).toMatchObject({ status: 'draft' });
    const withdrawn = await ask(people().treasury, `${path}/withdraw`, { reason: 'not needed' });
    expect(withdrawn.body).toMatchObject({ status: 'withdrawn', reason: 'not needed' });
    expect(await draft(8, 9)).toMatchObject({ status: 201 });
  });

  it('takes no receivable that another request holds', async () => {
    const second = await draft(4, 5);
    expect(second.status).not.toBe(201);
  });

  it('is refused for nothing, for half a need and for a facility that is not there', async () => {
    const { treasury } = people();
    const receivableIds = [items[9]?.id];
    const unknown = { facilityId: 'F9', choice: { receivableIds } };
    expect(await ask(treasury, '/requests', unknown)).toMatchObject({
      status: 422,
      body: { code: 'refused', reason: { code: 'facility_unknown' } },
    });
    expect(await ask(treasury, '/selection?amountMinor=5')).toMatchObject({ status: 400 });
    const empty = { facilityId: 'F1', choice: { receivableIds: [] } };
    expect(await ask(treasury, '/requests', empty)).toMatchObject({ status: 422 });
  });

  it('gives its document as the bytes that were rendered', async () => {
    const response = await world.app.request(
      `${BASE_URL}/api/v1/requests/${story.requestId}/documents/${story.documentId}`,
      as(people().approver),
    );
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toContain('de-schedule.pdf');
    expect(await response.text()).toBe(`%PDF ${story.canary}`);
  });
});

describe('a delivery that no machine can settle', () => {
  const path = () => `/deliveries/${story.deliveryId}/resolution`;
  const found = { verdict: 'accepted', reason: 'their portal shows it', partnerReference: 'F-77' };

  it('is settled by two people who found the same, never by one', async () => {
    const { finance, approver } = people();
    expect((await ask(finance, '/deliveries?state=manual')).body).toMatchObject({
      items: [{ id: story.deliveryId }],
    });
    expect(await ask(finance, path(), found)).toMatchObject({
      status: 200,
      body: { status: 'waiting', delivery: { state: 'manual' } },
    });
    expect(await ask(finance, path(), found)).toMatchObject({
      status: 409,
      body: { reason: { code: 'second_person_needed' } },
    });
    const other = { ...found, partnerReference: 'F-78' };
    expect((await ask(approver, path(), other)).body).toMatchObject({ status: 'waiting' });
    expect(settled).toEqual([]);
    expect((await ask(finance, path(), other)).body).toMatchObject({
      status: 'agreed',
      delivery: { state: 'accepted' },
    });
    expect(settled).toEqual([other]);
    expect(await ask(approver, path(), other)).toMatchObject({
      status: 409,
      body: { reason: { code: 'not_now', status: 'accepted' } },
    });
  });
});

describe('records', () => {
  it('are appended once', async () => {
    const rate = { from: 'USD', to: 'EUR', numerator: 9, denominator: 10 };
    const rates = { rates: [{ ...rate, on: '2026-09-01', source: 'ECB' }] };
    expect((await ask(people().treasury, '/fx-rates', rates)).body).toEqual({ appended: 1 });
    expect((await ask(people().treasury, '/fx-rates', rates)).body).toEqual({ appended: 0 });
    const listed = await ask(people().finance, '/fx-rates?asOf=2026-09-05');
    expect(listed.body).toMatchObject({ items: [{ source: 'ECB' }] });
  });

  it('of a limit wanted become an intention to ask the insurer', async () => {
    const wanted = {
      policyId: 'P1',
      debtorId: 'D1',
      currency: 'EUR',
      amountMinor: 5,
      effectiveOn: '2026-09-01',
    };
    expect((await ask(people().treasury, '/limit-requests', wanted)).status).toBe(202);
    const stranger = { ...wanted, debtorId: 'D9' };
    expect(await ask(people().treasury, '/limit-requests', stranger)).toMatchObject({
      status: 409,
      body: { reason: { code: 'buyer_unknown' } },
    });
  });

  it('of terms make a version, and terms that contradict themselves are refused by pointer', async () => {
    const { administrator } = people();
    const history = z
      .looseObject({ items: z.array(z.looseObject({ terms: z.looseObject({}) })) })
      .parse((await ask(administrator, '/facilities/F1/terms')).body);
    const { effectiveOn, terms, agreement } = history.items[0] ?? { terms: {} };
    const dearer = { effectiveOn, agreement, terms: { ...terms, limitMinor: 2_000_000 } };
    expect((await ask(administrator, '/facilities/F1/terms', dearer)).body).toMatchObject({
      status: 'recorded',
      version: 2,
    });
    const rules = [{ rule: 'contra' }, { rule: 'not_yet_issued' }];
    const wrong = { ...dearer, terms: { ...terms, rules } };
    expect(await ask(administrator, '/facilities/F1/terms', wrong)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/terms/rules/1' }] },
    });
  });
});

describe('the audit chain', () => {
  it('has an entry for each of these steps and verifies', async () => {
    const { body } = await ask(people().administrator, '/audit?limit=200');
    const text = JSON.stringify(body);
    for (const action of ['request.drafted', 'request.approved', 'delivery.finding_agreed']) {
      expect(text).toContain(action);
    }
    const verified = await ask(people().finance, '/audit/verification');
    expect(verified.body).toMatchObject({ ok: true });
  });
});

async function saveSeller(): Promise<void> {
  const answer = await ask(people().administrator, '/sellers', { id: 'S1', name: 'Nordwerk' });
  expect(answer.status).toBe(201);
}
