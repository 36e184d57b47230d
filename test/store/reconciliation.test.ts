import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Day } from '../../src/core/calendar.ts';
import type { Charges } from '../../src/core/charge/charges.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { bankEntryOf } from '../../src/core/journal/facility-entries.ts';
import type { AccountingPolicy } from '../../src/core/journal/policy.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { addTerms, readFacilities } from '../../src/store/facility.ts';
import { recordFixings } from '../../src/store/fixing.ts';
import { post } from '../../src/store/journal.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { movePositions, reserve } from '../../src/store/position.ts';
import { reconcileFacility } from '../../src/store/reconciliation.ts';
import {
  addBooks,
  addTenant,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
  terms,
  version,
} from './open.ts';

const actor = { system: 'jobs' } as const;
const on = '2026-11-24';
const months = { asOf: '2026-12-31', since: '2026-01-01' };
let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

describe('a facility of the real database', () => {
  it('of which all is booked and told differs only by cash that is on its way', async () => {
    const tenant = await withReceivables(2);
    await tenant.run(async (tx) => {
      await hold(tx, 'INV-1', { advancedMinor: 850_00 });
      await hold(tx, 'INV-2', { advancedMinor: 850_00 });
      await takeMovements(tx, {
        facilityId: 'F1',
        movements: [
          told('service_fee', 7_50, 'INV-1'),
          told('dilution', 20_00, 'INV-1'),
          told('collection', 980_00, 'INV-1'),
          told('rebate', 122_50, 'INV-1'),
          told('interest', 4_00),
        ],
        actor,
      });
    });
    const found = await tenant.reconcile();
    // The rebate left nothing due, so the interest of the account is on INV-2 alone, paid apart: INV-1 is closed.
    expect(found.rows.map(({ number, status, ours }) => [number, status, ours.open])).toEqual([
      ['INV-1', 'closed', 0],
      ['INV-2', 'advanced', 150_00],
    ]);
    expect(found.differences.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
      ['in_transit', -850_00],
      ['in_transit', -122_50],
      ['in_transit', -850_00],
      ['in_transit', 4_00],
    ]);
    expect(found.totals).toMatchObject({
      ours: { advance: 1_700_00, fees: 7_50, interest: 4_00, rebate: 118_50, open: 150_00 },
      funder: { advance: 1_700_00, fees: 7_50, interest: 4_00, rebate: 118_50, open: 150_00 },
      books: { advance: 1_700_00, fees: 7_50, interest: 4_00, rebate: 118_50, open: 150_00 },
      bank: { advance: 0, rebate: 0 },
    });
  });

  it('what the bank has is no longer on its way; of a part, the rest is', async () => {
    const tenant = await withReceivables(1);
    const request = await tenant.run((tx) => hold(tx, 'INV-1', { advancedMinor: 850_00 }));
    const received = (cause: string, amountMinor: number) =>
      tenant.run((tx) =>
        post(
          tx,
          bankEntryOf({
            cause,
            effectiveOn: on,
            currency: 'EUR',
            amountMinor,
            functional: { currency: 'EUR' },
            bankAccount: 'DE1',
            against: { account: 'due_from_factor', subject: request },
          }),
        ),
      );
    await received('bank|1', 800_00);
    const part = await tenant.reconcile();
    expect(part.cash).toMatchObject([
      { name: request, bankMinor: 800_00, differenceMinor: -50_00 },
    ]);
    expect(part.differences).toMatchObject([{ code: 'in_transit', amountMinor: -50_00 }]);
    await received('bank|2', 50_00);
    expect((await tenant.reconcile()).differences).toEqual([]);
  });

  it('movements that wait for a person are differences by name, on the receivable or the account', async () => {
    const tenant = await withReceivables(1);
    await tenant.run(async (tx) => {
      await hold(tx, 'INV-1', { advancedMinor: 850_00 });
      const movements = [told('rebate', 500_00, 'INV-1'), told('collection', 12_34, 'INV-99')];
      await takeMovements(tx, { facilityId: 'F1', movements, actor });
    });
    const found = await tenant.reconcile();
    const questioned = found.differences.filter(({ code }) => code === 'questioned');
    expect(questioned.map(({ measure, amountMinor }) => [measure, amountMinor])).toEqual([
      ['collected', 12_34],
      ['rebate', 500_00],
    ]);
    expect(found.totals.funder.rebate).toBe(500_00);
    expect(found.totals.ours.rebate).toBe(0);
  });

  it('answers a past day as it was then', async () => {
    const tenant = await withReceivables(1);
    await tenant.run(async (tx) => {
      await hold(tx, 'INV-1', { advancedMinor: 850_00 });
      const late = { ...told('service_fee', 9_00, 'INV-1'), bookedOn: '2026-12-02' };
      await takeMovements(tx, { facilityId: 'F1', movements: [late], actor });
    });
    expect((await tenant.reconcile()).totals.ours.fees).toBe(9_00);
    expect((await tenant.reconcile({ asOf: '2026-12-01' })).totals).toMatchObject({
      ours: { fees: 0 },
      funder: { fees: 0 },
      books: { fees: 0 },
    });
    expect((await tenant.reconcile({ asOf: '2026-11-23' })).rows).toEqual([]);
  });

  it('says what the agreement gives for a charge, and by how much the funder differs', async () => {
    const tenant = await withReceivables(1, charges);
    await tenant.run(async (tx) => {
      await hold(tx, 'INV-1', { advancedMinor: 850_00 });
      const movements = [told('service_fee', 8_00, 'INV-1')];
      await takeMovements(tx, { facilityId: 'F1', movements, actor });
    });
    const found = await tenant.reconcile();
    expect(found.isPriced).toBe(true);
    expect(found.differences).toContainEqual(
      expect.objectContaining({ code: 'charge_differs', measure: 'fees', amountMinor: -50 }),
    );
  });

  it('reckons a charge that goes by an index once its fixing is known, and names it until then', async () => {
    const tenant = await withReceivables(1, byIndex);
    await tenant.run(async (tx) => {
      await hold(tx, 'INV-1', { advancedMinor: 850_00 });
      const interest = { ...told('interest', 1_00, 'INV-1'), bookedOn: '2026-11-30' };
      await takeMovements(tx, { facilityId: 'F1', movements: [interest], actor });
    });
    const charged = async () => (await tenant.reconcile()).rows[0]?.charges;
    const params = { index: 'EURIBOR 3M', day: '2026-11-24' };
    expect(await charged()).toMatchObject([
      { status: 'unknown', refusal: { code: 'fixing_missing', params } },
    ]);
    const fixings = [{ ...params, percent: '2.05', source: 'EMMI' }];
    await tenant.run((tx) => recordFixings(tx, { actor: setup, fixings }));
    // 850.00 × 4.05 % × 7 ÷ 360
    expect(await charged()).toMatchObject([{ status: 'reckoned', agreedMinor: 67 }]);
  });

  it('compares control accounts with what the sub-ledger carries on them', async () => {
    const tenant = await withReceivables(1);
    await tenant.run((tx) => hold(tx, 'INV-1', { advancedMinor: 850_00 }));
    const control = [
      { account: 'due_from_factor', currency: 'EUR', balanceMinor: 850_00 },
      { account: 'due_from_factor', currency: 'EUR', receivable: 'INV-1', balanceMinor: 151_00 },
    ];
    const found = await tenant.reconcile({ control });
    expect(found.control).toMatchObject({ ok: true, lines: [{ differenceMinor: 0 }] });
    expect(found.differences).toContainEqual(
      expect.objectContaining({ code: 'ledger_differs', amountMinor: 1_00 }),
    );
  });

  it('what is outstanding of a pledge is drawn less repaid, over its receivables and in the books', async () => {
    const tenant = await withReceivables(2);
    await tenant.run(async (tx) => {
      await addTerms(tx, { actor: setup, facilityId: 'F1', version: pledged });
      await hold(tx, 'INV-1', { advancedMinor: 800_00 });
      await hold(tx, 'INV-2', { advancedMinor: 200_00 });
      const movements = [told('repayment', 300_00), told('interest', 4_00)];
      await takeMovements(tx, { facilityId: 'F1', movements, actor });
    });
    const found = await tenant.reconcile();
    expect(found.pledge).toMatchObject({
      drawnMinor: 1_000_00,
      repaidMinor: 300_00,
      outstandingMinor: 700_00,
      interestMinor: 4_00,
      owedMinor: 704_00,
      booksMinor: 704_00,
      differenceMinor: 0,
    });
    const { advance = 0, rebate = 0 } = found.totals.funder;
    expect(advance + rebate).toBe(700_00);
    expect(found.differences.map(({ code }) => code)).not.toContain('not_in_books');
  });

  it('is read in the same few statements, however much it holds', async () => {
    const tenant = await withReceivables(3);
    await tenant.run(async (tx) => {
      for (const n of [1, 2, 3]) await hold(tx, `INV-${n}`, { advancedMinor: 850_00 });
    });
    const statements = await tenant.run(async (tx) => {
      let asked = 0;
      const counting: Tx = {
        ...tx,
        query: (text, values) => {
          asked += 1;
          return tx.query(text, values);
        },
      };
      const knownAt = await databaseNow(tx);
      await reconcileFacility(counting, { facilityId: 'F1', ...months, knownAt });
      return asked;
    });
    expect(statements).toBe(8);
  });
});

