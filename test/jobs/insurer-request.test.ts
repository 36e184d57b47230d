import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/allianz-trade/simulator.ts';
import { adapters } from '../../adapters/index.ts';
import type { InsurerRequest } from '../../src/core/cover/insurer-request.ts';
import type { Id } from '../../src/core/ids.ts';
import { type StartedSimulator, startSimulator } from '../../src/demo/simulator.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { operationsWith } from '../../src/jobs/operations.ts';
import { createPartners, type Partners } from '../../src/jobs/partner.ts';
import { createConnection } from '../../src/store/connection.ts';
import type { Tx } from '../../src/store/database.ts';
import { listInsurerCosts } from '../../src/store/insurer-cost.ts';
import {
  askInsurer,
  decideInsurerRequest,
  mapFound,
  readInsurerRequest,
} from '../../src/store/insurer-request.ts';
import { insertPerson } from '../../src/store/person.ts';
import { createPolicy, mapBuyer, readBuyers } from '../../src/store/policy.ts';
import { addTenant, openStore, SECRET, type Store, setup } from '../store/open.ts';

const policyId = 'EHDE:7001234';
const charged = ['urgent_limit', 'credit_check', 'find_buyer'] as const;
let store: Store;
let tenantId: Id;
let insurer: StartedSimulator;
let partners: Partners;
let ana: Id;
let bo: Id;

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
    ana = await person(tx, 'Ana');
    bo = await person(tx, 'Bo');
  });
});
afterEach(async () => {
  await partners.close();
  await insurer.stop();
  await store.close();
});

describe('a limit', () => {
  it('that is not charged goes at once, is followed to its decision, and costs nothing', async () => {
    const id = await ask({ ...limit(), isUrgent: false });
    await work();
    expect(await stateOf(id)).toMatchObject({ status: 'decided', rawCode: 'PROCESSED' });
    expect(await run((tx) => listInsurerCosts(tx, { limit: 10 }))).toEqual([]);
  });

  it('that is charged waits for another person, goes once, and is a cost once', async () => {
    const id = await ask(limit());
    await work();
    expect((await effects())[`${policyId}|61000101`]).toBeUndefined();
    const own = await run((tx) =>
      decideInsurerRequest(tx, { id, personId: ana, decision: 'approved' }),
    );
    expect(own).toEqual({ ok: false, code: 'same_person' });
    const approve = () =>
      run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision: 'approved' }));
    const both = await Promise.all([approve(), approve()]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    await work();
    expect((await effects())[`${policyId}|61000101`]).toBe(1);
    expect(await stateOf(id)).toMatchObject({ status: 'decided' });
    expect(await run((tx) => listInsurerCosts(tx, { limit: 10 }))).toMatchObject([
      { service: 'urgent_limit', subject: id, amountMinor: null },
    ]);
  });

  it('that is kept back is never sent', async () => {
    const id = await ask(limit());
    const decision = { declined: 'The ordinary way is soon enough.' };
    await run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision }));
    await work();
    expect(await stateOf(id)).toEqual({ status: 'declined' });
    expect((await effects())[`${policyId}|61000101`]).toBeUndefined();
  });

  it('whose job fails at the insurer is refused, not pending for ever', async () => {
    const id = await ask({ ...limit(), isUrgent: false, amountMinor: 400_000_00 });
    await work(1);
    const body = JSON.stringify({ companyId: '61000101' });
    await fetch(`${insurer.url}/_control/failures`, { method: 'POST', body });
    await work();
    expect(await stateOf(id)).toMatchObject({ status: 'refused', reason: 'refused_by_partner' });
  });

  it('that the insurer refuses says why', async () => {
    const id = await ask({ ...limit(), isUrgent: false, buyerId: '99999999' });
    await work();
    expect(await stateOf(id)).toMatchObject({ status: 'refused', reason: 'unknown_party' });
  });
});

describe('a look-up', () => {
  const lookUp = (value: string): InsurerRequest => ({
    kind: 'look_up',
    policyId,
    debtorId: 'D2',
    country: 'DE',
    scheme: 'vat',
    value,
  });

  it('finds a company, and a person says that it is the debtor', async () => {
    const id = await ask(lookUp('DE136695976'));
    await run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision: 'approved' }));
    await work();
    const buyers = [{ buyerId: '61000102', name: 'Nordwind Handel AG' }];
    expect(await stateOf(id)).toEqual({ status: 'found', buyers });
    const map = (buyerId: string) => run((tx) => mapFound(tx, { id, buyerId, personId: ana }));
    expect(await map('61000109')).toEqual({ ok: false, code: 'unknown' });
    expect(await map('61000102')).toEqual({ ok: true });
    expect(await run((tx) => readBuyers(tx, policyId))).toContainEqual({
      debtorId: 'D2',
      buyerId: '61000102',
    });
    expect(await run((tx) => listInsurerCosts(tx, { limit: 10 }))).toMatchObject([
      { service: 'find_buyer', debtorId: 'D2' },
    ]);
  });

  it('of a company that is another debtor already maps nothing', async () => {
    const id = await ask(lookUp('DE811907980'));
    await run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision: 'approved' }));
    await work();
    const mapped = await run((tx) => mapFound(tx, { id, buyerId: '61000101', personId: ana }));
    expect(mapped).toEqual({ ok: false, code: 'buyer_mapped' });
    expect((await stateOf(id))?.status).toBe('found');
  });
});

function limit(): Extract<InsurerRequest, { kind: 'limit' }> {
  return {
    kind: 'limit',
    policyId,
    debtorId: 'D1',
    buyerId: '61000101',
    currency: 'EUR',
    amountMinor: 50_000_00,
    effectiveOn: '2026-11-24',
    product: 'credit_limit',
    isUrgent: true,
  };
}

function run<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}

async function ask(request: InsurerRequest): Promise<Id> {
  const { id } = await run((tx) => askInsurer(tx, { actor: { personId: ana }, request, charged }));
  return id;
}

async function stateOf(id: Id) {
  return (await run((tx) => readInsurerRequest(tx, id)))?.state;
}

async function effects(): Promise<Record<string, number>> {
  return (await fetch(`${insurer.url}/_control/effects`)).json() as Promise<Record<string, number>>;
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

async function person(tx: Tx, name: string): Promise<Id> {
  const id = randomUUID();
  await insertPerson(tx, {
    id,
    kind: 'person',
    name,
    roles: ['treasury', 'approver'],
    locale: 'en',
    subject: { issuer: 'test', subject: id },
  });
  return id;
}
