import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankEntry } from '../../src/core/cash/entry.ts';
import { isHeld } from '../../src/core/funding/position.ts';
import type { Id } from '../../src/core/ids.ts';
import type { AccountRole } from '../../src/core/journal/account-role.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { allocateEntry, dismissEntry, takeBackEntry } from '../../src/store/bank-decision.ts';
import { addPayerAccount } from '../../src/store/bank-payer.ts';
import { listExplained, listToTurnOver, listUnmatched } from '../../src/store/bank-view.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { balanceOf } from '../../src/store/journal.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { movePositions, readPosition } from '../../src/store/position.ts';
import {
  addBooks,
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

let store: Store;
let tenantId: string;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await asTenant(async (tx) => {
    await addBooks(tx);
    const numbers = Array.from({ length: 30 }, (_, index) => `INV-10${index + 10}`);
    await importLines(tx, '2026-11-20', [
      ...numbers.map((number, at) => line(number, { faceMinor: 1_000_00, debtor: `D${at}` })),
      line('JP-4711', { currency: 'JPY', faceMinor: 119_000, debtor: 'D99' }),
    ]);
  });
});
afterAll(() => store.close());

describe('a debtor’s payment', () => {
  it('of a receivable a funder holds is misdirected, and turned over by the entry that names it', async () => {
    const id = await held('INV-1010');
    expect(await take(400_00, ['INV-1010'], 'ACC 0')).toMatchObject({ unmatched: 1 });
    const open = await last();
    expect(open.why.code).toBe('sum_differs');
    expect(await allocate(open.id, [[`receivable|${id}`, 400_00]])).toEqual({ ok: true });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 400_00, collectedMinor: 0 });
    expect(await balance('to_turn_over', id)).toBe(-400_00);
    expect(await balance('bank', 'DE1')).toBe(400_00);
    const due = await asTenant((tx) => listToTurnOver(tx, 10));
    expect(due).toMatchObject([
      { number: 'INV-1010', amountMinor: 400_00, since: '2026-11-24', dueOn: '2026-11-24' },
    ]);
    expect(await take(-400_00, ['turnover INV-1010'])).toMatchObject({ matched: 1 });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 0, collectedMinor: 400_00 });
    expect(await balance('to_turn_over', id)).toBe(0);
    expect(await balance('bank', 'DE1')).toBe(0);
    expect(await asTenant((tx) => listToTurnOver(tx, 10))).toEqual([]);
  });

  it('paid from an account that a person’s allocation has taught is a part of its own invoice', async () => {
    const id = await held('INV-1011');
    await take(100_00, ['INV-1011'], 'DE02 1203 0000 0000 2020 51');
    await allocate((await last()).id, [[`receivable|${id}`, 100_00]]);
    const taken = await take(150_00, ['part of INV-1011'], 'DE02120300000000202051');
    expect(taken).toMatchObject({ matched: 1 });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 250_00 });
  });

  it('of the seller’s own receivable waits in suspense, and the ledger’s open amount stays its own', async () => {
    const id = await idOf('INV-1012');
    expect(await take(1_000_00, ['Rechnung INV-1012'])).toMatchObject({ matched: 1 });
    expect(await balance('suspense', id)).toBe(-1_000_00);
    expect((await asTenant((tx) => readPosition(tx, id))).status).toBe('free');
    expect(await take(1_000_00, ['Rechnung INV-1012'])).toMatchObject({ unmatched: 1 });
    expect((await last()).why).toMatchObject({ code: 'nothing_open' });
  });

  it('after the receivable was repurchased belongs to the seller', async () => {
    const id = await held('INV-1013');
    await told('reassignment', 1_000_00, 'INV-1013');
    await told('rebate', 850_00, 'INV-1013', true);
    expect((await asTenant((tx) => readPosition(tx, id))).status).toBe('closed');
    expect(await take(-850_00, [movementName])).toMatchObject({ matched: 1 });
    expect(await take(1_000_00, ['INV-1013'])).toMatchObject({ matched: 1 });
    expect(await balance('suspense', id)).toBe(-1_000_00);
    expect(await balance('to_turn_over', id)).toBe(0);
  });
});