const charges: Charges = {
  version: 1,
  currency: 'EUR',
  calendars: [],
  limitHoldback: false,
  minimums: [],
  serviceFee: { initialBp: 75, tiers: [], portion: 'whole', minimumMinor: 0, rounding: 'halfUp' },
};

const byIndex: Charges = {
  version: 1,
  currency: 'EUR',
  calendars: [],
  limitHoldback: false,
  minimums: [],
  interest: {
    rate: {
      kind: 'index',
      index: 'EURIBOR 3M',
      margin: '2.00',
      reset: 'at_start',
      lookbackDays: 0,
      calendars: [],
    },
    dayCount: 'ACT/360',
    charged: 'monthly',
    rounding: 'halfUp',
  },
};

async function withReceivables(count: number, agreed?: Charges) {
  const tenantId = await addTenant(store);
  const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenantId, work);
  await run(async (tx) => {
    await addBooks(tx);
    const lines = Array.from({ length: count }, (_, at) =>
      line(`INV-${at + 1}`, { faceMinor: 1_000_00 }),
    );
    if (count > 0) await importLines(tx, '2026-11-20', lines);
    if (agreed) await agree(tx, agreed);
  });
  type Asked = { asOf?: Day; control?: Parameters<typeof reconcileFacility>[1]['control'] };
  const reconcile = (asked: Asked = {}) =>
    run(async (tx) => {
      const knownAt = await databaseNow(tx);
      const found = await reconcileFacility(tx, { facilityId: 'F1', ...months, knownAt, ...asked });
      if (!found) throw new Error('no facility');
      return found;
    });
  return { run, reconcile };
}

