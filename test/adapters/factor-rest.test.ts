import { afterEach, describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/factor-rest/index.ts';
import { toState } from '../../adapters/factor-rest/mapping.ts';
import type { FactorOptions } from '../../adapters/factor-rest/simulator/options.ts';
import { createSimulator } from '../../adapters/factor-rest/simulator.ts';
import type { Call, Operations } from '../../src/core/adapter.ts';
import type { CanonicalRequest } from '../../src/core/funding/request.ts';
import { startSimulator } from '../../src/demo/simulator.ts';
import { createOutbound } from '../../src/outbound.ts';
import { now, request } from './samples.ts';

type Line = CanonicalRequest['lines'][number];
let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

async function connect(options: FactorOptions = {}) {
  const started = await startSimulator(createSimulator({ now: () => new Date(now), ...options }));
  const outbound = createOutbound({ allowPrivate: true, timeoutMs: 10_000 });
  stops.push(outbound.close, started.stop);
  const operations: Operations = adapter.connect(adapter.config.parse(started.config));
  const call = (idempotencyKey: string): Call => ({
    fetch: outbound.fetch,
    now,
    idempotencyKey,
    correlationId: 'c-1',
  });
  const { submitSchedule: submit, readSchedule: read } = operations;
  if (!submit || !read) throw new Error('the factor takes and answers schedules');
  return { url: started.url, submit, read, call };
}

/** The sample with one line changed; the totals follow. */
function changed(change: Partial<Line>, number = request.number): CanonicalRequest {
  const [first] = request.lines;
  if (!first) throw new Error('the sample has lines');
  const line = { ...first, ...change };
  const { faceMinor, openMinor, fundedMinor, advanceMinor } = line;
  const perCurrency = [{ currency: 'EUR', count: 1, faceMinor, openMinor }];
  const totals = { count: 1, perCurrency, fundedMinor, advanceMinor };
  return { ...request, number, lines: [line], totals };
}

describe('the factor decides by its own books', () => {
  const debtorOf = (country: string) =>
    ({ ...request.lines[0]?.debtor, country }) as Line['debtor'];
  test.each([
    ['of a country it refuses', { debtor: debtorOf('IR') }, 'not_eligible', 'DEBTOR_COUNTRY'],
    ['due too near', { dueOn: '2026-11-26' }, 'not_eligible', 'DUE_TOO_NEAR'],
    [
      'above the highest advance',
      { fundedMinor: 300_000_000, advanceMinor: 250_000_000 },
      'limit_exceeded',
      'AMOUNT_TOO_HIGH',
    ],
    [
      'over the debtor limit',
      { fundedMinor: 20_000_000, advanceMinor: 15_000_000 },
      'limit_exceeded',
      'DEBTOR_LIMIT',
    ],
  ] as const)('and declines a line %s with its reason', async (_what, change, reason, code) => {
    const { submit, read, call } = await connect({ debtorLimits: { 'd-1': 100_000 } });
    const asked = changed(change);
    expect((await submit.send(submit.encode(asked), call('k-1'))).kind).toBe('done');
    await read({ reference: asked.number }, call('k-1'));
    const answer = await read({ reference: asked.number }, call('k-1'));
    expect(answer).toMatchObject({ kind: 'done', value: { status: 'answered' } });
    if (answer.kind !== 'done') return;
    expect(answer.value.lines).toMatchObject([{ status: 'declined', reason }]);
    expect(JSON.stringify(answer.value.lines)).toContain(code);
  });

  test('and declines a document it has financed already, however it is spelt', async () => {
    const { submit, read, call } = await connect();
    await submit.send(submit.encode(request), call('k-1'));
    const again = changed({ number: 'inv 1001' }, 'FR-2026-0008');
    await submit.send(submit.encode(again), call('k-2'));
    await read({ reference: 'FR-2026-0008' }, call('k-2'));
    const answer = await read({ reference: 'FR-2026-0008' }, call('k-2'));
    expect(answer).toMatchObject({
      kind: 'done',
      value: { lines: [{ status: 'declined', reason: 'duplicate' }] },
    });
  });

  test('and answers pending first, then line by line', async () => {
    const { submit, read, call } = await connect();
    await submit.send(submit.encode(request), call('k-1'));
    const first = await read({ reference: request.number }, call('k-1'));
    expect(first).toMatchObject({
      value: { status: 'pending', lines: [{ status: 'pending' }, {}, {}] },
    });
    const second = await read({ reference: request.number }, call('k-1'));
    expect(second).toMatchObject({
      value: {
        status: 'answered',
        lines: [
          { lineNumber: 1, status: 'funded', amountMinor: 1_062_542, currency: 'EUR' },
          { lineNumber: 2, status: 'funded', amountMinor: 680_000, currency: 'EUR' },
          { lineNumber: 3, status: 'declined', reason: 'not_eligible' },
        ],
      },
    });
  });

  test('and refuses an agreement it has not signed, and totals that do not add up', async () => {
    const { submit, call } = await connect({ agreements: ['FA-1'] });
    const unknown = await submit.send(submit.encode(request), call('k-1'));
    expect(unknown).toMatchObject({ kind: 'refused', reason: 'unknown_agreement' });
    const wrong = { ...request, totals: { ...request.totals, advanceMinor: 1 } };
    const signed = await connect();
    const answer = await signed.submit.send(signed.submit.encode(wrong), signed.call('k-2'));
    expect(answer).toMatchObject({ kind: 'refused', reason: 'invalid_message' });
  });
});

test('the same key with another body is refused and changes nothing', async () => {
  const { submit, call, url } = await connect();
  await submit.send(submit.encode(request), call('k-1'));
  const other = await submit.send(submit.encode({ ...request, number: 'FR-9' }), call('k-1'));
  expect(other).toMatchObject({ kind: 'refused', reason: 'invalid_message' });
  const effects = await fetch(`${url}/_control/effects`);
  expect(await effects.json()).toEqual({ [request.number]: 1 });
});

test('a receipt for another reference is not ours: unknown', async () => {
  const { submit, call } = await connect();
  const { fetch: ask, ...rest } = call('k-1');
  const fetch: Call['fetch'] = async (url, init) => {
    const answer = await (await ask(url, init)).text();
    return new Response(answer.replace(request.number, 'FR-OTHER'), { status: 201 });
  };
  const sent = await submit.send(submit.encode(request), { ...rest, fetch });
  expect(sent.kind).toBe('unknown');
});

test('a partner that ignores keys counts every repeat: the control of the duplicate test', async () => {
  const { submit, call, url } = await connect({ ignoresKeys: true });
  await submit.send(submit.encode(request), call('k-1'));
  await submit.send(submit.encode(request), call('k-1'));
  const effects = await fetch(`${url}/_control/effects`);
  expect(await effects.json()).toEqual({ [request.number]: 2 });
});

test('the simulator remembers what it took when it is given a store', async () => {
  const entries: unknown[] = [];
  const store = { load: () => entries, append: (entry: unknown) => void entries.push(entry) };
  const before = await connect({ store });
  await before.submit.send(before.submit.encode(request), before.call('k-1'));
  const after = await connect({
    store: { ...store, load: () => JSON.parse(JSON.stringify(entries)) },
  });
  expect(
    await after.submit.find?.(request.number, after.call('k-1'), after.submit.encode(request)),
  ).toMatchObject({ kind: 'done', value: { found: true } });
  const replayed = await after.submit.send(after.submit.encode(request), after.call('k-1'));
  expect(replayed.kind).toBe('done');
  const effects = await fetch(`${after.url}/_control/effects`);
  expect(await effects.json()).toEqual({ [request.number]: 1 });
});

test('an answer for a line we never sent is passed on as it came, not hidden', async () => {
  const { submit, read, call, url } = await connect();
  await fetch(`${url}/_control/answers`, {
    method: 'POST',
    body: JSON.stringify({ unknownLine: true }),
  });
  await submit.send(submit.encode(request), call('k-1'));
  await read({ reference: request.number }, call('k-1'));
  const answer = await read({ reference: request.number }, call('k-1'));
  expect(JSON.stringify(answer)).toContain('9999');
});

describe('what the factor says in our words', () => {
  const line = { lineNumber: 1, status: 'funded', amount: '10.00', currency: 'EUR' };
  const stateOf = (lines: (typeof line)[], status = 'answered') =>
    toState({ scheduleId: 's', reference: 'r', status, lines });

  test.each([
    ['an unknown status', { ...line, status: 'accepted' }],
    ['an unknown currency', { ...line, currency: 'XXQ' }],
    ['an amount with too many decimals', { ...line, amount: '10.005' }],
    ['a negative amount', { ...line, amount: '-10.00' }],
    ['no amount', { ...line, amount: '' }],
  ])('is pending for %s', (_what, answered) => {
    expect(stateOf([answered]).lines).toEqual([{ lineNumber: 1, status: 'pending' }]);
  });

  test('is pending when one line is answered in two ways', () => {
    const declined = { ...line, status: 'declined' };
    expect(stateOf([line, declined]).lines).toEqual([{ lineNumber: 1, status: 'pending' }]);
    expect(stateOf([line, line]).lines).toHaveLength(1);
  });

  test('is a no of its own for a decline with an unknown code', () => {
    const declined = { ...line, status: 'declined', code: 'NEW_CODE' };
    expect(stateOf([declined]).lines).toMatchObject([
      { status: 'declined', reason: 'refused_by_partner', detail: 'NEW_CODE' },
    ]);
  });

  test('is pending for a schedule status nobody announced', () => {
    expect(stateOf([], 'approved').status).toBe('pending');
  });
});

describe('credit notes on the wire', () => {
  test('lower the advance of the invoice they name', async () => {
    const { submit, read, call } = await connect();
    const wire = submit.encode(changed({}));
    const body = JSON.parse(wire.body);
    const [invoice] = body.lines;
    const note = {
      ...invoice,
      lineNumber: 2,
      kind: 'credit_note',
      number: 'CN-1',
      creditsNumber: 'INV-1001',
      fundedAmount: '100.00',
      advanceAmount: '100.00',
    };
    body.lines.push(note);
    body.totals.count = 2;
    body.totals.fundedAmount = '12400.50';
    body.totals.advanceAmount = '10525.42';
    const sent = await submit.send({ ...wire, body: JSON.stringify(body) }, call('k-1'));
    expect(sent).toMatchObject({ kind: 'done' });
    await read({ reference: request.number }, call('k-1'));
    const answer = await read({ reference: request.number }, call('k-1'));
    expect(answer).toMatchObject({
      value: {
        lines: [
          { lineNumber: 1, status: 'funded', amountMinor: 1_052_542 },
          { lineNumber: 2, status: 'funded', amountMinor: 0 },
        ],
      },
    });
  });
});
