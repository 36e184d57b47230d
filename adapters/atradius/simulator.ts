import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { createMailboxServer } from '../mailbox.ts';
import { createFaults, type Simulator } from '../simulator.ts';
import {
  type AtradiusOptions,
  type Books,
  type Cover,
  changed,
  LimitChange,
  openBooks,
} from './simulator/books.ts';
import { createInspection } from './simulator/inspection.ts';
import { recordOf } from './simulator/record.ts';

const credentials = {
  clientId: 'simulator-client',
  clientSecret: 'simulator-client-secret',
  appKey: 'simulator-app-key',
};
const mailboxUser = { user: 'cedent', password: 'simulator-mailbox-password' };

/** Atradius as its clients describe it: tokens, buyers, covers decided at once or referred, a mailbox. */
export function createSimulator(options: AtradiusOptions = {}): Simulator {
  const customerId = options.customerId ?? 7_001_234;
  const faults = createFaults();
  const books = openBooks(options);
  for (const cover of books.all()) faults.count(cover.customerRefNumber);
  const root = options.mailboxRoot ?? join(tmpdir(), `insurer-mailbox-${randomUUID()}`);
  const inspection = createInspection(root);
  const mailbox = createMailboxServer({
    root,
    folders: ['inbox', 'processed', 'rejected'],
    ...mailboxUser,
    faults,
  });
  const desk: Desk = { books, faults, customerId, authorised: authorise(options) };
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route(
    '/_control',
    controlOf(books, () => inspection.collect()),
  );
  routeTokens(app, desk);
  routeBuyers(app, desk, options);
  routeCovers(app, desk);
  app.notFound((context) => context.json({ faultstring: 'Forbidden' }, 403));
  let door: { port: number; fingerprint?: string } = { port: 22 };
  let clerk: NodeJS.Timeout | undefined;
  return {
    app,
    configAt: (baseUrl) => {
      const { port, fingerprint } = door;
      const pinned = fingerprint === undefined ? {} : { hostFingerprint: fingerprint };
      const folders = { folder: 'inbox', processedFolder: 'processed' };
      const reached = { host: '127.0.0.1', port, ...pinned, ...folders, ...mailboxUser };
      return { baseUrl, customerId, ...credentials, mailbox: reached };
    },
    async open() {
      door = await mailbox.listen();
      if (options.collectEveryMs !== undefined) {
        clerk = setInterval(() => inspection.collect(), options.collectEveryMs).unref();
      }
    },
    async close() {
      clearInterval(clerk);
      if (door.fingerprint !== undefined) await mailbox.close();
      if (options.mailboxRoot === undefined) rmSync(root, { recursive: true, force: true });
    },
    known: knownOf(books),
    deciding: { listCovers: ['DC01', 'DECISION'] },
    declines: {
      'sendExposure/status': 'A mailbox answers no HTTP status: a file is there or it is not.',
    },
  };
}

type Desk = {
  books: Books;
  faults: ReturnType<typeof createFaults>;
  customerId: number;
  authorised: { issue(): string; guard: MiddlewareHandler };
};

/** Tokens of thirty minutes, by the simulator's own clock. */
function authorise(options: AtradiusOptions): Desk['authorised'] {
  const now = options.now ?? (() => new Date());
  const tokens = new Map<string, number>();
  return {
    issue() {
      const token = randomBytes(24).toString('base64url');
      tokens.set(token, now().getTime() + 1_800_000);
      return token;
    },
    async guard(context, next) {
      const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
      const live = (tokens.get(token) ?? 0) > now().getTime();
      if (!live || !hasAppKey(context)) return context.json({ faultstring: 'Unauthorized' }, 401);
      if (!context.req.header('atradius-correlation-id')) {
        return refusal(context, 400, 'Correlation id is missing.', 'Atradius-Correlation-Id');
      }
      return next();
    },
  };
}

function routeTokens(app: Hono, { authorised }: Desk): void {
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString(
    'base64',
  );
  app.post('/authenticate/v2/tokens', (context) => {
    const known = context.req.header('authorization') === `Basic ${basic}` && hasAppKey(context);
    if (!known) return context.json({ faultstring: 'Invalid client' }, 401);
    const data = { access_token: authorised.issue(), token_type: 'Bearer', expires_in: 1800 };
    return context.json({ data });
  });
}

const organisation = '/credit-insurance/organisation-management/v1/buyers';
const covers = '/credit-insurance/cover-management/v1/covers';

function routeBuyers(app: Hono, desk: Desk, options: AtradiusOptions): void {
  const { books, faults, authorised } = desk;
  const shown = (buyer: Books['buyers'][number]) => ({
    buyerId: buyer.buyerId,
    buyerName: buyer.name,
    uniqueIdentifiers: buyer.identifiers,
    tradingStatus: 'Active',
    registeredAddress: { country: buyer.country },
  });
  app.get(organisation, faults.guard('read'), authorised.guard, (context) => {
    const query = BuyerSearch.safeParse(context.req.query());
    if (!query.success) return refusal(context, 400, z.prettifyError(query.error), 'query');
    const { country, uid, uidType } = query.data;
    const found = books.buyers.filter(
      (buyer) =>
        buyer.country === country &&
        buyer.identifiers.some((id) => id.uid === uid && id.uidType === uidType),
    );
    if (found.length === 0 && options.appetiteOfNewcomers !== undefined) {
      const buyerId = 2_000_001 + books.buyers.length;
      const identifiers = [{ uid, uidType }];
      const appetite = options.appetiteOfNewcomers;
      const buyer = { buyerId, name: `Company ${uid}`, country, identifiers, appetite };
      books.buyers.push(buyer);
      found.push(buyer);
    }
    return context.json({ data: found.map(shown) });
  });
  app.get(`${organisation}/:buyerId`, faults.guard('read'), authorised.guard, (context) => {
    const buyerId = Number(context.req.param('buyerId'));
    const found = books.buyers.filter((buyer) => buyer.buyerId === buyerId);
    return context.json({ data: found.map(shown) });
  });
}

