import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths } from '../../src/core/calendar.ts';
import { accountRoles } from '../../src/core/journal/account-role.ts';
import { monthOf } from '../../src/core/journal/month.ts';
import { businessDay } from '../../src/store/business-clock.ts';
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
    for (const path of [`/books?month=${month}`, `/books/receivables/${receivable.id}`]) {
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
