import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { appendToClaim, readClaim } from '../../src/store/claim.ts';
import {
  decideWriteOff,
  enterWord,
  openClaim,
  proposeWriteOff,
  stepClaim,
} from '../../src/store/claim-act.ts';
import {
  dispatchFiling,
  prepareFiling,
  releaseFiling,
  takeFiled,
} from '../../src/store/claim-filing.ts';
import { packAsZip, readPack } from '../../src/store/claim-pack.ts';
import { keepOwnRecords } from '../../src/store/claim-records.ts';
import { estimateDebtor, listClaims, ratesOf, readClaimView } from '../../src/store/claim-view.ts';
import { readClockClaims, takeWord } from '../../src/store/claim-word.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { keepEvidence, readEvidence } from '../../src/store/evidence.ts';
import { balanceOf } from '../../src/store/journal.ts';
import { readPosition } from '../../src/store/position.ts';
import { addPerson, addWorkedExample, units } from './claims.ts';
import { addTenant, fileOf, holdReceivable, LATER, openStore, type Store } from './open.ts';

let store: Store;
let tenant: Id;
let one: Id;
let two: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenant = await addTenant(store);
  [one, two] = [newId(), newId()];
  await run(async (tx) => {
    await addPerson(tx, one, 'Lin Wei');
    await addPerson(tx, two, 'Anna Berg');
  });
  await addWorkedExample(run);
});
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);
const by = (personId: Id, asOf = '2026-09-15') => ({ asOf, knownAt: LATER, actor: { personId } });
const debtor = { policyId: 'P1', sellerId: 'S1', debtorId: 'D1', currency: 'EUR' };

const open = (tx: Tx, asOf = '2026-06-05') =>
  openClaim(tx, { ...debtor, responsibleId: one, reason: 'unpaid', ...by(one, asOf) });

async function opened(): Promise<Id> {
  const answer = await run((tx) => open(tx));
  if (!answer.ok) throw new Error(answer.code);
  const fact = { kind: 'notified', on: '2026-06-06', reference: 'OVD-7' } as const;
  await run((tx) => stepClaim(tx, { claimId: answer.value, fact, ...by(one, '2026-06-06') }));
  return answer.value;
}

const view = async (id: Id, asOf = '2026-09-15') => {
  const found = await run((tx) => readClaimView(tx, { id, asOf, knownAt: LATER }));
  if (!found) throw new Error('no claim');
  return found;
};

/** Drawn up by one person, released by the other, and taken by the insurer. */
async function filed(): Promise<Id> {
  const claimId = await opened();
  const prepared = await run((tx) => prepareFiling(tx, { claimId, ...by(one) }));
  if (!prepared.ok) throw new Error(prepared.code);
  const order = { claimId, hash: prepared.value, ...by(two) };
  await run((tx) => releaseFiling(tx, order));
  await run(async (tx) => {
    const claim = await readClaim(tx, claimId, { lock: true });
    if (!claim) throw new Error('no claim');
    const told = { on: '2026-09-15', via: 'insurer', partnerReference: 'X-1' } as const;
    await takeFiled(tx, claim, { ...told, cause: 'test', actor: { system: 'jobs' } });
  });
  return claimId;
}

describe('what a claim would bring', () => {
  test('comes out of ledger, cover and policy to the cent, step by step', async () => {
    const { estimate } = await view(await opened());
    if (estimate.status !== 'estimated') throw new Error(estimate.code);
    expect(estimate.indemnity.steps.map(({ step, leftMinor }) => [step, leftMinor / 100])).toEqual([
      ['ledger', 260_000],
      ['credits', 250_000],
      ['payments', 220_000],
      ['uninsured', 190_000],
      ['over_limit', 150_000],
      ['own_share', 135_000],
      ['deductible', 130_000],
      ['first_loss', 80_000],
    ]);
    expect(estimate.indemnity.lines.at(-1)).toMatchObject({
      number: '160',
      uninsured: [{ minor: units(30_000), because: 'stopped_by_extension' }],
    });
    expect(estimate.days).toMatchObject({
      loss: { on: '2026-09-09' },
      fileBy: { on: '2027-03-09' },
    });
  });

  test('can be asked of any debtor while one still trades with it', async () => {
    const estimate = await run((tx) =>
      estimateDebtor(tx, { ...debtor, asOf: '2026-06-05', knownAt: LATER }),
    );
    if (estimate.status !== 'estimated') throw new Error(estimate.code);
    expect(estimate.readiness.scoreBp).toBe(0);
    expect(estimate.indemnity.insuredLossMinor).toBe(units(150_000));
  });
});

