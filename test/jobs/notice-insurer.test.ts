import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operations, Outcome, TakenByInsurer } from '../../src/core/adapter.ts';
import { addDays, type Day } from '../../src/core/calendar.ts';
import type { Id } from '../../src/core/ids.ts';
import type { InsurerNotice, InsurerNoticeState } from '../../src/core/notice/insurer-notice.ts';
import { type DeliverDeps, deliver } from '../../src/jobs/deliver.ts';
import { noticeInsurer } from '../../src/jobs/operations/notice-insurer.ts';
import { readInsurerNotice } from '../../src/jobs/operations/read-insurer-notice.ts';
import { listAlerts } from '../../src/store/alert.ts';
import { businessDay, databaseNow } from '../../src/store/business-clock.ts';
import { readCircumstances } from '../../src/store/circumstance.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { recordDunning } from '../../src/store/dunning.ts';
import { readDuties } from '../../src/store/duty.ts';
import { readNotice } from '../../src/store/insurer-notice.ts';
import {
  dispatchNotice,
  type NoticeStep,
  prepareNotices,
  releaseNotice,
  rerouteNotice,
} from '../../src/store/notice-act.ts';
import { readPlan, reviewPlans } from '../../src/store/payment-plan.ts';
import { insertPerson } from '../../src/store/person.ts';
import { askPlan, putPlan, stepPlan } from '../../src/store/plan-act.ts';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { readOpenItems } from '../../src/store/receivable.ts';
import { policy, rules } from '../core/clock/sample.ts';
import {
  addBooks,
  addTenant,
  decision,
  importLines,
  line,
  openStore,
  type Store,
  setup,
} from '../store/open.ts';

const raw = { body: '' };
/** The insurer, who counts what it was told, by reference. */
const insurer = {
  told: [] as string[],
  answer: undefined as Outcome<TakenByInsurer> | undefined,
  says: { partnerReference: 'OV-1', status: 'received', rawCode: 'NEW' } as InsurerNoticeState,
  hasInterface: true,
};
const tell: NonNullable<Operations['noticeInsurer']> = {
  kinds: ['overdue', 'extension', 'rescheduling'],
  class: 'B',
  settleSeconds: 0,
  timeoutSeconds: 1,
  encode: (notice) => ({
    method: 'POST',
    target: '/overdues',
    contentType: 'application/json',
    body: JSON.stringify({ reference: notice.reference }),
  }),
  send: async ({ body }) => {
    insurer.told.push(body);
    return insurer.answer ?? { kind: 'done', value: { partnerReference: 'OV-1' }, raw };
  },
  find: async () => ({ kind: 'unknown', detail: 'no answer' }),
};

let store: Store;
let tenantId: Id;
let deps: DeliverDeps;
let today: Day;
let people: { treasury: Id; approver: Id };
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenantId, work);
const step = async (tx: Tx, personId: Id): Promise<NoticeStep> => ({
  personId,
  asOf: await businessDay(tx),
  knownAt: await databaseNow(tx),
});

beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  today = await run(businessDay);
  deps = {
    db: store.database,
    leaseMarginSeconds: 1,
    open: async () => ({ operations: operations(), call: callOf }),
    operations: { noticeInsurer, readInsurerNotice },
  };
  people = {
    treasury: await person('Mara', 'treasury'),
    approver: await person('Wei', 'approver'),
  };
  await run(fill);
});
afterAll(() => store.close());

function operations(): Operations {
  if (!insurer.hasInterface) return {};
  const { says } = insurer;
  return {
    noticeInsurer: tell,
    readInsurerNotice: async () => ({ kind: 'done', value: says, raw }),
  };
}

async function person(name: string, role: 'treasury' | 'approver'): Promise<Id> {
  const id = newId();
  const subject = { issuer: 'i', subject: name };
  const own = { id, kind: 'person', name, roles: [role], locale: 'en', subject } as const;
  await run((tx) => insertPerson(tx, { ...own, roles: [role] }));
  return id;
}

