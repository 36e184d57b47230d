import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import type { LedgerLine } from '../../src/core/ledger.ts';
import { readAudit, verifyAudit } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { readDebtors } from '../../src/store/debtor.ts';
import { attachRejectedFile, listImports, readRejectedFile } from '../../src/store/ledger.ts';
import { readOpenItems } from '../../src/store/receivable.ts';
import {
  addTenant,
  creditLine,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
} from './open.ts';

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
const load = (asOf: string, lines: LedgerLine[], changes = {}) =>
  run((tx) => importLines(tx, asOf, lines, changes));

async function openOn(asOf: string): Promise<Record<string, number>> {
  const items = await run((tx) => readOpenItems(tx, { asOf, knownAt: LATER }));
  return Object.fromEntries(items.map((item) => [item.key.number, item.openMinor]));
}

async function factCount(): Promise<number> {
  const [row] = await run((tx) =>
    tx.query<{ n: number }>(`select count(*) as n from cedent.receivable_fact`),
  );
  return row?.n ?? -1;
}

describe('a ledger imported', () => {
  test('gives back what it read, per currency, as the database has it', async () => {
    const lines = [line('1'), line('2', { currency: 'JPY', faceMinor: 700 }), creditLine('3')];
    const result = await load('2026-10-31', lines);
    expect(result).toMatchObject({
      unchanged: false,
      counts: {
        new: 3,
        changed: 0,
        closed: 0,
        unchanged: 0,
        debtors: 1,
        rejected: 0,
        contradicting: 0,
      },
      totals: [
        { currency: 'EUR', count: 2, faceMinor: 90_00, openMinor: 90_00 },
        { currency: 'JPY', count: 1, faceMinor: 700, openMinor: 700 },
      ],
    });
    expect(await openOn('2026-10-31')).toEqual({ 1: 100_00, 2: 700, 3: -10_00 });
  });

  test('a second time changes nothing and is answered with the first import', async () => {
    const lines = [line('1'), line('2', { openMinor: 40_00 }), creditLine('3')];
    const first = await load('2026-10-31', lines);
    const facts = await factCount();
    const second = await load('2026-10-31', lines);
    expect(second).toMatchObject({
      unchanged: true,
      importId: first.importId,
      totals: first.totals,
    });
    expect(second.counts).toMatchObject({
      new: 0,
      changed: 0,
      closed: 0,
      unchanged: 3,
      debtors: 0,
    });
    expect(await factCount()).toBe(facts);
    expect(await run((tx) => listImports(tx, { limit: 10 }))).toHaveLength(1);
    const entries = await run((tx) => readAudit(tx, { after: 0, limit: 10 }));
    expect(entries.map((entry) => JSON.parse(entry.text).action)).toEqual([
      'tenant.created',
      'ledger.imported',
      'ledger.import_unchanged',
    ]);
    expect(await run(verifyAudit)).toEqual({ ok: true, entries: 3 });
  });

  test('twice at the same moment is one import', async () => {
    const lines = [line('1'), line('2')];
    const both = await Promise.all([load('2026-10-31', lines), load('2026-10-31', lines)]);
    expect(both.map(({ unchanged }) => unchanged).toSorted()).toEqual([false, true]);
    expect(both[0].importId).toBe(both[1].importId);
    expect(await factCount()).toBe(2);
  });

  test('appends only what changed: paid in part, disputed, settled, gone and new', async () => {
    await load('2026-10-31', [line('1'), line('2'), line('3'), line('4'), line('5')]);
    const result = await load('2026-11-30', [
      line('1'),
      line('2', { openMinor: 60_00 }),
      line('3', { disputedMinor: 5_00 }),
      line('4', { openMinor: 0 }),
      line('6'),
    ]);
    expect(result.counts).toMatchObject({ new: 1, changed: 2, closed: 2, unchanged: 1 });
    expect(await openOn('2026-11-30')).toEqual({ 1: 100_00, 2: 60_00, 3: 100_00, 6: 100_00 });
    expect(await factCount()).toBe(5 + 5);
  });

  test('closes nothing when it is not the whole ledger', async () => {
    await load('2026-10-31', [line('1'), line('2')]);
    const result = await load('2026-11-30', [line('1')], { complete: () => false });
    expect(result.counts.closed).toBe(0);
    expect(await openOn('2026-11-30')).toEqual({ 1: 100_00, 2: 100_00 });
  });

  test('closes nothing of another seller or another ledger', async () => {
    await load('2026-10-31', [line('1')]);
    await load('2026-11-30', [], { ledger: 'AR2' });
    expect(await openOn('2026-11-30')).toEqual({ 1: 100_00 });
  });

  test('is kept together with the rows that were not taken', async () => {
    const { importId } = await load('2026-10-31', [line('1')]);
    const file = new TextEncoder().encode('number,problem\n7,date_impossible\n');
    await run((tx) => attachRejectedFile(tx, { actor: setup, importId, file }));
    expect(await run((tx) => readRejectedFile(tx, importId))).toEqual(Buffer.from(file));
    expect(await run((tx) => listImports(tx, { limit: 5 }))).toMatchObject([
      { importId, hasRejectedFile: true, complete: true, asOf: '2026-10-31' },
    ]);
  });

  test('is undone whole when its rows end in an error', async () => {
    async function* broken() {
      yield line('1');
      throw new Error('the file ended in the middle of a row');
    }
    await expect(load('2026-10-31', [], { items: broken() })).rejects.toThrow('middle of a row');
    expect(await openOn('2026-10-31')).toEqual({});
    expect(await run((tx) => listImports(tx, { limit: 5 }))).toEqual([]);
  });

  test('keeps tabs, backslashes, line breaks and every script as they came', async () => {
    const odd = line('1');
    odd.debtor.name = 'a\tb\\N c\nd "e" 应收 \\.';
    odd.debtor.identifiers = { vat: 'DE\\1' };
    await load('2026-10-31', [odd]);
    const debtors = await run((tx) => readDebtors(tx, { asOf: '2026-10-31', knownAt: LATER }));
    expect(debtors).toEqual([odd.debtor]);
  });
});

