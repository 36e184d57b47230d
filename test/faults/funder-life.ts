import { isHeld } from '../../src/core/funding/position.ts';
import type { Id } from '../../src/core/ids.ts';
import { toDecimal } from '../../src/core/money.ts';
import { cancelRequest } from '../../src/store/cancel.ts';
import { tellCredits } from '../../src/store/credit-schedule.ts';
import type { Tx } from '../../src/store/database.ts';
import { movePositions, readPosition } from '../../src/store/position.ts';
import { creditLine, importLines } from '../store/open.ts';
import type { Factor, FactorAccount, Told } from './factor.ts';

export type Life = {
  factor: Factor;
  random: () => number;
  asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>;
  today: string;
  /** What the factor was made to tell wrongly, by movement. */
  contradicted: Set<string>;
  /** How often each act was done. */
  done: Map<string, number>;
};

type Act = (life: Life, account: FactorAccount) => Promise<boolean>;

/** One thing that happens to one invoice that is not over; what cannot be is left out. */
export async function act(life: Life): Promise<void> {
  const { factor, random, done } = life;
  const open = (await factor.accounts()).filter(({ isOver }) => !isOver);
  const account = open[Math.floor(random() * open.length)];
  const [name, does] = acts[Math.floor(random() * acts.length)] ?? [];
  if (!account || !does || !name) return;
  if (await does(life, account)) done.set(name, (done.get(name) ?? 0) + 1);
}

const line = (does: string, share?: number): Act => {
  return async ({ factor, random }, account) => {
    const { scheduleReference, lineNumber, currency, owed } = account;
    const exponent = currency === 'JPY' ? 0 : 2;
    const part = Number(owed) * (share ?? 0) * (0.5 + random());
    const amount = share === undefined ? undefined : part.toFixed(exponent);
    if (amount !== undefined && Number(amount) <= 0) return false;
    const told = { scheduleReference, lineNumber, does, ...(amount && { amount }) };
    return factor.control('/lines', told);
  };
};

const retold = (does: 'reverse' | 'repeat' | 'contradict'): Act => {
  return async ({ factor, random, contradicted }, account) => {
    const all = await factor.told(account.currency === 'JPY' ? 'FA-2' : 'FA-1');
    const own = all.filter((one) => fits(one, account) && !contradicted.has(one.id));
    const movement = own[Math.floor(random() * own.length)];
    if (!movement || (does === 'reverse' && !reversible.includes(movement.kind))) return false;
    if (!(await factor.control('/movements', { id: movement.id, does }))) return false;
    if (does === 'contradict') contradicted.add(movement.id);
    return true;
  };
};

function fits({ scheduleReference, lineNumber }: Told, account: FactorAccount): boolean {
  return scheduleReference === account.scheduleReference && lineNumber === account.lineNumber;
}

/** What is taken back of these is no question: there is something of it, and room for it. */
const reversible = [
  'advance',
  'collection',
  'service_fee',
  'fee_tax',
  'interest',
  'dilution',
  'write_off',
  'dispute',
  'approval_withdrawn',
];

/** The debtor pays the seller, whose cash application knows it; the seller passes it on. */
const turnOver: Act = async ({ factor, random, asTenant, today }, account) => {
  const amountMinor = 1 + Math.floor(Number(account.owed) * random() * 0.5);
  const { scheduleReference, lineNumber, currency } = account;
  const isKnown = await retried(() =>
    asTenant(async (tx) => {
      const receivableId = await idOf(tx, account);
      const position = await readPosition(tx, receivableId);
      if (!isHeld(position) || position.status === 'closed') return false;
      const { requestId } = position;
      const cause = `bank|${receivableId}|${random()}`;
      const paid = { kind: 'collected', requestId, cause, by: 'seller', fxMinor: 0 } as const;
      const fact = { ...paid, amountMinor };
      await movePositions(tx, [{ receivableId, effectiveOn: today, fact }], { system: 'setup' });
      return true;
    }),
  );
  if (!isKnown) return false;
  const amount = toDecimal({ amountMinor, currency });
  return factor.control('/lines', { scheduleReference, lineNumber, does: 'turn_over', amount });
};

