import { Party } from '../core/funding/request.ts';
import { canonicalJson } from '../core/hash.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

/** Keeps a legal entity of the tenant that sells, as it is printed on documents. */
export async function saveSeller(
  tx: Tx,
  { actor, seller }: { actor: Actor; seller: Party },
): Promise<void> {
  const party = Party.parse(seller);
  await tx.query(
    `insert into cedent.seller (tenant_id, id, party) values ($1, $2, $3)
     on conflict (tenant_id, id) do update set party = excluded.party`,
    [tx.tenantId, party.id, canonicalJson(party)],
  );
  await audit(tx, { actor, action: 'seller.saved', subject: party.id, body: party });
}

export async function readSeller(tx: Tx, sellerId: string): Promise<Party | undefined> {
  const [row] = await tx.query<{ party: Party }>(
    `select party from cedent.seller where tenant_id = $1 and id = $2`,
    [tx.tenantId, sellerId],
  );
  return row?.party;
}

export async function listSellers(tx: Tx): Promise<Party[]> {
  const rows = await tx.query<{ party: Party }>(
    `select party from cedent.seller where tenant_id = $1 order by id limit 1000`,
    [tx.tenantId],
  );
  return rows.map(({ party }) => party);
}
