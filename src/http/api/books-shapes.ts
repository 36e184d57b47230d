import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { AccountRole } from '../../core/journal/account-role.ts';
import { journalKinds } from '../../core/journal/journal.ts';
import { LedgerAccounts } from '../../core/journal/ledger-file.ts';
import { Month } from '../../core/journal/month.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { At } from './shapes.ts';

const Kind = z.enum(journalKinds);
const Amounts = z.object({ amountMinor: AmountMinor, functionalMinor: AmountMinor });

export const TrialLine = z
  .object({
    account: AccountRole,
    currency: Currency,
    debitMinor: AmountMinor,
    creditMinor: AmountMinor,
    balanceMinor: AmountMinor.describe('Debit positive.'),
    functionalCurrency: Currency,
    functionalMinor: AmountMinor,
  })
  .meta({ id: 'TrialBalanceLine' });

export const RollForwardLine = z
  .object({
    account: AccountRole,
    currency: Currency,
    opening: Amounts,
    movements: z.array(Amounts.extend({ kind: Kind })),
    closing: Amounts.describe('Opening and movements, to the cent.'),
  })
  .meta({ id: 'RollForwardLine' });

export const StatementLine = z
  .object({
    journalId: Id,
    line: z.int(),
    kind: Kind,
    cause: z.string().describe('The fact it follows from.'),
    effectiveOn: Day.describe('The day it is posted on.'),
    valueOn: Day.describe('The day it is of; earlier where that month was closed.'),
    recordedAt: At,
    account: AccountRole,
    currency: Currency,
    amountMinor: AmountMinor.describe('Debit positive.'),
    functionalCurrency: Currency,
    functionalMinor: AmountMinor,
  })
  .meta({ id: 'ReceivablePosting' });

export const ClosedMonth = z
  .object({ month: Month, closedAt: At, closedBy: Id })
  .meta({ id: 'ClosedMonth' });

const ExportTotal = z.object({
  currency: Currency,
  functionalCurrency: Currency,
  postings: z.int(),
  debitMinor: AmountMinor,
  creditMinor: AmountMinor,
  functionalDebitMinor: AmountMinor,
  functionalCreditMinor: AmountMinor,
});

const File = z.object({ byteLength: z.int(), sha256: z.string() });

export const ExportRun = z
  .object({
    exportId: Id,
    sequence: z.int(),
    through: Day,
    accounts: LedgerAccounts,
    totals: z.object({ journals: z.int(), perCurrency: z.array(ExportTotal) }),
    files: z.object({ csv: File, json: File }),
    recordedAt: At,
    recordedBy: Id,
  })
  .meta({ id: 'BooksExport' });
