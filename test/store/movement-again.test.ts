import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residualMinor } from '../../src/core/funding/account.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import { CreditSchedule, type RequestLine } from '../../src/core/funding/request.ts';
import type { Id } from '../../src/core/ids.ts';
import { submitCredits } from '../../src/jobs/operations/submit-credits.ts';
import { tellCredits } from '../../src/store/credit-schedule.ts';
import type { Tx } from '../../src/store/database.ts';
import { readDelivery } from '../../src/store/delivery.ts';
import { createFacility } from '../../src/store/facility.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { decideMovement } from '../../src/store/movement-decision.ts';
import { listQuestioned } from '../../src/store/movement-questioned.ts';
import { readPosition } from '../../src/store/position.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import {
  analyst,
  answeredBy,
  effectiveOn,
  fundedBy,
  type Held,
  type Run,
  sentBy,
  type Word,
} from './funded.ts';
import {
  addBooks,
  addTenant,
  creditLine,
  importLines,
  line,
  openStore,
  type Store,
  version,
} from './open.ts';

const actor = { system: 'jobs' } as const;

let store: Store;
let tenantId: string;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await asTenant(async (tx) => {
    const { connectionId } = await addBooks(tx);
    const terms = { ...version.terms, facilityId: 'F2' };
    // Under a contract of its own: what is charged on the account of one is not the other's.
    const agreement = { ...version.agreement, reference: 'AG-2' };
    await createFacility(tx, { actor, connectionId, version: { ...version, terms, agreement } });
    const numbers = Array.from({ length: 30 }, (_, index) => `INV-${index + 1}`);
    await importLines(
      tx,
      '2026-11-20',
      numbers.map((number) => line(number)),
    );
  });
});
afterAll(() => store.close());

describe('what is known by two ways', () => {
  it('a credit note whose booking the funder tells before its receipt lowers the invoice once', async () => {
    const held = await funded('INV-1');
    const delivery = await credited('INV-1', 'CN-1', 20_00);
    await take([told('dilution', 20_00, held)]);
    await receiptOf(delivery);
    expect((await accountOf(held.id)).dilutionMinor).toBe(20_00);
    // Another note of the same amount is another loss.
    const second = await credited('INV-1', 'CN-2', 20_00);
    await receiptOf(second);
    expect((await accountOf(held.id)).dilutionMinor).toBe(40_00);
    expect(await take([told('dilution', 20_00, held)])).toMatchObject({ confirmed: 1 });
    expect((await accountOf(held.id)).dilutionMinor).toBe(40_00);
  });

  it.each([
    ['before', 33_33],
    ['before', 33_34],
    ['after', 33_33],
    ['after', 33_35],
  ] as const)(
    'a note in another currency, told %s its receipt as %i, is the funder’s amount once',
    async (when, amountMinor) => {
      const number = `INV-${1 + foreign.push(when)}`;
      const held = await funded(number, {
        currency: 'USD',
        assignedMinor: 66_67,
        openMinor: 100_00,
      });
      // 50.00 at 66.67 for 100.00 is 33.335: half-even 33.34.
      const delivery = await creditSchedule(held, { amountMinor: 50_00 });
      const movement = told('dilution', amountMinor, held);
      if (when === 'before') await take([movement]);
      await receiptOf(delivery);
      if (when === 'after') await take([movement]);
      expect((await accountOf(held.id)).dilutionMinor).toBe(amountMinor);
    },
  );

  it('a note in another currency of quite another amount waits for a person, and is booked once', async () => {
    const held = await funded('INV-6', {
      currency: 'USD',
      assignedMinor: 66_67,
      openMinor: 100_00,
    });
    await receiptOf(await creditSchedule(held, { amountMinor: 50_00 }));
    expect(await take([told('dilution', 30_00, held)])).toMatchObject({ questioned: 1 });
    const movementId = await lastQuestion('credit_differs');
    const decision = { decision: 'booked', reason: 'its rate', actor: analyst } as const;
    expect(await asTenant((tx) => decideMovement(tx, { movementId, ...decision }))).toEqual({
      ok: true,
    });
    expect((await accountOf(held.id)).dilutionMinor).toBe(30_00);
  });

  it('an advance is confirmed once; taken back, the seller has paid it', async () => {
    const held = await funded('INV-7');
    const advance = () => told('advance', 90_00, held);
    expect(await take([advance()])).toMatchObject({ confirmed: 1 });
    expect(await take([advance()])).toMatchObject({ questioned: 1 });
    expect(await take([{ ...advance(), reversal: true }])).toMatchObject({ booked: 1 });
    expect(await take([{ ...advance(), reversal: true }])).toMatchObject({ questioned: 1 });
    const account = await accountOf(held.id);
    expect(account).toMatchObject({ advanceMinor: 90_00, rebateMinor: -90_00 });
    expect(residualMinor(account)).toBe(100_00);
  });
});

