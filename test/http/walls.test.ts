import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, Permission, type Role } from '../../src/core/role.ts';
import { replayWith } from '../../src/host/keep.ts';
import type { ApiRoute } from '../../src/http/api/route.ts';
import { routes } from '../../src/http/api/routes.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { createApp } from '../../src/server.ts';
import { newId } from '../../src/store/database.ts';
import { statedTerms } from '../core/policy/policy-sample.ts';
import { sameThread } from '../selecting.ts';
import { type Entry, seedLedger } from './ledger.ts';
import { type Story, seedStory, versionOf } from './story.ts';
import { as, BASE_URL, createWorld, formTokenOf, type Member, roles, type World } from './world.ts';

let world: World;
let items: Entry[];
let story: Story;
beforeAll(async () => {
  world = await createWorld({
    importLedger: async () => refused,
    select: async () => refused,
    compare: async () => refused,
    whatIf: async () => refused,
    explain: { facility: async () => refused, debtor: async () => refused },
    certify: async () => refused,
    propose: async () => refused,
    keepSelection: async () => refused,
    replaySelection: replayWith(sameThread),
    readStatement: async () => refused,
    statementMappingSchema: {},
    saveStatementMapping: async () => ({ status: 'unknown' }),
    takeFactorStatement: async () => refused,
    takeRemittances: async () => refused,
    takeEvidence: async () => refused,
    readDunning: () => refused,
    printClaimIndex: async () => new Uint8Array(),
    settleDelivery: async () => undefined,
  });
  items = await seedLedger(world, world.alpha);
  story = await seedStory(world, world.alpha, items);
});
afterAll(() => world.close());

const refused = { status: 'refused', code: 'nothing', params: {} } as const;

/** Refused in this world; `selection.test.ts` shows what they answer. */
const madeByTheSolver = new Set([
  '/selection',
  '/selection/explanations/{receivableId}',
  '/selection/explanations/facilities/{facilityId}',
  '/selection/explanations/debtors/{debtorId}',
  '/comparison',
  '/certificates',
  '/outlook/warnings',
]);

const table = routes.map((route) => [`${route.method} ${route.path}`, route] as const);

describe('every route of the API', () => {
  it('is in the table that these walls walk', () => {
    const mounted = world.app.routes
      .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const listed = routes.map(({ method, path }) => `${method} /api/v1${path}`);
    expect([...new Set(mounted)].sort()).toEqual(listed.sort());
  });

  it.each(table)('answers no one with 401: %s', async (_name, route) => {
    const response = await ask(route, undefined);
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.text()).not.toContain(story.canary);
  });

  it.each(table)('answers a role without its permission with 403: %s', async (_name, route) => {
    for (const role of roles.filter((name) => !allowed(route, name))) {
      const response = await ask(route, world.alpha.people[role]);
      expect([role, response.status]).toEqual([role, 403]);
    }
  });

  it.each(table)('shows another tenant nothing: %s', async (_name, route) => {
    const mine = await everyId();
    for (const role of roles.filter((name) => allowed(route, name))) {
      const response = await ask(route, world.beta.people[role]);
      const text = await response.text();
      for (const secret of mine) expect(text).not.toContain(secret);
      const isOwn = response.status === 404 || response.status === 422 || isEmpty(route, text);
      expect([route.path, response.status, isOwn]).toEqual([route.path, response.status, true]);
    }
  });

  it.each(table.filter(([, route]) => route.method === 'get'))(
    'shows its own tenant what there is: %s',
    async (_name, route) => {
      if (madeByTheSolver.has(route.path)) return;
      const role = roles.find((name) => allowed(route, name));
      const response = await ask(route, world.alpha.people[role ?? 'treasury']);
      expect(response.status).toBe(200);
    },
  );
});

