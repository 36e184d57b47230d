import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankEntry } from '../../src/core/cash/entry.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import type { PositionFact } from '../../src/core/funding/position-fact.ts';
import type { Id } from '../../src/core/ids.ts';
import type { AccountRole } from '../../src/core/journal/account-role.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { allocateEntry, takeBackEntry } from '../../src/store/bank-decision.ts';
import { applyOnAccount, listOnAccount } from '../../src/store/bank-on-account.ts';
import { listToTurnOver, listUnmatched } from '../../src/store/bank-view.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { recordRates } from '../../src/store/fx.ts';
import { balanceOf } from '../../src/store/journal.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { movePositions, readPosition } from '../../src/store/position.ts';
import {
  addBooks,
  addConnection,
  addTenant,
  holdReceivable,
  importLines,
  line,
  openStore,
  type Store,
  setup,
  terms,
  version,
} from './open.ts';

const actor = { personId: '00000000-0000-7000-8000-000000000001' };
const on = '2026-11-24';

let store: Store;
let tenantId: Id;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await asTenant(async (tx) => {
    await addBooks(tx);
    const numbers = Array.from({ length: 6 }, (_, nth) => `INV-20${nth + 10}`);
    await importLines(tx, '2026-11-20', [
      ...numbers.map((number) => line(number, { faceMinor: 1_000_00, debtor: 'D1' })),
      ...['US-4711', 'US-4712', 'US-4713'].map((number) =>
        line(number, { faceMinor: 1_000_00, debtor: 'D7', currency: 'USD' }),
      ),
    ]);
    const rate = { from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on, source: 'ECB' };
    await recordRates(tx, { actor: setup, rates: [rate] });
  });
});
afterAll(() => store.close());

describe('a payment that says nothing', () => {
  it('is put on the debtor’s account, applied later in parts, and what is left stays', async () => {
    const entryId = await take(1_500_00);
    expect(await allocate(entryId, [['D1', 1_500_00]])).toEqual({ ok: true });
    expect(await balance('suspense', 'on_account|D1')).toBe(-1_500_00);
    expect(await asTenant((tx) => listOnAccount(tx, 10))).toMatchObject([
      { entryId, debtorId: 'D1', debtor: 'Debtor D1', amountMinor: 1_500_00 },
    ]);
    expect(await apply(entryId, [['INV-2010', 1_000_00]])).toEqual({ ok: true });
    expect(await balance('suspense', 'on_account|D1')).toBe(-500_00);
    expect(await balance('suspense', await idOf('INV-2010'))).toBe(-1_000_00);
    expect(await balance('bank', 'DE1')).toBe(1_500_00);
    expect(await apply(entryId, [['INV-2011', 500_00]])).toEqual({ ok: true });
    expect(await asTenant((tx) => listOnAccount(tx, 10))).toEqual([]);
    expect(await balance('suspense', 'on_account|D1')).toBe(0);
    expect(await balance('suspense', await idOf('INV-2010'))).toBe(-1_000_00);
    expect(await apply(entryId, [['INV-2012', 1]])).toMatchObject({ code: 'nothing_on_account' });
  });

  it('applied to what cannot be leaves everything as it was', async () => {
    const entryId = await take(300_00);
    await allocate(entryId, [['on_account|EUR|D1', 300_00]]);
    expect(await apply(entryId, [['INV-9999', 100_00]])).toMatchObject({
      code: 'cash_item_unknown',
    });
    expect(await apply(entryId, [['INV-2012', 300_01]])).toMatchObject({ code: 'cash_sum' });
    expect(await balance('suspense', 'on_account|D1')).toBe(-300_00);
    expect(await asTenant((tx) => listOnAccount(tx, 10))).toMatchObject([{ amountMinor: 300_00 }]);
    const back = { entryId, reason: 'not D1', actor };
    expect(await asTenant((tx) => takeBackEntry(tx, back))).toEqual({ ok: true });
    expect(await balance('suspense', 'on_account|D1')).toBe(0);
    expect(await asTenant((tx) => listOnAccount(tx, 10))).toEqual([]);
  });

  it('is offered the account of who pays, and no account of nobody', async () => {
    const account = 'DE02 1203 0000 0000 2020 51';
    const first = await take(12_00, { account });
    await allocate(first, [['D1', 12_00]]);
    const next = await take(13_00, { account });
    const waiting = await asTenant((tx) => listUnmatched(tx, 10));
    const candidates = waiting.find(({ id }) => id === next)?.candidates ?? [];
    expect(candidates.map(({ id }) => id)).toContain('on_account|EUR|D1');
    expect(await allocate(next, [['D-nobody', 13_00]])).toMatchObject({
      code: 'cash_item_unknown',
    });
  });
});

