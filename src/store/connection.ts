import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { canonicalJson, sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import { type Database, newId, type Tx } from './database.ts';

/** A tenant's access to one partner; its address and credentials are sealed and not in here. */
export type Connection = {
  connectionId: Id;
  adapterId: string;
  name: string;
  environment: 'test' | 'production';
};

export type SecretKey = string | Uint8Array;

/**
 * Keeps a connection with its config sealed. The webhook token is returned this once: only its
 * hash is stored.
 */
export async function createConnection(
  tx: Tx,
  {
    actor,
    secretKey,
    config,
    ...given
  }: Omit<Connection, 'connectionId'> & { actor: Actor; secretKey: SecretKey; config: unknown },
): Promise<{ connectionId: Id; webhookToken: string }> {
  const connectionId = newId();
  const webhookToken = randomBytes(32).toString('base64url');
  const place = { tenantId: tx.tenantId, connectionId };
  await tx.query(
    `insert into cedent.connection
       (tenant_id, id, adapter_id, name, environment, config_sealed, lookup)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.tenantId,
      connectionId,
      given.adapterId,
      given.name,
      given.environment,
      seal(canonicalJson(config), place, secretKey),
      sha256(webhookToken),
    ],
  );
  await audit(tx, { actor, action: 'connection.created', subject: connectionId, body: given });
  return { connectionId, webhookToken };
}

/** Seals another config in the place of the one before. */
export async function replaceConfig(
  tx: Tx,
  change: { actor: Actor; connectionId: Id; secretKey: SecretKey; config: unknown },
): Promise<boolean> {
  const { actor, connectionId, secretKey, config } = change;
  const sealed = seal(canonicalJson(config), { tenantId: tx.tenantId, connectionId }, secretKey);
  const rows = await tx.query(
    `update cedent.connection set config_sealed = $3 where tenant_id = $1 and id = $2 returning 1`,
    [tx.tenantId, connectionId, sealed],
  );
  if (rows.length === 0) return false;
  await audit(tx, { actor, action: 'connection.config_replaced', subject: connectionId });
  return true;
}

export async function readConnection(tx: Tx, connectionId: Id): Promise<Connection | undefined> {
  const [row] = await tx.query<Connection>(
    `select ${columns} from cedent.connection where tenant_id = $1 and id = $2`,
    [tx.tenantId, connectionId],
  );
  return row;
}

export async function listConnections(tx: Tx): Promise<Connection[]> {
  return tx.query<Connection>(
    `select ${columns} from cedent.connection where tenant_id = $1 order by id limit 200`,
    [tx.tenantId],
  );
}

/** The config in clear, for the process that calls the partner; never logged, never returned. */
export async function openConfig(
  tx: Tx,
  { connectionId, secretKey }: { connectionId: Id; secretKey: SecretKey },
): Promise<unknown> {
  const [row] = await tx.query<{ sealed: Buffer }>(
    `select config_sealed as sealed from cedent.connection where tenant_id = $1 and id = $2`,
    [tx.tenantId, connectionId],
  );
  if (!row) throw new Error(`connection ${connectionId} does not exist`);
  return JSON.parse(unseal(row.sealed, { tenantId: tx.tenantId, connectionId }, secretKey));
}

/** Whose address a webhook came in on, before any tenant is known. */
export async function findByWebhookToken(
  database: Database,
  webhookToken: string,
): Promise<(Connection & { tenantId: Id }) | undefined> {
  const [row] = await database.present<Connection & { tenantId: Id }>(
    sha256(webhookToken),
    `select ${columns}, tenant_id as "tenantId" from cedent.connection
     where lookup = cedent.lookup()`,
  );
  return row;
}

const columns = `id as "connectionId", adapter_id as "adapterId", name, environment`;

type Place = { tenantId: Id; connectionId: Id };
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Nonce, tag and text; the tenant and the connection are bound in, so it opens nowhere else. */
function seal(text: string, place: Place, secretKey: SecretKey): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secretKey), nonce);
  cipher.setAAD(boundTo(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function unseal(sealed: Buffer, place: Place, secretKey: SecretKey): string {
  const tagEnd = NONCE_BYTES + TAG_BYTES;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const key = keyFrom(secretKey);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(place));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, tagEnd));
  try {
    return decipher.update(sealed.subarray(tagEnd), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new Error(
      `The config of connection ${place.connectionId} does not open: SECRET_KEY is not the one ` +
        'it was sealed with, or the row was moved. Restore the key, or enter the config again.',
    );
  }
}

function boundTo({ tenantId, connectionId }: Place): Buffer {
  return Buffer.from(`${tenantId}|${connectionId}`);
}

function keyFrom(secretKey: SecretKey): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', 'cedent connection config', 32));
}
