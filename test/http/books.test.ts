import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../src/core/hash.ts';
import { accountRoles } from '../../src/core/journal/account-role.ts';
import { newId } from '../../src/store/database.ts';
import { assignedOn, posted, RECEIVABLE } from '../store/books/posted.ts';
import { as, BASE_URL, createWorld, type Member, type World } from './world.ts';

let world: World;
let finance: Member;
beforeAll(async () => {
  world = await createWorld();
  finance = world.alpha.people.finance;
  await world.db.asTenant(world.alpha.tenantId, (tx) =>
    posted(tx, assignedOn('2025-08-05', 'a', 10_00), assignedOn('2025-09-05', 'b', 5_00)),
  );
});
afterAll(() => world.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  world.app.request(`${BASE_URL}/api/v1${path}`, as(finance, { headers }));

function send(path: string, body: unknown, headers: Record<string, string> = {}) {
  return world.app.request(
    `${BASE_URL}/api/v1${path}`,
    as(finance, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': newId(), ...headers },
      body: JSON.stringify(body),
    }),
  );
}

const accounts = {
  accounts: Object.fromEntries(accountRoles.map((role, nth) => [role, String(1000 + nth)])),
};

test('the trial balance is of a day, and the roll-forward of a month', async () => {
  const trial = await (await get('/books/trial-balance?asOf=2025-08-31')).json();
  expect(trial.items).toEqual([
    {
      account: 'due_from_factor',
      currency: 'EUR',
      debitMinor: 10_00,
      creditMinor: 0,
      balanceMinor: 10_00,
      functionalCurrency: 'EUR',
      functionalMinor: 10_00,
    },
    expect.objectContaining({ account: 'trade_receivables', balanceMinor: -10_00 }),
  ]);
  const roll = await (await get('/books/roll-forward?month=2025-09')).json();
  expect(roll.items[0]).toMatchObject({
    opening: { amountMinor: 10_00 },
    movements: [{ kind: 'assigned', amountMinor: 5_00 }],
    closing: { amountMinor: 15_00 },
  });
});

test('a statement of account is read page by page to its end', async () => {
  const causes: string[] = [];
  let path: string | undefined = `/books/accounts/${RECEIVABLE}?limit=3`;
  for (let pages = 0; path !== undefined && pages < 5; pages += 1) {
    const response = await get(path);
    const { items } = await response.json();
    causes.push(...items.map(({ cause }: { cause: string }) => cause));
    const link = /<.+\/api\/v1(.+)>; rel="next"/.exec(response.headers.get('link') ?? '');
    path = link?.[1];
  }
  expect(causes).toEqual(['a', 'a', 'b', 'b']);
});

test('an export is made once for a key, and its file is what the run says', async () => {
  const key = { 'idempotency-key': newId() };
  const order = { through: '2025-08-31', accounts };
  const [first, again] = [
    await send('/books/exports', order, key),
    await send('/books/exports', order, key),
  ];
  expect([first.status, again.status]).toEqual([201, 201]);
  const run = await first.json();
  expect(await again.json()).toEqual(run);
  expect(run.totals.journals).toBe(1);
  const csv = await get(`/books/exports/${run.exportId}/file`);
  const text = await csv.text();
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(sha256(text)).toBe(run.files.csv.sha256);
  const json = await get(`/books/exports/${run.exportId}/file?format=json`);
  expect((await json.json()).lines.length).toBe(2);
  const { items } = await (await get('/books/exports')).json();
  expect(items).toEqual([run]);
});

test('what is refused says why', async () => {
  const few = { through: '2025-10-31', accounts: { accounts: { bank: '1' } } };
  const refused = await send('/books/exports', few);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    detail: expect.stringContaining('Due from funders, Trade receivables'),
    reason: {
      code: 'ledger_account_missing',
      params: { accounts: 'due_from_factor, trade_receivables' },
    },
  });
  const unknown = { accounts: { accounts: { petty_cash: '1' } } };
  expect((await send('/books/exports', unknown)).status).toBe(422);
  expect((await send('/books/months/2025-13/close', {})).status).toBe(404);
  const early = await send('/books/months/2999-12/close', {});
  expect((await early.json()).reason.code).toBe('month_not_over');
});

test('a month is revalued and closed, and listed as closed', async () => {
  const revalued = await send('/books/months/2025-08/revaluation', {});
  expect(await revalued.json()).toEqual({ month: '2025-08', journals: 0, balances: 0 });
  expect((await send('/books/months/2025-08/close', {})).status).toBe(201);
  const { items } = await (await get('/books/months')).json();
  expect(items).toEqual([
    expect.objectContaining({ month: '2025-08', closedBy: finance.personId }),
  ]);
  const late = await send('/books/months/2025-08/revaluation', {});
  expect((await late.json()).reason.code).toBe('month_closed');
});
