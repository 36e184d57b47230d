import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engineVersion } from '../../src/core/engine.ts';
import { sha256 } from '../../src/core/hash.ts';
import { textOf } from '../../src/http/pages/text/text.ts';
import { addToBasket } from '../../src/store/basket.ts';
import { findingsOf } from './axe.ts';
import { type Locale, openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

describe.each<Locale>(['en', 'zh-CN'])('the selection behind a request, in %s', (locale) => {
  const text = textOf(locale);
  const { selections } = text;

  it('is read from the request, and makes the same bytes again', async () => {
    const { page, complaints } = await requested(locale);
    const hash = await page.locator(`#request [title="${selections.inputHash}"]`).innerText();
    await follow(page, `a:text-is("${selections.open}")`);
    const told = await page.locator('main').innerText();
    expect(told).toContain(hash);
    expect(told).toContain(stage.people.treasury.name);
    expect(told).toContain(selections.engineVersion(engineVersion));
    expect(await page.locator('main tbody tr').count()).toBeGreaterThan(0);
    expect(await findingsAnywhere(page, 'selection')).toEqual([]);

    const input = await page.locator(`a:text-is("${selections.readInput}")`).getAttribute('href');
    const bytes = await (await page.request.get(`${stage.url}${input}`)).body();
    expect(sha256(bytes)).toBe(hash);

    await follow(page, `button:text-is("${selections.again}")`);
    expect(await page.locator('main [role=status]').innerText()).toBe(selections.same);
    expect([...complaints, ...stage.errors]).toEqual([]);
  });

  it('is in the list of all of them', async () => {
    const { page, complaints } = await requested(locale);
    await follow(page, `a:text-is("${selections.open}")`);
    const path = new URL(page.url()).pathname;
    await follow(page, `a:text-is("${selections.all}")`);
    expect(await page.locator('h1').innerText()).toBe(selections.title);
    expect(await findingsAnywhere(page, 'selections')).toEqual([]);
    await follow(page, `a[href="${path}"]`);
    expect(new URL(page.url()).pathname).toBe(path);
    expect([...complaints, ...stage.errors]).toEqual([]);
  });
});

/** In light and dark, at a desk and on a phone. */
async function findingsAnywhere(page: Page, place: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await findingsOf(page, `${place} ${colorScheme} ${width}`)));
    }
  }
  return found;
}

/** The page of a request that has just been drafted from one receivable. */
async function requested(locale: Locale): Promise<{ page: Page; complaints: string[] }> {
  await stage.speak(locale);
  const { personId } = stage.people.treasury;
  const seat = await takeSeat(browser, stage, stage.people.treasury);
  const { page } = seat;
  await page.goto(`${stage.url}/?facility=F1&show=eligible`);
  const row = page.locator('.ledger tbody tr', { hasText: 'SI-26-' }).first();
  const receivableId = await row.locator('input[name=receivable]').inputValue();
  await stage.db.asTenant(stage.tenantId, (tx) =>
    addToBasket(tx, { personId, facilityId: 'F1', receivableIds: [receivableId] }),
  );
  await page.goto(`${stage.url}/?facility=F1&show=basket`);
  await follow(page, `button:text-is("${textOf(locale).desk.create}")`);
  return seat;
}
