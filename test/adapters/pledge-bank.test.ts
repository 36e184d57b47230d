import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toPage } from '../../adapters/pledge-bank/bookings.ts';
import { adapter } from '../../adapters/pledge-bank/index.ts';
import { toState } from '../../adapters/pledge-bank/mapping.ts';
import type { BankOptions } from '../../adapters/pledge-bank/simulator/options.ts';
import { createSimulator } from '../../adapters/pledge-bank/simulator.ts';
import type { Call } from '../../src/core/adapter.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import type { CanonicalRequest } from '../../src/core/funding/request.ts';
import { sumMinor } from '../../src/core/money.ts';
import { requestFor } from './samples.ts';

const pledge = requestFor({ mode: 'pledge' });
const base = pledge.borrowingBase;
if (!base) throw new Error('the sample of a pledge has a borrowing base');
const agreement = pledge.facility.agreement.reference;

/** The bank without a network between, and its clock in the test's hand. */
function openBank(options: BankOptions = {}) {
  const simulator = createSimulator({
    now: () => new Date('2026-11-24T12:00:00.000Z'),
    ...options,
  });
  const config = adapter.config.parse(simulator.configAt('https://bank.example'));
  const { submitSchedule, readSchedule, readMovements, cancelSchedule } = adapter.connect(config);
  if (!submitSchedule || !readSchedule || !readMovements || !cancelSchedule) {
    throw new Error('the bank has these operations');
  }
  const call = (idempotencyKey: string): Call => ({
    fetch: async (url, init) => simulator.app.request(url, init),
    now: '2026-11-24T12:00:00.000Z',
    idempotencyKey,
    correlationId: 'c-1',
  });
  const control = async (path: string, body?: object): Promise<unknown> => {
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    return (await simulator.app.request(`https://bank.example/_control${path}`, init)).json();
  };
  const send = (request: CanonicalRequest = pledge, key: string = request.number) =>
    submitSchedule.send(submitSchedule.encode(request), call(key));
  const decision = async (reference = pledge.number) => {
    await readSchedule({ reference }, call('r'));
    const outcome = await readSchedule({ reference }, call('r'));
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    return outcome.value;
  };
  const movements = async (): Promise<FunderMovement[]> => {
    const page = await readMovements({ agreementReference: agreement }, call('r'));
    if (page.kind !== 'done') throw new Error(JSON.stringify(page));
    return page.value.movements;
  };
  const draw = async (request: CanonicalRequest = pledge) => {
    expect(await send(request)).toMatchObject({ kind: 'done' });
    return decision(request.number);
  };
  return { send, decision, movements, draw, control, encode: submitSchedule.encode };
}

/** The same drawdown for other receivables. */
function another(number: string): CanonicalRequest {
  const lines = pledge.lines.map((line) => ({ ...line, number: `${number}-${line.lineNumber}` }));
  return { ...pledge, number, lines };
}

const amountsOf = (lines: Awaited<ReturnType<ReturnType<typeof openBank>['decision']>>['lines']) =>
  lines.map((line) => (line.status === 'funded' ? line.amountMinor : line.status));

