import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alike } from '../../src/core/funding/request-fact.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { findNearMatches, readPosition } from '../../src/store/position.ts';
import {
  approveRequest,
  draftRequest,
  returnRequest,
  submitRequest,
  withdrawRequest,
} from '../../src/store/request.ts';
import { readRequest, readRequests } from '../../src/store/request-facts.ts';
import { listening } from '../setup/statements.ts';
import { linesOf } from './lines.ts';
import { addBooks, addTenant, importLines, line, openStore, type Store } from './open.ts';

const analyst = { personId: '00000000-0000-7000-8000-000000000001' };
const approver = { personId: '00000000-0000-7000-8000-000000000002' };
const effectiveOn = '2026-11-24';

let store: Store;
let tenantId: string;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await store.database.asTenant(tenantId, async (tx) => {
    await addBooks(tx);
    const numbers = Array.from({ length: 60 }, (_, index) => `INV-${index + 1}`);
    // The same paper keyed twice, by two systems: one business each, one fingerprint.
    const variants = ['RE 0077', 're-77', 'ＲＥ７７'].map((number, index) =>
      line(number, { rowNumber: 900 + index, debtor: `V${index}` }),
    );
    await importLines(tx, '2026-11-20', [...numbers.map((number) => line(number)), ...variants]);
  });
});
afterAll(() => store.close());

describe('ONE_POSITION', () => {
  it('of many people drafting the same invoice at once, one gets it', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, () => asTenant((tx) => draft(tx, ['INV-1', 'INV-2']))),
    );
    expect(results.filter(({ ok }) => ok).length).toBe(1);
    const refused = results.filter((result) => !result.ok && result.code === 'already_financed');
    expect(refused.length).toBe(7);
  });

  it('an invoice spelled differently in two ledgers is the same invoice', async () => {
    expect((await asTenant((tx) => draft(tx, ['RE 0077']))).ok).toBe(true);
    for (const number of ['re-77', 'ＲＥ７７']) {
      expect(await asTenant((tx) => draft(tx, [number]))).toMatchObject({
        ok: false,
        code: 'already_financed',
      });
    }
  });

  it('a draft that cannot have all its invoices reserves none', async () => {
    await asTenant((tx) => draft(tx, ['INV-10']));
    const second = await asTenant((tx) => draft(tx, ['INV-11', 'INV-10']));
    expect(second).toMatchObject({ ok: false, receivables: [{ number: 'INV-10' }] });
    expect(await asTenant((tx) => statusOf(tx, 'INV-11'))).toBe('free');
  });

  it('withdrawing frees the invoice for another request', async () => {
    const first = await mustDraft(['INV-12']);
    const reason = 'the buyer pays tomorrow';
    await asTenant((tx) =>
      withdrawRequest(tx, { actor: analyst, requestId: first, reason, effectiveOn }),
    );
    expect(await asTenant((tx) => statusOf(tx, 'INV-12'))).toBe('free');
    expect((await asTenant((tx) => draft(tx, ['INV-12']))).ok).toBe(true);
  });
});

describe('approval', () => {
  it('binds the bytes that were seen: another hash is refused', async () => {
    const requestId = await mustDraft(['INV-20']);
    await mustSubmit(requestId);
    const hash = 'f'.repeat(64);
    expect(await approve(requestId, hash)).toEqual({ ok: false, code: 'hash_differs' });
  });

  it('needs a second person', async () => {
    const requestId = await mustDraft(['INV-21']);
    const hash = await mustSubmit(requestId);
    const same = await asTenant((tx) =>
      approveRequest(tx, { actor: analyst, requestId, hash, effectiveOn }),
    );
    expect(same).toEqual({ ok: false, code: 'second_person_needed' });
    expect((await approve(requestId, hash)).ok).toBe(true);
  });

  it('of two approvers at once one is late, and one intention is written', async () => {
    const requestId = await mustDraft(['INV-22']);
    const hash = await mustSubmit(requestId);
    const results = await Promise.all([approve(requestId, hash), approve(requestId, hash)]);
    expect(results.filter(({ ok }) => ok).length).toBe(1);
    const [row] = await asTenant((tx) =>
      tx.query<{ count: number }>(`select count(*) from cedent.delivery where subject = $1`, [
        requestId,
      ]),
    );
    expect(row?.count).toBe(2);
  });

  it('is refused when the ledger changed since the draft', async () => {
    const requestId = await mustDraft(['INV-23']);
    const hash = await mustSubmit(requestId);
    await asTenant((tx) =>
      importLines(tx, '2026-11-21', [line('INV-23', { openMinor: 40_00 })], { complete: false }),
    );
    expect(await approve(requestId, hash)).toMatchObject({
      ok: false,
      code: 'ledger_changed',
      lines: [{ number: 'INV-23', openMinor: 40_00 }],
    });
  });

  it('a returned request is a draft again and has no hash to approve', async () => {
    const requestId = await mustDraft(['INV-24']);
    const hash = await mustSubmit(requestId);
    const reason = 'two invoices are missing';
    await asTenant((tx) => returnRequest(tx, { actor: approver, requestId, reason, effectiveOn }));
    expect(await approve(requestId, hash)).toMatchObject({ ok: false, code: 'not_now' });
    const request = await asTenant((tx) => readRequest(tx, requestId));
    expect(request?.state.status).toBe('draft');
  });
});

