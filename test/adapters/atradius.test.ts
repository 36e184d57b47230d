import { afterEach, describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/atradius/index.ts';
import {
  latestOfEach,
  reasonOfRefusal,
  toBuyerSearch,
  toCover,
  toPending,
} from '../../adapters/atradius/mapping.ts';
import type { AtradiusOptions } from '../../adapters/atradius/simulator/books.ts';
import { createSimulator } from '../../adapters/atradius/simulator.ts';
import { CoverRecord } from '../../adapters/atradius/wire.ts';
import type { Call, ListedCover } from '../../src/core/adapter.ts';
import { insures, isInForce } from '../../src/core/cover/limit.ts';
import { startSimulator } from '../../src/demo/simulator.ts';
import { createOutbound } from '../../src/outbound.ts';
import { limitRequest, now } from './samples.ts';

let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

const record = {
  coverId: 1,
  policyId: '4711001',
  buyerId: 1_000_101,
  coverStatus: 'DECISION',
  decisionCode: 'DC01',
  policyCurrencyCode: 'EUR',
  totalDecision: { decisionAmtInPolicyCurrency: '50000.00', decisionConditions: [] },
  firstAmtDecision: { decisionAmtInPolicyCurrency: '50000.00', decisionExpiryDate: '' },
  secondAmtDecision: { decisionAmtInPolicyCurrency: '', decisionExpiryDate: '' },
  decisionDate: '2026-11-20T10:00:00Z',
  effectFromDate: '2026-11-20',
  withdrawalDate: '2026-12-31',
};

function cover(change: object): ListedCover {
  return toCover(CoverRecord.parse({ ...record, ...change }), '2026-11-24');
}

describe('a decision in our words', () => {
  test.each([
    ['DC01', 'agreed'],
    ['DC02', 'agreed_conditional'],
    ['DC03', 'refused'],
    ['DC04', 'partial'],
    ['DC05', 'partial'],
    ['DC06', 'referred'],
    ['DC07', 'referred'],
    ['DC08', 'withdrawn'],
    ['DC09', 'reduced'],
    ['DC10', 'agreed_conditional'],
    ['DC11', 'agreed'],
    ['DC21', 'withdrawal_noticed'],
    ['DC22', 'reduced'],
    ['DC12', 'unknown_raw'],
    ['', 'unknown_raw'],
  ])('%s is %s', (decisionCode, status) => {
    expect(cover({ decisionCode }).status).toBe(status);
  });

  test('a withdrawal that was noticed is still in force and says when it ends', () => {
    const noticed = cover({ decisionCode: 'DC21' });
    expect(noticed).toMatchObject({ status: 'withdrawal_noticed', endsOn: '2026-12-31' });
    expect(isInForce(noticed.status)).toBe(true);
    expect(noticed.layers).toHaveLength(1);
  });

  test.each(['DC01', 'DC04', 'DC09', 'DC11', 'DC21', 'DC22'])(
    'open conditions on %s insure nothing',
    (decisionCode) => {
      const decisionConditions = [{ conditionCode: 'C01' }];
      const conditional = cover({
        decisionCode,
        totalDecision: { decisionAmtInPolicyCurrency: '50000.00', decisionConditions },
      });
      expect(isInForce(conditional.status)).toBe(false);
    },
  );

  test.each([
    ['DC01', [{ conditionCode: 'C01' }], [{ code: 'C01' }]],
    [
      'DC02',
      [
        {
          conditionCode: 7,
          conditionCategoryDescription: 'Security',
          conditionDescription: 'Retention of title',
        },
      ],
      [{ code: '7', text: 'Security: Retention of title' }],
    ],
    ['DC02', [], [{ code: 'DC02' }]],
    ['DC10', [{ conditionCode: 'C01' }], [{ code: 'C01' }, { code: 'DC10' }]],
    ['DC01', ['no condition as described'], [{ code: '#1' }]],
  ])('the conditions of %s are named: %j', (decisionCode, decisionConditions, conditions) => {
    const totalDecision = { decisionAmtInPolicyCurrency: '50000.00', decisionConditions };
    const conditional = cover({ decisionCode, totalDecision });
    expect(conditional).toMatchObject({ status: 'agreed_conditional', conditions });
    const decision = { ...conditional, debtorId: 'D1' };
    expect(insures(decision)).toBe(false);
    expect(insures(decision, ({ conditionCode }) => conditionCode === 'C01')).toBe(
      conditions.every(({ code }) => code === 'C01'),
    );
    expect(insures(decision, () => true)).toBe(true);
  });

  test.each([
    ['credit-limit', 'named', 'agreed'],
    ['credit-check', 'credit_check', 'agreed'],
    ['', 'named', 'agreed'],
    ['moon-cover', 'named', 'unknown_raw'],
  ])('the type %s is cover of source %s', (coverType, source, status) => {
    expect(cover({ coverType })).toMatchObject({ source, status });
  });

  test.each([
    ['', 'DC01', undefined],
    ['', 'DC21', { action: 'withdrawal', rawCode: 'DC21', on: '2026-12-31' }],
    ['B', 'DC01', { action: 'condition_change', rawCode: 'B', on: '2026-12-31' }],
    ['C', 'DC01', { action: 'cancellation', rawCode: 'C', on: '2026-12-31' }],
    ['F', 'DC01', { action: 'withdrawal', rawCode: 'F', on: '2026-12-31' }],
    ['P', 'DC01', { action: 'postponed_withdrawal', rawCode: 'P', on: '2026-12-31' }],
    ['R', 'DC01', { action: 'reactivation', rawCode: 'R', on: '2026-12-31' }],
    ['T', 'DC01', { action: 'transfer', rawCode: 'T', on: '2026-12-31' }],
    ['V', 'DC01', { action: 'conversion', rawCode: 'V', on: '2026-12-31' }],
    ['W', 'DC01', { action: 'withdrawal', rawCode: 'W', on: '2026-12-31' }],
    ['X', 'DC01', undefined],
  ])('pending %s of %s is begun, and the cover still as it was', (indicator, code, pending) => {
    const begun = cover({ decisionCode: code, pendingProcessIndicator: indicator });
    expect(begun.pending).toEqual(pending);
    expect(isInForce(begun.status)).toBe(indicator !== 'X');
  });

  test('a process we have no word for insures nothing, whatever evidence there is', () => {
    const odd = cover({ decisionCode: 'DC02', pendingProcessIndicator: 'X' });
    expect(odd.status).toBe('unknown_raw');
    expect(insures({ ...odd, debtorId: 'D1' }, () => true)).toBe(false);
  });

  test('a conditional cover that is being withdrawn says when it ends', () => {
    expect(cover({ decisionCode: 'DC02', pendingProcessIndicator: 'F' })).toMatchObject({
      status: 'agreed_conditional',
      endsOn: '2026-12-31',
    });
  });

  test.each([
    ['CCLA', 'cancelled'],
    ['RCLA', 'refused'],
    ['SCLA', 'superseded'],
    ['TCLA', 'superseded'],
    ['ARCH', 'expired'],
    ['CIND', 'cancelled'],
    ['TCLD', 'superseded'],
    ['ICLD', 'agreed'],
    ['ECLD', 'expired'],
    ['SCLD', 'superseded'],
    ['WCLD', 'withdrawn'],
    ['CCLD', 'cancelled'],
    ['PCLD', 'cancelled'],
    ['ACLD', 'agreed'],
    ['MCLD', 'agreed'],
    ['QQQQ', 'unknown_raw'],
  ])('history %s makes an agreed cover %s', (historicCode, status) => {
    expect(cover({ historicCode }).status).toBe(status);
  });

  test.each([
    ['C', 'agreed'],
    ['P', 'agreed'],
    ['F', 'withdrawal_noticed'],
    ['W', 'withdrawal_noticed'],
    ['X', 'unknown_raw'],
  ])('pending %s leaves an agreed cover %s', (pendingProcessIndicator, status) => {
    expect(cover({ pendingProcessIndicator }).status).toBe(status);
  });

  test('the raw codes are kept beside it', () => {
    expect(cover({ decisionCode: 'DC99', pendingProcessIndicator: 'F' }).rawCode).toBe('DC99/F');
  });
});

describe('amounts and days', () => {
  const amount = (decisionAmtInPolicyCurrency: string, decisionExpiryDate = '') => ({
    decisionAmtInPolicyCurrency,
    decisionExpiryDate,
  });
  test('first and second amount stack, each with its own last day', () => {
    const stacked = cover({
      totalDecision: amount('70000.00'),
      secondAmtDecision: amount('20000.00', '2027-01-31'),
    });
    expect(stacked.layers).toEqual([
      { amountMinor: 5_000_000, validFrom: '2026-11-20' },
      { amountMinor: 2_000_000, validFrom: '2026-11-20', validTo: '2027-01-31' },
    ]);
  });

  test('a total that leaves out an expired second amount is understood', () => {
    const expired = cover({ secondAmtDecision: amount('20000.00', '2026-11-01') });
    expect(expired.status).toBe('agreed');
  });

  test.each([
    ['text that is no amount', { firstAmtDecision: amount('fifty thousand') }],
    ['a total the layers do not add up to', { totalDecision: amount('60000.00') }],
    ['a currency that does not exist', { policyCurrencyCode: 'XXQ' }],
    ['an expiry that is no day', { firstAmtDecision: amount('50000.00', 'next spring') }],
    ['a negative amount', { firstAmtDecision: amount('-50000.00') }],
    ['no day it takes effect', { effectFromDate: '', decisionDate: '' }],
  ])('%s insures nothing', (_what, change) => {
    expect(cover(change)).toMatchObject({ status: 'unknown_raw', layers: [] });
  });

  test('empty text is no amount, not zero of something else', () => {
    const empty = { firstAmtDecision: amount(''), totalDecision: amount('') };
    expect(cover({ decisionCode: 'DC03', ...empty })).toMatchObject({
      status: 'refused',
      layers: [],
    });
  });

  test.each([
    ['2026-11-20T00:00:00+01:00', '2026-11-20'],
    ['2026-11-19T23:00:00Z', '2026-11-20'],
    ['2026-11-20', '2026-11-20'],
    ['2026-11-20T22:59:59.000Z', '2026-11-20'],
  ])('%s is the day %s', (effectFromDate, day) => {
    expect(cover({ effectFromDate }).effectiveOn).toBe(day);
  });

  test('of several versions of a cover the last decided one counts', () => {
    const older = CoverRecord.parse({ ...record, decisionDate: '2026-11-20T10:30:00+01:00' });
    const newer = CoverRecord.parse({ ...record, decisionDate: '2026-11-20T10:00:00Z' });
    expect(latestOfEach([newer, older])).toEqual([newer]);
  });

  test('an application without an amount asks for nothing we know', () => {
    const pending = CoverRecord.parse({ ...record, coverStatus: 'REFERRED', decisionCode: '' });
    expect(toPending(pending)).toMatchObject({ rawCode: 'REFERRED', amountMinor: 0 });
  });
});

test('their texts become our reasons', () => {
  const said = (detail: string, parameter?: string) =>
    reasonOfRefusal({ errors: [{ detail, ...(parameter && { source: { parameter } }) }] }).reason;
  expect(said('Credit limit/credit check already exists for this buyer.')).toBe('duplicate');
  expect(said('New Application cannot supersede existing cover')).toBe('duplicate');
  expect(said('No buyer match found')).toBe('unknown_party');
  expect(said('Must be a day', 'effectFromDate')).toBe('invalid_message');
  expect(said('Action has been refused.')).toBe('refused_by_partner');
});

test('a search needs a country and a scheme they have words for', () => {
  expect(String(toBuyerSearch({ country: 'DE', scheme: 'VAT', value: 'DE1' }))).toBe(
    'country=DEU&uid=DE1&uidType=VAT',
  );
  expect(String(toBuyerSearch({ country: 'FR', scheme: 'siren', value: '5' }))).toContain(
    'uidType=SN',
  );
  expect(toBuyerSearch({ country: 'QQ', scheme: 'vat', value: '1' })).toBeUndefined();
  expect(toBuyerSearch({ country: 'DE', scheme: 'toString', value: '1' })).toBeUndefined();
});

async function connect(options: AtradiusOptions = {}) {
  const simulator = createSimulator({ now: () => new Date(now), ...options });
  const started = await startSimulator(simulator);
  const outbound = createOutbound({ allowPrivate: true, timeoutMs: 10_000 });
  stops.push(outbound.close, started.stop);
  const operations = adapter.connect(adapter.config.parse(started.config));
  const { requestLimit, listCovers, listPending, findBuyer } = operations;
  if (!requestLimit || !listCovers || !listPending || !findBuyer) throw new Error('it covers');
  const call: Call = { fetch: outbound.fetch, now, idempotencyKey: 'k-1', correlationId: 'c-1' };
  const ask = (index: number, amountMinor: number, currency = 'EUR') => {
    const asked = { ...limitRequest(simulator.known, index, amountMinor), currency };
    return requestLimit.send(requestLimit.encode(asked), call);
  };
  const policyId = simulator.known.policyId ?? '';
  const covers = () => listCovers({ policyId }, call);
  const control = (path: string, body: unknown) =>
    fetch(`${started.url}/_control${path}`, { method: 'POST', body: JSON.stringify(body) });
  return {
    ...started,
    ask,
    covers,
    control,
    call,
    pending: () => listPending({ policyId }, call),
    findBuyer,
  };
}

describe('the insurer decides by its own books', () => {
  test('in full, in part rounded down to a thousand, and not at all', async () => {
    const { ask, covers } = await connect();
    for (const index of [0, 1, 3])
      expect(await ask(index, 200_000_00)).toMatchObject({ kind: 'done' });
    expect(await covers()).toMatchObject({
      value: [
        { status: 'agreed', layers: [{ amountMinor: 20_000_000 }] },
        { status: 'partial', layers: [{ amountMinor: 12_000_000 }] },
        { status: 'refused', layers: [] },
      ],
    });
  });

  test('refers a large one, lists it as pending, and decides it later', async () => {
    const { ask, covers, pending } = await connect();
    expect(await ask(4, 400_000_00)).toMatchObject({ kind: 'done', value: { decided: false } });
    expect(await pending()).toMatchObject({
      value: [{ rawCode: 'REFERRED', amountMinor: 40_000_000 }],
    });
    expect(await covers()).toMatchObject({ value: [] });
    await covers();
    expect(await covers()).toMatchObject({ value: [{ status: 'agreed' }] });
    expect(await pending()).toMatchObject({ value: [] });
  });

  test('refuses a second application, an odd amount and a buyer it does not know', async () => {
    const { ask } = await connect();
    await ask(0, 50_000_00);
    expect(await ask(0, 60_000_00)).toMatchObject({ kind: 'refused', reason: 'duplicate' });
    expect(await ask(1, 50_500_00)).toMatchObject({ kind: 'refused', reason: 'invalid_message' });
    expect(await ask(99, 50_000_00)).toMatchObject({ kind: 'refused' });
  });

  test('reads a request in another currency in the policy’s', async () => {
    const { ask, covers } = await connect();
    await ask(0, 100_000_00, 'USD');
    expect(await covers()).toMatchObject({
      value: [{ currency: 'EUR', layers: [{ amountMinor: 9_200_000 }] }],
    });
  });

  test('and can be made to cut, to give notice and to withdraw', async () => {
    const { ask, covers, control } = await connect();
    await ask(0, 50_000_00);
    const coverId = 20_000_001;
    await control('/covers', { coverId, action: 'reduce', amount: 10_000 });
    expect(await covers()).toMatchObject({
      value: [{ status: 'reduced', layers: [{ amountMinor: 1_000_000 }] }],
    });
    await control('/covers', { coverId, action: 'notice_withdrawal', on: '2026-12-31' });
    expect(await covers()).toMatchObject({
      value: [{ status: 'withdrawal_noticed', endsOn: '2026-12-31' }],
    });
    await control('/covers', { coverId, action: 'withdraw', on: '2026-11-25' });
    expect(await covers()).toMatchObject({ value: [{ status: 'withdrawn', layers: [] }] });
  });

  test('finds nothing for the wrong type of number, and a newcomer when it registers them', async () => {
    const known = await connect();
    const query = { country: 'DE', scheme: 'nrn', value: 'DE811907980' };
    expect(await known.findBuyer(query, known.call)).toMatchObject({ kind: 'done', value: [] });
    const open = await connect({ appetiteOfNewcomers: 90_000 });
    const found = await open.findBuyer(query, open.call);
    expect(found).toMatchObject({ kind: 'done', value: [{ name: 'Company DE811907980' }] });
  });

  test('and its gateway answers 403 to a wrong address before it looks at credentials', async () => {
    const { url } = await connect();
    expect((await fetch(`${url}/credit-insurance/nowhere`)).status).toBe(403);
    expect((await fetch(`${url}/credit-insurance/cover-management/v1/covers`)).status).toBe(401);
  });

  test('and keeps its covers when it is given a store', async () => {
    const entries: unknown[] = [];
    const store = { load: () => entries, append: (entry: unknown) => void entries.push(entry) };
    const before = await connect({ store });
    await before.ask(0, 50_000_00);
    const after = await connect({ store: { ...store, load: () => [...entries] } });
    expect(await after.covers()).toMatchObject({ value: [{ status: 'agreed' }] });
    expect(await after.ask(0, 50_000_00)).toMatchObject({ kind: 'refused', reason: 'duplicate' });
  });
});
