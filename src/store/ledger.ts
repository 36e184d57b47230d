import { assert } from '../core/assert.ts';
import type { Day } from '../core/calendar.ts';
import type { CurrencyTotal } from '../core/funding/request.ts';
import { canonicalJson } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { LedgerLine } from '../core/ledger.ts';
import { type Actor, audit } from './audit.ts';
import { newId, one, type Tx } from './database.ts';
import {
  appendDebtors,
  appendFacts,
  appendReceivables,
  type Batch,
  closeAbsent,
  keepLaterWord,
  latestFact,
} from './ledger/append.ts';
import { keepFile, type LedgerBytes } from './ledger/file.ts';
import {
  type LedgerContradiction,
  type LedgerRejection,
  readContradictions,
  readRejections,
  rejectRows,
} from './ledger/reject.ts';
import { streamRows } from './ledger/stream.ts';

export type LedgerUpload = {
  actor: Actor;
  sellerId: string;
  ledger: string;
  asOf: Day;
  fileName: string;
  file: LedgerBytes;
  /** Stored as it is: how the file was read. */
  mapping: unknown;
  items: AsyncIterable<LedgerLine>;
  /**
   * The file is the whole open ledger of this seller and ledger: what it does not have is closed.
   * A function is asked after the last item, when it is known whether rows were rejected before.
   */
  complete: boolean | (() => boolean);
  /** Rows of the file that could not be read as items; asked after the last item. */
  rejectedBefore?: () => number;
};

export type LedgerImport = {
  importId: Id;
  /** The same file as of the same day under the same mapping came before, and nothing is news. */
  unchanged: boolean;
  counts: {
    new: number;
    changed: number;
    closed: number;
    unchanged: number;
    debtors: number;
    rejected: number;
    /** Taken, though their due date or reference is another one than was known first. */
    contradicting: number;
  };
  /** What was taken, per currency, read back from the database. */
  totals: CurrencyTotal[];
  rejections: LedgerRejection[];
  rejectedTotals: CurrencyTotal[];
  contradictions: LedgerContradiction[];
};

/**
 * Reconciles a ledger with what is known of it: identities once, amounts as facts where they differ.
 * An iterable that throws undoes all of it. Amounts of the ERP replace ours, they are never added.
 */
export async function importLedger(tx: Tx, upload: LedgerUpload): Promise<LedgerImport> {
  const streamed = await streamRows(tx, upload.items);
  await keepFile(tx, upload.file);
  const complete = typeof upload.complete === 'function' ? upload.complete() : upload.complete;
  const batch = await beginBatch(tx, upload);
  await planForBulk(tx, true);
  await rejectRows(tx, upload);
  const { rejections, rejectedTotals } = await readRejections(tx);
  const { contradictions, contradicting } = await readContradictions(tx);
  const debtors = await appendDebtors(tx, batch);
  const added = await appendReceivables(tx, batch);
  const { changed, closed: settled } = await appendFacts(tx, batch);
  const { closed: absent } = complete ? await closeAbsent(tx, batch) : { closed: 0 };
  const kept = await keepLaterWord(tx, batch);
  const totals = await readBack(tx, batch);
  await planForBulk(tx, false);
  assertControl(streamed, totals, rejectedTotals);
  const counts = {
    new: added,
    changed,
    closed: settled + absent,
    unchanged: countOf(totals) - added - changed - settled,
    debtors,
    rejected: countOf(rejectedTotals) + (upload.rejectedBefore?.() ?? 0),
    contradicting,
  };
  const isNews = debtors + added + changed + counts.closed + kept > 0;
  const earlier = isNews ? undefined : await findSame(tx, upload, complete);
  const importId = earlier ?? batch.importId;
  const result = { importId, unchanged: earlier !== undefined, counts, totals };
  if (!earlier) await insertImport(tx, upload, { complete, batch, totals: { counts, totals } });
  await audit(tx, {
    actor: upload.actor,
    action: earlier ? 'ledger.import_unchanged' : 'ledger.imported',
    subject: importId,
    body: { ...describe(upload), complete, counts, totals },
  });
  return { ...result, rejections, rejectedTotals, contradictions };
}

/** Keeps the rows that something is wrong with, as the file that goes back to the person. */
export async function attachRejectedFile(
  tx: Tx,
  { actor, importId, file }: { actor: Actor; importId: Id; file: Uint8Array },
): Promise<void> {
  await tx.query(
    `update cedent.ledger_import set rejected_file = $3 where tenant_id = $1 and id = $2`,
    [tx.tenantId, importId, Buffer.from(file)],
  );
  const body = { bytes: file.length };
  await audit(tx, { actor, action: 'ledger.rejected_file_kept', subject: importId, body });
}

export type StoredImport = {
  importId: Id;
  sellerId: string;
  ledger: string;
  asOf: Day;
  fileName: string;
  fileSha256: string;
  complete: boolean;
  counts: LedgerImport['counts'];
  totals: CurrencyTotal[];
  recordedAt: Date;
  recordedBy: Id | null;
  hasRejectedFile: boolean;
};

