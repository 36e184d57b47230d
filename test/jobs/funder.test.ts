import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LineAnswer } from '../../src/core/adapter.ts';
import { residualMinor } from '../../src/core/funding/account.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import { linesOf } from '../../src/core/funding/request-state.ts';
import type { Id } from '../../src/core/ids.ts';
import { readSchedule } from '../../src/jobs/operations/read-schedule.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { cancelRequest } from '../../src/store/cancel.ts';
import { tellCredits } from '../../src/store/credit-schedule.ts';
import type { Tx } from '../../src/store/database.ts';
import { expireRequests } from '../../src/store/expiry.ts';
import { readPosition } from '../../src/store/position.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { creditLine, importLines } from '../store/open.ts';
import { approvedRequest, openWorld, today, until, type World } from './world.ts';

const system = { system: 'jobs' } as const;

describe('a funder that is at work', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  }, 60_000);
  afterAll(() => world.close());

  it('an invoice is followed from its advance to its close, and its request closes with it', async () => {
    const requestId = await approvedRequest(world, ['INV-10']);
    const request = await until(
      () => requestOf(world, requestId),
      ({ state }) => state.status === 'funded',
    );
    const [line] = linesOf(request.state);
    const receivableId = line?.receivableId ?? '';
    await payAdvance(world, requestId);
    await world.factor.control('/lines', {
      scheduleReference: request.number,
      lineNumber: 1,
      does: 'pay',
    });
    const closed = await untilRead(world, receivableId, ({ status }) => status === 'closed');
    expect(isHeld(closed) && residualMinor(closed.account)).toBe(0);
    expect(isHeld(closed) && closed.account.feesMinor).toBeGreaterThan(0);
    const ended = await until(
      () => requestOf(world, requestId),
      ({ state }) => state.status === 'closed',
    );
    expect(ended.state.status).toBe('closed');
    expect(world.errors).toEqual([]);
  }, 120_000);

  it('a credit note of the ledger goes to the funder of its invoice, and lowers it once', async () => {
    const requestId = await approvedRequest(world, ['INV-11']);
    const request = await until(
      () => requestOf(world, requestId),
      ({ state }) => state.status === 'funded',
    );
    const receivableId = linesOf(request.state)[0]?.receivableId ?? '';
    const credit = creditLine('CN-11', { debtor: 'D3', openMinor: -50_00, references: 'inv 11' });
    await run(world, (tx) => importLines(tx, today, [credit], { complete: false }));
    const tell = () => run(world, (tx) => tellCredits(tx, { today, actor: system }));
    expect((await Promise.all([tell(), tell()])).toSorted()).toEqual([0, 1]);
    const lower = await untilRead(
      world,
      receivableId,
      (position) => isHeld(position) && position.account.dilutionMinor > 0,
    );
    expect(isHeld(lower) && lower.account.dilutionMinor).toBe(50_00);
    // The factor books it too: that confirms what we know, and lowers nothing again.
    await hastenReading(world);
    await until(
      () => confirmed(world),
      (count) => count > 0,
    );
    const after = await run(world, (tx) => readPosition(tx, receivableId));
    expect(isHeld(after) && after.account.dilutionMinor).toBe(50_00);
  }, 120_000);
});