/** Another writer may have been faster: the same again. */
async function retried(work: () => Promise<boolean>): Promise<boolean> {
  for (let times = 0; times < 5; times += 1) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return false;
}

let notes = 0;
/** The ledger has a credit note on the invoice, which follows it to the factor. */
const credit: Act = async ({ asTenant, random, today }, account) => {
  const { invoiceNumber, owed, currency } = account;
  const exponent = currency === 'JPY' ? 1 : 100;
  const amountMinor = Math.floor(Number(owed) * exponent * random() * 0.2);
  if (amountMinor < 1) return false;
  return asTenant(async (tx) => {
    const [invoice] = await tx.query<{ debtor: string; currency: string }>(
      `select debtor_id as debtor, currency from cedent.receivable where id = $1`,
      [await idOf(tx, account)],
    );
    if (!invoice) return false;
    notes += 1;
    const { debtor } = invoice;
    const of = { debtor, openMinor: -amountMinor, references: invoiceNumber };
    const note = creditLine(`CN-${notes}`, of);
    const receivable = { ...note.receivable, currency: invoice.currency };
    await importLines(tx, today, [{ ...note, receivable }], { complete: false });
    return (await tellCredits(tx, { today, actor: { system: 'jobs' } })) > 0;
  });
};

/** Its clock runs ahead once our credit notes have reached it: none is told of what is over. */
const clock: Act = async ({ factor, random, asTenant }) => {
  if ((await unsettledCredits(asTenant)) > 0) return false;
  return factor.control('/clock', { addDays: 1 + Math.floor(random() * 4) });
};

async function unsettledCredits(asTenant: Life['asTenant']): Promise<number> {
  const rows = await asTenant((tx) =>
    tx.query(
      `select 1 from cedent.delivery where tenant_id = $1 and operation = 'submitCredits'
         and state not in ('accepted', 'rejected')`,
      [tx.tenantId],
    ),
  );
  return rows.length;
}

/** What ends an invoice waits for our credit notes too. */
const afterCredits = (does: Act): Act => {
  return async (life, account) =>
    (await unsettledCredits(life.asTenant)) === 0 && does(life, account);
};

const acts: readonly (readonly [string, Act])[] = [
  ['pay', afterCredits(line('pay'))],
  ['part pay', line('pay', 0.4)],
  ['overpay', afterCredits(line('pay', 2.2))],
  ['turn over', afterCredits(turnOver)],
  // While a credit note waits to be confirmed, a deduction from a foreign invoice is rightly asked about.
  ['deduct', afterCredits(line('deduct', 0.1))],
  ['dispute', line('dispute', 0.3)],
  ['end dispute', line('end_dispute')],
  ['withdraw approval', line('withdraw_approval')],
  ['restore approval', line('restore_approval')],
  ['demand', line('demand')],
  ['give back', afterCredits(line('give_back'))],
  ['write off', line('write_off', 0.1)],
  ['reverse', retold('reverse')],
  ['repeat', retold('repeat')],
  ['contradict', retold('contradict')],
  ['credit', credit],
  ['overpay more', afterCredits(line('pay', 1.6))],
  ['clock', clock],
];

async function idOf(tx: Tx, { invoiceNumber }: FactorAccount): Promise<Id> {
  const [row] = await tx.query<{ id: Id }>(
    `select id from cedent.receivable where tenant_id = $1 and number = $2 and kind = 'invoice'`,
    [tx.tenantId, invoiceNumber],
  );
  return row?.id ?? '';
}

/** A person asks the factor to forget a schedule while it may be funding it. */
export async function cancelOne({ asTenant, today }: Life, actor: { personId: Id }, id: Id) {
  const step = { actor, requestId: id, reason: 'called off', effectiveOn: today };
  return asTenant((tx) => cancelRequest(tx, step));
}