describe('every page', () => {
  const pagesOf = () => {
    const app = createApp({ ...world.deps, pages: createPages });
    const open = new Set(openAddresses);
    const found = app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .filter(({ method, path }) => !path.startsWith('/api/') && !open.has(`${method} ${path}`));
    return { app, pages: [...new Set(found.map(({ method, path }) => `${method} ${path}`))] };
  };

  it('is behind the sign-in but for these addresses', () => {
    const found = world.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(found)].sort()).toEqual([...openAddresses].sort());
    expect(pagesOf().pages.length).toBeGreaterThan(10);
  });

  it('shows no one and no other tenant anything of a tenant', async () => {
    const { app, pages } = pagesOf();
    const mine = await everyId();
    const { treasury, approver, finance, administrator } = world.beta.people;
    for (const page of pages) {
      const [method = '', pattern = ''] = page.split(' ');
      for (const member of [undefined, treasury, approver, finance, administrator]) {
        const path = pattern.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_all, name: string) =>
          idFor({ path: pattern }, name === 'document' ? 'documentId' : name),
        );
        const response = await app.request(`${BASE_URL}${path}`, visit(method, member));
        const text = await response.text();
        for (const secret of mine) {
          const isAddress = path.includes(secret);
          if (!isAddress) expect([page, text.includes(secret)]).toEqual([page, false]);
        }
        expect([page, response.status < 500]).toEqual([page, true]);
        if (!member && method === 'POST') expect([page, response.status]).toEqual([page, 401]);
      }
    }
  });
});

const openAddresses = [
  'GET /healthz',
  'GET /readyz',
  'POST /webhooks/:token',
  'GET /sign-in',
  'GET /callback',
  'POST /sign-out',
  'GET /openapi.json',
  'GET /problems/:code',
];

/** A form posted with its secret, or a page opened. */
function visit(method: string, member: Member | undefined): RequestInit {
  if (method !== 'POST') return member ? as(member) : {};
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({
    form_token: member ? formTokenOf(member) : '',
    facility: 'F1',
    reason: 'asked by a test',
    hash: 'a'.repeat(64),
  }).toString();
  const init = { method, headers, body };
  return member ? as(member, init) : init;
}

describe('another tenant', () => {
  it('changed nothing by all of this', async () => {
    const rows = await world.db.asTenant(world.alpha.tenantId, (tx) =>
      tx.query<{ entry: string }>('select entry from cedent.audit_entry'),
    );
    const strangers = Object.values(world.beta.people).map(({ personId }) => personId);
    for (const { entry } of rows) {
      for (const stranger of strangers) expect(entry).not.toContain(stranger);
    }
  });

  it("cannot use this tenant's cursor", async () => {
    const own = await world.app.request(
      `${BASE_URL}/api/v1/receivables?limit=3`,
      as(world.alpha.people.treasury),
    );
    const link = /<(.+)>; rel="next"/.exec(own.headers.get('link') ?? '')?.[1] ?? '';
    expect(link).toContain('cursor=');
    const again = await world.app.request(link, as(world.alpha.people.treasury));
    expect(again.status).toBe(200);
    const foreign = await world.app.request(link, as(world.beta.people.treasury));
    expect(foreign.status).toBe(400);
    expect(await foreign.json()).toMatchObject({ code: 'invalid_cursor' });
  });

  it('cannot be named by the caller: a tenant in query, body or header changes nothing', async () => {
    const { tenantId } = world.alpha;
    const response = await world.app.request(
      `${BASE_URL}/api/v1/receivables?tenantId=${tenantId}&tenant_id=${tenantId}`,
      as(world.beta.people.treasury, { headers: { 'x-tenant-id': tenantId } }),
    );
    expect(await response.json()).toEqual({ items: [], next: null });
  });
});

function allowed({ permission }: ApiRoute, role: Role): boolean {
  return permission === 'any' || may([role], Permission.parse(permission));
}

/** With this tenant's own ids wherever an id goes, and a body that is whole where one is known. */
async function ask(route: ApiRoute, member: Member | undefined): Promise<Response> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => idFor(route, name));
  const address = `${BASE_URL}/api/v1${path}${queries[route.path] ?? ''}`;
  const isWrite = route.method !== 'get';
  const headers: Record<string, string> = isWrite
    ? { 'idempotency-key': newId(), 'content-type': contentType(route) }
    : {};
  const init = { method: route.method.toUpperCase(), headers, ...(isWrite && bodyOf(route)) };
  return world.app.request(address, member ? as(member, init) : init);
}

