import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { adapter } from '../../adapters/factor-rest/index.ts';
import { toPage } from '../../adapters/factor-rest/movements.ts';
import type { FactorOptions } from '../../adapters/factor-rest/simulator/options.ts';
import { createSimulator } from '../../adapters/factor-rest/simulator.ts';
import type { Call } from '../../src/core/adapter.ts';
import { type Account, openAccount, residualMinor } from '../../src/core/funding/account.ts';
import type { FunderMovement, MovementKind } from '../../src/core/funding/funder-movement.ts';
import type { CanonicalRequest } from '../../src/core/funding/request.ts';
import { sumMinor } from '../../src/core/money.ts';
import { creditSchedule, request, requestFor } from './samples.ts';

const start = '2026-11-24T12:00:00.000Z';
let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

/** The factor without a network between, and its clock in the test's hand. */
async function openFactor(options: FactorOptions = {}, sent: CanonicalRequest = request) {
  const clock = { now: new Date(start) };
  const simulator = createSimulator({ now: () => clock.now, ...options });
  closing.push(simulator.close);
  const operations = adapter.connect(
    adapter.config.parse(simulator.configAt('https://factor.example')),
  );
  const call = (idempotencyKey: string): Call => ({
    fetch: async (url, init) => simulator.app.request(url, init),
    now: clock.now.toISOString(),
    idempotencyKey,
    correlationId: 'c-1',
  });
  const control = async (path: string, body?: object) => {
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    const response = await simulator.app.request(`https://factor.example/_control${path}`, init);
    return { status: response.status, body: await response.json() };
  };
  const { submitSchedule, readSchedule, readMovements, submitCredits } = operations;
  if (!submitSchedule || !readSchedule || !readMovements || !submitCredits) {
    throw new Error('the factor has these operations');
  }
  const read = () => readSchedule({ reference: sent.number }, call('r'));
  const movements = async (): Promise<FunderMovement[]> => {
    const agreementReference = sent.facility.agreement.reference;
    const page = await readMovements({ agreementReference }, call('r'));
    if (page.kind !== 'done') throw new Error(JSON.stringify(page));
    return page.value.movements;
  };
  const line = (lineNumber: number, does: string, more: object = {}) =>
    control('/lines', { scheduleReference: sent.number, lineNumber, does, ...more });
  const fund = async () => {
    expect(await submitSchedule.send(submitSchedule.encode(sent), call('k'))).toMatchObject({
      kind: 'done',
    });
    await read();
    return read();
  };
  const later = (days: number) => control('/clock', { addDays: days });
  return { clock, control, line, fund, later, movements, read, call, submitCredits };
}

type Factor = Awaited<ReturnType<typeof openFactor>>;

const sideOf: Partial<Record<MovementKind, [keyof Account, 1 | -1]>> = {
  advance: ['advanceMinor', 1],
  rebate: ['rebateMinor', 1],
  repayment: ['rebateMinor', -1],
  service_fee: ['feesMinor', 1],
  misdirected_fee: ['feesMinor', 1],
  fee_tax: ['feeTaxMinor', 1],
  interest: ['interestMinor', 1],
  dilution: ['dilutionMinor', 1],
  write_off: ['writeOffMinor', 1],
  reassignment: ['reassignedMinor', 1],
  collection: ['collectedMinor', 1],
  turnover: ['collectedMinor', 1],
};

/** What our books make of the factor's movements of one line. */
function accountOf(movements: readonly FunderMovement[], lineNumber: number): Account {
  const faceMinor = request.lines.find((line) => line.lineNumber === lineNumber)?.openMinor ?? 0;
  const account = openAccount(faceMinor);
  for (const { kind, amountMinor, reversal, lineNumber: of } of movements) {
    const [key, sign] = sideOf[kind] ?? [];
    if (!key || !sign || of !== lineNumber) continue;
    account[key] = sumMinor([account[key], amountMinor * sign * (reversal ? -1 : 1)]);
  }
  return account;
}

const Accounts = z.array(
  z.object({ lineNumber: z.int(), residual: z.string(), isOver: z.boolean() }),
);

async function accountsOf(factor: Factor) {
  return Accounts.parse((await factor.control('/accounts')).body);
}

