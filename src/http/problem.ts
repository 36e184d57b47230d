import type { Context } from 'hono';
import { html } from 'hono/html';
import { DatabaseBusy } from '../store/database.ts';
import type { HttpEnv, Locale } from './env.ts';
import { localeOf } from './locale.ts';
import { type ProblemCode, problems, titleOf } from './wording.ts';

/** A value that cannot be used: where (a JSON pointer, or the parameter's name) and why. */
export type FieldError = { pointer: string; code: string; detail: string };

/** RFC 9457. `detail` says what happened here and what to do; never a stack, never a secret. */
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  requestId: string;
  errors?: FieldError[];
  /** What a program needs to go on: the refusal's own code and numbers. */
  reason?: { code: string } & Record<string, unknown>;
};

type Extra = {
  detail?: string;
  errors?: FieldError[];
  reason?: { code: string } & Record<string, unknown>;
  headers?: Record<string, string>;
};

/** Leaves a handler early; inside a transaction it also rolls the transaction back. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extra: Extra;

  constructor(code: ProblemCode, extra: Extra = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** The same answer for what does not exist and for what belongs to another tenant. */
export function notFound(): Problem {
  return new Problem('not_found');
}

/** What was thrown, as an answer; what nobody meant to throw is logged. */
export function problemOf(c: Context<HttpEnv>, error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { method, path } = c.req;
  const place = { requestId: c.get('requestId'), method, path };
  const { log } = c.get('deps');
  if (error instanceof DatabaseBusy) {
    log.warn({ ...place, reason: String(error.cause) }, 'no connection to the database in time');
    return new Problem('busy', { headers: { 'retry-after': '3' } });
  }
  log.error({ err: error, ...place }, 'request failed');
  return new Problem('internal');
}

export async function problemResponse(c: Context<HttpEnv>, problem: Problem): Promise<Response> {
  const { code, extra } = problem;
  const locale = localeOf(c);
  const { status } = problems[code];
  const body: ProblemBody = {
    type: `/problems/${code}`,
    title: titleOf(code, locale),
    status,
    code,
    ...(extra.detail === undefined ? {} : { detail: extra.detail }),
    requestId: c.get('requestId'),
    ...(extra.errors === undefined ? {} : { errors: extra.errors }),
    ...(extra.reason === undefined ? {} : { reason: extra.reason }),
  };
  for (const [name, value] of Object.entries(extra.headers ?? {})) c.header(name, value);
  c.header('cache-control', 'no-store');
  if (prefersPage(c)) return problemPage(c, body, locale);
  return c.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json',
    'content-language': locale,
  });
}

/** A browser following a link reads a page; programs and our own scripts read JSON. */
function prefersPage(c: Context<HttpEnv>): boolean {
  const isApi = c.req.path.startsWith('/api/');
  return !isApi && (c.req.header('accept') ?? '').includes('text/html');
}

function problemPage(c: Context<HttpEnv>, body: ProblemBody, locale: Locale) {
  const words =
    locale === 'zh-CN'
      ? { home: '返回首页', signIn: '登录', reference: '参考编号' }
      : { home: 'Back to the first page', signIn: 'Sign in', reference: 'Reference' };
  const link =
    body.status === 401
      ? html`<a href="/sign-in">${words.signIn}</a>`
      : html`<a href="/">${words.home}</a>`;
  return c.html(
    html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${body.title}</title>
<style nonce="${c.get('nonce')}">body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;
margin:15vh auto;padding:0 1.5rem;color:#1c2530}h1{font-size:1.4rem}small{color:#5b6672}</style>
</head>
<body><main><h1>${body.title}</h1><p>${body.detail ?? ''}</p><p>${link}</p>
<small>${words.reference}: ${body.requestId}</small></main></body></html>`,
    problems[body.code].status,
  );
}
