import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { assert } from '../../core/assert.ts';
import type { Id } from '../../core/ids.ts';
import { type Database, one, type Tx } from '../database.ts';

/** The bytes a ledger came as; they are read as a stream and never held whole. */
export type LedgerBytes = {
  sha256: string;
  byteLength: number;
  /** The bytes from the start. */
  read(): AsyncIterable<Uint8Array>;
};

/** The size of a stored piece before compression; a file's last one is shorter. */
const PIECE_BYTES = 1024 * 1024;

/** Keeps a file once per tenant and content; one that is kept already is not read again. */
export async function keepFile(tx: Tx, file: LedgerBytes): Promise<void> {
  const { sha256, byteLength } = file;
  const kept = await tx.query(
    `insert into cedent.ledger_file (tenant_id, sha256, byte_length) values ($1, $2, $3)
     on conflict do nothing returning 1`,
    [tx.tenantId, sha256, byteLength],
  );
  if (kept.length === 0) return;
  const hash = createHash('sha256');
  let nth = 0;
  let bytes = 0;
  for await (const piece of piecesOf(file.read())) {
    hash.update(piece);
    bytes += piece.length;
    await tx.query(
      `insert into cedent.ledger_file_piece (tenant_id, sha256, nth, bytes_gz)
       values ($1, $2, $3, $4)`,
      [tx.tenantId, sha256, nth, await compress(piece, { level: constants.Z_BEST_SPEED })],
    );
    nth += 1;
  }
  assert(
    bytes === byteLength && hash.digest('hex') === sha256,
    'a file is kept under its own hash',
  );
}

export type KeptFile = { fileName: string; sha256: string; byteLength: number };

export async function readImportFile(tx: Tx, importId: Id): Promise<KeptFile | undefined> {
  const [row] = await tx.query<KeptFile>(
    `select i.file_name as "fileName", f.sha256, f.byte_length as "byteLength"
     from cedent.ledger_import i
     join cedent.ledger_file f on f.tenant_id = i.tenant_id and f.sha256 = i.file_sha256
     where i.tenant_id = $1 and i.id = $2`,
    [tx.tenantId, importId],
  );
  return row;
}

/** Each piece by a transaction of its own: however slowly they are taken, no connection waits. */
export async function* readPieces(
  db: Database,
  tenantId: Id,
  { sha256, byteLength }: KeptFile,
): AsyncGenerator<Uint8Array> {
  for (let nth = 0; nth * PIECE_BYTES < byteLength; nth += 1) {
    const rows = await db.asTenant(tenantId, (tx) =>
      tx.query<{ gz: Buffer }>(
        `select bytes_gz as gz from cedent.ledger_file_piece
         where tenant_id = $1 and sha256 = $2 and nth = $3`,
        [tenantId, sha256, nth],
      ),
    );
    yield decompress(one(rows, `piece ${nth} of a file`).gz);
  }
}

/** All of a file that is small enough to be held. */
export async function wholeFile(tx: Tx, { sha256 }: Pick<KeptFile, 'sha256'>): Promise<Uint8Array> {
  const rows = await tx.query<{ gz: Buffer }>(
    `select bytes_gz as gz from cedent.ledger_file_piece
     where tenant_id = $1 and sha256 = $2 order by nth`,
    [tx.tenantId, sha256],
  );
  const pieces: Buffer[] = [];
  for (const { gz } of rows) pieces.push(await decompress(gz));
  return Buffer.concat(pieces);
}

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** The same bytes in pieces of `PIECE_BYTES`, the last one shorter. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    let rest = chunk;
    while (length + rest.length >= PIECE_BYTES) {
      const cut = PIECE_BYTES - length;
      yield Buffer.concat([...waiting, rest.subarray(0, cut)]);
      rest = rest.subarray(cut);
      waiting = [];
      length = 0;
    }
    waiting.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