type Hold = { advancedMinor: number; accounting?: AccountingPolicy };

/** A request of one line that the funder has taken and paid, under the terms in force. */
async function hold(tx: Tx, number: string, { advancedMinor, accounting }: Hold): Promise<string> {
  const [receivable] = await tx.query<{ id: string; fingerprint: string; face: number }>(
    'select id, fingerprint, face_minor as face from cedent.receivable where number = $1',
    [number],
  );
  if (!receivable) throw new Error(`no receivable ${number}`);
  const requestId = newId();
  const request = `FR-${requestId}`;
  await tx.query(
    `insert into cedent.funding_request (tenant_id, id, number, facility_id)
     values ($1, $2, $3, 'F1')`,
    [tx.tenantId, requestId, request],
  );
  const { id: receivableId, fingerprint, face: faceMinor } = receivable;
  const lines = [{ receivableId, fingerprint, number }];
  await reserve(tx, {
    requestId,
    facilityId: 'F1',
    effectiveOn: on,
    lines,
    actor: { system: 'setup' },
  });
  const [facility] = await readFacilities(tx, { asOf: on, knownAt: LATER });
  if (!facility) throw new Error('no facility');
  const { mode } = facility.terms;
  const policy = accounting ?? facility.agreement.accounting;
  const { termsHash } = facility;
  const place = { receivableId, effectiveOn: on };
  const assigned = { kind: 'assigned', requestId, mode, faceMinor, termsHash } as const;
  await movePositions(
    tx,
    [
      { ...place, fact: { ...assigned, accounting: policy } },
      { ...place, fact: { kind: 'advanced', requestId, amountMinor: advancedMinor } },
    ],
    { system: 'setup' },
  );
  return request;
}

const pledged = {
  ...version,
  terms: { ...terms, mode: 'pledge' as const },
  agreement: {
    ...version.agreement,
    product: 'pledge' as const,
    accounting: { treatment: 'pledge_reclassification' as const },
  },
};

function agree(tx: Tx, agreed: Charges) {
  const changed = { ...version, agreement: { ...version.agreement, charges: agreed } };
  return addTerms(tx, { actor: setup, facilityId: 'F1', version: changed });
}

let movements = 0;
function told(
  kind: FunderMovement['kind'],
  amountMinor: number,
  invoiceNumber?: string,
): FunderMovement {
  movements += 1;
  return {
    movementId: `M-${movements}`,
    kind,
    bookedOn: on,
    valueOn: on,
    currency: 'EUR',
    amountMinor,
    reversal: false,
    detail: '',
    ...(invoiceNumber !== undefined && { invoiceNumber }),
  };
}
