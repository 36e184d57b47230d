import type { RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { problems } from '../wording.ts';
import type { Accepts, Answers, ApiRoute } from './route.ts';

/** A route as the OpenAPI document tells it. */
export function documentRoute(prefix: string, route: ApiRoute): RouteConfig {
  const { method, path, operationId, summary, tag, permission, params, query, accepts } = route;
  const isWrite = method !== 'get' && !route.isQuestion;
  return {
    method,
    path: prefix + path,
    operationId,
    summary,
    tags: [tag],
    security: [{ token: [] }, { session: [] }],
    'x-permission': permission,
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(isWrite ? { headers: WriteHeaders } : {}),
      ...(accepts ? documentBody(accepts) : {}),
    },
    responses: { [route.answers.status]: documentAnswer(route.answers), ...refusals(route) },
  };
}

const WriteHeaders = z.object({
  'idempotency-key': z.string().min(1).max(255).meta({
    description: 'One value per intention: repeating the request with it changes nothing more.',
  }),
});

const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problems)),
  detail: z.string().optional(),
  requestId: z.string(),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
    .optional(),
  reason: z.looseObject({ code: z.string() }).optional(),
});

function documentBody(accepts: Accepts) {
  if (accepts.kind === 'json') {
    const content = { 'application/json': { schema: accepts.schema } };
    return { body: { required: accepts.optional !== true, content } };
  }
  const content = Object.fromEntries(accepts.contentTypes.map((type) => [type, binary]));
  return { body: { required: true, content } };
}

function documentAnswer(answers: Answers) {
  if ('contentType' in answers) {
    return { description: 'The file.', content: { [answers.contentType]: binary } };
  }
  return { description: 'Done.', content: { 'application/json': { schema: answers.schema } } };
}

function refusals({ method, params, accepts, isQuestion }: ApiRoute) {
  const statuses = [400, 401, 403];
  if (params) statuses.push(404);
  if (isQuestion) statuses.push(422);
  else if (method !== 'get') statuses.push(409, 422);
  if (accepts) statuses.push(413, 415);
  const content = { 'application/problem+json': { schema: ProblemSchema } };
  return Object.fromEntries(
    statuses.map((status) => [status, { description: describe(status), content }]),
  );
}

function describe(status: number): string {
  const codes = Object.entries(problems).filter(([, problem]) => problem.status === status);
  return codes.map(([code]) => code).join(', ');
}

const binary = { schema: z.string().meta({ format: 'binary' }) };
