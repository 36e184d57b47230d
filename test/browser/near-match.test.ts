import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { textOf } from '../../src/http/pages/text/text.ts';
import { addToBasket, listBasket, removeFromBasket } from '../../src/store/basket.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import { readPosition } from '../../src/store/position.ts';
import { listReceivables } from '../../src/store/receivable.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { listRequests } from '../../src/store/request-view.ts';
import { importLines } from '../store/open.ts';
import { findingsOf } from './axe.ts';
import { type Locale, openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';
import { drafted } from './waiting.ts';

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

describe.each<Locale>(['en', 'zh-CN'])('an invoice nearly that of a held one, in %s', (locale) => {
  const text = textOf(locale);
  const { request } = text;

  it('waits with both shown side by side; going back changes nothing', async () => {
    const { page, twin, held, complaints } = await warned(locale);
    expect(await page.locator('h1').innerText()).toBe(request.nearTitle);
    expect(await page.locator('main [role=alert]').innerText()).toBe(request.nearHint);
    const rows = await page.locator('main tbody tr').allInnerTexts();
    const rowOf = (label: string) => rows.find((row) => row.startsWith(label)) ?? '';
    expect(rowOf(request.invoice)).toContain(twin.number);
    expect(rowOf(request.invoice)).toContain(held.number);
    expect(rowOf(request.nearAmount)).toContain('7,654.32 CNY');
    expect(rowOf(request.nearAmount)).toContain(request.nearDiffers);
    expect(rowOf(request.debtor)).not.toContain(request.nearDiffers);
    expect(rowOf(request.nearWhere)).toContain(
      request.nearWhereText(held.requestNumber, text.requests.states.draft),
    );
    expect(await findingsOf(page, 'near match')).toEqual([]);
    await follow(page, `.actions a:text-is("${request.nearBack}")`);
    expect(await selected(page)).toBe('1');
    expect(await requestsHolding(twin.id)).toEqual([]);
    await follow(page, `button:text-is("${text.desk.create}")`);
    expect(await page.locator('h1').innerText()).toBe(request.nearTitle);
    expect([...complaints.filter(isNoConflict), ...stage.errors]).toEqual([]);
  });

  it('leaves the selection when a person says that it is the same, and is not requested', async () => {
    const { page, twin } = await warned(locale);
    await follow(page, `button:text-is("${request.nearLeave(twin.number)}")`);
    expect(await selected(page)).toBe('0');
    expect(await basket()).toEqual([]);
    expect(await requestsHolding(twin.id)).toEqual([]);
    expect(await inTenant(async (tx) => (await readPosition(tx, twin.id)).status)).toBe('free');
  });

  it('is requested when a person says that it differs, and the approver reads who said so', async () => {
    const { page, twin, original, complaints } = await warned(locale);
    await follow(page, `button:text-is("${request.nearKeep(1)}")`);
    const requestId = new URL(page.url()).pathname.replace('/requests/', '');
    expect(await requestsHolding(twin.id)).toEqual([requestId]);
    expect(await basket()).toEqual([]);
    const [fact] = (await inTenant((tx) => readRequest(tx, requestId)))?.facts ?? [];
    expect(fact).toMatchObject({
      recordedBy: stage.people.treasury.personId,
      fact: {
        kind: 'drafted',
        acceptedNearMatches: [{ receivableId: twin.id, resembles: original }],
      },
    });
    await follow(page, `button:text-is("${request.submit}")`);

    const approver = await takeSeat(browser, stage, stage.people.approver);
    await approver.page.goto(page.url());
    const told = approver.page.locator('#request .facts li', {
      hasText: text.factDetail.nearKept(twin.number),
    });
    expect(await told.innerText()).toContain(stage.people.treasury.name);
    expect(await findingsOf(approver.page, 'to approve')).toEqual([]);
    await follow(approver.page, `button:text-is("${request.approve}")`);
    expect(await approver.page.locator('#request .facts').innerText()).toContain(
      stage.people.approver.name,
    );
    const all = [...complaints, ...approver.complaints];
    expect([...all.filter(isNoConflict), ...stage.errors]).toEqual([]);
  });
});

/** The page that warns, as it stands after a person asked for a request of the twin. */
async function warned(locale: Locale) {
  await stage.speak(locale);
  const seat = await takeSeat(browser, stage, stage.people.treasury);
  const { page } = seat;
  await page.goto(`${stage.url}/?facility=F1&show=eligible`);
  const rows = page.locator('.ledger tbody tr', { hasText: 'SI-26-' });
  const original = await rows.locator('input[name=receivable]').first().inputValue();
  const pair = await inTenant((tx) => holdAndTwin(tx, original));
  await page.goto(`${stage.url}/?facility=F1&show=basket`);
  await follow(page, `button:text-is("${textOf(locale).desk.create}")`);
  return { ...seat, ...pair, original };
}

/**
 * Another draft holds the invoice; what looks like it, from a branch's own ledger, with its number
 * spelled differently, a day later and for another amount, is alone in the basket.
 */
async function holdAndTwin(tx: Tx, receivableId: string) {
  const { personId } = stage.people.treasury;
  const { number: requestNumber } = await drafted(tx, { personId }, [receivableId]);
  const today = await businessDay(tx);
  const { items } = await listReceivables(tx, { asOf: today, ids: [receivableId], limit: 1 });
  const original = items[0]?.receivable;
  if (original?.kind !== 'invoice') throw new Error('the desk offers invoices');
  const { id: _, key, ...item } = original;
  const number = key.number.toLowerCase().replaceAll('-', ' ');
  const ledger = `branch of ${number}`;
  const faceMinor = 7_654_32;
  const receivable = {
    ...item,
    key: { ...key, ledger, number, kind: 'invoice' as const },
    issuedOn: addDays(item.issuedOn, 1),
    dueOn: addDays(item.dueOn, 1),
    faceMinor,
    openMinor: faceMinor,
  };
  const name = items[0]?.debtorName ?? '';
  const debtor = { id: item.debtorId, name, identifiers: {} };
  await importLines(tx, today, [{ receivable, debtor, rowNumber: 2 }], { ledger });
  const [row] = await tx.query<{ id: string }>(
    'select id from cedent.receivable where tenant_id = $1 and number = $2',
    [tx.tenantId, number],
  );
  if (!row) throw new Error(`${number} was not imported`);
  const { id } = row;
  const basket = { personId, facilityId: 'F1' };
  await removeFromBasket(tx, basket);
  await addToBasket(tx, { ...basket, receivableIds: [id] });
  return { twin: { id, number }, held: { number: key.number, requestNumber } };
}

function selected(page: Page): Promise<string> {
  return page.locator('#dock .sum b').first().innerText();
}

function basket(): Promise<string[]> {
  const { personId } = stage.people.treasury;
  return inTenant((tx) => listBasket(tx, { personId, facilityId: 'F1' }));
}

async function requestsHolding(receivableId: string): Promise<string[]> {
  return inTenant(async (tx) => {
    const holding: string[] = [];
    for (const { id } of await listRequests(tx, { limit: 100 })) {
      const drafted = (await readRequest(tx, id))?.facts[0]?.fact;
      if (drafted?.kind !== 'drafted') continue;
      if (drafted.lines.some((line) => line.receivableId === receivableId)) holding.push(id);
    }
    return holding;
  });
}

function inTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return stage.db.asTenant(stage.tenantId, work);
}

/** The browser notes each answer of 409, and the warning is one. */
function isNoConflict(complaint: string): boolean {
  return !complaint.includes('409');
}
