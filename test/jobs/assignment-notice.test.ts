import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { FactorOptions } from '../../adapters/iso20022-factor/simulator/books.ts';
import { createSimulator } from '../../adapters/iso20022-factor/simulator.ts';
import type { Acknowledgement, LineAnswer, ScheduleState } from '../../src/core/adapter.ts';
import type { PositionFact } from '../../src/core/funding/position-fact.ts';
import type { Party, RequestLine } from '../../src/core/funding/request.ts';
import type { Id } from '../../src/core/ids.ts';
import { type StartedSimulator, startSimulator } from '../../src/demo/simulator.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { readAcknowledgement } from '../../src/jobs/operations/read-acknowledgement.ts';
import { readSchedule } from '../../src/jobs/operations/read-schedule.ts';
import { operationsWith } from '../../src/jobs/operations.ts';
import { createPartners, type Partners } from '../../src/jobs/partner.ts';
import { settleByPeople } from '../../src/jobs/settle.ts';
import { listNotices } from '../../src/store/assignment-notice.ts';
import { createConnection } from '../../src/store/connection.ts';
import type { Tx } from '../../src/store/database.ts';
import { moveDelivery, readDelivery } from '../../src/store/delivery.ts';
import { recordFinding } from '../../src/store/delivery-resolution.ts';
import { createFacility } from '../../src/store/facility.ts';
import { insertPerson } from '../../src/store/person.ts';
import { movePositions } from '../../src/store/position.ts';
import { approveRequest, draftRequest, submitRequest } from '../../src/store/request.ts';
import { saveSeller } from '../../src/store/seller.ts';
import { linesOf } from '../store/lines.ts';
import {
  addTenant,
  importLines,
  line,
  openStore,
  SECRET,
  type Store,
  setup,
  version,
} from '../store/open.ts';

const today = '2026-11-24';
const payeeAccount = 'DE02120300000000202051';
const seller = {
  id: 'S1',
  name: 'Nordwind GmbH',
  address: 'Hafenstraße 4, 18055 Rostock',
  country: 'DE',
  identifiers: { vat: 'DE123456789', lei: '529900T8BM49AURSDO55' },
};
const assignee = { ...version.agreement.assignee, country: 'SE' };
const debtor = (id: string, country = 'DE'): Party => ({
  id,
  name: `Debtor ${id}`,
  address: 'Industrieweg 1',
  country,
  identifiers: { vat: `${country}1234567` },
});
/** Two of D1, one each of two others; the funder takes nothing from Belarus. */
const owedBy: Readonly<Record<string, Party>> = {
  'N-1': debtor('D1'),
  'N-2': debtor('D1'),
  'N-3': debtor('D2'),
  'N-4': debtor('D3', 'BY'),
};

let store: Store;
let tenantId: Id;
let factor: StartedSimulator;
let partners: Partners;

async function open(
  options: FactorOptions = {},
  agreed: { notice?: 'disclosed' | 'confidential'; passesOn?: boolean } = {},
): Promise<void> {
  store = await openStore();
  tenantId = await addTenant(store);
  const now = () => new Date(`${today}T12:00:00Z`);
  factor = await startSimulator(createSimulator({ now, answerAfter: { reads: 0 }, ...options }));
  partners = createPartners({ adapters, secretKey: SECRET });
  const { notice = 'disclosed', passesOn = true } = agreed;
  await run(async (tx) => {
    const { connectionId } = await createConnection(tx, {
      actor: setup,
      secretKey: SECRET,
      adapterId: 'iso20022-factor',
      name: 'Nordfactor',
      environment: 'test',
      config: { ...Object(factor.config), notices: passesOn },
    });
    const agreement = { ...version.agreement, assignee, notice, payeeAccount };
    await createFacility(tx, { actor: setup, connectionId, version: { ...version, agreement } });
    await saveSeller(tx, { actor: setup, seller });
    const lines = Object.entries(owedBy).map(([number, { id }]) =>
      line(number, { debtor: id, issuedOn: '2026-11-01', dueOn: '2027-01-15' }),
    );
    await importLines(tx, today, lines);
  });
}

beforeEach(() => expect.hasAssertions());
afterEach(async () => {
  await partners.close();
  await factor.stop();
  await store.close();
});