const BuyerSearch = z.strictObject({
  country: z.string().regex(/^[A-Z]{3}$/),
  uid: z.string().min(1),
  uidType: z.enum(['VAT', 'NRN', 'CR', 'DB', 'FC', 'SN', 'TK']),
});
const ApplicationHead = {
  customerId: z.int(),
  policyId: z.string().min(1),
  buyerId: z.int(),
  effectFromDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  customerRefNumber: z.string().min(1),
};
/** A credit check is of a standard small amount: it takes no amount and no currency. */
const Application = z.discriminatedUnion('coverType', [
  z.strictObject({
    ...ApplicationHead,
    coverType: z.literal('credit-limit'),
    currencyCode: z.string().regex(/^[A-Z]{3}$/),
    creditLimitAmount: z.number().positive().multipleOf(1000, {
      error: 'Must be positive number greater than zero and a multiple of 1000.',
    }),
  }),
  z.strictObject({ ...ApplicationHead, coverType: z.literal('credit-check') }),
]);
const CoverQuery = z.strictObject({
  customerId: z.string(),
  policyId: z.string(),
  buyerId: z.string().optional(),
  coverType: z.string().optional(),
});

function routeCovers(app: Hono, desk: Desk): void {
  const { books, faults, authorised } = desk;
  app.post(covers, faults.guard('effect'), authorised.guard, async (context) => {
    const asked = Application.safeParse(await context.req.json().catch(() => undefined));
    if (!asked.success) return refusal(context, 422, z.prettifyError(asked.error), 'body');
    const { data } = asked;
    if (data.customerId !== desk.customerId || !Object.hasOwn(books.policies, data.policyId)) {
      return refusal(context, 422, 'No policy match found', 'policyId');
    }
    if (!books.buyers.some(({ buyerId }) => buyerId === data.buyerId)) {
      return refusal(context, 422, 'No buyer match found', 'buyerId');
    }
    if (books.blocking(data.policyId, data.buyerId)) {
      return refusal(context, 422, 'Credit limit/credit check already exists for this buyer.');
    }
    const { customerId: _ours, ...application } = data;
    const amount =
      application.coverType === 'credit-limit'
        ? { requestCurrency: application.currencyCode, requested: application.creditLimitAmount }
        : { requestCurrency: books.policies[data.policyId]?.currency ?? 'EUR', requested: 10_000 };
    const { policyId, buyerId, coverType, effectFromDate, customerRefNumber } = application;
    const fixed = { policyId, buyerId, coverType, effectFromDate, customerRefNumber };
    const cover = books.apply({ ...fixed, ...amount });
    faults.count(customerRefNumber);
    const answer = { data: [{ coverId: cover.coverId, response: 'Action successful' }] };
    return context.json(answer, cover.decision ? 201 : 202);
  });
  const lists: Readonly<Record<string, (cover: Cover) => boolean>> = {
    [covers]: () => true,
    [`${covers}/decisions`]: (cover) => cover.decision !== undefined,
    [`${covers}/applications`]: (cover) => cover.decision === undefined,
  };
  for (const [path, belongs] of Object.entries(lists)) {
    app.get(path, faults.guard('read'), authorised.guard, (context) => {
      const query = CoverQuery.safeParse(context.req.query());
      if (!query.success) return refusal(context, 400, 'Unknown query parameter', 'query');
      books.look();
      const mine = books
        .all()
        .filter((cover) => belongs(cover) && matches(cover, query.data, desk.customerId));
      return context.json({ data: mine.map((cover) => recordOf(cover, books)) });
    });
  }
}

function matches(cover: Cover, query: z.infer<typeof CoverQuery>, customerId: number): boolean {
  return (
    query.customerId === String(customerId) &&
    query.policyId === cover.policyId &&
    (query.buyerId === undefined || query.buyerId === String(cover.buyerId)) &&
    (query.coverType === undefined || query.coverType === cover.coverType)
  );
}

/** `POST /_control/covers` changes a limit now; `/_control/mailbox/collect` empties the inbox. */
function controlOf(books: Books, collect: () => unknown): Hono {
  const control = new Hono();
  control.post('/mailbox/collect', (context) => context.json(collect()));
  control.post('/covers', async (context) => {
    const change = LimitChange.parse(await context.req.json());
    const cover = books.byId(change.coverId);
    if (!cover) return context.json({ error: 'no such cover' }, 404);
    return context.json(recordOf(changed(books, cover, change), books));
  });
  return control;
}

function knownOf(books: Books): Simulator['known'] {
  const schemes: Readonly<Record<string, string>> = { VAT: 'vat', SN: 'siren', NRN: 'nrn' };
  const buyers = books.buyers.map(({ buyerId, country, identifiers }) => ({
    buyerId: String(buyerId),
    country,
    scheme: schemes[identifiers[0]?.uidType ?? ''] ?? 'nrn',
    value: identifiers[0]?.uid ?? '',
  }));
  return { policyId: Object.keys(books.policies)[0] ?? '', buyers };
}

function hasAppKey(context: Context): boolean {
  return context.req.header('atradius-app-key') === credentials.appKey;
}

function refusal(context: Context, status: 400 | 422, detail: string, parameter?: string) {
  return context.json(
    { errors: [{ detail, ...(parameter && { source: { parameter } }) }] },
    status,
  );
}
