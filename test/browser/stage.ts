import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createSimulator } from '../../adapters/factor-rest/simulator.ts';
import { adapters } from '../../adapters/index.ts';
import type { Role } from '../../src/core/role.ts';
import { closeRenderer, renderInWorker } from '../../src/documents/renderer.ts';
import { certifyWith } from '../../src/host/certify.ts';
import { compareWith } from '../../src/host/compare.ts';
import { takeEvidence } from '../../src/host/evidence.ts';
import { explainWith } from '../../src/host/explain.ts';
import { saveStatementMapping, takeFactorStatement } from '../../src/host/factor-statement.ts';
import { importLedger, inspectLedger } from '../../src/host/import-ledger.ts';
import { keepWith, replayWith } from '../../src/host/keep.ts';
import { proposeWith } from '../../src/host/propose.ts';
import { readStatement } from '../../src/host/read-statement.ts';
import { selectWith } from '../../src/host/select.ts';
import { whatIfWith } from '../../src/host/whatIf.ts';
import type { AppDeps } from '../../src/http/deps.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { readControlAccounts } from '../../src/intake/control-account.ts';
import { localQueues, operationsWith } from '../../src/jobs/operations.ts';
import { createPartners } from '../../src/jobs/partner.ts';
import { migrateQueue, openPostgresQueue } from '../../src/jobs/queue.ts';
import { renderLettersWith, renderWith } from '../../src/jobs/render.ts';
import { settleByPeople } from '../../src/jobs/settle.ts';
import { startJobs } from '../../src/jobs/start.ts';
import { createApp } from '../../src/server.ts';
import { createSelector } from '../../src/solve/selector.ts';
import type { Database } from '../../src/store/database.ts';
import { urlOf } from '../../src/store/migrate.ts';
import { insertPerson } from '../../src/store/person.ts';
import { startSession } from '../../src/store/session.ts';
import { createTenant } from '../../src/store/tenant.ts';
import { openStore, SECRET, setup } from '../store/open.ts';
import { seedBooks } from './books.ts';

export type Locale = 'en' | 'zh-CN';
export type Actor = { personId: string; name: string; token: string };

/** A company with a ledger, facilities, a factor that answers, workers, and the pages on a port. */
export type Stage = {
  url: string;
  db: Database;
  tenantId: string;
  people: Record<'treasury' | 'approver' | 'finance' | 'controller', Actor>;
  speak(locale: Locale): Promise<void>;
  errors: unknown[];
  close(): Promise<void>;
};

export async function openStage(options: { items?: number } = {}): Promise<Stage> {
  const store = await openStore();
  const { database: db } = store;
  await migrateQueue(store.ownerUrl);
  const factor = await startFactor();
  const tenantId = randomUUID();
  const people = await db.asTenant(tenantId, async (tx) => {
    await createTenant(tx, {
      actor: setup,
      id: tenantId,
      name: '宁波海曙精密机械有限公司',
      functionalCurrency: 'CNY',
      timeZone: 'Asia/Shanghai',
    });
    await seedBooks(tx, { factor: factor.config, items: options.items ?? 400 });
    const person = async (name: string, roles: Role[]): Promise<Actor> => {
      const personId = randomUUID();
      const subject = { issuer: 'test', subject: personId };
      const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
      await insertPerson(tx, { id: personId, kind: 'person', name, roles, locale: 'en', subject });
      await startSession(tx, { token, personId, hours: 2 });
      return { personId, name, token };
    };
    return {
      treasury: await person('Lin Wei', ['treasury']),
      approver: await person('Anna Berg', ['approver']),
      finance: await person('Zhao Min', ['finance']),
      controller: await person('Chen Yu', ['finance']),
    };
  });
  const errors: unknown[] = [];
  const backend = openPostgresQueue(urlOf(store.ownerUrl, 'cedent_queue', SECRET));
  const partners = createPartners({ adapters, secretKey: SECRET });
  const operations = operationsWith({
    render: renderWith(join(process.cwd(), 'templates')),
    renderLetter: renderLettersWith(join(process.cwd(), 'templates')),
  });
  const jobs = startJobs({
    db,
    dispatchUrl: urlOf(store.ownerUrl, 'cedent_dispatch', SECRET),
    backend,
    queues: { 'factor-rest': { perSecond: 100, concurrency: 4 }, ...localQueues },
    operations,
    open: partners.open,
    sweepMs: 300,
    onError: (error) => errors.push(error),
  });
  const selector = createSelector();
  const server = await startPages(db, {
    select: selectWith(selector),
    compare: compareWith(selector),
    whatIf: whatIfWith(selector),
    explain: explainWith(selector),
    certify: certifyWith(selector),
    propose: proposeWith(selector),
    keepSelection: keepWith(selector),
    replaySelection: replayWith(selector),
    inspectLedger,
    importLedger,
    readStatement,
    takeEvidence,
    printClaimIndex: async (index) => (await renderInWorker({ claimIndex: index })).pdf,
    readControl: readControlAccounts,
    saveStatementMapping,
    takeFactorStatement,
    settleDelivery: (tx, settled) => settleByPeople(tx, operations, settled),
    onError: (error) => errors.push(error),
  });
  const speak = (locale: Locale) =>
    db.asTenant(tenantId, async (tx) => {
      await tx.query('update cedent.person set locale = $2 where tenant_id = $1', [
        tenantId,
        locale,
      ]);
    });
  const close = async () => {
    await server.close();
    await jobs.close();
    await backend.close();
    await partners.close();
    await closeRenderer();
    await selector.close();
    await factor.close();
    await store.close();
  };
  return { url: server.url, db, tenantId, people, speak, errors, close };
}

type Parts = Pick<
  AppDeps,
  | 'select'
  | 'compare'
  | 'whatIf'
  | 'explain'
  | 'certify'
  | 'propose'
  | 'keepSelection'
  | 'replaySelection'
  | 'readStatement'
  | 'takeEvidence'
  | 'printClaimIndex'
  | 'readControl'
  | 'saveStatementMapping'
  | 'takeFactorStatement'
  | 'inspectLedger'
  | 'importLedger'
  | 'settleDelivery'
> & {
  onError: (error: unknown) => void;
};

async function startPages(db: Database, { onError, ...more }: Parts) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = createApp({
    db,
    mode: 'demo',
    baseUrl: url,
    secretKey: new Uint8Array(32).fill(7),
    identity: { issuer: url, clientId: 'pages', clientSecret: 'test', audience: url },
    log: { info: () => undefined, warn: () => undefined, error: onError },
    now: () => new Date(),
    pages: createPages,
    ...more,
  });
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  return { url, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

async function freePort(): Promise<number> {
  const server = serve({ fetch: () => new Response(), port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function startFactor() {
  const simulator = createSimulator({ answerAfter: { reads: 2 } });
  await simulator.open();
  const server = serve({ fetch: simulator.app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    await simulator.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { config: simulator.configAt(url), close };
}
