import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { reckonDuties } from '../../src/store/duty.ts';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { policy, rules } from '../core/clock/sample.ts';
import { setup } from '../store/open.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
  await stage.db.asTenant(stage.tenantId, async (tx) => {
    const today = await businessDay(tx);
    const from = addDays(today, -500);
    const {
      policyId: _,
      version: __,
      ...stated
    } = policy({
      effectiveOn: from,
      period: { from, to: addDays(today, 400) },
      insured: [{ sellerId: 'S1', role: 'policyholder', from }],
      declarations: [{ id: 'turnover', kind: 'turnover', every: 'year' }],
      maximumExtension: { count: 1, unit: 'days' },
      duties: rules.map((rule) =>
        rule.id === 'overdue' ? { ...rule, offset: { count: 2, unit: 'days' } } : rule,
      ),
    });
    const answer = await addPolicyTerms(tx, { actor: setup, policyId: 'P1', stated });
    if (answer.status === 'refused') throw new Error(JSON.stringify(answer));
    await reckonDuties(tx);
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

test('a deadline leads to its notice, which two people and a proof bring to the insurer', async () => {
  await stage.speak('en');
  const { page, complaints, foreign } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/clocks`);
  expect(await page.locator('.badge').first().textContent()).toMatch(/\d/);
  const past = overdueRow(page);
  expect(await past.textContent()).toContain('Overdue notice to the insurer');
  const debtor = (await past.locator('a[href^="/debtors/"]').getAttribute('href')) ?? '';
  await Promise.all([page.waitForEvent('load'), past.locator('a[href*="kind=overdue"]').click()]);
  await page.fill('textarea[name="reason"]', 'Reminders were left without an answer.');
  await follow(page, '#draw button.primary');
  expect(await page.textContent('.note.done')).toContain('NO-00001');
  expect(await page.textContent('main')).toContain('Somebody else has to release it');
  const address = page.url();

  const { page: other } = await takeSeat(browser, stage, stage.people.finance);
  await other.goto(address);
  await follow(other, 'button[name="via"][value="pack"]');
  expect(await other.textContent('.note.done')).toContain('Released');
  await expect
    .poll(async () => {
      await other.reload();
      return other.locator('a[href^="/letters/"]').count();
    })
    .toBe(2);
  await other.selectOption('select[name="channel"]', 'post');
  await other.fill('input[name="at"]', '16:20');
  await other.fill('input[name="reference"]', 'RR 123 DE');
  const proof = { name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('posted') };
  await other.setInputFiles('input[name="proof"]', proof);
  await follow(other, '#main section[aria-labelledby="dispatch-title"] button.primary');
  expect(await other.textContent('.note.done')).toContain('dispatch is on record');
  expect(await other.textContent('main')).toContain('registered post');

  await page.goto(`${stage.url}/clocks?debtor=${debtor.split('/').at(-1)}&ended=yes`);
  expect(await page.textContent('section[aria-labelledby="duties-ended"]')).toContain(
    'after its last day',
  );
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
});

test('what was raised is seen by a person, and is then no longer counted', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.controller);
  await page.goto(`${stage.url}/clocks`);
  const before = await page.locator('input[name="id"]').count();
  expect(before).toBeGreaterThan(0);
  await page.locator('input[name="id"]').first().uncheck();
  await follow(page, 'section[aria-labelledby="alerts-title"] button');
  expect(await page.textContent('.note.done')).toContain(`${before - 1}`);
});

test('a debtor’s page shows its deadlines; dunning is recorded there and a demand is printed', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/clocks`);
  const row = overdueRow(page);
  const href = (await row.locator('a[href^="/debtors/"]').getAttribute('href')) ?? '';
  const number = ((await row.textContent()) ?? '').match(/[A-Z]{2}-[\w-]+/)?.[0] ?? '';
  await page.goto(`${stage.url}${href}`);
  const dunning = 'section[aria-labelledby="dunning-title"]';
  await page.click(`${dunning} summary`);
  await page.fill(`${dunning} input[name="invoices"]`, number);
  await follow(page, `${dunning} form[action$="/dunning"] button`);
  expect(await page.textContent(dunning)).toContain('call');
  await page.click(`${dunning} summary`);
  await follow(page, `${dunning} form[action$="/demand"] button`);
  await expect
    .poll(async () => {
      await page.reload();
      return page.locator(`${dunning} a[href^="/letters/"]`).count();
    })
    .toBeGreaterThan(0);
});

test.each(['en', 'zh-CN'] as const)('the pages are sound and fit a phone, %s', async (locale) => {
  await stage.speak(locale);
  const look = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;
  for (const options of [{}, look]) {
    const { page } = await takeSeat(browser, stage, stage.people.finance, options);
    const [debtor, notice] = await addresses(page);
    for (const path of ['/clocks?ended=yes', '/insurer-notices', notice, debtor]) {
      await page.goto(`${stage.url}${path}`);
      expect(await findingsOf(page, path)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, wide <= (page.viewportSize()?.width ?? 0)]).toEqual([path, true]);
      expect(await page.textContent('main')).not.toMatch(/undefined|NaN|\{\w+/);
    }
  }
});

function overdueRow(page: Page) {
  const rows = page.locator('section[aria-labelledby="duties-past"] tbody tr');
  return rows.filter({ hasText: 'Overdue notice' }).first();
}

async function addresses(page: Page): Promise<[string, string]> {
  await page.goto(`${stage.url}/insurer-notices`);
  const notice = await page.locator('a[href^="/insurer-notices/"]').first().getAttribute('href');
  await page.goto(`${stage.url}/clocks`);
  const debtor = await page.locator('main a[href^="/debtors/"]').first().getAttribute('href');
  return [debtor ?? '', notice ?? ''];
}