describe('debtors of a disclosed agreement', () => {
  it('are told once each of what the funder took, and their word on each line is kept', async () => {
    await open({ debtorAnswers: { D2: { disputes: ['N-3'] } } });
    const requestId = await approved(Object.keys(owedBy));
    await settle();
    const notices = await run((tx) => listNotices(tx, requestId));
    expect(
      notices.map(({ notice }) => [notice.number, notice.lines.map((one) => one.number)]),
    ).toEqual([
      ['FR-2026-0001-N1', ['N-1', 'N-2']],
      ['FR-2026-0001-N2', ['N-3']],
    ]);
    expect(notices.map(({ state }) => state)).toMatchObject([
      {
        status: 'acknowledged',
        words: new Map([
          [1, 'acknowledged'],
          [2, 'acknowledged'],
        ]),
      },
      { status: 'disputed', words: new Map([[3, 'disputed']]) },
    ]);
    expect(notices[1]?.facts.at(-1)?.fact).toEqual({
      kind: 'line_disputed',
      lineNumber: 3,
      detail: 'GOODS_MISSING: N-3: goods missing',
    });
    const wire = await sentTo(notices[0]?.id ?? '');
    expect(wire).toContain(`<IBAN>${payeeAccount}</IBAN>`);
    expect(wire).not.toMatch(/RECOURSE|9000|90\.00/);
    // Asked again, everything is known.
    await settle();
    expect(await effects()).toEqual({
      'FR-2026-0001': 1,
      'FR-2026-0001-N1': 1,
      'FR-2026-0001-N2': 1,
    });
  }, 60_000);

  it('may refuse it, and be silent: then they are asked while anything is owed', async () => {
    await open({ debtorAnswers: { D1: 'refuses', D2: 'is_silent' } });
    const requestId = await approved(['N-1', 'N-3']);
    await settle();
    const [refused, silent] = await run((tx) => listNotices(tx, requestId));
    expect(refused?.state).toMatchObject({
      status: 'refused',
      detail: 'NOT_OWED: no such contract with the seller',
    });
    expect(silent?.state.status).toBe('told');
    expect(await deliveryOf('readAcknowledgement', silent?.id ?? '')).toBe('ready');
    const said: Acknowledgement = { status: 'pending' };
    expect(await acknowledge(silent?.id ?? '', said)).toMatchObject({ again: 2 });
    await run((tx) => bought(tx, requestId, silent?.notice.lines[0]?.receivableId ?? ''));
    expect(await acknowledge(silent?.id ?? '', said)).toEqual({ done: true });
  }, 60_000);

  it('are told when the last of their lines has its answer, of those that were taken', async () => {
    await open({ answerAfter: { reads: 1_000 } });
    const requestId = await approved(['N-1', 'N-2', 'N-3']);
    await settle();
    const told = () => run(async (tx) => (await listNotices(tx, requestId)).map(numbersOf));
    await answer(requestId, [funded(1)]);
    expect(await told()).toEqual([]);
    await answer(requestId, [funded(3), { lineNumber: 2, status: 'pending' }]);
    expect(await told()).toEqual([['N-3']]);
    await answer(requestId, [declined(2)]);
    expect(await told()).toEqual([['N-3'], ['N-1']]);
    await answer(requestId, [funded(1), declined(2), funded(3)]);
    expect(await told()).toEqual([['N-3'], ['N-1']]);
  }, 60_000);

  it('that answer with another amount, another line or another word are not taken to agree', async () => {
    await open({ debtorAnswers: { D1: 'is_silent', D2: 'is_silent' } });
    const requestId = await approved(['N-1', 'N-2', 'N-3']);
    await settle();
    const [first, second] = await run((tx) => listNotices(tx, requestId));
    const due = { amountMinor: 90_00, currency: 'EUR' };
    const yes = { status: 'acknowledged' } as const;
    const lines = [
      { ...yes, lineNumber: 1, due },
      { ...yes, lineNumber: 2 },
      { ...yes, lineNumber: 9 },
    ];
    const said: Acknowledgement = { status: 'answered', partnerReference: 'A', lines };
    expect(await acknowledge(first?.id ?? '', said)).toEqual({ done: true });
    await acknowledge(first?.id ?? '', said);
    const no = { lineNumber: 2, status: 'disputed', detail: 'late' } as const;
    await acknowledge(first?.id ?? '', { ...said, lines: [no] });
    expect((await factsOf(requestId, 0)).slice(1)).toEqual([
      {
        kind: 'line_disputed',
        lineNumber: 1,
        detail: {
          code: 'acknowledged_amount_differs',
          params: { line: 1, foundMinor: 90_00, knownMinor: 100_00, currency: 'EUR' },
        },
      },
      { kind: 'line_acknowledged', lineNumber: 2, partnerReference: 'A' },
      {
        kind: 'answer_questioned',
        lineNumber: 9,
        detail: { code: 'answer_for_no_line', params: { line: 9 } },
      },
      {
        kind: 'answer_questioned',
        lineNumber: 2,
        detail: { code: 'answer_contradicts', params: { line: 2 } },
      },
    ]);
    await acknowledge(second?.id ?? '', { status: 'answered', partnerReference: 'B', lines: [] });
    expect((await factsOf(requestId, 1)).slice(1)).toEqual([
      { kind: 'line_acknowledged', lineNumber: 3, partnerReference: 'B' },
    ]);
  }, 60_000);
});