describe('a funder that tells its bookings before its answers', () => {
  it('is listened to again when the answer has come', async () => {
    const held = await sent('INV-8');
    const advance = told('advance', 90_00, held);
    const fee = told('service_fee', 1_00, held);
    const left = await take([advance, fee], effectiveOn);
    expect(left).toMatchObject({ booked: 0, questioned: 0, confirmed: 0 });
    expect(left.awaited).toEqual(new Set([held.requestId]));
    await answered(held, { status: 'funded', amountMinor: 90_00, currency: 'EUR' });
    expect(await take([advance, fee], effectiveOn)).toMatchObject({ booked: 1, confirmed: 1 });
  });

  it('has what it charges on the whole account wait for the receivables that bear it', async () => {
    const held = await sent('INV-28');
    const advance = told('advance', 90_00, held);
    const interest = account('interest', 1_00);
    const left = await take([advance, interest], effectiveOn);
    expect(left).toMatchObject({ booked: 0, questioned: 0, confirmed: 0 });
    await answered(held, { status: 'funded', amountMinor: 90_00, currency: 'EUR' });
    expect(await take([advance, interest], effectiveOn)).toMatchObject({ booked: 1, confirmed: 1 });
  });

  it('is questioned where no answer has come for days', async () => {
    const held = await sent('INV-9');
    const advance = told('advance', 90_00, held);
    expect(await take([advance], '2026-11-25')).toMatchObject({ questioned: 0 });
    expect(await take([advance], '2026-11-26')).toMatchObject({ questioned: 1 });
  });

  it('keeps its answers readable after its bookings have ended the receivable', async () => {
    const declined = await sent('INV-10');
    const paid = await sent('INV-11');
    await take([told('dilution', 100_00, declined), told('dilution', 100_00, paid)]);
    expect((await positionOf(paid.id)).status).toBe('closed');
    const no = { status: 'declined', reason: 'not_eligible', detail: '' } as const;
    await answered(declined, no);
    await answered(paid, { status: 'funded', amountMinor: 90_00, currency: 'EUR' });
    const requests = await asTenant((tx) =>
      Promise.all([declined, paid].map(({ requestId }) => readRequest(tx, requestId))),
    );
    expect(requests[0]?.state.status).toBe('declined');
    expect(requests[1]?.facts.at(-1)?.fact).toMatchObject({
      kind: 'answer_questioned',
      detail: { code: 'movement_misfit' },
    });
  });
});

describe('a receivable that came back and was placed again', () => {
  it.each([
    ['F1', 'INV-12'],
    ['F2', 'INV-13'],
  ])('with %s is not touched by what the first funder still books', async (facilityId, number) => {
    const first = await funded(number);
    await take([told('reassignment', 100_00, first), told('repayment', 90_00, first)]);
    expect((await positionOf(first.id)).status).toBe('closed');
    const second = await funded(number, {}, facilityId);
    const before = await positionOf(first.id);
    const late = [told('service_fee', 1_00, first), told('collection', 5_00, first)];
    expect(await take(late)).toMatchObject({ booked: 0, questioned: 2 });
    expect(await positionOf(first.id)).toEqual(before);
    const movementId = await lastQuestion('held_by_another');
    const decision = { decision: 'booked', reason: 'sure', actor: analyst } as const;
    const answer = await asTenant((tx) =>
      decideMovement(tx, { movementId, ...decision, receivableId: second.id }),
    );
    expect(answer).toMatchObject({ ok: false, code: 'movement_still_questioned' });
    // A credit note that was told to the first one is no loss of the second.
    await receiptOf(await creditSchedule(first, { amountMinor: 5_00 }));
    expect(await positionOf(first.id)).toEqual(before);
  });

  it('bears no share of a charge on the account that it left', async () => {
    const first = await funded('INV-14');
    await take([told('reassignment', 100_00, first), told('repayment', 90_00, first)]);
    await funded('INV-14', {}, 'F2');
    await take([told('service_fee', 1_00, first), account('service_fee', 3_00)]);
    expect((await accountOf(first.id)).feesMinor).toBe(0);
  });
});

describe('what is taken back', () => {
  it('counts also what a person has booked, in both directions', async () => {
    const held = await funded('INV-15');
    const collection = { ...told('collection', 40_00, held), lineNumber: 99 };
    await take([collection]);
    const decision = { decision: 'booked', reason: 'sure', actor: analyst } as const;
    const decide = async (movementId: Id) =>
      asTenant((tx) => decideMovement(tx, { movementId, ...decision, receivableId: held.id }));
    expect(await decide(await lastQuestion('movement_unplaced'))).toEqual({ ok: true });
    const back = { ...told('collection', 40_00, held), lineNumber: 99, reversal: true };
    await take([back]);
    expect(await decide(await lastQuestion('movement_unplaced'))).toEqual({ ok: true });
    const again = { ...told('collection', 40_00, held), reversal: true };
    expect(await take([again])).toMatchObject({ questioned: 1 });
    expect((await accountOf(held.id)).collectedMinor).toBe(0);
  });

  it('of a charge on the whole account is what each receivable bore of it', async () => {
    const other = await addTenant(store);
    const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(other, work);
    await run(async (tx) => {
      await addBooks(tx);
      const numbers = ['P-1', 'P-2', 'P-3'];
      await importLines(
        tx,
        '2026-11-20',
        numbers.map((number) => line(number)),
      );
    });
    const held = [];
    for (const number of ['P-1', 'P-2']) held.push(await fundedBy(run, number));
    const charge = account('service_fee', 3_01);
    await run((tx) => takeMovements(tx, { facilityId: 'F1', actor, movements: [charge] }));
    held.push(await fundedBy(run, 'P-3'));
    const back = { ...charge, reversal: true };
    for (const [movementId, result] of [
      ['back-1', { booked: 1 }],
      ['back-2', { questioned: 1 }],
    ] as const) {
      const movements = [{ ...back, movementId }];
      const taken = await run((tx) => takeMovements(tx, { facilityId: 'F1', actor, movements }));
      expect(taken).toMatchObject(result);
    }
    for (const { id } of held) {
      const position = await run((tx) => readPosition(tx, id));
      expect(isHeld(position) && position.account.feesMinor).toBe(0);
    }
  });
});

