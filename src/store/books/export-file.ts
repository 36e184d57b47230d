import type { Id } from '../../core/ids.ts';
import {
  type LedgerFormat,
  type LedgerLine,
  type LedgerRun,
  ledgerFile,
} from '../../core/journal/ledger-file.ts';
import type { Database, Tx } from '../database.ts';

type File = {
  run: LedgerRun & { exportId: Id; totals: { journals: number } };
  format: LedgerFormat;
};

/** The file of a run in pieces, each of some thousand postings: never the whole of it in memory. */
export function filePieces(tx: Tx, file: File): AsyncGenerator<Uint8Array> {
  return piecesOf(file, (after) => readPage(tx, file.run.exportId, after));
}

/** The same outside a transaction: a piece is read when the one before it has gone out. */
export function sentPieces(db: Database, tenantId: Id, file: File): AsyncGenerator<Uint8Array> {
  return piecesOf(file, (after) =>
    db.asTenant(tenantId, (tx) => readPage(tx, file.run.exportId, after)),
  );
}

async function* piecesOf(
  { run, format }: File,
  read: (after: number) => Promise<LedgerLine[]>,
): AsyncGenerator<Uint8Array> {
  const { head, line, tail } = ledgerFile[format];
  yield Buffer.from(head(run));
  for (let after = 0; after < run.totals.journals; after += journalsAtOnce) {
    const page = await read(after);
    yield Buffer.from(page.map((posting) => line(posting, run)).join(''));
  }
  if (tail !== '') yield Buffer.from(tail);
}

const journalsAtOnce = 1_000;

function readPage(tx: Tx, exportId: Id, after: number): Promise<LedgerLine[]> {
  return tx.query<LedgerLine>(
    `select e.nth, p.line, j.id as "journalId", j.cause, j.kind, j.facility_id as "facilityId",
       j.effective_on as "effectiveOn", j.value_on as "valueOn", p.account, p.subject, p.currency,
       p.amount_minor as "amountMinor", p.functional_currency as "functionalCurrency",
       p.functional_minor as "functionalMinor"
     from cedent.exported_journal e
     join cedent.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
     join cedent.posting p on p.tenant_id = e.tenant_id and p.journal_id = e.journal_id
     where e.tenant_id = $1 and e.export_id = $2 and e.nth > $3 and e.nth <= $3 + $4
     order by e.nth, p.line`,
    [tx.tenantId, exportId, after, journalsAtOnce],
  );
}
