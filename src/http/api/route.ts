import type { Context } from 'hono';
import type { z } from 'zod';
import type { Permission } from '../../core/role.ts';
import type { Tx } from '../../store/database.ts';
import type { AppDeps } from '../deps.ts';
import type { HttpEnv, Locale, Principal } from '../env.ts';
import type { WriteAnswer } from '../idempotency.ts';

/** One row of the API's table: mounted, documented and walked by the tests from the same value. */
export type ApiRoute = {
  method: 'get' | 'post' | 'put';
  /** Below /api/v1, as OpenAPI writes it: /imports/{id}. */
  path: string;
  operationId: string;
  summary: string;
  tag: string;
  /** 'any': whoever is signed in. */
  permission: Permission | 'any';
  params: Shape | undefined;
  query: Shape | undefined;
  accepts: Accepts | undefined;
  /** Asked by POST because its question is a body; it changes nothing and takes no Idempotency-Key. */
  isQuestion?: true;
  answers: Answers;
  respond: (c: Context<HttpEnv>, principal: Principal) => Promise<Response>;
};

export type Shape = z.ZodObject<Record<string, z.ZodType>>;

export type Accepts =
  | { kind: 'json'; schema: z.ZodType; optional?: boolean }
  | { kind: 'file'; contentTypes: readonly string[]; maxBytes: number };

export type Answers =
  | { status: 200 | 201 | 202; schema: z.ZodType }
  | { status: 200; contentType: string };

/** What a handler is told besides its own input. */
export type Call = {
  deps: AppDeps;
  tx: Tx;
  principal: Principal;
  locale: Locale;
  requestId: string;
};

/**
 * JSON (with `next`, the cursor of the following page, it also gets a Link header) or a file; one of
 * any size comes in pieces, each taken when the one before it has gone out.
 */
export type ReadAnswer =
  | { body: unknown }
  | ({ contentType: string; fileName: string } & (
      | { file: Uint8Array }
      | { pieces: AsyncIterable<Uint8Array>; byteLength: number }
    ));

export type Handled<Input, Answer> = (call: Call, input: Input) => Promise<Answer>;
export type ReadHandler<Input> = Handled<Input, ReadAnswer>;
export type WriteHandler<Input> = Handled<Input, WriteAnswer>;
