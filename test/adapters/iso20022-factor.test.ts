import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { adapter } from '../../adapters/iso20022-factor/index.ts';
import type { FactorOptions } from '../../adapters/iso20022-factor/simulator/books.ts';
import type { Outcome, ScheduleState } from '../../src/core/adapter.ts';
import type { CanonicalRequest } from '../../src/core/funding/request.ts';
import { type EffectName, foregoing, readyEffect } from './effects.ts';
import { withoutEachField } from './fields.ts';
import { cancelRequest, creditSchedule, request, requestFor } from './samples.ts';
import { type Stage, setStage } from './stage.ts';

type Line = CanonicalRequest['lines'][number];
const [first, second, third] = request.lines;
if (!first || !second || !third) throw new Error('the sample has three lines');

let stage: Stage;
let isOpen = false;
afterEach(close);

async function open(options: FactorOptions, timeoutMs = 10_000): Promise<Stage> {
  stage = await setStage(adapter, timeoutMs, options);
  isOpen = true;
  return stage;
}

async function close(): Promise<void> {
  if (isOpen) await stage.stop();
  isOpen = false;
}

/** The sample with other lines; the totals follow. */
function withLines(lines: Line[], number = request.number): CanonicalRequest {
  const sum = (pick: (line: Line) => number) =>
    lines.reduce((total, line) => total + pick(line), 0);
  const perCurrency = [
    {
      currency: 'EUR',
      count: lines.length,
      faceMinor: sum((line) => line.faceMinor),
      openMinor: sum((line) => line.openMinor),
    },
  ];
  const totals = {
    count: lines.length,
    perCurrency,
    fundedMinor: sum((line) => line.fundedMinor),
    advanceMinor: sum((line) => line.advanceMinor),
  };
  return { ...request, number, lines, totals };
}

async function submit(asked: CanonicalRequest): Promise<Outcome<unknown>> {
  const { submitSchedule } = stage.operations;
  if (!submitSchedule) throw new Error('the factor takes schedules');
  return submitSchedule.send(submitSchedule.encode(asked), stage.call);
}

/** What the factor says in the end; a mailroom takes its turns between the questions. */
async function answersTo(reference: string): Promise<ScheduleState> {
  let last: Outcome<ScheduleState> | undefined;
  for (let turn = 0; turn < 4; turn += 1) {
    await collect();
    last = await stage.operations.readSchedule?.({ reference }, stage.call);
  }
  if (last?.kind !== 'done') throw new Error(`not answered: ${JSON.stringify(last)}`);
  return last.value;
}

async function collect() {
  return Collected.parse(await stage.control('/mailbox/collect', {}));
}

const Collected = z.object({
  taken: z.array(z.string()),
  rejected: z.array(z.object({ name: z.string(), reason: z.string() })),
});

const ways = [
  ['tsin.001 over HTTPS', { dialect: 'financing', transport: 'https' }],
  ['tsin.006 over HTTPS', { dialect: 'assignment', transport: 'https' }],
  ['tsin.001 by mailbox', { dialect: 'financing', transport: 'sftp' }],
  ['tsin.006 by mailbox', { dialect: 'assignment', transport: 'sftp' }],
] as const;