describe('near matches', () => {
  it('the same number with another amount waits for a person', async () => {
    await asTenant((tx) =>
      importLines(tx, '2026-11-22', [line('INV-030', { faceMinor: 77_00 })], {
        complete: false,
      }),
    );
    await mustDraft(['INV-30']);
    const second = await asTenant((tx) => draft(tx, ['INV-030']));
    expect(second).toMatchObject({ ok: false, code: 'near_match' });
    const pairs = pairsOf(second);
    expect((await asTenant((tx) => draft(tx, ['INV-030'], pairs))).ok).toBe(true);
  });

  it('of many lines are asked for at once, and told line by line', async () => {
    await mustDraft(['INV-40', 'INV-42']);
    const numbers = ['INV-042', 'inv 40', 'INV-4', 'INV-400'];
    const lines = numbers.map((number) => ({
      receivableId: newId(),
      number,
      sellerId: 'S1',
      fingerprint: 'another',
      instalment: 1,
      issuedOn: '2026-11-01',
      dueOn: '2026-12-01',
      currency: 'EUR',
    }));
    const { database, statements } = listening(store.database);
    const near = await database.asTenant(tenantId, (tx) =>
      findNearMatches(tx, { facilityId: 'F1', lines }),
    );
    expect(near.map(({ number }) => number)).toEqual(['INV-042', 'inv 40']);
    expect(near.map(({ receivableId }) => receivableId)).toEqual(
      lines.slice(0, 2).map(({ receivableId }) => receivableId),
    );
    expect(near.every(({ facilityId }) => facilityId === 'F1')).toBe(true);
    const others = lines.map((one) => ({ ...one, sellerId: 'S' }));
    expect(
      await asTenant((tx) => findNearMatches(tx, { facilityId: 'F1', lines: others })),
    ).toEqual([]);
    expect(statements).toHaveLength(1);
  });

  it('inside one request wait for a person too', async () => {
    await asTenant((tx) =>
      importLines(tx, '2026-11-22', [line('INV-80'), line('INV-0080', { faceMinor: 55_00 })], {
        complete: false,
      }),
    );
    const asked = await asTenant((tx) => draft(tx, ['INV-80', 'INV-0080']));
    expect(asked).toMatchObject({ ok: false, code: 'near_match', matches: [{ isTogether: true }] });
    const pairs = pairsOf(asked);
    expect((await asTenant((tx) => draft(tx, ['INV-80', 'INV-0080'], pairs))).ok).toBe(true);
  });

  it('are asked about again when another one came up since a person looked', async () => {
    await asTenant((tx) =>
      importLines(
        tx,
        '2026-11-22',
        [
          line('INV-90'),
          line('INV-090', { faceMinor: 66_00 }),
          line('INV-0090', { faceMinor: 67_00 }),
        ],
        { complete: false },
      ),
    );
    await mustDraft(['INV-90']);
    const pairs = pairsOf(await asTenant((tx) => draft(tx, ['INV-090'])));
    expect(pairs).toHaveLength(1);
    const others = pairsOf(await asTenant((tx) => draft(tx, ['INV-0090'])));
    expect((await asTenant((tx) => draft(tx, ['INV-0090'], others))).ok).toBe(true);
    const again = await asTenant((tx) => draft(tx, ['INV-090'], pairs));
    expect(again).toMatchObject({ ok: false, code: 'near_match' });
    expect(pairsOf(again)).toHaveLength(1);
    expect((await asTenant((tx) => draft(tx, ['INV-090'], [...pairs, ...pairsOf(again)]))).ok).toBe(
      true,
    );
  });

  it('of two drafts at once are seen by one of them', async () => {
    await asTenant((tx) =>
      importLines(tx, '2026-11-22', [line('INV-95'), line('INV-0095', { faceMinor: 95_00 })], {
        complete: false,
      }),
    );
    const both = await Promise.all(
      ['INV-95', 'INV-0095'].map((number) => asTenant((tx) => draft(tx, [number]))),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ code: 'near_match' });
  });

  it('are not the instalments of one invoice asked for together', async () => {
    const part = (instalment: number, faceMinor: number, dueOn: string) => ({
      receivableId: newId(),
      number: 'INV-70',
      sellerId: 'S1',
      fingerprint: `S1|INV70|${instalment}|2026-11-01|${faceMinor}|EUR`,
      instalment,
      issuedOn: '2026-11-01',
      dueOn,
      currency: 'EUR',
    });
    const near = (lines: ReturnType<typeof part>[]) =>
      asTenant((tx) => findNearMatches(tx, { facilityId: 'F1', lines }));
    const first = part(1, 50_00, '2026-12-01');
    expect(await near([first, part(2, 50_00, '2027-01-01')])).toEqual([]);
    expect(await near([first, part(2, 50_00, '2026-12-01')])).toHaveLength(1);
    expect(await near([first, part(1, 60_00, '2027-01-01')])).toHaveLength(1);
  });

  it('are not what stands in the books under the same fingerprint', async () => {
    await mustDraft(['INV-44']);
    const [same] = await asTenant((tx) => linesOf(tx, ['INV-44']));
    if (!same) throw new Error('the line is there');
    const lines = [{ ...same, sellerId: 'S1', receivableId: newId() }];
    expect(await asTenant((tx) => findNearMatches(tx, { facilityId: 'F1', lines }))).toEqual([]);
  });
});

