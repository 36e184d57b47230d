import { canonicalJson } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import { newId, type Tx } from './database.ts';

export type SavedMapping = {
  mappingId: Id;
  name: string;
  /** SHA-256 of the header the mapping was made for. */
  headerHash: string;
  /** As the intake defines it; parsed again when it is used. */
  mapping: unknown;
  recordedAt: Date;
};

/** Keeps how a file with this header is read; the same mapping again is the one already kept. */
export async function saveMapping(
  tx: Tx,
  { actor, ...given }: { actor: Actor; name: string; headerHash: string; mapping: unknown },
): Promise<Id> {
  const { name, headerHash, mapping } = given;
  const text = canonicalJson(mapping);
  const known = await findMapping(tx, headerHash);
  if (known && known.name === name && canonicalJson(known.mapping) === text) return known.mappingId;
  const mappingId = newId();
  await tx.query(
    `insert into cedent.ledger_mapping (tenant_id, id, name, header_hash, mapping, recorded_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.tenantId, mappingId, name, headerHash, text, 'personId' in actor ? actor.personId : null],
  );
  await audit(tx, { actor, action: 'mapping.saved', subject: mappingId, body: given });
  return mappingId;
}

/** The newest mapping kept for a header. */
export async function findMapping(tx: Tx, headerHash: string): Promise<SavedMapping | undefined> {
  const [row] = await tx.query<SavedMapping>(
    `select ${columns} from cedent.ledger_mapping where tenant_id = $1 and header_hash = $2
     order by id desc limit 1`,
    [tx.tenantId, headerHash],
  );
  return row;
}

export async function listMappings(tx: Tx): Promise<SavedMapping[]> {
  return tx.query<SavedMapping>(
    `select ${columns} from cedent.ledger_mapping where tenant_id = $1 order by id desc limit 200`,
    [tx.tenantId],
  );
}

const columns = `id as "mappingId", name, header_hash as "headerHash", mapping,
  recorded_at as "recordedAt"`;
