import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importLedger } from '../../src/host/import-ledger.ts';
import type { LedgerOrder } from '../../src/http/deps.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { readImportFile, readPieces } from '../../src/store/ledger/file.ts';
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
  const left = await asTenant((tx) => tx.query('select 1 from cedent.ledger_file'));
  expect(left).toEqual([]);
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

it('a later due date is told in the reader’s language, its open amount taken, the rest closed', async () => {
  const ledger = { ledger: 'C' };
  const known = header + row('C-1') + row('C-2') + row('C-3');
  await asTenant((tx) => importLedger(tx, { ...orderOf(known), ...ledger }));
  const changed = row('C-1', { dueOn: '2027-02-20' }) + row('C-2', { amount: '120.00' });
  const second = header + changed;
  const order = { ...orderOf(second, '2026-11-21'), ...ledger };
  const importId = await importedBy(order);
  const stored = await asTenant((tx) => readImport(tx, importId));
  expect(stored).toMatchObject({
    complete: true,
    counts: { contradicting: 1, rejected: 1, closed: 1, unchanged: 1 },
    hasRejectedFile: true,
  });
  const file = new TextDecoder().decode(await asTenant((tx) => readRejectedFile(tx, importId)));
  const [, first, other, end] = file.split('\r\n');
  expect(first).toMatch(/^C-1,.*首次导入的到期日为 2026-12-20，本文件为 2027-02-20.*延期/);
  expect(other).toMatch(/^C-2,.*编号 C-2 的单据金额此前为 100\.00，本次为 120\.00/);
  expect(end).toBe('');
});

it('a row of another ledger is told which one it is of, and which one was meant', async () => {
  const foreign = row('E-2').replace('\n', ',AR9\n');
  const file = header.replace('\n', ',Ledger\n') + row('E-1').replace('\n', ',E\n') + foreign;
  const importId = await importedBy({ ...orderOf(file), ledger: 'E' });
  const rejected = new TextDecoder().decode(await asTenant((tx) => readRejectedFile(tx, importId)));
  expect(rejected).toMatch(/E-2,.*该行属于 S1 \/ AR9，而本次导入的是 S1 \/ E。/);
  expect(rejected).not.toContain('E-1');
});

it('a file of any size is kept as it came, and neither keeping nor reading it holds it', async () => {
  // Filled behind the last mapped column, so that much is kept and little is read as a ledger.
  const filler = `,${'x'.repeat(60_000)}\n`;
  const rows = 1_700;
  const hash = createHash('sha256');
  async function* sent(): AsyncGenerator<Uint8Array> {
    for (let nth = 0; nth <= rows; nth += 1) {
      const text = nth === 0 ? header : row(`M-${nth}`);
      const piece = Buffer.from(text.replace('\n', nth === 0 ? ',Note\n' : filler));
      hash.update(piece);
      yield piece;
    }
  }
  const peak = watchMemory();
  const order = { ...orderOf(''), ledger: 'M', bytes: sent() };
  const importId = await importedBy(order);
  const found = await asTenant((tx) => readImportFile(tx, importId));
  if (!found) throw new Error('the import has no file');
  expect(found.byteLength).toBeGreaterThan(100_000_000);
  const back = createHash('sha256');
  for await (const piece of readPieces(store.database, tenantId, found)) back.update(piece);
  expect(peak.stop()).toBeLessThan(60_000_000);
  const sha256 = hash.digest('hex');
  expect(back.digest('hex')).toBe(sha256);
  expect(await asTenant((tx) => readImport(tx, importId))).toMatchObject({ fileSha256: sha256 });
}, 60_000);

/** How far the bytes of buffers in use rise above where they are now. */
function watchMemory() {
  const used = () => process.memoryUsage().arrayBuffers;
  const before = used();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, used() - before);
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

async function importedBy(order: LedgerOrder): Promise<string> {
  const result = await asTenant((tx) => importLedger(tx, order));
  if (result.status !== 'imported') throw new Error(result.code);
  return result.importId;
}

function row(number: string, { dueOn = '2026-12-20', amount = '100.00' } = {}): string {
  return `${number},D1,2026-10-13,${dueOn},${amount},EUR\n`;
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
