import { z } from 'zod';
import type { Day } from '../calendar.ts';
import { neutraliseText } from '../formula.ts';
import { canonicalJson } from '../hash.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, type Currency, toDecimal } from '../money.ts';
import { AccountRole } from './account-role.ts';
import type { JournalKind } from './journal.ts';

const Numbers = z.partialRecord(AccountRole, z.string().trim().min(1).max(64));

/** The firm's own numbers of the sub-ledger's accounts. */
export const LedgerAccounts = z.strictObject({
  accounts: Numbers.describe('The number of each account, by its part in the sub-ledger.'),
  facilities: z
    .record(z.string().min(1), Numbers)
    .default({})
    .describe('Numbers that differ for a facility, by its id.'),
});
export type LedgerAccounts = z.infer<typeof LedgerAccounts>;

/** The firm's number of an account; none where it has stated none. */
export function numberOf(
  { accounts, facilities }: LedgerAccounts,
  { account, facilityId }: { account: AccountRole; facilityId: string | null },
): string | undefined {
  const own = facilityId === null ? undefined : facilities[facilityId];
  return own?.[account] ?? accounts[account];
}

/** A posting as the firm's books take it. */
export type LedgerLine = {
  /** The journal's place in its run, and the posting's in its journal. */
  nth: number;
  line: number;
  journalId: Id;
  cause: string;
  kind: JournalKind;
  facilityId: string | null;
  effectiveOn: Day;
  valueOn: Day;
  account: AccountRole;
  subject: string;
  currency: Currency;
  amountMinor: AmountMinor;
  functionalCurrency: Currency;
  functionalMinor: AmountMinor;
};

export const ledgerFormats = ['csv', 'json'] as const;
export type LedgerFormat = (typeof ledgerFormats)[number];

export type LedgerRun = { sequence: number; through: Day; accounts: LedgerAccounts };

/** The parts of a file; put together they are the same bytes for the same run, whenever it is asked. */
export const ledgerFile: Record<
  LedgerFormat,
  {
    head(run: LedgerRun): string;
    line(line: LedgerLine, run: LedgerRun): string;
    tail: string;
  }
> = {
  csv: {
    head: () => `${columns.join(',')}\r\n`,
    line: (line, run) => {
      const row = rowOf(line, run);
      return `${columns.map((name) => cellOf(row[name])).join(',')}\r\n`;
    },
    tail: '',
  },
  json: {
    head: ({ sequence, through }) => `{"run":${sequence},"through":"${through}","lines":[`,
    line: (line, run) => {
      const isFirst = line.nth === 1 && line.line === 1;
      return `${isFirst ? '' : ','}\n${canonicalJson(rowOf(line, run))}`;
    },
    tail: '\n]}\n',
  },
};

const columns = [
  'run',
  'journal',
  'line',
  'journal_id',
  'posting_date',
  'value_date',
  'kind',
  'cause',
  'facility',
  'gl_account',
  'account',
  'subject',
  'currency',
  'debit',
  'credit',
  'functional_currency',
  'functional_debit',
  'functional_credit',
] as const;

function rowOf(line: LedgerLine, run: LedgerRun): Record<(typeof columns)[number], string> {
  const { currency, amountMinor, functionalCurrency, functionalMinor } = line;
  const [debit, credit] = sidesOf(amountMinor, currency);
  const [functionalDebit, functionalCredit] = sidesOf(functionalMinor, functionalCurrency);
  return {
    run: String(run.sequence),
    journal: String(line.nth),
    line: String(line.line),
    journal_id: line.journalId,
    posting_date: line.effectiveOn,
    value_date: line.valueOn,
    kind: line.kind,
    cause: line.cause,
    facility: line.facilityId ?? '',
    gl_account: numberOf(run.accounts, line) ?? '',
    account: line.account,
    subject: line.subject,
    currency,
    debit,
    credit,
    functional_currency: functionalCurrency,
    functional_debit: functionalDebit,
    functional_credit: functionalCredit,
  };
}

function sidesOf(amountMinor: AmountMinor, currency: Currency): [debit: string, credit: string] {
  const text = toDecimal({ amountMinor: Math.abs(amountMinor), currency });
  const none = toDecimal({ amountMinor: 0, currency });
  return amountMinor < 0 ? [none, text] : [text, none];
}

/** As RFC 4180 says, and nothing in it that a spreadsheet would run. */
function cellOf(cell: string): string {
  const plain = neutraliseText(cell);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
