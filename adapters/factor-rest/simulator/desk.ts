import { Hono } from 'hono';
import { z } from 'zod';
import { decimal, isPayable, payable, plusDays, units } from '../../reckoning.ts';
import { disputeOf, type Held, sumsOf } from './account.ts';
import { type Draft, demandOf, givenBack, isApproved } from './bookings.ts';
import {
  accountsOf,
  type Books,
  book,
  catchUp,
  findLine,
  record,
  settle,
  todayOf,
} from './books.ts';
import type { Kind, Movement } from './entries.ts';

/**
 * What happens to the factor's books from outside its clock: `POST /lines` (a debtor pays, deducts,
 * disputes; the factor gives back, writes off), `POST /movements` (one reversed, told again or
 * contradicted), `POST /charges`, `POST /clock`; `GET /accounts` looks at every invoice.
 */
export function createDesk(books: Books, booked: (agreements: Iterable<string>) => void): Hono {
  const desk = new Hono();
  desk.get('/accounts', (context) => context.json(accountsOf(books)));
  desk.post('/lines', async (context) => {
    const act = Act.safeParse(await context.req.json());
    if (!act.success) return context.json({ error: z.prettifyError(act.error) }, 400);
    booked(catchUp(books));
    const held = findLine(books, act.data);
    if (!held) return context.json({ error: 'no such invoice' }, 404);
    const drafts = draftsOf(books, held, act.data);
    if (typeof drafts === 'string') return context.json({ error: drafts }, 400);
    const movements = book(books, held, drafts);
    settle(books, held);
    booked([held.agreement]);
    return context.json({ movements });
  });
  desk.post('/movements', async (context) => {
    const { id, does } = Told.parse(await context.req.json());
    const movement = [...books.told.values()].flat().find((told) => told.id === id);
    if (!movement) return context.json({ error: 'no such movement' }, 404);
    const wrong = retell(books, movement, does);
    if (wrong) return context.json({ error: wrong }, 400);
    booked([movement.agreement]);
    return context.json({ movement });
  });
  desk.post('/charges', async (context) => {
    const charge = Charge.parse(await context.req.json());
    record(books, chargeOf(books, charge));
    booked([charge.agreement]);
    return context.json(charge);
  });
  desk.post('/clock', async (context) => {
    const { addDays } = z.strictObject({ addDays: z.int().min(0) }).parse(await context.req.json());
    record(books, { entry: 'clock', addDays });
    booked(catchUp(books));
    return context.json({ today: todayOf(books) });
  });
  return desk;
}

const Act = z.strictObject({
  scheduleReference: z.string(),
  lineNumber: z.int(),
  does: z.enum([
    'pay',
    'turn_over',
    'deduct',
    'dispute',
    'end_dispute',
    'withdraw_approval',
    'restore_approval',
    'demand',
    'give_back',
    'write_off',
  ]),
  /** What the debtor owes, where none is given. */
  amount: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,4})?$/)
    .optional(),
  /** Why a debtor deducts. */
  code: z.string().min(1).optional(),
});
type Act = z.infer<typeof Act>;

const Told = z.strictObject({ id: z.string(), does: z.enum(['reverse', 'repeat', 'contradict']) });
const Charge = z.strictObject({
  agreement: z.string().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/),
  text: z.string().min(1),
});

/** What the factor books for it, or why it cannot be. */
function draftsOf(books: Books, held: Held, { does, amount: stated, code }: Act): Draft[] | string {
  const { owed } = sumsOf(held);
  const amount = stated === undefined ? owed : units(stated);
  if (stated !== undefined && !isPayable(stated, held.currency)) return 'less than a minor unit';
  const on = todayOf(books);
  const draft = (kind: Kind, text: string, valueOn = on): Draft => ({
    kind,
    cause: `${kind}|${held.id}|${held.movements.length}`,
    bookedOn: on,
    valueOn,
    amount,
    text,
  });
  const valueOn = plusDays(on, books.terms.valueDays);
  const { name } = held.line.debtor;
  const isMore = amount > owed ? 'more than is owed' : undefined;
  switch (does) {
    case 'pay':
      return [draft('collection', `${name} paid`, valueOn)];
    case 'turn_over':
      return [
        draft('turnover', `${name} paid you, passed on`, valueOn),
        ...misdirected(books, held, amount),
      ];
    case 'deduct':
      return isMore ?? [draft('dilution', `${code ?? 'NO-CODE'} deducted by ${name}`)];
    case 'write_off':
      return isMore ?? [draft('write_off', `${held.line.number} is lost`)];
    case 'dispute':
      return isMore ?? [draft('dispute', `${code ?? 'NO-CODE'} disputed by ${name}`)];
    case 'end_dispute':
      return disputeOf(held) ? [draft('dispute_ended', `${name} agrees`)] : 'not disputed';
    case 'withdraw_approval':
      return isApproved(held)
        ? [draft('approval_withdrawn', `${name} at your risk`)]
        : 'no approval';
    case 'restore_approval':
      return isApproved(held)
        ? 'approved already'
        : [draft('approval_restored', `${name} at our risk`)];
    case 'demand':
      return [demandOf(held, on)];
    case 'give_back':
      return givenBack(held, books.terms, on);
    default:
      return does satisfies never;
  }
}

function misdirected({ terms, ...books }: Books, held: Held, amount: bigint): Draft[] {
  const fee = payable((amount * BigInt(terms.misdirectedFeeBp)) / 10_000n, held.currency);
  if (fee === 0n) return [];
  const on = todayOf({ ...books, terms });
  const cause = `misdirected_fee|${held.id}|${held.movements.length}`;
  const text = 'fee on misdirected payment';
  return [{ kind: 'misdirected_fee', cause, bookedOn: on, valueOn: on, amount: fee, text }];
}

/** Its own books change for a reversal alone; what is told again is told wrongly or twice. */
function retell(
  books: Books,
  movement: Movement,
  does: z.infer<typeof Told>['does'],
): string | undefined {
  const { id, amount } = movement;
  if (does === 'repeat') record(books, { entry: 'echo', id, amount });
  if (does === 'contradict') {
    record(books, { entry: 'echo', id, amount: decimal(units(amount) + 10_000n) });
  }
  if (does !== 'reverse') return undefined;
  const cause = `reversal|${id}`;
  if (movement.reversal || books.causes.has(cause)) return 'reversed already';
  const on = todayOf(books);
  record(books, {
    ...movement,
    id: `MV-R-${id.slice(3)}`,
    cause,
    bookedOn: on,
    valueOn: on,
    reversal: true,
    text: `reversal of ${id}`,
  });
  return undefined;
}

function chargeOf(books: Books, charge: z.infer<typeof Charge>): Movement {
  const on = todayOf(books);
  const count = books.told.get(charge.agreement)?.length ?? 0;
  return {
    entry: 'movement',
    id: `MV-C-${count + 1}`,
    cause: `charge|${charge.agreement}|${count}`,
    kind: 'service_fee',
    bookedOn: on,
    valueOn: on,
    reversal: false,
    scheduleReference: null,
    lineNumber: null,
    invoiceNumber: null,
    debtorId: null,
    ...charge,
  };
}
