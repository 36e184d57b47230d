import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residualMinor } from '../../src/core/funding/account.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import type { Id } from '../../src/core/ids.ts';
import { accountRoles } from '../../src/core/journal/account-role.ts';
import type { Tx } from '../../src/store/database.ts';
import { balanceOf } from '../../src/store/journal.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { decideMovement } from '../../src/store/movement-decision.ts';
import { listQuestioned } from '../../src/store/movement-questioned.ts';
import { readPosition } from '../../src/store/position.ts';
import {
  addBooks,
  addTenant,
  holdReceivable,
  importLines,
  line,
  openStore,
  type Store,
} from './open.ts';

const actor = { system: 'jobs' } as const;
const person = { personId: '00000000-0000-7000-8000-000000000001' };

let store: Store;
let tenantId: string;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await asTenant(async (tx) => {
    await addBooks(tx);
    const numbers = Array.from({ length: 40 }, (_, index) => `INV-${index + 1}`);
    await importLines(
      tx,
      '2026-11-20',
      numbers.map((number) => line(number, { faceMinor: 1_000_00 })),
    );
  });
});
afterAll(() => store.close());

describe('a sale of 1,000.00 with 85 % advanced', () => {
  it('is closed when its money is explained, and the books keep nothing of it', async () => {
    const { id } = await held('INV-1');
    await take([
      told('service_fee', 7_50, { invoiceNumber: 'INV-1' }),
      told('interest', 6_38, { invoiceNumber: 'INV-1' }),
      told('dilution', 20_00, { invoiceNumber: 'inv 1' }),
      told('collection', 980_00, { invoiceNumber: 'INV-1' }),
    ]);
    const paid = await positionOf(id);
    expect(paid.status).toBe('paid');
    expect(residualMinor(paid.account)).toBe(116_12);
    await take([told('rebate', 116_12, { invoiceNumber: 'INV-1' })]);
    const closed = await positionOf(id);
    expect(closed.status).toBe('closed');
    for (const account of accountRoles) {
      if (account === 'trade_receivables') continue;
      const balances = await asTenant((tx) => balanceOf(tx, account, id));
      const kept = balances.filter(({ amountMinor }) => amountMinor !== 0);
      if (isResult(account)) continue;
      expect({ account, kept }).toEqual({ account, kept: [] });
    }
    expect(await isOpen(id)).toBe(false);
  });

  it('is told twice and booked once; another content under the same name is questioned', async () => {
    const { id } = await held('INV-2');
    const collection = told('collection', 400_00, { invoiceNumber: 'INV-2' });
    expect(await take([collection, collection])).toMatchObject({ booked: 1, known: 1 });
    expect(await take([collection])).toMatchObject({ booked: 0, known: 1 });
    expect(await take([{ ...collection, amountMinor: 500_00 }])).toMatchObject({ questioned: 1 });
    expect((await positionOf(id)).account.collectedMinor).toBe(400_00);
    expect(await questionsOn('INV-2')).toMatchObject([{ code: 'movement_contradicts' }]);
  });

  it('of two readers at once one books', async () => {
    const { id } = await held('INV-3');
    const collection = told('collection', 100_00, { invoiceNumber: 'INV-3' });
    const counts = await Promise.all(Array.from({ length: 6 }, () => take([collection])));
    expect(counts.map(({ booked }) => booked).sort()).toEqual([0, 0, 0, 0, 0, 1]);
    expect((await positionOf(id)).account.collectedMinor).toBe(100_00);
  });

  it('takes back what was booked, once, and questions what takes back nothing', async () => {
    const { id } = await held('INV-4');
    const back = { ...told('collection', 300_00, { invoiceNumber: 'INV-4' }), reversal: true };
    expect(await take([back])).toMatchObject({ questioned: 1 });
    await take([told('collection', 300_00, { invoiceNumber: 'INV-4' })]);
    const again = { ...back, movementId: 'back-again' };
    expect(await take([again])).toMatchObject({ booked: 1 });
    expect(await take([{ ...back, movementId: 'back-twice' }])).toMatchObject({ questioned: 1 });
    expect(await positionOf(id)).toMatchObject({
      status: 'advanced',
      account: { collectedMinor: 0 },
    });
  });

  it.each([
    ['a rebate above what is due', { kind: 'rebate', amountMinor: 150_01 }, 'movement_misfit'],
    ['a credit above the face', { kind: 'dilution', amountMinor: 1_000_01 }, 'movement_misfit'],
    ['another currency', { kind: 'collection', currency: 'USD' }, 'movement_in_other_currency'],
    ['an advance we were not told', { kind: 'advance', amountMinor: 840_00 }, 'advance_differs'],
    ['an invoice nobody holds', { invoiceNumber: 'INV-39' }, 'movement_unplaced'],
  ] as const)('questions %s and books nothing', async (what, change, code) => {
    const number = `INV-${10 + cases.push(what)}`;
    const { id } = await held(number);
    const before = await positionOf(id);
    const movement = { ...told('collection', 1_00, { invoiceNumber: number }), ...change };
    expect(await take([movement])).toMatchObject({ booked: 0, questioned: 1 });
    expect(await positionOf(id)).toEqual(before);
    const questions = await asTenant((tx) => listQuestioned(tx, 100));
    expect(questions.at(-1)?.detail).toMatchObject({ code });
  });
});

