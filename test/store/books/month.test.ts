import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../../src/core/ids.ts';
import { closeMonth } from '../../../src/store/books/period.ts';
import { readTrialBalance } from '../../../src/store/books/read.ts';
import { revalueMonth } from '../../../src/store/books/revalue.ts';
import { businessDay } from '../../../src/store/business-clock.ts';
import { newId, type Tx } from '../../../src/store/database.ts';
import { recordRates } from '../../../src/store/fx.ts';
import { addTenant, LATER, openStore, type Store, setup } from '../open.ts';
import { assignedOn, posted } from './posted.ts';

let store: Store;
let tenant: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenant = await addTenant(store);
});
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);
const actor = { personId: newId() };
const close = (month: string) => run((tx) => closeMonth(tx, { actor, month }));

async function daysOf(cause: string) {
  const [row] = await run((tx) =>
    tx.query<{ posted: string; value: string }>(
      'select effective_on as posted, value_on as value from cedent.journal where cause = $1',
      [cause],
    ),
  );
  return row;
}

describe('a closed month', () => {
  test('takes nothing more: what is late is posted on the first open day and keeps its own', async () => {
    await run((tx) => posted(tx, assignedOn('2025-08-05', 'in time')));
    expect(await close('2025-08')).toMatchObject({ ok: true });
    await run((tx) =>
      posted(tx, assignedOn('2025-08-06', 'late'), assignedOn('2025-03-01', 'old')),
    );
    expect(await daysOf('in time')).toEqual({ posted: '2025-08-05', value: '2025-08-05' });
    expect(await daysOf('late')).toEqual({ posted: '2025-09-01', value: '2025-08-06' });
    expect(await daysOf('old')).toEqual({ posted: '2025-09-01', value: '2025-03-01' });
  });

  test('is guarded by the database too', async () => {
    await close('2025-08');
    const forged = run((tx) =>
      tx.query(
        `insert into cedent.journal (tenant_id, id, cause, kind, effective_on, value_on)
         values ($1, $2, 'x', 'assigned', '2025-08-31', '2025-08-31')`,
        [tenant, newId()],
      ),
    );
    await expect(forged).rejects.toThrow(/PERIOD/);
  });

  test('follows the one before it, is over, and is closed again without any change', async () => {
    const first = await close('2025-08');
    expect(await close('2025-08')).toEqual(first);
    expect(await close('2025-10')).toMatchObject({
      code: 'month_before_open',
      params: { month: '2025-10', first: '2025-09' },
    });
    expect(await close('2025-07')).toMatchObject({ code: 'month_closed' });
    const today = await run((tx) => businessDay(tx));
    expect(await close(today.slice(0, 7))).toMatchObject({ code: 'month_not_over' });
    expect(await close('2025-09')).toMatchObject({ ok: true });
  });

  test('is waited for by whoever posts while it closes', async () => {
    let closing: Promise<unknown> = Promise.resolve();
    let isClosed = false;
    await run(async (tx) => {
      await posted(tx, assignedOn('2025-08-05', 'first'));
      closing = close('2025-08').then(() => {
        isClosed = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(isClosed).toBe(false);
      await posted(tx, assignedOn('2025-08-06', 'second'));
    });
    await closing;
    expect(await daysOf('second')).toEqual({ posted: '2025-08-06', value: '2025-08-06' });
  });
});

describe('a month’s revaluation', () => {
  const rate = (on: string, numerator: number) => ({
    from: 'USD',
    to: 'EUR',
    numerator,
    denominator: 100,
    on,
    source: 'test',
  });
  const rates = [rate('2025-08-01', 90), rate('2025-08-31', 80), rate('2025-09-30', 95)];
  const usd = (on: string, cause: string, amountMinor: number) => ({
    ...assignedOn(on, cause, amountMinor),
    currency: 'USD',
  });
  const revalue = (month: string) => run((tx) => revalueMonth(tx, { actor, month }));
  const functional = async (asOf: string) => {
    const lines = await run((tx) => readTrialBalance(tx, { asOf, knownAt: LATER }));
    const foreign = lines.filter(({ currency }) => currency === 'USD');
    return Object.fromEntries(foreign.map((line) => [line.account, line.functionalMinor]));
  };

  test('carries each balance at the closing rate, once, and leaves the rest of the books alone', async () => {
    await run((tx) => recordRates(tx, { actor: setup, rates }));
    await run((tx) =>
      posted(tx, usd('2025-08-05', 'a', 1_000_00), assignedOn('2025-08-05', 'eur')),
    );
    expect(await revalue('2025-08')).toEqual({ ok: true, journals: 1, balances: 1 });
    const august = {
      due_from_factor: 800_00,
      fx_difference: 100_00,
      trade_receivables: -900_00,
    };
    expect(await functional('2025-08-31')).toEqual(august);
    expect(await revalue('2025-08')).toEqual({ ok: true, journals: 0, balances: 0 });
    expect(await functional('2025-08-31')).toEqual(august);
    expect(await revalue('2025-09')).toEqual({ ok: true, journals: 1, balances: 1 });
    expect(await functional('2025-09-30')).toMatchObject({ fx_difference: -50_00 });
  });

  test('moves what a settled balance has left to the difference of rates', async () => {
    await run((tx) => recordRates(tx, { actor: setup, rates }));
    await run((tx) =>
      posted(tx, usd('2025-08-05', 'a', 1_000_00), {
        ...usd('2025-08-31', 'b', -1_000_00),
        kind: 'rebated',
      }),
    );
    await revalue('2025-08');
    expect(await functional('2025-08-31')).toMatchObject({
      due_from_factor: 0,
      fx_difference: 100_00,
    });
  });

  test('is refused without a closing rate, and into a month that is closed', async () => {
    await run((tx) => recordRates(tx, { actor: setup, rates: [rate('2025-08-05', 90)] }));
    await run((tx) => posted(tx, usd('2025-08-05', 'a', 1_000_00)));
    expect(await revalue('2025-08')).toMatchObject({ ok: true });
    await run((tx) => posted(tx, assignedOn('2025-07-05', 'earlier')));
    expect(await revalue('2025-07')).toMatchObject({ ok: true, journals: 0 });
    await close('2025-08');
    expect(await revalue('2025-08')).toMatchObject({ code: 'month_closed' });
    expect(await revalue('2999-12')).toMatchObject({ code: 'month_unfinished' });
  });
});
