import { z } from 'zod';
import { addMonths, type Day, daysBetween } from '../calendar.ts';
import { type AmountMinor, Currency, mulDiv, sumMinor } from '../money.ts';

/** What of an invoice was open by a ledger; of one day the later word counts. */
export type OpenFact = { effectiveOn: Day; openMinor: AmountMinor };

/** An invoice with its facts in the order of their days, and of a day in the order they came. */
export type PaidInvoice = {
  debtorId: string;
  currency: Currency;
  dueOn: Day;
  facts: readonly OpenFact[];
};

export type Payment = { on: Day; amountMinor: AmountMinor };

export const Delay = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('measured'),
    count: z.int().describe('How many receivables were paid, in whole or in part.'),
    paidMinor: z.int(),
    tenthDays: z.int().describe('Tenths of a day past due, weighted by amount; below zero: early.'),
  }),
  z.object({
    status: z.literal('not_enough'),
    count: z.int(),
    needed: z.int().describe('Below this count nothing is said.'),
  }),
]);
export type Delay = z.infer<typeof Delay>;

export const PaymentBehaviour = z.object({
  currency: Currency,
  recent: Delay.describe('Of the last 3 months.'),
  year: Delay.describe('Of the last 12 months.'),
  changeTenthDays: z
    .int()
    .optional()
    .describe('The last 3 months less the last 12; above zero: it pays later than it did.'),
});
export type PaymentBehaviour = z.infer<typeof PaymentBehaviour>;

const recentMonths = 3;
export const paymentMonths = 12;

/**
 * The payments that facts show: each time less is open than the ledger before said, dated by the
 * ledger that showed it. Where more is open again, the newest payments did not last and are taken back.
 */
export function paymentsOf(facts: readonly OpenFact[]): Payment[] {
  const payments: Payment[] = [];
  let before: OpenFact | undefined;
  for (const [at, fact] of facts.entries()) {
    if (facts[at + 1]?.effectiveOn === fact.effectiveOn) continue;
    const paidMinor = before === undefined ? 0 : before.openMinor - fact.openMinor;
    if (paidMinor > 0) payments.push({ on: fact.effectiveOn, amountMinor: paidMinor });
    else takeBack(payments, -paidMinor);
    before = fact;
  }
  return payments;
}

/** Folds invoices into how each debtor pays in each currency; what it keeps grows with the debtors. */
export function createBehaviours({ asOf, needed }: { asOf: Day; needed: number }) {
  const since = { recent: addMonths(asOf, -recentMonths), year: addMonths(asOf, -paymentMonths) };
  const tallies = new Map<string, Map<Currency, { recent: Tally; year: Tally }>>();

  function take({ debtorId, currency, dueOn, facts }: PaidInvoice): void {
    const payments = paymentsOf(facts);
    for (const window of ['year', 'recent'] as const) {
      const own = payments.filter(({ on }) => on > since[window] && on <= asOf);
      if (own.length > 0) add(tallyOf(debtorId, currency)[window], dueOn, own);
    }
  }

  function tallyOf(debtorId: string, currency: Currency) {
    const own = tallies.get(debtorId) ?? new Map<Currency, { recent: Tally; year: Tally }>();
    tallies.set(debtorId, own);
    const tally = own.get(currency) ?? { recent: none(), year: none() };
    own.set(currency, tally);
    return tally;
  }

  /** By currency; empty where the debtor paid nothing in the year. */
  function of(debtorId: string): PaymentBehaviour[] {
    const own = [...(tallies.get(debtorId) ?? [])];
    return own
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, { recent, year }]) =>
        behaviourOf(currency, { recent: delayOf(recent, needed), year: delayOf(year, needed) }),
      );
  }

  return { take, of };
}

/** Days times amounts pass what a number holds exactly. */
type Tally = { count: number; paidMinor: AmountMinor; weighted: bigint };

function none(): Tally {
  return { count: 0, paidMinor: 0, weighted: 0n };
}

function add(tally: Tally, dueOn: Day, payments: readonly Payment[]): void {
  tally.count += 1;
  for (const { on, amountMinor } of payments) {
    tally.paidMinor = sumMinor([tally.paidMinor, amountMinor]);
    tally.weighted += BigInt(amountMinor) * BigInt(daysBetween(dueOn, on));
  }
}

function delayOf({ count, paidMinor, weighted }: Tally, needed: number): Delay {
  if (count < needed || paidMinor === 0) return { status: 'not_enough', count, needed };
  const tenthDays = mulDiv(10, weighted, paidMinor, 'halfUp');
  return { status: 'measured', count, paidMinor, tenthDays };
}

function behaviourOf(
  currency: Currency,
  { recent, year }: { recent: Delay; year: Delay },
): PaymentBehaviour {
  if (recent.status !== 'measured' || year.status !== 'measured') return { currency, recent, year };
  return { currency, recent, year, changeTenthDays: recent.tenthDays - year.tenthDays };
}

function takeBack(payments: Payment[], amountMinor: AmountMinor): void {
  let leftMinor = amountMinor;
  while (leftMinor > 0) {
    const last = payments.pop();
    if (!last) return;
    if (last.amountMinor > leftMinor) {
      payments.push({ on: last.on, amountMinor: last.amountMinor - leftMinor });
      return;
    }
    leftMinor -= last.amountMinor;
  }
}
