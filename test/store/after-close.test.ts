import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BankEntry } from '../../src/core/cash/entry.ts';
import { residualMinor } from '../../src/core/funding/account.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import type { Id } from '../../src/core/ids.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { allocateEntry } from '../../src/store/bank-decision.ts';
import { newId } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { decideMovement } from '../../src/store/movement-decision.ts';
import { findEnded } from '../../src/store/movement-ended.ts';
import { listQuestioned } from '../../src/store/movement-questioned.ts';
import { readPosition } from '../../src/store/position.ts';
import { withdrawRequest } from '../../src/store/request.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { analyst, draftedBy, effectiveOn, fundedBy, type Held, type Run } from './funded.ts';
import { addBooks, addTenant, importLines, line, openStore, type Store, version } from './open.ts';

const actor = { system: 'jobs' } as const;

let store: Store;
let tenantId: Id;
const run: Run = (work) => store.database.asTenant(tenantId, work);
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenantId = await addTenant(store);
  await run(async (tx) => {
    const { connectionId } = await addBooks(tx);
    const terms = { ...version.terms, facilityId: 'F2' };
    await createFacility(tx, { actor, connectionId, version: { ...version, terms } });
    await importLines(tx, '2026-11-20', [line('A-1'), line('A1'), line('INV-7001')]);
  });
});

