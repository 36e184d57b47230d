import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { SelectionInput } from '../../src/core/input.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import { recordRates } from '../../src/store/fx.ts';
import { recordPayables } from '../../src/store/payable.ts';
import { readPositions, readSelectionInput } from '../../src/store/selection.ts';
import {
  addBooks,
  addTenant,
  creditLine,
  decision,
  holdReceivable,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
  terms,
} from './open.ts';

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
const asOf = '2026-10-31';
const rate = { from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on: asOf, source: 'ECB' };
const payable = { debtorId: 'D1', currency: 'EUR', openMinor: 5_00 };
const lines = [
  line('1'),
  line('2', { currency: 'USD' }),
  line('3', { debtor: 'D2' }),
  creditLine('4'),
];

async function fill(tx: Tx): Promise<void> {
  await addBooks(tx);
  await importLines(tx, asOf, lines);
  await recordDecisions(tx, { actor: setup, decisions: [decision()] });
  await recordRates(tx, { actor: setup, rates: [rate] });
  await recordPayables(tx, { actor: setup, effectiveOn: asOf, payables: [payable] });
}

describe('the input of a selection', () => {
  test('holds everything the tenant knows, in the form the engine takes', async () => {
    await run(fill);
    const held = await run((tx) =>
      holdReceivable(tx, { number: '1', facilityId: 'F1', advancedMinor: 90_00 }),
    );
    const need = { amountMinor: 50_00, currency: 'EUR', valueOn: '2026-11-02', horizonDays: 90 };
    const input = await run((tx) => readSelectionInput(tx, { asOf, knownAt: LATER, need }));
    expect(SelectionInput.parse(input)).toEqual(input);
    expect(input).toMatchObject({
      debtors: [{ id: 'D1' }, { id: 'D2' }],
      facilities: [terms],
      cover: [decision()],
      fx: [rate],
      payables: [payable],
      positions: [
        { receivableId: held, facilityId: 'F1', state: 'advanced', advancedMinor: 90_00 },
      ],
      need,
    });
    expect(input.receivables.map(({ key }) => key.number)).toEqual(['1', '2', '3', '4']);
    const other = await run((tx) =>
      readSelectionInput(tx, { asOf, knownAt: LATER, facilityIds: ['F9'], policyIds: ['P9'] }),
    );
    expect([other.facilities, other.cover]).toEqual([[], []]);
  });

  test('knows of positions only what was known at its instant', async () => {
    await run(fill);
    const before = await run(databaseNow);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await run((tx) => holdReceivable(tx, { number: '1', facilityId: 'F1' }));
    expect(await run((tx) => readPositions(tx, { knownAt: before }))).toEqual([]);
    expect(await run((tx) => readPositions(tx, { knownAt: LATER }))).toMatchObject([
      { facilityId: 'F1', state: 'reserved', advancedMinor: 0 },
    ]);
  });
});
