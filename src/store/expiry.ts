import type { Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import type { Tx } from './database.ts';
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
  const waiting = await tx.query<{ id: Id; afterDays: number }>(
    `select r.id, (terms.agreement->>'requestValidDays')::integer as "afterDays"
     from cedent.funding_request r
     join cedent.request_fact first
       on first.tenant_id = r.tenant_id and first.request_id = r.id and first.seq = 1
     cross join lateral (
       select f.fact->>'kind' as kind from cedent.request_fact f
       where f.tenant_id = $1 and f.request_id = r.id order by f.seq desc limit 1) last
     cross join lateral (
       select v.agreement from cedent.facility_terms v
       where v.tenant_id = $1 and v.facility_id = r.facility_id
       order by v.version desc limit 1) terms
     where r.tenant_id = $1 and last.kind in ('drafted', 'submitted', 'returned')
       and first.effective_on + (terms.agreement->>'requestValidDays')::integer < $2::date
     order by r.id limit 1000`,
    [tx.tenantId, today],
  );
  let expired = 0;
  for (const { id, afterDays } of waiting) {
    const request = await readRequest(tx, id, { lock: true });
    const fact = { kind: 'expired', afterDays } as const;
    if (!request || !(await appendFact(tx, request, { fact, effectiveOn: today, actor }))) continue;
    await releaseLines(tx, request, { cause: 'expired', effectiveOn: today, actor });
    expired += 1;
  }
  return expired;
}