describe('many requests', () => {
  it('are read by one statement, each as it is read alone', async () => {
    const ids: string[] = [];
    for (const number of ['INV-51', 'INV-52', 'INV-53']) ids.push(await mustDraft([number]));
    await mustSubmit(ids[1] ?? '');
    const { database, statements } = listening(store.database);
    const requests = await database.asTenant(tenantId, (tx) => readRequests(tx, [...ids, newId()]));
    expect(statements).toHaveLength(1);
    expect([...requests.keys()].toSorted()).toEqual(ids.toSorted());
    for (const id of ids) {
      expect(requests.get(id)).toEqual(await asTenant((tx) => readRequest(tx, id)));
    }
    expect(requests.get(ids[1] ?? '')?.state.status).toBe('submitted');
    const stranger = await addTenant(store);
    const seen = await store.database.asTenant(stranger, (tx) => readRequests(tx, ids));
    expect(seen.size).toBe(0);
  });
});

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}

/** The pairs a person was shown, as they are sent back when they differ. */
function pairsOf(result: Awaited<ReturnType<typeof draft>>): Alike[] {
  if (result.ok || result.code !== 'near_match') return [];
  return result.matches.map(({ receivableId, resembles }) => ({ receivableId, resembles }));
}

async function draft(tx: Tx, numbers: string[], acceptedNearMatches: Alike[] = []) {
  return draftRequest(tx, {
    actor: analyst,
    sellerId: 'S1',
    facilityId: 'F1',
    effectiveOn,
    lines: await linesOf(tx, numbers),
    planInputHash: '0'.repeat(64),
    acceptedNearMatches,
  });
}

async function mustDraft(numbers: string[]): Promise<string> {
  const result = await asTenant((tx) => draft(tx, numbers));
  if (!result.ok) throw new Error(`not drafted: ${result.code}`);
  return result.value.requestId;
}

async function mustSubmit(requestId: string): Promise<string> {
  const result = await asTenant((tx) =>
    submitRequest(tx, { actor: analyst, requestId, effectiveOn }),
  );
  if (!result.ok) throw new Error(`not submitted: ${result.code}`);
  return result.value.hash;
}

function approve(requestId: string, hash: string) {
  return asTenant((tx) => approveRequest(tx, { actor: approver, requestId, hash, effectiveOn }));
}

async function statusOf(tx: Tx, number: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    'select id from cedent.receivable where number = $1',
    [number],
  );
  return (await readPosition(tx, row?.id ?? '')).status;
}