describe('a row that cannot be taken is named and changes nothing:', () => {
  test.each([
    ['another date', { issuedOn: '2026-09-02' }, 'issuedOn', '2026-09-01', '2026-09-02'],
    ['another amount', { faceMinor: 120_00 }, 'faceMinor', '10000', '12000'],
    ['another currency', { currency: 'USD' }, 'currency', 'EUR', 'USD'],
    ['another debtor', { debtor: 'D2' }, 'debtorId', 'D1', 'D2'],
  ])('%s of a known document', async (_, changes, field, known, given) => {
    await load('2026-10-31', [line('1')]);
    const result = await load('2026-11-30', [line('1', changes), line('2')]);
    expect(result.rejections).toEqual([
      { rowNumber: 1, number: '1', code: 'identity_changed', field, known, given },
    ]);
    expect(result.counts).toMatchObject({ new: 1, closed: 0, rejected: 1 });
    expect(await openOn('2026-11-30')).toEqual({ 1: 100_00, 2: 100_00 });
  });

  test('a document that the file has twice', async () => {
    const again = line('1', { openMinor: 50_00, rowNumber: 7 });
    const result = await load('2026-10-31', [line('1'), again]);
    expect(result.rejections).toMatchObject([
      { code: 'duplicate_number', rowNumber: 7, known: '1', given: '7' },
    ]);
    expect(result.rejectedTotals).toEqual([
      { currency: 'EUR', count: 1, faceMinor: 100_00, openMinor: 50_00 },
    ]);
    expect(await openOn('2026-10-31')).toEqual({ 1: 100_00 });
  });

  test('a document of another ledger than the one stated', async () => {
    const result = await load('2026-10-31', [line('1')], { ledger: 'AR2' });
    expect(result.rejections).toMatchObject([
      { code: 'other_ledger', known: 'S1 / AR2', given: 'S1 / AR' },
    ]);
    expect(await openOn('2026-10-31')).toEqual({});
  });
});

describe('a row that contradicts what was known first is named and taken all the same:', () => {
  const terms = async () =>
    run((tx) =>
      tx.query(`select number, due_on::text as due, references_number as refers
                from cedent.receivable order by number`),
    );

  test('another due date: the first one stays, what is open is news, what is gone is closed', async () => {
    await load('2026-10-31', [line('1'), line('2')]);
    const later = line('1', { dueOn: '2026-12-01', openMinor: 70_00 });
    const result = await load('2026-11-30', [later]);
    expect(result.rejections).toEqual([]);
    expect(result.contradictions).toEqual([
      { rowNumber: 1, number: '1', field: 'dueOn', known: '2026-10-01', given: '2026-12-01' },
    ]);
    expect(result.counts).toMatchObject({ changed: 1, closed: 1, rejected: 0, contradicting: 1 });
    expect(await openOn('2026-11-30')).toEqual({ 1: 70_00 });
    expect(await terms()).toMatchObject([{ due: '2026-10-01' }, { due: '2026-10-01' }]);
  });

  test('a credit that refers to another document, or at last to one', async () => {
    await load('2026-10-31', [creditLine('3', { references: '1' }), creditLine('4')]);
    const result = await load('2026-11-30', [
      creditLine('3', { references: '2', openMinor: -4_00, faceMinor: -10_00 }),
      creditLine('4', { references: '1' }),
    ]);
    expect(result.contradictions).toMatchObject([
      { number: '3', field: 'references', known: '1', given: '2' },
      { number: '4', field: 'references', known: '', given: '1' },
    ]);
    expect(await openOn('2026-11-30')).toEqual({ 3: -4_00, 4: -10_00 });
    expect(await terms()).toMatchObject([{ refers: '1' }, { refers: null }]);
  });

  test('but not a credit whose reference the file leaves out', async () => {
    await load('2026-10-31', [creditLine('3', { references: '1' })]);
    const result = await load('2026-11-30', [creditLine('3')]);
    expect(result.counts).toMatchObject({ unchanged: 1, contradicting: 0 });
  });

  test('but a row that is rejected is named once, by what makes it another document', async () => {
    await load('2026-10-31', [line('1')]);
    const other = line('1', { dueOn: '2026-12-01', faceMinor: 120_00 });
    const result = await load('2026-11-30', [other]);
    expect(result.rejections).toMatchObject([{ field: 'faceMinor' }]);
    expect(result.counts).toMatchObject({ rejected: 1, contradicting: 0 });
  });
});

