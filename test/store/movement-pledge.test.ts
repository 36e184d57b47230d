import { afterAll, beforeAll, expect, it } from 'vitest';
import { fundsInUseMinor } from '../../src/core/funding/account.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import type { Id } from '../../src/core/ids.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { movePositions, readPosition, reserve } from '../../src/store/position.ts';
import { addBooks, addTenant, importLines, line, openStore, type Store } from './open.ts';

const on = '2026-11-24';

let store: Store;
let tenantId: Id;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await run(async (tx) => {
    await addBooks(tx);
    await importLines(tx, '2026-11-20', [line('P-1', { faceMinor: 1_000_00 })]);
  });
});
afterAll(() => store.close());

it('a repayment that our bank has booked is confirmed by the funder’s word, and a second one is booked', async () => {
  const { receivableId, requestId } = await run(pledge);
  await run((tx) =>
    movePositions(
      tx,
      [
        {
          receivableId,
          effectiveOn: on,
          fact: { kind: 'rebated', requestId, cause: 'bank|1', amountMinor: -300_00 },
          bankAccount: 'DE1',
        },
      ],
      { system: 'setup' },
    ),
  );
  expect(await take('R-1')).toMatchObject({ confirmed: 1, booked: 0 });
  expect(await out(receivableId)).toBe(400_00);
  expect(await take('R-1')).toMatchObject({ known: 1 });
  expect(await take('R-2')).toMatchObject({ confirmed: 0, booked: 1 });
  expect(await out(receivableId)).toBe(100_00);
});

function take(movementId: string) {
  const movement: FunderMovement = {
    movementId,
    kind: 'repayment',
    bookedOn: on,
    valueOn: on,
    currency: 'EUR',
    amountMinor: 300_00,
    reversal: false,
    detail: '',
  };
  const actor = { system: 'jobs' } as const;
  return run((tx) =>
    takeMovements(tx, { facilityId: 'F1', movements: [movement], actor, today: on }),
  );
}

async function out(receivableId: Id): Promise<number> {
  const position = await run((tx) => readPosition(tx, receivableId));
  if (!isHeld(position)) throw new Error('it is held');
  return fundsInUseMinor(position);
}

/** A receivable pledged for a draw of 700.00. */
async function pledge(tx: Tx): Promise<{ receivableId: Id; requestId: Id }> {
  const [row] = await tx.query<{ id: Id; fingerprint: string }>(
    `select id, fingerprint from cedent.receivable where number = 'P-1'`,
  );
  if (!row) throw new Error('it is in the ledger');
  const { id: receivableId, fingerprint } = row;
  const requestId = newId();
  await tx.query(
    `insert into cedent.funding_request (tenant_id, id, number, facility_id)
     values ($1, $2, 'FR-P', 'F1')`,
    [tx.tenantId, requestId],
  );
  const lines = [{ receivableId, fingerprint, number: 'P-1' }];
  await reserve(tx, {
    requestId,
    facilityId: 'F1',
    effectiveOn: on,
    lines,
    actor: { system: 'setup' },
  });
  const accounting = { treatment: 'pledge_reclassification' } as const;
  const place = { receivableId, effectiveOn: on };
  await movePositions(
    tx,
    [
      {
        ...place,
        fact: {
          kind: 'assigned',
          requestId,
          mode: 'pledge',
          faceMinor: 1_000_00,
          termsHash: 'T',
          accounting,
        },
      },
      { ...place, fact: { kind: 'advanced', requestId, amountMinor: 700_00 } },
    ],
    { system: 'setup' },
  );
  return { receivableId, requestId };
}

function run<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}
