import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LedgerBytes } from '../store/ledger/file.ts';

/** Can be read again from the start, as often as it is wanted. */
export type Spooled = LedgerBytes;

/** Keeps an upload on disk while it is worked on: it is read more than once, never held in memory. */
export async function withSpooled<Value>(
  bytes: AsyncIterable<Uint8Array>,
  work: (spooled: Spooled) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'cedent-upload-'));
  try {
    const file = join(folder, 'upload');
    const hash = createHash('sha256');
    let byteLength = 0;
    const counted = async function* () {
      for await (const piece of bytes) {
        hash.update(piece);
        byteLength += piece.length;
        yield piece;
      }
    };
    await pipeline(Readable.from(counted()), createWriteStream(file));
    const read = () => createReadStream(file);
    return await work({ sha256: hash.digest('hex'), byteLength, read });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
