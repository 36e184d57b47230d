import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalInput } from '../../src/core/canonicalInput.ts';
import { engineVersion } from '../../src/core/engine.ts';
import { canonicalJson, hashOf, sha256 } from '../../src/core/hash.ts';
import type { Id } from '../../src/core/ids.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import type { Selection } from '../../src/core/select.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import { addTerms } from '../../src/store/facility.ts';
import { readSelectionInput } from '../../src/store/selection.ts';
import { findInputText, streamInput } from '../../src/store/selection-input.ts';
import {
  listRuns,
  readRun,
  readRunInput,
  readRunPlan,
  replayRun,
  storeRun,
} from '../../src/store/selection-run.ts';
import { selectReceivables } from '../selecting.ts';
import {
  addBooks,
  addTenant,
  creditLine,
  decision,
  importLines,
  line,
  openStore,
  type Store,
  setup,
  terms,
  version,
} from './open.ts';

let store: Store;
let owner: pg.Client;
let tenant: Id;
beforeAll(async () => {
  store = await openStore();
  owner = new pg.Client(store.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await store?.close();
});
beforeEach(async () => {
  tenant = await addTenant(store);
  await run(async (tx) => {
    await addBooks(tx);
    await importLines(tx, asOf, [line('1'), line('2', { disputedMinor: 5_00 }), creditLine('3')]);
    await recordDecisions(tx, { actor: setup, decisions: [decision()] });
  });
});
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);
const asOf = '2026-10-31';
const need = { amountMinor: 50_00, currency: 'EUR', valueOn: asOf, horizonDays: 60 };

async function keep(tx: Tx, select: (input: SelectionInput) => Selection = selectReceivables) {
  const knownAt = await databaseNow(tx);
  const input = await readSelectionInput(tx, { asOf, knownAt, need });
  const selection = select(input);
  if (!selection.ok) throw new Error(JSON.stringify(selection.refusals));
  const { plan } = selection;
  return { ...(await storeRun(tx, { actor: setup, input, plan, knownAt })), input, plan };
}

const replay = (runId: Id, select: (input: SelectionInput) => Selection = selectReceivables) =>
  run((tx) => replayRun(tx, { runId, select }));

async function planOf(runId: Id) {
  return run(async (tx) => {
    const stored = await readRun(tx, runId);
    const input = await readRunInput(tx, runId);
    if (!stored || !input) throw new Error('no run');
    return readRunPlan(tx, stored, input);
  });
}

describe('the input of a run', () => {
  test('is kept as the text that its hash is of, and read back as it was', async () => {
    const { runId, input, inputHash } = await run(keep);
    const [row] = (
      await owner.query(
        'select text_gz, byte_length from cedent.selection_input where input_hash = $1 and tenant_id = $2',
        [inputHash, tenant],
      )
    ).rows;
    const text = gunzipSync(row.text_gz).toString();
    expect(sha256(text)).toBe(inputHash);
    expect(text).toBe(canonicalJson(canonicalInput(input)));
    expect(Number(row.byte_length)).toBe(Buffer.byteLength(text));
    expect(await run((tx) => readRunInput(tx, runId))).toEqual(canonicalInput(input));
  });

  test('is kept once for all runs that are of it', async () => {
    const { inputHash, runId } = await run(keep);
    const again = await run(keep);
    expect(again.inputHash).toBe(inputHash);
    expect(again.runId).not.toBe(runId);
    const rows = await run((tx) => tx.query('select input_hash from cedent.selection_input'));
    expect(rows).toEqual([{ input_hash: inputHash }]);
  });

  test('streams as its text, and not to the end when it is not what was stored', async () => {
    const { runId, inputHash } = await run(keep);
    const text = await run((tx) => findInputText(tx, runId));
    if (!text) throw new Error('no text');
    const read = async () => {
      const parts: Uint8Array[] = [];
      for await (const part of streamInput(store.database, tenant, text)) parts.push(part);
      return Buffer.concat(parts).toString();
    };
    const whole = await read();
    expect(sha256(whole)).toBe(inputHash);
    await overwrite(inputHash, (before) =>
      gzipSync(before.replace('"openMinor":1', '"openMinor":2')),
    );
    await expect(read()).rejects.toThrow(runId);
  });
});

describe('what was damaged since', () => {
  test.each<[string, (text: string) => Buffer]>([
    ['an amount', (text) => gzipSync(text.replace('"openMinor":10000', '"openMinor":10001'))],
    ['a member', (text) => gzipSync(text.replace('"fx":[],', ''))],
    ['half of the text', (text) => gzipSync(text.slice(0, text.length / 2))],
    ['half of the bytes', (text) => gzipSync(text).subarray(0, 200)],
    ['all of it', () => Buffer.alloc(0)],
  ])('in the input, %s, is an error that names the run', async (_what, change) => {
    const { runId, inputHash } = await run(keep);
    await overwrite(inputHash, change);
    await expect(run((tx) => readRunInput(tx, runId))).rejects.toThrow(
      `the stored input of selection run ${runId} is damaged`,
    );
    expect(await replay(runId)).toEqual({ status: 'damaged', what: 'input' });
  });

  test('in the plan is an error that names the run', async () => {
    const { runId } = await run(keep);
    await owner.query(
      `update cedent.selection_run
       set summary = jsonb_set(summary, '{facilities,0,poolMinor}', '1') where id = $1`,
      [runId],
    );
    await expect(planOf(runId)).rejects.toThrow(
      `the stored plan of selection run ${runId} is damaged`,
    );
  });
});

