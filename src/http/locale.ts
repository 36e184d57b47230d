import type { Context } from 'hono';
import type { HttpEnv, Locale } from './env.ts';

/** What the request asks for in Accept-Language, else the person's own language, else English. */
export function localeOf(c: Context<HttpEnv>): Locale {
  const principal = c.get('principal');
  if (principal?.via === 'session') return principal.locale;
  const asked = (c.req.header('accept-language') ?? '').slice(0, 200).toLowerCase();
  for (const part of asked.split(',')) {
    const tag = part.trim();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return principal?.locale ?? 'en';
}
