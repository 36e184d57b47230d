import type { Context } from 'hono';
import type { z } from 'zod';
import { en, zhCN } from 'zod/locales';
import { readBody, requireType } from '../body.ts';
import type { HttpEnv, Locale } from '../env.ts';
import { localeOf } from '../locale.ts';
import { type FieldError, notFound, Problem } from '../problem.ts';
import type { ProblemCode } from '../wording.ts';

/** An id of the wrong shape names nothing: the answer is the one for an id that does not exist. */
export function parseParams<Schema extends z.ZodType>(
  c: Context<HttpEnv>,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(c.req.param());
  if (!parsed.success) throw notFound();
  return parsed.data;
}

export function parseQuery<Schema extends z.ZodType>(
  c: Context<HttpEnv>,
  schema: Schema,
): z.infer<Schema> {
  return parse(schema, c.req.query(), { locale: localeOf(c), code: 'invalid_request' });
}

/** The body in JSON; `optional`: no body at all is an empty object. */
export async function readJson<Schema extends z.ZodType>(
  c: Context<HttpEnv>,
  schema: Schema,
  { optional = false }: { optional?: boolean } = {},
): Promise<{ bytes: Uint8Array; body: z.infer<Schema> }> {
  const bytes = await readBody(c, JSON_BYTES_MAX);
  const value = decodeJson(c, bytes, optional);
  return { bytes, body: parse(schema, value, { locale: localeOf(c), code: 'invalid_body' }) };
}

const JSON_BYTES_MAX = 1_048_576;

function decodeJson(c: Context<HttpEnv>, bytes: Uint8Array, optional: boolean): unknown {
  if (bytes.length === 0 && optional) return {};
  requireType(c, ['application/json']);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem('malformed_json');
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { locale, code }: { locale: Locale; code: ProblemCode },
): z.infer<Schema> {
  const parsed = schema.safeParse(value, { error: messages[locale] });
  if (parsed.success) return parsed.data;
  throw new Problem(code, { errors: parsed.error.issues.slice(0, 50).flatMap(fieldErrors) });
}

const messages = { en: en().localeError, 'zh-CN': zhCN().localeError };

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const at = (path: PropertyKey[]) => ({
    pointer: `#${path.map((part) => `/${escapePointer(String(part))}`).join('')}`,
    code: issue.code,
    detail: issue.message,
  });
  if (issue.code !== 'unrecognized_keys') return [at(issue.path)];
  return issue.keys.map((key) => at([...issue.path, key]));
}

/** RFC 6901, in a URI fragment. */
function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