describe('a run', () => {
  test('is known by who made it, for when, with which engine and terms', async () => {
    const { runId, inputHash, planHash, plan } = await run(keep);
    const stored = await run((tx) => readRun(tx, runId));
    expect(stored).toMatchObject({ runId, asOf, inputHash, planHash, engine: engineVersion });
    expect(stored?.terms).toEqual([
      { facilityId: 'F1', termsHash: hashOf(terms), version: 1, effectiveOn: '2026-01-01' },
    ]);
    expect(stored?.planByteLength).toBe(Buffer.byteLength(canonicalJson(plan)));
    expect(await run((tx) => listRuns(tx, { limit: 10 }))).toEqual([stored]);
  });

  test('keeps its plan word for word, whatever the terms and the engine are now', async () => {
    const { runId, plan } = await run(keep);
    await run((tx) => {
      const newer = { ...version, effectiveOn: '2026-06-01', terms: { ...terms, limitMinor: 1 } };
      return addTerms(tx, { actor: setup, facilityId: 'F1', version: newer });
    });
    expect(canonicalJson(await planOf(runId))).toBe(canonicalJson(plan));
  });

  test('replays to the same plan after the ledger has moved on', async () => {
    const { runId, input } = await run(keep);
    await run((tx) => importLines(tx, asOf, [line('1', { openMinor: 1_00 })]));
    expect(await run((tx) => readRunInput(tx, runId))).toEqual(canonicalInput(input));
    const engine = { stored: engineVersion, now: engineVersion };
    expect(await replay(runId)).toEqual({ status: 'same', engine });
  });

  test('whose plan would be another today says where it differs', async () => {
    const { runId, plan } = await run(keep);
    const available = plan.facilities[0]?.availableMinor ?? 0;
    expect(await replay(runId, oneMore)).toMatchObject({
      status: 'differs',
      first: {
        path: 'facilities.0.availableMinor',
        stored: `${available}`,
        now: `${available + 1}`,
      },
    });
  });

  test('made by another engine says so, and is the same where only the engine is another', async () => {
    const { runId } = await run((tx) => keep(tx, (input) => changed(input, { engine: '0' })));
    const engine = { stored: '0', now: engineVersion };
    expect(await replay(runId)).toEqual({ status: 'same', engine });
    expect(await replay(runId, oneMore)).toMatchObject({ status: 'differs', engine });
  });

  test('that is refused today says why', async () => {
    const { runId } = await run(keep);
    const refusals = [{ code: 'policy_unknown' as const, path: 'facilities', params: {} }];
    const answer = await replay(runId, () => ({ ok: false, refusals }));
    expect(answer).toMatchObject({ status: 'refused', refusals });
  });

  test('that does not exist is not invented', async () => {
    expect(await replay(tenant)).toEqual({ status: 'unknown_run' });
  });

  test('cannot be changed or removed by the application', async () => {
    await run(keep);
    for (const table of ['selection_run', 'selection_input']) {
      for (const statement of [
        `update cedent.${table} set recorded_at = now()`,
        `delete from cedent.${table}`,
      ]) {
        await expect(run((tx) => tx.query(statement))).rejects.toThrow('permission denied');
      }
    }
  });
});

/** What only the database's owner could do. */
async function overwrite(inputHash: string, change: (text: string) => Buffer): Promise<void> {
  const at = [tenant, inputHash];
  const { rows } = await owner.query(
    'select text_gz from cedent.selection_input where tenant_id = $1 and input_hash = $2',
    at,
  );
  await owner.query(
    'update cedent.selection_input set text_gz = $3 where tenant_id = $1 and input_hash = $2',
    [...at, change(gunzipSync(rows[0].text_gz).toString())],
  );
}

function changed(input: SelectionInput, change: { engine: string }): Selection {
  const selection = selectReceivables(input);
  return selection.ok ? { ok: true, plan: { ...selection.plan, ...change } } : selection;
}

function oneMore(input: SelectionInput): Selection {
  const selection = selectReceivables(input);
  if (!selection.ok) return selection;
  const [first, ...rest] = selection.plan.facilities;
  if (!first) return selection;
  const facilities = [{ ...first, availableMinor: first.availableMinor + 1 }, ...rest];
  return { ok: true, plan: { ...selection.plan, facilities } };
}