describe('the bank recalculates what it is sent', () => {
  const withBase = (change: Partial<typeof base>): CanonicalRequest => ({
    ...pledge,
    borrowingBase: { ...base, ...change },
  });
  const deducted = [...base.deductions, { rule: 'cross_ageing', amountMinor: 1 }];
  test.each<[string, CanonicalRequest]>([
    ['a deduction that the pool does not know', withBase({ deductions: deducted })],
    ['a pool that is a cent too large', withBase({ poolMinor: base.poolMinor + 1 })],
    ['a holdback that is a cent too small', withBase({ holdbackMinor: base.holdbackMinor - 1 })],
    ['what is available, a cent too much', withBase({ availableMinor: base.availableMinor + 1 })],
    ['reserves left out', withBase({ reservesMinor: 0 })],
    ['a count', { ...pledge, totals: { ...pledge.totals, count: 2 } }],
    ['a draw that its lines do not come to', withTotals({ advanceMinor: 18_275_41 })],
    ['what is counted', withTotals({ fundedMinor: 21_500_51 })],
    [
      'an open amount of a currency',
      withTotals({
        perCurrency: [{ currency: 'EUR', count: 3, faceMinor: 21_500_50, openMinor: 21_500_49 }],
      }),
    ],
  ])('and refuses %s', async (_what, request) => {
    const bank = openBank();
    expect(await bank.send(request)).toMatchObject({ kind: 'refused', reason: 'invalid_message' });
    expect(await bank.control('/effects')).toEqual({});
  });

  function withTotals(change: Partial<CanonicalRequest['totals']>): CanonicalRequest {
    return { ...pledge, totals: { ...pledge.totals, ...change } };
  }

  test('and refuses a draw above what its own certificate has available', async () => {
    const reservesMinor = base.reservesMinor + 15_000_00;
    const availableMinor = base.availableMinor - 15_000_00;
    const refused = await openBank().send(withBase({ reservesMinor, availableMinor }));
    expect(refused).toMatchObject({ kind: 'refused', reason: 'limit_exceeded' });
  });

  test('and refuses a certificate of another week, and a line it has not granted', async () => {
    const old = await openBank().send({ ...pledge, asOf: '2026-11-10' });
    expect(old).toMatchObject({ kind: 'refused', reason: 'expired' });
    const stranger = await openBank({ facilities: { 'LA-1': { limit: 1 } } }).send();
    expect(stranger).toMatchObject({ kind: 'refused', reason: 'unknown_agreement' });
  });
});

describe('the bank decides', () => {
  test('in full, line by line, and declines a receivable it does not take', async () => {
    const state = await openBank().draw();
    expect(state.status).toBe('answered');
    expect(amountsOf(state.lines)).toEqual([10_625_42, 6_800_00, 'declined']);
    expect(state.lines[2]).toMatchObject({
      reason: 'not_eligible',
      detail: expect.stringContaining('DEBTOR_COUNTRY'),
    });
  });

  test('in part where its own record leaves less than the certificate says, to the cent', async () => {
    const bank = openBank({ outstandingBefore: { [agreement]: 20_000 } });
    const state = await bank.draw();
    const headroomMinor = base.availableMinor - 20_000_00;
    const funded = state.lines.flatMap((line) => (line.status === 'funded' ? [line] : []));
    expect(sumMinor(funded.map(({ amountMinor }) => amountMinor))).toBe(headroomMinor);
    expect(funded).toHaveLength(2);
    const [drawn] = await bank.movements();
    expect(drawn).toMatchObject({ kind: 'drawdown', amountMinor: headroomMinor });
  });

  test('no, where the line is used up', async () => {
    const state = await openBank({ facilities: { [agreement]: { limit: 0 } } }).draw();
    expect(state.lines.map(({ status }) => status)).toEqual(['declined', 'declined', 'declined']);
    expect(state.lines[0]).toMatchObject({
      reason: 'limit_exceeded',
      detail: expect.stringContaining('NO_HEADROOM'),
    });
  });

  test('never above its headroom nor above what was asked on a line, and books what it says', async () => {
    const asks = fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 0, max: 10_000_00 })));
    const before = fc.integer({ min: 0, max: 40_000 });
    let inPart = 0;
    await fc.assert(
      fc.asyncProperty(asks, before, async (asked, outstanding) => {
        const lines = pledge.lines.map((line, at) => ({ ...line, advanceMinor: asked[at] ?? 0 }));
        const advanceMinor = sumMinor(asked);
        const totals = { ...pledge.totals, advanceMinor };
        const bank = openBank({ outstandingBefore: { [agreement]: outstanding } });
        const state = await bank.draw({ ...pledge, lines, totals });
        const shares = state.lines.map((line) => (line.status === 'funded' ? line.amountMinor : 0));
        shares.forEach((share, at) => {
          expect(share).toBeLessThanOrEqual(asked[at] ?? 0);
        });
        const headroomMinor = Math.max(0, base.availableMinor - outstanding * 100);
        const takenMinor = (asked[0] ?? 0) + (asked[1] ?? 0);
        expect(sumMinor(shares)).toBe(Math.min(takenMinor, headroomMinor));
        const drawn = (await bank.movements()).filter(({ kind }) => kind === 'drawdown');
        expect(sumMinor(drawn.map(({ amountMinor }) => amountMinor))).toBe(sumMinor(shares));
        if (headroomMinor > 0 && headroomMinor < takenMinor) inPart += 1;
      }),
      { numRuns: 200 },
    );
    expect(inPart).toBeGreaterThan(10);
  });

  test('by what earlier draws left, though the certificate still says that nothing is used', async () => {
    const bank = openBank();
    await bank.draw();
    const second = await bank.draw(another('FR-2026-0008'));
    const left = base.availableMinor - 10_625_42 - 6_800_00;
    const amounts = second.lines.flatMap((line) =>
      line.status === 'funded' ? [line.amountMinor] : [],
    );
    expect(sumMinor(amounts)).toBe(left);
  });

  test('once on a receivable, however its number is spelt', async () => {
    const bank = openBank();
    await bank.draw();
    const lines = pledge.lines.map((line) => ({ ...line, number: line.number.toLowerCase() }));
    const again = await bank.draw({ ...pledge, number: 'FR-2026-0009', lines });
    expect(again.lines[0]).toMatchObject({ status: 'declined', reason: 'duplicate' });
  });

  test('on a reference once: another key does not make another draw', async () => {
    const bank = openBank();
    await bank.send();
    expect(await bank.send(pledge, 'other')).toMatchObject({
      kind: 'refused',
      reason: 'duplicate',
    });
    expect(await bank.control('/effects')).toEqual({ [pledge.number]: 1 });
  });

  test('for more than was asked, on demand', async () => {
    const bank = openBank();
    await bank.control('/answers', { drawMore: true });
    const state = await bank.draw();
    const amounts = state.lines.flatMap((line) =>
      line.status === 'funded' ? [line.amountMinor] : [],
    );
    expect(sumMinor(amounts)).toBe(10_625_42 + 6_800_00 + 1_00);
  });
});

