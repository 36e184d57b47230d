import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import { listReceivables, readHistory, readOpenItems } from '../../src/store/receivable.ts';
import { addTenant, creditLine, importLines, LATER, line, openStore, type Store } from './open.ts';

let store: Store;
let tenant: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenant = await addTenant(store);
});
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);
describe('open items', () => {
  test('come back as they went in, whatever their kind', async () => {
    const lines = [
      line('1', { disputedMinor: 7 }),
      creditLine('2'),
      creditLine('3', { kind: 'unapplied_cash' }),
    ];
    const [, credit] = lines;
    if (credit?.receivable.kind === 'credit_note') credit.receivable.references = '1';
    await run((tx) => importLines(tx, '2026-10-31', lines));
    const items = await run((tx) => readOpenItems(tx, { asOf: '2026-10-31', knownAt: LATER }));
    expect(items.map(({ id: _, ...item }) => item)).toEqual(
      lines.map(({ receivable }) => receivable),
    );
    expect(items.map(({ id }) => id).toSorted()).toEqual(items.map(({ id }) => id));
  });

  test('of a past day are what was known then, and what was learned later about that day', async () => {
    await run((tx) => importLines(tx, '2026-10-31', [line('1')]));
    const then = await run(databaseNow);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await run((tx) => importLines(tx, '2026-11-30', [line('1', { openMinor: 30_00 })]));
    await run((tx) => importLines(tx, '2026-10-31', [line('1', { openMinor: 90_00 })]));
    const open = (asOf: string, knownAt: string) =>
      run(async (tx) => (await readOpenItems(tx, { asOf, knownAt })).map((item) => item.openMinor));
    expect(await open('2026-10-30', LATER)).toEqual([]);
    expect(await open('2026-10-31', then)).toEqual([100_00]);
    expect(await open('2026-10-31', LATER)).toEqual([90_00]);
    expect(await open('2026-11-30', then)).toEqual([100_00]);
    expect(await open('2026-11-30', LATER)).toEqual([30_00]);
  });
});

describe('the open items of one', () => {
  const when = { asOf: '2026-10-31', knownAt: LATER };

  test.each(['D1', 'D2', 'D3'])('debtor %s are those among all', async (debtorId) => {
    const lines = [line('1'), line('2', { debtor: 'D2' }), creditLine('3'), line('4')];
    await run((tx) => importLines(tx, '2026-10-31', lines));
    const all = await run((tx) => readOpenItems(tx, when));
    const own = await run((tx) => readOpenItems(tx, { ...when, debtorId }));
    expect(own).toEqual(all.filter((item) => item.debtorId === debtorId));
  });

  test('seller leave out what another sold', async () => {
    await run((tx) => importLines(tx, '2026-10-31', [line('1')]));
    const own = await run((tx) => readOpenItems(tx, { ...when, sellerId: 'S1' }));
    expect(own.map(({ key }) => key.number)).toEqual(['1']);
    expect(await run((tx) => readOpenItems(tx, { ...when, sellerId: 'S2' }))).toEqual([]);
  });
});

describe('a page of receivables', () => {
  beforeEach(async () => {
    const lines = Array.from({ length: 25 }, (_, n) =>
      line(`R-${n}`, { debtor: n < 5 ? 'ACME' : 'D2' }),
    );
    await run((tx) => importLines(tx, '2026-10-31', lines));
  });

  test('follows the page before it until all were shown once', async () => {
    const seen: string[] = [];
    let after: Id | undefined;
    for (let page = 0; page < 5; page += 1) {
      const answer = await run((tx) =>
        listReceivables(tx, { asOf: '2026-10-31', limit: 10, ...(after ? { after } : {}) }),
      );
      seen.push(...answer.items.map(({ receivable }) => receivable.key.number));
      after = answer.next;
      if (!after) break;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `R-${n}`));
  });

  test.each([
    ['a number', 'r-24', 1],
    ["a debtor's name", 'debtor acme', 5],
    ['a percent sign, which is only itself', '%', 0],
    ['an underscore, which is only itself', 'R_2', 0],
  ])('finds by %s', async (_, search, count) => {
    const page = await run((tx) => listReceivables(tx, { asOf: '2026-10-31', limit: 50, search }));
    expect(page.items).toHaveLength(count);
  });

  test('shows only the ids asked for, with the name of the debtor', async () => {
    const all = await run((tx) => listReceivables(tx, { asOf: '2026-10-31', limit: 200 }));
    const ids = all.items.slice(3, 6).map(({ receivable }) => receivable.id);
    const page = await run((tx) => listReceivables(tx, { asOf: '2026-10-31', limit: 200, ids }));
    expect(page.items.map(({ receivable }) => receivable.id)).toEqual(ids);
    expect(page.items.map(({ debtorName }) => debtorName)).toEqual([
      'Debtor ACME',
      'Debtor ACME',
      'Debtor D2',
    ]);
  });
});

