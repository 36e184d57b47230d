import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId, type Tx } from '../../src/store/database.ts';
import { createDelivery, moveDelivery } from '../../src/store/delivery.ts';
import { listFindings } from '../../src/store/delivery-finding.ts';
import { type Finding, recordFinding } from '../../src/store/delivery-resolution.ts';
import { insertPerson } from '../../src/store/person.ts';
import { addTenant, openStore, type Store } from './open.ts';

const zhao = newId();
const stranger = newId();

let store: Store;
let tenantId: string;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  const subject = { issuer: 'test', subject: zhao };
  const person = { id: zhao, kind: 'person', name: 'Zhao Min', locale: 'en', subject } as const;
  await asTenant((tx) => insertPerson(tx, { ...person, roles: ['finance'] }));
});
afterAll(() => store.close());

it('what people found is told with their names, the oldest first', async () => {
  const deliveryId = await asTenant((tx) => waiting(tx, 'FR-1'));
  const other = await asTenant((tx) => waiting(tx, 'FR-2'));
  await find(deliveryId, zhao, { ...taken, partnerReference: 'NF-1' });
  await find(deliveryId, stranger, { verdict: 'rejected', reason: 'a letter' });
  await find(other, zhao, { verdict: 'send_again', reason: 'not in their list' });
  expect(await asTenant((tx) => listFindings(tx, [deliveryId]))).toMatchObject([
    { personId: zhao, personName: 'Zhao Min', verdict: 'accepted', partnerReference: 'NF-1' },
    { personId: stranger, personName: null, verdict: 'rejected', partnerReference: null },
  ]);
  expect(await asTenant((tx) => listFindings(tx, [deliveryId, other]))).toHaveLength(3);
});

it('what was found before a delivery moved again no longer counts', async () => {
  const deliveryId = await asTenant((tx) => waiting(tx, 'FR-3'));
  await find(deliveryId, zhao, taken);
  await asTenant((tx) => toPeople(tx, deliveryId));
  expect(await asTenant((tx) => listFindings(tx, [deliveryId]))).toEqual([]);
  expect(await find(deliveryId, stranger, taken)).toEqual({ ok: true, status: 'waiting' });
});

const taken: Finding = { verdict: 'accepted', reason: 'by telephone' };

async function waiting(tx: Tx, subject: string): Promise<string> {
  const state = 'ready';
  const delivery = {
    queue: 'local',
    operation: 'submitSchedule',
    subject,
    state,
    input: {},
  } as const;
  const { id } = await createDelivery(tx, delivery);
  await moveDelivery(tx, id, { state: 'manual', detail: 'by the test' });
  return id;
}

async function toPeople(tx: Tx, id: string): Promise<void> {
  for (const state of ['ready', 'manual'] as const) {
    await moveDelivery(tx, id, { state, detail: 'by the test' });
  }
}

function find(deliveryId: string, personId: string, finding: Finding) {
  return asTenant((tx) => recordFinding(tx, { deliveryId, personId, finding }));
}

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}