describe.each(ways)('%s', (_way, { dialect, transport }) => {
  const byFile = transport === 'sftp';
  const options: FactorOptions = { dialect, transport };
  const sum = async () =>
    Object.values(await stage.effects()).reduce((total, count) => total + count, 0);

  test('a schedule is taken, found, answered line by line, and counted once', async () => {
    await open(options);
    const ready = readyEffect(stage, 'submitSchedule');
    expect(ready.class).toBe(byFile ? 'C' : 'B');
    expect(await ready.find()).toMatchObject({ kind: 'done', value: { found: false } });
    expect(await ready.send()).toMatchObject({ kind: 'done' });
    expect(await ready.find()).toMatchObject({ kind: 'done', value: { found: true } });
    expect(await ready.send()).toMatchObject({ kind: 'done' });
    expect(await sum()).toBe(1);
    expect(await answersTo(request.number)).toMatchObject({
      status: 'answered',
      lines: [
        { lineNumber: 1, status: 'funded', amountMinor: 1_062_542, currency: 'EUR' },
        { lineNumber: 2, status: 'funded', amountMinor: 680_000, currency: 'EUR' },
        { lineNumber: 3, status: 'declined', reason: 'not_eligible' },
      ],
    });
  });

  test.each(['submitSchedule', 'cancelSchedule', 'submitCredits'] as const)(
    '%s without any one element is not taken',
    async (name: EffectName) => {
      stage = await foregoing(await open({ ...options, collectEveryMs: 20 }), name);
      if (!stage.operations[name]) {
        expect([dialect, name]).toEqual(['assignment', 'cancelSchedule']);
        return;
      }
      await collect();
      const ready = readyEffect(stage, name);
      const cases = withoutEachField(ready.wire);
      expect(cases.length).toBeGreaterThan(5);
      const before = await sum();
      for (const { path, wire } of byFile ? [] : cases) {
        expect((await ready.send(wire)).kind, path).toBe('refused');
      }
      if (!byFile) {
        expect(await sum()).toBe(before);
        return;
      }
      await Promise.all([0, 1, 2, 3].map((lane) => sendAll(cases, lane, ready.send)));
      await collect();
      const names = await stage.call.mailbox?.list('rejected');
      expect(new Set(names)).toEqual(new Set(cases.map(({ wire }) => wire.target)));
    },
  );

  test.each(['hang_after_apply', 'fail_after_apply', 'drop_after_apply'])(
    'is unknown after %s, is found, and a repeat adds nothing',
    async (kind) => {
      await open(options, 3_000);
      const ready = readyEffect(stage, 'submitSchedule');
      await stage.control('', { kind });
      expect((await ready.send()).kind).toBe('unknown');
      expect(await ready.find()).toMatchObject({ kind: 'done', value: { found: true } });
      expect((await ready.send()).kind).toBe('done');
      expect(await sum()).toBe(1);
    },
  );

  test('is unknown when the line broke before it arrived, and is not found', async () => {
    await open(options);
    const ready = readyEffect(stage, 'submitSchedule');
    await stage.control('', { kind: 'drop_before_apply' });
    expect((await ready.send()).kind).toBe('unknown');
    expect(await ready.find()).toMatchObject({ kind: 'done', value: { found: false } });
  });

  test.each(['EUR', 'JPY', 'TND'])('amounts in %s come back exactly', async (currency) => {
    await open(options);
    await submit(requestFor({}, currency));
    const { lines } = await answersTo(request.number);
    expect(lines.slice(0, 2)).toEqual(
      [first, second].map(({ lineNumber, advanceMinor }) => ({
        lineNumber,
        status: 'funded',
        amountMinor: advanceMinor,
        currency,
      })),
    );
  });

  test('instalments of one invoice are answered one by one, the last in part', async () => {
    await open({ ...options, debtorLimits: { 'd-1': 15_000 } });
    const later = { ...first, lineNumber: 7, instalment: 2, dueOn: '2027-03-15' };
    await submit(withLines([first, second, later]));
    const { lines } = await answersTo(request.number);
    expect(new Map(lines.map((line) => [line.lineNumber, line]))).toEqual(
      new Map([
        [1, { lineNumber: 1, status: 'funded', amountMinor: 1_062_542, currency: 'EUR' }],
        [7, { lineNumber: 7, status: 'funded', amountMinor: 437_458, currency: 'EUR' }],
        [2, { lineNumber: 2, status: 'funded', amountMinor: 680_000, currency: 'EUR' }],
      ]),
    );
  });

  test('a repeated invoice number, however spelt, and a debtor without limit are declined', async () => {
    await open({ ...options, debtorLimits: { 'd-2': 0 } });
    await submit(withLines([first]));
    await answersTo(request.number);
    await submit(withLines([{ ...first, number: 'inv 1001' }, second], 'FR-2026-0008'));
    const { lines } = await answersTo('FR-2026-0008');
    expect(lines).toMatchObject(
      [
        { status: 'declined', reason: 'duplicate', detail: /^ALREADY_FINANCED: inv 1001/ },
        { status: 'declined', reason: 'limit_exceeded', detail: /^DEBTOR_LIMIT: / },
      ].map((line) => ({ ...line, detail: expect.stringMatching(line.detail) })),
    );
  });

  test('what was received in error is rejected, and why', async () => {
    await open({ ...options, agreements: ['FA-1'] });
    const outcome = await submit(request);
    if (byFile) {
      expect(await answersTo(request.number)).toMatchObject({ status: 'rejected', lines: [] });
      return;
    }
    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: 'unknown_agreement',
      detail: 'AGREEMENT_UNKNOWN: no agreement FA-2024-118',
    });
  });

  test('credit notes are taken for invoices it knows, and refused for others', async () => {
    await open(options);
    const credits = stage.operations.submitCredits;
    if (!credits) throw new Error('the factor takes credit notes');
    const wire = credits.encode(creditSchedule({}));
    const before = await credits.send(wire, stage.call);
    if (!byFile) expect(before).toMatchObject({ kind: 'refused', reason: 'invalid_message' });
    await collect();
    await submit(request);
    await answersTo(request.number);
    expect(await credits.send(wire, stage.call)).toMatchObject({ kind: 'done' });
  });

  test('the factor remembers what it took and decided when it is given a store', async () => {
    const entries: unknown[] = [];
    const store = { load: () => entries, append: (entry: unknown) => void entries.push(entry) };
    await open({ ...options, store });
    await submit(request);
    const before = await answersTo(request.number);
    await close();
    await open({ ...options, store: { ...store, load: () => structuredClone(entries) } });
    if (!byFile) {
      const after = await stage.operations.readSchedule?.(
        { reference: request.number },
        stage.call,
      );
      expect(after).toMatchObject({ kind: 'done', value: { lines: before.lines } });
    }
    await submit(withLines([first], 'FR-2026-0009'));
    expect((await answersTo('FR-2026-0009')).lines).toMatchObject([{ reason: 'duplicate' }]);
  });
});

