import type { AccountRole } from '../journal/account-role.ts';
import { type LedgerAccounts, numberOf } from '../journal/ledger-file.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';

/** A balance as the firm's general ledger gives it: of a control account, or of one receivable on it. */
export type ControlBalance = {
  /** The firm's own number, or the sub-ledger's name of the account. */
  account: string;
  currency: Currency;
  /** The document number of a receivable; absent: the whole account. */
  receivable?: string | undefined;
  /** Debit positive. */
  balanceMinor: AmountMinor;
};

/** What the sub-ledger carries, by account, facility and currency. */
export type BookBalance = {
  account: AccountRole;
  facilityId: string | null;
  currency: Currency;
  amountMinor: AmountMinor;
};

export type ControlLine = {
  account: string;
  currency: Currency;
  roles: AccountRole[];
  ledgerMinor: AmountMinor;
  booksMinor: AmountMinor;
  /** The general ledger above the sub-ledger. */
  differenceMinor: AmountMinor;
};

export type ControlAnswer = { ok: true; lines: ControlLine[] } | { ok: false; unknown: string[] };

/**
 * Each control account beside what the sub-ledger carries on it. A number that several facilities or
 * parts share is compared with all of them together; what no account goes by is named, never left out.
 */
export function controlLines(
  given: readonly ControlBalance[],
  { balances, accounts }: { balances: readonly BookBalance[]; accounts: LedgerAccounts },
): ControlAnswer {
  const totals = given.filter(({ receivable }) => receivable === undefined);
  const carried = new Map<string, { amountMinor: AmountMinor; roles: Set<AccountRole> }>();
  for (const { account, facilityId, currency, amountMinor } of balances) {
    for (const name of namesOf(accounts, { account, facilityId })) {
      const key = `${name}|${currency}`;
      const own = carried.get(key) ?? { amountMinor: 0, roles: new Set() };
      own.amountMinor = sumMinor([own.amountMinor, amountMinor]);
      own.roles.add(account);
      carried.set(key, own);
    }
  }
  const known = knownNames(balances, accounts);
  const unknown = [...new Set(given.map(({ account }) => account))].filter(
    (account) => !known.has(account),
  );
  if (unknown.length > 0) return { ok: false, unknown };
  const lines = totals.map(({ account, currency, balanceMinor }): ControlLine => {
    const own = carried.get(`${account}|${currency}`);
    const booksMinor = own?.amountMinor ?? 0;
    return {
      account,
      currency,
      roles: [...(own?.roles ?? [])].sort(),
      ledgerMinor: balanceMinor,
      booksMinor,
      differenceMinor: sumMinor([balanceMinor, -booksMinor]),
    };
  });
  return { ok: true, lines };
}

/** What the general ledger carries for each receivable by its number, on clearing accounts together. */
export function controlByReceivable(
  given: readonly ControlBalance[],
  currency: Currency,
): Map<string, AmountMinor> {
  const byNumber = new Map<string, AmountMinor>();
  for (const { receivable, balanceMinor, currency: own } of given) {
    if (receivable === undefined || own !== currency) continue;
    byNumber.set(receivable, sumMinor([byNumber.get(receivable) ?? 0, balanceMinor]));
  }
  return byNumber;
}

/** The firm's number of an account, and the sub-ledger's own name of it. */
function namesOf(
  accounts: LedgerAccounts,
  of: { account: AccountRole; facilityId: string | null },
): string[] {
  const number = numberOf(accounts, of);
  return number === undefined || number === of.account ? [of.account] : [number, of.account];
}

function knownNames(balances: readonly BookBalance[], accounts: LedgerAccounts): Set<string> {
  const numbers = [accounts.accounts, ...Object.values(accounts.facilities)];
  return new Set([
    ...balances.map(({ account }) => account),
    ...numbers.flatMap((own) => Object.values(own)),
  ]);
}
