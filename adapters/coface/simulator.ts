import { randomBytes } from 'node:crypto';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { createFaults, type Faults, type Simulator } from '../simulator.ts';
import { type Books, type CofaceOptions, decide, openBooks } from './simulator/books.ts';

const credentials = {
  username: 'simulator-user',
  password: 'simulator-user-password',
  apiKey: 'simulator-api-key',
};

const OrderBody = z.strictObject({
  productCode: z.literal('CREDIT_LIMIT'),
  easyNumber: z.string().min(1),
  customerReference: z.string().min(1),
  requestedAmount: z.string().regex(/^\d+(\.\d+)?$/),
  currencyCode: z.string().regex(/^[A-Z]{3}$/),
  effectiveDate: z.iso.date(),
  urgent: z.boolean(),
});
const Change = z.strictObject({
  coverId: z.string(),
  kind: z.string().default('permanent'),
  decisionCode: z.string().optional(),
  amount: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  validTo: z.iso.date().nullable().optional(),
});

/** Coface as its public callers see it: key, policy, token; orders, then what is delivered. */
export function createSimulator(options: CofaceOptions = {}): Simulator {
  const faults = createFaults();
  const books = openBooks(options);
  for (const { customerReference } of books.orders()) faults.count(customerReference);
  const gate = openGate(options);
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route('/_control', controlOf(books));
  app.use('*', gate.paced);
  gate.route(app);
  routeCompanies(app, { books, faults, letIn: gate.letIn });
  routeLimits(app, { books, faults, letIn: gate.letIn }, options);
  return {
    app,
    configAt: (baseUrl) => ({
      baseUrl,
      ...credentials,
      paths: {
        token: '/authentication/v1/token',
        companies: '/companies/identifier',
        orders: '/products/orders',
        deliveries: '/products',
        portfolio: '/notifications/portfolio',
      },
      limitProduct: 'CREDIT_LIMIT',
      statusCodes: {
        AGREED: 'agreed',
        PARTIAL: 'partial',
        REFUSED: 'refused',
        REDUCED: 'reduced',
        WITHDRAWN: 'withdrawn',
      },
      pageSize: options.pageSize ?? 100,
    }),
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    known: {
      policyId: books.policies[0]?.policyId ?? '',
      buyers: books.companies.map(({ easyNumber, country, identifierValue }) => ({
        buyerId: easyNumber,
        country,
        scheme: 'vat',
        value: identifierValue,
      })),
    },
    deciding: { listCovers: ['AGREED'], readLimit: ['finished'] },
    declines: {},
  };
}

type Desk = { books: Books; faults: Faults; letIn: MiddlewareHandler };

/** Log-ins with their lock, tokens, and the pace of a key; all by the simulator's own clock. */
function openGate(options: CofaceOptions) {
  const now = options.now ?? (() => new Date());
  const tokens = new Map<string, number>();
  const calls: number[] = [];
  let failed = 0;
  let lockedUntil = 0;
  const paced: MiddlewareHandler = async (context, next) => {
    const { callsPerMinute } = options;
    if (callsPerMinute === undefined || context.req.path.startsWith('/_control')) return next();
    const at = now().getTime();
    while (calls[0] !== undefined && calls[0] <= at - 60_000) calls.shift();
    const left = callsPerMinute - calls.length;
    const headers = {
      'x-ratelimit-limit': String(callsPerMinute),
      'x-ratelimit-remaining': String(Math.max(0, left - 1)),
    };
    if (left <= 0) {
      return context.json({ code: 'TOO_MANY', message: 'Too many calls' }, 429, {
        ...headers,
        'retry-after': String(Math.ceil(((calls[0] ?? at) + 60_000 - at) / 1000)),
      });
    }
    calls.push(at);
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
    return undefined;
  };
  const letIn: MiddlewareHandler = async (context, next) => {
    const token = context.req.header('authorization') ?? '';
    const known = (tokens.get(token) ?? 0) > now().getTime();
    if (known && context.req.header('x-api-key') === credentials.apiKey) return next();
    return context.json({ code: 'UNAUTHORIZED', message: 'Unauthorized' }, 401);
  };
  const route = (app: Hono): void => {
    app.post('/authentication/v1/token', async (context) => {
      const at = now().getTime();
      if (at < lockedUntil) {
        const retryAfter = String(Math.ceil((lockedUntil - at) / 1000));
        const locked = { code: 'LOCKED', message: 'Temporarily locked' };
        return context.json(locked, 429, { 'retry-after': retryAfter });
      }
      const body = LogIn.safeParse(await context.req.json().catch(() => undefined));
      const right = body.success && context.req.header('x-api-key') === credentials.apiKey;
      if (!right) {
        failed += 1;
        // Five failures lock for a second, each further one twice as long, up to a quarter hour.
        if (failed >= 5) lockedUntil = at + Math.min(1000 * 2 ** (failed - 5), 900_000);
        return context.json({ code: 'UNAUTHORIZED', message: 'Unauthorized' }, 401);
      }
      failed = 0;
      const idToken = randomBytes(24).toString('base64url');
      tokens.set(idToken, at + 3_600_000);
      return context.json({
        idToken,
        accessToken: 'unused',
        refreshToken: 'unused',
        expiresIn: 3600,
        tokenType: 'Bearer',
      });
    });
  };
  return { paced, letIn, route };
}

const LogIn = z.strictObject({
  username: z.literal(credentials.username),
  password: z.literal(credentials.password),
  grantType: z.literal('password'),
  refreshToken: z.literal(''),
});

