import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import type { Tx } from './database.ts';
import { readDelivery } from './delivery.ts';

/** What people found out about a delivery that no machine can settle. */
export type Finding = {
  verdict: 'accepted' | 'rejected' | 'send_again';
  reason: string;
  /** What the partner calls it; with `accepted` only. */
  partnerReference?: string | undefined;
};

export type Resolution =
  | { ok: true; status: 'waiting' | 'agreed' }
  | { ok: false; code: 'delivery_not_found' }
  | { ok: false; code: 'not_now'; status: string }
  | { ok: false; code: 'second_person_needed' };

/**
 * Records one person's finding; `agreed` once the newest finding of another person says the same.
 * The delivery stays locked until the transaction ends, so two people cannot both be the second.
 */
export async function recordFinding(
  tx: Tx,
  { deliveryId, personId, finding }: { deliveryId: Id; personId: Id; finding: Finding },
): Promise<Resolution> {
  const delivery = await readDelivery(tx, deliveryId, { lock: true });
  if (!delivery) return { ok: false, code: 'delivery_not_found' };
  if (delivery.state !== 'manual') return { ok: false, code: 'not_now', status: delivery.state };
  const newest = await readNewest(tx, deliveryId);
  const agrees = newest?.step === delivery.step && sameFinding(newest, finding);
  if (agrees && newest.personId === personId) return { ok: false, code: 'second_person_needed' };
  const { verdict, reason, partnerReference = null } = finding;
  await tx.query(
    `insert into cedent.delivery_resolution
       (tenant_id, delivery_id, seq, step, person_id, verdict, reason, partner_reference)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      deliveryId,
      (newest?.seq ?? 0) + 1,
      delivery.step,
      personId,
      verdict,
      reason,
      partnerReference,
    ],
  );
  const status = agrees ? 'agreed' : 'waiting';
  const action = `delivery.finding_${status}`;
  await audit(tx, { actor: { personId }, action, subject: deliveryId, body: finding });
  return { ok: true, status };
}

type Newest = {
  seq: number;
  step: number;
  personId: Id;
  verdict: Finding['verdict'];
  partnerReference: string | null;
};

async function readNewest(tx: Tx, deliveryId: Id): Promise<Newest | undefined> {
  const [row] = await tx.query<Newest>(
    `select seq, step, person_id as "personId", verdict, partner_reference as "partnerReference"
     from cedent.delivery_resolution where tenant_id = $1 and delivery_id = $2
     order by seq desc limit 1`,
    [tx.tenantId, deliveryId],
  );
  return row;
}

function sameFinding(newest: Newest, finding: Finding): boolean {
  const { verdict, partnerReference = null } = finding;
  return newest.verdict === verdict && newest.partnerReference === partnerReference;
}
