import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MovementPage } from '../../src/core/adapter.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import type { Id } from '../../src/core/ids.ts';
import { readMovements, scheduleReading } from '../../src/jobs/operations/read-movements.ts';
import { newId } from '../../src/store/database.ts';
import { readDelivery } from '../../src/store/delivery.ts';
import { createFacility } from '../../src/store/facility.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { decideMovement } from '../../src/store/movement-decision.ts';
import { listQuestioned } from '../../src/store/movement-questioned.ts';
import { readPosition } from '../../src/store/position.ts';
import { analyst, effectiveOn, fundedBy, type Held, type Run } from './funded.ts';
import { addBooks, addTenant, importLines, line, openStore, type Store, version } from './open.ts';

const actor = { system: 'jobs' } as const;

let store: Store;
let tenantId: Id;
let connectionId: Id;
const run: Run = (work) => store.database.asTenant(tenantId, work);
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenantId = await addTenant(store);
  await run(async (tx) => {
    ({ connectionId } = await addBooks(tx));
    await importLines(tx, '2026-11-20', [line('INV-1'), line('INV-2')]);
  });
});

describe('a movement that cannot be booked for a reason nobody foresaw', () => {
  it('is a question by itself: what came with it is booked, and it is not told again', async () => {
    const held = await fundedBy(run, 'INV-1');
    const huge = Number.MAX_SAFE_INTEGER;
    const page = [
      told('service_fee', 1_00, held),
      told('collection', huge, held),
      told('collection', huge, held),
      told('interest', 2_00, held),
    ];
    const taken = await take('F1', page);
    expect(taken.questioned).toBeGreaterThan(0);
    expect(taken.booked + taken.questioned).toBe(4);
    expect(await accountOf(held.id)).toMatchObject({ feesMinor: 1_00, interestMinor: 2_00 });
    const questions = await run((tx) => listQuestioned(tx, 10));
    expect(questions.map(({ detail }) => detail)).toContainEqual(
      expect.objectContaining({ code: 'movement_unbookable' }),
    );
    expect(await take('F1', page)).toMatchObject({ known: 4, booked: 0, questioned: 0 });
    const answer = await run((tx) =>
      decideMovement(tx, {
        movementId: questions[0]?.id ?? '',
        decision: 'booked',
        reason: 'try again',
        actor: analyst,
      }),
    );
    expect(answer).toMatchObject({ ok: false, code: 'movement_still_questioned' });
  });
});

describe('an agreement of two facilities of one connection', () => {
  beforeEach(() => run((tx) => addFacility('F2', tx)));

  it('has its account read by both, and each movement taken once, where it belongs', async () => {
    const first = await fundedBy(run, 'INV-1');
    const second = await fundedBy(run, 'INV-2', {}, 'F2');
    const { scheduleReference: _, lineNumber: __, ...byNumber } = told('interest', 3_00, second);
    const page = [told('service_fee', 1_00, first), told('service_fee', 2_00, second), byNumber];
    expect(await take('F1', page)).toMatchObject({ booked: 3, questioned: 0 });
    expect(await take('F2', page)).toMatchObject({ booked: 0, questioned: 0, known: 3 });
    expect(await accountOf(first.id)).toMatchObject({ feesMinor: 1_00, interestMinor: 0 });
    expect(await accountOf(second.id)).toMatchObject({ feesMinor: 2_00, interestMinor: 3_00 });
  });

  it('has a charge on the whole account asked about once, and booked where a person says', async () => {
    const first = await fundedBy(run, 'INV-1');
    const second = await fundedBy(run, 'INV-2', {}, 'F2');
    const charge = account('service_fee', 5_00);
    expect(await take('F2', [charge])).toMatchObject({ booked: 0, questioned: 1 });
    expect(await take('F1', [charge])).toMatchObject({ booked: 0, questioned: 0, known: 1 });
    const [asked, ...others] = await run((tx) => listQuestioned(tx, 10));
    expect(others).toEqual([]);
    expect(asked).toMatchObject({
      facilityId: 'F1',
      detail: { code: 'movement_of_several', params: { facilities: 'F1, F2' } },
    });
    const decide = (facilityId: string) =>
      run((tx) =>
        decideMovement(tx, {
          movementId: asked?.id ?? '',
          decision: 'booked',
          facilityId,
          reason: 'the statement says so',
          actor: analyst,
        }),
      );
    expect(await decide('F9')).toMatchObject({ code: 'movement_not_found' });
    expect(await decide('F2')).toEqual({ ok: true });
    expect(await decide('F2')).toMatchObject({ code: 'movement_decided' });
    expect(await accountOf(first.id)).toMatchObject({ feesMinor: 0 });
    expect(await accountOf(second.id)).toMatchObject({ feesMinor: 5_00 });
    expect(await take('F1', [charge])).toMatchObject({ known: 1 });
  });

  it('gives what only one of them has the currency of to that one', async () => {
    await run((tx) => addFacility('F0', tx, 'USD'));
    const charge = { ...account('service_fee', 5_00), currency: 'USD' };
    await take('F1', [charge]);
    const [asked] = await run((tx) => listQuestioned(tx, 10));
    // It holds nothing yet: there is nothing to share the charge over, and nobody else is asked.
    expect(asked).toMatchObject({ facilityId: 'F0', detail: { code: 'movement_unplaced' } });
  });
});