async function sendAll(
  cases: ReturnType<typeof withoutEachField>,
  lane: number,
  send: ReturnType<typeof readyEffect>['send'],
): Promise<void> {
  for (const [index, { wire }] of cases.entries()) if (index % 4 === lane) await send(wire);
}

describe.each(['https', 'sftp'] as const)('a cancellation over %s', (transport) => {
  const cancel = async () => {
    const { cancelSchedule } = stage.operations;
    if (!cancelSchedule) throw new Error('the factor takes cancellations');
    const asked = cancelRequest({}, 'STS-000001');
    return cancelSchedule.send(cancelSchedule.encode(asked), stage.call);
  };
  beforeEach(() => open({ dialect: 'financing', transport }));

  test('is accepted before funding, and nothing is funded then', async () => {
    await submit(request);
    await collect();
    expect(await cancel()).toMatchObject({ kind: 'done' });
    const state = await answersTo(request.number);
    expect(state).toMatchObject({ cancellation: { status: 'accepted' }, lines: [] });
  });

  test('is refused after it, with the factor’s word', async () => {
    await submit(request);
    const before = await answersTo(request.number);
    expect(await cancel()).toMatchObject({ kind: 'done' });
    const state = await answersTo(request.number);
    expect(state.lines).toEqual(before.lines);
    expect(state.cancellation).toEqual({
      status: 'refused',
      detail: 'CA03: the financing has begun',
    });
  });
});

test.each(['financing', 'assignment'] as const)(
  'a factor waits before it answers (%s)',
  async (dialect) => {
    await open({ dialect });
    await submit(request);
    const waits = { status: 'pending' };
    expect(
      await stage.operations.readSchedule?.({ reference: request.number }, stage.call),
    ).toMatchObject({
      kind: 'done',
      value: { status: 'pending', lines: [waits, waits, waits] },
    });
  },
);

