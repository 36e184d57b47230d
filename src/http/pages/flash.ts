import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { HttpEnv } from '../env.ts';

/** What the last step came to, told once on the page that follows it: a code and its numbers. */
const Flash = z.strictObject({
  kind: z.enum(['refused', 'done', 'note']),
  code: z.string().max(80),
  params: z.record(z.string().max(80), z.union([z.string().max(600), z.number(), z.boolean()])),
});
export type Flash = z.infer<typeof Flash>;

const NAME = 'cedent_told';

/** Back to a page of ours, with a word on what happened. */
export function redirectTelling(c: Context<HttpEnv>, path: string, flash: Flash): Response {
  setCookie(c, NAME, encodeURIComponent(JSON.stringify(flash)), {
    ...options(c),
    maxAge: 60,
  });
  return c.redirect(path, 303);
}

export function takeFlash(c: Context<HttpEnv>): Flash | undefined {
  const text = getCookie(c, NAME);
  if (text === undefined) return undefined;
  deleteCookie(c, NAME, options(c));
  try {
    return Flash.safeParse(JSON.parse(decodeURIComponent(text))).data;
  } catch {
    return undefined;
  }
}

function options(c: Context<HttpEnv>) {
  const secure = c.get('deps').baseUrl.startsWith('https:');
  return { path: '/', httpOnly: true, secure, sameSite: 'Lax' } as const;
}
