import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/http/pages/text/text.ts';
import { readPosition } from '../../src/store/position.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { findingsOf } from './axe.ts';
import { type Actor, type Locale, openStage, type Stage } from './stage.ts';
import { openBrowser, type Seat, takeSeat } from './visit.ts';
import { type Stuck, stuckRequest } from './waiting.ts';

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

describe.each<Locale>(['en', 'zh-CN'])('a delivery no machine can settle, in %s', (locale) => {
  const text = textOf(locale);
  const { deliveries } = text;
  const arrived: Said = { verdict: 'accepted', reference: 'NF-77', reason: 'Mr Ek, telephone' };

  it('is settled by two people who say the same, never by one who says it twice', async () => {
    const { stuck, finance, approver } = await begin(locale);
    const { page } = finance;
    const panel = panelOf(page, stuck);
    const before = await panel.innerText();
    for (const words of [
      titleOf(stuck, locale),
      stuck.detail,
      deliveries.foundNone,
      'Nordfactor',
    ]) {
      expect(before).toContain(words);
    }
    expect(await say(page, stuck, arrived)).toBe(deliveries.waiting(titleOf(stuck, locale)));
    const told = await panel.innerText();
    for (const words of [
      deliveries.verdicts.accepted,
      deliveries.theirReference('NF-77'),
      'Mr Ek, telephone',
      stage.people.finance.name,
      deliveries.yours,
    ]) {
      expect(told).toContain(words);
    }
    expect(await findingsOf(page, 'one has spoken')).toEqual([]);

    expect(await say(page, stuck, arrived)).toBe(deliveries.own(titleOf(stuck, locale)));
    expect(await statusOf(stuck)).toBe('approved');

    await approver.page.reload();
    const seen = await panelOf(approver.page, stuck).innerText();
    expect(seen).toContain(deliveries.theirs(stage.people.finance.name));
    expect(await say(approver.page, stuck, arrived)).toBe(
      deliveries.agreed(titleOf(stuck, locale), deliveries.verdicts.accepted),
    );
    expect(await panelOf(approver.page, stuck).count()).toBe(0);
    expect(await findingsOf(approver.page, 'settled')).toEqual([]);
    await approver.page.goto(`${stage.url}/requests/${stuck.requestId}`);
    const request = await approver.page.locator('#request').innerText();
    expect(request).toContain(text.requests.states.pending);
    expect(request).toContain(text.factDetail.reference('NF-77'));
    const known = approver.page.locator('#request ol.facts > li', {
      hasText: text.facts.acknowledged,
    });
    for (const { name } of [stage.people.finance, stage.people.approver]) {
      expect(await known.innerText()).toContain(name);
    }
    expect(await findingsOf(approver.page, 'the request')).toEqual([]);
    expect([...finance.complaints, ...approver.complaints, ...stage.errors]).toEqual([]);
  });

  it('stays open while two people say different things, and names whom to talk to', async () => {
    const { stuck, finance, approver } = await begin(locale);
    await say(finance.page, stuck, arrived);
    const other = { ...arrived, reference: 'NF-78' };
    const { name } = stage.people.finance;
    expect(await say(approver.page, stuck, other)).toBe(
      deliveries.differs(titleOf(stuck, locale), name),
    );
    const seen = await panelOf(approver.page, stuck).innerText();
    expect(seen).toContain(deliveries.theirReference('NF-77'));
    expect(seen).toContain(deliveries.theirReference('NF-78'));
    expect(await statusOf(stuck)).toBe('approved');
  });

  it('of three people who act at once two settle it, and the third is told so', async () => {
    const { stuck, finance, approver } = await begin(locale);
    const third = await visit(stage.people.controller);
    const never: Said = { verdict: 'rejected', reason: 'they never got it and decline' };
    const words = await Promise.all(
      [finance, approver, third].map(({ page }) => say(page, stuck, never)),
    );
    expect(words.toSorted()).toEqual(
      [
        deliveries.waiting(titleOf(stuck, locale)),
        deliveries.agreed(titleOf(stuck, locale), deliveries.verdicts.rejected),
        deliveries.late(titleOf(stuck, locale), text.delivery.states.rejected),
      ].toSorted(),
    );
    expect(await statusOf(stuck)).toBe('rejected');
    expect(await positionsOf(stuck)).toEqual(['free', 'free']);
  });
});