describe('what the factor books of a line comes to its face (CLOSED)', () => {
  const endings: [string, (factor: Factor) => Promise<unknown>, MovementKind[]][] = [
    ['paid in full', (factor) => factor.line(1, 'pay'), ['collection', 'rebate']],
    [
      'paid in two parts over months',
      async (factor) => {
        await factor.line(1, 'pay', { amount: '5000.25' });
        await factor.later(70);
        await factor.line(1, 'pay');
      },
      ['collection', 'interest', 'collection', 'rebate'],
    ],
    [
      'overpaid: what is too much is the seller’s',
      (factor) => factor.line(1, 'pay', { amount: '13000.00' }),
      ['collection', 'rebate'],
    ],
    [
      'deducted so far that the seller owes',
      async (factor) => {
        await factor.line(1, 'deduct', { amount: '4000.00', code: '04' });
        await factor.line(1, 'pay');
      },
      ['dilution', 'collection', 'repayment'],
    ],
    [
      'turned over after the debtor paid the seller',
      (factor) => factor.line(1, 'turn_over'),
      ['turnover', 'misdirected_fee', 'rebate'],
    ],
    [
      'lost in part',
      async (factor) => {
        await factor.line(1, 'write_off', { amount: '500.00' });
        await factor.line(1, 'pay');
      },
      ['write_off', 'collection', 'rebate'],
    ],
    [
      'given back, then paid to the factor all the same',
      async (factor) => {
        await factor.line(1, 'give_back');
        await factor.line(1, 'pay', { amount: '12500.50' });
      },
      ['reassignment', 'repayment', 'collection', 'rebate'],
    ],
  ];
  test.each(endings)('%s', async (_what, happens, kinds) => {
    const factor = await openFactor();
    await factor.fund();
    await happens(factor);
    const movements = await factor.movements();
    const told = movements.filter(({ lineNumber }) => lineNumber === 1).map(({ kind }) => kind);
    for (const kind of kinds) expect(told).toContain(kind);
    expect(residualMinor(accountOf(movements, 1))).toBe(0);
    expect((await accountsOf(factor))[0]).toMatchObject({ lineNumber: 1, isOver: true });
  });

  const step = fc.record({
    lineNumber: fc.constantFrom(1, 2),
    does: fc.constantFrom(
      ...[
        'pay',
        'turn_over',
        'deduct',
        'dispute',
        'end_dispute',
        'demand',
        'give_back',
        'write_off',
      ],
    ),
    cents: fc.option(fc.integer({ min: 1, max: 600_000 }), { nil: undefined }),
    days: fc.constantFrom(0, 1, 20, 45, 100),
  });

  test('whatever happens, in any order, and over any time', async () => {
    let over = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, recourse) => {
        const sent = structuredClone(request);
        sent.facility.agreement.recourse = recourse;
        const factor = await openFactor({}, sent);
        await factor.fund();
        for (const { lineNumber, does, cents, days } of steps) {
          const amount = cents === undefined ? {} : { amount: (cents / 100).toFixed(2) };
          await factor.line(lineNumber, does, amount);
          if (days > 0) await factor.later(days);
        }
        const movements = await factor.movements();
        expect(new Set(movements.map(({ movementId }) => movementId)).size).toBe(movements.length);
        for (const { lineNumber, residual, isOver } of await accountsOf(factor)) {
          const ours = residualMinor(accountOf(movements, lineNumber));
          expect(ours).toBe(Math.round(Number(residual) * 100));
          if (isOver) over += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(over).toBeGreaterThan(20);
  });
});

describe('the factor’s clock', () => {
  const kindsOf = async (factor: Factor) =>
    (await factor.movements()).filter(({ lineNumber }) => lineNumber === 1).map(({ kind }) => kind);

  test('books the fee once and interest at each month’s end, on the money that is out', async () => {
    const factor = await openFactor({ terms: { feeTaxBp: 0 } });
    await factor.fund();
    await factor.later(40);
    const booked = (await factor.movements()).filter(({ lineNumber }) => lineNumber === 1);
    expect(booked.map(({ kind, bookedOn, amountMinor }) => [kind, bookedOn, amountMinor])).toEqual([
      ['advance', '2026-11-24', 1_062_542],
      // 12,500.50 × 0.75 %, and 10,625.42 × 6 % × 6 (31) ÷ 360 days.
      ['service_fee', '2026-11-30', 93_75],
      ['interest', '2026-11-30', 10_62],
      ['interest', '2026-12-31', 54_89],
    ]);
  });

  test('writes nothing twice, however often it is looked at, also after a restart', async () => {
    const entries: unknown[] = [];
    const store = { load: () => entries, append: (entry: unknown) => void entries.push(entry) };
    const factor = await openFactor({ store });
    await factor.fund();
    await factor.later(100);
    const before = await factor.movements();
    expect(await factor.movements()).toEqual(before);
    const kept: unknown[] = JSON.parse(JSON.stringify(entries));
    const again = await openFactor({ store: { load: () => kept, append: () => undefined } });
    expect(await again.movements()).toEqual(before);
    expect(await again.read()).toMatchObject({ value: { status: 'answered' } });
  });

  test('asks the seller with recourse, and gives the invoice back when it stays unpaid', async () => {
    const sent = structuredClone(request);
    sent.facility.agreement.recourse = true;
    const factor = await openFactor({}, sent);
    await factor.fund();
    await factor.later(52 + 60);
    expect(await kindsOf(factor)).toContain('recourse_demand');
    expect(await kindsOf(factor)).not.toContain('reassignment');
    await factor.later(30);
    expect((await kindsOf(factor)).slice(-2)).toEqual(['reassignment', 'repayment']);
    expect(residualMinor(accountOf(await factor.movements(), 1))).toBe(0);
  });

  test('pays without recourse what it owes when the debtor is late, unless that is disputed', async () => {
    const factor = await openFactor();
    await factor.fund();
    await factor.line(2, 'dispute', { amount: '100.00', code: 'QUALITY' });
    await factor.later(52 + 90);
    const movements = await factor.movements();
    const of = (number: number) =>
      movements.filter(({ lineNumber }) => lineNumber === number).map(({ kind }) => kind);
    expect(of(1).at(-1)).toBe('rebate');
    expect(residualMinor(accountOf(movements, 1))).toBe(0);
    expect(of(2)).toContain('unapproved');
    expect(of(2)).not.toContain('rebate');
  });
});

describe('on demand', () => {
  test('a payment is reversed, and the invoice is open again', async () => {
    const factor = await openFactor();
    await factor.fund();
    await factor.line(1, 'pay', { amount: '100.00' });
    const [paid] = (await factor.movements()).filter(({ kind }) => kind === 'collection');
    const reverse = { id: paid?.movementId, does: 'reverse' };
    expect((await factor.control('/movements', reverse)).status).toBe(200);
    expect((await factor.control('/movements', reverse)).status).toBe(400);
    const movements = await factor.movements();
    expect(movements.at(-1)).toMatchObject({
      kind: 'collection',
      reversal: true,
      amountMinor: 10_000,
    });
    expect(accountOf(movements, 1).collectedMinor).toBe(0);
  });

  test('a movement is told again, and told otherwise, under the same name', async () => {
    const factor = await openFactor();
    await factor.fund();
    const [first] = await factor.movements();
    await factor.control('/movements', { id: first?.movementId, does: 'repeat' });
    await factor.control('/movements', { id: first?.movementId, does: 'contradict' });
    const told = (await factor.movements()).filter(
      ({ movementId }) => movementId === first?.movementId,
    );
    expect(told.map(({ amountMinor }) => amountMinor)).toEqual([1_062_542, 1_062_542, 1_062_642]);
  });

  test('it pays more than was asked', async () => {
    const factor = await openFactor();
    await factor.control('/answers', { payMore: true });
    expect(await factor.fund()).toMatchObject({
      value: { lines: [{ status: 'funded', amountMinor: 1_062_642 }, {}, {}] },
    });
  });

  test('it charges the whole account, which is of no line', async () => {
    const factor = await openFactor();
    const charge = {
      agreement: 'FA-2024-118',
      currency: 'EUR',
      amount: '25.00',
      text: 'minimum fee',
    };
    await factor.control('/charges', charge);
    const [booked] = await factor.movements();
    expect(booked).toMatchObject({
      kind: 'service_fee',
      amountMinor: 2_500,
      detail: 'minimum fee',
    });
    expect(booked).not.toHaveProperty('lineNumber');
  });
});

describe('credit notes', () => {
  const credits = creditSchedule({});
  const sentTo = async (factor: Factor, schedule = credits, key = 'c') =>
    factor.submitCredits.send(factor.submitCredits.encode(schedule), factor.call(key));

  test('lower the invoices the factor holds, each once', async () => {
    const factor = await openFactor();
    await factor.fund();
    expect((await sentTo(factor)).kind).toBe('done');
    const diluted = (await factor.movements()).filter(({ kind }) => kind === 'dilution');
    expect(diluted.map(({ lineNumber, amountMinor }) => [lineNumber, amountMinor])).toEqual([
      [1, 300_25],
      [2, 100_01],
    ]);
    const again = await sentTo(factor, { ...credits, number: 'CS-2026-0004' }, 'c-2');
    expect(again).toMatchObject({ kind: 'refused', reason: 'duplicate' });
  });

  test('are refused for an invoice that is not held, and above it', async () => {
    const factor = await openFactor();
    expect(await sentTo(factor)).toMatchObject({ kind: 'refused', reason: 'not_eligible' });
    await factor.fund();
    const [first] = credits.lines;
    if (!first) throw new Error('the sample has lines');
    const large = { ...credits, lines: [{ ...first, amountMinor: 99_999_999 }] };
    expect(await sentTo(factor, large)).toMatchObject({
      kind: 'refused',
      reason: 'limit_exceeded',
    });
  });
});

describe('what a movement means in our words', () => {
  const told = {
    id: 'MV-1',
    kind: 'reserve_release',
    bookedOn: '2026-11-24',
    valueOn: '2026-11-25',
    amount: '10.00',
    currency: 'EUR',
    reversal: false,
    scheduleReference: 'FR-1',
    lineNumber: 1,
    invoiceNumber: 'INV-1',
    debtorId: null,
    text: 'words',
  };
  const pageOf = (movement: object, place = { next: 'place-1', hasMore: false }) =>
    toPage({ movements: [movement], ...place }, 'place-0');

  test('is said whole', () => {
    expect(pageOf(told)?.movements).toEqual([
      {
        movementId: 'MV-1',
        kind: 'rebate',
        bookedOn: '2026-11-24',
        valueOn: '2026-11-25',
        currency: 'EUR',
        amountMinor: 1_000,
        reversal: false,
        scheduleReference: 'FR-1',
        lineNumber: 1,
        invoiceNumber: 'INV-1',
        detail: 'words',
      },
    ]);
  });

  test.each([
    ['a kind nobody knows', { ...told, kind: 'rounding' }],
    ['a name of an object’s own', { ...told, kind: 'constructor' }],
    ['less than a minor unit', { ...told, amount: '10.005' }],
    ['an amount below zero', { ...told, amount: '-10.00' }],
    ['a currency nobody knows', { ...told, currency: 'XXQ' }],
    ['a day that is none', { ...told, bookedOn: '2026-02-30' }],
    ['a line below one', { ...told, lineNumber: 0 }],
  ])(
    'cannot be said for %s: the page is asked for again, and nothing of it is left out',
    (_what, movement) => {
      expect(pageOf(movement)).toBeUndefined();
    },
  );

  test('a page that leads nowhere is none', () => {
    expect(pageOf(told, { next: 'place-0', hasMore: true })).toBeUndefined();
    expect(toPage({ movements: [], next: 'place-9', hasMore: true }, 'place-0')).toBeUndefined();
  });
});

test('amounts of a currency without decimals, or with three, are booked in it', async () => {
  for (const currency of ['JPY', 'TND']) {
    const factor = await openFactor({}, requestFor({}, currency));
    await factor.fund();
    await factor.later(10);
    await factor.line(1, 'pay');
    const movements = await factor.movements();
    expect(residualMinor(accountOf(movements, 1))).toBe(0);
    expect(movements.map((movement) => movement.currency)).toContain(currency);
  }
});
