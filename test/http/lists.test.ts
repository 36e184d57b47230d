import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, seedLedger } from './ledger.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

let world: World;
let items: Entry[];
beforeAll(async () => {
  world = await createWorld();
  items = await seedLedger(world, world.alpha);
});
afterAll(() => world.close());

describe('lists', () => {
  it('give every row once, in pages that Link joins', async () => {
    let address: string | undefined = `${BASE_URL}/api/v1/receivables?limit=4&asOf=2026-09-10`;
    const seen: string[] = [];
    for (let pages = 0; address && pages < 10; pages += 1) {
      const response: Response = await world.app.request(address, as(world.alpha.people.treasury));
      const body = (await response.json()) as { items: { receivable: { id: string } }[] };
      seen.push(...body.items.map((item) => item.receivable.id));
      address = /<(.+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen.sort()).toEqual(items.map(({ id }) => id).sort());
  });

  it.each(['201', '0', '-1', 'all'])('refuse the limit %s', async (limit) => {
    const response = await world.app.request(
      `${BASE_URL}/api/v1/receivables?limit=${limit}`,
      as(world.alpha.people.treasury),
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: '#/limit' }] });
  });

  it.each(['x', 'x.y', 'eyJ9.AAAA', `${'a'.repeat(100)}.b`])(
    'refuse the forged cursor %s',
    async (cursor) => {
      const response = await world.app.request(
        `${BASE_URL}/api/v1/receivables?cursor=${cursor}`,
        as(world.alpha.people.treasury),
      );
      expect(response.status).toBe(400);
    },
  );
});
