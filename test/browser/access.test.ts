import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToBasket } from '../../src/store/basket.ts';
import { type Locale, openStage, type Stage } from './stage.ts';
import { openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
let request = '';
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 120 }), openBrowser()]);
  request = await submitOne();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const cases = (['en', 'zh-CN'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).map((scheme) => ({ locale, scheme })),
);

describe.each<{ locale: Locale; scheme: 'light' | 'dark' }>(cases)(
  'the pages in $locale, $scheme',
  ({ locale, scheme }) => {
    it('have no finding of axe, at the desk and on a phone', async () => {
      await stage.speak(locale);
      const desk = { colorScheme: scheme };
      const phone = { colorScheme: scheme, viewport: { width: 390, height: 844 } };
      const found: string[] = [];
      const { approver, treasury } = stage.people;
      const visits = [
        { actor: approver, options: desk, paths: pathsOf(request) },
        { actor: treasury, options: desk, paths: ['/', '/imports', '/?rule=insured_limit'] },
        { actor: treasury, options: phone, paths: ['/', request] },
      ];
      for (const { actor, options, paths } of visits) {
        const { page } = await takeSeat(browser, stage, actor, options);
        for (const path of paths) {
          await page.goto(stage.url + path);
          found.push(...(await findingsOf(page, path)));
        }
      }
      expect(found).toEqual([]);
    }, 180_000);
  },
);

it('someone without a session is shown where to sign in, without a finding', async () => {
  const page = await browser.newPage();
  await page.goto(`${stage.url}/`);
  expect(await page.locator('a[href="/sign-in"]').count()).toBe(1);
  expect(await findingsOf(page, 'welcome')).toEqual([]);
});

function pathsOf(requestPath: string): string[] {
  return [
    requestPath,
    '/requests',
    '/debtors',
    '/debtors/D3',
    '/bank',
    '/exposure',
    '/deliveries',
    '/nowhere',
  ];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Finding = { id: string; nodes: { html: string; failureSummary: string }[] };

async function findingsOf(page: Page, path: string): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const run = Reflect.get(window, 'axe') as { run(): Promise<{ violations: Finding[] }> };
    return (await run.run()).violations;
  });
  return violations.map(
    ({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
  );
}

/** A submitted request, whose page then shows the approval and what it binds. */
async function submitOne(): Promise<string> {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/?show=eligible`);
  const ids = await page
    .locator('.ledger tbody input')
    .evaluateAll((inputs) => inputs.slice(0, 3).map((input) => input.getAttribute('value') ?? ''));
  await stage.db.asTenant(stage.tenantId, (tx) =>
    addToBasket(tx, {
      personId: stage.people.treasury.personId,
      facilityId: 'F1',
      receivableIds: ids,
    }),
  );
  await page.reload();
  await Promise.all([page.waitForEvent('load'), page.click('button:text-is("Create request")')]);
  await Promise.all([
    page.waitForEvent('load'),
    page.click('button:text-is("Submit for approval")'),
  ]);
  return new URL(page.url()).pathname;
}
