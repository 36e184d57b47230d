import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { type FacilityTold, tellMonth } from '../../src/demo/month/month.ts';
import { seedStory } from '../../src/demo/story.ts';
import { type Product, startProduct } from '../../src/product.ts';

/**
 * The demo's month: `tellMonth` looks after every step at BALANCED, CLOSED and ONE_POSITION, by the API
 * and by the funders' own books, and throws where one of them does not hold. What is here is what the
 * month must come to, read from the database when it is over.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'cedent-month-'));
const told: string[] = [];
let product: Product | undefined;
let tenantId = '';
let facilities: FacilityTold[] = [];

beforeAll(async () => {
  let issuer = '';
  product = await startProduct(readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'fatal' }), {
    answerAfterMs: 3_600_000,
    story: async (options) => {
      const seeded = await seedStory({ ...options, ledger: false });
      ({ tenantId } = seeded);
      ({ issuer } = options);
      return seeded;
    },
  });
  const { url, links, partners, work } = product;
  if (!partners) throw new Error('the demo has its partners');
  const show = (line: string) => told.push(line);
  const opening = { url, links, partners, db: work.db, tenantId, issuer, show };
  facilities = await tellMonth({ ...opening, locale: 'en' });
}, 240_000);

afterAll(async () => {
  await product?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('three facilities in two currencies are financed; what debtors paid is closed, the rest still held', () => {
  expect(facilities).toMatchObject([
    { facilityId: 'FA-YJ', currency: 'CNY', financedMinor: 92_833_600, closed: 6, held: 1 },
    { facilityId: 'FX-HF', currency: 'EUR', financedMinor: 11_100_000, closed: 3, held: 1 },
    { facilityId: 'PB-YD', currency: 'CNY', financedMinor: 67_200_000, closed: 2, held: 1 },
  ]);
  for (const { chargesMinor } of facilities) expect(chargesMinor).toBeGreaterThan(0);
});

it('each request ended as the story has it', async () => {
  const rows = await ask(
    z.object({ number: z.string(), last: z.string() }),
    `select r.number, f.fact->>'kind' as last from cedent.funding_request r
     join lateral (select fact from cedent.request_fact f
       where f.tenant_id = $1 and f.request_id = r.id order by seq desc limit 1) f on true
     where r.tenant_id = $1 order by r.number`,
  );
  expect(rows.map(({ last }) => last)).toEqual([
    'cash_matched',
    'cash_matched',
    'cash_matched',
    'expired',
    'cancelled',
  ]);
});

it('a deduction, a dispute, recourse and cash at the wrong party each left their facts', async () => {
  const rows = await ask(
    z.object({ kind: z.string(), count: z.int() }),
    `select fact->>'kind' as kind, count(*) as count from cedent.position_fact
     where tenant_id = $1 group by 1`,
  );
  const counts = Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  expect(counts).toMatchObject({
    advanced: 14,
    closed: 11,
    diluted: 3,
    turned_over: 1,
    recourse_due: 1,
    reassigned: 1,
  });
  expect(counts.disputed).toBe(counts.dispute_ended);
  expect(counts.charged).toBeGreaterThan(14);
});

it('what funders told is booked or confirmed, but for one contradiction that finance dismissed', async () => {
  const rows = await ask(
    z.object({ result: z.string(), decided: z.int(), count: z.int() }),
    `select m.result, count(d.movement_id) as decided, count(*) as count
     from cedent.funder_movement m left join cedent.movement_decision d
       on d.tenant_id = m.tenant_id and d.movement_id = m.id
     where m.tenant_id = $1 group by 1 order by 1`,
  );
  expect(rows.map(({ result }) => result)).toEqual(['booked', 'confirmed', 'questioned']);
  expect(rows.at(-1)).toEqual({ result: 'questioned', decided: 1, count: 1 });
});

it('the books balance in each currency, and no receivable stands twice with funders', async () => {
  const sums = await ask(
    z.object({ currency: z.string(), amount: z.int() }),
    `select currency, sum(amount_minor)::bigint as amount from cedent.posting
     where tenant_id = $1 group by 1 union all
     select functional_currency || ' functional', sum(functional_minor)::bigint
     from cedent.posting where tenant_id = $1 group by 1 order by 1`,
  );
  expect(sums).toEqual([
    { currency: 'CNY', amount: 0 },
    { currency: 'CNY functional', amount: 0 },
    { currency: 'EUR', amount: 0 },
  ]);
  const twice = await ask(
    z.object({ number: z.string() }),
    `select r.number from cedent.open_position p
     join cedent.receivable r on r.tenant_id = p.tenant_id and r.id = p.receivable_id
     where p.tenant_id = $1 group by r.number having count(*) > 1`,
  );
  expect(twice).toEqual([]);
});

it('nothing is left for people, neither in the queue nor at the bank', async () => {
  const parked = await ask(
    z.object({ operation: z.string(), state: z.string() }),
    `select operation, state from cedent.delivery
     where tenant_id = $1 and state in ('manual', 'rejected', 'unknown')
       and operation <> 'notifyDebtor'`,
  );
  expect(parked).toEqual([]);
});

it('none of these funders passes notices on: each debtor of theirs is told by document', async () => {
  const told = await ask(
    z.object({ state: z.string(), kind: z.string().nullable(), count: z.int() }),
    `select d.state, f.fact->>'kind' as kind, count(*)::integer as count
     from cedent.assignment_notice n
     join cedent.delivery d on d.tenant_id = n.tenant_id and d.subject = n.id::text
       and d.operation = 'notifyDebtor'
     left join cedent.assignment_notice_fact f on f.tenant_id = n.tenant_id and f.notice_id = n.id
     where n.tenant_id = $1 group by 1, 2`,
  );
  expect(told).toEqual([{ state: 'rejected', kind: 'by_document', count: expect.any(Number) }]);
});

it('it is told in sentences, of which every name is filled in', () => {
  expect(told.length).toBeGreaterThan(40);
  expect(told.filter((line) => /\{|\}|undefined|NaN/.test(line))).toEqual([]);
});

async function ask<Row>(row: z.ZodType<Row>, text: string): Promise<Row[]> {
  if (!product) throw new Error('the product runs');
  const rows = await product.work.db.asTenant(tenantId, (tx) => tx.query<object>(text, [tenantId]));
  return z.array(row).parse(rows);
}
