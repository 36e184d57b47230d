import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engineVersion } from '../../src/core/engine.ts';
import { sha256 } from '../../src/core/hash.ts';
import { SelectionInput } from '../../src/core/input.ts';
import { Plan } from '../../src/core/plan.ts';
import { keepWith, replayWith } from '../../src/host/keep.ts';
import { proposeWith } from '../../src/host/propose.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { textOf } from '../../src/http/pages/text/text.ts';
import { newId } from '../../src/store/database.ts';
import { sameThread } from '../selecting.ts';
import { type Entry, seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, formTokenOf, type World, writing } from './world.ts';

let world: World;
let items: Entry[];
beforeAll(async () => {
  world = await createWorld({
    keepSelection: keepWith(sameThread),
    replaySelection: replayWith(sameThread),
    propose: proposeWith(sameThread),
    pages: createPages,
    log: {
      info: () => undefined,
      warn: (fields) => warned.push(Warned.parse(fields)),
      error: (fields) => failed.push(Warned.parse(fields)),
    },
  });
  items = await seedLedger(world, world.alpha);
  await seedStory(world, world.alpha, items);
});
afterAll(() => world?.close());

const asOf = '2026-09-10';
const need = { amountMinor: 50_000, currency: 'EUR', valueOn: asOf, horizonDays: 60 };
const treasury = () => world.alpha.people.treasury;
const api = (path: string, init: RequestInit = as(treasury())) =>
  world.app.request(`${BASE_URL}/api/v1${path}`, init);

/** A question of nothing but its address: neither a body nor an Idempotency-Key. */
const asking = () => as(treasury(), { method: 'POST' });

async function stored(body: object = { asOf, need }) {
  const response = await api('/selections', writing(treasury(), body));
  expect(response.status).toBe(201);
  return response.json();
}

describe('a stored selection', () => {
  it('says who made it, when, of what, by which terms and engine', async () => {
    const run = await stored();
    expect(run).toMatchObject({
      asOf,
      engine: engineVersion,
      recordedBy: treasury().personId,
      terms: [{ facilityId: 'F1', version: 1, effectiveOn: expect.any(String) }],
      summary: { inputHash: run.inputHash, facilities: [{ facilityId: 'F1' }] },
    });
    expect(await (await api(`/selections/${run.runId}`)).json()).toEqual(run);
    const audit = await api('/audit?limit=200', as(world.alpha.people.finance));
    const { items: entries } = await audit.json();
    const { inputHash, planHash, engine } = run;
    expect(
      entries.filter(({ subject }: { subject: string }) => subject === run.runId),
    ).toMatchObject([
      {
        action: 'selection.stored',
        actor: { personId: treasury().personId },
        body: { asOf, inputHash, planHash, engine },
      },
    ]);
  });

  it('answers the very bytes that its hashes are of', async () => {
    const { runId, inputHash, planHash } = await stored();
    const input = await api(`/selections/${runId}/input`);
    const inputText = await input.text();
    expect(input.headers.get('content-type')).toBe('application/json');
    expect(sha256(inputText)).toBe(inputHash);
    expect(SelectionInput.parse(JSON.parse(inputText)).need).toEqual(need);
    const planText = await (await api(`/selections/${runId}/plan`)).text();
    expect(sha256(planText)).toBe(planHash);
    expect(Plan.parse(JSON.parse(planText)).facilities[0]?.lines.length).toBeGreaterThan(0);
  });

  it('is made again to the same bytes, and nothing is stored by that', async () => {
    const { runId } = await stored();
    const before = await counts();
    const replay = await (await api(`/selections/${runId}/replays`, asking())).json();
    const engine = { stored: engineVersion, now: engineVersion };
    expect(replay).toEqual({ status: 'same', engine });
    expect(await counts()).toEqual(before);
  });

  it('is stored once for one Idempotency-Key', async () => {
    const key = newId();
    const body = { asOf, facilityIds: ['F1'] };
    const first = await api('/selections', writing(treasury(), body, key));
    const before = await counts();
    const second = await api('/selections', writing(treasury(), body, key));
    expect(await second.text()).toBe(await first.text());
    expect(await counts()).toEqual(before);
  });

  it('of no facility is refused, and nothing is stored', async () => {
    const before = await counts();
    const body = { asOf, facilityIds: ['none'] };
    const response = await api('/selections', writing(treasury(), body));
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ reason: { code: 'no_facility' } });
    expect(await counts()).toEqual(before);
  });

  it('is in a list, the newest first, whose pages are joined by Link', async () => {
    const made = [await stored(), await stored(), await stored()].map(({ runId }) => runId);
    const seen: string[] = [];
    let address: string | undefined = `${BASE_URL}/api/v1/selections?limit=2`;
    for (let page = 0; address && page < 20; page += 1) {
      const response: Response = await world.app.request(address, as(treasury()));
      const { items: rows } = await response.json();
      seen.push(...rows.map(({ runId }: { runId: string }) => runId));
      address = /<(.+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen.slice(0, 3)).toEqual(made.toReversed());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe((await counts()).runs);
  });
});

