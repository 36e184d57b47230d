import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths } from '../../src/core/calendar.ts';
import { accountRoles } from '../../src/core/journal/account-role.ts';
import { monthOf } from '../../src/core/journal/month.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { recordFixings } from '../../src/store/fixing.ts';
import { posted } from '../store/books/posted.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
let receivable: { id: string; number: string };
let month: string;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 40 }), openBrowser()]);
  await stage.db.asTenant(stage.tenantId, async (tx) => {
    month = monthOf(addMonths(await businessDay(tx), -1));
    const [row] = await tx.query<{ id: string; number: string }>(
      `select id, number from cedent.receivable where kind = 'invoice' order by number limit 1`,
    );
    if (!row) throw new Error('a receivable');
    receivable = row;
    const on = `${month}-05`;
    for (const percent of ['3.00', '3.05']) {
      const fixings = [{ index: 'LPR 1Y', day: on, percent, source: 'NIFC' }];
      await recordFixings(tx, { actor: { system: 'setup' }, fixings });
    }
    const lines = (amountMinor: number) =>
      [
        ['due_from_factor', row.id, amountMinor],
        ['trade_receivables', row.id, -amountMinor],
      ] satisfies Parameters<typeof posted>[1]['lines'];
    await posted(
      tx,
      { cause: 'a', on, kind: 'assigned', currency: 'CNY', lines: lines(1_234_567_89) },
      { cause: 'b', on, kind: 'reassigned', currency: 'CNY', lines: lines(-234_567_89) },
    );
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

describe.each(['en', 'zh-CN'] as const)('the books in %s', (locale) => {
  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('have no finding of axe, %s at %i', async (colorScheme, width) => {
    await stage.speak(locale);
    const options = { colorScheme, viewport: { width, height: 900 } };
    const { page, complaints } = await takeSeat(browser, stage, stage.people.finance, options);
    const found: string[] = [];
    const own = `/books/receivables/${receivable.id}`;
    for (const path of [`/books?month=${month}`, own, '/books/fixings']) {
      await page.goto(stage.url + path);
      found.push(...(await findingsOf(page, path)));
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, over]).toEqual([path, 0]);
    }
    expect([...found, ...complaints]).toEqual([]);
  });
});

test('a person in finance keeps fixings; a line that is none is named', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/books?month=${month}`);
  await follow(page, 'a:text-is("Index fixings")');
  expect(await page.textContent('section:has(#list-title)')).toContain('before: 3.00');
  const record = async (lines: string) => {
    await page.fill('input[name="index"]', 'EURIBOR 3M');
    await page.fill('input[name="source"]', 'EMMI');
    await page.fill('textarea[name="lines"]', lines);
    await follow(page, 'button:text-is("Record")');
  };
  await record(`${month}-02 2.01\nhigh`);
  expect(await page.textContent('.note.refused')).toContain('Line 2 is no day with a rate');
  await record(`${month}-02 2.01\n${month}-03 2.02`);
  expect(await page.textContent('.note.done')).toContain('2 fixings recorded.');
  await record(`${month}-02 2.11`);
  expect(await page.textContent('.note.done')).toContain('1 day had another fixing before');
  const other = await takeSeat(browser, stage, stage.people.approver);
  await other.page.goto(`${stage.url}/books/fixings`);
  expect(await other.page.textContent('main')).toContain('2.11');
  expect(await other.page.locator('textarea').count()).toBe(0);
});

test('a person in finance exports and closes the month; treasury reads', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/books?month=${month}`);
  await page.fill('input[name="number"]', receivable.number);
  await follow(page, 'text=Statement of account');
  expect(await page.textContent('section:has(#balances-title)')).toContain('1,000,000.00 CNY');
  await page.goto(`${stage.url}/books?month=${month}`);
  for (const role of accountRoles) {
    await page.fill(`input[name="number.${role}"]`, `GL-${role.slice(0, 8)}`);
  }
  await follow(page, 'button:text-is("Export")');
  expect(await page.textContent('.note.done')).toContain('Run 1: 2 journals exported.');
  await page.goto(`${stage.url}/books?month=${month}`);
  await follow(page, `button:text-is("Close ${month}")`);
  expect(await page.textContent('.note.done')).toContain(`${month} is closed.`);
  const other = await takeSeat(browser, stage, stage.people.treasury);
  await other.page.goto(`${stage.url}/books?month=${month}`);
  expect(await other.page.textContent('main')).toContain('Trial balance');
  expect(await other.page.locator('form[action="/books/exports"]').count()).toBe(0);
});
