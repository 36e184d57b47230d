import { assert } from '../assert.ts';
import type { Day } from '../calendar.ts';
import type { FxRate } from '../input.ts';
import { type AmountMinor, type Currency, exponentOf, mulDiv, sumMinor } from '../money.ts';

export type Account = 'due_from_factor' | 'receivables_transferred' | 'borrowings' | 'bank';

/** One line of a journal; debit positive, credit negative. */
export type Posting = {
  account: Account;
  /** What the balance is kept for: a request, an invoice, a bank account. */
  subject: string;
  currency: Currency;
  amountMinor: AmountMinor;
  functionalCurrency: Currency;
  functionalMinor: AmountMinor;
};

export type Journal = {
  /** The fact it follows from: a journal with the same cause is posted once. */
  cause: string;
  kind: 'line_funded' | 'cash_received';
  effectiveOn: Day;
  postings: Posting[];
};

/** How amounts are carried in the functional currency; `rate` is missing when both are the same. */
export type Functional = { currency: Currency; rate?: FxRate };

type Movement = {
  cause: string;
  effectiveOn: Day;
  currency: Currency;
  amountMinor: AmountMinor;
  functional: Functional;
};

/**
 * The funder says yes to a line: the advance is due from it. Under a sale the receivable leaves
 * (its clearing account, until the terms' accounting policy says how); under a pledge a borrowing
 * stands against it.
 */
export function lineFunded(
  movement: Movement & { mode: 'sale' | 'pledge'; request: string; invoice: string },
): Journal {
  const { mode, request, invoice } = movement;
  const credit = mode === 'sale' ? 'receivables_transferred' : 'borrowings';
  return pair('line_funded', movement, [
    { account: 'due_from_factor', subject: request },
    { account: credit, subject: invoice },
  ]);
}

/** The bank has the money: it is no longer due from the funder. */
export function cashReceived(
  movement: Movement & { request: string; bankAccount: string },
): Journal {
  return pair('cash_received', movement, [
    { account: 'bank', subject: movement.bankAccount },
    { account: 'due_from_factor', subject: movement.request },
  ]);
}

/** BALANCED: every journal sums to zero per currency, in both currencies it carries. */
export function isBalanced({ postings }: Journal): boolean {
  const groups = new Map<string, { amount: number[]; functional: number[] }>();
  for (const posting of postings) {
    const key = `${posting.currency}|${posting.functionalCurrency}`;
    const group = groups.get(key) ?? { amount: [], functional: [] };
    group.amount.push(posting.amountMinor);
    group.functional.push(posting.functionalMinor);
    groups.set(key, group);
  }
  return [...groups.values()].every(
    (group) => sumMinor(group.amount) === 0 && sumMinor(group.functional) === 0,
  );
}

type Side = { account: Account; subject: string };

function pair(kind: Journal['kind'], movement: Movement, [debit, credit]: [Side, Side]): Journal {
  const { cause, effectiveOn, currency, amountMinor, functional } = movement;
  const functionalMinor = inFunctional({ amountMinor, currency, functional });
  const line = (side: Side, sign: 1 | -1): Posting => ({
    ...side,
    currency,
    amountMinor: sumMinor([sign * amountMinor]),
    functionalCurrency: functional.currency,
    functionalMinor: sumMinor([sign * functionalMinor]),
  });
  const journal: Journal = {
    cause,
    kind,
    effectiveOn,
    postings: [line(debit, 1), line(credit, -1)],
  };
  assert(isBalanced(journal), 'a journal balances');
  return journal;
}

/** Converted once per movement, half-even; the rate is direct, never inverted. */
function inFunctional(value: {
  amountMinor: AmountMinor;
  currency: Currency;
  functional: Functional;
}): AmountMinor {
  const { amountMinor, currency, functional } = value;
  if (functional.currency === currency) return amountMinor;
  const { rate } = functional;
  assert(
    rate !== undefined && rate.from === currency && rate.to === functional.currency,
    `a rate from ${currency} to ${functional.currency} is given`,
  );
  const shift = exponentOf(functional.currency) - exponentOf(currency);
  const up = 10n ** BigInt(Math.max(shift, 0));
  const down = 10n ** BigInt(Math.max(-shift, 0));
  return mulDiv(
    amountMinor,
    BigInt(rate.numerator) * up,
    BigInt(rate.denominator) * down,
    'halfEven',
  );
}
