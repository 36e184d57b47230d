import { assert } from '../assert.ts';
import type { Day } from '../calendar.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import { isRevalued } from './account-role.ts';
import { type Functional, inFunctional } from './functional.ts';
import { isBalanced, type Journal, type Posting, type Side } from './journal.ts';

/** What an account carries for a subject at the end of a month, in one currency and the functional one. */
export type CarriedBalance = Side & {
  currency: Currency;
  amountMinor: AmountMinor;
  functionalMinor: AmountMinor;
};

/**
 * Balances in one foreign currency brought to what they are worth at the closing rate; none where they
 * are already. The carrying amount itself is moved and nothing is reversed next month: so a balance
 * that was settled in between leaves only what the rates have really cost (IAS 21.28), and a second
 * run finds nothing to do.
 */
export function revaluationOf(of: {
  cause: string;
  /** The last day of the month. */
  effectiveOn: Day;
  currency: Currency;
  functional: Functional;
  balances: readonly CarriedBalance[];
}): Journal | undefined {
  const { cause, effectiveOn, currency, functional, balances } = of;
  if (functional.currency === currency) return undefined;
  const moved = balances.flatMap((balance): Posting[] => {
    assert(balance.currency === currency, 'balances of the one currency');
    if (!isRevalued(balance.account)) return [];
    const { account, subject, amountMinor } = balance;
    const worthMinor = inFunctional({ amountMinor, currency, functional });
    const functionalMinor = sumMinor([worthMinor, -balance.functionalMinor]);
    if (functionalMinor === 0) return [];
    return [{ account, subject, ...functionalOnly(of), functionalMinor }];
  });
  if (moved.length === 0) return undefined;
  const totalMinor = sumMinor(moved.map(({ functionalMinor }) => functionalMinor));
  const difference: Posting = {
    account: 'fx_difference',
    subject: currency,
    ...functionalOnly(of),
    functionalMinor: sumMinor([-totalMinor]),
  };
  const postings = [...moved, difference];
  const journal: Journal = { cause, kind: 'revaluation', effectiveOn, postings };
  assert(isBalanced(journal), 'a revaluation balances');
  return journal;
}

function functionalOnly({ currency, functional }: { currency: Currency; functional: Functional }) {
  return { currency, amountMinor: 0, functionalCurrency: functional.currency };
}
