import { isEvidenceKind } from '../core/claim/evidence.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import { newId, type Tx } from './database.ts';
import { keepFile, type LedgerBytes } from './ledger/file.ts';

export type NewEvidence = {
  debtorId: string;
  /** Of one invoice; absent: of the debtor. */
  receivableId?: Id;
  kind: string;
  fileName: string;
  contentType: string;
  note: string;
};

export type Evidence = NewEvidence & {
  id: Id;
  sha256: string;
  byteLength: number;
  recordedAt: Date;
  recordedBy: Id | null;
};

export type EvidenceAnswer =
  | { status: 'kept' | 'known'; id: Id; sha256: string }
  | { status: 'refused'; code: 'evidence_kind_unknown' | 'evidence_of_another' };

/** Keeps a document that may have to be shown; the same content of the same is kept once. */
export async function keepEvidence(
  tx: Tx,
  { actor, file, ...evidence }: NewEvidence & { actor: Actor; file: LedgerBytes },
): Promise<EvidenceAnswer> {
  const { debtorId, receivableId, kind, fileName, contentType, note } = evidence;
  const { sha256 } = file;
  if (!isEvidenceKind(kind)) return { status: 'refused', code: 'evidence_kind_unknown' };
  if (!(await isOf(tx, evidence))) return { status: 'refused', code: 'evidence_of_another' };
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `evidence ${tx.tenantId} ${debtorId}`,
  ]);
  const known = (await readEvidence(tx, debtorId)).find(
    (one) => one.sha256 === sha256 && one.kind === kind && one.receivableId === receivableId,
  );
  if (known) return { status: 'known', id: known.id, sha256 };
  await keepFile(tx, file);
  const id = newId();
  await tx.query(
    `insert into cedent.evidence (tenant_id, id, debtor_id, receivable_id, kind, file_name,
       content_type, file_sha256, note, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      id,
      debtorId,
      receivableId ?? null,
      kind,
      fileName,
      contentType,
      sha256,
      note,
      'personId' in actor ? actor.personId : null,
    ],
  );
  const body = { kind, fileName, sha256, ...(receivableId && { receivableId }) };
  await audit(tx, { actor, action: 'evidence.kept', subject: debtorId, body });
  return { status: 'kept', id, sha256 };
}

/** What is kept of a debtor and of its invoices, in the order it came. */
export async function readEvidence(tx: Tx, debtorId: string): Promise<Evidence[]> {
  const rows = await tx.query<Row>(
    `select ${columns} where e.tenant_id = $1 and e.debtor_id = $2 order by e.recorded_at, e.id`,
    [tx.tenantId, debtorId],
  );
  return rows.map(fromRow);
}

export async function readOneEvidence(tx: Tx, id: Id): Promise<Evidence | undefined> {
  const [row] = await tx.query<Row>(`select ${columns} where e.tenant_id = $1 and e.id = $2`, [
    tx.tenantId,
    id,
  ]);
  return row && fromRow(row);
}

/** The debtor is ours, and the invoice its own. */
async function isOf(tx: Tx, { debtorId, receivableId }: NewEvidence): Promise<boolean> {
  const [debtor, invoice] = [
    'select 1 from cedent.debtor_fact where tenant_id = $1 and debtor_id = $2 limit 1',
    'select 1 from cedent.receivable where tenant_id = $1 and debtor_id = $2 and id = $3',
  ];
  const rows =
    receivableId === undefined
      ? await tx.query(debtor, [tx.tenantId, debtorId])
      : await tx.query(invoice, [tx.tenantId, debtorId, receivableId]);
  return rows.length > 0;
}

type Row = Omit<Evidence, 'receivableId'> & { receivableId: Id | null };

const columns = `e.id, e.debtor_id as "debtorId", e.receivable_id as "receivableId", e.kind,
  e.file_name as "fileName", e.content_type as "contentType", e.note, e.file_sha256 as sha256,
  f.byte_length as "byteLength", e.recorded_at as "recordedAt", e.recorded_by as "recordedBy"
  from cedent.evidence e
  join cedent.ledger_file f on f.tenant_id = e.tenant_id and f.sha256 = e.file_sha256`;

function fromRow({ receivableId, ...row }: Row): Evidence {
  return { ...row, ...(receivableId !== null && { receivableId }) };
}
