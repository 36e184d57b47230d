import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/http/pages/text/text.ts';
import { raiseCash } from './raising.ts';
import { type Locale, openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 120 }), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

describe.each<Locale>(['en', 'zh-CN'])('the whole job in %s', (locale) => {
  const text = textOf(locale);

  it('two people bring receivables from the ledger to funded', async () => {
    await stage.speak(locale);
    const treasury = await takeSeat(browser, stage, stage.people.treasury);
    const approver = await takeSeat(browser, stage, stage.people.approver);
    const { page } = treasury;
    await page.goto(`${stage.url}/`);
    expect(await page.locator('h1').innerText()).toBe(text.desk.title);
    await raiseCash(page, text, '400000');
    expect(Number(await page.locator('#dock .sum b').first().innerText())).toBeGreaterThan(1);
    await follow(page, `button:text-is("${text.desk.create}")`);
    await follow(page, `button:text-is("${text.request.submit}")`);
    expect(await page.locator('#request').innerText()).toContain(text.request.waitingForOther);

    await approver.page.goto(page.url());
    expect(await approver.page.locator('#request').innerText()).toContain(text.request.bindsTitle);
    await follow(approver.page, `button:text-is("${text.request.approve}")`);
    const funded = [text.requests.states.funded, text.requests.states.partly_funded];
    const status = page.locator('#request [role=status]').first();
    await page.reload();
    await expect
      .poll(() => status.innerText(), { timeout: 60_000, interval: 500 })
      .toSatisfy((words: string) => funded.includes(words));
    const told = await page.locator('#request').innerText();
    expect(told).toContain(stage.people.approver.name);
    expect(told).toContain('gb/assignment-schedule.pdf');
    const document = await page.locator('a[href*="/documents/"]').getAttribute('href');
    const paper = await page.request.get(`${stage.url}${document}`);
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
    expect([...treasury.complaints, ...approver.complaints, ...stage.errors]).toEqual([]);
  }, 240_000);

  it('a request that is returned and withdrawn frees its receivables, with the reasons told', async () => {
    await stage.speak(locale);
    const { page } = await takeSeat(browser, stage, stage.people.treasury);
    const approver = await takeSeat(browser, stage, stage.people.approver);
    await page.goto(`${stage.url}/`);
    await raiseCash(page, text, '100000');
    await follow(page, `button:text-is("${text.desk.create}")`);
    await follow(page, `button:text-is("${text.request.submit}")`);
    await approver.page.goto(page.url());
    await giveReason(approver.page, text.request.returned, 'too many small ones');
    await page.reload();
    expect(await page.locator('#request').innerText()).toContain('too many small ones');
    await giveReason(page, text.request.withdraw, 'asked again');
    expect(await page.locator('#request').innerText()).toContain(
      text.request.withdrawnWhy('asked again'),
    );
  }, 180_000);
});

async function giveReason(page: Page, label: string, reason: string): Promise<void> {
  const details = page.locator('.decide details', { has: page.getByText(label) }).first();
  await details.locator('summary').click();
  await details.locator('textarea').fill(reason);
  await Promise.all([page.waitForEvent('load'), details.locator('button').click()]);
}
