import { afterAll, beforeAll, expect, it } from 'vitest';
import { importLedger } from '../../src/host/import-ledger.ts';
import type { LedgerOrder } from '../../src/http/deps.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { readImport, readRejectedFile } from '../../src/store/ledger.ts';
import { insertPerson } from '../../src/store/person.ts';
import { addTenant, openStore, type Store } from '../store/open.ts';

let store: Store;
let tenantId: string;
const personId = newId();
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await asTenant((tx) =>
    insertPerson(tx, {
      id: personId,
      kind: 'person',
      name: 'Lin',
      roles: ['treasury'],
      locale: 'zh-CN',
      subject: { issuer: 'test', subject: personId },
    }),
  );
}, 60_000);
afterAll(() => store.close());

const header = 'Invoice number,Customer,Invoice date,Due date,Amount,Currency\n';

it('a file that turns unreadable after thousands of rows leaves nothing behind', async () => {
  const rows = Array.from({ length: 6_000 }, (_, n) => row(`A-${n}`)).join('');
  const broken = Buffer.from([0x41, 0xff, 0xfe, 0x0a]);
  const file = Buffer.concat([Buffer.from(header + rows), broken]);
  const result = await asTenant(async (tx) => {
    const refused = await importLedger(tx, orderOf(file));
    // The same transaction goes on: the refusal is told, and can be recorded.
    expect(await countItems(tx)).toBe(0);
    return refused;
  });
  expect(result).toMatchObject({ status: 'refused', code: 'encoding_broken' });
  expect(await asTenant(countItems)).toBe(0);
});

it('rows that cannot be taken are counted, closed nothing, and come back in the reader’s language', async () => {
  await asTenant((tx) => importLedger(tx, orderOf(header + row('B-1') + row('B-2'))));
  const bad = 'B-3,D1,2026-02-30,2026-12-01,100.00,EUR\n';
  const second = header + row('B-1') + bad;
  const result = await asTenant((tx) => importLedger(tx, orderOf(second, '2026-11-21')));
  const importId = result.status === 'imported' ? result.importId : '';
  const stored = await asTenant((tx) => readImport(tx, importId));
  expect(stored).toMatchObject({ complete: false, counts: { rejected: 1, closed: 0 } });
  const file = new TextDecoder().decode(await asTenant((tx) => readRejectedFile(tx, importId)));
  expect(file).toContain('B-3');
  expect(file).toContain('处理办法');
  expect(file).not.toContain('B-1');
});

function row(number: string): string {
  return `${number},D1,2026-10-13,2026-12-20,100.00,EUR\n`;
}

function orderOf(file: string | Uint8Array, asOf = '2026-11-20'): LedgerOrder {
  return {
    personId,
    sellerId: 'S1',
    ledger: 'AR',
    asOf,
    complete: true,
    fileName: 'ledger.csv',
    bytes: pieces(Buffer.from(file)),
  };
}

async function* pieces(file: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += 8_192) yield file.subarray(at, at + 8_192);
}

async function countItems(tx: Tx): Promise<number> {
  const [found] = await tx.query<{ count: number }>('select count(*) from cedent.receivable');
  return found?.count ?? 0;
}

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}
