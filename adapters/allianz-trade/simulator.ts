import { randomBytes } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import { createFaults, type Simulator } from '../simulator.ts';
import { type AllianzOptions, openBooks } from './simulator/books.ts';
import { controlOf } from './simulator/control.ts';
import { type Desk, routeCompanies, routeCovers, routeOverdues } from './simulator/routes.ts';

const apiKey = 'simulator-api-key';

/** Allianz Trade as its clients describe version 3: jobs, addresses, bare arrays, call-backs. */
export function createSimulator(options: AllianzOptions = {}): Simulator {
  const faults = createFaults();
  const books = openBooks(options);
  for (const { policy, companyId } of books.requests()) faults.count(`${policy}|${companyId}`);
  for (const { invoiceReference } of books.overdues()) faults.count(invoiceReference);
  const tokens = issueTokens(options);
  const desk: Desk = { books, faults, letIn: tokens.letIn };
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route('/_control', controlOf(books));
  app.use('*', async (context, next) => {
    const at = books.now().toISOString();
    const closed = options.maintenance?.some(({ from, to }) => from <= at && at < to);
    return closed ? context.text('Maintenance', 503) : next();
  });
  tokens.route(app);
  routeCompanies(app, desk);
  routeCovers(app, desk, options);
  routeOverdues(app, desk);
  return {
    app,
    configAt: (baseUrl) => ({
      baseUrl,
      apiKey,
      paths: {
        token: '/v1/idp/oauth2/authorize',
        companyMatching: '/search/v2/companies/matching',
        covers: '/riskinfo/v3/covers',
        coversSearch: '/riskinfo/v3/covers/search',
        coverRequestsSearch: '/riskinfo/v3/coverRequests/search',
        jobs: '/riskinfo/v3/jobs',
        overdues: '/overdues/v1/overdues',
      },
      statusCodes: { Refusal: 'refused', Withdrawal: 'withdrawn', Reduction: 'reduced' },
      pageSize: options.pageSize ?? 100,
    }),
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    known: {
      policyId: books.policies[0]?.policyId ?? '',
      buyers: books.companies.map(({ companyId, country, identifiers }) => ({
        buyerId: companyId,
        country,
        scheme: 'vat',
        value: identifiers[0]?.idValue ?? '',
      })),
    },
    deciding: { listCovers: ['Agreement'], readLimit: ['PROCESSED'] },
    declines: {
      'noticeInsurer/whole':
        'The resource takes one amount and one due day; the rest of the debt goes with the pack.',
      'notice/signature':
        'Call-backs are unsigned: only the address proves them, and the list is read anyway.',
    },
  };
}

/** Tokens of an hour, by its own clock; they cannot be renewed. */
function issueTokens({ now = () => new Date() }: AllianzOptions) {
  const tokens = new Map<string, number>();
  const letIn: MiddlewareHandler = async (context, next) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
    if ((tokens.get(token) ?? 0) > now().getTime()) return next();
    return context.json({ message: 'Unauthorized' }, 401);
  };
  return {
    letIn,
    route(app: Hono): void {
      app.post('/v1/idp/oauth2/authorize', async (context) => {
        const body: unknown = await context.req.json().catch(() => undefined);
        const known = typeof body === 'object' && body !== null && 'apiKey' in body;
        if (!known || body.apiKey !== apiKey) return context.json({ message: 'Unauthorized' }, 401);
        const token = randomBytes(24).toString('base64url');
        tokens.set(token, now().getTime() + 3_600_000);
        return context.json({ access_token: token, token_type: 'Bearer', expires_in: 3600 });
      });
    },
  };
}
