import type { Day } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import type { AccountRole } from '../../core/journal/account-role.ts';
import {
  type LedgerAccounts,
  type LedgerFormat,
  type LedgerRun,
  numberOf,
} from '../../core/journal/ledger-file.ts';
import type { AmountMinor, Currency } from '../../core/money.ts';
import { audit } from '../audit.ts';
import { newId, one, type Tx } from '../database.ts';
import { type FiledRun, type FileMeasure, measureFiles } from './export-file.ts';

/** What a run comes to, per currency: what the firm's books must show after taking it. */
export type ExportTotal = {
  currency: Currency;
  functionalCurrency: Currency;
  postings: number;
  debitMinor: AmountMinor;
  creditMinor: AmountMinor;
  functionalDebitMinor: AmountMinor;
  functionalCreditMinor: AmountMinor;
};

export type ExportRun = LedgerRun & {
  exportId: Id;
  totals: { journals: number; perCurrency: ExportTotal[] };
  files: Record<LedgerFormat, FileMeasure>;
  recordedAt: Date;
  recordedBy: Id;
};

type Exported =
  | { ok: true; run: ExportRun }
  | { ok: false; code: 'ledger_accounts_missing'; params: Record<string, never> }
  | { ok: false; code: 'ledger_account_missing'; params: { accounts: string } }
  | { ok: false; code: 'nothing_to_export'; params: { day: Day } };

/**
 * Gives the firm's books every journal through a day that no run has given them before, marks each with
 * the run, and keeps the hash of the files, so that a run read again is the same bytes. Without numbers
 * of its own a run takes those of the one before.
 */
export async function exportBooks(
  tx: Tx,
  order: { actor: { personId: Id }; through: Day; accounts?: LedgerAccounts },
): Promise<Exported> {
  const { actor, through } = order;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `books export ${tx.tenantId}`,
  ]);
  const [newest] = await listExports(tx, { limit: 1 });
  const accounts = order.accounts ?? newest?.accounts;
  if (!accounts) return { ok: false, code: 'ledger_accounts_missing', params: {} };
  const exportId = newId();
  await tx.query('savepoint export');
  const journals = await mark(tx, { exportId, through });
  const missing = await unnumbered(tx, { exportId, accounts });
  if (journals === 0 || missing.length > 0) {
    await tx.query('rollback to savepoint export');
    return journals === 0
      ? { ok: false, code: 'nothing_to_export', params: { day: through } }
      : { ok: false, code: 'ledger_account_missing', params: { accounts: missing.join(', ') } };
  }
  const totals = { journals, perCurrency: await totalsOf(tx, exportId) };
  const run = { exportId, sequence: (newest?.sequence ?? 0) + 1, through, accounts, totals };
  const files = await measureFiles(tx, filedRun(run));
  const rows = await tx.query<{ recordedAt: Date }>(
    `insert into cedent.books_export (tenant_id, id, sequence, through, accounts, totals, files,
       recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning recorded_at as "recordedAt"`,
    [
      tx.tenantId,
      exportId,
      run.sequence,
      through,
      JSON.stringify(accounts),
      JSON.stringify(totals),
      JSON.stringify(files),
      actor.personId,
    ],
  );
  const { recordedAt } = one(rows, 'the export run');
  const body = { sequence: run.sequence, through, totals, files };
  await audit(tx, { actor, action: 'books.exported', subject: exportId, body });
  return { ok: true, run: { ...run, files, recordedAt, recordedBy: actor.personId } };
}

const runColumns = `id as "exportId", sequence, through, accounts, totals, files,
  recorded_at as "recordedAt", recorded_by as "recordedBy"`;

/** What its file is made of. */
export function filedRun(run: LedgerRun & { exportId: Id; totals: ExportRun['totals'] }): FiledRun {
  const postings = run.totals.perCurrency.reduce((sum, total) => sum + total.postings, 0);
  const { exportId, sequence, through, accounts } = run;
  return { exportId, sequence, through, accounts, postings };
}

/** The newest first. */
export async function listExports(tx: Tx, { limit }: { limit: number }): Promise<ExportRun[]> {
  return tx.query<ExportRun>(
    `select ${runColumns} from cedent.books_export where tenant_id = $1
     order by sequence desc limit $2`,
    [tx.tenantId, limit],
  );
}

export async function readExport(tx: Tx, exportId: Id): Promise<ExportRun | undefined> {
  const [run] = await tx.query<ExportRun>(
    `select ${runColumns} from cedent.books_export where tenant_id = $1 and id = $2`,
    [tx.tenantId, exportId],
  );
  return run;
}

/** In the order of their days, and of posting within one. */
async function mark(
  tx: Tx,
  { exportId, through }: { exportId: Id; through: Day },
): Promise<number> {
  const rows = await tx.query<{ count: number }>(
    `with marked as (
       insert into cedent.exported_journal (tenant_id, journal_id, export_id, nth)
       select $1, j.id, $2, row_number() over (order by j.effective_on, j.id)
       from cedent.journal j
       where j.tenant_id = $1 and j.effective_on <= $3 and not exists (
         select from cedent.exported_journal e where e.tenant_id = $1 and e.journal_id = j.id)
       returning 1)
     select count(*) as count from marked`,
    [tx.tenantId, exportId, through],
  );
  return one(rows, 'the count of journals').count;
}

/** Accounts that the run needs a number of and has none, with the facility where it is one's alone. */
async function unnumbered(
  tx: Tx,
  { exportId, accounts }: { exportId: Id; accounts: LedgerAccounts },
): Promise<string[]> {
  const used = await tx.query<{ account: AccountRole; facilityId: string | null }>(
    `select distinct p.account, j.facility_id as "facilityId"
     from cedent.exported_journal e
     join cedent.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
     join cedent.posting p on p.tenant_id = j.tenant_id and p.journal_id = j.id
     where e.tenant_id = $1 and e.export_id = $2 order by p.account`,
    [tx.tenantId, exportId],
  );
  const missing = used.filter((line) => numberOf(accounts, line) === undefined);
  return [...new Set(missing.map(({ account }) => account))];
}

async function totalsOf(tx: Tx, exportId: Id): Promise<ExportTotal[]> {
  const sum = (column: string, sign: '>' | '<') =>
    `coalesce(sum(abs(p.${column})) filter (where p.${column} ${sign} 0), 0)::bigint`;
  return tx.query<ExportTotal>(
    `select p.currency, p.functional_currency as "functionalCurrency", count(*) as postings,
       ${sum('amount_minor', '>')} as "debitMinor", ${sum('amount_minor', '<')} as "creditMinor",
       ${sum('functional_minor', '>')} as "functionalDebitMinor",
       ${sum('functional_minor', '<')} as "functionalCreditMinor"
     from cedent.exported_journal e
     join cedent.posting p on p.tenant_id = e.tenant_id and p.journal_id = e.journal_id
     where e.tenant_id = $1 and e.export_id = $2
     group by p.currency, p.functional_currency order by p.currency`,
    [tx.tenantId, exportId],
  );
}