describe('a debtor’s payment that bounces after the receivable was closed', () => {
  it('opens it again, holds it against every other funder, and closes when it is explained', async () => {
    const held = await settled('A-1');
    await cashOf(held);
    expect(await requestStatus(held)).toBe('closed');
    expect(await openRows()).toEqual([]);

    expect(await take([bounced(held)])).toMatchObject({ booked: 1, questioned: 0 });
    const open = await positionOf(held.id);
    expect(open).toMatchObject({ status: 'advanced', account: { collectedMinor: 0 } });
    expect(await openRows()).toEqual([held.id]);
    expect(await requestStatus(held)).toBe('cash_matched');
    await expect(fundedBy(run, 'A-1', {}, 'F2')).rejects.toThrow('already_financed');

    await take([told('reassignment', 100_00, held), told('repayment', 100_00, held)]);
    const closed = await positionOf(held.id);
    expect(closed.status).toBe('closed');
    expect(residualMinor(closed.account)).toBe(0);
    expect(await openRows()).toEqual([]);
    expect(await requestStatus(held)).toBe('closed');
    expect(await unbalanced()).toEqual([]);
    expect(await factsOf(held.id)).toEqual([
      'reserved',
      'assigned',
      'advanced',
      'collected',
      'rebated',
      'closed',
      'reopened',
      'collected',
      'reassigned',
      'rebated',
      'closed',
    ]);
  });

  it('is named by its invoice number alone, and posted in the open month with its own value day', async () => {
    const held = await settled('A-1');
    await run((tx) =>
      tx.query(
        `insert into cedent.period (tenant_id, month, last_day, closed_by)
         values ($1, '2026-11', '2026-11-30', $2)`,
        [tx.tenantId, analyst.personId],
      ),
    );
    const { scheduleReference: _, lineNumber: __, ...byNumber } = bounced(held);
    expect(await take([byNumber])).toMatchObject({ booked: 1 });
    const [journal] = await run((tx) =>
      tx.query<{ effectiveOn: string; valueOn: string }>(
        `select effective_on as "effectiveOn", value_on as "valueOn" from cedent.journal
         order by id desc limit 1`,
      ),
    );
    expect(journal).toEqual({ effectiveOn: '2026-12-01', valueOn: effectiveOn });
  });

  it('that names nothing is booked on the closed receivable whose number a person says', async () => {
    const held = await settled('A-1');
    const { scheduleReference: _, lineNumber: __, invoiceNumber: ___, ...nameless } = bounced(held);
    expect(await take([nameless])).toMatchObject({ questioned: 1 });
    const [asked] = await run((tx) => listQuestioned(tx, 10));
    const movementId = asked?.id ?? '';
    const find = (number: string) => run((tx) => findEnded(tx, { movementId, number }));
    expect(await find('INV-7001')).toBeUndefined();
    expect(await find('a 1')).toBe(held.id);
    const decided = { movementId, decision: 'booked', reason: 'by phone', actor: analyst } as const;
    const answer = await run((tx) => decideMovement(tx, { ...decided, receivableId: held.id }));
    expect(answer).toEqual({ ok: true });
    expect(await openRows()).toEqual([held.id]);
  });

  it('in one page with what settles it leaves nothing open', async () => {
    const held = await fundedBy(run, 'A-1');
    const page = [
      told('collection', 100_00, held),
      told('rebate', 10_00, held),
      bounced(held),
      told('collection', 100_00, held),
    ];
    expect(await take(page)).toMatchObject({ booked: 4 });
    expect((await positionOf(held.id)).status).toBe('closed');
    expect(await openRows()).toEqual([]);
  });

  it('is questioned where another funder has the receivable now, and says so', async () => {
    const held = await fundedBy(run, 'A-1');
    const paid = told('collection', 40_00, held);
    await take([paid, told('reassignment', 60_00, held), told('repayment', 50_00, held)]);
    expect((await positionOf(held.id)).status).toBe('closed');
    await fundedBy(run, 'A-1', {}, 'F2');
    const before = await positionOf(held.id);
    expect(await take([{ ...paid, movementId: 'back', reversal: true }])).toMatchObject({
      questioned: 1,
    });
    expect(await lastQuestion()).toMatchObject({ params: { misfit: 'held_by_another' } });
    expect(await positionOf(held.id)).toEqual(before);
  });

  it('is booked where another funder was asked for it, and the request came to nothing', async () => {
    const held = await fundedBy(run, 'A-1');
    const paid = told('collection', 40_00, held);
    await take([paid, told('reassignment', 60_00, held), told('repayment', 50_00, held)]);
    const { requestId } = await draftedBy(run, 'A-1', {}, 'F2');
    const step = { actor: analyst, requestId, reason: 'not now', effectiveOn };
    expect(await run((tx) => withdrawRequest(tx, step))).toMatchObject({ ok: true });
    expect(await take([{ ...paid, movementId: 'back', reversal: true }])).toMatchObject({
      booked: 1,
    });
    expect(await positionOf(held.id)).toMatchObject({
      requestId: held.requestId,
      facilityId: 'F1',
    });
    expect(await openRows()).toEqual([held.id]);
    expect(await unbalanced()).toEqual([]);
  });

  it('is questioned where another funder has the same invoice as another receivable', async () => {
    const held = await settled('A-1');
    const other = await fundedBy(run, 'A1', {}, 'F2');
    expect(await take([bounced(held)])).toMatchObject({ questioned: 1 });
    expect(await lastQuestion()).toMatchObject({ params: { misfit: 'held_by_another' } });
    const [asked] = await run((tx) => listQuestioned(tx, 10));
    const answer = await run((tx) =>
      decideMovement(tx, {
        movementId: asked?.id ?? '',
        decision: 'booked',
        reason: 'it did bounce',
        actor: analyst,
      }),
    );
    expect(answer).toMatchObject({ ok: false, code: 'movement_still_questioned' });
    expect(await openRows()).toEqual([other.id]);
  });

  it.each([
    ['what the funder returns leaves the debtor owing', 'turnover', { collectedMinor: 0 }, true],
    ['a second payment to us stays with us', 'receivable', { collectedMinor: 100_00 }, false],
  ] as const)('that came to us and was passed on: %s', async (_, item, account, isOpen) => {
    const held = await fundedBy(run, 'INV-7001');
    await bank([entry(100_00, ['E2E-PAID', 'INV-7001'])]);
    await bank([entry(-100_00, ['turnover INV-7001'])]);
    await take([told('rebate', 10_00, held)]);
    expect((await positionOf(held.id)).status).toBe('closed');
    await bank([{ ...entry(-100_00, ['E2E-PAID']), isReversal: true }]);
    const open = await positionOf(held.id);
    expect(open.account).toMatchObject({ misdirectedMinor: -100_00, collectedMinor: 100_00 });
    expect(await openRows()).toEqual([held.id]);
    const back = entry(100_00, ['without a name']);
    await bank([back]);
    await run(async (tx) => {
      const [row] = await tx.query<{ id: Id }>('select id from cedent.bank_entry order by id desc');
      const allocated = { entryId: row?.id ?? '', reason: 'as told', actor: analyst };
      const chosen = [{ item: `${item}|${held.id}`, amountMinor: 100_00 }];
      expect(await allocateEntry(tx, { ...allocated, chosen })).toEqual({ ok: true });
    });
    expect((await positionOf(held.id)).account).toMatchObject({ misdirectedMinor: 0, ...account });
    expect(await openRows()).toEqual(isOpen ? [held.id] : []);
    expect(await unbalanced()).toEqual([]);
  });
});

