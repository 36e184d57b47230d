import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { HttpEnv } from './env.ts';
import { Problem } from './problem.ts';

export type Upload = {
  bytes: AsyncIterable<Uint8Array>;
  /** SHA-256 of the whole body; reads what nobody has read yet. */
  finish(): Promise<string>;
};

/** The body as it arrives, hashed and counted; past `maxBytes` reading throws 413. */
export function openUpload(c: Context<HttpEnv>, maxBytes: number): Upload {
  refuseDeclared(c, maxBytes);
  const hash = createHash('sha256');
  const reader = c.req.raw.body?.getReader();
  let seen = 0;
  let digest: string | undefined;
  const take = async (): Promise<Uint8Array | undefined> => {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return undefined;
    seen += piece.value.length;
    if (seen > maxBytes) throw tooLarge(maxBytes);
    hash.update(piece.value);
    return piece.value;
  };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let piece = await take(); piece !== undefined; piece = await take()) yield piece;
  }
  return {
    bytes: pieces(),
    finish: async () => {
      if (digest !== undefined) return digest;
      for (let piece = await take(); piece !== undefined; piece = await take());
      digest = hash.digest('hex');
      return digest;
    },
  };
}

/** The whole body, at most `maxBytes` of it. */
export async function readBody(c: Context<HttpEnv>, maxBytes: number): Promise<Uint8Array> {
  const upload = openUpload(c, maxBytes);
  const pieces: Uint8Array[] = [];
  for await (const piece of upload.bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function requireType(c: Context<HttpEnv>, accepted: readonly string[]): void {
  const given = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (accepted.includes(given)) return;
  throw new Problem('unsupported_media_type', { detail: accepted.join(', ') });
}

function refuseDeclared(c: Context<HttpEnv>, maxBytes: number): void {
  const declared = Number(c.req.header('content-length') ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('body_too_large', { detail: `≤ ${maxBytes} bytes` });
}
