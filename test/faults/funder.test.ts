import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { migrateQueue } from '../../src/jobs/queue.ts';
import type { Tx } from '../../src/store/database.ts';
import { expireRequests } from '../../src/store/expiry.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { readPosition } from '../../src/store/position.ts';
import { approveRequest, submitRequest } from '../../src/store/request.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { openStore, SECRET, type Store } from '../store/open.ts';
import { disturb, type Factor, startFactor } from './factor.ts';
import { approved, drafted, fillBooks, people, today } from './funder-books.ts';
import { compareAccounts, compareBooks, compareCauses } from './funder-judge.ts';
import { act, cancelOne, type Life } from './funder-life.ts';

const kills = 40;
const acts = 160;
const calmActs = 60;

let store: Store;
let factor: Factor;
let tenantId: Id;
beforeAll(async () => {
  store = await openStore();
  await migrateQueue(store.ownerUrl);
  factor = await startFactor();
  tenantId = await fillBooks(store, factor.config);
}, 120_000);
afterAll(async () => {
  await store.close();
  await factor.close();
});

it('every cent of a funder’s account is explained once, whatever is killed, lost or told again', async () => {
  const life: Life = {
    factor,
    random: seeded(Number(process.env.FUNDER_SEED ?? 20_261_124)),
    asTenant,
    today,
    contradicted: new Set(),
    done: new Map(),
  };
  const watch = new pg.Client({ connectionString: store.ownerUrl });
  await watch.connect();
  try {
    const killed = await live(life, watch);
    expect(killed).toBeGreaterThanOrEqual(kills);
    const told = [...(await factor.told('FA-1')), ...(await factor.told('FA-2'))];
    await judge(life, told);
    await shareCharge(watch);
  } finally {
    await watch.end();
  }
}, 900_000);

it('a request that one approves while its time runs out is either, and holds what it says', async () => {
  for (const number of ['X-1', 'X-2', 'X-3', 'X-4', 'X-5', 'X-6']) {
    const { requestId, hash } = await asTenant(async (tx) => {
      const id = await drafted(tx, 'F1', [number]);
      const frozen = await submitRequest(tx, {
        actor: people.analyst,
        requestId: id,
        effectiveOn: today,
      });
      return { requestId: id, hash: frozen.ok ? frozen.value.hash : '' };
    });
    const approval = { actor: people.approver, requestId, hash, effectiveOn: today };
    const [approval1, expired] = await Promise.all([
      asTenant((tx) => approveRequest(tx, approval)),
      asTenant((tx) => expireRequests(tx, { today: '2027-01-31', actor: { system: 'jobs' } })),
    ]);
    const request = await asTenant((tx) => readRequest(tx, requestId));
    const line = request && 'canonical' in request.state && request.state.canonical.lines[0];
    expect({ expired, isApproved: approval1.ok }).toEqual({
      expired: approval1.ok ? 0 : 1,
      isApproved: request?.state.status === 'approved',
    });
    if (!line) continue;
    const { status } = await asTenant((tx) => readPosition(tx, line.receivableId));
    expect(status).toBe(approval1.ok ? 'reserved' : 'free');
  }
});

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}

/** Requests go out, the factor books by its own will, and job processes are killed in the middle. */
async function live(life: Life, watch: pg.Client): Promise<number> {
  await disturb(factor);
  const requests = await asTenant(approved);
  const workers = [startWorker(), startWorker(), startWorker()];
  await Promise.all(workers);
  try {
    const killed = await killWhileLiving({ life, watch, requests, workers });
    await factor.calm();
    await untilQuiet(watch);
    for (let step = 0; step < calmActs; step += 1) await act(life);
    await untilQuiet(watch);
    // What is due by then is booked: interest, demands, what is given back or paid under approval.
    await factor.control('/clock', { addDays: 45 });
    await endDisputes();
    await untilQuiet(watch);
    return killed;
  } finally {
    for (const worker of workers) await kill(await worker);
  }
}

type Living = {
  life: Life;
  watch: pg.Client;
  requests: readonly Id[];
  workers: Promise<ChildProcess>[];
};

async function killWhileLiving({ life, watch, requests, workers }: Living): Promise<number> {
  let killed = 0;
  const deadline = Date.now() + 180_000;
  for (let step = 0; (step < acts || killed < kills) && Date.now() < deadline; step += 1) {
    const requestId = requests[Math.floor(step / 8)];
    if (step % 8 === 0 && requestId) await sendOff(watch, requestId);
    // Every fourth is called off, some before and some after the factor has paid.
    const called = requests[Math.floor((step - 5) / 8)];
    if (step % 32 === 5 && called) await cancelOne(life, people.approver, called);
    await act(life);
    await hasten(watch);
    if (step % 3 !== 0 || killed >= kills || !(await isBusy(watch))) continue;
    const victim = workers.shift();
    workers.push(startWorker());
    // One is at work at any time.
    await workers[0];
    if (victim) await kill(await victim);
    await watch.query(lapse);
    killed += 1;
    await wait(life.random() * 100);
  }
  return killed;
}

