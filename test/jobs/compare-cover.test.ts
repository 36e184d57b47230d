import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/allianz-trade/simulator.ts';
import { adapters } from '../../adapters/index.ts';
import type { Id } from '../../src/core/ids.ts';
import { type StartedSimulator, startSimulator } from '../../src/demo/simulator.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { operationsWith } from '../../src/jobs/operations.ts';
import { createPartners, type Partners } from '../../src/jobs/partner.ts';
import { listAlerts } from '../../src/store/alert.ts';
import { createConnection } from '../../src/store/connection.ts';
import { readCover } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import { askInsurer } from '../../src/store/insurer-request.ts';
import { createPolicy, mapBuyer } from '../../src/store/policy.ts';
import { scheduleComparisons } from '../../src/store/three-way.ts';
import {
  addTenant,
  importLines,
  LATER,
  line,
  openStore,
  SECRET,
  type Store,
  setup,
} from '../store/open.ts';

const policyId = 'EHDE:7001234';
let store: Store;
let tenantId: Id;
let insurer: StartedSimulator;
let partners: Partners;

beforeEach(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  insurer = await startSimulator(createSimulator({}));
  partners = createPartners({ adapters, secretKey: SECRET });
  await run(async (tx) => {
    const { connectionId } = await createConnection(tx, {
      actor: setup,
      secretKey: SECRET,
      adapterId: 'allianz-trade',
      name: 'Allianz Trade',
      environment: 'test',
      config: insurer.config,
    });
    const policy = { policyId, connectionId, insurer: 'Allianz Trade', currency: 'EUR' };
    await createPolicy(tx, { actor: setup, ...policy });
    await mapBuyer(tx, { actor: setup, policyId, debtorId: 'D1', buyerId: '61000101' });
  });
});
afterEach(async () => {
  await partners.close();
  await insurer.stop();
  await store.close();
});

it('what ledger, book and list do not agree on becomes a task, once', async () => {
  await run(async (tx) => {
    await importLines(tx, '2026-11-20', [
      line('1', { debtor: 'D1', faceMinor: 60_000_00 }),
      line('2', { debtor: 'D2' }),
    ]);
    await askInsurer(tx, {
      actor: setup,
      charged: [],
      request: {
        kind: 'limit',
        policyId,
        debtorId: 'D1',
        buyerId: '61000101',
        currency: 'EUR',
        amountMinor: 50_000_00,
        effectiveOn: '2026-11-01',
        product: 'credit_limit',
        isUrgent: false,
      },
    });
  });
  await work();
  const compare = (day: string) => run((tx) => scheduleComparisons(tx, day));
  await compare('2026-11-24');
  await work();
  const codes = async () =>
    (await run((tx) => listAlerts(tx, { limit: 50 })))
      .filter(({ subject }) => subject === policyId)
      .map(({ code, debtorId }) => [code, debtorId]);
  const expected = [
    ['cover_exceeded', 'D1'],
    ['cover_missing', 'D2'],
  ];
  expect((await codes()).sort()).toEqual(expected);
  await compare('2026-11-25');
  await work();
  expect((await codes()).sort()).toEqual(expected);
});

it('a reduction whose call-back never came is in the book after the comparison', async () => {
  await run((tx) =>
    askInsurer(tx, {
      actor: setup,
      charged: [],
      request: {
        kind: 'limit',
        policyId,
        debtorId: 'D1',
        buyerId: '61000101',
        currency: 'EUR',
        amountMinor: 50_000_00,
        effectiveOn: '2026-11-01',
        product: 'credit_limit',
        isUrgent: false,
      },
    }),
  );
  await work();
  await run((tx) => scheduleComparisons(tx, '2026-11-24'));
  await work();
  const body = JSON.stringify({
    companyId: '61000101',
    coverStatusCode: 'Reduction',
    amount: 10_000,
  });
  await fetch(`${insurer.url}/_control/covers`, { method: 'POST', body });
  await run((tx) => scheduleComparisons(tx, '2026-11-25'));
  await work();
  const book = await run((tx) => readCover(tx, { asOf: '2030-01-01', knownAt: LATER }));
  expect(book.at(-1)).toMatchObject({ status: 'reduced', layers: [{ amountMinor: 10_000_00 }] });
});

function run<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}

/** Delivers what is ready, as often as a job process would come round to it. */
async function work(rounds = 5): Promise<void> {
  const deps = {
    db: store.database,
    operations: operationsWith({
      render: async () => {
        throw new Error('nothing is rendered here');
      },
    }),
    open: partners.open,
    leaseMarginSeconds: 5,
  };
  for (let round = 0; round < rounds; round += 1) {
    const due = await run(async (tx) => {
      await tx.query(`update cedent.delivery set due_at = clock_timestamp() where state = 'ready'`);
      return tx.query<{ id: Id }>(
        `select id from cedent.delivery where state = 'ready' and connection_id is not null`,
      );
    });
    for (const { id } of due) await deliver(deps, { tenantId, deliveryId: id });
  }
}