const foreign: string[] = [];

const asTenant: Run = (work) => store.database.asTenant(tenantId, work);

function sent(number: string): Promise<Held> {
  return sentBy(asTenant, number);
}

/** A foreign line is advanced 60.00 of its 66.67. */
async function funded(number: string, change: Partial<RequestLine> = {}, facilityId = 'F1') {
  const { assignedMinor } = change;
  const own = assignedMinor === undefined ? {} : { advanceMinor: 60_00 };
  const held = await sentBy(asTenant, number, { ...change, ...own }, facilityId);
  const amountMinor = assignedMinor === undefined ? 90_00 : 60_00;
  await answered(held, { status: 'funded', amountMinor, currency: 'EUR' });
  return held;
}

function answered(held: Held, word: Word): Promise<void> {
  return answeredBy(asTenant, held, word);
}

/** A note of the ledger on an invoice, told to its funder; the delivery of it. */
async function credited(references: string, number: string, amountMinor: number): Promise<Id> {
  return asTenant(async (tx) => {
    const note = creditLine(number, { openMinor: -amountMinor, references });
    await importLines(tx, effectiveOn, [note], { complete: false });
    expect(await tellCredits(tx, { today: effectiveOn, actor })).toBe(1);
    const [row] = await tx.query<{ id: Id }>(
      `select id from cedent.delivery where operation = 'submitCredits' order by id desc limit 1`,
    );
    return row?.id ?? '';
  });
}

/** The same for an invoice as its request froze it, whatever its currency in the ledger. */
async function creditSchedule(
  held: Held,
  { amountMinor }: { amountMinor: number },
): Promise<CreditSchedule> {
  return asTenant(async (tx) => {
    const request = await readRequest(tx, held.requestId);
    if (!request || !('canonical' in request.state)) throw new Error('not approved');
    const { facility, seller, assignee, asOf, lines } = request.state.canonical;
    const [own] = lines;
    if (!own) throw new Error('no line');
    const note = {
      lineNumber: 1,
      receivableId: request.id,
      number: `CN-${held.number}`,
      credits: {
        receivableId: held.id,
        number: own.number,
        requestNumber: request.number,
        lineNumber: 1,
      },
      debtor: own.debtor,
      issuedOn: asOf,
      currency: own.currency,
      amountMinor,
    };
    const number = `CS-${held.schedule}`;
    return { version: 1, number, asOf, facility, seller, assignee, lines: [note] };
  });
}

async function receiptOf(told: Id | CreditSchedule): Promise<void> {
  await asTenant(async (tx) => {
    const [row] = await tx.query<{ id: Id }>(`select id from cedent.delivery order by id limit 1`);
    const delivery = await readDelivery(tx, typeof told === 'string' ? told : (row?.id ?? ''));
    if (submitCredits.kind !== 'effect' || !delivery) throw new Error('nothing sent');
    const input = typeof told === 'string' ? CreditSchedule.parse(delivery.input) : told;
    await submitCredits.accepted(tx, { delivery, input, actor }, { partnerReference: 'x' });
  });
}

function take(movements: FunderMovement[], today?: string) {
  const reading = { facilityId: 'F1', movements, actor, ...(today && { today }) };
  return asTenant((tx) => takeMovements(tx, reading));
}

let movements = 0;
function account(kind: FunderMovement['kind'], amountMinor: number): FunderMovement {
  movements += 1;
  return {
    movementId: `M-${movements}`,
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

async function positionOf(id: Id) {
  const position = await asTenant((tx) => readPosition(tx, id));
  if (!isHeld(position)) throw new Error(`${id} is ${position.status}`);
  return position;
}

async function accountOf(id: Id) {
  return (await positionOf(id)).account;
}

/** The last question, which is of this kind. */
async function lastQuestion(word: string): Promise<Id> {
  const all = await asTenant((tx) => listQuestioned(tx, 1_000));
  expect(JSON.stringify(all.at(-1)?.detail)).toContain(word);
  return all.at(-1)?.id ?? '';
}
