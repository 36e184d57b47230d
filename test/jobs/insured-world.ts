import { createSimulator } from '../../adapters/allianz-trade/simulator.ts';
import { adapters } from '../../adapters/index.ts';
import type { Id } from '../../src/core/ids.ts';
import { startSimulator } from '../../src/demo/simulator.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { operationsWith } from '../../src/jobs/operations.ts';
import { createPartners } from '../../src/jobs/partner.ts';
import { createConnection } from '../../src/store/connection.ts';
import type { Tx } from '../../src/store/database.ts';
import { createPolicy, mapBuyer } from '../../src/store/policy.ts';
import { addTenant, openStore, SECRET, setup } from '../store/open.ts';

export const policyId = 'EHDE:7001234';
/** What the insurer calls D1, the one debtor it knows. */
export const buyerId = '61000101';

/** A tenant with a policy of an insurer that answers over real HTTP. */
export async function openInsured() {
  const store = await openStore();
  const tenantId = await addTenant(store);
  const insurer = await startSimulator(createSimulator({}));
  const partners = createPartners({ adapters, secretKey: SECRET });
  const run = <Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> =>
    store.database.asTenant(tenantId, work);
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
    await mapBuyer(tx, { actor: setup, policyId, debtorId: 'D1', buyerId });
  });
  const deps = {
    db: store.database,
    operations: operationsWith({
      render: () => Promise.reject(new Error('nothing is rendered here')),
    }),
    open: partners.open,
    leaseMarginSeconds: 5,
  };
  return {
    insurer,
    run,
    /** Delivers what is ready, as often as a job process would come round to it. */
    async work(rounds = 5): Promise<void> {
      for (let round = 0; round < rounds; round += 1) {
        const due = await run(async (tx) => {
          await tx.query(
            `update cedent.delivery set due_at = clock_timestamp() where state = 'ready'`,
          );
          return tx.query<{ id: Id }>(
            `select id from cedent.delivery where state = 'ready' and connection_id is not null`,
          );
        });
        for (const { id } of due) await deliver(deps, { tenantId, deliveryId: id });
      }
    },
    async close(): Promise<void> {
      await partners.close();
      await insurer.stop();
      await store.close();
    },
  };
}
export type Insured = Awaited<ReturnType<typeof openInsured>>;