describe('a ledger of an earlier day than one already known', () => {
  test('answers for its own day and leaves the later day as it was', async () => {
    await load('2026-10-31', [line('1'), line('2'), line('3')]);
    await load('2026-11-30', [line('1'), line('2', { openMinor: 10_00 }), line('3')]);
    await load('2026-10-31', [line('1', { openMinor: 80_00 }), line('2'), line('4')]);
    expect(await openOn('2026-10-31')).toEqual({ 1: 80_00, 2: 100_00, 4: 100_00 });
    expect(await openOn('2026-11-30')).toEqual({ 1: 100_00, 2: 10_00, 3: 100_00 });
  });
});

describe('debtors of a ledger', () => {
  test('are appended only when they differ, and a silent column erases nothing', async () => {
    const known = line('1');
    known.debtor = { ...known.debtor, country: 'DE', groupId: 'G', identifiers: { vat: 'DE1' } };
    await load('2026-10-31', [known]);
    const silent = await load('2026-11-30', [line('1', { openMinor: 1_00 })]);
    expect(silent.counts.debtors).toBe(0);
    const renamed = line('1', { openMinor: 1_00 });
    renamed.debtor.name = 'Renamed AG';
    expect((await load('2026-12-31', [renamed])).counts.debtors).toBe(1);
    const read = (asOf: string) => run((tx) => readDebtors(tx, { asOf, knownAt: LATER }));
    expect(await read('2026-12-31')).toEqual([{ ...known.debtor, name: 'Renamed AG' }]);
    expect(await read('2026-11-30')).toEqual([known.debtor]);
  });
});

describe('100,000 rows', () => {
  test('are streamed once and found unchanged the second time', async () => {
    const many = Array.from({ length: 100_000 }, (_, n) =>
      line(`N${n}`, { debtor: `D${n % 500}`, rowNumber: n + 1 }),
    );
    const first = await load('2026-10-31', many);
    expect(first.counts).toMatchObject({ new: 100_000, debtors: 500 });
    expect(first.totals).toEqual([
      { currency: 'EUR', count: 100_000, faceMinor: 1_000_000_000, openMinor: 1_000_000_000 },
    ]);
    const second = await load('2026-10-31', many);
    expect(second).toMatchObject({ unchanged: true, counts: { unchanged: 100_000 } });
  }, 240_000);
});

describe('what a ledger said', () => {
  test('cannot be altered or removed by the application', async () => {
    await load('2026-10-31', [line('1')]);
    for (const table of ['receivable', 'receivable_fact', 'debtor_fact']) {
      for (const statement of [
        `delete from cedent.${table}`,
        `update cedent.${table} set tenant_id = tenant_id`,
      ]) {
        await expect(run((tx) => tx.query(statement))).rejects.toThrow('permission denied');
      }
    }
  });

  test('is seen by its tenant only', async () => {
    await load('2026-10-31', [line('1')]);
    const other = await addTenant(store);
    const seen = await store.database.asTenant(other, async (tx) => [
      await readOpenItems(tx, { asOf: '2026-10-31', knownAt: LATER }),
      await readDebtors(tx, { asOf: '2026-10-31', knownAt: LATER }),
      await listImports(tx, { limit: 10 }),
    ]);
    expect(seen).toEqual([[], [], []]);
  });

  test('the same numbers in two tenants are two receivables', async () => {
    await load('2026-10-31', [line('1')]);
    const other = await addTenant(store);
    const result = await store.database.asTenant(other, (tx) =>
      importLines(tx, '2026-10-31', [line('1')]),
    );
    expect(result.counts.new).toBe(1);
    const owner = new pg.Client(store.ownerUrl);
    await owner.connect();
    const { rows } =
      await owner.query(`select count(distinct tenant_id)::int as n from cedent.receivable
      where number = '1'`);
    await owner.end();
    expect(rows[0]?.n).toBeGreaterThan(1);
  });
});