describe('a funder’s account that leads back to where it was read', () => {
  it('is read on from there, and is a task for people when nothing new comes of it', async () => {
    const next = { a: 'b', b: 'c', c: 'a' } as const;
    let at = await start('a');
    const places: string[] = [];
    for (let reads = 0; reads < 20; reads += 1) {
      const place = at.after;
      places.push(place);
      const answer = await answerTo(at.id, { movements: [], next: next[place], hasMore: true });
      if ('people' in answer) {
        expect(answer.people).toMatchObject({ code: 'movements_in_circle' });
        expect(places.join('')).toBe('abcabcab');
        return;
      }
      expect(answer).toEqual({ done: true });
      at = await latest();
    }
    throw new Error('it was read for ever');
  });

  it('is read on as long as something new comes', async () => {
    const held = await fundedBy(run, 'INV-1');
    let at = await start('a');
    for (let reads = 0; reads < 20; reads += 1) {
      const movements = [told('service_fee', 1, held)];
      const next = at.after === 'a' ? 'b' : 'a';
      expect(await answerTo(at.id, { movements, next, hasMore: true })).toEqual({ done: true });
      at = await latest();
    }
    expect(await accountOf(held.id)).toMatchObject({ feesMinor: 20 });
  });

  type Place = 'a' | 'b' | 'c';
  type At = { id: Id; after: Place };

  async function start(after: Place): Promise<At> {
    await run((tx) =>
      scheduleReading(tx, {
        connectionId,
        queue: 'factor-rest',
        facilityId: 'F1',
        agreementReference: 'A',
        after,
      }),
    );
    return latest();
  }

  async function latest(): Promise<At> {
    const [row] = await run((tx) =>
      tx.query<At>(
        `select id, input->>'after' as after from cedent.delivery
         where operation = 'readMovements' order by id desc limit 1`,
      ),
    );
    if (!row) throw new Error('nothing is read');
    return row;
  }

  /** As the jobs do: the attempt ends, and what came is taken. */
  async function answerTo(id: Id, page: MovementPage) {
    return run(async (tx) => {
      const delivery = await readDelivery(tx, id);
      if (readMovements.kind !== 'read' || !delivery) throw new Error('nothing is read');
      await tx.query(
        `update cedent.delivery set state = 'sending', step = step + 1, fence = $2,
           lease_until = clock_timestamp() where id = $1`,
        [id, newId()],
      );
      await tx.query(
        `update cedent.delivery set state = 'accepted', step = step + 1 where id = $1`,
        [id],
      );
      return readMovements.answered(tx, delivery, readMovements.input.parse(delivery.input), page);
    });
  }
});

function addFacility(facilityId: string, tx: Parameters<Parameters<Run>[0]>[0], currency = 'EUR') {
  const terms = { ...version.terms, facilityId, currency };
  return createFacility(tx, { actor, connectionId, version: { ...version, terms } });
}

function take(facilityId: string, movements: FunderMovement[]) {
  return run((tx) => takeMovements(tx, { facilityId, movements, actor }));
}

let named = 0;
function account(kind: FunderMovement['kind'], amountMinor: number): FunderMovement {
  named += 1;
  return {
    movementId: `M-${named}`,
    kind,
    bookedOn: effectiveOn,
    valueOn: effectiveOn,
    currency: 'EUR',
    amountMinor,
    reversal: false,
    detail: '',
  };
}

function told(kind: FunderMovement['kind'], amountMinor: number, held: Held): FunderMovement {
  const { schedule: scheduleReference, number: invoiceNumber } = held;
  return { ...account(kind, amountMinor), scheduleReference, lineNumber: 1, invoiceNumber };
}

async function accountOf(id: Id) {
  const position = await run((tx) => readPosition(tx, id));
  if (!isHeld(position)) throw new Error(`${id} is ${position.status}`);
  return position.account;
}