describe('a funder’s payment', () => {
  it('of a rebate clears what is due under its movement, also when the bank is told first', async () => {
    await held('INV-1014');
    await asTenant((tx) =>
      addPayerAccount(tx, {
        account: 'FUNDER 1',
        party: { kind: 'funder', id: 'F1' },
        since: '2026-11-24',
        source: 'stated',
        actor,
      }),
    );
    expect(await take(150_00, ['Abrechnung'], 'FUNDER 1')).toMatchObject({ unmatched: 1 });
    await told('collection', 1_000_00, 'INV-1014');
    await told('rebate', 150_00, 'INV-1014');
    const before = await balance('bank', 'DE1');
    await take(1_23, ['something else']);
    expect(await balance('bank', 'DE1')).toBe(before + 150_00);
    const found = (await asTenant((tx) => listExplained(tx, 5))).find(
      ({ amountMinor }) => amountMinor === 150_00,
    );
    expect(found?.lines).toMatchObject([{ kind: 'settlement', allocation: { rule: 'amount' } }]);
  });
});

describe('an entry', () => {
  it('is booked once, whoever imports it at the same time', async () => {
    const entry = entryOf(1_000_00, ['INV-1015']);
    const record = () =>
      asTenant((tx) => recordBankEntries(tx, { actor, entries: [entry, entry] }));
    const taken = await Promise.all(Array.from({ length: 5 }, record));
    expect(taken.reduce((sum, { matched }) => sum + matched, 0)).toBe(1);
    expect(await balance('suspense', await idOf('INV-1015'))).toBe(-1_000_00);
  });

  it('that a person takes back is undone in the books, and is not explained again by itself', async () => {
    const id = await idOf('INV-1016');
    await take(1_000_00, ['INV-1016']);
    const [explained] = await asTenant((tx) => listExplained(tx, 1));
    const entryId = explained?.id ?? '';
    const back = { entryId, reason: 'another Meier', actor };
    expect(await asTenant((tx) => takeBackEntry(tx, back))).toEqual({ ok: true });
    expect(await balance('suspense', id)).toBe(0);
    expect(await asTenant((tx) => takeBackEntry(tx, back))).toMatchObject({ code: 'entry_open' });
    await take(77_77, ['nothing']);
    expect(await balance('suspense', id)).toBe(0);
    expect(await allocate(entryId, [['INV-1016', 1_000_00]])).toEqual({ ok: true });
    expect(await balance('suspense', id)).toBe(-1_000_00);
  });

  it('that reverses another takes back what it brought; one that reverses nothing waits', async () => {
    const id = await held('INV-1017');
    await take(1_000_00, ['E2E-1017', 'INV-1017']);
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 1_000_00 });
    const back = { ...entryOf(-1_000_00, ['E2E-1017']), isReversal: true };
    expect(await record([back])).toMatchObject({ matched: 1 });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 0 });
    expect(await balance('to_turn_over', id)).toBe(0);
    const again = { ...entryOf(-1_000_00, ['E2E-1017']), isReversal: true };
    expect(await record([again])).toMatchObject({ unmatched: 1 });
    const [first] = await explainedOf(1_000_00, 'INV-1017');
    const answer = await asTenant((tx) =>
      takeBackEntry(tx, { entryId: first?.id ?? '', reason: 'x', actor }),
    );
    expect(answer).toMatchObject({ code: 'entry_reversed' });
  });

  it('is none of ours when a person says so, and books nothing', async () => {
    const before = await balance('bank', 'DE1');
    await take(12_34, ['interest of the bank']);
    const entryId = (await last()).id;
    const dismissed = { entryId, reason: 'bank interest', actor };
    expect(await asTenant((tx) => dismissEntry(tx, dismissed))).toEqual({ ok: true });
    expect(await asTenant((tx) => dismissEntry(tx, dismissed))).toMatchObject({
      code: 'entry_decided',
    });
    expect(await balance('bank', 'DE1')).toBe(before);
  });

  it.each([
    ['amounts that do not make it', [['INV-1018', 999_99]], 'cash_sum'],
    ['what is not open', [['INV-9999', 1_000_01]], 'cash_item_unknown'],
  ] as const)('is not allocated to %s', async (_, chosen, code) => {
    await take(1_000_01, ['to be told apart']);
    const { id } = await last();
    expect(await allocate(id, chosen)).toMatchObject({ ok: false, code });
    expect((await last()).id).toBe(id);
  });

  it('is not taken back when what it brought was passed on', async () => {
    const id = await held('INV-1019');
    await take(1_000_00, ['INV-1019']);
    const [first] = await explainedOf(1_000_00, 'INV-1019');
    await take(-1_000_00, ['INV-1019']);
    const answer = await asTenant((tx) =>
      takeBackEntry(tx, { entryId: first?.id ?? '', reason: 'x', actor }),
    );
    expect(answer).toMatchObject({ ok: false, code: 'cash_misfit' });
    expect(await accountOf(id)).toMatchObject({ misdirectedMinor: 0, collectedMinor: 1_000_00 });
  });
});