describe('a stored selection whose input was damaged since', () => {
  it('answers nothing of it, says so, and its page says what to do', async () => {
    const { runId, inputHash } = await stored({ asOf, need: { ...need, amountMinor: 1 } });
    await damage(inputHash);
    const replay = await (await api(`/selections/${runId}/replays`, asking())).json();
    expect(replay).toEqual({ status: 'damaged', what: 'input' });
    const input = await api(`/selections/${runId}/input`);
    await expect(input.text()).rejects.toThrow();
    expect(warned.map(({ err }) => err.message)).toEqual([
      `the stored input of selection run ${runId} is damaged`,
    ]);
    expect((await api(`/selections/${runId}/plan`)).status).toBe(500);
    expect(failed.map(({ err }) => err.message)).toEqual(warned.map(({ err }) => err.message));
    const { damagedInput } = textOf('en').selections;
    expect(await pageAfterReplay(runId)).toContain(damagedInput);
  });
});

describe('a request', () => {
  it('names the selection that its lines are of', async () => {
    const receivableIds = [items[5]?.id];
    const body = { facilityId: 'F1', asOf, choice: { receivableIds } };
    const drafted = await api('/requests', writing(treasury(), body));
    expect(drafted.status).toBe(201);
    const { selectionRunId } = await drafted.json();
    const text = await (await api(`/selections/${selectionRunId}/input`)).text();
    const ids = SelectionInput.parse(JSON.parse(text)).receivables.map(({ id }) => id);
    expect(ids).toContain(items[5]?.id);
  });
});

const warned: { err: Error }[] = [];
const failed: { err: Error }[] = [];
const Warned = z.object({ err: z.instanceof(Error) });

/** What only the database's owner could do. */
async function damage(inputHash: string): Promise<void> {
  const owner = new pg.Client(world.ownerUrl);
  await owner.connect();
  const change = `update cedent.selection_input set text_gz = $2 where input_hash = $1`;
  await owner.query(change, [inputHash, gzipSync('{}')]);
  await owner.end();
}

async function pageAfterReplay(runId: string): Promise<string> {
  const address = `${BASE_URL}/selections/${runId}`;
  const posted = await world.app.request(
    `${address}/replay`,
    as(treasury(), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ form_token: formTokenOf(treasury()) }).toString(),
    }),
  );
  expect(posted.headers.get('location')).toBe(`/selections/${runId}`);
  const [told = ''] = (posted.headers.get('set-cookie') ?? '').split(';');
  const cookie = `cedent_session=${treasury().token}; ${told}`;
  return (await world.app.request(address, as(treasury(), { headers: { cookie } }))).text();
}

async function counts() {
  return world.db.asTenant(world.alpha.tenantId, async (tx) => {
    const [row] = await tx.query<{ runs: number; inputs: number }>(
      `select (select count(*) from cedent.selection_run) as runs,
         (select count(*) from cedent.selection_input) as inputs`,
    );
    return { runs: row?.runs, inputs: row?.inputs };
  });
}
