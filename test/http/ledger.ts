import { newId } from '../../src/store/database.ts';
import type { Tenant, World } from './world.ts';

export type Entry = { id: string; number: string };

/** Ten open invoices of one debtor, known since 1 September 2026. */
export async function seedLedger(world: World, { tenantId }: Tenant): Promise<Entry[]> {
  return world.db.asTenant(tenantId, async (tx) => {
    const importId = newId();
    await tx.query(
      `insert into cedent.debtor_fact (tenant_id, debtor_id, effective_on, name, country)
       values ($1, 'D1', '2026-09-01', $2, 'DE')`,
      [tenantId, `Nordwind of ${tenantId}`],
    );
    const entries: Entry[] = [];
    for (let nth = 1; nth <= 10; nth += 1) {
      const id = newId();
      const number = `INV-${nth}`;
      await tx.query(
        `insert into cedent.receivable (tenant_id, id, business_key, seller_id, ledger, number, kind,
           fiscal_year, instalment, fingerprint, debtor_id, currency, issued_on, due_on, face_minor)
         values ($1, $2, $3, 'S1', 'AR', $3, 'invoice', 2026, 1, $3, 'D1', 'EUR', '2026-09-01',
           '2026-12-01', 100000)`,
        [tenantId, id, number],
      );
      await tx.query(
        `insert into cedent.receivable_fact (tenant_id, receivable_id, import_id, effective_on,
           open_minor, cause) values ($1, $2, $3, '2026-09-01', 100000, 'in_ledger')`,
        [tenantId, id, importId],
      );
      entries.push({ id, number });
    }
    return entries;
  });
}
