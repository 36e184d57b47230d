import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createSimulator } from '../../adapters/factor-rest/simulator.ts';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/core/adapter.ts';
import type { RequestLine } from '../../src/core/funding/request.ts';
import { shareBp } from '../../src/core/money.ts';
import { closeRenderer } from '../../src/documents/renderer.ts';
import { localQueues, operationsWith } from '../../src/jobs/operations.ts';
import { createPartners, type Partners } from '../../src/jobs/partner.ts';
import { migrateQueue, openPostgresQueue, openRedisQueue } from '../../src/jobs/queue.ts';
import { renderLettersWith, renderWith } from '../../src/jobs/render.ts';
import { type Jobs, startJobs } from '../../src/jobs/start.ts';
import { createConnection } from '../../src/store/connection.ts';
import type { Database, Tx } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { urlOf } from '../../src/store/migrate.ts';
import { insertPerson } from '../../src/store/person.ts';
import { approveRequest, draftRequest, submitRequest } from '../../src/store/request.ts';
import { saveSeller } from '../../src/store/seller.ts';
import {
  addTenant,
  importLines,
  line,
  openStore,
  SECRET,
  type Store,
  setup,
  version,
} from '../store/open.ts';

type AnswerAfter = { reads: number } | { ms: number };

/** A tenant with a ledger and a factor, and the job process that works for it. */
export type World = {
  store: Store;
  db: Database;
  tenantId: string;
  analyst: string;
  approver: string;
  partners: Partners;
  factor: {
    url: string;
    effects(): Promise<Record<string, number>>;
    arm(fault: object): Promise<void>;
    /** What its simulator's controls offer: `/lines`, `/clock`, `/movements`. */
    control(path: string, body: object): Promise<void>;
    /** From now on it also answers for a line that nobody asked about. */
    inventLine(): Promise<void>;
    webhookSecret: string;
  };
  webhookToken: string;
  jobs: Jobs;
  errors: unknown[];
  close(): Promise<void>;
};

export async function openWorld(
  options: { redisUrl?: string; working?: boolean; answerAfter?: AnswerAfter } = {},
): Promise<World> {
  const store = await openStore();
  await migrateQueue(store.ownerUrl);
  const { database: db } = store;
  const factor = await startFactor(options.answerAfter ?? { reads: 2 });
  const tenantId = await addTenant(store);
  const filled = await db.asTenant(tenantId, (tx) => fill(tx, factor.config));
  const backend = options.redisUrl
    ? await openRedisQueue(options.redisUrl)
    : openPostgresQueue(urlOf(store.ownerUrl, 'cedent_queue', SECRET));
  const partners = createPartners({ adapters: adapters.map(settlingSoon), secretKey: SECRET });
  const errors: unknown[] = [];
  const start = options.working === false ? idle : startJobs;
  const jobs = start({
    db,
    dispatchUrl: urlOf(store.ownerUrl, 'cedent_dispatch', SECRET),
    backend,
    queues: { 'factor-rest': { perSecond: 100, concurrency: 4 }, ...localQueues },
    operations: operationsWith({
      render: renderWith(join(process.cwd(), 'templates')),
      renderLetter: renderLettersWith(join(process.cwd(), 'templates')),
    }),
    open: partners.open,
    sweepMs: 300,
    onError: (error) => errors.push(error),
  });
  return {
    store,
    db,
    tenantId,
    ...filled,
    partners,
    factor,
    jobs,
    errors,
    close: async () => {
      await jobs.close();
      await backend.close();
      await partners.close();
      await closeRenderer();
      await factor.close();
      await store.close();
    },
  };
}

export const today = '2026-11-24';

/** Drafted and submitted by one person, approved by another. */
export async function approvedRequest(world: World, numbers: string[]): Promise<string> {
  const { db, tenantId } = world;
  const drafted = await db.asTenant(tenantId, async (tx) =>
    draftRequest(tx, {
      actor: { personId: world.analyst },
      sellerId: 'S1',
      facilityId: 'F1',
      effectiveOn: today,
      lines: await linesOf(tx, numbers),
      planInputHash: '0'.repeat(64),
      acceptedNearMatches: [],
    }),
  );
  if (!drafted.ok) throw new Error(`not drafted: ${drafted.code}`);
  const { requestId } = drafted.value;
  const submitted = await db.asTenant(tenantId, (tx) =>
    submitRequest(tx, { actor: { personId: world.analyst }, requestId, effectiveOn: today }),
  );
  if (!submitted.ok) throw new Error(`not submitted: ${submitted.code}`);
  const { hash } = submitted.value;
  const result = await db.asTenant(tenantId, (tx) =>
    approveRequest(tx, {
      actor: { personId: world.approver },
      requestId,
      hash,
      effectiveOn: today,
    }),
  );
  if (!result.ok) throw new Error(`not approved: ${result.code}`);
  return requestId;
}