describe('a pledge', () => {
  it('is repaid in proportion to what is drawn on each receivable, and given back to the cent', async () => {
    const ids = await asTenant(async (tx) => {
      const connectionId = newId();
      await tx.query(
        `insert into cedent.connection (tenant_id, id, adapter_id, name, environment, config_sealed,
           lookup)
         values ($1, $2, 'pledge-bank', 'Bank', 'test', '', $3)`,
        [tx.tenantId, connectionId, 'b'.repeat(64)],
      );
      const accounting = { treatment: 'pledge_reclassification' as const };
      const loan = { reference: 'LOAN-2026', product: 'pledge' as const, accounting };
      const own = {
        ...version,
        terms: { ...terms, facilityId: 'P9', name: 'Loan', mode: 'pledge' as const },
        agreement: { ...version.agreement, ...loan },
      };
      const made = await createFacility(tx, { actor: setup, connectionId, version: own });
      expect(made).toMatchObject({ status: 'recorded' });
      return [await pledge(tx, 'INV-1020', 600_00), await pledge(tx, 'INV-1021', 300_00)];
    });
    expect(await take(-100_00, ['E2E-LOAN', 'LOAN-2026'])).toMatchObject({ matched: 1 });
    expect(await rebatesOf(ids)).toEqual([-66_67, -33_33]);
    expect(await balance('borrowings', 'P9')).toBe(-800_00);
    const back = { ...entryOf(100_00, ['E2E-LOAN']), isReversal: true };
    expect(await record([back])).toMatchObject({ matched: 1 });
    expect(await rebatesOf(ids)).toEqual([0, 0]);
    expect(await balance('borrowings', 'P9')).toBe(-900_00);
  });

  it('of a receivable its debtor pays to the seller: it is the seller’s, and the pledge of it ends', async () => {
    const id = await asTenant((tx) => pledge(tx, 'INV-1022', 0));
    expect(await take(1_000_00, ['INV-1022'])).toMatchObject({ matched: 1 });
    const position = await asTenant((tx) => readPosition(tx, id));
    expect(position).toMatchObject({ status: 'closed', account: { collectedMinor: 1_000_00 } });
    expect(await balance('receivables_transferred', id)).toBe(0);
  });
});

it('an amount of a currency without decimals is booked as it is', async () => {
  await asTenant(async (tx) => {
    await tx.query(
      `insert into cedent.fx_rate (tenant_id, from_currency, to_currency, on_day, numerator,
         denominator, source)
       values ($1, 'JPY', 'EUR', '2026-11-20', 6, 10, 'ECB')`,
      [tx.tenantId],
    );
  });
  const entry = { ...entryOf(119_000, ['JP 4711']), currency: 'JPY' };
  expect(await record([entry])).toMatchObject({ matched: 1 });
  expect(await balance('suspense', await idOf('JP-4711'))).toBe(-119_000);
});

