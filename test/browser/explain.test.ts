import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/http/pages/text/text.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 300 }), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const seat = () => takeSeat(browser, stage, stage.people.treasury);
const open = (page: Page, path: string) => page.goto(`${stage.url}${path}`);
const minorOf = (text: string) =>
  Math.round(Number(text.replaceAll(',', '').replace('−', '-')) * 100);

/** The last cells of the rows of a table. */
async function amountsOf(page: Page, table: string): Promise<number[]> {
  const cells = await page.locator(`${table} tbody tr td:last-child`).allInnerTexts();
  return cells.map(minorOf);
}

describe.each(['en', 'zh-CN'] as const)('explanations in %s', (locale) => {
  const { explain, desk } = textOf(locale);

  it('lead from the desk to what each rule of the facility frees, those that free most first', async () => {
    await stage.speak(locale);
    const { page, complaints, foreign } = await seat();
    await open(page, '/');
    await follow(page, `a:has-text("${explain.link}")`);
    expect(await page.locator('h1').innerText()).toBe(explain.title('Recourse line'));
    const rows = page.locator('section[aria-labelledby="rules-title"] tbody tr');
    expect(await rows.count()).toBe(9);
    const freed = await page
      .locator('section[aria-labelledby="rules-title"] td:nth-child(4)')
      .allInnerTexts();
    const sorted = freed.map(minorOf).toSorted((left, right) => right - left);
    expect(freed.map(minorOf)).toEqual(sorted);
    expect(sorted[0]).toBeGreaterThan(0);
    expect(await findingsOf(page, `facility ${locale}`)).toEqual([]);
    await follow(page, `a:has-text("${explain.toDesk}")`);
    expect(await page.locator('#fall-title').innerText()).toBe(desk.fallTitle);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  }, 60_000);

  it('of a debtor add up under each facility, and say what a higher limit is worth', async () => {
    await stage.speak(locale);
    const { page, complaints } = await seat();
    await open(page, '/?rule=insured_limit');
    await follow(page, '.ledger tbody tr:first-child a.name');
    for (const name of ['Recourse line', 'Silent line']) {
      const table = `section[aria-label="${explain.financedTitle(name)}"] > table`;
      const amounts = await amountsOf(page, table);
      const funds = amounts.pop();
      expect(amounts.length).toBeGreaterThan(1);
      expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(funds);
    }
    const form = page.locator('form.worth');
    expect(await form.count()).toBe(1);
    await form.locator('input[name="limit"]').fill('100,000.00');
    await Promise.all([page.waitForEvent('load'), form.locator('button').click()]);
    const worth = await page.locator('#worth').innerText();
    expect(worth).toContain('CNY 100,000.00');
    expect(await page.locator('form.worth input[name="limit"]').inputValue()).toBe('100,000.00');
    expect(await findingsOf(page, `debtor ${locale}`)).toEqual([]);
    await page.locator('form.worth input[name="limit"]').fill('ten');
    await Promise.all([page.waitForEvent('load'), page.locator('form.worth button').click()]);
    expect(await page.locator('#worth [role="alert"]').innerText()).toBe(explain.unreadable('ten'));
    expect(complaints).toEqual([]);
  }, 60_000);

  it('of a receivable say why it is out, what would change it, and where a need would place it', async () => {
    await stage.speak(locale);
    const { page, complaints } = await seat();
    await open(page, '/?rule=past_due_date');
    await follow(page, '.ledger tbody tr:first-child a[href^="/receivables/"]');
    const judged = page.locator('section[aria-label="Recourse line"]');
    expect(await judged.locator('tbody tr').count()).toBe(3);
    expect(await judged.locator('td small').innerText()).not.toBe('');
    await open(page, '/?show=eligible');
    await follow(page, '.ledger tbody tr:first-child a[href^="/receivables/"]');
    await page.locator('#placing input[name="amount"]').fill('500000');
    await Promise.all([page.waitForEvent('load'), page.locator('#placing button').click()]);
    await expect.poll(() => page.locator('#placed').innerText(), { timeout: 90_000 }).toMatch(/%/);
    expect(await findingsOf(page, `receivable ${locale}`)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 150_000);
});
