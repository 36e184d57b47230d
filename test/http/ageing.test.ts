import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { sumMinor } from '../../src/core/money.ts';
import { recordDebtor } from '../../src/store/debtor.ts';
import { creditLine, importLines, line, setup } from '../store/open.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    const late = { issuedOn: '2026-08-01', dueOn: '2026-09-01' };
    await importLines(tx, '2026-10-31', [
      line('INV-1'),
      line('INV-2', { ...late, disputedMinor: 30_00 }),
      line('INV-3', { ...late, debtor: 'D2', currency: 'USD' }),
      line('INV-4', { debtor: 'D2' }),
      creditLine('CN-5'),
    ]);
    const debtor = { id: 'D2', name: '=HYPERLINK("x")', identifiers: {} };
    await recordDebtor(tx, { actor: setup, debtor, effectiveOn: '2026-10-31' });
  });
});
afterAll(() => world?.close());

const Cell = z.object({ count: z.int(), openMinor: z.int(), disputedMinor: z.int() });
const Row = z.object({ currency: z.string(), cells: z.array(Cell), total: Cell });

async function get(path: string, language = 'en'): Promise<Response> {
  const headers = { 'accept-language': language };
  const join = path.includes('?') ? '&' : '?';
  const address = `${BASE_URL}/api/v1${path}${join}asOf=2026-10-31`;
  return world.app.request(address, as(world.alpha.people.treasury, { headers }));
}

it('states each currency to the cent, and names the rate that the portfolio misses', async () => {
  const Ageing = z.object({
    columns: z.array(z.object({ id: z.string(), name: z.string() })),
    currencies: z.array(Row),
    portfolio: z.object({ status: z.string() }),
    sentences: z.array(z.string()),
  });
  const body = Ageing.parse(await (await get('/ageing')).json());
  expect(body.columns.map(({ name }) => name)).toEqual([
    'Not due',
    '1–30 days',
    '31–60 days',
    '61–90 days',
    'Over 90 days',
    'Credit notes',
    'Unapplied cash',
  ]);
  const [euro, dollar] = body.currencies;
  expect(euro?.cells.map(({ openMinor }) => openMinor)).toEqual([
    0, 200_00, 100_00, 0, 0, -10_00, 0,
  ]);
  expect(euro?.total).toEqual({ count: 4, openMinor: 290_00, disputedMinor: 30_00 });
  expect(dollar?.total.openMinor).toBe(100_00);
  expect(body.portfolio.status).toBe('refused');
  expect(body.sentences).toEqual([
    'There is no rate from USD to EUR on or before 31 Oct 2026. State it in this direction; rates are not inverted.',
  ]);
});

it.each(['30,30', '60,30', 'x', '0,30,', '4000', '-1'])('refuses the slabs %s', async (slabs) => {
  const answer = await get(`/ageing?slabs=${encodeURIComponent(slabs)}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errors: [{ pointer: '#/slabs' }] });
});

it('opens a cell to the receivables in it, a page at a time', async () => {
  const List = z.object({
    items: z.array(z.object({ receivable: z.object({ openMinor: z.int() }) })),
    next: z.string().nullable(),
  });
  const path = '/ageing/receivables?column=1&currency=EUR&limit=1';
  const first = List.parse(await (await get(path)).json());
  const second = List.parse(await (await get(`${path}&cursor=${first.next}`)).json());
  const items = [...first.items, ...second.items];
  expect(sumMinor(items.map(({ receivable }) => receivable.openMinor))).toBe(200_00);
  expect(second.next).toBeNull();
  expect((await get('/ageing/receivables?column=9')).status).toBe(400);
});

it('lists the debtors once each, and another list’s cursor is refused', async () => {
  const List = z.object({
    items: z.array(Row.extend({ debtorId: z.string() })),
    next: z.string().nullable(),
  });
  const seen: string[] = [];
  let cursor = '';
  for (let pages = 0; pages < 5; pages += 1) {
    const page = List.parse(await (await get(`/ageing/debtors?limit=1${cursor}`)).json());
    seen.push(...page.items.map((row) => `${row.currency} ${row.debtorId}`));
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  expect(seen).toEqual(['EUR D1', 'EUR D2', 'USD D2']);
  expect((await get(`/ageing/receivables?limit=1${cursor}`)).status).toBe(400);
});

it('gives a file whose names no spreadsheet runs, in the reader’s words', async () => {
  const answer = await get('/ageing/file');
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const [heads, ...rows] = (await answer.text()).trimEnd().split('\r\n');
  expect(heads).toBe(
    'Debtor number,Debtor,Currency,Open items,Total,Of it in dispute,Not due,1–30 days,31–60 days,61–90 days,Over 90 days,Credit notes,Unapplied cash',
  );
  expect(rows[0]).toBe('D1,Debtor D1,EUR,3,190.00,30.00,0.00,100.00,100.00,0.00,0.00,-10.00,0.00');
  expect(rows[1]).toMatch(/^D2,"'=HYPERLINK/);
});

it('says in words where the days come from, and how many payments are too few', async () => {
  const outstanding = await (await get('/ageing/sales-outstanding')).text();
  expect(outstanding).toContain('÷');
  expect(outstanding).toContain('The first ledger is of 31 Oct 2026.');
  expect((await get('/ageing/months?months=2')).status).toBe(200);
  const behaviour = await get('/debtors/D1/payment-behaviour');
  expect(await behaviour.json()).toMatchObject({ debtorId: 'D1', currencies: [] });
  expect((await get('/debtors/D9/payment-behaviour')).status).toBe(404);
});