describe.each(['https', 'sftp'] as const)('over %s', (transport) => {
  test('a cancellation that states another instant cancels nothing, and is refused', async () => {
    await open({ dialect: 'financing', transport });
    await submit(request);
    await collect();
    const { cancelSchedule } = stage.operations;
    if (!cancelSchedule) throw new Error('the factor takes cancellations');
    const requestId = '01940000-0000-7000-8000-000000000001';
    const wire = cancelSchedule.encode({ ...cancelRequest({}, 'x'), requestId });
    const sent = await cancelSchedule.send(wire, stage.call);
    const detail = 'CA02: no request FR-2026-0007';
    const state = await answersTo(request.number);
    expect(state.lines).toMatchObject([{ status: 'funded' }, { status: 'funded' }, {}]);
    if (transport === 'https') expect(sent).toMatchObject({ kind: 'refused', detail });
    else expect(state.cancellation).toEqual({ status: 'refused', detail });
  });
});

test('a factor that says it has the message already has not refused it', async () => {
  await open({ refusesRepeats: true });
  const ready = readyEffect(stage, 'submitSchedule');
  expect((await ready.send()).kind).toBe('done');
  expect(await ready.send()).toEqual({
    kind: 'unknown',
    detail: 'ID01: FR-2026-0007 was received before',
  });
  expect(await ready.find()).toMatchObject({ kind: 'done', value: { found: true } });
});

test('our reference with other content is refused and changes nothing', async () => {
  await open({});
  await submit(request);
  expect(await submit(withLines([first]))).toMatchObject({ kind: 'refused', reason: 'duplicate' });
  expect(await stage.effects()).toEqual({ [request.number]: 1 });
});

test('another schedule’s status is no receipt, and “not there” counts only of our reference', async () => {
  await open({});
  const ready = readyEffect(stage, 'submitSchedule');
  const swapped = async (url: string, init: RequestInit) => {
    const response = await stage.call.fetch(url, init);
    const body = (await response.text()).replaceAll(request.number, 'FR-OTHER');
    return new Response(body, { status: response.status });
  };
  const call = { ...stage.call, fetch: swapped };
  const { submitSchedule } = stage.operations;
  expect((await submitSchedule?.find?.(request.number, call, ready.wire))?.kind).toBe('refused');
  expect((await ready.send(ready.wire, call)).kind).toBe('unknown');
});

test('answers that come twice, late and in any order say the same', async () => {
  await open({ dialect: 'assignment', transport: 'sftp' });
  await stage.control('/answers', { copies: 3, held: true });
  await submit(request);
  await collect();
  await collect();
  await collect();
  const read = () => stage.operations.readSchedule?.({ reference: request.number }, stage.call);
  expect((await read())?.kind).toBe('retry');
  await stage.control('/answers', { copies: 3, held: false });
  expect(await stage.call.mailbox?.list('answers')).toHaveLength(6);
  expect(await read()).toMatchObject({
    kind: 'done',
    value: { status: 'answered', lines: [{ status: 'funded' }, { status: 'funded' }, {}] },
  });
});

test('a connection with neither address nor mailbox can do nothing, and says so', () => {
  const config = adapter.config.parse({ dialect: 'assignment', authorisedUser: 'Desk' });
  expect(adapter.connect(config)).toEqual({});
});

test('an assignment cannot be cancelled, and a factor need not take credit notes', () => {
  const https = { baseUrl: 'https://factor.example', apiKey: 'k'.repeat(16) };
  const agreed = { authorisedUser: 'Desk', https, credits: false };
  const operations = adapter.connect(adapter.config.parse({ dialect: 'assignment', ...agreed }));
  expect(Object.keys(operations).sort()).toEqual(['readSchedule', 'submitSchedule']);
});
