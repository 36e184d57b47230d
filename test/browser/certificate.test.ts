import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addDays } from '../../src/core/calendar.ts';
import { Certificate } from '../../src/core/certificate/certificate.ts';
import { parseDecimal, sumMinor } from '../../src/core/money.ts';
import { textOf } from '../../src/http/pages/text/text.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { findingsOf } from './axe.ts';
import { seedCertified } from './certified.ts';
import { openStage, type Stage } from './stage.ts';
import { openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
let today: string;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 400 }), openBrowser()]);
  today = await stage.db.asTenant(stage.tenantId, async (tx) => {
    await seedCertified(tx);
    return businessDay(tx);
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const minorOf = (text: string) =>
  parseDecimal(text.replaceAll(/[,\s]/g, '').replace('−', '-'), 'CNY') ?? Number.NaN;
const seat = () => takeSeat(browser, stage, stage.people.treasury);
const open = (page: Page, path: string) => page.goto(`${stage.url}${path}`);

/** The certificate that the page's own link to the API answers. */
async function downloaded(page: Page): Promise<Certificate> {
  const href = await page.locator('a.download').first().getAttribute('href');
  const answer = await page.request.get(`${stage.url}${href}`);
  const [one] = z.object({ items: z.array(Certificate) }).parse(await answer.json()).items;
  if (!one) throw new Error('no certificate');
  return one;
}

/** What a line of the paper says, by the words it begins with. */
async function lineOf(page: Page, label: string): Promise<number> {
  const row = page.locator('.paper tr', { has: page.locator('th', { hasText: label }) });
  return minorOf(await row.first().locator('td').last().innerText());
}

describe.each(['en', 'zh-CN'] as const)('a certificate in %s', (locale) => {
  const said = textOf(locale).certificate;

  it('is the one that the API answers, adds up, and reads for everyone', async () => {
    await stage.speak(locale);
    const { page, complaints, foreign } = await seat();
    for (const facilityId of ['F1', 'F3', 'F4', 'F5']) {
      await open(page, `/certificates/${facilityId}`);
      const certificate = await downloaded(page);
      expect(certificate.terms.facilityId).toBe(facilityId);
      const hash = page.locator('.hash');
      expect(await hash.getAttribute('title')).toContain(certificate.inputHash);
      expect(await lineOf(page, said.gross)).toBe(certificate.grossMinor);
      expect(await lineOf(page, said.base)).toBe(certificate.baseMinor);
      const last = certificate.overadvanceMinor > 0 ? said.overadvance : said.available;
      expect(await lineOf(page, last)).toBe(Math.abs(certificate.availableMinor));
      const reckoned = await page.locator('.reckoning').innerText();
      expect(reckoned).toContain(`${said.difference} 0.00`);
      expect(reckoned).toContain(said.agrees);
      expect(await findingsOf(page, `${facilityId} ${locale}`)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  }, 120_000);

  it('says an overadvance as such, a reserve in numbers, and what a cap leaves no pool for', async () => {
    await stage.speak(locale);
    const { page } = await seat();
    await open(page, '/certificates/F3');
    const reserved = await downloaded(page);
    const body = await page.locator('main').innerText();
    expect(reserved.reserves.length).toBe(3);
    for (const { amountMinor } of reserved.reserves) expect(amountMinor).toBeGreaterThan(0);
    expect(body).toContain(
      locale === 'en' ? '3 months at CNY 20,000.00 a month.' : '每月 CNY 20,000.00',
    );
    expect(reserved.statistics.length).toBeGreaterThan(1);
    for (const { month } of reserved.statistics) expect(body).toContain(month);
    await open(page, '/certificates/F4');
    const drawn = await downloaded(page);
    expect(drawn.overadvanceMinor).toBeGreaterThan(0);
    const short = await page.locator('.paper tr.short').first().innerText();
    expect(short).toContain(said.overadvance);
    expect(short).not.toContain('−');
    await open(page, '/certificates/F5');
    const note = await page.locator('.certificate .note').innerText();
    const { collapsed } = await downloaded(page);
    expect(collapsed?.needed).toBeGreaterThan(collapsed?.nodes ?? 0);
    expect(note).toContain(String(collapsed?.needed));
    expect(note).toContain(String(collapsed?.nodes));
  }, 120_000);

  it('names who is above a cap, and rolls forward from the month before without a difference', async () => {
    await stage.speak(locale);
    const { page } = await seat();
    await open(page, '/certificates/F3');
    const { concentrations, rollForward } = await downloaded(page);
    const rows = page.locator('section[aria-labelledby="concentration-title"] tbody tr');
    expect(await rows.count()).toBe(concentrations.length);
    expect(concentrations.length).toBeGreaterThan(0);
    expect(await rows.first().innerText()).toMatch(/公司|GmbH|Ltd|plc|NV|AG|SpA/);
    expect(rollForward?.salesMinor).toBeGreaterThan(0);
    expect(await lineOf(page, said.rollExpected)).toBe(rollForward?.expectedMinor);
    expect(await lineOf(page, said.rollDifference)).toBe(0);
  }, 60_000);
});

describe('a line', () => {
  it.each(['F1', 'F5'])(
    'of %s opens to receivables that come to it, on the pages and in the file',
    async (facilityId) => {
      await stage.speak('en');
      const { page, complaints } = await seat();
      await open(page, `/certificates/${facilityId}`);
      const { steps } = await downloaded(page);
      const hrefs = await page
        .locator('.paper tr.cut th a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      const cutting = steps.filter(({ receivables }) => receivables > 0);
      expect(hrefs.length).toBe(cutting.length);
      for (const [at, step] of cutting.entries()) {
        await open(page, hrefs[at] ?? '');
        const taken = await takenOn(page);
        expect(taken.length).toBe(step.receivables);
        expect(sumMinor(taken)).toBe(step.amountMinor);
        expect(await page.locator('#agreement').innerText()).toMatch(/to the cent\.$/);
        const file = await page.locator('a.download').getAttribute('href');
        const csv = await (await page.request.get(`${stage.url}${file}`)).text();
        expect(csv.startsWith('\uFEFF')).toBe(true);
        const lines = csv.trimEnd().split('\r\n').slice(1);
        const inFile = lines.map((line) => minorOf(line.split(',').at(-1) ?? ''));
        expect(inFile.toSorted(byAmount)).toEqual(taken.toSorted(byAmount));
      }
      expect(cutting.some(({ receivables }) => receivables > 100)).toBe(facilityId === 'F5');
      expect(await findingsOf(page, 'step')).toEqual([]);
      expect(complaints).toEqual([]);
    },
    120_000,
  );
});

const byAmount = (left: number, right: number) => left - right;

/** What each row of a step takes, over all of its pages. */
async function takenOn(page: Page): Promise<number[]> {
  const taken: number[] = [];
  const next = page.locator('.pager a', { hasText: textOf('en').certificate.next });
  for (let pages = 1; pages < 20; pages += 1) {
    const cells = await page.locator('tbody tr td:last-child').allInnerTexts();
    taken.push(...cells.map(minorOf));
    if ((await next.count()) === 0) return taken;
    await Promise.all([page.waitForEvent('load'), next.click()]);
  }
  throw new Error('more pages than there are receivables');
}

describe('an address', () => {
  it.each([
    ['/certificates/F9', 404],
    ['/certificates/F1/steps/no_such_rule', 404],
    ['/certificates/F9/steps/disputed', 404],
    ['/certificates/F1/steps/disputed?page=999', 404],
    ['/certificates/F1/steps/no_such_rule/receivables.csv', 404],
    ['/certificates/F1?asOf=2026-02-30', 400],
    ['/certificates/F1?knownAt=yesterday', 400],
  ])('%s is answered with %i', async (path, status) => {
    const { page } = await seat();
    const answer = await page.request.get(`${stage.url}${path}`);
    expect(answer.status()).toBe(status);
  });

  it('of another day is of that day, by what was known then', async () => {
    await stage.speak('en');
    const { page } = await seat();
    await open(page, '/certificates');
    await page.fill('input[name=asOf]', addDays(today, -1));
    await Promise.all([page.waitForEvent('load'), page.locator('.days button').click()]);
    const yesterday = await downloaded(page);
    expect(yesterday).toMatchObject({ asOf: addDays(today, -1), terms: { facilityId: 'F1' } });
    await open(page, `/certificates/F1?knownAt=${addDays(today, -1)}`);
    expect(await page.locator('main').innerText()).toContain('No terms of this facility');
    await open(page, `/certificates/F1?since=${today}`);
    expect(await page.locator('.note.refused').innerText()).toContain('which is not before');
  }, 60_000);
});

describe('on paper', () => {
  it('it is A4 without navigation, with the whole hash, repeated heads and lines to sign on', async () => {
    await stage.speak('en');
    const { page } = await seat();
    await open(page, '/certificates/F3');
    const { inputHash } = await downloaded(page);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.side', '.days', '.facilities', '.actions', '.download']) {
      expect([gone, await page.locator(gone).first().isVisible()]).toEqual([gone, false]);
    }
    expect(await page.locator('.hash').innerText()).toBe(inputHash);
    expect(await page.locator('.signature').isVisible()).toBe(true);
    const heads = page.locator('.paper thead').first();
    expect(await heads.evaluate((head) => getComputedStyle(head).display)).toBe(
      'table-header-group',
    );
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
    expect(sizes.length).toBeGreaterThan(0);
    for (const [, width, height] of sizes) {
      expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
    }
  }, 60_000);
});

it('the desk leads to it', async () => {
  await stage.speak('en');
  const { page } = await seat();
  await open(page, '/?facility=F2');
  await Promise.all([page.waitForEvent('load'), page.locator('#fall-title + * a').click()]);
  expect(new URL(page.url()).pathname).toBe('/certificates/F2');
}, 60_000);
