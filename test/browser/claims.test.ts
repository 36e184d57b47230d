import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { dutyRule, statedTerms } from '../core/policy/policy-sample.ts';
import { setup } from '../store/open.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
let claimPath: string;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
  const span = { count: 400, unit: 'days' } as const;
  const terms = await stage.db.asTenant(stage.tenantId, (tx) =>
    addPolicyTerms(tx, {
      actor: setup,
      policyId: 'P1',
      stated: statedTerms({
        currency: 'CNY',
        period: { from: '2025-01-01', to: '2027-12-31' },
        effectiveOn: '2025-01-01',
        insured: [{ sellerId: 'S1', role: 'policyholder', from: '2020-01-01' }],
        maximumTerms: { span, from: 'issue' },
        waiting: { span: { count: 0, unit: 'days' }, from: 'notice_received' },
        requiredDocuments: ['contract', 'open_items', 'proof_of_delivery', 'dunning'],
        indemnity: {
          deductible: { amountMinor: 500_000, order: 'after_share' },
          isCappedByAdvance: false,
          excludes: ['tax'],
        },
        duties: [
          dutyRule(),
          dutyRule({ id: 'file', duty: 'claim_filing', trigger: 'date_of_loss', clause: '22.1' }),
          dutyRule({ id: 'pay', duty: 'claim_payment', trigger: 'claim_complete' }),
        ],
        clauses: { shares: 'A.2', deductible: 'A.6', limits: 'B.1' },
      }),
    }),
  );
  expect(terms).toMatchObject({ status: 'recorded' });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const press = (page: Page, name: string) =>
  Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name, exact: true }).first().click(),
  ]);
const unfold = (page: Page, name: string) => page.locator('summary', { hasText: name }).click();

test('a claim goes from the first dossier to a settlement, its recovery and the write-off', async () => {
  await stage.speak('en');
  const { page, complaints } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/claims`);
  await page.fill('form[action="/claims"] input[name=debtor]', 'D1');
  await page.fill('input[name=reason]', 'unpaid since spring');
  await press(page, 'Open');
  expect(await page.textContent('h1')).toContain('-00001');
  claimPath = new URL(page.url()).pathname;

  await press(page, 'Record the notice to the insurer');
  await press(page, 'Draw up our own records');
  expect(await page.textContent('#readiness-title >> xpath=..')).toContain('25%');
  await unfold(page, 'Add a document');
  await page.selectOption('select[name=kind]', 'contract');
  await page.setInputFiles('input[type=file]', {
    name: 'contract.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF the contract'),
  });
  await press(page, 'Keep it');
  expect(await page.textContent('#readiness-title >> xpath=..')).toContain('50%');
  await press(page, 'Draw the claim up');
  await press(page, 'Release to the insurer');
  expect(await page.textContent('.note.refused')).toContain('second person');

  const second = await takeSeat(browser, stage, stage.people.controller);
  await second.page.goto(stage.url + claimPath);
  await press(second.page, 'Release to the insurer');
  await expect
    .poll(
      async () => {
        await page.goto(stage.url + claimPath);
        return page.textContent('main');
      },
      { timeout: 20_000, interval: 400 },
    )
    .toContain('takes no claims by machine');
  await checkPack(page);
  await page.fill('input[name=reference]', 'MAIL-77');
  await press(page, 'Record the dispatch');

  await unfold(page, 'Record a settlement');
  await page.fill('form[action$=settlements] input[name=number]', 'S-1');
  await page.fill('form[action$=settlements] input[name=amount]', '1000.00');
  await press(page, 'Record a settlement');
  expect(await page.textContent('main')).toContain('Paid less, without a reason given');
  await unfold(page, 'Record a recovery');
  await page.fill('form[action$=recoveries] input[name=number]', 'V-1');
  await page.fill('form[action$=recoveries] input[name=amount]', '500.00');
  await press(page, 'Record a recovery');
  expect(await page.textContent('.top')).toContain('Recovering');

  await unfold(page, 'Propose the write-off');
  await page.fill('form[action$=write-off] input[name=reason]', 'no expectation');
  await press(page, 'Propose the write-off');
  await press(page, 'Approve');
  expect(await page.textContent('.note.refused')).toContain('second person');
  await second.page.goto(stage.url + claimPath);
  await press(second.page, 'Approve');
  expect(await second.page.textContent('main')).toContain('was written off');
  await follow(second.page, 'nav a[href="/claims"]');
  expect(await second.page.textContent('tbody')).toContain('-00001');
  expect([...complaints, ...second.complaints]).toEqual([]);
  expect(stage.errors).toEqual([]);
  await page.context().close();
  await second.page.context().close();
}, 120_000);

/** What is downloaded is an archive that unzip takes apart. */
async function checkPack(page: Page): Promise<void> {
  const answer = await page.request.get(`${stage.url}/api/v1${claimPath}/pack`);
  expect(answer.status()).toBe(200);
  const folder = mkdtempSync(join(tmpdir(), 'cedent-pack-'));
  try {
    const file = join(folder, 'claim.zip');
    writeFileSync(file, await answer.body());
    const told = execFileSync('unzip', ['-t', file], { encoding: 'utf8' });
    for (const name of ['claim.json', 'index.json', 'index.pdf', 'contract.pdf', 'No errors']) {
      expect(told).toContain(name);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(['en', 'zh-CN'] as const)('claims in %s', (locale) => {
  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('have no finding of axe, %s at %i', async (colorScheme, width) => {
    await stage.speak(locale);
    const options = { colorScheme, viewport: { width, height: 900 } };
    const { page, complaints } = await takeSeat(browser, stage, stage.people.finance, options);
    const found: string[] = [];
    const before = '/claims/before?policy=P1&seller=S1&debtor=D2&currency=CNY';
    for (const path of ['/claims?by=country', before, claimPath]) {
      const answer = await page.goto(stage.url + path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      for (const summary of await page.locator('main summary').all()) await summary.click();
      found.push(...(await findingsOf(page, path)));
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, over]).toEqual([path, 0]);
      if (process.env.CEDENT_TEST_PICTURES) {
        const name = path === claimPath ? 'claim' : path === before ? 'before' : 'claims';
        const file = `${process.env.CEDENT_TEST_PICTURES}/${name}-${locale}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: file, fullPage: true });
      }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
