import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../../src/core/hash.ts';
import type { Id } from '../../../src/core/ids.ts';
import type { Tx } from '../../../src/store/database.ts';
import { keepFile, readImportFile, readPieces } from '../../../src/store/ledger/file.ts';
import { addTenant, fileOf, importLines, line, openStore, type Store } from '../open.ts';

let store: Store;
let tenant: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenant = await addTenant(store);
});

const MB = 1024 * 1024;
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);

async function kept(): Promise<{ files: number; pieces: number }> {
  const [row] = await run((tx) =>
    tx.query<{ files: number; pieces: number }>(
      `select (select count(*) from cedent.ledger_file) as files,
         (select count(*) from cedent.ledger_file_piece) as pieces`,
    ),
  );
  return row ?? { files: -1, pieces: -1 };
}

async function bytesOf(importId: Id): Promise<Uint8Array[]> {
  const found = await run((tx) => readImportFile(tx, importId));
  if (!found) throw new Error('the import has no file');
  return collect(readPieces(store.database, tenant, found));
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

test.each([
  ['nothing', 0, 1024, 0],
  ['a few bytes', 7, 3, 1],
  ['exactly one piece', MB, 65_536, 1],
  ['a byte more', MB + 1, 65_536, 2],
  ['many pieces in uneven chunks', 3 * MB + 5, 700_001, 4],
  ['many pieces in one chunk', 3 * MB + 5, 4 * MB, 4],
])('a file of %s comes back byte by byte, in pieces', async (_, length, chunk, pieces) => {
  const bytes = randomBytes(length);
  const file = fileOf(bytes, chunk);
  const { importId } = await run((tx) => importLines(tx, '2026-10-31', [line('1')], { file }));
  const back = await bytesOf(importId);
  expect(back).toHaveLength(pieces);
  expect(Math.max(0, ...back.map((piece) => piece.length))).toBeLessThanOrEqual(MB);
  expect(sha256(Buffer.concat(back))).toBe(file.sha256);
});

test('the same file of two days is kept once and found by both imports', async () => {
  const file = fileOf(randomBytes(2 * MB));
  const ofDay = (asOf: string) => run((tx) => importLines(tx, asOf, [line('1')], { file }));
  const first = await ofDay('2026-10-31');
  const second = await ofDay('2026-11-30');
  expect(second.importId).not.toBe(first.importId);
  expect(await kept()).toEqual({ files: 1, pieces: 2 });
  expect(await bytesOf(second.importId)).toEqual(await bytesOf(first.importId));
});

test('the same file at the same moment is kept once', async () => {
  const file = fileOf(randomBytes(2 * MB));
  await Promise.all([1, 2, 3].map(() => run((tx) => keepFile(tx, file))));
  expect(await kept()).toEqual({ files: 1, pieces: 2 });
});

test('each tenant keeps its own', async () => {
  const file = fileOf(randomBytes(9));
  await run((tx) => keepFile(tx, file));
  const other = await addTenant(store);
  const found = { fileName: '', sha256: file.sha256, byteLength: file.byteLength };
  await expect(collect(readPieces(store.database, other, found))).rejects.toThrow('0 rows');
  await store.database.asTenant(other, (tx) => keepFile(tx, file));
  expect(await collect(readPieces(store.database, other, found))).toHaveLength(1);
});

test('bytes that are not what their hash or length says are not kept', async () => {
  const file = fileOf(randomBytes(9));
  for (const wrong of [{ sha256: 'a'.repeat(64) }, { byteLength: 8 }]) {
    await expect(run((tx) => keepFile(tx, { ...file, ...wrong }))).rejects.toThrow('own hash');
  }
  expect(await kept()).toEqual({ files: 0, pieces: 0 });
});

test('an import without its file cannot be stored, not even by the owner', async () => {
  const owner = new pg.Client(store.ownerUrl);
  await owner.connect();
  const stored = owner.query(
    `insert into cedent.ledger_import (tenant_id, id, seller_id, ledger, as_of, file_name,
       file_sha256, mapping, complete, totals)
     values ($1, gen_random_uuid(), 'S1', 'AR', '2026-10-31', 'x', $2, '{}', true, '{}')`,
    [tenant, 'b'.repeat(64)],
  );
  await expect(stored).rejects.toThrow('foreign key');
  await owner.end();
});