it('what two people found missing goes out again, and the funder answers it', async () => {
  const { stuck, finance, approver } = await begin('en');
  const missing: Said = { verdict: 'send_again', reason: 'not in their inbox' };
  await say(finance.page, stuck, missing);
  const { again } = textOf('en').deliveries;
  expect(await say(approver.page, stuck, missing)).toBe(again(titleOf(stuck, 'en')));
  const deliveries = '[aria-labelledby=deliveries-title]';
  await approver.page.goto(`${stage.url}/requests/${stuck.requestId}`);
  const told = await approver.page.locator(deliveries).innerText();
  for (const words of [missing.reason, stage.people.finance.name, stage.people.approver.name]) {
    expect(told).toContain(words);
  }
  await expect.poll(() => statusOf(stuck)).toMatch(/^(pending|funded|partly_funded)$/);
  expect(stage.errors).toEqual([]);
});

it('a word without evidence, or without the reference it is known by, is not taken', async () => {
  const { stuck, finance } = await begin('en');
  const { page } = finance;
  const { refusals, deliveries } = textOf('en');
  const blank: Said = { verdict: 'accepted', reference: ' ', reason: 'telephone' };
  expect(await say(page, stuck, blank)).toBe(deliveries.referenceMissing);
  expect(await say(page, stuck, { verdict: 'rejected', reason: ' ' })).toBe(
    refusals.reason_missing,
  );
  expect(await panelOf(page, stuck).innerText()).toContain(deliveries.foundNone);
});

it('whoever may not settle it sees who does, and no form', async () => {
  const { stuck } = await begin('en');
  const { page } = await visit(stage.people.treasury);
  const panel = panelOf(page, stuck);
  expect(await panel.innerText()).toContain(textOf('en').deliveries.notYours);
  expect(await panel.locator('form').count()).toBe(0);
});

type Said = {
  verdict: 'accepted' | 'rejected' | 'send_again';
  reference?: string;
  reason: string;
};

/** One delivery that waits, and two people who have its page open. */
async function begin(locale: Locale) {
  await stage.speak(locale);
  const stuck = await stuckRequest(stage);
  const finance = await visit(stage.people.finance);
  const approver = await visit(stage.people.approver);
  return { stuck, finance, approver };
}

async function visit(actor: Actor): Promise<Seat> {
  const seat = await takeSeat(browser, stage, actor);
  await seat.page.goto(`${stage.url}/deliveries`);
  return seat;
}

function titleOf({ number }: Stuck, locale: Locale): string {
  return `${textOf(locale).delivery.operations.submitSchedule} · ${number}`;
}

function panelOf(page: Page, { deliveryId }: Stuck) {
  return page.locator(`section[aria-labelledby="delivery-${deliveryId}"]`);
}

/** Fills the form of a verdict as a person does, and reads what the next page tells. */
async function say(page: Page, stuck: Stuck, { verdict, reference, reason }: Said) {
  const details = panelOf(page, stuck).locator('details', {
    has: page.locator(`input[name=verdict][value=${verdict}]`),
  });
  await details.locator('summary').first().click();
  if (reference !== undefined) await details.locator('input[name=reference]').fill(reference);
  await details.locator('textarea').fill(reason);
  await Promise.all([page.waitForEvent('load'), details.locator('button').click()]);
  return page.locator('main > .note').innerText();
}

async function statusOf({ requestId }: Stuck): Promise<string | undefined> {
  const request = await stage.db.asTenant(stage.tenantId, (tx) => readRequest(tx, requestId));
  return request?.state.status;
}

async function positionsOf({ receivableIds }: Stuck): Promise<string[]> {
  return stage.db.asTenant(stage.tenantId, async (tx) => {
    const statuses: string[] = [];
    for (const id of receivableIds) statuses.push((await readPosition(tx, id)).status);
    return statuses;
  });
}
