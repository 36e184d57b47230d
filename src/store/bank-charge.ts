import type { OpenItem } from '../core/cash/item.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import type { Tx } from './database.ts';

/**
 * What the banks of pledges' lines have booked as interest and fees and nothing has paid yet: it is owed
 * besides what is drawn, movement by movement.
 */
export async function readLineCharges(tx: Tx): Promise<OpenItem[]> {
  const rows = await tx.query<{
    id: Id;
    movementId: string;
    schedule: string | null;
    facilityId: string;
    reference: string;
    currency: Currency;
    reversal: boolean;
    amountMinor: AmountMinor;
    paidMinor: AmountMinor;
  }>(
    `select m.id, m.movement_id as "movementId", m.facility_id as "facilityId",
       m.movement->>'scheduleReference' as schedule, t.reference,
       m.movement->>'currency' as currency, (m.movement->>'reversal')::boolean as reversal,
       (m.movement->>'amountMinor')::bigint as "amountMinor", a.paid as "paidMinor"
     from (select distinct on (facility_id) facility_id, terms->>'mode' as mode,
             agreement->>'reference' as reference
           from cedent.facility_terms where tenant_id = $1 order by facility_id, version desc) t
     join cedent.funder_movement m on m.tenant_id = $1 and m.facility_id = t.facility_id
     left join cedent.movement_decision d on d.tenant_id = $1 and d.movement_id = m.id
     cross join lateral (
       select coalesce(sum(b.amount_minor), 0)::bigint as paid from cedent.bank_allocation b
       where b.item_id = 'charge|' || m.id::text and b.tenant_id = $1) a
     where t.mode = 'pledge'
       and m.movement->>'kind' in ('interest', 'service_fee', 'fee_tax', 'misdirected_fee')
       and (m.result = 'booked' or d.decision = 'booked')`,
    [tx.tenantId],
  );
  return rows.flatMap((row): OpenItem[] => {
    const { id, movementId, schedule, facilityId, reference, currency, reversal } = row;
    const owedMinor = reversal ? row.amountMinor : -row.amountMinor;
    const openMinor = sumMinor([owedMinor, -row.paidMinor]);
    if (openMinor === 0) return [];
    return [
      {
        id: `charge|${id}`,
        currency,
        openMinor,
        party: { kind: 'funder', id: facilityId },
        names: [movementId, reference, ...(schedule === null ? [] : [schedule])],
        label: movementId,
        kind: 'charge',
        facilityId,
        movementId: id,
      },
    ];
  });
}
