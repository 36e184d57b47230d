import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpEnv } from '../../src/http/env.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { createApp } from '../../src/server.ts';
import { newId } from '../../src/store/database.ts';
import { insertFact, readRequest } from '../../src/store/request-facts.ts';
import { listening } from '../setup/statements.ts';
import { seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

let world: World;
let app: Hono<HttpEnv>;
let statements: string[];
let seeded: string;
beforeAll(async () => {
  world = await createWorld();
  const { requestId } = await seedStory(world, world.alpha, await seedLedger(world, world.alpha));
  seeded = requestId;
  const heard = listening(world.db);
  statements = heard.statements;
  app = createApp({ ...world.deps, db: heard.database, pages: createPages });
});
afterAll(() => world.close());

describe('a list', () => {
  it.each(['/requests', '/api/v1/requests'])(
    '%s of many asks no more than of one',
    async (path) => {
      const one = await asked(path);
      const added = await draftMore(8);
      const many = await asked(path);
      for (const number of added) expect(many.text).toContain(number);
      expect(many.count).toBe(one.count);
      expect(many.count).toBeLessThan(12);
    },
  );
});

async function asked(path: string): Promise<{ text: string; count: number }> {
  statements.length = 0;
  const response = await app.request(`${BASE_URL}${path}`, as(world.alpha.people.treasury));
  expect(response.status).toBe(200);
  return { text: await response.text(), count: statements.length };
}

/** Drafts with the lines of the story's. */
async function draftMore(count: number): Promise<string[]> {
  const { tenantId, people } = world.alpha;
  const actor = { personId: people.treasury.personId };
  return world.db.asTenant(tenantId, async (tx) => {
    const fact = (await readRequest(tx, seeded))?.facts[0]?.fact;
    if (!fact) throw new Error('the story has a draft');
    const numbers: string[] = [];
    for (let nth = 0; nth < count; nth += 1) {
      const requestId = newId();
      const number = `FR-${requestId}`;
      await tx.query(
        `insert into cedent.funding_request (tenant_id, id, number, facility_id)
         values ($1, $2, $3, 'F1')`,
        [tenantId, requestId, number],
      );
      await insertFact(tx, { requestId, seq: 1, fact, effectiveOn: '2026-09-02', actor });
      numbers.push(number);
    }
    return numbers;
  });
}
