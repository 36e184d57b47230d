import { afterAll, beforeAll, expect, it } from 'vitest';
import { operationsWith } from '../../src/jobs/operations.ts';
import { settleByPeople } from '../../src/jobs/settle.ts';
import { readAudit } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { moveDelivery } from '../../src/store/delivery.ts';
import { type Finding, recordFinding } from '../../src/store/delivery-resolution.ts';
import { readPosition } from '../../src/store/position.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { approvedRequest, openWorld, type World } from './world.ts';

const operations = operationsWith({
  render: async () => ({ ok: false, problem: { code: 'RenderStopped', params: {} } }),
});

let world: World;
beforeAll(async () => {
  world = await openWorld({ working: false });
}, 120_000);
afterAll(() => world.close());

it('a delivery no machine can settle takes two people, and then counts as the partner said', async () => {
  const { requestId, deliveryId } = await waitingForPeople(['INV-1', 'INV-2']);
  const finding: Finding = {
    verdict: 'accepted',
    reason: 'the factor confirmed by telephone',
    partnerReference: 'NF-77',
  };
  expect(await find(deliveryId, world.analyst, finding)).toEqual({ ok: true, status: 'waiting' });
  expect(await find(deliveryId, world.analyst, finding)).toMatchObject({
    code: 'second_person_needed',
  });
  expect(await find(deliveryId, world.approver, finding)).toEqual({ ok: true, status: 'agreed' });
  await settle(deliveryId, finding);
  const request = await asTenant((tx) => readRequest(tx, requestId));
  expect(request?.state).toMatchObject({ status: 'pending', partnerReference: 'NF-77' });
  const told = request?.facts.at(-1);
  const { analyst, approver } = world;
  expect(told).toMatchObject({
    recordedBy: approver,
    fact: { kind: 'acknowledged', foundBy: [{ personId: analyst }, { personId: approver }] },
  });
  const entries = await asTenant((tx) => readAudit(tx, { after: 0, limit: 1000 }));
  const entry = entries.findLast(({ text }) => text.includes('request.acknowledged'))?.text ?? '';
  expect(JSON.parse(entry)).toMatchObject({ actor: { personId: approver }, body: told?.fact });
});

it('a delivery that two people say was refused gives its receivables free', async () => {
  const { requestId, deliveryId } = await waitingForPeople(['INV-3']);
  const finding: Finding = { verdict: 'rejected', reason: 'never arrived; the factor declined' };
  await find(deliveryId, world.analyst, finding);
  await find(deliveryId, world.approver, finding);
  await settle(deliveryId, finding);
  const request = await asTenant((tx) => readRequest(tx, requestId));
  expect(request?.state.status).toBe('rejected');
  expect(request?.facts.at(-1)?.fact).toMatchObject({
    foundBy: [{ personId: world.analyst }, { personId: world.approver }],
  });
  const lines = request && 'canonical' in request.state ? request.state.canonical.lines : [];
  for (const { receivableId } of lines) {
    expect((await asTenant((tx) => readPosition(tx, receivableId))).status).toBe('free');
  }
});

/** An approved request whose schedule went out and whose fate nothing can tell. */
async function waitingForPeople(numbers: string[]) {
  const requestId = await approvedRequest(world, numbers);
  const deliveryId = await asTenant(async (tx) => {
    const [row] = await tx.query<{ id: string }>(
      `select id from cedent.delivery where operation = 'submitSchedule' and subject = $1`,
      [requestId],
    );
    const id = row?.id ?? '';
    for (const state of ['ready', 'manual'] as const) {
      await moveDelivery(tx, id, { state, detail: 'by the test' });
    }
    return id;
  });
  return { requestId, deliveryId };
}

function settle(deliveryId: string, finding: Finding) {
  const settled = { deliveryId, personId: world.approver, finding };
  return asTenant((tx) => settleByPeople(tx, operations, settled));
}

function find(deliveryId: string, personId: string, finding: Finding) {
  return asTenant((tx) => recordFinding(tx, { deliveryId, personId, finding }));
}

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return world.db.asTenant(world.tenantId, work);
}
