import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

export type Tenant = {
  id: Id;
  name: string;
  /** The currency of the books. */
  functionalCurrency: Currency;
  /** IANA; the tenant's days begin at its midnight. */
  timeZone: string;
};

/** The transaction must be the new tenant's own: `asTenant(tenant.id, …)`. */
export async function createTenant(
  tx: Tx,
  { actor, ...tenant }: Tenant & { actor: Actor },
): Promise<void> {
  const { id, name, functionalCurrency, timeZone } = tenant;
  await tx.query(
    `insert into cedent.tenant (id, name, functional_currency, time_zone) values ($1, $2, $3, $4)`,
    [id, name, functionalCurrency, timeZone],
  );
  await audit(tx, { actor, action: 'tenant.created', subject: id, body: tenant });
}

export async function readTenant(tx: Tx): Promise<Tenant | undefined> {
  const [tenant] = await tx.query<Tenant>(
    `select id, name, functional_currency as "functionalCurrency", time_zone as "timeZone"
     from cedent.tenant where id = $1`,
    [tx.tenantId],
  );
  return tenant;
}
