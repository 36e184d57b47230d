import type { Context } from 'hono';
import type { z } from 'zod';
import { sha256 } from '../../core/hash.ts';
import type { Tx } from '../../store/database.ts';
import { openUpload, requireType, type Upload } from '../body.ts';
import type { HttpEnv, Principal } from '../env.ts';
import { keyOf, once, type WriteAnswer } from '../idempotency.ts';
import { parseParams, parseQuery, readJson } from './input.ts';
import { callOf, nothing } from './read.ts';
import type { Accepts, ApiRoute, Shape, WriteHandler } from './route.ts';

type Addressed<Params extends Shape, Query extends Shape> = {
  params: z.infer<Params>;
  query: z.infer<Query>;
};

type WriteSpec<Params extends Shape, Query extends Shape, More> = Pick<
  ApiRoute,
  'path' | 'operationId' | 'summary' | 'tag' | 'permission' | 'answers'
> & {
  /** `put` where what is told takes the place of what was; else `post`. */
  method?: 'post' | 'put';
  params?: Params;
  query?: Query;
  handle: WriteHandler<Addressed<Params, Query> & More>;
};

type NoShape = z.ZodObject<Record<never, z.ZodType>>;

/** A change told in JSON. `optional`: no body at all is an empty object. */
export function write<
  Body extends z.ZodType,
  Params extends Shape = NoShape,
  Query extends Shape = NoShape,
>(
  spec: WriteSpec<Params, Query, { body: z.infer<Body> }> & { body: Body; optional?: boolean },
): ApiRoute {
  const { body: schema, optional = false } = spec;
  const accepts: Accepts = { kind: 'json', schema, optional };
  return change(spec, accepts, async (c) => {
    const { bytes, body } = await readJson(c, schema, { optional });
    return { more: { body }, bodyHash: async () => sha256(bytes) };
  });
}

/** A change told by a file, handed on as it arrives. */
export function writeFile<Params extends Shape = NoShape, Query extends Shape = NoShape>(
  spec: WriteSpec<Params, Query, { bytes: Upload['bytes'] }> & {
    contentTypes: readonly string[];
    maxBytes: number;
  },
): ApiRoute {
  const { contentTypes, maxBytes } = spec;
  return change(spec, { kind: 'file', contentTypes, maxBytes }, async (c) => {
    requireType(c, contentTypes);
    const upload = openUpload(c, maxBytes);
    return { more: { bytes: upload.bytes }, bodyHash: upload.finish };
  });
}

type Received<More> = { more: More; bodyHash: () => Promise<string> };

function change<Params extends Shape, Query extends Shape, More>(
  spec: WriteSpec<Params, Query, More>,
  accepts: Accepts,
  receive: (c: Context<HttpEnv>) => Promise<Received<More>>,
): ApiRoute {
  const { method = 'post', path, operationId, summary, tag, permission, answers, handle } = spec;
  const params = spec.params ?? nothing<Params>();
  const query = spec.query ?? nothing<Query>();
  const respond = async (c: Context<HttpEnv>, principal: Principal): Promise<Response> => {
    keyOf(c);
    const addressed = { params: parseParams(c, params), query: parseQuery(c, query) };
    const { more, bodyHash } = await receive(c);
    const run = (tx: Tx): Promise<WriteAnswer> =>
      handle(callOf(c, tx, principal), { ...addressed, ...more });
    return once(c, principal, { route: `${method.toUpperCase()} ${path}`, bodyHash, run });
  };
  return {
    method,
    path,
    operationId,
    summary,
    tag,
    permission,
    params: spec.params,
    query: spec.query,
    accepts,
    answers,
    respond,
  };
}