describe('the loan account', () => {
  const told = (movements: FunderMovement[]) =>
    movements.map(({ kind, bookedOn, amountMinor }) => [kind, bookedOn, amountMinor]);

  test('begins with the draw and its fee, and bears interest at each month’s end', async () => {
    const bank = openBank();
    await bank.draw();
    await bank.control('/clock', { addDays: 40 });
    expect(told(await bank.movements())).toEqual([
      ['drawdown', '2026-11-24', 17_425_42],
      ['service_fee', '2026-11-24', 43_56],
      // 17,425.42 × 5.5 % × 7 (31) ÷ 360 days.
      ['interest', '2026-11-30', 18_63],
      ['interest', '2026-12-31', 82_52],
    ]);
  });

  test('takes what debtors pay, and sweeps what is drawn on that invoice', async () => {
    const bank = openBank();
    await bank.draw();
    await bank.control('/payments', {
      reference: pledge.number,
      lineNumber: 1,
      amount: '10000.00',
    });
    await bank.control('/payments', { reference: pledge.number, lineNumber: 1 });
    const booked = (await bank.movements()).filter(({ lineNumber }) => lineNumber === 1);
    expect(booked.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['collection', 10_000_00],
      ['repayment', 10_000_00],
      ['collection', 2_500_50],
      ['repayment', 625_42],
    ]);
    expect(await bank.control('/facilities')).toEqual({ [agreement]: '6800' });
  });

  test('is repaid, never below nothing, and makes room for the next draw', async () => {
    const bank = openBank();
    await bank.draw();
    await bank.control('/repayments', { agreement, amount: '99999.00' });
    expect(await bank.control('/facilities')).toEqual({ [agreement]: '0' });
    const repaid = (await bank.movements()).at(-1);
    expect(repaid).toMatchObject({ kind: 'repayment', amountMinor: 17_425_42 });
    expect(repaid).not.toHaveProperty('lineNumber');
    const next = await bank.draw(another('FR-2026-0008'));
    expect(amountsOf(next.lines)).toEqual([10_625_42, 6_800_00, 'declined']);
  });

  test('is told again, otherwise, or taken back, on demand', async () => {
    const bank = openBank();
    await bank.draw();
    const [first] = await bank.movements();
    for (const does of ['repeat', 'contradict', 'reverse']) {
      await bank.control('/bookings', { id: first?.movementId, does });
    }
    const [again, other, back] = (await bank.movements()).slice(2);
    expect(again).toEqual(first);
    expect(other).toMatchObject({ movementId: first?.movementId, amountMinor: 17_426_42 });
    expect(back).toMatchObject({ kind: 'drawdown', reversal: true, amountMinor: 17_425_42 });
    expect(await bank.control('/facilities')).toEqual({ [agreement]: '0' });
  });

  test('is the same after a restart', async () => {
    const entries: unknown[] = [];
    const store = { load: () => entries, append: (entry: unknown) => void entries.push(entry) };
    const bank = openBank({ store });
    await bank.draw();
    await bank.control('/clock', { addDays: 40 });
    const before = await bank.movements();
    const kept: unknown[] = JSON.parse(JSON.stringify(entries));
    const again = openBank({ store: { load: () => kept, append: () => undefined } });
    expect(await again.movements()).toEqual(before);
    expect((await again.decision()).status).toBe('answered');
    expect(await again.control('/effects')).toEqual({ [pledge.number]: 1 });
  });
});