describe('a questioned movement', () => {
  it('is booked where a person says it belongs, once', async () => {
    const { id } = await held('INV-20');
    const dispute = told('dispute', 50_00, { invoiceNumber: 'written differently' });
    await take([dispute]);
    const [asked] = (await asTenant((tx) => listQuestioned(tx, 100))).slice(-1);
    const movementId = asked?.id ?? '';
    const decision = {
      movementId,
      decision: 'booked',
      receivableId: id,
      reason: 'their typo',
      actor: person,
    } as const;
    const answers = await Promise.all(
      [0, 1].map(() => asTenant((tx) => decideMovement(tx, decision))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers).toContainEqual({ ok: false, code: 'movement_decided' });
    expect((await positionOf(id)).marks.disputedMinor).toBe(50_00);
  });

  it('stays questioned where it still does not fit, and may be dismissed', async () => {
    const { id } = await held('INV-21');
    await take([told('rebate', 900_00, { invoiceNumber: 'INV-21' })]);
    const [asked] = (await asTenant((tx) => listQuestioned(tx, 100))).slice(-1);
    const at = { movementId: asked?.id ?? '', reason: 'looked at', actor: person };
    expect(await asTenant((tx) => decideMovement(tx, { ...at, decision: 'booked' }))).toMatchObject(
      {
        ok: false,
        code: 'movement_still_questioned',
      },
    );
    expect(await asTenant((tx) => decideMovement(tx, { ...at, decision: 'dismissed' }))).toEqual({
      ok: true,
    });
    expect((await positionOf(id)).account.rebateMinor).toBe(0);
    expect((await asTenant((tx) => listQuestioned(tx, 100))).map((own) => own.id)).not.toContain(
      at.movementId,
    );
  });
});

it('a charge on the whole account is shared over what it is on, to the cent', async () => {
  const other = await addTenant(store);
  const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(other, work);
  const ids = await run(async (tx) => {
    await addBooks(tx);
    await importLines(
      tx,
      '2026-11-20',
      [1, 2, 3].map((n) => line(`P-${n}`, { faceMinor: n * 100_00 })),
    );
    const all: Id[] = [];
    for (const n of [1, 2, 3]) {
      all.push(
        await holdReceivable(tx, { number: `P-${n}`, facilityId: 'F1', advancedMinor: n * 85_00 }),
      );
    }
    return all;
  });
  const interest = told('interest', 10_00, {});
  await run((tx) => takeMovements(tx, { facilityId: 'F1', movements: [interest], actor }));
  const shares = await run(async (tx) => {
    const found = [];
    for (const id of ids) {
      const position = await readPosition(tx, id);
      if (!isHeld(position)) continue;
      const { interestMinor, rebateMinor } = position.account;
      found.push([interestMinor, rebateMinor, residualMinor(position.account)]);
    }
    return found;
  });
  // It is paid apart: what is held back for each receivable stays whole.
  expect(shares).toEqual([
    [1_67, -1_67, 15_00],
    [3_33, -3_33, 30_00],
    [5_00, -5_00, 45_00],
  ]);
});

const cases: string[] = [];

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}

function take(movements: FunderMovement[]) {
  return asTenant((tx) => takeMovements(tx, { facilityId: 'F1', movements, actor }));
}

let movements = 0;
function told(
  kind: FunderMovement['kind'],
  amountMinor: number,
  named: Pick<FunderMovement, 'invoiceNumber'>,
): FunderMovement {
  movements += 1;
  return {
    movementId: `M-${movements}`,
    kind,
    bookedOn: '2026-11-24',
    valueOn: '2026-11-24',
    currency: 'EUR',
    amountMinor,
    reversal: false,
    detail: '',
    ...named,
  };
}

async function held(number: string): Promise<{ id: Id }> {
  const id = await asTenant((tx) =>
    holdReceivable(tx, { number, facilityId: 'F1', advancedMinor: 850_00 }),
  );
  return { id };
}

async function positionOf(id: Id) {
  const position = await asTenant((tx) => readPosition(tx, id));
  if (!isHeld(position)) throw new Error(`${id} is ${position.status}`);
  return position;
}

async function isOpen(id: Id): Promise<boolean> {
  const rows = await asTenant((tx) =>
    tx.query('select 1 from cedent.open_position where receivable_id = $1', [id]),
  );
  return rows.length > 0;
}

async function questionsOn(invoiceNumber: string) {
  const all = await asTenant((tx) => listQuestioned(tx, 100));
  return all
    .filter(({ movement }) => movement.invoiceNumber === invoiceNumber)
    .map(({ detail }) => detail);
}

function isResult(account: string): boolean {
  return /fees|tax|expense|deductions|losses|difference/.test(account);
}
