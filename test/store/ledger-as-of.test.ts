import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { readOpenItems } from '../../src/store/receivable.ts';
import { addTenant, importLines, LATER, line, openStore, type Store } from './open.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const dayOf = (day: number) => addDays('2026-10-01', day);

const Ledger = fc.record({
  day: fc.integer({ min: 0, max: 5 }),
  /** Number to open amount: a few documents, so that they come, change, go and come back. */
  open: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 1, max: 3 })),
});

test('AS_OF: in whatever order whole ledgers come, every day answers with the last word on it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Ledger, { minLength: 1, maxLength: 6 }), async (ledgers) => {
      const tenant = await addTenant(store);
      const said = new Map<number, Record<string, number>>();
      for (const { day, open } of ledgers) {
        const lines = Object.entries(open).map(([number, openMinor]) =>
          line(number, { openMinor }),
        );
        await store.database.asTenant(tenant, (tx) => importLines(tx, dayOf(day), lines));
        said.set(day, open);
        for (let asked = 0; asked <= 5; asked += 1) {
          const items = await store.database.asTenant(tenant, (tx) =>
            readOpenItems(tx, { asOf: dayOf(asked), knownAt: LATER }),
          );
          const found = Object.fromEntries(items.map((item) => [item.key.number, item.openMinor]));
          const last = Math.max(...[...said.keys()].filter((known) => known <= asked));
          expect(found).toEqual({ ...said.get(last) });
        }
      }
    }),
    { numRuns: 25 },
  );
});
