import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { certifyWith } from '../../src/host/certify.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { sameThread } from '../selecting.ts';
import { holdReceivable } from '../store/open.ts';
import { type Entry, seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

let world: World;
let items: Entry[];
beforeAll(async () => {
  world = await createWorld({ certify: certifyWith(sameThread) });
  items = await seedLedger(world, world.alpha);
  await seedStory(world, world.alpha, items);
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    const free = await tx.query<{ number: string }>(
      `select r.number from cedent.receivable r where r.kind = 'invoice' and not exists (
         select from cedent.open_position p where p.receivable_id = r.id) order by r.number limit 3`,
    );
    for (const { number } of free) {
      await holdReceivable(tx, { number, facilityId: 'F1', advancedMinor: 850_00 });
    }
    const [first] = free;
    const movements = [
      told('service_fee', 7_50, first?.number),
      told('rebate', 900_000_00, first?.number),
    ];
    await takeMovements(tx, { facilityId: 'F1', movements, actor: { system: 'jobs' } });
  });
});
afterAll(() => world.close());

const List = z.object({ items: z.array(z.looseObject({})), next: z.string().nullable() });
const path = '/facilities/F1/reconciliation';

describe('the reconciliation of a facility', () => {
  it('is told in sums that are those of its receivables', async () => {
    const Summary = z.object({
      receivables: z.int(),
      differences: z.int(),
      totals: z.object({ ours: z.record(z.string(), z.int()) }),
    });
    const summary = Summary.parse(await get(`${path}?asOf=2026-12-01`));
    const rows = await all(`${path}/receivables?asOf=2026-12-01&limit=2`);
    const Row = z.object({ ours: z.record(z.string(), z.int()) });
    const sum = rows.reduce((total, row) => total + (Row.parse(row).ours.advance ?? 0), 0);
    expect(rows).toHaveLength(summary.receivables);
    expect(summary.totals.ours.advance).toBe(sum);
    expect(summary.totals.ours.fees).toBe(7_50);
    expect(await all(`${path}/differences?asOf=2026-12-01&limit=1`)).toHaveLength(
      summary.differences,
    );
  });

  it('names the movement that waits for a person', async () => {
    const rows = await all(`${path}/differences?asOf=2026-12-01`);
    expect(rows).toContainEqual(
      expect.objectContaining({ code: 'questioned', measure: 'rebate', amountMinor: 900_000_00 }),
    );
  });

  it('compares control accounts, and names those nothing goes by', async () => {
    const balance = { account: 'due_from_factor', currency: 'EUR', balanceMinor: 1 };
    const answer = await ask(`${path}/control`, { balances: [balance] });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ lines: [{ account: 'due_from_factor' }] });
    const refused = await ask(`${path}/control`, { balances: [{ ...balance, account: '9' }] });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ reason: { code: 'control_unknown' } });
  });

  it('of a facility that is not there is not there', async () => {
    const response = await world.app.request(
      `${BASE_URL}/api/v1/facilities/NONE/reconciliation`,
      as(world.alpha.people.finance),
    );
    expect(response.status).toBe(404);
  });
});

describe('the outlook', () => {
  it('lists warnings in the caller’s language', async () => {
    const answer = List.parse(await get('/outlook/warnings'));
    expect(answer.next).toBeNull();
    for (const { sentence } of answer.items) expect(sentence).toEqual(expect.any(String));
  });

  it('has a timeline whose cells are what its items sum to', async () => {
    const Cash = z.object({
      rows: z.array(z.object({ day: z.string(), currency: z.string(), amountMinor: z.int() })),
    });
    const { rows } = Cash.parse(await get('/outlook/cash?days=366'));
    expect(rows.length).toBeGreaterThan(0);
    for (const { day, currency, amountMinor } of rows) {
      const own = await all(`/outlook/cash/items?days=366&day=${day}&currency=${currency}&limit=2`);
      const amounts = own.map((one) => z.object({ amountMinor: z.int() }).parse(one).amountMinor);
      expect(amounts.reduce((total, one) => total + one, 0)).toBe(amountMinor);
    }
  });
});

async function get(address: string): Promise<unknown> {
  const response = await world.app.request(
    `${BASE_URL}/api/v1${address}`,
    as(world.alpha.people.finance),
  );
  expect([address, response.status]).toEqual([address, 200]);
  return response.json();
}

async function all(address: string): Promise<object[]> {
  const found: object[] = [];
  let next: string | null = '';
  for (let pages = 0; next !== null && pages < 100; pages += 1) {
    const page: z.infer<typeof List> = List.parse(
      await get(next === '' ? address : `${address}&cursor=${encodeURIComponent(next)}`),
    );
    found.push(...page.items);
    next = page.next;
  }
  return found;
}

function ask(address: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return Promise.resolve(
    world.app.request(`${BASE_URL}/api/v1${address}`, as(world.alpha.people.finance, init)),
  );
}

let movements = 0;
function told(
  kind: FunderMovement['kind'],
  amountMinor: number,
  invoiceNumber = '',
): FunderMovement {
  movements += 1;
  const days = { bookedOn: '2026-11-24', valueOn: '2026-11-24' };
  const of = { kind, amountMinor, currency: 'EUR', reversal: false, detail: '' };
  return { ...of, ...days, movementId: `M-${movements}`, invoiceNumber };
}
