import type { Id } from '../core/ids.ts';
import { newId, type Tx } from './database.ts';

export type DocumentHead = {
  id: Id;
  template: string;
  templateVersion: string;
  dataHash: string;
  sha256: string;
  pages: number;
  recordedAt: Date;
};

/** Keeps a rendered document; the same template for the same request again changes nothing. */
export async function storeDocument(
  tx: Tx,
  document: {
    requestId: Id;
    template: string;
    templateVersion: string;
    templateHash: string;
    dataHash: string;
    pages: number;
    sha256: string;
    bytes: Uint8Array;
  },
): Promise<void> {
  await tx.query(
    `insert into cedent.document (tenant_id, id, request_id, template, template_version,
       template_hash, data_hash, pages, sha256, bytes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tenant_id, request_id, template) do nothing`,
    [
      tx.tenantId,
      newId(),
      document.requestId,
      document.template,
      document.templateVersion,
      document.templateHash,
      document.dataHash,
      document.pages,
      document.sha256,
      Buffer.from(document.bytes),
    ],
  );
}

export async function listDocuments(tx: Tx, requestId: Id): Promise<DocumentHead[]> {
  return tx.query<DocumentHead>(
    `select id, template, template_version as "templateVersion", data_hash as "dataHash", sha256,
       pages, recorded_at as "recordedAt"
     from cedent.document where tenant_id = $1 and request_id = $2 order by template`,
    [tx.tenantId, requestId],
  );
}

export async function readDocument(
  tx: Tx,
  { requestId, documentId }: { requestId: Id; documentId: Id },
): Promise<{ template: string; sha256: string; bytes: Uint8Array } | undefined> {
  const [row] = await tx.query<{ template: string; sha256: string; bytes: Uint8Array }>(
    `select template, sha256, bytes from cedent.document
     where tenant_id = $1 and request_id = $2 and id = $3`,
    [tx.tenantId, requestId, documentId],
  );
  return row;
}
