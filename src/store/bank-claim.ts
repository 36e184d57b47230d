import type { OpenItem } from '../core/cash/item.ts';
import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import type { Tx } from './database.ts';

/**
 * What insurers owe under settled claims, and below zero what is owed to them of recoveries. A payment
 * names the claim as we do or as they do, or the settlement.
 */
export async function readIndemnities(tx: Tx): Promise<OpenItem[]> {
  const rows = await tx.query<{
    subject: string;
    currency: Currency;
    openMinor: number;
    claimId: Id;
    reference: string;
    policyId: string;
    partnerReference: string | null;
  }>(
    `select s.*, c.id as "claimId", c.reference, c.policy_id as "policyId",
       (select f.fact->>'partnerReference' from cedent.claim_fact f
        where f.tenant_id = $1 and f.claim_id = c.id and f.fact->>'kind' = 'filed'
        order by f.seq desc limit 1) as "partnerReference"
     from cedent.claim c
     join cedent.claim_fact m on m.tenant_id = $1 and m.claim_id = c.id
       and m.fact->>'kind' in ('settled', 'recovered')
     cross join lateral (
       select p.subject, p.currency, sum(p.amount_minor)::bigint as "openMinor"
       from cedent.posting p
       where p.subject = 'claim|' || c.reference || '|' || case m.fact->>'kind'
           when 'settled' then 'settlement|' || (m.fact->>'settlementId')
           else 'recovery|' || (m.fact->>'recoveryId') end
         and p.tenant_id = $1 and p.account = 'claim_receivable'
       group by p.subject, p.currency having sum(p.amount_minor) <> 0) s
     where c.tenant_id = $1`,
    [tx.tenantId],
  );
  return rows.map(({ subject, currency, openMinor, claimId, reference, ...claim }) => {
    const { policyId, partnerReference } = claim;
    const own = subject.slice(subject.lastIndexOf('|') + 1);
    return {
      id: `indemnity|${currency}|${subject}`,
      currency,
      openMinor,
      party: { kind: 'insurer', id: policyId },
      names: [reference, own, ...(partnerReference === null ? [] : [partnerReference])],
      label: `${reference} · ${own}`,
      kind: 'indemnity',
      claimId,
      subject,
    };
  });
}
