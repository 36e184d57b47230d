import { type ClaimIndex, indexOfClaim } from '../core/claim/bundle.ts';
import { type ZipEntry, zipEnd, zipEntry, zipLength } from '../core/claim/zip.ts';
import { canonicalJson, hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { StoredClaim } from './claim.ts';
import type { Database, Tx } from './database.ts';
import { readEvidence } from './evidence.ts';
import { readPieces } from './ledger/file.ts';

export type ClaimPack = { index: ClaimIndex; claimText: string };

/** What goes to the insurer, once the claim was drawn up: the claim, its documents and their index. */
export async function readPack(tx: Tx, { dossier }: StoredClaim): Promise<ClaimPack | undefined> {
  if (dossier.filing.status === 'none') return undefined;
  const { filing } = dossier.filing;
  const evidence = await readEvidence(tx, dossier.debtorId);
  const byteLengths = new Map(evidence.map(({ sha256, byteLength }) => [sha256, byteLength]));
  const hash = hashOf(filing);
  return { index: indexOfClaim(filing, { hash, byteLengths }), claimText: canonicalJson(filing) };
}

/** The pack as an archive, file by file; its length is known before. */
export function packAsZip(
  { index, claimText }: ClaimPack,
  of: { indexPdf: Uint8Array; db: Database; tenantId: Id },
): { pieces: AsyncGenerator<Uint8Array>; byteLength: number } {
  const own = [
    { path: 'claim.json', bytes: new TextEncoder().encode(claimText) },
    { path: 'index.json', bytes: new TextEncoder().encode(canonicalJson(index)) },
    { path: 'index.pdf', bytes: of.indexPdf },
  ];
  const heads = [
    ...own.map(({ path, bytes }) => ({ path, byteLength: bytes.length })),
    ...index.documents,
  ];
  return { pieces: piecesOf(index, own, of), byteLength: zipLength(heads) };
}

async function* piecesOf(
  index: ClaimIndex,
  own: readonly { path: string; bytes: Uint8Array }[],
  of: { db: Database; tenantId: Id },
): AsyncGenerator<Uint8Array> {
  const entries: ZipEntry[] = [];
  let offset = 0;
  const begun = (file: { path: string; bytes: Uint8Array }) => {
    const { entry, head } = zipEntry(file, offset);
    entries.push(entry);
    offset += head.length + file.bytes.length;
    return head;
  };
  for (const file of own) {
    yield begun(file);
    yield file.bytes;
  }
  for (const document of index.documents) {
    // One after the other: an archive may be larger than what fits into memory.
    const pieces: Uint8Array[] = [];
    for await (const piece of readPieces(of.db, of.tenantId, document)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    yield begun({ path: document.path, bytes });
    yield bytes;
  }
  yield zipEnd(entries, offset);
}
