import { z } from 'zod';
import { assert } from './assert.ts';

/** A UUIDv7 of ours: sorts by the time it was made. */
export const Id = z.uuid();
export type Id = z.infer<typeof Id>;

/** RFC 9562 version 7 from a time and ten random bytes, both given by the caller. */
export function uuidv7(atMs: number, random: Uint8Array): Id {
  assert(random.length >= 10, 'uuidv7 needs ten random bytes');
  const bytes = new Uint8Array(16);
  let rest = BigInt(atMs);
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
