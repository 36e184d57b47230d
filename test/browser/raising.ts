import type { Page } from 'playwright-core';
import type { Text } from '../../src/http/pages/text/text.ts';

/** From the desk: an amount, the ways of raising it, and the cheapest into the baskets. */
export async function raiseCash(page: Page, text: Text, amount: string): Promise<void> {
  await page.locator('.drop summary').click();
  await page.fill('.drop input[name=amount]', amount);
  await Promise.all([
    page.waitForURL('**/raise?*'),
    page.click(`.drop button:text-is("${text.raise.go}")`),
  ]);
  await fillBaskets(page);
}

/** The way that is looked at into the baskets, whatever they hold. */
export async function fillBaskets(page: Page): Promise<void> {
  const button = page.locator('#fill button.primary');
  await button.waitFor({ timeout: 120_000 });
  const confirm = page.locator('#fill input[name=confirmed]');
  if ((await confirm.count()) > 0) await confirm.check();
  await Promise.all([page.waitForEvent('load'), button.click()]);
}
