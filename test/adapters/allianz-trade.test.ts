import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { adapter } from '../../adapters/allianz-trade/index.ts';
import { toCover, toPolicy } from '../../adapters/allianz-trade/mapping.ts';
import type { Cover } from '../../adapters/allianz-trade/wire.ts';
import type { Outcome } from '../../src/core/adapter.ts';
import { insurerNotice, limitRequest } from './samples.ts';
import { type Stage, setStage } from './stage.ts';

const limit = {
  technicalDecisionStatusCode: 'AlreadyAgreed',
  amount: 50_000,
  currencyCode: 'EUR',
  startDate: '2026-11-01',
  endDate: null,
};
const cover: Cover = {
  coverId: '80000001',
  coverStatusCode: 'Agreement',
  companyId: '61000101',
  companyName: 'Keller Maschinenbau GmbH',
  decisionDate: '2026-11-02',
  creditLimitsAggregation: { creditLimits: [limit] },
};
const read = { policyId: 'ACI:1', currency: 'EUR', today: '2026-11-24', codes: {} };

describe('covers in our words', () => {
  test('an agreement is in force with its layers, each to its own last day', () => {
    const temporary = { ...limit, amount: 20_000, endDate: '2026-12-31' };
    const whole = { ...cover, creditLimitsAggregation: { creditLimits: [limit, temporary] } };
    expect(toCover(whole, read)).toMatchObject({
      status: 'agreed',
      layers: [
        { amountMinor: 50_000_00, validFrom: '2026-11-01' },
        { amountMinor: 20_000_00, validFrom: '2026-11-01', validTo: '2026-12-31' },
      ],
    });
  });

  test('where the policy decides there is no decision to record', () => {
    expect(toCover({ ...cover, coverStatusCode: 'CheckPolicy' }, read)).toBeUndefined();
  });

  test.each([
    ['a code nobody told us', { coverStatusCode: 'Withdrawal' }],
    [
      'an amount with more digits than the currency has',
      { creditLimitsAggregation: { creditLimits: [{ ...limit, amount: 10.005 }] } },
    ],
    [
      'two currencies',
      { creditLimitsAggregation: { creditLimits: [limit, { ...limit, currencyCode: 'USD' }] } },
    ],
    [
      'a day that does not exist',
      { creditLimitsAggregation: { creditLimits: [{ ...limit, startDate: '2026-02-30' }] } },
    ],
  ])('%s insures nothing', (_what, change) => {
    expect(toCover({ ...cover, ...change }, read)?.status).toBe('unknown_raw');
  });

  test('a code that the insurer confirmed is what the connection says', () => {
    const withdrawn = { ...cover, coverStatusCode: 'Withdrawal' };
    expect(toCover(withdrawn, { ...read, codes: { Withdrawal: 'withdrawn' } })?.status).toBe(
      'withdrawn',
    );
  });
});

test('a policy is a triple, its extension may be absent', () => {
  expect(toPolicy('ACI:7001234:DCL')).toEqual({
    businessUnitCode: 'ACI',
    policyId: '7001234',
    extensionId: 'DCL',
  });
  expect(toPolicy('EHDE:7001234')).toEqual({ businessUnitCode: 'EHDE', policyId: '7001234' });
  expect(() => toPolicy('7001234')).toThrow(/BU:policy/);
});