describe('a receivable in dollars, held under a facility in euro', () => {
  it('that its debtor pays to the seller in dollars is misdirected at the assignment’s rate, and passed on whole', async () => {
    const id = await holdForeign('US-4711', 899_99);
    expect(await record(400_00, 'US-4711', { currency: 'USD' })).toMatchObject({ unmatched: 1 });
    const waiting = await asTenant((tx) => listUnmatched(tx, 10));
    const own = waiting.find(({ entry }) => entry.amountMinor === 400_00);
    expect(own?.candidates).toMatchObject([{ openMinor: 1_000_00, currency: 'USD' }]);
    await allocate(own?.id ?? '', [[`receivable|${id}`, 400_00]]);
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 360_00, fxMinor: 0 });
    expect(await record(600_00, 'US-4711', { currency: 'USD' }, 'ACC 7')).toMatchObject({
      unmatched: 0,
    });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 899_99 });
    expect(await balances('to_turn_over', id)).toEqual([['EUR', -899_99]]);
    expect(await balances('bank', 'DE1')).toContainEqual(['USD', 1_000_00]);
    expect(await asTenant((tx) => listToTurnOver(tx, 5))).toMatchObject([{ number: 'US-4711' }]);
    expect(await record(-1_000_00, 'US-4711', { currency: 'USD' })).toMatchObject({ matched: 1 });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 0, collectedMinor: 899_99 });
    expect(await balances('to_turn_over', id)).toEqual([['EUR', 0]]);
    expect(await balances('fx_difference', id)).toEqual([
      ['EUR', 0],
      ['USD', 0],
    ]);
  });

  it('is undone to the cent when a person takes it back', async () => {
    const id = await holdForeign('US-4712', 700_00);
    const entryId = await take(1_000_00, { references: ['US-4712'], currency: 'USD' });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 700_00 });
    const back = { entryId, reason: 'another firm', actor };
    expect(await asTenant((tx) => takeBackEntry(tx, back))).toEqual({ ok: true });
    const position = await asTenant((tx) => readPosition(tx, id));
    expect(position).toMatchObject({
      account: { misdirectedMinor: 0 },
      foreign: { paidMinor: 0 },
    });
    expect(await balances('fx_difference', id)).toEqual([
      ['EUR', 0],
      ['USD', 0],
    ]);
  });
});

describe('what the bank of a pledge’s line charges', () => {
  it('is owed until an entry of exactly that pays it; the rest named by the line repays it', async () => {
    await asTenant(addLine);
    await asTenant((tx) =>
      takeMovements(tx, {
        facilityId: 'P9',
        movements: [told('FEE-1', 'service_fee', 2_50), told('INT-1', 'interest', 4_00)],
        actor: { system: 'jobs' },
      }),
    );
    expect(await balance('borrowings', 'P9')).toBe(-606_50);
    // Both together, then part of what is drawn.
    expect(await record(-6_50, 'LOAN-9')).toMatchObject({ matched: 1 });
    expect(await balance('borrowings', 'P9')).toBe(-600_00);
    expect(await record(-100_00, 'E2E LOAN-9', {}, 'BANK 9')).toMatchObject({ unmatched: 0 });
    expect(await balance('borrowings', 'P9')).toBe(-500_00);
    await asTenant((tx) =>
      takeMovements(tx, {
        facilityId: 'P9',
        movements: [told('INT-2', 'interest', 3_00)],
        actor: { system: 'jobs' },
      }),
    );
    expect(await record(-3_00, 'INT-2')).toMatchObject({ matched: 1 });
    expect(await record(-3_00, 'INT-2')).toMatchObject({ unmatched: 1 });
    expect(await balance('borrowings', 'P9')).toBe(-500_00);
    expect(await balance('interest_expense', await idOf('INV-2015'))).toBe(7_00);
  });
});

async function holdForeign(number: string, faceMinor: number): Promise<Id> {
  return asTenant(async (tx) => {
    const receivableId = await holdReceivable(tx, { number, facilityId: 'F1' });
    const { requestId } = await requestOf(tx, receivableId);
    const fact: PositionFact = {
      kind: 'assigned',
      requestId,
      mode: 'sale',
      faceMinor,
      termsHash: 'T',
      accounting: { treatment: 'derecognition' },
      foreign: { currency: 'USD', openMinor: 1_000_00 },
    };
    await movePositions(tx, [{ receivableId, effectiveOn: on, fact }], setup);
    return receivableId;
  });
}

