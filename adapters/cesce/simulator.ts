import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { createFaults, type Simulator } from '../simulator.ts';
import { type CesceOptions, openBooks } from './simulator/books.ts';
import { controlClaims, routeClaims } from './simulator/claims.ts';
import type { Desk } from './simulator/desk.ts';
import { controlLimits, routeLimits } from './simulator/limits.ts';
import { routeSales } from './simulator/sales.ts';

const credentials = {
  clientId: 'simulator-client',
  clientSecret: 'simulator-client-secret',
  username: 'simulator-user',
  password: 'simulator-user-password',
};

/** CESCE by its published resources: classifications, movements, sales, collections, dossiers. */
export function createSimulator(options: CesceOptions = {}): Simulator {
  const faults = createFaults();
  const books = openBooks(options);
  for (const reference of referencesOf(books)) faults.count(reference);
  const tokens = issueTokens(options);
  const desk: Desk = { books, faults, authorised: tokens.authorised };
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route('/_control', controlLimits(books));
  app.route('/_control', controlClaims(books));
  tokens.route(app);
  app.use('/contracts/:contract/*', async (context, next) => {
    if (Object.hasOwn(books.contracts, context.req.param('contract'))) return next();
    return context.json({ errorCode: 'UNKNOWN_CONTRACT', errorMessage: 'Póliza inexistente' }, 400);
  });
  routeLimits(app, desk, options);
  routeSales(app, desk);
  routeClaims(app, desk, options);
  return {
    app,
    configAt: (baseUrl) => ({ baseUrl, ...credentials }),
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    known: {
      policyId: Object.keys(books.contracts)[0] ?? '',
      buyers: books.endorsements.map(({ endorsementNo, country, taxId }) => ({
        buyerId: endorsementNo,
        country,
        scheme: 'vat',
        value: taxId,
      })),
    },
    deciding: { listCovers: ['ALTA'], readClaim: ['SETTLED'] },
    declines: {},
  };
}

function referencesOf(books: ReturnType<typeof openBooks>): string[] {
  const requests = new Map(
    books.all('classification').map((request) => [request.classificationNo, request]),
  );
  return [
    ...[...requests.values()].map(({ requestReference }) => requestReference),
    ...books.all('sale').map(({ saleReference }) => saleReference),
    ...books.all('collection').map(({ collectionReference }) => collectionReference),
    ...books.all('non_payment').map(({ notificationReference }) => notificationReference),
    ...books.all('document').map(({ documentReference }) => documentReference),
  ];
}

/** Tokens by password, for the scopes that were asked, for twenty minutes by its own clock. */
function issueTokens(options: CesceOptions) {
  const now = options.now ?? (() => new Date());
  const tokens = new Map<string, { until: number; scopes: readonly string[] }>();
  return {
    route(app: Hono): void {
      app.post('/oauth2/v1/token', async (context) => {
        const form = new URLSearchParams(await context.req.text());
        const right =
          form.get('grant_type') === 'password' &&
          form.get('client_id') === credentials.clientId &&
          form.get('client_secret') === credentials.clientSecret &&
          form.get('username') === credentials.username &&
          form.get('password') === credentials.password;
        const scopes = (form.get('scope') ?? '').split(' ').filter(Boolean);
        const known = scopes.every((scope) => /^(create|read|update|delete)$/.test(scope));
        if (!right || !known || scopes.length === 0) {
          return context.json({ error: 'invalid_grant' }, 401);
        }
        const token = randomBytes(24).toString('base64url');
        tokens.set(token, { until: now().getTime() + 1_200_000, scopes });
        return context.json({ access_token: token, token_type: 'Bearer', expires_in: 1200 }, 201);
      });
    },
    authorised(
      scope: 'read' | 'create',
    ): Desk['authorised'] extends (s: never) => infer G ? G : never {
      return async function letIn(context, next) {
        const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
        const live = tokens.get(token);
        if (!live || live.until <= now().getTime()) {
          return context.json({ error: 'invalid_token' }, 401);
        }
        if (!live.scopes.includes(scope)) {
          return context.json({ errorCode: 'SCOPE', errorMessage: 'insufficient scope' }, 403);
        }
        return next();
      };
    },
  };
}