function routeCompanies(app: Hono, { books, faults, letIn }: Desk): void {
  app.get('/companies/identifier', faults.guard('read'), letIn, (context) => {
    const { countryCode, identifierType, identifierValue } = context.req.query();
    const companies = books.companies
      .filter(
        (company) =>
          company.country === countryCode &&
          company.identifierType === identifierType &&
          company.identifierValue === identifierValue,
      )
      .map(({ easyNumber, name }) => ({ easyNumber, name }));
    return context.json({ companies, count: companies.length });
  });
}

function routeLimits(app: Hono, desk: Desk, options: CofaceOptions): void {
  const { books, faults, letIn } = desk;
  const looks = new Map<string, number>();
  const policyOf = (context: Context) => context.req.header('x-cof-policy-number') ?? '';
  app.post('/products/orders', faults.guard('effect'), letIn, (context) => order(context, desk));
  app.get('/products/orders', faults.guard('read'), letIn, (context) => {
    const own = books.orders().filter(({ policy }) => policy === policyOf(context));
    return context.json(
      own.map(({ deliveryId, customerReference }) => ({ deliveryId, customerReference })),
    );
  });
  app.get('/products', faults.guard('read'), letIn, (context) => {
    const deliveryId = context.req.query('deliveryId') ?? '';
    const found = books.orders().find((known) => known.deliveryId === deliveryId);
    if (!found) return context.json({ code: 'UNKNOWN_DELIVERY', message: 'Unknown' }, 404);
    const count = (looks.get(deliveryId) ?? 0) + 1;
    looks.set(deliveryId, count);
    const due = found.status === 'open' && count > (options.deliveredAfterReads ?? 1);
    const { status, coverId, decisionCode } = due ? decide(books, found) : found;
    const creditDecision = coverId === null ? null : { coverId, decisionCode };
    return context.json({ deliveryId, status, creditDecision });
  });
  app.get('/notifications/portfolio', faults.guard('read'), letIn, (context) => {
    const range = /^(\d+)-(\d+)$/.exec(context.req.query('range') ?? '');
    if (!range) return context.json({ code: 'INVALID', message: 'range' }, 400);
    const [from, to] = [Number(range[1]), Number(range[2])];
    // Whoever looks at the portfolio finds what was ordered decided.
    for (const known of books.orders()) if (known.status === 'open') decide(books, known);
    const own = books.covers().filter(({ policy }) => policy === policyOf(context));
    const part = own.slice(from, to + 1).map(({ type: _, policy: __, ...cover }) => ({
      ...cover,
      companyName: books.companies.find(({ easyNumber }) => easyNumber === cover.easyNumber)?.name,
    }));
    const status = to + 1 < own.length ? 206 : 200;
    return context.json(part, status, { 'content-range': `${from}-${to}/${own.length}` });
  });
}

async function order(context: Context, { books, faults }: Desk) {
  const body = OrderBody.safeParse(await context.req.json().catch(() => undefined));
  if (!body.success) {
    return context.json({ code: 'INVALID', message: z.prettifyError(body.error) }, 400);
  }
  const { data } = body;
  const policy = context.req.header('x-cof-policy-number') ?? '';
  if (!books.policies.some(({ policyId }) => policyId === policy)) {
    return context.json({ code: 'UNKNOWN_POLICY', message: 'Unknown policy' }, 400);
  }
  if (!books.companies.some(({ easyNumber }) => easyNumber === data.easyNumber)) {
    return context.json({ code: 'UNKNOWN_COMPANY', message: 'Unknown company' }, 400);
  }
  const before = books
    .orders()
    .some(
      (known) =>
        known.customerReference === data.customerReference ||
        (known.easyNumber === data.easyNumber && known.status === 'open'),
    );
  if (before) return context.json({ code: 'ALREADY_ORDERED', message: 'Already ordered' }, 400);
  const deliveryId = `D${String(books.count('order') + 1).padStart(7, '0')}`;
  const open = { status: 'open', coverId: null, decisionCode: null } as const;
  books.write({ type: 'order', deliveryId, policy, ...data, ...open });
  faults.count(data.customerReference);
  return context.json({ deliveryId, customerReference: data.customerReference }, 201);
}

/** `POST /_control/covers` changes an amount now; `/_control/cancellations` cancels an order. */
function controlOf(books: Books): Hono {
  const control = new Hono();
  control.post('/covers', async (context) => {
    const { coverId, kind, ...change } = Change.parse(await context.req.json());
    const own = books.covers().filter((cover) => cover.coverId === coverId);
    const before = own.find((cover) => cover.kind === kind) ?? own[0];
    if (!before) return context.json({ error: 'no such cover' }, 404);
    const { decisionCode = before.decisionCode, amount = before.amount } = change;
    const validTo = change.validTo === undefined ? before.validTo : change.validTo;
    const decisionDate = books.today();
    const version = { ...before, kind, decisionCode, amount, validTo, decisionDate };
    return context.json(books.write(version));
  });
  control.post('/cancellations', async (context) => {
    const { deliveryId } = z
      .strictObject({ deliveryId: z.string() })
      .parse(await context.req.json());
    const found = books.orders().find((known) => known.deliveryId === deliveryId);
    if (!found) return context.json({ error: 'no such order' }, 404);
    return context.json(books.write({ ...found, status: 'cancelled' }));
  });
  return control;
}
