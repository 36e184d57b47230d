import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { addToBasket, listBasket } from '../../src/store/basket.ts';
import { listConnections, readConnection } from '../../src/store/connection.ts';
import { readCover, readCoverBook, recordDecisions } from '../../src/store/cover.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { readDebtorHistory, readDebtors } from '../../src/store/debtor.ts';
import { listFeeds, prepareFeed, readFeed, readLedgerControl } from '../../src/store/exposure.ts';
import { readFacilities, readTermsHistory } from '../../src/store/facility.ts';
import { readRates, recordRates } from '../../src/store/fx.ts';
import { readImportFile } from '../../src/store/ledger/file.ts';
import { attachRejectedFile, listImports, readRejectedFile } from '../../src/store/ledger.ts';
import { findMapping, listMappings, saveMapping } from '../../src/store/mapping.ts';
import { readPayables, recordPayables } from '../../src/store/payable.ts';
import { mapBuyer, readBuyers, readPolicies, readPolicy } from '../../src/store/policy.ts';
import { listReceivables, readHistory, readOpenItems } from '../../src/store/receivable.ts';
import { readPositions, readSelectionInput } from '../../src/store/selection.ts';
import { findInputText } from '../../src/store/selection-input.ts';
import { listRuns, readRun, readRunInput, storeRun } from '../../src/store/selection-run.ts';
import { listSellers, readSeller, saveSeller } from '../../src/store/seller.ts';
import { selectReceivables } from '../selecting.ts';
import {
  addBooks,
  addTenant,
  decision,
  holdReceivable,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
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
const when = { asOf: '2026-10-31', knownAt: LATER };
const headerHash = 'a'.repeat(64);

async function fill(tx: Tx) {
  const { connectionId } = await addBooks(tx);
  const { importId } = await importLines(tx, when.asOf, [line('1'), line('2')]);
  await attachRejectedFile(tx, { actor: setup, importId, file: new Uint8Array([1]) });
  await recordDecisions(tx, { actor: setup, decisions: [decision()] });
  const rate = {
    from: 'USD',
    to: 'EUR',
    numerator: 9,
    denominator: 10,
    on: when.asOf,
    source: 'x',
  };
  await recordRates(tx, { actor: setup, rates: [rate] });
  const payables = [{ debtorId: 'D1', currency: 'EUR', openMinor: 1 }];
  await recordPayables(tx, { actor: setup, effectiveOn: when.asOf, payables });
  await mapBuyer(tx, { actor: setup, policyId: 'P1', debtorId: 'D1', buyerId: 'B1' });
  await saveMapping(tx, { actor: setup, name: 'SAP', headerHash, mapping: {} });
  const receivableId = await holdReceivable(tx, { number: '1', facilityId: 'F1' });
  const personId = newId();
  await addToBasket(tx, { personId, facilityId: 'F1', receivableIds: [receivableId] });
  await prepareFeed(tx, { actor: setup, ...when, policyId: 'P1', sellerId: 'S1', currency: 'EUR' });
  const input = await readSelectionInput(tx, when);
  const selection = selectReceivables(input);
  if (!selection.ok) throw new Error(JSON.stringify(selection.refusals));
  const { plan } = selection;
  const { runId } = await storeRun(tx, { actor: setup, input, plan, knownAt: LATER });
  return { connectionId, importId, receivableId, personId, runId };
}

type Filled = Awaited<ReturnType<typeof fill>>;

const reads: Record<string, (tx: Tx, filled: Filled) => Promise<unknown>> = {
  basket: (tx, { personId }) => listBasket(tx, { personId, facilityId: 'F1' }),
  connection: (tx, { connectionId }) => readConnection(tx, connectionId),
  connections: (tx) => listConnections(tx),
  cover: (tx) => readCover(tx, when),
  'cover book': (tx) => readCoverBook(tx, 'D1'),
  'debtor history': (tx) => readDebtorHistory(tx, 'D1'),
  debtors: (tx) => readDebtors(tx, when),
  facilities: (tx) => readFacilities(tx, when),
  'terms history': (tx) => readTermsHistory(tx, 'F1'),
  feed: (tx) => readFeed(tx, { policyId: 'P1', sequence: 1 }),
  feeds: (tx) => listFeeds(tx, { policyId: 'P1', limit: 10 }),
  rates: (tx) => readRates(tx, when),
  imports: (tx) => listImports(tx, { limit: 10 }),
  'file of an import': (tx, { importId }) => readImportFile(tx, importId),
  'pieces of a file': (tx) => tx.query('select bytes_gz from cedent.ledger_file_piece'),
  'rejected file': (tx, { importId }) => readRejectedFile(tx, importId),
  mapping: (tx) => findMapping(tx, headerHash),
  mappings: (tx) => listMappings(tx),
  payables: (tx) => readPayables(tx, when),
  buyers: (tx) => readBuyers(tx, 'P1'),
  policies: (tx) => readPolicies(tx),
  policy: (tx) => readPolicy(tx, 'P1'),
  'a page of receivables': async (tx) => (await listReceivables(tx, { ...when, limit: 10 })).items,
  'receivable by its id': async (tx, { receivableId }) =>
    (await listReceivables(tx, { ...when, limit: 10, ids: [receivableId] })).items,
  'receivable history': (tx, { receivableId }) => readHistory(tx, receivableId),
  'open items': (tx) => readOpenItems(tx, when),
  positions: (tx) => readPositions(tx, when),
  'selection run': (tx, { runId }) => readRun(tx, runId),
  'selection runs': (tx) => listRuns(tx, { limit: 10 }),
  'selection run input': (tx, { runId }) => readRunInput(tx, runId),
  'stored input of a selection run': (tx, { runId }) => findInputText(tx, runId),
  'stored inputs': (tx) => tx.query('select input_hash from cedent.selection_input'),
  seller: (tx) => readSeller(tx, 'S1'),
  sellers: (tx) => listSellers(tx),
};

const isNothing = (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.length === 0);

describe('another tenant', () => {
  test('reads nothing of what this one reads, by list or by id', async () => {
    const filled = await run(fill);
    const other = await addTenant(store);
    for (const [name, read] of Object.entries(reads)) {
      const own = await run((tx) => read(tx, filled));
      expect(isNothing(own), `${name}: its own tenant reads it`).toBe(false);
      const foreign = await store.database.asTenant(other, (tx) => read(tx, filled));
      expect(isNothing(foreign), `${name}: another tenant reads nothing`).toBe(true);
    }
    const control = { ...when, sellerId: 'S1', currency: 'EUR' };
    const total = await store.database.asTenant(other, (tx) => readLedgerControl(tx, control));
    expect(total).toMatchObject({ receivables: 0, outstandingGrossMinor: 0 });
  });

  test('may use the same ids for its own things', async () => {
    await run(fill);
    tenant = await addTenant(store);
    await run(fill);
    const party = await run((tx) => readSeller(tx, 'S1'));
    expect(party?.name).toBe('Nordwind GmbH');
  });

  test('cannot write under the name of this one', async () => {
    await run(fill);
    const other = await addTenant(store);
    const seller = { id: 'S9', name: 'x', identifiers: {} };
    const forged = store.database.asTenant(other, (tx) =>
      saveSeller({ ...tx, tenantId: tenant }, { actor: setup, seller }),
    );
    await expect(forged).rejects.toThrow('row-level security');
  });
});

describe('facts', () => {
  const facts = [
    'receivable',
    'receivable_fact',
    'debtor_fact',
    'payable_fact',
    'fx_rate',
    'facility_terms',
    'cover_decision',
    'selection_run',
    'position_fact',
    'exposure_feed',
    'debtor_buyer',
    'ledger_mapping',
    'ledger_file',
    'ledger_file_piece',
    'policy',
    'facility',
  ];
  test.each(facts)('of %s are neither altered nor removed by the application', async (table) => {
    const attempt = (statement: string) => run((tx) => tx.query(statement));
    const denied = 'permission denied';
    await expect(attempt(`delete from cedent.${table}`)).rejects.toThrow(denied);
    const update = `update cedent.${table} set tenant_id = tenant_id`;
    await expect(attempt(update)).rejects.toThrow(denied);
    await expect(attempt(`truncate cedent.${table}`)).rejects.toThrow(denied);
  });
});