test('a sale, or a pledge without its borrowing base, has no message to a bank', () => {
  const { encode } = openBank();
  const { borrowingBase: _, ...bare } = pledge;
  expect(() => encode(bare)).toThrow(/no borrowing base/);
  expect(() => encode(requestFor({}))).toThrow(/is a sale/);
});

describe('what the bank says in our words', () => {
  const line = { lineNumber: 1, status: 'drawn', amount: '10.00', currency: 'EUR' };
  const stateOf = (lines: object[], more: object = {}) =>
    toState({
      id: 'd',
      reference: 'r',
      status: 'decided',
      lines: lines.map((said) => ({ ...line, ...said })),
      ...more,
    });

  test.each([
    ['an unknown status', { status: 'granted' }],
    ['an unknown currency', { currency: 'XXQ' }],
    ['an amount with too many decimals', { amount: '10.005' }],
    ['a negative amount', { amount: '-10.00' }],
    ['no amount', { amount: '' }],
  ])('is pending for %s', (_what, said) => {
    expect(stateOf([said]).lines).toEqual([{ lineNumber: 1, status: 'pending' }]);
  });

  test('is pending when one line is answered in two ways', () => {
    expect(stateOf([{}, { status: 'declined' }]).lines).toEqual([
      { lineNumber: 1, status: 'pending' },
    ]);
    expect(stateOf([{}, {}]).lines).toHaveLength(1);
  });

  test.each([
    ['accepted', { status: 'accepted' }],
    ['granted', { status: 'pending' }],
    ['refused', { status: 'refused', detail: 'too late' }],
  ])('a cancellation that is %s', (status, expected) => {
    const state = stateOf([], { cancellation: { status, message: 'too late' } });
    expect(state.cancellation).toEqual(expected);
  });

  const booking = {
    id: 'BK-1',
    type: 'REPAYMENT',
    bookedOn: '2026-11-24',
    valueOn: '2026-11-24',
    amount: '10.00',
    currency: 'EUR',
    isReversal: false,
  };
  test.each([
    ['a type nobody knows', { type: 'SWAP' }],
    ['less than a minor unit', { amount: '10.005' }],
    ['an amount below zero', { amount: '-1.00' }],
    ['a day that is none', { valueOn: '2026-02-30' }],
  ])('%s leaves the whole page unread', (_what, change) => {
    const page = (told: object) =>
      toPage({ bookings: [told], next: 'n', hasMore: false }, undefined);
    expect(page(booking)?.movements).toHaveLength(1);
    expect(page({ ...booking, ...change })).toBeUndefined();
  });
});
