import { execFileSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../src/http/pages/text/text.ts';
import { findProgram } from '../setup/tools.ts';
import { openStage, type Stage } from './stage.ts';
import { openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 300 }), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const { desk, raise } = textOf('en');
const choosable = '.ledger tbody input:not(:disabled)';

it('the first page weighs at most 60 KB and 1,500 nodes with 50 rows, all from this server', async () => {
  const { page, foreign, complaints } = await takeSeat(browser, stage, stage.people.treasury);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let transferred = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    transferred += encodedDataLength;
  });
  await page.goto(`${stage.url}/`, { waitUntil: 'networkidle' });
  expect(await page.locator('.ledger tbody tr').count()).toBe(50);
  expect(transferred).toBeGreaterThan(10_000);
  expect(transferred).toBeLessThanOrEqual(60 * 1024);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(
    1500,
  );
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});

it('j and k walk the rows that can be chosen, space chooses, / searches and ? explains', async () => {
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/`);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  const first = page.locator(choosable).first();
  expect(await first.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.press('Space');
  const count = page.locator('#dock .sum b').first();
  await expect.poll(() => count.innerText()).toBe('1');
  await page.keyboard.press('Space');
  await expect.poll(() => count.innerText()).toBe('0');
  await page.keyboard.press('?');
  expect(await page.locator('#keys').evaluate((dialog) => dialog.hasAttribute('open'))).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('Brenner');
  await expect
    .poll(() =>
      page
        .locator('.ledger .name')
        .evaluateAll((names) => [...new Set(names.map((name) => name.textContent))]),
    )
    .toEqual(['Brenner Antriebstechnik GmbH']);
});

it('a step of the waterfall shows exactly the receivables it takes from', async () => {
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/`);
  await page.locator('.fall a', { hasText: 'In dispute' }).click();
  await page.waitForURL('**/?*rule=disputed*');
  await expect.poll(() => page.locator('.fall tr.chosen').count()).toBe(1);
  const chips = await page.locator('.ledger .chip').allInnerTexts();
  expect(new Set(chips)).toEqual(new Set(['In dispute']));
});

it('choosing works without scripts, by the same forms', async () => {
  const { page } = await takeSeat(browser, stage, stage.people.treasury, {
    javaScriptEnabled: false,
  });
  await page.goto(`${stage.url}/?show=eligible`);
  await page.locator(choosable).nth(0).check();
  await page.locator(choosable).nth(1).check();
  await page.click(`button:text-is("${desk.update}")`);
  expect(await page.locator('#dock .sum b').first().innerText()).toBe('2');
  await page.goto(`${stage.url}/?show=basket`);
  expect(await page.locator('.ledger tbody tr').count()).toBe(2);
  await page.click(`button:text-is("${desk.emptyBasket}")`);
  expect(await page.locator('#dock .sum b').first().innerText()).toBe('0');
});

it('a form of someone else is refused, and an unreadable amount is said in words', async () => {
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  const forged = await page.request.post(`${stage.url}/basket/empty`, {
    form: { facility: 'F1', form_token: 'forged' },
    headers: { origin: stage.url },
  });
  expect(forged.status()).toBe(403);
  await page.goto(`${stage.url}/`);
  await page.locator('.drop summary').click();
  await page.fill('input[name=amount]', 'a lot');
  await Promise.all([page.waitForEvent('load'), page.click(`button:text-is("${raise.go}")`)]);
  expect(await page.locator('[role=alert]').innerText()).toContain('“a lot” is not an amount');
});

it('printed on paper, the heads of the ledger repeat on every page that has rows', async () => {
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/`);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const program = findProgram('pdftotext') ?? '';
  const text = execFileSync(program, ['-layout', '-', '-'], { input: pdf }).toString();
  const pages = text.split('\f').filter((sheet) => sheet.includes('SI-26-'));
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.filter((sheet) => !sheet.includes(desk.value('CNY')))).toEqual([]);
});
