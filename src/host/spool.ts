import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Spooled = {
  sha256: string;
  /** The bytes again, from the start, as often as they are wanted. */
  read(): AsyncIterable<Uint8Array>;
};

/** Keeps an upload on disk while it is worked on: it is read more than once, never held in memory. */
export async function withSpooled<Value>(
  bytes: AsyncIterable<Uint8Array>,
  work: (spooled: Spooled) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'cedent-upload-'));
  try {
    const file = join(folder, 'upload');
    const hash = createHash('sha256');
    const counted = async function* () {
      for await (const piece of bytes) {
        hash.update(piece);
        yield piece;
      }
    };
    await pipeline(Readable.from(counted()), createWriteStream(file));
    return await work({ sha256: hash.digest('hex'), read: () => createReadStream(file) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
