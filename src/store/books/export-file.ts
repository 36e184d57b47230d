import { createHash } from 'node:crypto';
import type { Id } from '../../core/ids.ts';
import {
  type LedgerFormat,
  type LedgerLine,
  type LedgerRun,
  ledgerFile,
} from '../../core/journal/ledger-file.ts';
import type { Database, Tx } from '../database.ts';

/** A run as far as its file needs it. */
export type FiledRun = LedgerRun & { exportId: Id; postings: number };

/** The file of a run: a piece of some thousand postings is read when the one before it has gone out. */
export async function* sentPieces(
  db: Database,
  tenantId: Id,
  { run, format }: { run: FiledRun; format: LedgerFormat },
): AsyncGenerator<Uint8Array> {
  const { head, tail } = ledgerFile[format];
  yield Buffer.from(head(run));
  const read = (after: Place) =>
    db.asTenant(tenantId, (tx) => readPage(tx, { exportId: run.exportId, after }));
  for await (const page of pagesOf(run, read)) yield Buffer.from(textOf(page, { run, format }));
  if (tail !== '') yield Buffer.from(tail);
}

export type FileMeasure = { byteLength: number; sha256: string };

/** How long the file of each format is and its SHA-256, in one reading of the postings. */
export async function measureFiles(
  tx: Tx,
  run: FiledRun,
): Promise<Record<LedgerFormat, FileMeasure>> {
  const files = { csv: openMeasure('csv', run), json: openMeasure('json', run) };
  const read = (after: Place) => readPage(tx, { exportId: run.exportId, after });
  for await (const page of pagesOf(run, read)) {
    for (const file of Object.values(files)) file.add(page);
  }
  return { csv: files.csv.close(), json: files.json.close() };
}

function openMeasure(format: LedgerFormat, run: FiledRun) {
  const hash = createHash('sha256');
  let byteLength = 0;
  const add = (text: string) => {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    byteLength += bytes.length;
  };
  const { head, tail } = ledgerFile[format];
  add(head(run));
  return {
    add: (page: readonly LedgerLine[]) => add(textOf(page, { run, format })),
    close: (): FileMeasure => {
      add(tail);
      return { byteLength, sha256: hash.digest('hex') };
    },
  };
}

function textOf(
  page: readonly LedgerLine[],
  { run, format }: { run: FiledRun; format: LedgerFormat },
): string {
  return page.map((posting) => ledgerFile[format].line(posting, run)).join('');
}

type Place = { nth: number; line: number };

async function* pagesOf(
  { postings }: FiledRun,
  read: (after: Place) => Promise<LedgerLine[]>,
): AsyncGenerator<LedgerLine[]> {
  let after: Place = { nth: 0, line: 0 };
  for (let sent = 0; sent < postings; ) {
    const page = await read(after);
    const last = page.at(-1);
    if (!last) throw new Error(`an export of ${postings} postings ends after ${sent}`);
    yield page;
    after = last;
    sent += page.length;
  }
}

const postingsAtOnce = 5_000;

function readPage(
  tx: Tx,
  { exportId, after }: { exportId: Id; after: Place },
): Promise<LedgerLine[]> {
  return tx.query<LedgerLine>(
    `select e.nth, p.line, j.id as "journalId", j.cause, j.kind, j.facility_id as "facilityId",
       j.effective_on as "effectiveOn", j.value_on as "valueOn", p.account, p.subject, p.currency,
       p.amount_minor as "amountMinor", p.functional_currency as "functionalCurrency",
       p.functional_minor as "functionalMinor"
     from cedent.exported_journal e
     join cedent.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
     join cedent.posting p on p.tenant_id = e.tenant_id and p.journal_id = e.journal_id
     where e.tenant_id = $1 and e.export_id = $2
       and e.nth >= $3 and (e.nth > $3 or p.line > $4)
     order by e.nth, p.line limit $5`,
    [tx.tenantId, exportId, after.nth, after.line, postingsAtOnce],
  );
}