describe('with the insurer', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage(adapter, 10_000, { pageSize: 1 });
  });
  afterEach(() => stage.stop());
  const present = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('the adapter does not have this operation');
    return part;
  };
  const done = <Value>(outcome: Outcome<Value>): Value => {
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    return outcome.value;
  };
  const asked = (nth: number, amountMinor: number) =>
    limitRequest(stage.simulator.known, nth, amountMinor);
  const submit = async (request: ReturnType<typeof asked>) => {
    const requestLimit = present(stage.operations.requestLimit);
    return done(await requestLimit.send(requestLimit.encode(request), stage.call));
  };

  test('a job is followed to its cover, and covers are read over several pages', async () => {
    const policyId = stage.simulator.known.policyId ?? '';
    const first = await submit(asked(0, 50_000_00));
    await submit(asked(1, 60_000_00));
    const readLimit = present(stage.operations.readLimit);
    const reference = { reference: 'LR', partnerReference: first.coverId, policyId };
    expect(done(await readLimit(reference, stage.call))).toMatchObject({ status: 'pending' });
    const decided = done(await readLimit(reference, stage.call));
    expect(decided).toMatchObject({ status: 'decided', rawCode: 'PROCESSED' });
    const listCovers = present(stage.operations.listCovers);
    await listCovers({ policyId }, stage.call);
    const covers = done(await listCovers({ policyId }, stage.call));
    expect(covers.map(({ layers }) => layers[0]?.amountMinor).sort()).toEqual([
      50_000_00, 60_000_00,
    ]);
  });

  test('a job that failed is a refusal, not a pending limit', async () => {
    const policyId = stage.simulator.known.policyId ?? '';
    const request = asked(0, 400_000_00);
    const { coverId: partnerReference } = await submit(request);
    await stage.control('/failures', { companyId: request.buyerId });
    const readLimit = present(stage.operations.readLimit);
    expect(
      done(await readLimit({ reference: 'LR', partnerReference, policyId }, stage.call)),
    ).toEqual({ status: 'refused', rawCode: 'FAILED' });
  });

  test('a reduction and a temporary amount come with the next reading', async () => {
    const policyId = stage.simulator.known.policyId ?? '';
    const listCovers = present(stage.operations.listCovers);
    const request = asked(0, 50_000_00);
    await submit(request);
    await listCovers({ policyId }, stage.call);
    await listCovers({ policyId }, stage.call);
    await stage.control('/covers', {
      companyId: request.buyerId,
      coverStatusCode: 'Reduction',
      amount: 10_000,
      temporary: { amount: 5_000, until: '2026-12-31' },
    });
    expect(done(await listCovers({ policyId }, stage.call))).toMatchObject([
      { status: 'reduced', layers: [{ amountMinor: 10_000_00 }, { validTo: '2026-12-31' }] },
    ]);
  });

  test('an extension names the one invoice it is of', async () => {
    const notice = insurerNotice(stage.simulator.known, 'extension');
    const noticeInsurer = present(stage.operations.noticeInsurer);
    const wire = noticeInsurer.encode({ ...notice, invoices: notice.invoices.slice(0, 1) });
    expect(JSON.parse(wire.body)).toMatchObject({
      overdueCategoryTypeCode: 'EXP',
      overdueAmount: '20000.50',
      dueDate: '2026-08-30',
    });
    const { partnerReference } = done(await noticeInsurer.send(wire, stage.call));
    await stage.control('/overdues', { overdueId: partnerReference, status: 'processed' });
    const readInsurerNotice = present(stage.operations.readInsurerNotice);
    const { reference, policyId } = notice;
    expect(
      done(await readInsurerNotice({ reference, partnerReference, policyId }, stage.call)),
    ).toMatchObject({ status: 'accepted', rawCode: 'processed' });
  });

  test('without a path for overdues there is no operation for them', () => {
    const config = adapter.config.parse(stage.config);
    const paths = z.looseObject({ paths: z.looseObject({}) }).parse(config);
    const { overdues: _absent, ...rest } = paths.paths;
    const operations = adapter.connect(adapter.config.parse({ ...paths, paths: rest }));
    expect(operations.noticeInsurer).toBeUndefined();
    expect(operations.readInsurerNotice).toBeUndefined();
  });

  test('a call-back asked for comes, and is read as a hint to look at the list', async () => {
    const bodies: string[] = [];
    const server = createServer((incoming, answer) => {
      incoming.on('data', (part: Buffer) => bodies.push(part.toString('utf8')));
      incoming.on('end', () => answer.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = z.object({ port: z.int() }).parse(server.address());
    const callback = { headerName: 'X-Callback', url: `http://127.0.0.1:${port}/`, timeToLive: 24 };
    const called = stage.withConfig((config) => ({ ...z.looseObject({}).parse(config), callback }));
    const requestLimit = present(called.operations.requestLimit);
    done(await requestLimit.send(requestLimit.encode(asked(0, 50_000_00)), called.call));
    await expect.poll(() => bodies.length).toBe(1);
    server.close();
    const message = { body: bodies[0] ?? '', headers: {}, now: stage.call.now };
    expect(adapter.readNotice?.(message, stage.config)).toMatchObject({
      ok: true,
      notice: { kind: 'cover', reference: '90000001' },
    });
    expect(adapter.readNotice?.({ ...message, body: '{}' }, stage.config)).toMatchObject({
      ok: false,
    });
  });
});
