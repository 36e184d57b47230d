import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

/** A credit insurance policy of the tenant. */
export type Policy = { policyId: string; connectionId: Id; insurer: string; currency: Currency };

/** False when a policy of that id exists already; it is not changed. */
export async function createPolicy(
  tx: Tx,
  { actor, ...policy }: Policy & { actor: Actor },
): Promise<boolean> {
  const { policyId, connectionId, insurer, currency } = policy;
  const rows = await tx.query(
    `insert into cedent.policy (tenant_id, id, connection_id, insurer, currency)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning 1`,
    [tx.tenantId, policyId, connectionId, insurer, currency],
  );
  if (rows.length === 0) return false;
  await audit(tx, { actor, action: 'policy.created', subject: policyId, body: policy });
  return true;
}

export async function readPolicies(tx: Tx): Promise<Policy[]> {
  return tx.query<Policy>(
    `select id as "policyId", connection_id as "connectionId", insurer, currency
     from cedent.policy where tenant_id = $1 order by id limit 1000`,
    [tx.tenantId],
  );
}

export async function readPolicy(tx: Tx, policyId: string): Promise<Policy | undefined> {
  const [policy] = await tx.query<Policy>(
    `select id as "policyId", connection_id as "connectionId", insurer, currency
     from cedent.policy where tenant_id = $1 and id = $2`,
    [tx.tenantId, policyId],
  );
  return policy;
}

/** Which of our debtors is which of the insurer's buyers. */
export type DebtorBuyer = { debtorId: string; buyerId: string };

export type BuyerAnswer =
  | { status: 'mapped' | 'unchanged' }
  | { status: 'refused'; code: 'debtor_mapped' | 'buyer_mapped'; known: DebtorBuyer };

/** A debtor is one buyer and a buyer one debtor; a second word on either is refused by name. */
export async function mapBuyer(
  tx: Tx,
  { actor, policyId, debtorId, buyerId }: DebtorBuyer & { actor: Actor; policyId: string },
): Promise<BuyerAnswer> {
  const created = await tx.query(
    `insert into cedent.debtor_buyer (tenant_id, policy_id, debtor_id, buyer_id)
     values ($1, $2, $3, $4) on conflict do nothing returning 1`,
    [tx.tenantId, policyId, debtorId, buyerId],
  );
  if (created.length > 0) {
    const body = { debtorId, buyerId };
    await audit(tx, { actor, action: 'policy.buyer_mapped', subject: policyId, body });
    return { status: 'mapped' };
  }
  const buyers = await readBuyers(tx, policyId);
  const ofDebtor = buyers.find((known) => known.debtorId === debtorId);
  if (ofDebtor?.buyerId === buyerId) return { status: 'unchanged' };
  if (ofDebtor) return { status: 'refused', code: 'debtor_mapped', known: ofDebtor };
  const ofBuyer = buyers.find((known) => known.buyerId === buyerId);
  if (ofBuyer) return { status: 'refused', code: 'buyer_mapped', known: ofBuyer };
  throw new Error(`policy ${policyId}: the mapping of buyer ${buyerId} is not visible`);
}

export async function readBuyers(tx: Tx, policyId: string): Promise<DebtorBuyer[]> {
  return tx.query<DebtorBuyer>(
    `select debtor_id as "debtorId", buyer_id as "buyerId" from cedent.debtor_buyer
     where tenant_id = $1 and policy_id = $2 order by debtor_id`,
    [tx.tenantId, policyId],
  );
}
