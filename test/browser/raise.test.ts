import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDecimal } from '../../src/core/money.ts';
import { formatOf } from '../../src/http/pages/format.ts';
import { textOf } from '../../src/http/pages/text/text.ts';
import { addToBasket, listBasket, removeFromBasket } from '../../src/store/basket.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { findingsOf } from './axe.ts';
import { fillBaskets } from './raising.ts';
import { type Locale, openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';
import { drafted } from './waiting.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 200 }), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
beforeEach(async () => {
  await stage.speak('en');
  for (const facilityId of ['F1', 'F2']) {
    await stage.db.asTenant(stage.tenantId, (tx) => removeFromBasket(tx, { ...own(), facilityId }));
  }
});

describe.each<Locale>(['en', 'zh-CN'])('raising cash in %s', (locale) => {
  const text = textOf(locale);
  const scheme = { colorScheme: locale === 'en' ? 'light' : 'dark' } as const;

  it('a need that can be met: the ways side by side, one into the baskets, and a request of it', async () => {
    await stage.speak(locale);
    const { page, complaints } = await takeSeat(browser, stage, stage.people.treasury, scheme);
    await page.goto(`${stage.url}/`);
    await page.locator('.drop summary').click();
    await page.fill('.drop input[name=amount]', '250,000');
    await follow(page, `.drop button:text-is("${text.raise.go}")`);
    await page.locator('#fill').waitFor(patience);
    expect(await page.locator('h1').innerText()).toBe(text.raise.title);
    const cards = await page.locator('.cards > li').allInnerTexts();
    expect(cards.length).toBeGreaterThan(1);
    expect(cards[0]).toContain(text.raise.aims.cheapest);
    expect(cards.join()).toContain(text.raise.alone('Recourse line'));
    expect(cards.slice(1).every((card) => card.includes(text.raise.against))).toBe(true);
    const proof = await page.locator('.proof').innerText();
    const spoken = (await page.locator('#ways-told').textContent())?.trim() ?? '';
    expect(spoken).not.toBe(text.raise.working);
    expect(proof).toContain(spoken);
    expect(proof.includes(text.raise.proven) || /%/.test(proof)).toBe(true);
    expect(await page.locator('#ways').innerText()).toContain(text.raise.leftBecause.need_met);
    expect(await findingsOf(page, `raise ${locale}`)).toEqual([]);
    const shown = await page.locator('#lines tbody tr').count();
    await fillBaskets(page);
    expect(await page.locator('[role=status].done').innerText()).toContain(String(shown));
    expect(await page.locator('#dock .sum b').first().innerText()).toBe(String(shown));
    await follow(page, `button:text-is("${text.desk.create}")`);
    expect(new URL(page.url()).pathname).toMatch(/^\/requests\//);
    await withdraw(page, text.request.withdraw);
    expect([...complaints, ...stage.errors]).toEqual([]);
  }, 180_000);

  it('a need out of reach: the most there is, what binds, its receivables by the hundred, and a way to ask for that', async () => {
    await stage.speak(locale);
    const { page, complaints } = await takeSeat(browser, stage, stage.people.treasury, {
      ...scheme,
      viewport: { width: 390, height: 844 },
    });
    await page.goto(await raisePath('900000000', '&administration=2.50&loss=0.75'));
    const alert = page.locator('#ways [role=alert]');
    await alert.waitFor(patience);
    expect(await page.locator('.cards > li').first().innerText()).toContain(text.raise.netCost);
    expect(await alert.innerText()).toContain(text.raise.binds);
    expect(await alert.innerText()).toContain(text.raise.greatest('').slice(0, 5));
    expect(await page.locator('.cards .short').count()).toBeGreaterThan(0);
    expect(await findingsOf(page, `out of reach ${locale}`)).toEqual([]);
    expect(await page.locator('#lines tbody tr').count()).toBe(100);
    const before = await page.locator('#lines tbody a').allInnerTexts();
    await follow(page, `#lines a:text-is("${text.raise.next}")`);
    const after = await page.locator('#lines tbody a').allInnerTexts();
    expect(after.length).toBeGreaterThan(0);
    expect(after.filter((number) => before.includes(number))).toEqual([]);
    const less = await page.locator('#ways [role=alert] p a').getAttribute('href');
    const amount = new URL(less ?? '', stage.url).searchParams.get('amount') ?? '';
    expect(await page.locator('.cards > li').first().innerText()).toContain(
      formatOf(locale, 'UTC').amount(parseDecimal(amount, 'CNY') ?? 0, 'CNY'),
    );
    expect(complaints).toEqual([]);
  }, 180_000);
});

describe('putting a way into the baskets', () => {
  const { raise } = textOf('en');

  it('says what they hold, and replaces it after a yes to exactly that', async () => {
    const { page } = await takeSeat(browser, stage, stage.people.treasury);
    await page.goto(await raisePath('200000', '&aim=only&facility=F1'));
    await page.locator('#fill').waitFor(patience);
    const way = await idsShown(page);
    const others = (await invoiceIds()).filter((id) => !way.includes(id)).slice(0, 12);
    await put('F1', others.slice(0, 11));
    await page.reload();
    expect(await page.locator('#fill').innerText()).toContain(raise.holds('Recourse line', 11));
    await put('F1', others.slice(11));
    await page.check('#fill input[name=confirmed]');
    await follow(page, '#fill button.primary');
    expect(await page.locator('[role=alert]').innerText()).toContain(raise.basketChanged);
    expect(await basket('F1')).toEqual(others);
    expect(await page.locator('#fill').innerText()).toContain(raise.holds('Recourse line', 12));
    await page.evaluate(() => document.querySelector('[name=confirmed]')?.remove());
    await follow(page, '#fill button.primary');
    expect(await page.locator('[role=alert]').innerText()).toContain(raise.unconfirmed);
    expect(await basket('F1')).toEqual(others);
    await page.check('#fill input[name=confirmed]');
    await follow(page, '#fill button.primary');
    expect((await basket('F1')).toSorted()).toEqual(way.toSorted());
    expect(new URL(page.url()).search).toContain('facility=F1');
  }, 180_000);

  it('fills nothing when the books have changed since, and shows the ways as they are now', async () => {
    const { page } = await takeSeat(browser, stage, stage.people.treasury);
    await page.goto(await raisePath('200000', '&aim=only&facility=F1'));
    await page.locator('#fill').waitFor(patience);
    const seen = await idsShown(page);
    await stage.db.asTenant(stage.tenantId, (tx) => drafted(tx, own(), seen.slice(0, 2)));
    await follow(page, '#fill button.primary');
    const told = await page.locator('[role=alert]').first().innerText();
    expect([raise.moved, raise.pending]).toContain(told.trim());
    expect(await basket('F1')).toEqual([]);
    await page.locator('#fill').waitFor(patience);
    const now = await idsShown(page);
    expect(now.filter((id) => seen.slice(0, 2).includes(id))).toEqual([]);
    await fillBaskets(page);
    expect((await basket('F1')).toSorted()).toEqual(now.toSorted());
  }, 180_000);

  it('works without scripts: the page answers at once, and its link waits for the ways', async () => {
    const { page } = await takeSeat(browser, stage, stage.people.treasury, {
      javaScriptEnabled: false,
    });
    await page.goto(await raisePath('900000000'));
    for (let times = 0; times < 6 && (await page.locator('.cards').count()) === 0; times += 1) {
      expect(await page.locator('#ways').innerText()).toContain(raise.working);
      await page.click(`#ways a:text-is("${raise.show}")`, patience);
    }
    await page.click('#fill button.primary');
    expect((await basket('F1')).length + (await basket('F2')).length).toBeGreaterThan(1);
  }, 180_000);

  it('is not offered to those who prepare no requests, and what they send is refused', async () => {
    const { page } = await takeSeat(browser, stage, stage.people.approver);
    await page.goto(await raisePath('900000000'));
    await page.locator('.cards').waitFor(patience);
    expect(await page.locator('#fill').count()).toBe(0);
    const formToken = await page.locator('input[name=form_token]').first().inputValue();
    const sent = await page.request.post(`${stage.url}/raise/basket`, {
      form: {
        ...Object.fromEntries(new URL(page.url()).searchParams),
        form_token: formToken,
        aim: 'cheapest',
        inputHash: 'a'.repeat(64),
        mark: 'a'.repeat(64),
      },
      headers: { origin: stage.url },
    });
    expect(sent.status()).toBe(403);
  }, 180_000);
});

it.each([
  ['amount', { amount: '1.000,50' }, '“1.000,50” is not an amount'],
  ['a comma that groups no thousands', { amount: '250,50' }, '“250,50” is not an amount'],
  ['currency', { currency: 'XYZ' }, '“XYZ” is not a currency'],
  ['day', { valueOn: 'soon' }, '“soon” is not a day'],
  ['days', { days: '0' }, '“0” is not a number of days'],
  ['day that has been', { valueOn: '2020-01-01' }, 'before the ledger’s day'],
])(
  'a need with no usable %s is answered in words, and what was typed stays',
  async (_what, wrong, words) => {
    const { page } = await takeSeat(browser, stage, stage.people.treasury);
    const typed = {
      amount: '250000',
      currency: 'CNY',
      valueOn: '2031-01-01',
      days: '60',
      ...wrong,
    };
    await page.goto(`${stage.url}/raise?${new URLSearchParams(typed)}`);
    const alert = page.locator('[role=alert]');
    await alert.waitFor(patience);
    expect(await alert.innerText()).toContain(words);
    expect(await page.inputValue('.need input[name=amount]')).toBe(typed.amount);
  },
  60_000,
);

/** A comparison takes seconds, on a busy machine more of them. */
const patience = { timeout: 90_000 };

const own = () => ({ personId: stage.people.treasury.personId });

const basket = (facilityId: string) =>
  stage.db.asTenant(stage.tenantId, (tx) => listBasket(tx, { ...own(), facilityId }));

const put = (facilityId: string, receivableIds: string[]) =>
  stage.db.asTenant(stage.tenantId, (tx) =>
    addToBasket(tx, { ...own(), facilityId, receivableIds }),
  );

async function raisePath(amount: string, more = ''): Promise<string> {
  const today = await stage.db.asTenant(stage.tenantId, businessDay);
  const need = new URLSearchParams({ amount, currency: 'CNY', valueOn: today, days: '60' });
  return `${stage.url}/raise?${need}${more}`;
}

async function idsShown(page: Page): Promise<string[]> {
  const paths = await page
    .locator('#lines tbody a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return paths.map((path) => path.replace('/receivables/', ''));
}

async function invoiceIds(): Promise<string[]> {
  const rows = await stage.db.asTenant(stage.tenantId, (tx) =>
    tx.query<{ id: string }>(
      `select id from cedent.receivable where tenant_id = $1 and kind = 'invoice' order by id`,
      [tx.tenantId],
    ),
  );
  return rows.map(({ id }) => id);
}

async function withdraw(page: Page, label: string): Promise<void> {
  const details = page.locator('.decide details', { has: page.getByText(label) }).first();
  await details.locator('summary').click();
  await details.locator('textarea').fill('only to see it');
  await Promise.all([page.waitForEvent('load'), details.locator('button').click()]);
}
