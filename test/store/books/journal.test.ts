import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../../src/core/ids.ts';
import { readRollForward, readStatement, readTrialBalance } from '../../../src/store/books/read.ts';
import { databaseNow } from '../../../src/store/business-clock.ts';
import type { Tx } from '../../../src/store/database.ts';
import { newId } from '../../../src/store/database.ts';
import { balanceOf, postAll } from '../../../src/store/journal.ts';
import { addTenant, LATER, openStore, type Store } from '../open.ts';
import { assignedOn, journal, posted, RECEIVABLE } from './posted.ts';

let store: Store;
let tenant: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenant = await addTenant(store);
});
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);

describe('posting', () => {
  test('takes each cause once, in one statement and in another', async () => {
    const first = await run((tx) =>
      posted(tx, assignedOn('2026-10-05', 'a'), assignedOn('2026-10-05', 'a')),
    );
    const second = await run((tx) =>
      posted(tx, assignedOn('2026-10-06', 'a', 1), assignedOn('2026-10-06', 'b', 7)),
    );
    expect([first, second]).toEqual([['a'], ['b']]);
    const [balance] = await run((tx) => balanceOf(tx, 'due_from_factor'));
    expect(balance?.amountMinor).toBe(100_07);
  });

  test('of several thousand journals is whole', async () => {
    const journals = await run(async (tx) => {
      const made = await journal(tx, assignedOn('2026-10-05'));
      return Array.from({ length: 2_500 }, (_, nth) => ({ ...made, cause: `c${nth}` }));
    });
    const causes = await run((tx) => postAll(tx, journals));
    expect(causes.length).toBe(2_500);
    const [balance] = await run((tx) => balanceOf(tx, 'due_from_factor', RECEIVABLE));
    expect(balance?.amountMinor).toBe(2_500 * 100_00);
  });

  test('refuses a journal that does not sum to zero', async () => {
    const bent = run(async (tx) => {
      const made = await journal(tx, assignedOn('2026-10-05'));
      return postAll(tx, [{ ...made, postings: made.postings.slice(1) }]);
    });
    await expect(bent).rejects.toThrow(/BALANCED/);
  });

  test.each([
    ['in its currency', 99, 100],
    ['in the functional currency', 100, 99],
  ])('is refused by the database where it does not sum to zero %s', async (_what, amount, own) => {
    const forged = run(async (tx) => {
      const id = newId();
      await tx.query(
        `insert into cedent.journal (tenant_id, id, cause, kind, effective_on, value_on)
         values ($1, $2, 'x', 'assigned', '2026-10-05', '2026-10-05')`,
        [tenant, id],
      );
      await tx.query(
        `insert into cedent.posting (tenant_id, journal_id, line, account, subject, currency,
           amount_minor, functional_currency, functional_minor)
         values ($1, $2, 1, 'bank', 'b', 'USD', 100, 'EUR', 100),
                ($1, $2, 2, 'suspense', 's', 'USD', $3, 'EUR', $4)`,
        [tenant, id, -amount, -own],
      );
    });
    await expect(forged).rejects.toThrow(/BALANCED/);
  });
});

describe('the books', () => {
  test('say what was known at an instant, and what was so on a day', async () => {
    await run((tx) => posted(tx, assignedOn('2026-10-05', 'a', 10)));
    const before = await run((tx) => databaseNow(tx));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await run((tx) =>
      posted(tx, assignedOn('2026-10-05', 'b', 1), assignedOn('2026-10-20', 'c', 5)),
    );
    const due = async (asOf: string, knownAt: string) => {
      const lines = await run((tx) => readTrialBalance(tx, { asOf, knownAt }));
      return lines.find(({ account }) => account === 'due_from_factor')?.balanceMinor;
    };
    expect(await due('2026-10-04', LATER)).toBeUndefined();
    expect(await due('2026-10-31', before)).toBe(10);
    expect(await due('2026-10-05', LATER)).toBe(11);
    expect(await due('2026-10-31', LATER)).toBe(16);
  });

  test('roll a month forward: opening and movements are the closing, which opens the next', async () => {
    await run((tx) =>
      posted(tx, assignedOn('2026-09-30', 'a', 10), assignedOn('2026-10-01', 'b', 3), {
        ...assignedOn('2026-10-31', 'c', -4),
        kind: 'rebated',
      }),
    );
    const of = async (month: string) => {
      const lines = await run((tx) => readRollForward(tx, { month, knownAt: LATER }));
      return lines.find(({ account }) => account === 'due_from_factor');
    };
    const both = (amountMinor: number) => ({ amountMinor, functionalMinor: amountMinor });
    expect(await of('2026-10')).toEqual({
      account: 'due_from_factor',
      currency: 'EUR',
      opening: both(10),
      movements: [
        { kind: 'assigned', ...both(3) },
        { kind: 'rebated', ...both(-4) },
      ],
      closing: both(9),
    });
    expect((await of('2026-11'))?.opening).toEqual(both(9));
    expect(await of('2026-08')).toBeUndefined();
  });

  test('state every posting of a receivable with its cause, page by page', async () => {
    await run((tx) => posted(tx, assignedOn('2026-10-05', 'a'), assignedOn('2026-10-06', 'b')));
    const of = { receivableId: RECEIVABLE };
    const whole = await run((tx) => readStatement(tx, { ...of, limit: 50 }));
    expect(whole.map(({ cause, account }) => `${cause} ${account}`)).toEqual([
      'a due_from_factor',
      'a trade_receivables',
      'b due_from_factor',
      'b trade_receivables',
    ]);
    const [, , third] = whole;
    if (!third) throw new Error('four postings');
    const after = { id: third.journalId, line: third.line };
    const rest = await run((tx) => readStatement(tx, { ...of, limit: 50, after }));
    expect(rest).toEqual(whole.slice(3));
  });
});
