import { addDays, type Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import type { Tx } from './database.ts';
import { readTermsHistory } from './facility.ts';
import { releaseLines } from './request.ts';
import { appendFact, readRequest } from './request-facts.ts';

/**
 * Ends requests that nobody approved within the days their agreement gives, so that no receivable is
 * kept from the other funders by a forgotten draft. Answers how many.
 */
export async function expireRequests(
  tx: Tx,
  { today, actor }: { today: Day; actor: Actor },
): Promise<number> {
  const waiting = await tx.query<{ id: Id; facilityId: string; draftedOn: Day }>(
    `select r.id, r.facility_id as "facilityId", first.effective_on as "draftedOn"
     from cedent.funding_request r
     join cedent.request_fact first
       on first.tenant_id = r.tenant_id and first.request_id = r.id and first.seq = 1
     cross join lateral (
       select f.fact->>'kind' as kind from cedent.request_fact f
       where f.tenant_id = $1 and f.request_id = r.id order by f.seq desc limit 1) last
     where r.tenant_id = $1 and last.kind in ('drafted', 'submitted', 'returned')
     order by r.id limit 1000`,
    [tx.tenantId],
  );
  let expired = 0;
  for (const { id, facilityId, draftedOn } of waiting) {
    const afterDays = (await readTermsHistory(tx, facilityId)).at(-1)?.agreement.requestValidDays;
    if (afterDays === undefined || addDays(draftedOn, afterDays) >= today) continue;
    const request = await readRequest(tx, id, { lock: true });
    const fact = { kind: 'expired', afterDays } as const;
    if (!request || !(await appendFact(tx, request, { fact, effectiveOn: today, actor }))) continue;
    await releaseLines(tx, request, { cause: 'expired', effectiveOn: today });
    expired += 1;
  }
  return expired;
}
