import type { z } from 'zod';
import { parseParams, parseQuery, readJson } from './input.ts';
import { callOf, nothing } from './read.ts';
import type { ApiRoute, Handled, Shape } from './route.ts';

type NoShape = z.ZodObject<Record<never, z.ZodType>>;

/**
 * A question that an address is too small for: asked by POST with a body in JSON, in one transaction
 * of the principal's tenant. It changes nothing, so it may be repeated and takes no Idempotency-Key.
 * `optional`: no body at all is an empty object.
 */
export function ask<
  Body extends z.ZodType,
  Params extends Shape = NoShape,
  Query extends Shape = NoShape,
>(
  spec: Pick<ApiRoute, 'path' | 'operationId' | 'summary' | 'tag' | 'permission'> & {
    params?: Params;
    query?: Query;
    body: Body;
    optional?: boolean;
    answers: { status: 200; schema: z.ZodType };
    handle: Handled<
      { params: z.infer<Params>; query: z.infer<Query>; body: z.infer<Body> },
      { body: unknown }
    >;
  },
): ApiRoute {
  const { path, operationId, summary, tag, permission, answers, handle, body: schema } = spec;
  const { optional = false } = spec;
  const params = spec.params ?? nothing<Params>();
  const query = spec.query ?? nothing<Query>();
  const respond: ApiRoute['respond'] = async (c, principal) => {
    const addressed = { params: parseParams(c, params), query: parseQuery(c, query) };
    const { body } = await readJson(c, schema, { optional });
    const answer = await c
      .get('deps')
      .db.asTenant(principal.tenantId, (tx) =>
        handle(callOf(c, tx, principal), { ...addressed, body }),
      );
    const headers = { 'content-type': 'application/json' };
    return new Response(JSON.stringify(answer.body), { headers });
  };
  return {
    method: 'post',
    path,
    operationId,
    summary,
    tag,
    permission,
    params: spec.params,
    query: spec.query,
    accepts: { kind: 'json', schema, optional },
    isQuestion: true,
    answers,
    respond,
  };
}
