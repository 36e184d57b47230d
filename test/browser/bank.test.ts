import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordBankEntries } from '../../src/store/bank.ts';
import { movePositions, reserve } from '../../src/store/position.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

type Named = { id: string; number: string; debtorId: string; openMinor: number };

let stage: Stage;
let browser: Browser;
let _named: Named[];
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 40 }), openBrowser()]);
  _named = await seed();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

it.each(
  (['en', 'zh-CN'] as const).flatMap((locale) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      [1280, 390].map((width) => ({ locale, scheme, width })),
    ),
  ),
)(
  'the page of entries has no finding of axe: $locale, $scheme, $width',
  async (seen) => {
    const { locale, scheme, width } = seen;
    await stage.speak(locale);
    const options = { colorScheme: scheme, viewport: { width, height: 900 } };
    const { page } = await takeSeat(browser, stage, stage.people.finance, options);
    await page.goto(`${stage.url}/bank`);
    for (const summary of await page.locator('main summary').all()) await summary.click();
    expect(await findingsOf(page, '/bank')).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const shots = process.env.BANK_SHOTS;
    if (shots)
      await page.screenshot({
        path: `${shots}/bank-${locale}-${scheme}-${width}.png`,
        fullPage: true,
      });
  },
  60_000,
);

it('finance puts an entry on what it is for, and takes it back', async () => {
  await stage.speak('en');
  const { page, complaints } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/bank`);
  const waiting = page.locator('main .waiting').filter({ hasText: 'part of' });
  await waiting.locator('summary').first().click();
  const form = waiting.locator('form[action$="/allocation"]');
  await form.locator('input[name=amount]').first().fill('1.00');
  await form.locator('textarea').fill('their advice by telephone');
  await follow(page, `form[action="${await form.getAttribute('action')}"] button`);
  expect(await page.locator('[role=alert]').innerText()).toContain('to the cent');
  await waiting.locator('summary').first().click();
  await form.locator('input[name=amount]').first().fill('12.34');
  await form.locator('textarea').fill('their advice by telephone');
  await follow(page, `form[action="${await form.getAttribute('action')}"] button`);
  expect(await page.locator('main').innerText()).toContain('Booked.');
  const row = page.locator('tbody tr').filter({ hasText: 'their advice by telephone' });
  expect(await row.innerText()).toContain(stage.people.finance.name);
  await row.locator('summary').click();
  const back = row.locator('form');
  await back.locator('textarea').fill('the wrong one');
  await follow(page, `form[action="${await back.getAttribute('action')}"] button`);
  expect(await page.locator('main .waiting').filter({ hasText: 'part of' }).count()).toBe(1);
  expect(complaints).toEqual([]);
}, 60_000);

it('finance puts an entry on a debtor’s account, and applies it to an invoice', async () => {
  const known = await stage.db.asTenant(stage.tenantId, async (tx) => {
    const rows = await tx.query<{ number: string; debtorId: string }>(
      `select number, debtor_id as "debtorId" from cedent.receivable
       where kind = 'invoice' and currency = 'CNY' order by number desc limit 1`,
    );
    return rows[0] ?? { number: '', debtorId: '' };
  });
  const { page } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/bank`);
  const waiting = page.locator('main .waiting').filter({ hasText: 'part of' });
  await waiting.locator('summary').first().click();
  const form = waiting.locator('form[action$="/allocation"]');
  await form.locator('input[name=item][autocomplete]').fill(known.debtorId);
  await form.locator('input[name=amount]').last().fill('12.34');
  await form.locator('textarea').fill('they will say');
  await follow(page, `form[action="${await form.getAttribute('action')}"] button`);
  const panel = page.locator('section[aria-labelledby="on-account-title"]');
  expect(await panel.innerText()).toContain('12.34 CNY');
  expect(await findingsOf(page, 'on account')).toEqual([]);
  await panel.locator('summary').click();
  const apply = panel.locator('form');
  await apply.locator('input[name=item]').fill(known.number);
  await apply.locator('input[name=amount]').fill('12.34');
  await apply.locator('textarea').fill('they said');
  await follow(page, `form[action="${await apply.getAttribute('action')}"] button`);
  expect(await page.locator('main').innerText()).toContain('Applied.');
  expect(await panel.count()).toBe(0);
}, 60_000);

/** One held and misdirected, one of the seller's own, one that waits with candidates, one nameless. */
async function seed(): Promise<Named[]> {
  return stage.db.asTenant(stage.tenantId, async (tx) => {
    const rows = await tx.query<Named & { fingerprint: string }>(
      `select r.id, r.number, r.debtor_id as "debtorId", r.fingerprint, f.open_minor as "openMinor"
       from cedent.receivable r
       join lateral (select p.open_minor from cedent.receivable_fact p
         where p.tenant_id = $1 and p.receivable_id = r.id
         order by p.effective_on desc, p.seq desc limit 1) f on true
       where r.tenant_id = $1 and r.kind = 'invoice' and r.currency = 'CNY' and f.open_minor > 5000
       order by r.number limit 3`,
      [tx.tenantId],
    );
    const [held, own, waiting] = rows;
    if (!held || !own || !waiting) throw new Error('three invoices are open');
    const requestId = '018f0000-0000-7000-8000-0000000000aa';
    await tx.query(
      `insert into cedent.funding_request (tenant_id, id, number, facility_id)
       values ($1, $2, 'FR-2026-9001', 'F1')`,
      [tx.tenantId, requestId],
    );
    const effectiveOn = '2026-09-01';
    const lines = [{ receivableId: held.id, fingerprint: held.fingerprint, number: held.number }];
    await reserve(tx, {
      requestId,
      facilityId: 'F1',
      effectiveOn,
      lines,
      actor: { system: 'setup' },
    });
    const place = { receivableId: held.id, effectiveOn };
    await movePositions(
      tx,
      [
        {
          ...place,
          fact: {
            kind: 'assigned',
            requestId,
            mode: 'sale',
            faceMinor: held.openMinor,
            termsHash: 'T',
            accounting: { treatment: 'derecognition' },
          },
        },
      ],
      { system: 'setup' },
    );
    const entry = (amountMinor: number, reference: string) => ({
      entryKey: reference,
      account: 'DE89370400440532013000',
      currency: 'CNY',
      amountMinor,
      bookedOn: '2026-09-02',
      references: [reference],
      payments: [{ amountMinor, references: [], documents: [], text: [reference] }],
    });
    const entries = [
      entry(held.openMinor, `invoice ${held.number}`),
      entry(own.openMinor, `invoice ${own.number}`),
      entry(12_34, `part of ${waiting.number}`),
      entry(-77_00, 'bank charges'),
    ];
    const actor = { personId: stage.people.finance.personId };
    const taken = await recordBankEntries(tx, { actor, entries });
    expect(taken).toMatchObject({ matched: 2, unmatched: 2 });
    return rows;
  });
}