async function fill(tx: Tx): Promise<void> {
  await addBooks(tx);
  const from = addDays(today, -300);
  const {
    policyId: _,
    version: __,
    ...stated
  } = policy({
    effectiveOn: from,
    period: { from, to: addDays(today, 400) },
    insured: [{ sellerId: 'S1', role: 'policyholder', from }],
    declarations: [],
    duties: rules.filter(({ duty }) => duty === 'overdue_notice'),
    requiredDunning: [{ before: 'notice', step: 'letter' }],
  });
  await addPolicyTerms(tx, { actor: setup, policyId: 'P1', stated });
  const issuedOn = addDays(today, -150);
  const overdue = { issuedOn, dueOn: addDays(today, -80) };
  const lines = [
    line('1', overdue),
    line('2', { ...overdue, dueOn: addDays(today, -10) }),
    line('3', { ...overdue, dueOn: addDays(today, 20) }),
    line('4', { ...overdue, debtor: 'D2' }),
  ];
  await importLines(tx, today, lines);
  await recordDecisions(tx, {
    actor: setup,
    decisions: [decision(), decision({ debtorId: 'D2', coverId: 'C2' })],
  });
}

async function prepared(kind: 'overdue' | 'extension', waive = true): Promise<InsurerNotice> {
  const answer = await run(async (tx) => {
    const own = await step(tx, people.treasury);
    const items = await readOpenItems(tx, { ...own, debtorId: 'D1' });
    const second = items.find(({ key }) => key.number === '2')?.id ?? '';
    return prepareNotices(tx, {
      ...own,
      policyId: 'P1',
      debtorId: 'D1',
      order: {
        kind,
        reason: 'no answer to reminders',
        isCollectionAsked: false,
        ...(kind === 'extension' && {
          extension: { receivableId: second, dueOn: addDays(today, 40) },
        }),
      },
      isDunningWaived: waive,
    });
  });
  const notice = answer.ok ? answer.value[0] : undefined;
  if (!notice) throw new Error(JSON.stringify(answer));
  return notice;
}

async function release(noticeId: Id, via: 'insurer' | 'pack', by = people.approver) {
  return run(async (tx) => {
    const hash = (await readNotice(tx, noticeId))?.standing.hash ?? '';
    return releaseNotice(tx, { ...(await step(tx, by)), noticeId, hash, via });
  });
}

async function deliverDue(operation: string, subject: string): Promise<string> {
  const find = (tx: Tx) =>
    tx.query<{ id: Id; state: string }>(
      'select id, state from cedent.delivery where operation = $1 and subject = $2',
      [operation, subject],
    );
  const [row] = await run(find);
  if (!row) throw new Error(`no delivery ${operation} of ${subject}`);
  await deliver(deps, { tenantId, deliveryId: row.id });
  return (await run(find))[0]?.state ?? '';
}

const standing = (noticeId: Id) => run(async (tx) => (await readNotice(tx, noticeId))?.standing);
const clockOf = (number: string) =>
  run(async (tx) =>
    (await readDuties(tx, { debtorId: 'D1' })).find((one) => one.subject === number),
  );
const reroute = (noticeId: Id) =>
  run(async (tx) =>
    rerouteNotice(tx, {
      ...(await step(tx, people.approver)),
      noticeId,
      reason: 'their system is down',
    }),
  );
const dispatchPack = (noticeId: Id) =>
  run(async (tx) =>
    dispatchNotice(tx, {
      ...(await step(tx, people.treasury)),
      noticeId,
      dispatch: {
        channel: 'post',
        on: today,
        at: '16:20',
        reference: 'RR1',
        proofSha256: 'a'.repeat(64),
      },
    }),
  );

