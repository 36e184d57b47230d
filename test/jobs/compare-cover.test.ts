import { afterEach, beforeEach, expect, it } from 'vitest';
import { listAlerts } from '../../src/store/alert.ts';
import { readCover } from '../../src/store/cover.ts';
import { askInsurer } from '../../src/store/insurer-request.ts';
import { scheduleComparisons } from '../../src/store/three-way.ts';
import { importLines, LATER, line, setup } from '../store/open.ts';
import { buyerId, type Insured, openInsured, policyId } from './insured-world.ts';

let insured: Insured;
beforeEach(async () => {
  insured = await openInsured();
});
afterEach(() => insured.close());

it('what ledger, book and list do not agree on becomes a task, once', async () => {
  await insured.run(async (tx) => {
    await importLines(tx, '2026-11-20', [
      line('1', { debtor: 'D1', faceMinor: 60_000_00 }),
      line('2', { debtor: 'D2' }),
    ]);
    await askInsurer(tx, {
      actor: setup,
      charged: [],
      request: {
        kind: 'limit',
        policyId,
        debtorId: 'D1',
        buyerId,
        currency: 'EUR',
        amountMinor: 50_000_00,
        effectiveOn: '2026-11-01',
        product: 'credit_limit',
        isUrgent: false,
      },
    });
  });
  await insured.work();
  const compare = (day: string) => insured.run((tx) => scheduleComparisons(tx, day));
  await compare('2026-11-24');
  await insured.work();
  const codes = async () =>
    (await insured.run((tx) => listAlerts(tx, { limit: 50 })))
      .filter(({ subject }) => subject === policyId)
      .map(({ code, debtorId }) => [code, debtorId]);
  const expected = [
    ['cover_exceeded', 'D1'],
    ['cover_missing', 'D2'],
  ];
  expect((await codes()).sort()).toEqual(expected);
  await compare('2026-11-25');
  await insured.work();
  expect((await codes()).sort()).toEqual(expected);
});

it('a reduction whose call-back never came is in the book after the comparison', async () => {
  await insured.run((tx) =>
    askInsurer(tx, {
      actor: setup,
      charged: [],
      request: {
        kind: 'limit',
        policyId,
        debtorId: 'D1',
        buyerId,
        currency: 'EUR',
        amountMinor: 50_000_00,
        effectiveOn: '2026-11-01',
        product: 'credit_limit',
        isUrgent: false,
      },
    }),
  );
  await insured.work();
  await insured.run((tx) => scheduleComparisons(tx, '2026-11-24'));
  await insured.work();
  const body = JSON.stringify({
    companyId: buyerId,
    coverStatusCode: 'Reduction',
    amount: 10_000,
  });
  await fetch(`${insured.insurer.url}/_control/covers`, { method: 'POST', body });
  await insured.run((tx) => scheduleComparisons(tx, '2026-11-25'));
  await insured.work();
  const book = await insured.run((tx) => readCover(tx, { asOf: '2030-01-01', knownAt: LATER }));
  expect(book.at(-1)).toMatchObject({ status: 'reduced', layers: [{ amountMinor: 10_000_00 }] });
});
