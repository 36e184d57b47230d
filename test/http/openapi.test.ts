import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routes } from '../../src/http/api/routes.ts';
import { BASE_URL, createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(10),
  responses: z.record(z.string(), z.object({ description: z.string().min(1) }).loose()),
  requestBody: z.looseObject({ content: z.record(z.string(), z.unknown()) }).optional(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
});

const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

async function readDocument() {
  const response = await world.app.request(`${BASE_URL}/openapi.json`);
  expect(response.status).toBe(200);
  const text = await response.text();
  return { document: Document.parse(JSON.parse(text)), text };
}

describe('the OpenAPI document', () => {
  it('lists every route of the API and nothing else', async () => {
    const { document } = await readDocument();
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const mounted = routes.map(({ method, path }) => `${method} /api/v1${path}`);
    expect(listed.sort()).toEqual(mounted.sort());
  });

  it('names each operation once and gives every write its key, body and refusals', async () => {
    const { document } = await readDocument();
    const operations = Object.values(document.paths).flatMap((methods) => Object.entries(methods));
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const questions = new Set(
      routes.filter(({ isQuestion }) => isQuestion).map(({ operationId }) => operationId),
    );
    for (const [method, operation] of operations) {
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403']));
      if (method === 'get') continue;
      if (questions.has(operation.operationId)) {
        expect(operation.parameters?.map(({ name }) => name)).not.toContain('idempotency-key');
        expect(operation.requestBody).toBeDefined();
        continue;
      }
      const names = operation.parameters?.map(({ name }) => name) ?? [];
      expect(names).toContain('idempotency-key');
      expect(operation.requestBody).toBeDefined();
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['409', '422']));
    }
  });

  it('declares every path parameter and resolves every reference within itself', async () => {
    const { document, text } = await readDocument();
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(methods)) {
        const declared = parameters.filter((item) => item.in === 'path').map(({ name }) => name);
        expect(declared.sort()).toEqual(inPath.sort());
      }
    }
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(5);
    for (const [, name = ''] of references) {
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });
});