/** The newest imports first. */
export async function listImports(tx: Tx, { limit }: { limit: number }): Promise<StoredImport[]> {
  return tx.query<StoredImport>(
    `select ${importColumns}
     from cedent.ledger_import where tenant_id = $1 order by recorded_at desc limit $2`,
    [tx.tenantId, Math.min(limit, 200)],
  );
}

export async function readImport(tx: Tx, importId: Id): Promise<StoredImport | undefined> {
  const [row] = await tx.query<StoredImport>(
    `select ${importColumns} from cedent.ledger_import where tenant_id = $1 and id = $2`,
    [tx.tenantId, importId],
  );
  return row;
}

const importColumns = `id as "importId", seller_id as "sellerId", ledger, as_of as "asOf",
  file_name as "fileName", file_sha256 as "fileSha256", complete,
  totals->'counts' as counts, totals->'totals' as totals, recorded_at as "recordedAt",
  recorded_by as "recordedBy", rejected_file is not null as "hasRejectedFile"`;

export async function readRejectedFile(tx: Tx, importId: Id): Promise<Uint8Array | undefined> {
  const [row] = await tx.query<{ file: Buffer | null }>(
    `select rejected_file as file from cedent.ledger_import where tenant_id = $1 and id = $2`,
    [tx.tenantId, importId],
  );
  return row?.file ?? undefined;
}

/** One import of a tenant at a time compares and appends; the file was streamed before the wait. */
async function beginBatch(tx: Tx, upload: LedgerUpload): Promise<Batch> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `ledger import ${tx.tenantId}`,
  ]);
  const rows = await tx.query<{ now: Date }>(
    `select date_trunc('milliseconds', clock_timestamp()) as now`,
  );
  const { sellerId, ledger, asOf } = upload;
  const recordedAt = one(rows, 'the clock').now;
  return { importId: newId(), sellerId, ledger, asOf, recordedAt };
}

/**
 * A table is small when a statement is planned and large before it ends, and nothing is known yet of
 * a new tenant's rows: ledgers are joined by hash, single rows looked up by index, from the start.
 */
async function planForBulk(tx: Tx, bulk: boolean): Promise<void> {
  const value = bulk ? 'off' : 'on';
  for (const setting of ['enable_seqscan', 'enable_nestloop', 'enable_mergejoin', 'jit']) {
    await tx.query('select set_config($1, $2, true)', [setting, value]);
  }
}

/** What the database now says of the rows that were taken. */
async function readBack(tx: Tx, { asOf }: Batch): Promise<CurrencyTotal[]> {
  return tx.query<CurrencyTotal>(
    `select r.currency, count(*) as count, sum(r.face_minor)::bigint as "faceMinor",
       sum(f.open_minor)::bigint as "openMinor"
     from ledger_row l
     join cedent.receivable r on r.tenant_id = $1 and r.business_key = l.business_key
     cross join lateral (${latestFact('r.id')}) f
     group by r.currency order by r.currency`,
    [tx.tenantId, asOf],
  );
}

function assertControl(
  streamed: CurrencyTotal[],
  taken: CurrencyTotal[],
  rejected: CurrencyTotal[],
): void {
  for (const total of streamed) {
    const parts = [...taken, ...rejected].filter(({ currency }) => currency === total.currency);
    for (const measure of ['count', 'faceMinor', 'openMinor'] as const) {
      const stored = parts.reduce((sum, part) => sum + part[measure], 0);
      assert(
        stored === total[measure],
        `control total ${total.currency} ${measure}: file ${total[measure]}, database ${stored}`,
      );
    }
  }
}

function countOf(totals: CurrencyTotal[]): number {
  return totals.reduce((sum, { count }) => sum + count, 0);
}

async function findSame(tx: Tx, upload: LedgerUpload, complete: boolean): Promise<Id | undefined> {
  const [row] = await tx.query<{ id: Id }>(
    `select id from cedent.ledger_import
     where tenant_id = $1 and seller_id = $2 and ledger = $3 and as_of = $4 and file_sha256 = $5
       and mapping = $6 and complete = $7 order by recorded_at limit 1`,
    [...keyOf(tx, upload), canonicalJson(upload.mapping), complete],
  );
  return row?.id;
}

function keyOf(tx: Tx, { sellerId, ledger, asOf, file }: LedgerUpload): unknown[] {
  return [tx.tenantId, sellerId, ledger, asOf, file.sha256];
}

async function insertImport(
  tx: Tx,
  upload: LedgerUpload,
  made: { complete: boolean; batch: Batch; totals: unknown },
): Promise<void> {
  const { batch, complete } = made;
  const { actor } = upload;
  await tx.query(
    `insert into cedent.ledger_import (tenant_id, seller_id, ledger, as_of, file_sha256, mapping,
       complete, id, file_name, totals, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...keyOf(tx, upload),
      canonicalJson(upload.mapping),
      complete,
      batch.importId,
      upload.fileName,
      canonicalJson(made.totals),
      batch.recordedAt,
      'personId' in actor ? actor.personId : null,
    ],
  );
}

function describe({ sellerId, ledger, asOf, fileName, file }: LedgerUpload) {
  return { sellerId, ledger, asOf, fileName, fileSha256: file.sha256 };
}