async function addLine(tx: Tx): Promise<void> {
  const { connectionId } = await addConnection(tx);
  const accounting = { treatment: 'pledge_reclassification' as const };
  const loan = { reference: 'LOAN-9', product: 'pledge' as const, accounting };
  const own = {
    ...version,
    terms: { ...terms, facilityId: 'P9', name: 'Loan', mode: 'pledge' as const },
    agreement: { ...version.agreement, ...loan },
  };
  await createFacility(tx, { actor: setup, connectionId, version: own });
  const receivableId = await holdReceivable(tx, { number: 'INV-2015', facilityId: 'P9' });
  const { requestId } = await requestOf(tx, receivableId);
  const facts: PositionFact[] = [
    {
      kind: 'assigned',
      requestId,
      mode: 'pledge',
      faceMinor: 1_000_00,
      termsHash: 'T',
      accounting,
    },
    { kind: 'advanced', requestId, amountMinor: 600_00 },
  ];
  await movePositions(
    tx,
    facts.map((fact) => ({ receivableId, effectiveOn: on, fact })),
    setup,
  );
}

async function requestOf(tx: Tx, receivableId: Id): Promise<{ requestId: Id }> {
  const position = await readPosition(tx, receivableId);
  if (position.status === 'free') throw new Error('it is reserved');
  return position;
}

function told(movementId: string, kind: FunderMovement['kind'], amountMinor: number) {
  const days = { bookedOn: on, valueOn: on };
  return { movementId, kind, ...days, currency: 'EUR', amountMinor, reversal: false, detail: '' };
}

type More = { references?: string[]; currency?: string; account?: string };

function entryOf(amountMinor: number, more: More = {}): BankEntry {
  const { references = [], currency = 'EUR', account: partyAccount } = more;
  const payment = { amountMinor, references: [], documents: [], text: references };
  return {
    entryKey: newId(),
    account: 'DE1',
    currency,
    amountMinor,
    bookedOn: on,
    references,
    payments: [{ ...payment, ...(partyAccount !== undefined && { partyAccount }) }],
  };
}

/** The entry, whatever became of it. */
async function take(amountMinor: number, more: More = {}): Promise<Id> {
  const entry = entryOf(amountMinor, more);
  await asTenant((tx) => recordBankEntries(tx, { actor, entries: [entry] }));
  const rows = await asTenant((tx) =>
    tx.query<{ id: Id }>('select id from cedent.bank_entry where entry_key = $1', [entry.entryKey]),
  );
  return rows[0]?.id ?? '';
}

/** Paid from an account that is stated to be of the debtor D7, or of the line's bank. */
async function record(amountMinor: number, text: string, more: More = {}, from?: string) {
  if (from !== undefined) {
    const party = from.startsWith('BANK') ? ['funder', 'P9'] : ['debtor', 'D7'];
    await asTenant((tx) =>
      tx.query(
        `insert into cedent.debtor_account (tenant_id, account, party_kind, party_id, since, source,
           recorded_by)
         values ($1, $2, $3, $4, $5, 'stated', $6) on conflict do nothing`,
        [tx.tenantId, from.replaceAll(' ', ''), ...party, on, actor.personId],
      ),
    );
  }
  const own = { references: [text], ...more, ...(from !== undefined && { account: from }) };
  return asTenant((tx) => recordBankEntries(tx, { actor, entries: [entryOf(amountMinor, own)] }));
}

type Chosen = readonly (readonly [string, number])[];

function deciding(entryId: Id, chosen: Chosen) {
  const items = chosen.map(([item, amountMinor]) => ({ item, amountMinor }));
  return { entryId, chosen: items, reason: 'looked at', actor };
}

function allocate(entryId: Id, chosen: Chosen) {
  return asTenant((tx) => allocateEntry(tx, deciding(entryId, chosen)));
}

function apply(entryId: Id, chosen: Chosen) {
  return asTenant((tx) => applyOnAccount(tx, deciding(entryId, chosen)));
}

async function idOf(number: string): Promise<Id> {
  const rows = await asTenant((tx) =>
    tx.query<{ id: Id }>('select id from cedent.receivable where number = $1', [number]),
  );
  return rows[0]?.id ?? '';
}

async function accountOf(id: Id) {
  const position = await asTenant((tx) => readPosition(tx, id));
  if (!isHeld(position)) throw new Error('it is not held');
  return position.account;
}

async function balances(account: AccountRole, subject: string) {
  const rows = await asTenant((tx) => balanceOf(tx, account, subject));
  return rows.map(({ currency, amountMinor }) => [currency, amountMinor]);
}

async function balance(account: AccountRole, subject: string) {
  const [row] = await asTenant((tx) => balanceOf(tx, account, subject));
  return row?.amountMinor ?? 0;
}

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}