describe('a notice to the insurer', () => {
  it('names the dunning that the policy wants shown, until it is on record', async () => {
    await expect(prepared('overdue', false)).rejects.toThrow('dunning_missing');
    const rows = ['1', '2'].map((invoice, at) => {
      return { row: at + 1, debtorId: 'D1', invoice, step: 'letter' as const, on: today, note: '' };
    });
    const actor = { personId: people.treasury };
    expect(await run((tx) => recordDunning(tx, { rows, actor, today }))).toEqual({
      ok: true,
      recorded: 1,
    });
    const wrong = [
      {
        ...rows[0],
        row: 7,
        debtorId: 'D1',
        invoice: '99',
        step: 'letter' as const,
        on: today,
        note: '',
      },
    ];
    expect(await run((tx) => recordDunning(tx, { rows: wrong, actor, today }))).toMatchObject({
      code: 'dunning_row',
      params: { row: 7, problem: 'invoice' },
    });
    const notice = await prepared('overdue', false);
    // The whole debt, what is not yet due too.
    expect(notice.invoices.map(({ number }) => number)).toEqual(['1', '2', '3']);
    expect(notice).toMatchObject({ outstandingMinor: 300_00, overdueMinor: 200_00 });
  });

  it('is released by another person, goes once, and its duty is done', async () => {
    const { noticeId } = await prepared('overdue');
    expect(await release(noticeId, 'insurer', people.treasury)).toMatchObject({
      code: 'notice_second_person',
    });
    expect(await release(noticeId, 'insurer')).toEqual({ ok: true, value: null });
    const before = insurer.told.length;
    expect(await deliverDue('noticeInsurer', noticeId)).toBe('accepted');
    expect(await deliverDue('noticeInsurer', noticeId)).toBe('accepted');
    expect(insurer.told.length).toBe(before + 1);
    expect(await standing(noticeId)).toMatchObject({ status: 'told', via: 'insurer', on: today });
    expect(await clockOf('1')).toMatchObject({ status: 'done', settled: { isLate: false } });
    expect(await reroute(noticeId)).toMatchObject({ code: 'notice_sent' });
    expect(await kinds()).toContain('overdue_notified');
  });

  it('whose fate is unknown goes by hand only on a person’s word, and then by no machine', async () => {
    const { noticeId } = await prepared('overdue');
    await release(noticeId, 'insurer');
    insurer.answer = { kind: 'unknown', detail: 'timed out' };
    expect(await deliverDue('noticeInsurer', noticeId)).toBe('unknown');
    expect(await dispatchPack(noticeId)).toMatchObject({ code: 'notice_not_now' });
    expect(await reroute(noticeId)).toEqual({ ok: true, value: null });
    const before = insurer.told.length;
    expect(await deliverDue('noticeInsurer', noticeId)).toBe('rejected');
    expect(insurer.told.length).toBe(before);
    expect(await dispatchPack(noticeId)).toEqual({ ok: true, value: null });
    expect(await dispatchPack(noticeId)).toMatchObject({ code: 'notice_not_now' });
    expect(await standing(noticeId)).toMatchObject({
      status: 'told',
      via: 'pack',
      reroutedBy: people.approver,
      dispatch: { channel: 'post', at: '16:20', reference: 'RR1' },
    });
    insurer.answer = undefined;
  });

  it('goes by hand without a word where the insurer has no interface, and that is said', async () => {
    insurer.hasInterface = false;
    const { noticeId, reference } = await prepared('overdue');
    await release(noticeId, 'insurer');
    expect(await deliverDue('noticeInsurer', noticeId)).toBe('rejected');
    expect(await standing(noticeId)).toMatchObject({ status: 'released', via: 'pack' });
    const alerts = await run((tx) => listAlerts(tx, { limit: 5 }));
    expect(alerts).toContainEqual(
      expect.objectContaining({ code: 'notice_by_hand', params: { reference } }),
    );
    insurer.hasInterface = true;
  });

  it('of an extension that the insurer agrees to moves that invoice’s clock', async () => {
    const before = await clockOf('2');
    const { noticeId } = await prepared('extension');
    await release(noticeId, 'insurer');
    await deliverDue('noticeInsurer', noticeId);
    insurer.says = {
      partnerReference: 'OV-1',
      status: 'accepted',
      rawCode: 'EXP-OK',
      agreedDueOn: addDays(today, 30),
    };
    await deliverDue('readInsurerNotice', noticeId);
    const after = await run(async (tx) => {
      const when = await step(tx, people.treasury);
      return readCircumstances(tx, { ...when, debtorId: 'D1' });
    });
    expect(after).toContainEqual(
      expect.objectContaining({ kind: 'extension_agreed', dueOn: addDays(today, 30) }),
    );
    const facts = await run((tx) => readNotice(tx, noticeId));
    expect(facts?.facts.filter(({ fact }) => fact.kind === 'answered')).toHaveLength(1);
    expect(before?.lastDay).toBe(addDays(today, 80));
    expect(await clockOf('2')).toMatchObject({ lastDay: addDays(today, 120) });
  });
});

