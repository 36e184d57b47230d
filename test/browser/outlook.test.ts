import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, addMonths } from '../../src/core/calendar.ts';
import type { Charges } from '../../src/core/charge/charges.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { addTerms, readFacilities } from '../../src/store/facility.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { movePositions, reserve } from '../../src/store/position.ts';
import { LATER } from '../store/open.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
let held: { receivableId: string; number: string; debtorId: string }[];
let facilityId: string;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
  await stage.db.asTenant(stage.tenantId, async (tx) => {
    ({ held, facilityId } = await hold(tx));
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

describe.each(['en', 'zh-CN'] as const)('reconciliation and outlook in %s', (locale) => {
  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('have no finding of axe, %s at %i', async (colorScheme, width) => {
    await stage.speak(locale);
    const options = { colorScheme, viewport: { width, height: 900 } };
    const { page, complaints } = await takeSeat(browser, stage, stage.people.finance, options);
    const found: string[] = [];
    const [, first, third] = held;
    const of = `facility=${facilityId}`;
    const paths = [
      `/reconciliation?${of}`,
      `/reconciliation/receivables/${first?.receivableId}?${of}`,
      `/outlook?days=60&debtor=${third?.debtorId}&limit=100&payment=5000`,
      `/outlook/items?warning=disputed&${of}`,
      '/funders',
      `/funders/${facilityId}/unoffered`,
      `/receivables/${first?.receivableId}`,
      '/movements',
    ];
    for (const path of paths) {
      const answer = await page.goto(stage.url + path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      found.push(...(await findingsOf(page, path)));
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, over]).toEqual([path, 0]);
      if (process.env.CEDENT_TEST_PICTURES) {
        const name = path.replaceAll(/[^a-z]+/gi, '-').slice(0, 40);
        const file = `${process.env.CEDENT_TEST_PICTURES}/${name}-${locale}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: file, fullPage: true });
      }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

test('a movement in question and cash on its way are named, and a receivable opens to its sides', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/reconciliation?facility=${facilityId}`);
  const text = (await page.textContent('main')) ?? '';
  expect(text).toContain('Movement in question');
  expect(text).toContain('On its way');
  expect(text).toContain('Charge differs from the agreement');
  await follow(page, '#rows-title >> xpath=../../div >> tbody a >> nth=0');
  expect(await page.textContent('h1')).toContain('Reconciliation of');
  await page.context().close();
});

test('the general ledger’s balances are compared, and a wrong file says what is wrong', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/reconciliation?facility=${facilityId}`);
  const send = async (text: string) => {
    const file = { name: 'gl.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
    await page.setInputFiles('input[name=file]', file);
    await follow(page, 'section[aria-labelledby=control-title] button[type=submit]');
    return (await page.textContent('main')) ?? '';
  };
  expect(await send('account,currency,balance\ndue_from_factor,CNY,1.00\n')).toContain(
    'due_from_factor',
  );
  expect(await send('konto,saldo\n1,2\n')).toContain('The first line is not');
  await page.context().close();
});

test('every amount of the timeline opens to what is in it, and sums to it', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/outlook?days=300`);
  const cell = page.locator('section[aria-labelledby=cash-title] tbody a').first();
  const amount = (await cell.textContent()) ?? '';
  await Promise.all([page.waitForEvent('load'), cell.click()]);
  expect(await page.textContent('#items-title >> xpath=..')).toContain(amount.trim());
  await page.context().close();
});

test('a payment and a lower limit each show what may be drawn, now and with it', async () => {
  await stage.speak('en');
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  const [, , third] = held;
  await page.goto(`${stage.url}/outlook?debtor=${third?.debtorId}&limit=100&payment=5000`);
  for (const head of ['Available, limit cut', 'Available, paid']) {
    const cell = await page.textContent(`td[data-head="${head}"]`);
    const [after, before] = (cell ?? '').split('now').map((text) => text.trim());
    expect(before).toMatch(/\d/);
    expect(after).not.toBe(before);
  }
  await page.context().close();
});

function chargesIn(currency: string): Charges {
  return {
    version: 1,
    currency,
    calendars: [],
    limitHoldback: false,
    minimums: [],
    serviceFee: { initialBp: 20, tiers: [], portion: 'whole', minimumMinor: 0, rounding: 'halfUp' },
    interest: {
      rate: { kind: 'fixed', percent: '4.5' },
      dayCount: 'ACT/360',
      charged: 'monthly',
      rounding: 'halfEven',
    },
  };
}

/** Receivables of one facility with their advances, and what the funder told of them. */
async function hold(tx: Tx) {
  const today = await businessDay(tx);
  const facilities = await readFacilities(tx, { asOf: today, knownAt: LATER });
  const facility = facilities.find(({ terms }) => terms.mode === 'sale');
  if (!facility) throw new Error('a facility that buys');
  const { facilityId: id, currency } = facility.terms;
  const rows = await tx.query<{
    receivableId: string;
    number: string;
    fingerprint: string;
    face: number;
    debtorId: string;
  }>(
    `select id as "receivableId", number, fingerprint, face_minor as face,
       debtor_id as "debtorId" from cedent.receivable
     where kind = 'invoice' and currency = $1 order by number limit 6`,
    [currency],
  );
  const { terms, agreement, effectiveOn } = facility;
  const whole = { scope: 'whole_turnover', offerWithinDays: 10 } as const;
  const charges = chargesIn(currency);
  const priced = { effectiveOn, terms, agreement: { ...agreement, charges, ...whole } };
  const actor = { system: 'setup' } as const;
  expect(await addTerms(tx, { actor, facilityId: id, version: priced })).toMatchObject({
    status: 'recorded',
  });
  const on = addMonths(today, -1);
  const requestId = newId();
  await tx.query(
    `insert into cedent.funding_request (tenant_id, id, number, facility_id)
     values ($1, $2, 'FR-2026-0777', $3)`,
    [tx.tenantId, requestId, id],
  );
  await reserve(tx, {
    requestId,
    facilityId: id,
    effectiveOn: on,
    lines: rows,
    actor: { system: 'setup' },
  });
  const { termsHash } = facility;
  const { accounting } = agreement;
  await movePositions(
    tx,
    rows.flatMap(({ receivableId, face }) => [
      {
        receivableId,
        effectiveOn: on,
        fact: { kind: 'assigned', requestId, mode: 'sale', faceMinor: face, termsHash, accounting },
      },
      {
        receivableId,
        effectiveOn: on,
        fact: { kind: 'advanced', requestId, amountMinor: Math.floor(face * 0.8) },
      },
    ]),
    { system: 'setup' },
  );
  const told = movementsOf({ currency, on: addDays(today, -20) });
  const [first, second, third, fourth] = rows.map(({ number }) => number);
  const movements: FunderMovement[] = [
    told('collection', rows[0]?.face ?? 0, first),
    told('service_fee', 12_50, second),
    told('dispute', 1_000_00, second),
    told('unapproved', 0, third),
    told('recourse_demand', 0, fourth),
    told('interest', 100_00, second),
    told('rebate', 90_000_00, third),
  ];
  await takeMovements(tx, { facilityId: id, movements, actor: { system: 'jobs' } });
  return { held: rows, facilityId: id };
}

function movementsOf({ currency, on }: { currency: string; on: string }) {
  let count = 0;
  return (kind: FunderMovement['kind'], amountMinor: number, invoiceNumber = '') => {
    count += 1;
    const days = { bookedOn: on, valueOn: on };
    const movementId = `NF-${count}`;
    return {
      movementId,
      kind,
      ...days,
      currency,
      amountMinor,
      reversal: false,
      detail: '',
      invoiceNumber,
    };
  };
}