it('what two people found out counts as the partner’s word, and names them', async () => {
  await open({ debtorAnswers: { D2: 'is_silent' }, answerAfter: { reads: 1_000 } });
  const requestId = await approved(['N-3']);
  await settle();
  await answer(requestId, [funded(1)]);
  const [notice] = await run((tx) => listNotices(tx, requestId));
  const operations = operationsWith({ render: () => Promise.reject(new Error('not here')) });
  const people = await run(async (tx) => {
    const deliveryId = (await rowOf(tx, 'notifyDebtor', notice?.id ?? ''))?.id ?? '';
    await moveDelivery(tx, deliveryId, { state: 'manual', detail: 'no answer' });
    const finding = { verdict: 'accepted', reason: 'telephone', partnerReference: 'K-9' } as const;
    const both = [await person(tx), await person(tx)];
    for (const personId of both) await recordFinding(tx, { deliveryId, personId, finding });
    const personId = both[1] ?? '';
    await settleByPeople(tx, operations, { deliveryId, personId, finding });
    return both;
  });
  expect((await factsOf(requestId, 0))[0]).toMatchObject({
    kind: 'told',
    partnerReference: 'K-9',
    foundBy: people.map((personId) => ({ personId })),
  });
  expect(await deliveryOf('readAcknowledgement', notice?.id ?? '')).toBe('ready');
}, 60_000);

describe('nothing is sent', () => {
  it('where the partner passes no notices on: these go by document', async () => {
    await open({}, { passesOn: false });
    const requestId = await approved(['N-1']);
    await settle();
    const [notice] = await run((tx) => listNotices(tx, requestId));
    expect(notice?.state).toEqual({ status: 'by_document' });
    expect(await deliveryOf('notifyDebtor', notice?.id ?? '')).toBe('rejected');
    expect(await effects()).toEqual({ 'FR-2026-0001': 1 });
  }, 60_000);

  it('under an agreement that debtors do not know of', async () => {
    await open({}, { notice: 'confidential' });
    const requestId = await approved(['N-1']);
    await settle();
    expect(await run((tx) => listNotices(tx, requestId))).toEqual([]);
    expect(await effects()).toEqual({ 'FR-2026-0001': 1 });
  }, 60_000);

  it('that the partner’s message has no place for: it is refused here, with the field named', async () => {
    await open();
    const requestId = await approved(['N-1'], 'n'.repeat(36));
    await settle();
    const [delivery] = await run((tx) =>
      tx.query<{ state: string; detail: unknown }>(
        `select state, detail from cedent.delivery where operation = 'submitSchedule' and subject = $1`,
        [requestId],
      ),
    );
    expect(delivery).toMatchObject({
      state: 'rejected',
      detail: {
        code: 'refused',
        params: { reason: 'invalid_message' },
        about: { code: 'field_does_not_fit', params: { field: 'document_number', limit: 35 } },
      },
    });
    expect(await effects()).toEqual({});
  }, 60_000);
});

function run<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}

function numbersOf({ notice }: { notice: { lines: { number: string }[] } }): string[] {
  return notice.lines.map(({ number }) => number);
}

const funded = (lineNumber: number): LineAnswer => ({
  lineNumber,
  status: 'funded',
  amountMinor: 90_00,
  currency: 'EUR',
});
const declined = (lineNumber: number): LineAnswer => ({
  lineNumber,
  status: 'declined',
  reason: 'limit_exceeded',
  detail: '',
});

/** Approved by a second person; its documents need not be made here. */
async function approved(numbers: string[], otherNumber?: string): Promise<Id> {
  return run(async (tx) => {
    const [first, second] = [await person(tx), await person(tx)];
    const lines = (await linesOf(tx, numbers)).map(
      (own): RequestLine => ({
        ...own,
        number: otherNumber ?? own.number,
        debtor: owedBy[own.number] ?? own.debtor,
        issuedOn: '2026-11-01',
        dueOn: '2027-01-15',
      }),
    );
    const drafted = await draftRequest(tx, {
      actor: { personId: first },
      sellerId: 'S1',
      facilityId: 'F1',
      effectiveOn: today,
      lines,
      planInputHash: '0'.repeat(64),
      acceptedNearMatches: [],
    });
    if (!drafted.ok) throw new Error(drafted.code);
    const { requestId } = drafted.value;
    const step = { requestId, effectiveOn: today };
    const submitted = await submitRequest(tx, { ...step, actor: { personId: first } });
    if (!submitted.ok) throw new Error(submitted.code);
    const actor = { personId: second };
    const done = await approveRequest(tx, { ...step, actor, hash: submitted.value.hash });
    if (!done.ok) throw new Error(done.code);
    return requestId;
  });
}