async function pledge(tx: Tx, number: string, drawnMinor: number): Promise<Id> {
  const receivableId = await holdReceivable(tx, { number, facilityId: 'P9' });
  const position = await readPosition(tx, receivableId);
  const requestId = position.status === 'free' ? '' : position.requestId;
  const place = { receivableId, effectiveOn: '2026-11-24' };
  const accounting = { treatment: 'pledge_reclassification' } as const;
  const assigned = {
    kind: 'assigned',
    requestId,
    mode: 'pledge',
    faceMinor: 1_000_00,
    termsHash: 'T',
    accounting,
  } as const;
  await movePositions(tx, [{ ...place, fact: assigned }], { system: 'setup' });
  if (drawnMinor === 0) return receivableId;
  const advanced = { kind: 'advanced', requestId, amountMinor: drawnMinor } as const;
  await movePositions(tx, [{ ...place, fact: advanced }], { system: 'setup' });
  return receivableId;
}

async function rebatesOf(ids: readonly Id[]): Promise<number[]> {
  const rebates: number[] = [];
  for (const id of ids) rebates.push((await accountOf(id)).rebateMinor);
  return rebates;
}

let nth = 0;
let movementName = '';

async function told(
  kind: 'collection' | 'rebate' | 'reassignment',
  amountMinor: number,
  invoiceNumber: string,
  reversal = false,
): Promise<void> {
  nth += 1;
  movementName = `MOVE-${nth}`;
  const movement = {
    movementId: movementName,
    kind: kind === 'rebate' && reversal ? ('repayment' as const) : kind,
    bookedOn: '2026-11-24',
    valueOn: '2026-11-24',
    currency: 'EUR',
    amountMinor,
    reversal: false,
    invoiceNumber,
    detail: '',
  };
  const taken = await asTenant((tx) =>
    takeMovements(tx, { facilityId: 'F1', movements: [movement], actor: { system: 'jobs' } }),
  );
  expect(taken).toMatchObject({ booked: 1 });
}

function entryOf(amountMinor: number, references: string[], account?: string): BankEntry {
  return {
    entryKey: newId(),
    account: 'DE1',
    currency: 'EUR',
    amountMinor,
    bookedOn: '2026-11-24',
    references,
    payments: [
      {
        amountMinor,
        references: references.filter((own) => /^(E2E|LOAN)/.test(own)),
        documents: [],
        text: references,
        ...(account !== undefined && { partyAccount: account }),
      },
    ],
  };
}

function record(entries: BankEntry[]) {
  return asTenant((tx) => recordBankEntries(tx, { actor, entries }));
}

function take(amountMinor: number, references: string[], account?: string) {
  return record([entryOf(amountMinor, references, account)]);
}

async function last() {
  const open = await asTenant((tx) => listUnmatched(tx, 100));
  const newest = open.toSorted((left, right) => (left.id < right.id ? 1 : -1))[0];
  if (!newest) throw new Error('nothing waits');
  return newest;
}

function allocate(entryId: Id, chosen: readonly (readonly [string, number])[]) {
  return asTenant((tx) =>
    allocateEntry(tx, {
      entryId,
      chosen: chosen.map(([item, amountMinor]) => ({ item, amountMinor })),
      reason: 'looked at',
      actor,
    }),
  );
}

async function explainedOf(amountMinor: number, label: string) {
  const explained = await asTenant((tx) => listExplained(tx, 50));
  return explained.filter(
    (own) => own.amountMinor === amountMinor && own.lines.some((one) => one.label === label),
  );
}

function held(number: string): Promise<Id> {
  return asTenant((tx) => holdReceivable(tx, { number, facilityId: 'F1', advancedMinor: 850_00 }));
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

async function balance(account: AccountRole, subject: string) {
  const [row] = await asTenant((tx) => balanceOf(tx, account, subject));
  return row?.amountMinor ?? 0;
}

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return store.database.asTenant(tenantId, work);
}
