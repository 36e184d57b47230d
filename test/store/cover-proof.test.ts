import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { recordCircumstances } from '../../src/store/circumstance.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import { readCoverProofs } from '../../src/store/cover-proof.ts';
import type { Tx } from '../../src/store/database.ts';
import { readErosion } from '../../src/store/erosion.ts';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { readSelectionInput } from '../../src/store/selection.ts';
import { statedTerms } from '../core/policy/policy-sample.ts';
import { selectReceivables } from '../selecting.ts';
import {
  addBooks,
  addTenant,
  decision,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
} from './open.ts';

let store: Store;
let tenant: Id;
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);

/** An old invoice paid late, one delivered while it was unpaid, one before and one after. */
beforeAll(async () => {
  store = await openStore();
  tenant = await addTenant(store);
  const old = line('A-1', { issuedOn: '2026-01-10', dueOn: '2026-02-10' });
  const open = [
    line('A-2', { issuedOn: '2026-04-01', dueOn: '2026-06-01' }),
    line('A-3', { issuedOn: '2026-04-20', dueOn: '2026-06-20' }),
    line('A-4', { issuedOn: '2026-06-01', dueOn: '2026-08-01' }),
  ];
  await run((tx) => addBooks(tx));
  await run((tx) => importLines(tx, '2026-01-15', [old]));
  await run((tx) => importLines(tx, '2026-05-01', [old, ...open.slice(0, 2)]));
  await run((tx) => importLines(tx, '2026-05-25', open.slice(0, 2)));
  await run((tx) => importLines(tx, '2026-06-15', open));
  await run(async (tx) => {
    const layers = [{ amountMinor: 15_000, validFrom: '2026-01-01' }];
    const on = { decidedOn: '2026-01-01', effectiveOn: '2026-01-01' };
    await recordDecisions(tx, { actor: setup, decisions: [decision({ ...on, layers })] });
    await addPolicyTerms(tx, { actor: setup, policyId: 'P1', stated: statedTerms() });
  });
});
afterAll(() => store.close());

const proofOn = async (asOf: string, knownAt = LATER) => {
  const [found] = await run((tx) => readCoverProofs(tx, { asOf, knownAt, debtorId: 'D1' }));
  if (found?.status !== 'proven') throw new Error('no proof');
  return Object.fromEntries(
    found.proof.invoices.map(({ number, parts }) => [
      number,
      parts.map(({ code, amountMinor }) => `${code} ${amountMinor}`),
    ]),
  );
};

test('the cover of a past day is proved from what was open and unpaid then', async () => {
  expect(await proofOn('2026-05-02')).toEqual({
    'A-1': ['within_limit 10000'],
    'A-2': ['within_limit 5000', 'above_limit 5000'],
    'A-3': ['stopped_by_extension 10000'],
  });
});

test('what was paid late has stopped cover in between, and made room in the limit', async () => {
  expect(await proofOn('2026-06-15')).toEqual({
    'A-2': ['within_limit 10000'],
    'A-3': ['stopped_by_extension 10000'],
    'A-4': ['within_limit 5000', 'above_limit 5000'],
  });
});

test('a selection is handed the same policies, circumstances and late payments', async () => {
  const stopped = { debtorId: 'D1', on: '2026-05-20', knownOn: '2026-05-21' };
  await run((tx) =>
    recordCircumstances(tx, {
      actor: setup,
      circumstances: [{ kind: 'insurer_stop', ...stopped, rawCode: 'S' }],
    }),
  );
  const input = await run((tx) => readSelectionInput(tx, { asOf: '2026-06-15', knownAt: LATER }));
  expect(input.policies).toHaveLength(1);
  expect(input.circumstances).toHaveLength(1);
  expect(input.settlements).toMatchObject([{ number: 'A-1', settledOn: '2026-05-25' }]);
  const facilities = input.facilities.map((terms) => ({
    ...terms,
    rules: [{ rule: 'insured_limit' as const, policyId: 'P1' }],
  }));
  const answer = selectReceivables({ ...input, facilities });
  expect(answer.ok && answer.plan.facilities[0]?.poolMinor).toBe(10_000);
  expect(await proofOn('2026-06-15')).toMatchObject({ 'A-4': ['stopped_by_insurer 10000'] });
});

test('what is financed on a policy is held against the most that it still pays', async () => {
  const read = (policyId: string) =>
    run((tx) => readErosion(tx, { policyId, asOf: '2026-06-15', knownAt: LATER }));
  expect(await read('P1')).toMatchObject({
    status: 'reckoned',
    currency: 'EUR',
    ledgers: { liability: { totalMinor: 1_000_000_000, usedMinor: 0 } },
    financedMinor: 0,
    check: { status: 'within', roomMinor: 1_000_000_000 },
  });
  expect(await read('P9')).toBeUndefined();
});
