import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { adapter } from '../../adapters/coface/index.ts';
import { toCovers } from '../../adapters/coface/mapping.ts';
import { createSimulator } from '../../adapters/coface/simulator.ts';
import type { Cover } from '../../adapters/coface/wire.ts';
import type { Outcome } from '../../src/core/adapter.ts';
import { limitRequest } from './samples.ts';
import { type Stage, setStage } from './stage.ts';

const cover: Cover = {
  coverId: 'C1',
  easyNumber: '00001017',
  companyName: 'Keller Maschinenbau GmbH',
  kind: 'permanent',
  decisionCode: 'AGREED',
  amount: '50000',
  currencyCode: 'EUR',
  validFrom: '2026-11-01',
  validTo: null,
  decisionDate: '2026-11-02',
};
const reading = { policyId: '445566', codes: { AGREED: 'agreed', PARTIAL: 'partial' } } as const;

describe('the portfolio in our words', () => {
  test('permanent and temporary amounts of a cover are its layers', () => {
    const temporary = { ...cover, kind: 'temporary', amount: '20000', validTo: '2026-12-31' };
    expect(toCovers([cover, temporary], reading)).toMatchObject([
      {
        status: 'agreed',
        coverId: 'C1',
        layers: [
          { amountMinor: 50_000_00, validFrom: '2026-11-01' },
          { amountMinor: 20_000_00, validFrom: '2026-11-01', validTo: '2026-12-31' },
        ],
      },
    ]);
  });

  test('a top-up of another number is a cover of its own', () => {
    const top = { ...cover, coverId: 'C2', kind: 'CAP', amount: '10000' };
    expect(toCovers([cover, top], reading).map(({ coverId }) => coverId)).toEqual(['C1', 'C2']);
  });

  test.each([
    ['a code nobody told us', [{ ...cover, decisionCode: 'NEW' }]],
    ['an amount that is none', [{ ...cover, amount: '12,5' }]],
    ['a kind nobody knows', [{ ...cover, kind: 'seasonal' }]],
    ['a temporary amount without a last day', [{ ...cover, kind: 'temporary' }]],
    ['two currencies in one cover', [cover, { ...cover, kind: 'CAP', currencyCode: 'USD' }]],
    ['parts decided differently', [cover, { ...cover, kind: 'CAP', decisionCode: 'PARTIAL' }]],
  ])('%s insures nothing', (_what, parts) => {
    expect(toCovers(parts, reading)).toMatchObject([{ status: 'unknown_raw' }]);
  });
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

  test('what is ordered is read by its delivery, and then in the portfolio over its ranges', async () => {
    const { known } = stage.simulator;
    const policyId = known.policyId ?? '';
    const requestLimit = present(stage.operations.requestLimit);
    for (const nth of [0, 1]) {
      const wire = requestLimit.encode(limitRequest(known, nth, 200_000_00));
      done(await requestLimit.send(wire, stage.call));
    }
    const readLimit = present(stage.operations.readLimit);
    const asked = { reference: 'LR-2026-0001', partnerReference: 'D0000001', policyId };
    expect(done(await readLimit(asked, stage.call))).toMatchObject({ status: 'pending' });
    expect(done(await readLimit(asked, stage.call))).toEqual({
      status: 'decided',
      rawCode: 'AGREED',
      coverId: 'C0000001',
    });
    const listCovers = present(stage.operations.listCovers);
    await listCovers({ policyId }, stage.call);
    expect(done(await listCovers({ policyId }, stage.call))).toMatchObject([
      { status: 'agreed', layers: [{ amountMinor: 200_000_00 }] },
      { status: 'partial', layers: [{ amountMinor: 120_000_00 }] },
    ]);
  });

  test('a cancelled order is a refusal', async () => {
    const { known } = stage.simulator;
    const requestLimit = present(stage.operations.requestLimit);
    done(await requestLimit.send(requestLimit.encode(limitRequest(known)), stage.call));
    await stage.control('/cancellations', { deliveryId: 'D0000001' });
    const asked = { reference: 'LR', partnerReference: 'D0000001', policyId: known.policyId ?? '' };
    expect(done(await present(stage.operations.readLimit)(asked, stage.call))).toEqual({
      status: 'refused',
      rawCode: 'cancelled',
    });
  });

  test('five failed log-ins lock, and the lock is waited for, not taken for a no', async () => {
    const { known } = stage.simulator;
    const wrong = stage.withConfig((config) => ({
      ...z.looseObject({}).parse(config),
      password: 'another-password',
    }));
    const find = present(wrong.operations.findBuyer);
    const [buyer] = known.buyers ?? [];
    const query = {
      country: buyer?.country ?? '',
      scheme: buyer?.scheme ?? '',
      value: buyer?.value ?? '',
    };
    for (let tried = 0; tried < 5; tried += 1) {
      expect(await find(query, wrong.call)).toMatchObject({ reason: 'not_authorised' });
    }
    expect(await find(query, wrong.call)).toMatchObject({ kind: 'retry', afterSeconds: 1 });
  });

  test('what was not told at onboarding is absent', () => {
    const { paths: _paths, ...rest } = z.looseObject({ paths: z.unknown() }).parse(stage.config);
    const operations = adapter.connect(adapter.config.parse(rest));
    expect(Object.keys(operations)).toEqual(['findBuyer']);
  });
});

test('the pace of a key is said in headers, and what is above it is too much for now', async () => {
  const simulator = createSimulator({
    callsPerMinute: 2,
    now: () => new Date('2026-11-24T12:00:00.000Z'),
  });
  const ask = () => simulator.app.request('/companies/identifier');
  const first = await ask();
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  await ask();
  const third = await ask();
  expect(third.status).toBe(429);
  expect(third.headers.get('retry-after')).toBe('60');
});