describe('a dossier', () => {
  test('is not claimed before there is a loss', async () => {
    const claimId = await opened();
    expect(await run((tx) => prepareFiling(tx, { claimId, ...by(one, '2026-09-08') }))).toEqual({
      ok: false,
      code: 'claim_waiting',
      lossOn: '2026-09-09',
    });
  });

  test('is one for a debtor, waits as the policy says, and knows its days', async () => {
    const id = await opened();
    const { claim } = await view(id);
    expect(claim.reference).toBe('CL-2026-00001');
    expect(claim.dossier).toMatchObject({ status: 'waiting', waitingUntil: '2026-09-09' });
    expect(await run((tx) => open(tx))).toEqual({
      ok: false,
      code: 'claim_open_already',
      reference: 'CL-2026-00001',
    });
    const [head] = await run((tx) => listClaims(tx, { asOf: '2026-09-15', knownAt: LATER }));
    expect(head).toMatchObject({ status: 'waiting', figures: { notifiedMinor: units(220_000) } });
  });

  test('grows ready by evidence, each content kept once, and by our own records', async () => {
    const claimId = await opened();
    const evidence = {
      debtorId: 'D1',
      kind: 'contract',
      fileName: 'contract.pdf',
      contentType: 'application/pdf',
      note: '',
      file: fileOf(Buffer.from('the contract')),
      actor: { personId: one },
    };
    const first = await run((tx) => keepEvidence(tx, evidence));
    const second = await run((tx) => keepEvidence(tx, evidence));
    expect([first.status, second.status]).toEqual(['kept', 'known']);
    const kept = await run((tx) => keepOwnRecords(tx, { claimId, ...by(one) }));
    expect(kept).toEqual({
      ok: true,
      value: ['open_items', 'statement_12_months', 'limit_decision'],
    });
    const { estimate } = await view(claimId);
    if (estimate.status !== 'estimated') throw new Error(estimate.code);
    expect(estimate.readiness.items.map(({ kind, status }) => [kind, status])).toEqual([
      ['contract', 'complete'],
      ['proof_of_delivery', 'missing'],
      ['open_items', 'complete'],
      ['limit_decision', 'complete'],
    ]);
    const strange = { ...evidence, debtorId: 'D9' };
    expect(await run((tx) => keepEvidence(tx, strange))).toMatchObject({ status: 'refused' });
  });

  test('leaves by hand where the insurer has no machine, with the record of it', async () => {
    const claimId = await opened();
    const prepared = await run((tx) => prepareFiling(tx, { claimId, ...by(one) }));
    if (!prepared.ok) throw new Error(prepared.code);
    const hash = prepared.value;
    const own = await run((tx) => releaseFiling(tx, { claimId, hash, ...by(one) }));
    expect(own).toEqual({ ok: false, code: 'claim_second_person' });
    const other = { claimId, hash: 'f'.repeat(64), ...by(two) };
    expect(await run((tx) => releaseFiling(tx, other))).toEqual({
      ok: false,
      code: 'claim_changed',
    });
    expect(await run((tx) => releaseFiling(tx, { claimId, hash, ...by(two) }))).toMatchObject({
      ok: true,
    });
    const dispatch = { channel: 'email', dispatchedOn: '2026-09-16', reference: 'M-1' } as const;
    const early = await run((tx) => dispatchFiling(tx, { claimId, dispatch, ...by(one) }));
    expect(early).toMatchObject({ ok: false, code: 'claim_not_now' });
    await run(async (tx) => {
      const claim = await readClaim(tx, claimId, { lock: true });
      const fact = { kind: 'dispatch_needed' } as const;
      if (claim) {
        const told = { fact, on: '2026-09-15', cause: 'test', actor: { system: 'jobs' } as const };
        await appendToClaim(tx, claim, told);
      }
    });
    expect(await run((tx) => dispatchFiling(tx, { claimId, dispatch, ...by(one) }))).toEqual({
      ok: false,
      code: 'claim_day_in_future',
    });
    const later = { claimId, dispatch, ...by(one, '2026-09-16') };
    await run((tx) => dispatchFiling(tx, later));
    const { claim, dispatches } = await view(claimId);
    expect(claim.dossier.filing).toMatchObject({ status: 'filed', via: 'dispatch' });
    expect(dispatches).toMatchObject([{ reference: 'M-1', by: one }]);
    const deliveries = await run((tx) =>
      tx.query('select 1 from cedent.delivery where operation = $1', ['readClaim']),
    );
    expect(deliveries).toEqual([]);
  });

  test('packs the same bytes each time', async () => {
    const claimId = await filed();
    const zip = async () => {
      const claim = await run((tx) => readClaim(tx, claimId));
      const pack = claim && (await run((tx) => readPack(tx, claim)));
      if (!pack) throw new Error('no pack');
      const of = { indexPdf: Buffer.from('%PDF'), db: store.database, tenantId: tenant };
      const { pieces, byteLength } = packAsZip(pack, of);
      const parts: Uint8Array[] = [];
      for await (const piece of pieces) parts.push(piece);
      const bytes = Buffer.concat(parts);
      expect(bytes.length).toBe(byteLength);
      return bytes;
    };
    expect((await zip()).equals(await zip())).toBe(true);
  });
});

