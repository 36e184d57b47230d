import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Actor, Stage } from './stage.ts';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CEDENT_TEST_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: flags });
}

export type Seat = { page: Page; complaints: string[]; foreign: string[] };

/** Someone signed in at a browser of their own; what the browser complains about is kept. */
export async function takeSeat(
  browser: Browser,
  stage: Stage,
  actor: Actor,
  options: BrowserContextOptions = {},
): Promise<Seat> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    ...options,
  });
  await context.addCookies([{ name: 'cedent_session', value: actor.token, url: stage.url }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(stage.url) && !url.startsWith('data:')) foreign.push(url);
  });
  return { page, complaints, foreign };
}

/** Clicks what leads to another page, and waits for it. */
export async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.locator(selector).click()]);
}
