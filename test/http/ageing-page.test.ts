import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { parseDecimal, sumMinor } from '../../src/core/money.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { textOf } from '../../src/http/pages/text/text.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { recordRates } from '../../src/store/fx.ts';
import { creditLine, importLines, line, setup } from '../store/open.ts';
import { as, BASE_URL, createWorld, type Member, type World } from './world.ts';

const day = '2026-10-31';
let world: World;
beforeAll(async () => {
  world = await createWorld({ pages: createPages });
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    const late = { issuedOn: '2026-08-01', dueOn: '2026-09-01' };
    const many = Array.from({ length: 60 }, (_, at) =>
      line(`INV-${100 + at}`, { faceMinor: 10_00 + at }),
    );
    await importLines(tx, day, [
      ...many,
      line('INV-2', { ...late, disputedMinor: 30_00 }),
      line('INV-3', { ...late, debtor: 'D2', currency: 'USD' }),
      line('INV-4', { debtor: 'D2', dueOn: '2026-12-01' }),
      creditLine('CN-5'),
    ]);
  });
  await payments(world);
});
afterAll(() => world?.close());

async function ask(path: string, member: Member = world.alpha.people.treasury) {
  const address = path.startsWith('/') ? `${BASE_URL}${path}` : path;
  const response = await world.app.request(address, as(member));
  const text = (await response.text()).replaceAll('&amp;', '&').replaceAll('&#39;', '’');
  return { status: response.status, text };
}

function speak(locale: string) {
  return Promise.all(
    [world.alpha, world.beta].map(({ tenantId }) =>
      world.db.asTenant(tenantId, (tx) =>
        tx.query('update cedent.person set locale = $2 where tenant_id = $1', [tenantId, locale]),
      ),
    ),
  );
}

function minorOf(text: string): number {
  const minor = parseDecimal(text.replace('−', '-').replaceAll(',', ''), 'EUR');
  if (minor === undefined) throw new Error(`no amount: ${text}`);
  return minor;
}

/** The amounts of a page of an ageing, with what each opens. */
function cellsOf(page: string): { href: string; amountMinor: number }[] {
  const links = page.matchAll(/<td class="num aged"[^>]*><span><a href="([^"]+)">([^<]+)</g);
  return [...links].map(([, href = '', amount = '']) => ({ href, amountMinor: minorOf(amount) }));
}

/** What the receivables of a cell add up to, over all of its pages. */
async function openedSum(href: string, member?: Member): Promise<number> {
  const head = href.includes('disputed=1') ? 'Of it in dispute' : 'Open';
  const amounts: number[] = [];
  let path: string | undefined = href;
  for (let pages = 0; path !== undefined && pages < 5; pages += 1) {
    const { status, text }: { status: number; text: string } = await ask(path, member);
    expect([path, status]).toEqual([path, 200]);
    const body = /<tbody>.*?<\/tbody>/s.exec(text)?.[0] ?? '';
    const found = body.matchAll(new RegExp(`data-head="${head}">([^<]+?)(?: [A-Z]{3})?<`, 'g'));
    amounts.push(...[...found].map(([, amount = '']) => minorOf(amount)));
    path = /href="([^"]+)">Next page</.exec(text)?.[1];
  }
  expect(path).toBeUndefined();
  return sumMinor(amounts);
}

it.each([
  ['due_date', 'apart'],
  ['due_date', 'aged'],
  ['invoice_date', 'apart'],
  ['invoice_date', 'aged'],
])(
  'every amount opens exactly the receivables that add up to it: %s, %s',
  async (basis, credits) => {
    await speak('en');
    const { text } = await ask(
      `/ageing?asOf=${day}&basis=${basis}&credits=${credits}&slabs=0, 30, 60`,
    );
    const cells = cellsOf(text);
    const ofEach = cells.filter(({ href }) => href.includes('debtor='));
    expect(ofEach.length).toBeGreaterThan(7);
    const sums: [string, number][] = [];
    for (const { href } of cells) sums.push([href, await openedSum(href)]);
    expect(sums).toEqual(cells.map(({ href, amountMinor }) => [href, amountMinor]));
  },
);

it('names the rate that is missing and still shows each currency, and the rate it used', async () => {
  await speak('en');
  const without = await ask(`/ageing?asOf=${day}`);
  const { ageing } = textOf('en');
  expect(without.text).toContain('There is no rate from USD to EUR on or before 31 Oct 2026.');
  expect(without.text).not.toContain(ageing.together('EUR'));
  expect(without.text).toContain(ageing.allDebtors('USD'));
  const rate = { from: 'USD', to: 'EUR', on: day, numerator: 9, denominator: 10, source: 'ECB' };
  await world.db.asTenant(world.alpha.tenantId, (tx) =>
    recordRates(tx, { actor: setup, rates: [rate] }),
  );
  const { text } = await ask(`/ageing?asOf=${day}`);
  expect(text).toContain('Converted at 1 USD = 0.9 EUR (ECB, 31 Oct 2026).');
  const whole = cellsOf(text).filter(({ href }) => !href.includes('currency='));
  // 60 invoices of 10.00 and more, 100.00 and 100.00, 100.00 of USD, less 10.00.
  expect(whole.map(({ amountMinor }) => amountMinor)).toContain(617_70 + 100_00 + 190_00 - 10_00);
  const href = whole.find(({ href }) => href.includes('column=2'))?.href ?? '';
  expect((await ask(href)).text).toContain(`2 receivables together · ${ageing.together('EUR')}`);
});

