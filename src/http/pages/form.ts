import type { Context } from 'hono';
import type { z } from 'zod';
import type { HttpEnv } from '../env.ts';
import { Problem } from '../problem.ts';

/** The fields of a form; several of one name come as a list. A form of ours that does not fit is 400. */
export async function readForm<Schema extends z.ZodType>(
  c: Context<HttpEnv>,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const parsed = schema.safeParse(await c.req.parseBody({ all: true }));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 20).map((issue) => ({
    pointer: `#/${issue.path.join('/')}`,
    code: issue.code,
    detail: issue.message,
  }));
  throw new Problem('invalid_request', { errors });
}

/** A page of ours, or the first page: a form must not lead to another site. */
export function localPath(path: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';
}

/** The one file of a form; absent when none was chosen. */
export async function fileOf(
  c: Context<HttpEnv>,
  field: string,
  maxBytes: number,
): Promise<File | undefined> {
  const given = (await c.req.parseBody())[field];
  if (!(given instanceof File) || given.size === 0) return undefined;
  if (given.size > maxBytes) throw new Problem('body_too_large', { detail: `≤ ${maxBytes} bytes` });
  return given;
}
