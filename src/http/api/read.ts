import type { Context } from 'hono';
import { z } from 'zod';
import type { Tx } from '../../store/database.ts';
import type { HttpEnv, Principal } from '../env.ts';
import { localeOf } from '../locale.ts';
import { parseParams, parseQuery } from './input.ts';
import type { Answers, ApiRoute, Call, ReadAnswer, ReadHandler, Shape } from './route.ts';

type ReadSpec<Params extends Shape, Query extends Shape> = Pick<
  ApiRoute,
  'path' | 'operationId' | 'summary' | 'tag' | 'permission'
> & {
  params?: Params;
  query?: Query;
  answers: Answers;
  handle: ReadHandler<{ params: z.infer<Params>; query: z.infer<Query> }>;
};

/** A question: one transaction of the principal's tenant, no change. */
export function read<
  Params extends Shape = z.ZodObject<Record<never, z.ZodType>>,
  Query extends Shape = z.ZodObject<Record<never, z.ZodType>>,
>(spec: ReadSpec<Params, Query>): ApiRoute {
  const { path, operationId, summary, tag, permission, answers, handle } = spec;
  const params = spec.params ?? nothing<Params>();
  const query = spec.query ?? nothing<Query>();
  const respond: ApiRoute['respond'] = async (c, principal) => {
    const input = { params: parseParams(c, params), query: parseQuery(c, query) };
    const deps = c.get('deps');
    const answer = await deps.db.asTenant(principal.tenantId, (tx) =>
      handle(callOf(c, tx, principal), input),
    );
    return respondWith(c, answer);
  };
  return {
    method: 'get',
    path,
    operationId,
    summary,
    tag,
    permission,
    params: spec.params,
    query: spec.query,
    accepts: undefined,
    answers,
    respond,
  };
}

/** A route that declares no parameters takes none; the type says the same by its default. */
export function nothing<Schema extends Shape>(): Schema {
  return z.looseObject({}) as unknown as Schema;
}

/** What every handler is told. */
export function callOf(c: Context<HttpEnv>, tx: Tx, principal: Principal): Call {
  return { deps: c.get('deps'), tx, principal, locale: localeOf(c), requestId: c.get('requestId') };
}

function respondWith(c: Context<HttpEnv>, answer: ReadAnswer): Response {
  if (!('body' in answer)) {
    const headers = {
      'content-type': answer.contentType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(answer.fileName)}`,
    };
    if ('file' in answer) return new Response(new Uint8Array(answer.file), { headers });
    const body = streamOf(c, answer.pieces);
    return new Response(body, {
      headers: { ...headers, 'content-length': String(answer.byteLength) },
    });
  }
  const next = nextOf(answer.body);
  const headers = new Headers({ 'content-type': 'application/json' });
  if (next !== undefined) headers.set('link', `<${nextAddress(c, next)}>; rel="next"`);
  return new Response(JSON.stringify(answer.body), { headers });
}

/** Fed from here and not by the reader's calls: on the edge, the request's database is known here. */
function streamOf(c: Context<HttpEnv>, pieces: AsyncIterable<Uint8Array>): ReadableStream {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const { log } = c.get('deps');
  const requestId = c.get('requestId');
  const feed = async () => {
    const writer = writable.getWriter();
    try {
      for await (const piece of pieces) await writer.write(piece);
      await writer.close();
    } catch (err) {
      log.warn({ err, requestId }, 'a file was not sent to its end');
      await writer.abort(err).catch(() => undefined);
    }
  };
  void feed();
  return readable;
}

function nextOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('next' in body)) return undefined;
  return typeof body.next === 'string' ? body.next : undefined;
}

function nextAddress(c: Context<HttpEnv>, next: string): string {
  const asked = new URL(c.req.url);
  asked.searchParams.set('cursor', next);
  return `${c.get('deps').baseUrl}${asked.pathname}${asked.search}`;
}