async function judge({ contradicted, done }: Life, told: Awaited<ReturnType<Factor['told']>>) {
  const names = new Set(told.map(({ id }) => id));
  await asTenant(async (tx) => {
    const rows = await tx.query<{ name: string; result: string; why: unknown; said: unknown }>(
      `select movement_id as name, result, detail as why, movement as said
       from cedent.funder_movement where tenant_id = $1`,
      [tx.tenantId],
    );
    const questioned = rows.filter(({ result }) => result === 'questioned');
    const odd = questioned.filter(({ name }) => !contradicted.has(name));
    expect(odd).toEqual([]);
    expect(questioned.map(({ name }) => name).sort()).toEqual([...contradicted].sort());
    expect(new Set(rows.map(({ name }) => name))).toEqual(names);
    await compareCauses(tx);
    const { accounts, positions } = await compareAccounts(tx, { factor, told });
    expect(accounts).toBeGreaterThan(100);
    await compareBooks(tx, positions);
  });
  for (const name of [
    'pay',
    'part pay',
    'turn over',
    'deduct',
    'reverse',
    'contradict',
    'credit',
  ]) {
    expect({ name, done: (done.get(name) ?? 0) > 0 }).toEqual({ name, done: true });
  }
  expect(Object.values(await factor.effects()).filter((times) => times !== 1)).toEqual([]);
}

/** A charge that is no invoice's is borne to the cent by what is held, and balances. */
async function shareCharge(watch: pg.Client): Promise<void> {
  const borne = () =>
    watch.query<{ sum: string }>(
      `select coalesce(sum((fact->>'amountMinor')::bigint), 0) as sum from cedent.position_fact f
       join cedent.funder_movement m on f.fact->>'cause' = 'movement|' || m.id
       where m.movement_id = 'ACCOUNT-1' and f.fact->>'kind' = 'charged'`,
    );
  await asTenant((tx) =>
    takeMovements(tx, {
      facilityId: 'F1',
      actor: { system: 'jobs' },
      movements: [
        {
          movementId: 'ACCOUNT-1',
          kind: 'service_fee',
          bookedOn: today,
          valueOn: today,
          currency: 'EUR',
          amountMinor: 123_45,
          reversal: false,
          detail: 'fee of the account',
        },
      ],
    }),
  );
  expect((await borne()).rows).toEqual([{ sum: '12345' }]);
}

async function sendOff(watch: pg.Client, requestId: Id): Promise<void> {
  await watch.query(
    `update cedent.delivery set state = 'ready', step = step + 1
     where operation = 'submitSchedule' and subject = $1 and state = 'held'`,
    [requestId],
  );
}

/** What waits for its time is due now: a day of the factor's is a moment here. */
async function hasten(watch: pg.Client): Promise<void> {
  await watch.query(
    `update cedent.delivery set due_at = clock_timestamp() where state = 'ready'
       and operation in ('readSchedule', 'readMovements') and due_at > clock_timestamp()`,
  );
}

/** A lease of a killed process has run out, and so has one of a process that is merely slow. */
const lapse = `update cedent.delivery set lease_until = clock_timestamp() - interval '1 second'
  where state in ('sending', 'resolving')`;

async function isBusy(watch: pg.Client): Promise<boolean> {
  for (let look = 0; look < 20; look += 1) {
    const { rows } = await watch.query(
      `select 1 from cedent.delivery where state in ('sending', 'resolving') limit 1`,
    );
    if (rows.length > 0) return true;
    await wait(15);
  }
  return false;
}

async function endDisputes(): Promise<void> {
  for (const { scheduleReference, lineNumber } of await factor.accounts()) {
    await factor.control('/lines', { scheduleReference, lineNumber, does: 'end_dispute' });
  }
}

/**
 * All that the factor tells has been read, and it has been asked for nothing more. What a killed process
 * had taken from the queue comes back to it after its lock and a look for stalled jobs: a minute.
 */
async function untilQuiet(watch: pg.Client): Promise<void> {
  const contentOf = (told: { id: string; amount: string }) => `${told.id}|${told.amount}`;
  let seen = '';
  for (let look = 0; look < 1_000; look += 1) {
    await hasten(watch);
    if (look % 20 === 19) await watch.query(lapse);
    const told = [...(await factor.told('FA-1')), ...(await factor.told('FA-2'))];
    const { rows } = await watch.query<{ known: number; open: number }>(
      `select (select count(*)::integer from cedent.funder_movement) as known,
         (select count(*)::integer from cedent.delivery
          where operation in ('submitSchedule', 'submitCredits', 'cancelSchedule', 'readSchedule')
            and state not in ('accepted', 'rejected')) as open`,
    );
    const [found] = rows;
    const said = new Set(told.map(contentOf)).size;
    if (found?.open === 0 && found.known === said) return;
    seen = `${found?.known} movements known of ${said}, ${found?.open} deliveries open`;
    await wait(200);
  }
  const { rows } = await watch.query(
    `select operation, state, count(*), min(detail::text) from cedent.delivery
     where operation <> 'renderDocuments' group by 1, 2`,
  );
  throw new Error(`it does not come to rest: ${seen}; ${JSON.stringify(rows)}`);
}

function startWorker(): Promise<ChildProcess> {
  const settings = { ownerUrl: store.ownerUrl, secretKey: SECRET };
  const script = join(import.meta.dirname, 'funder-worker.ts');
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

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Mulberry32: the same acts in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