const told = {
  partnerReference: 'X-1',
  status: 'settled' as const,
  rawCode: 'LIQ',
  steps: [],
  requests: [],
  settlements: [
    {
      settlementId: 'S1',
      on: '2026-10-20',
      currency: 'EUR',
      paidMinor: units(76_000),
      payee: 'Nordwind GmbH',
      deductions: [{ rawCode: 'LATE', amountMinor: units(4_000) }],
    },
  ],
  recoveries: [],
};
const word = (claimId: Id, changes = {}) =>
  run((tx) =>
    takeWord(tx, {
      claimId,
      told: { ...told, ...changes },
      today: '2026-10-21',
      cause: 'test',
      actor: { system: 'jobs' },
    }),
  );

describe('what an insurer pays', () => {
  test('is booked once, held against what was expected, and what differs is named', async () => {
    const claimId = await filed();
    await word(claimId);
    await word(claimId);
    const { claim, comparison } = await view(claimId);
    expect(claim.dossier.status).toBe('settled');
    expect(comparison).toMatchObject({
      expectedMinor: units(80_000),
      paidMinor: units(76_000),
      differences: [{ code: 'deducted', amountMinor: units(-4_000), params: { rawCode: 'LATE' } }],
    });
    const due = await run((tx) => balanceOf(tx, 'claim_receivable'));
    expect(due).toMatchObject([{ amountMinor: units(76_000) }]);
    expect(await run((tx) => balanceOf(tx, 'credit_losses'))).toMatchObject([
      { amountMinor: units(-76_000) },
    ]);
    const [clock] = await run((tx) => readClockClaims(tx, 'P1'));
    expect(clock).toMatchObject({ filedOn: '2026-09-15', paidOn: '2026-10-20' });
  });

  test('comes in by the bank’s entry that names the claim, and is no longer due', async () => {
    await word(await filed());
    const entry = {
      entryKey: 'E1',
      account: 'DE1',
      currency: 'EUR',
      amountMinor: units(76_000),
      bookedOn: '2026-10-22',
      references: ['CL-2026-00001'],
    };
    const recorded = await run((tx) =>
      recordBankEntries(tx, { actor: { personId: one }, entries: [entry] }),
    );
    expect(recorded).toMatchObject({ matched: 1 });
    expect(await run((tx) => balanceOf(tx, 'claim_receivable'))).toMatchObject([
      { amountMinor: 0 },
    ]);
    const bank = await run((tx) => balanceOf(tx, 'bank', 'DE1'));
    expect(bank).toMatchObject([{ amountMinor: units(76_000) }]);
  });

  test('a recovery is shared by debt, and what of it is the insurer’s is owed to it', async () => {
    const claimId = await filed();
    await word(claimId);
    const fact = {
      kind: 'recovered',
      recoveryId: 'V1',
      on: '2026-11-02',
      amountMinor: units(40_000),
      costsMinor: 0,
      isApproved: true,
      by: 'insured',
    } as const;
    const taken = await run((tx) => enterWord(tx, { claimId, fact, ...by(one, '2026-11-02') }));
    expect(taken).toMatchObject({ ok: true });
    const { splits } = await view(claimId, '2026-11-03');
    expect(splits).toMatchObject([
      { insurerMinor: units(24_545.45), insuredMinor: units(15_454.55) },
    ]);
    const due = await run((tx) =>
      balanceOf(tx, 'claim_receivable', 'claim|CL-2026-00001|recovery|V1'),
    );
    expect(due).toMatchObject([{ amountMinor: units(-24_545.45) }]);
    const heads = await run((tx) => listClaims(tx, { asOf: '2026-11-03', knownAt: LATER }));
    expect(ratesOf(heads, { by: 'insurer', asOf: '2026-11-03' })).toMatchObject([
      { key: 'Atradius', paidBp: 4_000, recoveredBp: 1_818 },
    ]);
  });

  test('stands on what a funder holds as well', async () => {
    const receivableId = await run((tx) =>
      holdReceivable(tx, { number: '101', facilityId: 'F1', advancedMinor: units(50_000) }),
    );
    await filed();
    const position = await run((tx) => readPosition(tx, receivableId));
    expect(position).toMatchObject({ marks: { isInsurerClaimed: true } });
  });
});

