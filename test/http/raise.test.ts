import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import type { Alternative, Comparison } from '../../src/core/compare/alternative.ts';
import type { AppDeps, Compare } from '../../src/http/deps.ts';
import type { HttpEnv } from '../../src/http/env.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { askedOf, Typed, typedOf } from '../../src/http/pages/raise/need.ts';
import { textOf } from '../../src/http/pages/text/text.ts';
import { createApp } from '../../src/server.ts';
import { audit } from '../../src/store/audit.ts';
import { newId } from '../../src/store/database.ts';
import { setup } from '../store/open.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

const { raise } = textOf('en');

describe('a need as it is typed', () => {
  const typed = (more: Partial<Typed>) =>
    Typed.parse({ amount: '250000', currency: 'EUR', valueOn: '2026-12-01', days: '60', ...more });

  it.each<[string, number]>([
    ['250000', 250_000_00],
    ['250000.5', 250_000_50],
    ['250,000', 250_000_00],
    ['1,250,000.25', 1_250_000_25],
    ['1，250，000', 1_250_000_00],
    ['1 250 000', 1_250_000_00],
    ['1’250’000.10', 1_250_000_10],
  ])('of %s is that many cents', (amount, amountMinor) => {
    expect(askedOf(typed({ amount }))).toMatchObject({ status: 'asked', need: { amountMinor } });
  });

  it.each<[Partial<Typed>, string]>([
    [{ amount: '250000,50' }, 'amount_unreadable'],
    [{ amount: '1.250.000,00' }, 'amount_unreadable'],
    [{ amount: '12,34' }, 'amount_unreadable'],
    [{ amount: '0' }, 'amount_unreadable'],
    [{ amount: '-5' }, 'amount_unreadable'],
    [{ amount: '0.001' }, 'amount_unreadable'],
    [{ currency: 'EURO' }, 'currency_unreadable'],
    [{ currency: '' }, 'currency_unreadable'],
    [{ valueOn: '2026-02-30' }, 'day_unreadable'],
    [{ days: '3651' }, 'days_unreadable'],
    [{ days: '1.5' }, 'days_unreadable'],
    [{ administration: '1,5' }, 'amount_unreadable'],
    [{ loss: '100.0001' }, 'percent_unreadable'],
    [{ loss: 'some' }, 'percent_unreadable'],
  ])('with %o is refused: %s', (more, code) => {
    expect(askedOf(typed(more))).toMatchObject({ status: 'refused', code });
  });

  it('of nothing is no question', () => {
    expect(askedOf(Typed.parse({}))).toEqual({ status: 'unasked' });
  });

  it('is the same need when its own address is read again', () => {
    const needs = fc.record({
      amountMinor: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'CNY'),
      valueOn: fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2026-01-01', days)),
      horizonDays: fc.integer({ min: 1, max: 3650 }),
    });
    const valuations = fc.record({
      administrationMinor: fc.integer({ min: 0, max: 1_000_000 }),
      expectedLossPpm: fc.integer({ min: 0, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(needs, fc.option(valuations, { nil: undefined }), (need, valuation) => {
        const wanted = { need, ...(valuation && { valuation }) };
        expect(askedOf(typedOf(wanted))).toEqual({ status: 'asked', ...wanted });
      }),
    );
  });
});

describe('the ways of meeting a need', () => {
  let world: World;
  let app: Hono<HttpEnv>;
  let calls: Parameters<Compare>[1][];
  let answer: (order: Parameters<Compare>[1]) => ReturnType<Compare>;
  const errors: object[] = [];
  beforeAll(async () => {
    world = await createWorld();
    const deps: AppDeps = {
      ...world.deps,
      pages: createPages,
      log: { ...world.deps.log, error: (fields) => errors.push(fields) },
      compare: (_tx, order) => {
        calls.push(order);
        return answer(order);
      },
    };
    app = createApp(deps);
  });
  afterAll(() => world.close());
  beforeEach(() => {
    calls = [];
    errors.length = 0;
  });

  const get = async (path: string, { again = false, tenant = world.alpha } = {}) => {
    const headers = again ? { 'hx-request': 'true' } : {};
    const response = await app.request(BASE_URL + path, as(tenant.people.treasury, { headers }));
    return { status: response.status, text: await response.text() };
  };

  it('are made once for all who ask, while the page says at once that they are being made', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = async (order) => {
      await promise;
      return compared(order, [wayOf('cheapest', 12_34)]);
    };
    const path = needPath();
    const first = await get(path);
    expect(first.text).toContain(raise.working);
    // More than there are connections: who waits holds none.
    const asking = Array.from({ length: 14 }, () => get(path, { again: true }));
    const other = await get('/requests', { tenant: world.beta });
    expect(other.status).toBe(200);
    resolve();
    for (const { text } of await Promise.all(asking)) expect(text).toContain('12.34');
    expect((await get(path)).text).toContain('12.34');
    expect(calls).toHaveLength(1);
  });

  it('are made one after the other, since there is one thread that makes them', async () => {
    let under = 0;
    const seen: number[] = [];
    answer = async (order) => {
      under += 1;
      seen.push(under);
      await new Promise((resolve) => setTimeout(resolve, 20));
      under -= 1;
      return compared(order, [wayOf('cheapest', 1_00)]);
    };
    await Promise.all(Array.from({ length: 4 }, () => get(needPath(), { again: true })));
    expect(seen).toEqual([1, 1, 1, 1]);
  });

  it('are made anew when the books have changed; who has waited is told that they are older', async () => {
    answer = async (order) => compared(order, [wayOf('cheapest', calls.length * 100)]);
    const path = needPath();
    expect((await get(path)).text).toContain('>1.00<');
    await changeBooks(world);
    const older = await get(path, { again: true });
    expect(older.text).toContain('>1.00<');
    expect(older.text).toContain(raise.stale);
    const newer = await get(path);
    expect(newer.text).toContain('>2.00<');
    expect(newer.text).not.toContain(raise.stale);
    expect(calls).toHaveLength(2);
  });

  it('of one company are never shown to another that asks the same', async () => {
    answer = async (order) => compared(order, [wayOf('cheapest', calls.length * 100)]);
    const path = needPath();
    expect((await get(path)).text).toContain('>1.00<');
    expect((await get(path, { tenant: world.beta })).text).toContain('>2.00<');
  });

  it('that could not be made are said not to be, and the next to ask tries again', async () => {
    answer = async () => {
      throw new Error('the selection thread ended');
    };
    const path = needPath();
    expect((await get(path)).text).toContain(raise.failed);
    expect(errors).toHaveLength(1);
    answer = async (order) => compared(order, [wayOf('cheapest', 5_00)]);
    expect((await get(path)).text).toContain('>5.00<');
  });

  it('that take the same receivables alike are one card with all their names', async () => {
    const lines = [lineOf('F1'), lineOf('F1')];
    answer = async (order) =>
      compared(order, [
        { ...wayOf('cheapest', 10_00, lines), facilityIds: ['F1'] },
        { ...wayOf('fewest_facilities', 10_00, lines), facilityIds: ['F1'] },
        { ...wayOf('only', 10_00, lines), facilityIds: ['F1'] },
        { ...wayOf('least_encumbrance', 22_40, lines.slice(1)), facilityIds: ['F1'] },
      ]);
    const { text } = await get(needPath());
    const names = [raise.aims.cheapest, raise.aims.fewest_facilities, raise.alone('F1')];
    expect(text).toContain(`<h3>${names.join(' · ')}</h3>`);
    expect(text.match(/<h3>/g)).toHaveLength(2);
    expect(text).toContain(raise.costDiffers('+12.40 EUR'));
    expect(text).toContain(raise.receivablesDiffer(-1));
  });

  it('that take more than a basket holds can be looked at, and say why they cannot be put there', async () => {
    const lines = Array.from({ length: 10_001 }, () => lineOf('F1'));
    answer = async (order) => compared(order, [wayOf('cheapest', 10_00, lines)]);
    const { text } = await get(needPath());
    expect(text).toContain(raise.tooLarge('F1', 10_001, 10_000));
    expect(text).not.toContain('action="/raise/basket"');
    expect(text).toContain(raise.range(1, 100, 10_001));
  });

  it('are valued where the address says what services are worth', async () => {
    answer = async (order) =>
      compared(order, [{ ...wayOf('cheapest', 10_00, [lineOf('F1')]), netCostMinor: -3_00 }]);
    const { text } = await get(`${needPath()}&administration=2.50&loss=0.75`);
    expect(calls[0]?.valuation).toEqual({ administrationMinor: 2_50, expectedLossPpm: 7_500 });
    expect(text).toContain(raise.netCost);
    expect(text).toContain('−3.00 EUR');
  });
});

let needs = 0;

/** A need that nobody has asked for yet. */
function needPath(): string {
  needs += 1;
  return `/raise?amount=${1000 + needs}&currency=EUR&valueOn=2100-01-01&days=60`;
}

function compared(
  { need }: Parameters<Compare>[1],
  alternatives: Alternative[],
): { status: 'compared'; comparison: Comparison } {
  const { amountMinor: needMinor, currency } = need;
  const inputHash = '0'.repeat(64);
  return {
    status: 'compared',
    comparison: { version: 1, inputHash, needMinor, currency, alternatives },
  };
}

function wayOf(
  aim: Alternative['aim'],
  costMinor: number,
  lines: Alternative['lines'] = [lineOf('F1')],
): Alternative {
  return {
    aim,
    facilityIds: ['F1'],
    cashMinor: 1000_00,
    shortfallMinor: 0,
    costMinor,
    interestMinor: costMinor,
    feesMinor: 0,
    fixedCostMinor: 0,
    marginalPpm: 10_000,
    encumberedMinor: lines.length * 500_00,
    receivables: lines.length,
    yearlyPpm: 50_000,
    left: [],
    worth: [],
    lines,
  };
}

function lineOf(facilityId: string): Alternative['lines'][number] {
  return {
    receivableId: newId(),
    facilityId,
    fundedMinor: 500_00,
    advanceMinor: 450_00,
    costMinor: 1,
  };
}

/** What any import, decision or request leaves behind. */
async function changeBooks({ db, alpha }: World): Promise<void> {
  await db.asTenant(alpha.tenantId, (tx) =>
    audit(tx, { actor: setup, action: 'ledger.imported', subject: 'AR', body: {} }),
  );
}