describe('a funder that takes its time', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ answerAfter: { ms: 12_000 } });
  }, 60_000);
  afterAll(() => world.close());

  it('forgets a schedule that it has not funded, and the receivables are free again', async () => {
    const requestId = await approvedRequest(world, ['INV-20', 'INV-21']);
    const pending = await until(
      () => requestOf(world, requestId),
      ({ state }) => state.status === 'pending',
    );
    const ask = () =>
      run(world, (tx) =>
        cancelRequest(tx, {
          actor: { personId: world.approver },
          requestId,
          reason: 'the order was cancelled',
          effectiveOn: today,
        }),
      );
    expect(await ask()).toMatchObject({ ok: true });
    expect(await ask()).toMatchObject({ ok: false, code: 'not_now' });
    const over = await until(
      () => requestOf(world, requestId),
      ({ state }) => state.status === 'cancelled',
    );
    expect(over.state.status).toBe('cancelled');
    for (const { receivableId } of linesOf(pending.state)) {
      expect((await run(world, (tx) => readPosition(tx, receivableId))).status).toBe('free');
    }
  }, 120_000);

  it('says a second word on a line: the first stands, and a person is asked', async () => {
    const requestId = await approvedRequest(world, ['INV-22']);
    const { number } = await until(
      () => requestOf(world, requestId),
      ({ state }) => state.status === 'pending',
    );
    const funded = { lineNumber: 1, status: 'funded', currency: 'EUR' } as const;
    await answer(world, { requestId, number }, { ...funded, amountMinor: 900_00 });
    await answer(world, { requestId, number }, { ...funded, amountMinor: 900_00 });
    await answer(world, { requestId, number }, { ...funded, amountMinor: 800_00 });
    await answer(
      world,
      { requestId, number },
      {
        lineNumber: 1,
        status: 'declined',
        reason: 'limit_exceeded',
        detail: '',
      },
    );
    const request = await requestOf(world, requestId);
    expect(request.state).toMatchObject({ status: 'funded', fundedMinor: 900_00 });
    const questions = request.facts.filter(({ fact }) => fact.kind === 'answer_questioned');
    expect(questions.map(({ fact }) => fact)).toMatchObject([
      { detail: { code: 'answer_contradicts' } },
    ]);
  }, 120_000);

  it('a request nobody approves ends after the days its agreement gives', async () => {
    const drafted = await run(world, async (tx) => {
      const { draftRequest } = await import('../../src/store/request.ts');
      const { linesOf: wholeLines } = await import('../store/lines.ts');
      return draftRequest(tx, {
        actor: { personId: world.analyst },
        sellerId: 'S1',
        facilityId: 'F1',
        effectiveOn: today,
        lines: await wholeLines(tx, ['INV-30']),
        planInputHash: '0'.repeat(64),
        acceptedNearMatches: [],
      });
    });
    if (!drafted.ok) throw new Error(drafted.code);
    const { requestId } = drafted.value;
    const expire = (day: string) =>
      run(world, (tx) => expireRequests(tx, { today: day, actor: system }));
    expect(await expire('2026-12-08')).toBe(0);
    expect(await expire('2026-12-09')).toBe(1);
    expect(await expire('2026-12-09')).toBe(0);
    const { state } = await requestOf(world, requestId);
    expect(state).toMatchObject({ status: 'expired', afterDays: 14 });
    const receivableId = linesOf(state)[0]?.receivableId ?? '';
    expect((await run(world, (tx) => readPosition(tx, receivableId))).status).toBe('free');
  });
});

function run<Value>(world: World, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return world.db.asTenant(world.tenantId, work);
}

function requestOf(world: World, requestId: Id) {
  return run(world, async (tx) => {
    const request = await readRequest(tx, requestId);
    if (!request) throw new Error('no such request');
    return request;
  });
}

async function payAdvance(world: World, requestId: Id): Promise<void> {
  const { state, number } = await requestOf(world, requestId);
  const amountMinor = 'fundedMinor' in state ? state.fundedMinor : 0;
  const entry = {
    entryKey: `DE1|${number}`,
    account: 'DE1',
    currency: 'EUR',
    amountMinor,
    bookedOn: today,
    references: [`advance ${number}`],
  };
  const actor = { personId: world.analyst };
  await run(world, (tx) => recordBankEntries(tx, { actor, entries: [entry] }));
}

/** Reads the funder's account again and again until the position is so. */
function untilRead(
  world: World,
  receivableId: Id,
  isSo: (position: Awaited<ReturnType<typeof readPosition>>) => boolean,
) {
  return until(async () => {
    await hastenReading(world);
    return run(world, (tx) => readPosition(tx, receivableId));
  }, isSo);
}

async function hastenReading(world: World): Promise<void> {
  await run(world, (tx) =>
    tx.query(
      `update cedent.delivery set due_at = clock_timestamp()
       where tenant_id = $1 and operation = 'readMovements' and state = 'ready'`,
      [tx.tenantId],
    ),
  );
}

async function confirmed(world: World): Promise<number> {
  await hastenReading(world);
  const rows = await run(world, (tx) =>
    tx.query(
      `select 1 from cedent.funder_movement
       where result = 'confirmed' and movement->>'kind' = 'dilution'`,
    ),
  );
  return rows.length;
}

/** The factor's answer as the job would have read it. */
async function answer(
  world: World,
  { requestId, number }: { requestId: Id; number: string },
  line: LineAnswer,
): Promise<void> {
  await run(world, async (tx) => {
    const [delivery] = await tx.query<{ id: Id }>(
      `select id from cedent.delivery where operation = 'readSchedule' and subject = $1`,
      [requestId],
    );
    if (readSchedule.kind !== 'read' || !delivery) throw new Error('nothing is read');
    const schedule = { partnerReference: 'x', status: 'answered', lines: [line] };
    const input = { requestId, reference: number };
    const known = { attempts: 1 } as Parameters<typeof readSchedule.answered>[1];
    await readSchedule.answered(tx, known, input, schedule);
  });
}