/** Lines as an allocation would have made them: all of the named invoices, advanced at 90 %. */
async function linesOf(tx: Tx, numbers: readonly string[]): Promise<RequestLine[]> {
  const rows = await tx.query<{
    id: string;
    fingerprint: string;
    number: string;
    debtorId: string;
    issuedOn: string;
    dueOn: string;
    currency: string;
    faceMinor: number;
  }>(
    `select id, fingerprint, number, debtor_id as "debtorId", issued_on as "issuedOn",
       due_on as "dueOn", currency, face_minor as "faceMinor"
     from cedent.receivable where tenant_id = $1 and number = any ($2) order by number`,
    [tx.tenantId, numbers],
  );
  return rows.map(({ id, debtorId, faceMinor, ...row }, index) => ({
    ...row,
    lineNumber: index + 1,
    receivableId: id,
    instalment: 1,
    debtor: { id: debtorId, name: `Debtor ${debtorId}`, country: 'DE', identifiers: {} },
    faceMinor,
    openMinor: faceMinor,
    fundedMinor: faceMinor,
    advanceMinor: shareBp(faceMinor, 9000, 'down'),
  }));
}

/** Looks until it is so, for as long as a slow machine may need; then says what was there. */
export async function until<Value>(
  read: () => Promise<Value>,
  isSo: (value: Value) => boolean,
): Promise<Value> {
  let value = await read();
  for (let look = 0; look < 600 && !isSo(value); look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    value = await read();
  }
  return value;
}

/** Nobody works: deliveries stay where a test puts them. */
function idle(): Jobs {
  return { sweep: async () => 0, close: async () => {} };
}

/** The simulator answers at once: two seconds of settling stand for the minute of a real factor. */
function settlingSoon(adapter: Adapter): Adapter {
  return {
    ...adapter,
    connect: (config) => {
      const operations = adapter.connect(config);
      const { submitSchedule } = operations;
      return submitSchedule
        ? { ...operations, submitSchedule: { ...submitSchedule, settleSeconds: 2 } }
        : operations;
    },
  };
}

async function startFactor(answerAfter: AnswerAfter) {
  const webhookSecret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
  const simulator = createSimulator({ answerAfter, webhookSecret });
  await simulator.open();
  const server = serve({ fetch: simulator.app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    webhookSecret,
    config: simulator.configAt(url),
    inventLine: async () => {
      const body = JSON.stringify({ unknownLine: true });
      await fetch(`${url}/_control/answers`, { method: 'POST', body });
    },
    effects: async () =>
      (await (await fetch(`${url}/_control/effects`)).json()) as Record<string, number>,
    control: async (path: string, body: object) => {
      const answer = await fetch(`${url}/_control${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    arm: async (fault: object) => {
      await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(fault) });
    },
    close: async () => {
      await simulator.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function fill(tx: Tx, config: unknown) {
  const { connectionId, webhookToken } = await createConnection(tx, {
    actor: setup,
    secretKey: SECRET,
    adapterId: 'factor-rest',
    name: 'Nordfactor',
    environment: 'test',
    config,
  });
  await createFacility(tx, { actor: setup, connectionId, version });
  await saveSeller(tx, {
    actor: setup,
    seller: { id: 'S1', name: 'Nordwind GmbH', country: 'DE', identifiers: { vat: 'DE1' } },
  });
  const lines = Array.from({ length: 40 }, (_, index) =>
    line(`INV-${index + 1}`, {
      debtor: `D${(index % 4) + 1}`,
      faceMinor: 100_000 + index,
      issuedOn: '2026-11-01',
      dueOn: '2027-01-15',
    }),
  );
  await importLines(tx, '2026-11-20', lines);
  const person = async (name: string) => {
    const personId = randomUUID();
    await insertPerson(tx, {
      id: personId,
      kind: 'person',
      name,
      roles: ['treasury', 'approver'],
      locale: 'en',
      subject: { issuer: 'test', subject: personId },
    });
    return personId;
  };
  return { webhookToken, analyst: await person('Ana'), approver: await person('Bo') };
}