async function person(tx: Tx): Promise<Id> {
  const id = randomUUID();
  const subject = { issuer: 'test', subject: id };
  await insertPerson(tx, {
    id,
    kind: 'person',
    name: id,
    roles: ['treasury'],
    locale: 'en',
    subject,
  });
  return id;
}

/** Every delivery to or from the partner is worked on until each has been asked a few times. */
async function settle(): Promise<void> {
  const operations = operationsWith({ render: () => Promise.reject(new Error('not here')) });
  const deps = { db: store.database, operations, open: partners.open, leaseMarginSeconds: 1 };
  for (let round = 0; round < 6; round += 1) {
    const due = await run(async (tx) => {
      await tx.query(
        `update cedent.delivery set state = 'ready', step = step + 1 where state = 'held'`,
      );
      await tx.query(`update cedent.delivery set due_at = clock_timestamp() where state = 'ready'`);
      return tx.query<{ id: Id }>(
        `select id from cedent.delivery
         where state = 'ready' and connection_id is not null and operation <> 'readMovements'`,
      );
    });
    for (const { id } of due) await deliver(deps, { tenantId, deliveryId: id });
  }
}

/** The seller has bought the receivable back: the debtor owes the funder nothing. */
function bought(tx: Tx, requestId: Id, receivableId: Id): Promise<void> {
  const caused = { requestId, cause: 'given back' };
  const facts: PositionFact[] = [
    { ...caused, kind: 'reassigned', amountMinor: 100_00, repurchase: true },
    { ...caused, kind: 'rebated', amountMinor: -90_00 },
    { kind: 'closed', requestId },
  ];
  const moves = facts.map((fact) => ({ receivableId, effectiveOn: today, fact }));
  return movePositions(tx, moves, { system: 'jobs' });
}

async function effects(): Promise<Record<string, number>> {
  return (await fetch(`${factor.url}/_control/effects`)).json();
}

async function deliveryOf(operation: string, subject: string): Promise<string | undefined> {
  return run(async (tx) => (await rowOf(tx, operation, subject))?.state);
}

async function sentTo(noticeId: Id): Promise<string> {
  return run(async (tx) => {
    const row = await rowOf(tx, 'notifyDebtor', noticeId);
    return (row && (await readDelivery(tx, row.id)))?.wire?.body ?? '';
  });
}

async function rowOf(tx: Tx, operation: string, subject: string) {
  const [row] = await tx.query<{ id: Id; state: string }>(
    'select id, state from cedent.delivery where operation = $1 and subject = $2',
    [operation, subject],
  );
  return row;
}

async function factsOf(requestId: Id, index: number) {
  const notices = await run((tx) => listNotices(tx, requestId));
  return (notices[index]?.facts ?? []).map(({ fact }) => fact);
}

/** The partner's answers as the jobs would have read them. */
async function answer(requestId: Id, lines: LineAnswer[]): Promise<void> {
  if (readSchedule.kind !== 'read') throw new Error('it is read');
  const schedule: ScheduleState = { partnerReference: 'x', status: 'pending', lines };
  const { answered } = readSchedule;
  await run(async (tx) => {
    const delivery = await deliveryFor(tx, 'readSchedule', requestId);
    return answered(tx, delivery, { requestId, reference: 'x' }, schedule);
  });
}

async function acknowledge(noticeId: Id, said: Acknowledgement) {
  if (readAcknowledgement.kind !== 'read') throw new Error('it is read');
  const { answered } = readAcknowledgement;
  return run(async (tx) => {
    const delivery = await deliveryFor(tx, 'readAcknowledgement', noticeId);
    const asked = { ...delivery, attempts: 1 };
    return answered(tx, asked, { noticeId, reference: 'x' }, said);
  });
}

async function deliveryFor(tx: Tx, operation: string, subject: string) {
  const row = await rowOf(tx, operation, subject);
  const delivery = row && (await readDelivery(tx, row.id));
  if (!delivery) throw new Error(`no ${operation} of ${subject}`);
  return delivery;
}
