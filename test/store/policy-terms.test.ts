import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BenefitAssignment } from '../../src/core/cover/assignment.ts';
import type { Circumstance } from '../../src/core/cover/circumstance.ts';
import type { Id } from '../../src/core/ids.ts';
import { assignBenefit, readBenefits, recordBenefitStep } from '../../src/store/benefit.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import {
  readCircumstanceBook,
  readCircumstances,
  recordCircumstances,
} from '../../src/store/circumstance.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import {
  addPolicyTerms,
  readPolicyHistory,
  readPolicyTerms,
} from '../../src/store/policy-terms.ts';
import { policyTerms, statedTerms } from '../core/policy/policy-sample.ts';
import { addBooks, addTenant, LATER, openStore, type Store, setup } from './open.ts';

let store: Store;
let tenant: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenant = await addTenant(store);
  await run((tx) => addBooks(tx));
});
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const add = (change: Parameters<typeof statedTerms>[0] = {}, policyId = 'P1') =>
  run((tx) => addPolicyTerms(tx, { actor: setup, policyId, stated: statedTerms(change) }));

describe('the terms of a policy', () => {
  test('are versioned and effective-dated, and answer what was known then', async () => {
    expect(await add()).toMatchObject({ status: 'recorded', version: 1 });
    expect(await add()).toMatchObject({ status: 'unchanged', version: 1 });
    const before = await run(databaseNow);
    await soon();
    const longer = { maximumExtension: { count: 90, unit: 'days' } } as const;
    expect(await add({ ...longer, effectiveOn: '2026-07-01' })).toMatchObject({ version: 2 });
    const read = (asOf: string, knownAt: string) =>
      run((tx) => readPolicyTerms(tx, { asOf, knownAt }));
    const [first, second] = [
      policyTerms(),
      policyTerms({ ...longer, version: 2, effectiveOn: '2026-07-01' }),
    ];
    expect(await read('2026-08-01', before)).toEqual([first]);
    expect(await read('2026-06-30', LATER)).toEqual([first]);
    expect(await read('2026-07-01', LATER)).toEqual([first, second]);
    expect(await run((tx) => readPolicyHistory(tx, 'P1'))).toHaveLength(2);
  });

  test('that are impossible are refused with every fault named, and nothing is recorded', async () => {
    await add();
    const answer = await add({ timeZone: 'Nowhere', duties: [] });
    expect(answer).toMatchObject({
      status: 'refused',
      code: 'terms_invalid',
      problems: [
        { path: 'timeZone', code: 'policy_zone_unknown' },
        { path: 'duties', code: 'policy_duty_missing' },
      ],
    });
    expect(await add({ period: { from: '2026-01-01', to: '2027-06-30' } })).toMatchObject({
      problems: [{ path: 'period', code: 'policy_period_overlap' }],
    });
    expect(await add({}, 'P9')).toEqual({ status: 'refused', code: 'policy_unknown' });
    expect(await run((tx) => readPolicyHistory(tx, 'P1'))).toHaveLength(1);
  });
});

describe('circumstances', () => {
  const insolvency: Circumstance = {
    kind: 'insolvency',
    debtorId: 'D1',
    on: '2026-05-01',
    knownOn: '2026-05-04',
  };
  const record = (...circumstances: Circumstance[]) =>
    run((tx) => recordCircumstances(tx, { actor: setup, circumstances }));
  const read = (asOf: string, knownAt: string) =>
    run((tx) => readCircumstances(tx, { asOf, knownAt }));

  test('are appended once and count from the day the insured came to know of them', async () => {
    expect(await record(insolvency)).toHaveLength(1);
    expect(await record(insolvency)).toEqual([]);
    expect(await read('2026-05-03', LATER)).toEqual([]);
    expect(await read('2026-05-04', LATER)).toEqual([insolvency]);
  });

  test('that were taken back never were, but for what was known before', async () => {
    const [circumstanceSha256 = ''] = await record(insolvency);
    const before = await run(databaseNow);
    await soon();
    const day = { on: '2026-05-10', knownOn: '2026-05-10' };
    await record({
      kind: 'taken_back',
      debtorId: 'D1',
      ...day,
      circumstanceSha256,
      reason: 'another company of that name',
    });
    expect(await read('2026-06-01', before)).toEqual([insolvency]);
    expect(await read('2026-06-01', LATER)).toEqual([]);
    expect(await run((tx) => readCircumstanceBook(tx, 'D1'))).toHaveLength(2);
  });
});

describe('the benefits of a policy', () => {
  const assignment = (change: Partial<BenefitAssignment> = {}): BenefitAssignment => ({
    assignmentId: newId(),
    policyId: 'P1',
    role: 'loss_payee',
    assignee: 'Bank',
    scope: { kind: 'buyer', debtorIds: ['D1'] },
    from: '2026-01-01',
    isRevocable: false,
    ...change,
  });
  const assign = (one: BenefitAssignment) =>
    run((tx) => assignBenefit(tx, { actor: setup, assignment: one }));

  test('are assigned once, acknowledged, and end with the assignee’s consent', async () => {
    const first = assignment();
    expect(await assign(first)).toMatchObject({ status: 'recorded' });
    const { assignmentId } = first;
    const whole = assignment({ scope: { kind: 'policy' } });
    expect(await assign(whole)).toEqual({
      status: 'refused',
      code: 'assigned_already',
      assignmentIds: [assignmentId],
    });
    const step = (of: Parameters<typeof recordBenefitStep>[1]['step']) =>
      run((tx) => recordBenefitStep(tx, { actor: setup, policyId: 'P1', assignmentId, step: of }));
    const reference = 'letter 4';
    await step({ kind: 'acknowledged', on: '2026-02-01', reference });
    expect(await run((tx) => readBenefits(tx, 'P1'))).toMatchObject([
      { state: { status: 'acknowledged', on: '2026-02-01' } },
    ]);
    const end = { kind: 'ended', on: '2026-06-01', reference } as const;
    expect(await step(end)).toEqual({ status: 'refused', code: 'step_not_now' });
    expect(await step({ ...end, consent: 'deed 5' })).toMatchObject({ status: 'recorded' });
    expect(await assign({ ...whole, from: '2026-06-01' })).toMatchObject({ status: 'recorded' });
  });
});
