import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, seedLedger } from './ledger.ts';
import { BASE_URL, createWorld, type Member, type World, writing } from './world.ts';

let world: World;
let items: Entry[];
beforeAll(async () => {
  world = await createWorld();
  items = await seedLedger(world, world.alpha);
  await seedLedger(world, world.beta);
});
afterAll(() => world.close());

const adding = '/baskets/F1/add';
const removing = '/baskets/F1/remove';

async function post(path: string, member: Member, body: unknown, key?: string) {
  const request = writing(member, body, key);
  const response = await world.app.request(`${BASE_URL}/api/v1${path}`, request);
  return {
    status: response.status,
    text: await response.text(),
    replayed: response.headers.get('idempotent-replayed'),
  };
}

async function count(table: string): Promise<number> {
  const { tenantId } = world.alpha;
  const rows = await world.db.asTenant(tenantId, (tx) =>
    tx.query<{ count: number }>(`select count(*) as count from cedent.${table}`),
  );
  return rows[0]?.count ?? 0;
}

const treasury = () => world.alpha.people.treasury;
const some = (from: number, to: number) => ({
  receivableIds: items.slice(from, to).map(({ id }) => id),
});

describe('a write', () => {
  it('needs its key and takes only a printable one', async () => {
    for (const [key, code] of [
      [undefined, 'idempotency_key_missing'],
      ['', 'idempotency_key_missing'],
      ['with space', 'idempotency_key_invalid'],
      ['x'.repeat(256), 'idempotency_key_invalid'],
    ] as const) {
      const init = writing(treasury(), some(0, 1));
      const headers = new Headers(init.headers);
      headers.delete('idempotency-key');
      if (key !== undefined) headers.set('idempotency-key', key);
      const response = await world.app.request(`${BASE_URL}/api/v1${adding}`, { ...init, headers });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code });
    }
  });

  it('answers a repetition with the same bytes and changes nothing more', async () => {
    const first = await post(adding, treasury(), some(0, 2), 'repeat');
    const before = await count('audit_entry');
    const second = await post(adding, treasury(), some(0, 2), 'repeat');
    expect(first).toMatchObject({ status: 200, replayed: null });
    expect(second).toEqual({ ...first, replayed: 'true' });
    expect(await count('audit_entry')).toBe(before);
  });

  it('refuses the key for another body', async () => {
    await post(adding, treasury(), some(0, 1), 'other body');
    await post(adding, treasury(), some(0, 1), 'other-body');
    const other = await post(adding, treasury(), some(1, 2), 'other-body');
    expect(other.status).toBe(422);
    expect(JSON.parse(other.text)).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('keeps keys apart by route, by person and by tenant', async () => {
    const key = 'apart';
    const first = await post(adding, treasury(), some(2, 3), key);
    const otherRoute = await post(removing, treasury(), some(2, 3), key);
    expect([first.status, otherRoute.status]).toEqual([200, 200]);
    expect(otherRoute.replayed).toBeNull();
    const stranger = await post(adding, world.beta.people.treasury, some(2, 3), key);
    expect(stranger.status).toBe(404);
    expect(stranger.replayed).toBeNull();
  });

  it('takes the same path of another facility as another request', async () => {
    await post('/baskets/F8/add', treasury(), some(3, 4), 'path');
    const other = await post('/baskets/F9/add', treasury(), some(3, 4), 'path');
    expect(other.status).toBe(422);
  });

  it('keeps nothing of a refusal, so that asking again asks anew', async () => {
    const missing = { receivableIds: ['0190a5d0-0000-7000-8000-000000000000'] };
    expect((await post(adding, treasury(), missing, 'refused')).status).toBe(404);
    expect((await post(adding, treasury(), some(4, 5), 'refused')).status).toBe(200);
  });

  it('of sixteen at once has one effect, and the others its answer or a conflict', async () => {
    const before = await count('audit_entry');
    const all = await Promise.all(
      Array.from({ length: 16 }, () => post(adding, treasury(), some(5, 8), 'sixteen')),
    );
    const done = all.filter(({ status }) => status === 200);
    const waiting = all.filter(({ status }) => status === 409);
    expect(done.length + waiting.length).toBe(16);
    expect(done.filter(({ replayed }) => replayed === null)).toHaveLength(1);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const { text } of waiting) {
      expect(JSON.parse(text)).toMatchObject({ code: 'idempotency_in_progress' });
    }
    expect(await count('audit_entry')).toBe(before + 1);
  });

  it('in any order of keys and bodies has one effect per key', async () => {
    let run = 0;
    const step = fc.record({ key: fc.nat(2), body: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        run += 1;
        const taken = new Map<number, { body: number; text: string }>();
        for (const { key, body } of steps) {
          const answer = await post(adding, treasury(), some(body, body + 1), `run-${run}-${key}`);
          const before = taken.get(key);
          if (before && before.body !== body) expect(answer.status).toBe(422);
          else expect(answer.status).toBe(200);
          if (before?.body === body) expect(answer.text).toBe(before.text);
          if (!before) taken.set(key, { body, text: answer.text });
        }
      }),
      { numRuns: 15 },
    );
  });
});
