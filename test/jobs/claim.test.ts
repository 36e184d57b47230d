import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { ClaimFiling, ClaimState } from '../../src/core/claim/filing.ts';
import type { Id } from '../../src/core/ids.ts';
import type { EffectOperation, Operation } from '../../src/jobs/operation.ts';
import { contributeDocument } from '../../src/jobs/operations/contribute-document.ts';
import { fileClaim } from '../../src/jobs/operations/file-claim.ts';
import { readClaim } from '../../src/jobs/operations/read-claim.ts';
import { readClaim as claimOf } from '../../src/store/claim.ts';
import { openClaim, stepClaim } from '../../src/store/claim-act.ts';
import { prepareFiling, releaseFiling } from '../../src/store/claim-filing.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { type Delivery, readDelivery } from '../../src/store/delivery.ts';
import { addPerson, addWorkedExample, units } from '../store/claims.ts';
import { addTenant, LATER, openStore, type Store } from '../store/open.ts';

let store: Store;
let tenant: Id;
let claimId: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);

beforeEach(async () => {
  tenant = await addTenant(store);
  const [one, two] = [newId(), newId()];
  await run(async (tx) => {
    await addPerson(tx, one, 'Lin Wei');
    await addPerson(tx, two, 'Anna Berg');
  });
  await addWorkedExample(run);
  const by = (personId: Id) => ({ asOf: '2026-09-15', knownAt: LATER, actor: { personId } });
  const debtor = { policyId: 'P1', sellerId: 'S1', debtorId: 'D1', currency: 'EUR' };
  claimId = await run(async (tx) => {
    const opened = await openClaim(tx, { ...debtor, responsibleId: one, reason: 'x', ...by(one) });
    if (!opened.ok) throw new Error(opened.code);
    const fact = { kind: 'notified', on: '2026-06-06' } as const;
    await stepClaim(tx, { claimId: opened.value, fact, ...by(one) });
    const drawn = await prepareFiling(tx, { claimId: opened.value, ...by(one) });
    if (!drawn.ok) throw new Error(drawn.code);
    await releaseFiling(tx, { claimId: opened.value, hash: drawn.value, ...by(two) });
    return opened.value;
  });
});

const effectOf = (operation: Operation): EffectOperation<z.ZodType, unknown> => {
  if (operation.kind !== 'effect') throw new Error('no effect');
  return operation;
};
const claim = async () => {
  const found = await run((tx) => claimOf(tx, claimId));
  if (!found) throw new Error('no claim');
  return found;
};

/** The delivery that filing it has made, with the claim that it carries. */
async function delivered(operation: string): Promise<Delivery> {
  return run(async (tx) => {
    const rows = await tx.query<{ id: Id }>(
      'select id from cedent.delivery where tenant_id = $1 and operation = $2',
      [tx.tenantId, operation],
    );
    const delivery = rows[0] && (await readDelivery(tx, rows[0].id));
    if (!delivery) throw new Error(`no delivery of ${operation}`);
    return delivery;
  });
}

async function filing() {
  const delivery = await delivered('fileClaim');
  return { delivery, input: delivery.input as ClaimFiling, actor: { system: 'jobs' } as const };
}

describe('filing a claim', () => {
  test('carries what two people released, and asks for the insurer’s word once it is taken', async () => {
    const answered = await filing();
    expect(answered.input).toMatchObject({
      reference: 'CL-2026-00001',
      claimedMinor: units(190_000),
    });
    const taken = { partnerReference: 'X-1' };
    await run((tx) => effectOf(fileClaim).accepted(tx, answered, taken));
    expect((await claim()).dossier).toMatchObject({ status: 'filed', filing: { via: 'insurer' } });
    const { input } = await delivered('readClaim');
    expect(input).toMatchObject({ claimId, partnerReference: 'X-1', policyId: 'P1' });
  });

  test('that is refused may be drawn up again', async () => {
    const answered = await filing();
    await run((tx) =>
      effectOf(fileClaim).rejected(tx, answered, {
        kind: 'refused',
        reason: 'invalid_message',
        detail: 'no such policy',
        raw: { body: '' },
      }),
    );
    const { dossier, facts } = await claim();
    expect(dossier.filing.status).toBe('none');
    expect(facts.at(-1)?.fact).toMatchObject({ kind: 'filing_refused', detail: 'no such policy' });
  });

  test('an insurer without a machine for it is told by hand', async () => {
    const answered = await filing();
    await run(async (tx) => effectOf(fileClaim).missing?.(tx, answered));
    expect((await claim()).dossier.filing).toMatchObject({
      status: 'released',
      needsDispatch: true,
    });
  });
});

describe('the insurer’s word', () => {
  const told: ClaimState = {
    partnerReference: 'X-1',
    status: 'documents_requested',
    rawCode: 'DOC',
    steps: [],
    requests: [{ requestId: 'R1', on: '2026-09-20', kind: 'proof_of_delivery', text: 'please' }],
    settlements: [],
    recoveries: [],
  };

  test('is asked for again until it is closed', async () => {
    const answered = await filing();
    await run((tx) => effectOf(fileClaim).accepted(tx, answered, { partnerReference: 'X-1' }));
    const delivery = await delivered('readClaim');
    if (readClaim.kind !== 'read') throw new Error('no read');
    const { answered: take } = readClaim;
    const asked = (state: ClaimState) =>
      run((tx) => take(tx, delivery, readClaim.input.parse(delivery.input), state));
    expect(await asked(told)).toMatchObject({ again: expect.any(Number) });
    expect((await claim()).dossier.status).toBe('documents_requested');
    expect(await asked({ ...told, status: 'closed' })).toEqual({ done: true });
  });

  test('a document answers under the claim’s reference and its own hash', () => {
    const input = {
      claimReference: 'CL-2026-00001',
      partnerReference: 'X-1',
      policyId: 'P1',
      document: { kind: 'invoice', fileName: 'a.pdf', sha256: 'a'.repeat(64) },
      bytesBase64: '',
    };
    expect(effectOf(contributeDocument).reference(input)).toBe(`CL-2026-00001/${'a'.repeat(16)}`);
  });
});