function idFor({ path }: { path: string }, name: string): string {
  if (name === 'documentId') return story.documentId;
  if (name === 'facilityId') return 'F1';
  if (name === 'receivableId') return items[0]?.id ?? '';
  if (name === 'debtorId') return 'D1';
  if (name === 'policyId') return 'P1';
  if (name === 'assignmentId') return story.runId;
  if (name === 'sequence') return '1';
  if (name === 'month') return '2025-09';
  if (path.startsWith('/books/exports')) return story.exportId;
  if (path.startsWith('/imports')) return story.importId;
  if (path.startsWith('/factor-statements')) return story.statementId;
  if (path.startsWith('/receivables')) return items[0]?.id ?? '';
  if (path.startsWith('/requests')) return story.requestId;
  if (path.startsWith('/deliveries')) return story.deliveryId;
  if (path.startsWith('/bank')) return story.entryId;
  if (path.startsWith('/selections')) return story.runId;
  if (path.startsWith('/claims')) return story.claimId;
  if (path.startsWith('/insurer-notices')) return story.noticeId;
  if (path.startsWith('/letters')) return story.letterId;
  if (path.startsWith('/payment-plans')) return story.planId;
  if (path.startsWith('/evidence')) return story.evidenceId;
  return 'F1';
}

const queries: Record<string, string> = {
  '/ledgers/imports': '?sellerId=S1&ledger=AR&asOf=2026-09-01',
  '/exposure-feeds': '?policyId=P1',
  '/duty-records': '?dutyId=P1',
  '/claim-readiness': '?policyId=P1&debtorId=D1&sellerId=S1&currency=EUR',
  '/evidence': '?debtorId=D1&kind=contract&fileName=c.pdf',
  '/factor-statements': '?facilityId=F1',
  '/comparison': '?amountMinor=5&currency=EUR&valueOn=2026-09-10&horizonDays=30',
  '/receivables': '?asOf=2026-09-10',
};

function bodyOf({ path, accepts }: ApiRoute): { body: string } {
  if (accepts?.kind === 'file') return { body: 'a,b\n1,2\n' };
  return { body: JSON.stringify(bodies()[path] ?? {}) };
}