describe('a payment plan', () => {
  it('moves the clock when the insurer has agreed, and no longer when an instalment is missed', async () => {
    const asked = await run(async (tx) =>
      askPlan(tx, {
        ...(await step(tx, people.treasury)),
        policyId: 'P1',
        debtorId: 'D1',
        numbers: ['3'],
        instalments: [
          { dueOn: addDays(today, 25), amountMinor: 60_00 },
          { dueOn: addDays(today, 55), amountMinor: 40_00 },
        ],
        reason: 'paid late themselves',
      }),
    );
    if (!asked.ok) throw new Error(asked.code);
    const { planId } = asked.value;
    const put = () =>
      run(async (tx) => putPlan(tx, { ...(await step(tx, people.treasury)), planId }));
    expect(await put()).toMatchObject({ code: 'plan_not_now' });
    const fact = { kind: 'debtor_agreed', on: today, evidence: 'signed' } as const;
    await run((tx) => stepPlan(tx, { planId, personId: people.treasury, on: today, fact }));
    const original = (await clockOf('3'))?.lastDay;
    const notice = await put();
    if (!notice.ok) throw new Error(notice.code);
    expect((await clockOf('3'))?.lastDay).toBe(original);
    const { noticeId } = notice.value;
    await release(noticeId, 'insurer');
    await deliverDue('noticeInsurer', noticeId);
    insurer.says = { partnerReference: 'OV-1', status: 'accepted', rawCode: 'RES-OK' };
    await deliverDue('readInsurerNotice', noticeId);
    expect((await run((tx) => readPlan(tx, planId)))?.plan.status).toBe('insurer_agreed');
    expect((await clockOf('3'))?.lastDay).toBe(addDays(today, 145));
    // Nothing was paid: the day after its first instalment the plan is broken.
    const later = addDays(today, 26);
    await run((tx) => reviewPlans(tx, { today: later, actor: { system: 'jobs' } }));
    expect((await run((tx) => readPlan(tx, planId)))?.plan.status).toBe('broken');
    await run((tx) => tx.query(`update cedent.business_clock set offset_days = 26`));
    expect(await clockOf('3')).toMatchObject({
      lastDay: original,
      moved: { code: 'rescheduling_broken' },
    });
  });
});

async function kinds(): Promise<string[]> {
  const facts = await run(async (tx) => readCircumstances(tx, await step(tx, people.treasury)));
  return facts.map(({ kind }) => kind);
}

const callOf: ReturnType<DeliverDeps['open']> extends Promise<infer Line>
  ? Line extends { call: infer OfCall }
    ? OfCall
    : never
  : never = (idempotencyKey) => ({
  fetch: () => Promise.reject(new Error('not here')),
  now: '2026-11-24T00:00:00.000Z',
  idempotencyKey,
  correlationId: 'c',
});
