import type { Context, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import type { Faults } from '../../simulator.ts';
import type { Books } from './books.ts';

export type Desk = {
  books: Books;
  faults: Faults;
  /** Lets a call in whose token has the scope. */
  authorised(scope: 'read' | 'create'): MiddlewareHandler;
};

export function refusal(context: Context, errorCode: string, errorMessage: string) {
  return context.json({ errorCode, errorMessage }, 400);
}

type Read<Data> = { ok: true; data: Data } | { ok: false; answer: Response };

/** The body by its own strict schema, under a contract that exists. */
export async function strict<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<Read<z.infer<Schema>>> {
  const body = schema.safeParse(await context.req.json().catch(() => undefined));
  if (body.success) return { ok: true, data: body.data };
  return { ok: false, answer: refusal(context, 'INVALID_FIELD', z.prettifyError(body.error)) };
}