describe('a page of a ledger that was just imported', () => {
  test.each([
    ['the first', { skip: 0 }],
    ['one in the middle', { skip: 700 }],
  ])('%s, looks at as many receivables as it shows', async (_, { skip }) => {
    const lines = Array.from({ length: 1_000 }, (_, n) => line(`${n + 1}`));
    await run((tx) => importLines(tx, '2026-10-31', lines));
    const items = await run((tx) => readOpenItems(tx, { asOf: '2026-10-31', knownAt: LATER }));
    const before = items[skip - 1];
    const plans: Plan[] = [];
    const page = await run((tx) =>
      listReceivables(explaining(tx, plans), {
        asOf: '2026-10-31',
        limit: 10,
        ...(before ? { after: before.id } : {}),
      }),
    );
    expect(page.items.map(({ receivable }) => receivable)).toEqual(items.slice(skip, skip + 10));
    const looked = plans.flatMap(scansOf).filter((scan) => scan['Relation Name'] === 'receivable');
    expect(looked.map((scan) => scan['Actual Rows'])).toEqual([11]);
  });

  test('leaves the sorting of what follows in its transaction as it was', async () => {
    const settings = await run(async (tx) => {
      await listReceivables(tx, { asOf: '2026-10-31', limit: 10 });
      return tx.query<{ on: string }>(`select current_setting('enable_sort') as on`);
    });
    expect(settings).toEqual([{ on: 'on' }]);
  });
});

describe('the history of a receivable', () => {
  test('names the file behind every amount', async () => {
    await run((tx) => importLines(tx, '2026-10-31', [line('1')]));
    await run((tx) => importLines(tx, '2026-11-30', [line('1', { openMinor: 30_00 })]));
    await run((tx) => importLines(tx, '2026-12-31', []));
    const [item] = await run((tx) => readOpenItems(tx, { asOf: '2026-10-31', knownAt: LATER }));
    const history = await run((tx) => readHistory(tx, item?.id ?? ''));
    expect(history?.receivable).toEqual({ ...item, openMinor: 0 });
    expect(history?.facts).toMatchObject([
      { openMinor: 100_00, cause: 'in_ledger', fileName: 'ledger-2026-10-31.csv' },
      { openMinor: 30_00, cause: 'in_ledger', fileName: 'ledger-2026-11-30.csv' },
      { openMinor: 0, cause: 'absent_from_ledger', fileName: 'ledger-2026-12-31.csv' },
    ]);
  });
});

type Plan = {
  'Relation Name'?: string;
  'Actual Rows': number;
  Plans?: Plan[];
};

/** The same transaction; how each question to the receivables was answered is kept. */
function explaining(tx: Tx, plans: Plan[]): Tx {
  return {
    ...tx,
    query: async (text, values) => {
      if (text.includes('cedent.receivable ')) {
        const [row] = await tx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
          `explain (analyze, format json) ${text}`,
          values,
        );
        plans.push(...(row?.['QUERY PLAN'] ?? []).map(({ Plan }) => Plan));
      }
      return tx.query(text, values);
    },
  };
}

function scansOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(scansOf)];
}
