import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import type { AccountRole } from './account-role.ts';
import type { JournalKind } from './journal.ts';

export type Amounts = { amountMinor: AmountMinor; functionalMinor: AmountMinor };

/** What an account moved by in a month, in one currency; `kind` absent: what it opened with. */
export type MonthMovement = Amounts & {
  account: AccountRole;
  currency: Currency;
  kind?: JournalKind;
};

export type RollForward = {
  account: AccountRole;
  currency: Currency;
  opening: Amounts;
  movements: (Amounts & { kind: JournalKind })[];
  /** Opening + Σ movements, to the cent, in both currencies. */
  closing: Amounts;
};

/** One line an account and currency, in the order in which they come. */
export function rollForward(movements: readonly MonthMovement[]): RollForward[] {
  const lines = new Map<string, RollForward>();
  for (const { account, currency, kind, amountMinor, functionalMinor } of movements) {
    const key = `${account}|${currency}`;
    const line = lines.get(key) ?? {
      account,
      currency,
      opening: nothing,
      movements: [],
      closing: nothing,
    };
    const amounts = { amountMinor, functionalMinor };
    lines.set(key, {
      ...line,
      opening: kind === undefined ? plus(line.opening, amounts) : line.opening,
      movements: kind === undefined ? line.movements : [...line.movements, { kind, ...amounts }],
      closing: plus(line.closing, amounts),
    });
  }
  return [...lines.values()];
}

const nothing: Amounts = { amountMinor: 0, functionalMinor: 0 };

function plus(left: Amounts, right: Amounts): Amounts {
  return {
    amountMinor: sumMinor([left.amountMinor, right.amountMinor]),
    functionalMinor: sumMinor([left.functionalMinor, right.functionalMinor]),
  };
}
