import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '../../../src/core/ids.ts';
import { exportBooks, listExports, readExport } from '../../../src/store/books/export.ts';
import { closeMonth, listClosedMonths } from '../../../src/store/books/period.ts';
import {
  findPosted,
  readRollForward,
  readStatement,
  readTrialBalance,
} from '../../../src/store/books/read.ts';
import { newId, type Tx } from '../../../src/store/database.ts';
import { balanceOf } from '../../../src/store/journal.ts';
import { addBooks, addTenant, importLines, LATER, line, openStore, type Store } from '../open.ts';
import { assignedOn, posted } from './posted.ts';

let store: Store;
let tenant: Id;
let other: Id;
let receivableId: Id;
let exportId: Id;
const actor = { personId: newId() };
beforeAll(async () => {
  store = await openStore();
  tenant = await addTenant(store);
  other = await addTenant(store);
  await store.database.asTenant(tenant, async (tx) => {
    await addBooks(tx);
    await importLines(tx, '2025-08-01', [line('1')]);
    const [row] = await tx.query<{ id: Id }>('select id from cedent.receivable');
    if (!row) throw new Error('a receivable');
    receivableId = row.id;
    const { lines: _, ...head } = assignedOn('2025-08-05', 'a');
    await posted(tx, {
      ...head,
      lines: [
        ['due_from_factor', receivableId, 5],
        ['trade_receivables', receivableId, -5],
      ],
    });
    await closeMonth(tx, { actor, month: '2025-08' });
    const accounts = {
      accounts: { due_from_factor: '1', trade_receivables: '2' },
      facilities: {},
    };
    const exported = await exportBooks(tx, { actor, through: '2025-08-31', accounts });
    if (!exported.ok) throw new Error(exported.code);
    exportId = exported.run.exportId;
  });
});
afterAll(() => store.close());

const when = { asOf: '2025-12-31', knownAt: LATER };
const reads: [string, (tx: Tx) => Promise<unknown>][] = [
  ['trial balance', (tx) => readTrialBalance(tx, when)],
  ['roll-forward', (tx) => readRollForward(tx, { month: '2025-08', knownAt: LATER })],
  ['statement', (tx) => readStatement(tx, { receivableId, limit: 10 })],
  ['search', async (tx) => [await findPosted(tx, '1')].filter((found) => found !== undefined)],
  ['balance', (tx) => balanceOf(tx, 'due_from_factor')],
  ['closed months', (tx) => listClosedMonths(tx)],
  ['exports', (tx) => listExports(tx, { limit: 10 })],
  ['export', async (tx) => [await readExport(tx, exportId)].filter((found) => found !== undefined)],
  ['marks of an export', (tx) => tx.query('select nth from cedent.exported_journal')],
];

test.each(reads)('another tenant reads nothing of the books: %s', async (_name, read) => {
  expect(await store.database.asTenant(tenant, read)).not.toEqual([]);
  expect(await store.database.asTenant(other, read)).toEqual([]);
});

describe('the application neither alters nor removes', () => {
  test.each(['journal', 'posting', 'period', 'books_export', 'exported_journal'])(
    'rows of %s',
    async (table) => {
      for (const statement of [
        `delete from cedent.${table}`,
        `update cedent.${table} set tenant_id = tenant_id`,
        `truncate cedent.${table}`,
      ]) {
        const attempt = store.database.asTenant(tenant, (tx) => tx.query(statement));
        await expect(attempt).rejects.toThrow('permission denied');
      }
    },
  );
});