describe('a write-off', () => {
  const propose = (claimId: Id) =>
    run((tx) =>
      proposeWriteOff(tx, {
        claimId,
        standard: 'ifrs9',
        expectedRecoveryMinor: units(20_000),
        reason: 'no reasonable expectation',
        responsibleId: one,
        ...by(one),
      }),
    );

  test('is net of what is expected, and booked when another person approves it', async () => {
    const claimId = await filed();
    expect(await propose(claimId)).toMatchObject({ ok: true });
    expect(await run((tx) => decideWriteOff(tx, { claimId, ...by(one) }))).toEqual({
      ok: false,
      code: 'claim_second_person',
    });
    expect(await run((tx) => decideWriteOff(tx, { claimId, ...by(two) }))).toMatchObject({
      ok: true,
    });
    const { claim } = await view(claimId);
    expect(claim.dossier).toMatchObject({
      status: 'filed',
      writeOff: { status: 'approved', writeOff: { amountMinor: units(120_000) } },
    });
    expect(await run((tx) => balanceOf(tx, 'credit_losses'))).toMatchObject([
      { amountMinor: units(120_000) },
    ]);
  });

  test('of what a funder holds is a fact of its position', async () => {
    const receivableId = await run((tx) =>
      holdReceivable(tx, {
        number: '131',
        facilityId: 'F1',
        advancedMinor: units(10_000),
        assignedMinor: units(50_000),
      }),
    );
    const claimId = await filed();
    await propose(claimId);
    await run((tx) => decideWriteOff(tx, { claimId, ...by(two) }));
    const position = await run((tx) => readPosition(tx, receivableId));
    expect(position).toMatchObject({ account: { writeOffMinor: units(27_272.73) } });
  });

  test('that is refused may be proposed again', async () => {
    const claimId = await filed();
    await propose(claimId);
    await run((tx) => decideWriteOff(tx, { claimId, refusal: 'too early', ...by(two) }));
    expect(await run((tx) => balanceOf(tx, 'credit_losses'))).toEqual([]);
    expect(await propose(claimId)).toMatchObject({ ok: true });
  });
});

test('another tenant sees no dossier and no evidence', async () => {
  const claimId = await filed();
  const stranger = await addTenant(store);
  const seen = await store.database.asTenant(stranger, async (tx) => [
    await readClaim(tx, claimId),
    ...(await readEvidence(tx, 'D1')),
  ]);
  expect(seen).toEqual([undefined]);
});
