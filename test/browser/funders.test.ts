import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessDay, databaseNow } from '../../src/store/business-clock.ts';
import { readFacilities } from '../../src/store/facility.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
let facility: { id: string; currency: string };
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 40 }), openBrowser()]);
  await stage.db.asTenant(stage.tenantId, async (tx) => {
    await tx.query(`update cedent.person set roles = '{finance,administrator}' where id = $1`, [
      stage.people.controller.personId,
    ]);
    const when = { asOf: await businessDay(tx), knownAt: await databaseNow(tx) };
    const [first] = await readFacilities(tx, when);
    if (!first) throw new Error('the stage has facilities');
    facility = { id: first.terms.facilityId, currency: first.terms.currency };
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const mapping = {
  columns: { movementId: 'Id', kind: 'Type', bookedOn: 'Booked', amount: 'Amount' },
  kinds: {
    FEE: { is: 'movement', kind: 'service_fee', moves: 'up' },
    CLOSE: { is: 'balance', states: 'closing' },
  },
  amounts: 'signed',
  dateFormat: 'YYYY-MM-DD',
  numberFormat: { decimal: '.', thousands: '' },
};
const statement = 'Id,Type,Booked,Amount\nM-1,FEE,2026-11-24,7.50\n,CLOSE,,7.50\n';

test('a mapping and a statement go in on the page, and what does not fit leads on', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.controller);
  await page.goto(`${stage.url}/funders`);
  const panel = `section[aria-labelledby="facility-${facility.id}"]`;
  expect(await page.textContent(panel)).toContain('No mapping yet');
  await page.click(`${panel} summary`);
  await choose(page, `${panel} form[action$="/mapping"]`, 'mapping.json', '{ "columns": ');
  expect(await page.textContent('.note.refused')).toContain('is not JSON');
  const whole = JSON.stringify({ ...mapping, currency: facility.currency });
  await page.click(`${panel} summary`);
  await choose(page, `${panel} form[action$="/mapping"]`, 'mapping.json', whole);
  expect(await page.textContent('.note.done')).toContain('mapping version 1');
  const taking = `${panel} form[action$="/statement"]`;
  await choose(page, taking, 'november.csv', statement.replace('FEE', 'FREE'));
  expect(await page.textContent('.note.refused')).toContain('Row 2');
  await choose(page, taking, 'november.csv', statement);
  expect(await page.textContent('.note.done')).toContain('1 questioned');
  expect(await page.textContent(panel)).toContain(`7.50 ${facility.currency}`);
  await choose(page, taking, 'again.csv', statement);
  expect(await page.textContent('.note')).toContain('nothing changed');
  await follow(page, 'a.button[href="/movements"]');
  expect(await page.textContent('main')).toContain('M-1');
});

test('who may not import sees the statements and no way to send one', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/funders`);
  expect(await page.textContent('main')).toContain('november.csv');
  expect(await page.locator('main form[enctype]').count()).toBe(0);
});

describe.each(['en', 'zh-CN'] as const)('the statements of funders in %s', (locale) => {
  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('have no finding of axe, %s at %i', async (colorScheme, width) => {
    await stage.speak(locale);
    const options = { colorScheme, viewport: { width, height: 900 } };
    const { page, complaints } = await takeSeat(browser, stage, stage.people.controller, options);
    await page.goto(`${stage.url}/funders`);
    for (const summary of await page.locator('main summary').all()) await summary.click();
    const found = await findingsOf(page, '/funders');
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([...found, ...complaints, over]).toEqual([0]);
  });
});

/** Chooses a file of this content and sends its form. */
async function choose(page: Page, form: string, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
  await page.setInputFiles(`${form} input[type="file"]`, file);
  await follow(page, `${form} button[type="submit"]`);
}
