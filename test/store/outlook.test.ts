import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { takeMovements } from '../../src/store/movement.ts';
import {
  cashOutlook,
  readOutlookBooks,
  usualWatch,
  warningsFrom,
} from '../../src/store/outlook.ts';
import {
  addBooks,
  addTenant,
  holdReceivable,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
} from './open.ts';

let store: Store;
let tenantId: string;
const asOf = '2026-12-10';
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await store.database.asTenant(tenantId, async (tx) => {
    await addBooks(tx);
    const ledger = [1, 2, 3].map((n) =>
      line(`INV-${n}`, { faceMinor: 1_000_00, dueOn: `2026-12-${20 + n}` }),
    );
    await importLines(tx, '2026-11-20', ledger);
    for (const n of [1, 2]) {
      await holdReceivable(tx, { number: `INV-${n}`, facilityId: 'F1', advancedMinor: 850_00 });
    }
    await takeMovements(tx, {
      facilityId: 'F1',
      movements: [told('collection', 1_000_00), told('dispute_ended', 0)],
      actor: { system: 'jobs' },
    });
  });
});
afterAll(() => store.close());

it('expects advances that are not on the bank’s statements, and reserves when debtors pay', async () => {
  const { expected, timeline } = await run(async (tx) => {
    const books = await readOutlookBooks(tx, { asOf, knownAt: LATER });
    return cashOutlook(books, addDays(asOf, 30));
  });
  expect(
    expected.map(({ day, kind, amountMinor, basis }) => [day, kind, amountMinor, basis]),
  ).toEqual([
    [asOf, 'rebate', 150_00, 'debtor_paid'],
    [asOf, 'advance', 850_00, 'funded'],
    [asOf, 'advance', 850_00, 'funded'],
    ['2026-12-22', 'rebate', 150_00, 'debtor_due'],
  ]);
  expect(timeline.totals).toEqual([
    { currency: 'EUR', amountMinor: 2_000_00, functionalMinor: 2_000_00 },
  ]);
});

it('warns of the reserve of what was paid sixteen days ago, and of an overadvance it is told', async () => {
  const books = await run((tx) => readOutlookBooks(tx, { asOf, knownAt: LATER }));
  const found = warningsFrom(books, usualWatch, new Map([['F1', -5_00]]));
  expect(found.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
    ['overadvance', 5_00],
    ['aged_reserve', 150_00],
  ]);
});

it('of a tenant without facilities there is nothing', async () => {
  const other = await addTenant(store);
  const books = await store.database.asTenant(other, (tx) =>
    readOutlookBooks(tx, { asOf, knownAt: LATER }),
  );
  expect(books).toMatchObject({ pools: [], awaited: [] });
});

function run<Value>(work: Parameters<typeof store.database.asTenant<Value>>[1]): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}

function told(kind: FunderMovement['kind'], amountMinor: number): FunderMovement {
  const days = { bookedOn: '2026-11-24', valueOn: '2026-11-24' };
  const of = { kind, amountMinor, currency: 'EUR', reversal: false, detail: '' };
  return { ...of, ...days, movementId: `M-${kind}`, invoiceNumber: 'INV-1' };
}
