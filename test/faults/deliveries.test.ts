import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateQueue } from '../../src/jobs/queue.ts';
import { newId, openDatabase } from '../../src/store/database.ts';
import { createDelivery } from '../../src/store/delivery.ts';
import { migrate, urlOf } from '../../src/store/migrate.ts';
import { createTenant } from '../../src/store/tenant.ts';
import { freshDatabase } from '../setup/database.ts';
import { SECRET } from '../store/open.ts';
import { type Partner, startPartner } from './partner.ts';

const secretKey = SECRET;
const count = 1000;
const kills = 60;

describe('deliveries under kill -9 and network faults', () => {
  it('each intended effect happens once and none is lost, whatever is killed', async () => {
    const { effects, states, killed, duplicates } = await experiment({ sendThenMark: false });
    expect(killed, 'kills while a delivery was being sent').toBeGreaterThanOrEqual(kills);
    expect(effects.size).toBe(count);
    expect(duplicates).toEqual([]);
    expect(states).toEqual({ accepted: count });
  }, 480_000);

  it('the experiment can fail: sending before marking doubles effects', async () => {
    const { duplicates } = await experiment({ sendThenMark: true });
    expect(duplicates.length).toBeGreaterThan(0);
  }, 480_000);
});

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url, secretKey);
  await migrateQueue(database.url);
}, 60_000);
afterAll(() => database.drop());

type Found = {
  effects: Map<string, number>;
  duplicates: string[];
  states: Record<string, number>;
  killed: number;
};

async function experiment({ sendThenMark }: { sendThenMark: boolean }): Promise<Found> {
  const random = seeded(20_261_124);
  const faults = { dropBefore: 3, dropAfter: 3, failAfter: 2, late: 2, lateMs: 700 };
  const partner = await startPartner(faults, random);
  const watch = new pg.Client({ connectionString: database.url });
  await watch.connect();
  const tenantId = await intend(sendThenMark ? 300 : count);
  try {
    const killed = await runAndKill({ partner, watch, tenantId, sendThenMark, random });
    const states = await statesOf(watch, tenantId);
    const duplicates = [...partner.effects].filter(([, times]) => times > 1).map(([name]) => name);
    return { effects: partner.effects, duplicates, states, killed };
  } finally {
    await watch.end();
    await partner.close();
  }
}

/** Intentions are committed before any worker runs: these may not be lost. */
async function intend(deliveries: number): Promise<string> {
  const tenantId = newId();
  const db = openDatabase(urlOf(database.url, 'cedent_app', secretKey));
  await db.asTenant(tenantId, async (tx) => {
    await createTenant(tx, {
      actor: { system: 'setup' },
      id: tenantId,
      name: 'Faults GmbH',
      functionalCurrency: 'EUR',
      timeZone: 'Europe/Berlin',
    });
    await tx.query(
      `insert into cedent.connection (tenant_id, id, adapter_id, name, environment, config_sealed, lookup)
       values ($1, $1, 'partner', 'partner', 'test', '', $2)`,
      [tenantId, tenantId.replaceAll('-', '').padEnd(64, '0')],
    );
    for (let index = 0; index < deliveries; index += 1) {
      const reference = `${tenantId.slice(-6)}-${index}`;
      await createDelivery(tx, {
        connectionId: tenantId,
        queue: 'partner',
        operation: 'say',
        subject: reference,
        state: 'ready',
        input: { reference },
      });
    }
  });
  await db.close();
  return tenantId;
}

type Run = {
  partner: Partner;
  watch: pg.Client;
  tenantId: string;
  sendThenMark: boolean;
  random: () => number;
};

/** Two workers; one of them is killed whenever deliveries are being sent, and another starts. */
async function runAndKill(run: Run): Promise<number> {
  const { watch, tenantId, random } = run;
  const wanted = run.sendThenMark ? 10 : kills;
  const deadline = Date.now() + 300_000;
  const workers = [startWorker(run), startWorker(run)];
  let killed = 0;
  while (Date.now() < deadline) {
    const states = await statesOf(watch, tenantId);
    const total = Object.values(states).reduce((sum, value) => sum + value, 0);
    if ((states.accepted ?? 0) + (states.manual ?? 0) === total) break;
    if (killed < wanted && (states.sending ?? 0) + (states.resolving ?? 0) > 0) {
      const victim = workers.shift();
      workers.push(startWorker(run));
      if (victim) await kill(await victim);
      killed += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 250));
  }
  for (const worker of workers) await kill(await worker);
  return killed;
}

function startWorker({ partner, sendThenMark, tenantId }: Run): Promise<ChildProcess> {
  const settings = {
    ownerUrl: database.url,
    secretKey,
    partnerUrl: partner.url,
    sendThenMark,
    tenantId,
  };
  const script = join(import.meta.dirname, 'worker.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
}

function kill(worker: ChildProcess): Promise<void> {
  worker.removeAllListeners('exit');
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.kill('SIGKILL');
  return gone;
}

async function statesOf(watch: pg.Client, tenantId: string): Promise<Record<string, number>> {
  const { rows } = await watch.query<{ state: string; count: string }>(
    'select state, count(*) from cedent.delivery where tenant_id = $1 group by state',
    [tenantId],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

/** Mulberry32: the same faults in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
