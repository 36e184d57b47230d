import { createHmac, timingSafeEqual } from 'node:crypto';

export type Purpose = 'sign-in' | 'form' | 'cursor';

/** A signature under a key that is good for one purpose only. */
export function sign(secretKey: Uint8Array, purpose: Purpose, text: string): string {
  const key = createHmac('sha256', secretKey).update(`http ${purpose}`).digest();
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** In the same time whether the signature is nearly right or wholly wrong. */
export function isSigned(
  secretKey: Uint8Array,
  purpose: Purpose,
  { text, signature }: { text: string; signature: string },
): boolean {
  const expected = Buffer.from(sign(secretKey, purpose, text));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** `text` and its signature as one value for a cookie or a query. */
export function seal(secretKey: Uint8Array, purpose: Purpose, text: string): string {
  return `${Buffer.from(text).toString('base64url')}.${sign(secretKey, purpose, text)}`;
}

/** What `seal` closed, or undefined for anything else. */
export function unseal(
  secretKey: Uint8Array,
  purpose: Purpose,
  sealed: string,
): string | undefined {
  const [encoded = '', signature = '', ...rest] = sealed.split('.');
  if (rest.length > 0) return undefined;
  const text = Buffer.from(encoded, 'base64url').toString('utf8');
  return isSigned(secretKey, purpose, { text, signature }) ? text : undefined;
}
