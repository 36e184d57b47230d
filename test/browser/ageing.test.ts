import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { fileOf, importLines, line } from '../store/open.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
  const today = await stage.db.asTenant(stage.tenantId, (tx) => businessDay(tx));
  // Another ledger, in dollars without a rate: six were paid late, one is open.
  const paid = Array.from({ length: 6 }, (_, at) =>
    abroad(`X-${at}`, { issuedOn: addDays(today, -80), dueOn: addDays(today, -50) }),
  );
  const open = abroad('X-9', { issuedOn: addDays(today, -80), dueOn: addDays(today, -40) });
  for (const [days, lines] of [
    [45, [...paid, open]],
    [20, [open]],
  ] as const) {
    const file = fileOf(Buffer.from(`abroad ${days}`));
    const ofLedger = { ledger: 'AR-X', file, fileName: `abroad-${days}.csv` };
    await stage.db.asTenant(stage.tenantId, (tx) =>
      importLines(tx, addDays(today, -days), lines, ofLedger),
    );
  }
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

function abroad(number: string, days: { issuedOn: string; dueOn: string }) {
  const made = line(number, { debtor: 'D4', currency: 'USD', ...days });
  const { receivable } = made;
  return { ...made, receivable: { ...receivable, key: { ...receivable.key, ledger: 'AR-X' } } };
}

describe.each(['en', 'zh-CN'] as const)('the pages of the ageing in %s', (locale) => {
  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('have no finding of axe, %s at %i', async (colorScheme, width) => {
    await stage.speak(locale);
    const options = { colorScheme, viewport: { width, height: 900 } };
    const { page, complaints } = await takeSeat(browser, stage, stage.people.finance, options);
    const found: string[] = [];
    for (const path of [
      '/ageing?credits=aged',
      '/ageing?basis=invoice_date&slabs=0,7,15,30,45,60,75,90,120,150,180,365',
      '/ageing/receivables?column=1&currency=CNY',
      '/ageing/receivables?disputed=1',
      '/debtors/D4',
    ]) {
      const answer = await page.goto(stage.url + path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      found.push(...(await findingsOf(page, path)));
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, over]).toEqual([path, 0]);
      if (process.env.CEDENT_TEST_PICTURES) {
        const name = path.replaceAll(/[^a-z]+/gi, '-').slice(0, 40);
        const file = `${process.env.CEDENT_TEST_PICTURES}/${name}-${locale}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: file, fullPage: true });
      }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

test('without scripts slabs are changed, a cell is opened, and it leads back to the same ageing', async () => {
  await stage.speak('en');
  const without = { javaScriptEnabled: false };
  const { page } = await takeSeat(browser, stage, stage.people.treasury, without);
  await page.goto(`${stage.url}/ageing`);
  expect(await page.textContent('.note')).toContain('There is no sum in one currency yet.');
  await page.fill('input[name=slabs]', '60, 30');
  await follow(page, 'button:text-is("Show")');
  expect(await page.textContent('[role=alert]')).toContain('is not a list of day limits');
  expect(await page.locator('table').count()).toBe(0);
  await page.fill('input[name=slabs]', '20, 50');
  await follow(page, 'button:text-is("Show")');
  await follow(page, 'nav >> text=Invoice date');
  const heads = await page.locator('#debtors thead th').allTextContents();
  expect(heads.slice(1, 4)).toEqual(['Up to 20 days', '21–50 days', 'Over 50 days']);
  const cell = page.locator('#debtors tbody td:nth-child(3) a').first();
  const amount = (await cell.textContent()) ?? '';
  await Promise.all([page.waitForEvent('load'), cell.click()]);
  expect(await page.textContent('h1')).toBe('21–50 days · CNY');
  expect(await page.textContent('tfoot')).toContain(`${amount} CNY`);
  await follow(page, 'text=Back to the ageing');
  expect(await page.inputValue('input[name=slabs]')).toBe('20, 50');
  expect(await page.textContent('nav [aria-current=true] >> nth=0')).toBe('Invoice date');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('text=Download as CSV').click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^ageing-\d{4}-\d\d-\d\d\.csv$/);
  await page.context().close();
});