it('every fact of a position names who: a person, the funder by its connection, or the product', async () => {
  const held = await settled('A-1');
  const actors = await run((tx) =>
    tx.query<{ kind: string; actor: unknown }>(
      `select fact->>'kind' as kind, actor from cedent.position_fact where receivable_id = $1
       order by seq`,
      [held.id],
    ),
  );
  const partner = { connectionId: expect.any(String) };
  expect(actors).toEqual([
    { kind: 'reserved', actor: analyst },
    { kind: 'assigned', actor: partner },
    { kind: 'advanced', actor: partner },
    { kind: 'collected', actor },
    { kind: 'rebated', actor },
    { kind: 'closed', actor },
  ]);
});

/** Funded with 90.00 of 100.00, paid by its debtor, the reserve released. */
async function settled(number: string): Promise<Held> {
  const held = await fundedBy(run, number);
  await take([told('collection', 100_00, held), told('rebate', 10_00, held)]);
  expect((await positionOf(held.id)).status).toBe('closed');
  return held;
}

async function cashOf(held: Held): Promise<void> {
  await bank([entry(90_00, [held.schedule])]);
}

function bank(entries: BankEntry[]) {
  return run((tx) => recordBankEntries(tx, { actor: analyst, entries }));
}

let movements = 0;
function told(
  kind: FunderMovement['kind'],
  amountMinor: number,
  held: Held,
  { reversal = false } = {},
): FunderMovement {
  movements += 1;
  const { schedule: scheduleReference, number: invoiceNumber } = held;
  return {
    movementId: `M-${movements}`,
    kind,
    bookedOn: effectiveOn,
    valueOn: effectiveOn,
    currency: 'EUR',
    amountMinor,
    reversal,
    detail: '',
    scheduleReference,
    lineNumber: 1,
    invoiceNumber,
  };
}

function bounced(held: Held): FunderMovement {
  return told('collection', 100_00, held, { reversal: true });
}

function take(all: FunderMovement[]) {
  return run((tx) => takeMovements(tx, { facilityId: 'F1', movements: all, actor }));
}

async function positionOf(id: Id) {
  const position = await run((tx) => readPosition(tx, id));
  if (!isHeld(position)) throw new Error(`${id} is ${position.status}`);
  return position;
}

async function openRows(): Promise<Id[]> {
  const rows = await run((tx) =>
    tx.query<{ id: Id }>('select receivable_id as id from cedent.open_position'),
  );
  return rows.map(({ id }) => id);
}

async function requestStatus({ requestId }: Held) {
  return (await run((tx) => readRequest(tx, requestId)))?.state.status;
}

async function lastQuestion() {
  return (await run((tx) => listQuestioned(tx, 100))).at(-1)?.detail;
}

async function factsOf(id: Id): Promise<string[]> {
  const rows = await run((tx) =>
    tx.query<{ kind: string }>(
      `select fact->>'kind' as kind from cedent.position_fact where receivable_id = $1 order by seq`,
      [id],
    ),
  );
  return rows.map(({ kind }) => kind);
}

/** BALANCED, over all that was posted. */
function unbalanced() {
  return run((tx) =>
    tx.query(
      `select journal_id, currency, sum(amount_minor) as amount from cedent.posting
       group by 1, 2 having sum(amount_minor) <> 0`,
    ),
  );
}

function entry(amountMinor: number, references: string[]): BankEntry {
  return {
    entryKey: newId(),
    account: 'DE1',
    currency: 'EUR',
    amountMinor,
    bookedOn: effectiveOn,
    references,
    payments: [
      {
        amountMinor,
        references: references.filter((own) => own.startsWith('E2E')),
        documents: [],
        text: references,
      },
    ],
  };
}
