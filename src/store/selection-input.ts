import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { assert } from '../core/assert.ts';
import { canonicalPieces } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { SelectionInput } from '../core/input.ts';
import { Malformed, readCanonical } from './canonical-reader.ts';
import { type Database, one, type Tx } from './database.ts';

/** What was stored of a run is not what is read now. Nothing is answered from it. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
  readonly runId: Id;
  readonly what: 'input' | 'plan';

  constructor(of: { runId: Id; what: 'input' | 'plan' }, options: { cause: unknown }) {
    super(`the stored ${of.what} of selection run ${of.runId} is damaged`, options);
    this.runId = of.runId;
    this.what = of.what;
  }
}

/** Keeps an input in canonical order under its hash; one that is kept already is not kept twice. */
export async function keepInput(
  tx: Tx,
  { inputHash, input }: { inputHash: string; input: SelectionInput },
): Promise<void> {
  const known = await tx.query(
    'select 1 from cedent.selection_input where tenant_id = $1 and input_hash = $2',
    [tx.tenantId, inputHash],
  );
  if (known.length > 0) return;
  const { gz, hash, byteLength } = await compress(canonicalPieces(input));
  assert(hash === inputHash, 'an input is kept under the hash of its text');
  await tx.query(
    `insert into cedent.selection_input (tenant_id, input_hash, text_gz, byte_length)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [tx.tenantId, inputHash, gz, byteLength],
  );
}

/** gzip of a text in pieces, with the hash and the length of the text. */
async function compress(
  pieces: Iterable<string>,
): Promise<{ gz: Buffer; hash: string; byteLength: number }> {
  const hash = createHash('sha256');
  let byteLength = 0;
  const hashed = function* () {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      hash.update(bytes);
      byteLength += bytes.length;
      yield bytes;
    }
  };
  const gzip = createGzip({ level: 6 });
  pipeline(Readable.from(hashed()), gzip, () => undefined);
  const parts: Buffer[] = [];
  for await (const part of gzip) parts.push(part);
  return { gz: Buffer.concat(parts), hash: hash.digest('hex'), byteLength };
}

/** Which stored text is meant, and the run that it is read for. */
export type InputText = { runId: Id; inputHash: string; byteLength: number };

export async function findInputText(tx: Tx, runId: Id): Promise<InputText | undefined> {
  const [row] = await tx.query<InputText>(
    `select r.id as "runId", r.input_hash as "inputHash", i.byte_length as "byteLength"
     from cedent.selection_run r
     join cedent.selection_input i on i.tenant_id = r.tenant_id and i.input_hash = r.input_hash
     where r.tenant_id = $1 and r.id = $2`,
    [tx.tenantId, runId],
  );
  return row;
}

/** The canonical text; each part by a transaction of its own, however slowly they are taken. */
export function streamInput(
  db: Database,
  tenantId: Id,
  text: InputText,
): AsyncIterable<Uint8Array> {
  return verified(text, (from) => db.asTenant(tenantId, (tx) => readPart(tx, text, from)));
}

/** The input as it was, checked against its hash. */
export async function readInput(tx: Tx, text: InputText): Promise<SelectionInput> {
  try {
    return asWritten(await readCanonical(verified(text, (from) => readPart(tx, text, from))));
  } catch (cause) {
    throw cause instanceof Malformed ? new Damaged({ ...text, what: 'input' }, { cause }) : cause;
  }
}

/** Our own canonical text, written from a `SelectionInput`; its hash says that nothing has changed. */
function asWritten(members: Record<string, unknown>): SelectionInput {
  return members as SelectionInput;
}

const PART_BYTES = 1_048_576;

async function readPart(tx: Tx, { inputHash }: InputText, from: number): Promise<Buffer> {
  const rows = await tx.query<{ part: Buffer }>(
    `select substring(text_gz from $3 for $4) as part from cedent.selection_input
     where tenant_id = $1 and input_hash = $2`,
    [tx.tenantId, inputHash, from + 1, PART_BYTES],
  );
  return one(rows, `selection input ${inputHash}`).part;
}

/** The text piece by piece; the last is only given when all of it has come to its hash. */
async function* verified(
  text: InputText,
  readFrom: (from: number) => Promise<Buffer>,
): AsyncGenerator<Uint8Array> {
  const damaged = (cause: unknown) => new Damaged({ ...text, what: 'input' }, { cause });
  const hash = createHash('sha256');
  let byteLength = 0;
  let waiting: Uint8Array | undefined;
  try {
    for await (const chunk of gunzipped(partsFrom(readFrom))) {
      hash.update(chunk);
      byteLength += chunk.length;
      if (waiting) yield waiting;
      waiting = chunk;
    }
  } catch (error) {
    throw isOfZlib(error) ? damaged(error) : error;
  }
  const found = hash.digest('hex');
  if (found !== text.inputHash || byteLength !== text.byteLength) {
    throw damaged(new Error(`its text has the hash ${found}, not ${text.inputHash}`));
  }
  if (waiting) yield waiting;
}

async function* partsFrom(readFrom: (from: number) => Promise<Buffer>): AsyncGenerator<Buffer> {
  for (let from = 0; ; from += PART_BYTES) {
    const part = await readFrom(from);
    if (part.length > 0) yield part;
    if (part.length < PART_BYTES) return;
  }
}

async function* gunzipped(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 65_536 });
  pipeline(Readable.from(parts), gunzip, () => undefined);
  for await (const chunk of gunzip) yield chunk;
}

function isOfZlib(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('Z_');
}
