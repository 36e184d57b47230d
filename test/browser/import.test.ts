import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../src/http/pages/text/text.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 20 }), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const { imports } = textOf('en');
const ledger = [
  'Invoice No;Customer;Invoice Date;Due Date;Amount;Currency',
  'A-1;Blue Harbour Ltd;05/03/2026;06/05/2026;1.250,00;CNY',
  'A-2;Blue Harbour Ltd;07/04/2026;08/06/2026;99,50;CNY',
  'A-3;Blue Harbour Ltd;not a day;08/06/2026;10,00;CNY',
].join('\n');

it('a ledger is looked at, its open question answered, imported, and its bad row handed back', async () => {
  const { page, complaints } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/imports`);
  const buffer = Buffer.from(ledger);
  await page.setInputFiles('input[type=file]', { name: 'march.csv', mimeType: 'text/csv', buffer });
  await page.fill('input[name=ledger]', 'SPRING');
  await page.click(`button:text-is("${imports.check}")`);
  await page.waitForSelector('select[name="column.number"]');
  const shown = await page.locator('#mapping').innerText();
  expect(shown).toContain(imports.questionsTitle);
  expect(shown).toContain('05/03/2026 · 07/04/2026');
  expect(await page.locator('select[name="column.number"]').inputValue()).toBe('Invoice No');
  await page.selectOption('select[name=dateFormat]', 'DD/MM/YYYY');
  await follow(page, `button:text-is("${imports.go}")`);
  const done = page.locator('.note.done');
  expect(await done.innerText()).toContain('2 new');
  expect(await done.innerText()).toContain(imports.rejected);
  const fetched = async (link: string) => {
    const href = await done.locator(`a:text-is("${link}")`).getAttribute('href');
    const answer = await page.request.get(`${stage.url}${href}`);
    return (await answer.body()).toString();
  };
  expect(await fetched(imports.rejectedFile)).toContain('A-3');
  expect(await fetched(imports.originalFile)).toBe(ledger);
  expect(complaints).toEqual([]);
  expect(stage.errors).toEqual([]);
}, 60_000);

it('a changed due date is told beside the import, and its row handed back', async () => {
  const { page, complaints } = await takeSeat(browser, stage, stage.people.treasury);
  const take = async (dueOn: string) => {
    await page.goto(`${stage.url}/imports`);
    const buffer = Buffer.from(
      `Invoice;Customer;Issued;Due date;Amount;Currency\nL-1;Blue Harbour Ltd;2026-07-04;${dueOn};99.50;CNY\n`,
    );
    const file = { name: `due-${dueOn}.csv`, mimeType: 'text/csv', buffer };
    await page.setInputFiles('input[type=file]', file);
    await page.fill('input[name=ledger]', 'LATER');
    await follow(page, `button:text-is("${imports.go}")`);
    return page.locator('.note.done');
  };
  expect(await (await take('2026-08-08')).innerText()).not.toContain(imports.firstStays);
  const done = await take('2026-09-09');
  expect(await done.innerText()).toContain(imports.contradicting(1));
  expect(await done.innerText()).toContain(imports.firstStays);
  expect(await done.innerText()).not.toContain(imports.rejected);
  const link = done.locator(`a:text-is("${imports.rejectedFile}")`);
  const file = await page.request.get(`${stage.url}${await link.getAttribute('href')}`);
  expect((await file.body()).toString()).toContain('2026-08-08');
  expect(complaints).toEqual([]);
  expect(stage.errors).toEqual([]);
}, 60_000);

it('a file that is no ledger is refused in a sentence that says what to do', async () => {
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/imports`);
  const buffer = Buffer.from('PK\u0003\u0004 not a table');
  await page.setInputFiles('input[type=file]', { name: 'book.xlsx', mimeType: 'text/csv', buffer });
  await page.click(`button:text-is("${imports.check}")`);
  await page.waitForSelector('#mapping [role=alert]');
  expect(await page.locator('#mapping').innerText()).toMatch(/CSV/);
});