it('lists every debtor once, page after page, under the same sum', async () => {
  await speak('en');
  const { treasury } = world.beta.people;
  const today = await world.db.asTenant(world.beta.tenantId, (tx) => businessDay(tx));
  const seen: string[] = [];
  let path: string | undefined = `/ageing?asOf=${addDays(today, -300)}`;
  for (let pages = 0; path !== undefined && pages < 4; pages += 1) {
    const { text }: { text: string } = await ask(path, treasury);
    const panel = /<section[^>]*id="debtors".*?<\/section>/s.exec(text)?.[0] ?? '';
    expect(cellsOf(panel).map(({ amountMinor }) => amountMinor)).toContain(2_700_00);
    seen.push(...[...panel.matchAll(/href="\/debtors\/([^"]+)"/g)].map(([, id = '']) => id));
    path = /href="([^"]+)">Next page</.exec(panel)?.[1];
  }
  expect(seen.length).toBe(27);
  expect(new Set(seen).size).toBe(27);
});

it('the cells of a debtor’s own page open too, and to nobody of another company', async () => {
  await speak('en');
  const { treasury } = world.beta.people;
  const cells = cellsOf((await ask('/debtors/D9', treasury)).text);
  expect(cells.map(({ amountMinor }) => amountMinor)).toEqual([100_00, 100_00]);
  for (const { href } of cells) {
    expect(await openedSum(href, treasury)).toBe(100_00);
    expect((await ask(href)).text).toContain(textOf('en').ageing.itemsNone);
  }
  const { text } = await ask(`/ageing/receivables?asOf=${day}`);
  const next = /href="([^"]+)">Next page</.exec(text)?.[1] ?? '';
  expect((await ask(next)).status).toBe(200);
  expect((await ask(next, treasury)).status).toBe(400);
});

describe.each(['en', 'zh-CN'] as const)('an ageing in %s', (locale) => {
  const { ageing, refusals } = textOf(locale);

  it('tells slabs and a day that cannot be read, and shows no figures under them', async () => {
    await speak(locale);
    const slabs = await ask('/ageing?slabs=30,20');
    expect(slabs.status).toBe(400);
    expect(slabs.text).toContain(ageing.slabsUnreadable('30,20'));
    expect(slabs.text).toContain('aria-invalid="true"');
    expect(cellsOf(slabs.text)).toEqual([]);
    const asOf = await ask('/ageing?asOf=2026-02-30');
    expect(asOf.text).toContain(refusals.day_unreadable('2026-02-30'));
    expect((await ask('/ageing?slabs=0，30、60')).status).toBe(200);
    expect((await ask(`/ageing/receivables?slabs=30,20`)).status).toBe(400);
    expect((await ask('/ageing/receivables?column=9')).status).toBe(400);
  });

  it('says how a debtor pays, whether it is getting later, and when too little is known', async () => {
    await speak(locale);
    const { treasury } = world.beta.people;
    const known = await ask('/debtors/D7', treasury);
    expect(known.text).toContain(ageing.late(400));
    expect(known.text).toContain(ageing.late(250));
    expect(known.text).toContain(ageing.later(150));
    expect(known.text).toContain(ageing.paidOn(6, '600.00 EUR'));
    expect(known.text).toContain(ageing.paidOn(12, '1,200.00 EUR'));
    const little = await ask('/debtors/D8', treasury);
    expect(little.text).toContain(
      locale === 'en' ? '1 paid in this time, too few to say' : '付款的账款仅 1 笔',
    );
    expect((await ask('/debtors/D9', treasury)).text).toContain(ageing.payingNone);
  });
});

/** Long ago 27 debtors owed; D7 paid six 10 days late and later six 40 days late; D8 paid one; D9 none. */
async function payments({ db, beta }: World): Promise<void> {
  const today = await db.asTenant(beta.tenantId, (tx) => businessDay(tx));
  const ago = (days: number) => addDays(today, -days);
  const six = (from: number, due: number) =>
    Array.from({ length: 6 }, (_, at) =>
      line(`INV-${from + at}`, { debtor: 'D7', issuedOn: ago(due + 30), dueOn: ago(due) }),
    );
  const open = line('INV-9', { debtor: 'D9', issuedOn: ago(240), dueOn: ago(210) });
  const single = line('INV-8', { debtor: 'D8', issuedOn: ago(100), dueOn: ago(80) });
  const many = Array.from({ length: 27 }, (_, at) =>
    line(`INV-${40 + at}`, { debtor: `E${at}`, issuedOn: ago(320), dueOn: ago(310) }),
  );
  for (const [days, lines] of [
    [300, many],
    [200, [...six(10, 200), open]],
    [190, [open]],
    [60, [...six(20, 80), single, open]],
    [40, [open]],
  ] as const) {
    await db.asTenant(beta.tenantId, (tx) => importLines(tx, ago(days), lines));
  }
}
