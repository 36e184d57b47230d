import type { Day } from '../core/calendar.ts';
import type { ChargedService } from '../core/cover/insurer-request.ts';
import type { Id } from '../core/ids.ts';
import type { AmountMinor, Currency } from '../core/money.ts';
import { termsOn } from '../core/policy/terms.ts';
import { type Actor, audit } from './audit.ts';
import { businessDay, databaseNow } from './business-clock.ts';
import { newId, type Tx } from './database.ts';
import { readPolicyTerms } from './policy-terms.ts';

/** What an insurer charges for; the amount where the policy's terms name a price. */
export type InsurerCost = {
  id: Id;
  policyId: string;
  debtorId: string;
  service: ChargedService;
  /** The request it was for. */
  subject: Id;
  amountMinor: AmountMinor | null;
  currency: Currency | null;
  incurredOn: Day;
  recordedAt: Date;
};

/** Once for each subject, however often the insurer says that it took it. */
export async function incurCost(
  tx: Tx,
  cost: Pick<InsurerCost, 'policyId' | 'debtorId' | 'service' | 'subject'> & { actor: Actor },
): Promise<void> {
  const { policyId, debtorId, service, subject, actor } = cost;
  const incurredOn = await businessDay(tx);
  const versions = await readPolicyTerms(tx, {
    asOf: incurredOn,
    knownAt: await databaseNow(tx),
    policyIds: [policyId],
  });
  const terms = termsOn(versions, incurredOn);
  const price = terms?.prices?.find((named) => named.service === service);
  const rows = await tx.query(
    `insert into cedent.insurer_cost
       (tenant_id, id, policy_id, debtor_id, service, subject, amount_minor, currency, incurred_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (tenant_id, subject) do nothing returning 1`,
    [
      tx.tenantId,
      newId(),
      policyId,
      debtorId,
      service,
      subject,
      price?.amountMinor ?? null,
      price && terms ? terms.currency : null,
      incurredOn,
    ],
  );
  if (rows.length === 0) return;
  const body = { policyId, debtorId, service, amountMinor: price?.amountMinor ?? null };
  await audit(tx, { actor, action: 'insurer.cost', subject, body });
}

/** The newest first. */
export async function listInsurerCosts(
  tx: Tx,
  { limit }: { limit: number },
): Promise<InsurerCost[]> {
  return tx.query<InsurerCost>(
    `select id, policy_id as "policyId", debtor_id as "debtorId", service, subject,
       amount_minor as "amountMinor", currency, incurred_on as "incurredOn",
       recorded_at as "recordedAt"
     from cedent.insurer_cost where tenant_id = $1 order by id desc limit $2`,
    [tx.tenantId, Math.min(limit, 1000)],
  );
}