function bodies(): Record<string, unknown> {
  const receivableIds = [items[0]?.id];
  const reason = 'asked by a test';
  return {
    '/requests': { facilityId: 'F1', choice: { receivableIds } },
    '/requests/{id}/approve': { hash: 'a'.repeat(64) },
    '/requests/{id}/return': { reason },
    '/requests/{id}/withdraw': { reason },
    '/baskets/{facilityId}/add': { receivableIds },
    '/baskets/{facilityId}/remove': { receivableIds },
    '/deliveries/{id}/resolution': { verdict: 'rejected', reason },
    '/bank-entries/{id}/allocation': { allocations: [{ item: 'INV-1', amountMinor: 1 }], reason },
    '/bank-entries/{id}/not-ours': { reason },
    '/bank-entries/{id}/taken-back': { reason },
    '/payer-accounts': { account: 'DE00', party: { kind: 'debtor', id: 'nobody' } },
    '/fx-rates': {
      rates: [
        { from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on: '2026-09-01', source: 'x' },
      ],
    },
    '/fixings': {
      fixings: [{ index: 'SOFR', day: '2026-09-01', percent: '3.6', source: 'x' }],
    },
    '/payables': {
      effectiveOn: '2026-09-01',
      payables: [{ debtorId: 'D1', currency: 'EUR', openMinor: 1 }],
    },
    '/debtors': { effectiveOn: '2026-09-01', debtor: { id: 'D1', name: 'Own', identifiers: {} } },
    '/sellers': { id: 'S1', name: 'Own' },
    '/exposure-feeds': { policyId: 'P1', sellerId: 'S1', currency: 'EUR' },
    '/exposure-feeds/{policyId}/{sequence}/release': { decision: 'withheld', reason },
    '/limit-changes': {
      policyId: 'P1',
      debtorId: 'D1',
      currency: 'EUR',
      effectiveOn: '2026-09-01',
      change: 'cancel',
      coverId: 'C1',
    },
    '/buyer-lookups': {
      policyId: 'P1',
      debtorId: 'D1',
      country: 'DE',
      scheme: 'vat',
      value: 'DE1',
    },
    '/insurer-requests/{id}/decision': { decision: 'declined', reason },
    '/insurer-requests/{id}/buyer': { buyerId: 'B1' },
    '/limit-requests': {
      policyId: 'P1',
      debtorId: 'D1',
      currency: 'EUR',
      amountMinor: 1,
      effectiveOn: '2026-09-01',
    },
    '/claims': { policyId: 'P1', sellerId: 'S1', debtorId: 'D1', currency: 'EUR', reason },
    '/alerts/acknowledgements': { ids: [story.alertId] },
    '/declarations-made': {
      policyId: 'P1',
      declarationId: 'turnover',
      to: '2026-08-31',
      declaredOn: '2026-09-01',
      reference: 'r',
    },
    '/registrations': {
      policyId: 'P1',
      registrationId: 'R1',
      registeredOn: '2026-09-01',
      expiresOn: '2027-09-01',
    },
    '/insurer-notices': { policyId: 'P1', debtorId: 'D1', kind: 'insolvency', reason },
    '/insurer-notices/{id}/release': { hash: 'a'.repeat(64), via: 'pack' },
    '/insurer-notices/{id}/return': { reason },
    '/insurer-notices/{id}/reroute': { reason },
    '/insurer-notices/{id}/dispatch': {
      channel: 'post',
      on: '2026-09-01',
      at: '10:00',
      reference: 'r',
      proofSha256: 'a'.repeat(64),
    },
    '/insurer-notices/{id}/receipt': { on: '2026-09-01' },
    '/insurer-notices/{id}/answer': { status: 'received', rawCode: 'x' },
    '/payment-plans': {
      policyId: 'P1',
      debtorId: 'D1',
      numbers: ['INV-1'],
      instalments: [{ dueOn: '2026-12-01', amountMinor: 1 }],
      reason,
    },
    '/payment-plans/{id}/debtor-agreement': { on: '2026-09-01', evidence: 'a letter' },
    '/payment-plans/{id}/withdrawal': { reason },
    '/dunning': {
      steps: [{ debtorId: 'D1', invoice: 'INV-1', step: 'letter', on: '2026-09-01' }],
    },
    '/formal-demands': { debtorId: 'D1' },
    '/claims/{id}/facts': { kind: 'closed', reason },
    '/claims/{id}/release': { hash: 'a'.repeat(64) },
    '/claims/{id}/dispatch': { channel: 'post', dispatchedOn: '2026-09-01', reference: 'r' },
    '/claims/{id}/answers': { requestId: 'R1', evidenceId: story.evidenceId },
    '/claims/{id}/write-off': { standard: 'ifrs9', reason },
    '/claims/{id}/write-off/decision': { decision: 'approved' },
    '/facilities': { connectionId: story.connectionId, version: versionOf('foreign') },
    '/facilities/{id}/terms': versionOf('foreign'),
    '/policies/{policyId}/terms': statedTerms(),
    '/policies/{policyId}/assignments': {
      role: 'loss_payee',
      assignee: 'A bank',
      scope: { kind: 'policy' },
      from: '2026-09-01',
      isRevocable: true,
    },
    '/policies/{policyId}/assignments/{assignmentId}/steps': {
      kind: 'acknowledged',
      on: '2026-09-01',
      reference: 'letter',
    },
    '/circumstances': {
      circumstances: [
        { kind: 'insolvency', debtorId: 'D1', on: '2026-09-01', knownOn: '2026-09-01' },
      ],
    },
  };
}

function contentType({ accepts }: ApiRoute): string {
  return accepts?.kind === 'file' ? (accepts.contentTypes[0] ?? '') : 'application/json';
}

/** An answer about nothing but the caller: empty lists, their own name, their own chain. */
function isEmpty({ path }: ApiRoute, text: string): boolean {
  const isOwn = ['/me', '/fx-rates', '/fixings', '/payables', '/debtors', '/sellers'].includes(
    path,
  );
  if (path === '/circumstances') return true;
  if (path.startsWith('/ageing')) return !/"(count|salesMinor)":[1-9]/.test(text);
  if (isOwn || path.startsWith('/audit') || path.startsWith('/books/months')) return true;
  const body: unknown = JSON.parse(text);
  const empty = [{}, { items: [], next: null }, { receivableIds: [] }, { removed: 0 }];
  return empty.some((nothing) => JSON.stringify(nothing) === JSON.stringify(body));
}

/** Every id and canary of the first tenant, wherever it could appear. */
async function everyId(): Promise<string[]> {
  const people = Object.values(world.alpha.people).map(({ personId }) => personId);
  const { canary, requestId, documentId, deliveryId, importId, connectionId, runId } = story;
  const own = [canary, requestId, documentId, deliveryId, importId, connectionId, runId];
  own.push(story.exportId, story.statementId, story.noticeId, story.planId, story.letterId);
  return [world.alpha.tenantId, ...people, ...items.map(({ id }) => id), ...own];
}
