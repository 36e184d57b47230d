import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../../src/core/ids.ts';
import { accountRoles } from '../../../src/core/journal/account-role.ts';
import {
  type ExportRun,
  exportBooks,
  filedRun,
  listExports,
} from '../../../src/store/books/export.ts';
import { sentPieces } from '../../../src/store/books/export-file.ts';
import { newId, type Tx } from '../../../src/store/database.ts';
import { postAll } from '../../../src/store/journal.ts';
import { addTenant, openStore, type Store } from '../open.ts';
import { assignedOn, journal, posted, RECEIVABLE } from './posted.ts';

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
const actor = { personId: newId() };
const accounts = {
  accounts: Object.fromEntries(accountRoles.map((role, nth) => [role, String(1000 + nth)])),
  facilities: { F1: { due_from_factor: '1390-F1' } },
};
const order = { actor, through: '2026-10-31', accounts };

async function fileOf(exported: ExportRun, format: 'csv' | 'json'): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of sentPieces(store.database, tenant, {
    run: filedRun(exported),
    format,
  })) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

async function exported(changes: Partial<Parameters<typeof exportBooks>[1]> = {}) {
  const answer = await run((tx) => exportBooks(tx, { ...order, ...changes }));
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.run;
}

describe('an export', () => {
  test('gives the firm’s own account numbers, a facility’s where it has its own', async () => {
    await run((tx) => posted(tx, { ...assignedOn('2026-10-05', '=cause, "1"'), kind: 'assigned' }));
    const [head, first, second, ...rest] = (await fileOf(await exported(), 'csv')).split('\r\n');
    expect(head).toBe(
      'run,journal,line,journal_id,posting_date,value_date,kind,cause,facility,gl_account,account,subject,currency,debit,credit,functional_currency,functional_debit,functional_credit',
    );
    const tail = `${RECEIVABLE},EUR`;
    expect(first?.replace(/^1,1,1,[^,]+,/, '')).toBe(
      `2026-10-05,2026-10-05,assigned,"'=cause, ""1""",F1,1390-F1,due_from_factor,${tail},100.00,0.00,EUR,100.00,0.00`,
    );
    expect(second?.replace(/^1,1,2,[^,]+,/, '')).toBe(
      `2026-10-05,2026-10-05,assigned,"'=cause, ""1""",F1,1000,trade_receivables,${tail},0.00,100.00,EUR,0.00,100.00`,
    );
    expect(rest).toEqual(['']);
  });

  test('of some thousand journals is one JSON document and one CSV file, and its totals are their sums', async () => {
    await run(async (tx) => {
      const made = await journal(tx, assignedOn('2026-10-05'));
      const many = Array.from({ length: 3_456 }, (_, nth) => ({ ...made, cause: `c${nth}` }));
      await postAll(tx, many);
    });
    const made = await exported();
    const document = JSON.parse(await fileOf(made, 'json'));
    expect(document.lines.length).toBe(6_912);
    expect((await fileOf(made, 'csv')).split('\r\n').length).toBe(6_912 + 2);
    expect(made.totals).toEqual({
      journals: 3_456,
      perCurrency: [
        {
          currency: 'EUR',
          functionalCurrency: 'EUR',
          postings: 6_912,
          debitMinor: 3_456 * 100_00,
          creditMinor: 3_456 * 100_00,
          functionalDebitMinor: 3_456 * 100_00,
          functionalCreditMinor: 3_456 * 100_00,
        },
      ],
    });
  });

  test('takes each journal once, and is the same bytes whenever it is read', async () => {
    await run((tx) => posted(tx, assignedOn('2026-10-05', 'a'), assignedOn('2026-11-05', 'c')));
    const first = await exported();
    const before = await fileOf(first, 'csv');
    await run((tx) => posted(tx, assignedOn('2026-10-04', 'b')));
    const { accounts: _, ...again } = order;
    const second = await run((tx) => exportBooks(tx, again));
    expect(second).toMatchObject({ ok: true, run: { sequence: 2, totals: { journals: 1 } } });
    expect(await run((tx) => exportBooks(tx, order))).toMatchObject({ code: 'nothing_to_export' });
    const [, kept] = await run((tx) => listExports(tx, { limit: 10 }));
    if (!kept) throw new Error('two runs');
    const after = await fileOf(kept, 'csv');
    expect(after).toBe(before);
    expect(createHash('sha256').update(after).digest('hex')).toBe(kept.files.csv.sha256);
    expect(Buffer.byteLength(after)).toBe(kept.files.csv.byteLength);
    expect(Buffer.byteLength(await fileOf(kept, 'json'))).toBe(kept.files.json.byteLength);
  });

  test('names the accounts that have no number, and marks nothing', async () => {
    await run((tx) => posted(tx, assignedOn('2026-10-05', 'a')));
    const few = { accounts: { due_from_factor: '1390' }, facilities: {} };
    expect(await run((tx) => exportBooks(tx, { ...order, accounts: few }))).toEqual({
      ok: false,
      code: 'ledger_account_missing',
      params: { accounts: 'trade_receivables' },
    });
    const { accounts: _, ...unstated } = order;
    expect(await run((tx) => exportBooks(tx, unstated))).toMatchObject({
      code: 'ledger_accounts_missing',
    });
    expect((await exported()).totals.journals).toBe(1);
  });

  test('and another at once give no journal twice', async () => {
    await run((tx) => posted(tx, assignedOn('2026-10-05', 'a'), assignedOn('2026-10-06', 'b')));
    const both = await Promise.all([1, 2].map(() => run((tx) => exportBooks(tx, order))));
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });
});
