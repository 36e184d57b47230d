import { OpenAPIHono } from '@hono/zod-openapi';
import type { HttpEnv } from '../env.ts';
import { permit } from '../identity/guard.ts';
import { documentRoute } from './document.ts';
import type { ApiRoute } from './route.ts';
import { routes } from './routes.ts';

/** The JSON API under /api/v1 and its document at /openapi.json, both from one table. */
export function createApi(): OpenAPIHono<HttpEnv> {
  const app = new OpenAPIHono<HttpEnv>();
  for (const route of routes) mount(app, route);
  const registry = app.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT (RFC 9068)',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'cedent_session',
  });
  app.doc31('/openapi.json', (c) => ({
    openapi: '3.1.0',
    info: { title: 'Cedent', version: '1.0.0' },
    servers: [{ url: c.get('deps').baseUrl }],
  }));
  return app;
}

export const API_PATH = '/api/v1';

function mount(app: OpenAPIHono<HttpEnv>, route: ApiRoute): void {
  app.openAPIRegistry.registerPath(documentRoute(API_PATH, route));
  const path = API_PATH + route.path.replaceAll(/\{(\w+)\}/g, ':$1');
  app.on(route.method.toUpperCase(), path, (c) => route.respond(c, permit(c, route.permission)));
}
