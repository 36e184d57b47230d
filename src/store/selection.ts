import type { AsOf, Instant } from '../core/calendar.ts';
import type { Terms } from '../core/facility.ts';
import { fundsInUseMinor } from '../core/funding/account.ts';
import { foldPosition, isHeld, isOpen } from '../core/funding/position.ts';
import type { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import type { ExistingPosition, Need, SelectionInput } from '../core/input.ts';
import type { Receivable } from '../core/receivable.ts';
import { monthsBack } from '../core/reserve/months.ts';
import { readCircumstances } from './circumstance.ts';
import { readCover } from './cover.ts';
import type { Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { readFacilities } from './facility.ts';
import { readRates } from './fx.ts';
import { readMonths } from './history.ts';
import { readPayables } from './payable.ts';
import { readPolicyTerms } from './policy-terms.ts';
import { readOpenItems } from './receivable.ts';
import { readSettlements } from './settlement.ts';

export type SelectionQuery = AsOf & {
  /** Absent: all of them. */
  facilityIds?: readonly string[];
  policyIds?: readonly string[];
  need?: Need;
  /** How many past months to read at least; the reserves' own needs are read in any case. */
  months?: number;
};

/** The one input document of a selection, as things stood on a day and were known at an instant. */
export async function readSelectionInput(tx: Tx, query: SelectionQuery): Promise<SelectionInput> {
  const { asOf, knownAt, facilityIds, policyIds, need, months = 0 } = query;
  const when = { asOf, knownAt };
  const receivables = await readOpenItems(tx, when);
  const owing = new Set(receivables.map(({ debtorId }) => debtorId));
  const debtors = await readDebtors(tx, when);
  const facilities = await readFacilities(tx, { ...when, ...(facilityIds ? { facilityIds } : {}) });
  return {
    version: 1,
    asOf,
    receivables,
    debtors: debtors.filter(({ id }) => owing.has(id)),
    facilities: facilities.map(({ terms }) => terms),
    cover: await readCover(tx, { ...when, ...(policyIds ? { policyIds } : {}) }),
    ...(await readInsured(tx, { ...when, receivables, ...(policyIds ? { policyIds } : {}) })),
    fx: await readRates(tx, when),
    payables: await readPayables(tx, when),
    positions: await readPositions(tx, { knownAt }),
    history: await readMonths(tx, { ...when, months: Math.max(months, monthsAsked(facilities)) }),
    ...(need ? { need } : {}),
  };
}

/** What cover is judged by where the terms of policies are known; nothing where none are. */
async function readInsured(
  tx: Tx,
  of: AsOf & { receivables: readonly Receivable[]; policyIds?: readonly string[] },
): Promise<Pick<SelectionInput, 'policies' | 'circumstances' | 'settlements'>> {
  const { receivables, ...when } = of;
  const policies = await readPolicyTerms(tx, when);
  if (policies.length === 0) return {};
  const circumstances = await readCircumstances(tx, when);
  const settlements = await readSettlements(tx, { ...when, receivables, circumstances });
  return { policies, circumstances, settlements };
}

/** How far back the reserves of these facilities look. */
function monthsAsked(facilities: readonly { terms: Terms }[]): number {
  const reserves = facilities.flatMap(({ terms }) => terms.reserves ?? []);
  return Math.max(0, ...reserves.map(monthsBack));
}

/**
 * Receivables that were not free by what was known at an instant. The day plays no part: a ledger
 * of last month is not free to be financed again because it was financed this morning.
 */
export async function readPositions(
  tx: Tx,
  { knownAt }: { knownAt: Instant },
): Promise<ExistingPosition[]> {
  const rows = await tx.query<{ receivableId: Id; facts: PositionFact[] }>(
    `select receivable_id as "receivableId", jsonb_agg(fact order by seq) as facts
     from cedent.position_fact where tenant_id = $1 and recorded_at <= $2
     group by receivable_id order by receivable_id`,
    [tx.tenantId, knownAt],
  );
  const positions: ExistingPosition[] = [];
  for (const { receivableId, facts } of rows) {
    const position = foldPosition(facts);
    if (!isOpen(position)) continue;
    const { facilityId, status: state } = position;
    const advancedMinor = isHeld(position) ? fundsInUseMinor(position) : 0;
    positions.push({ receivableId, facilityId, state, advancedMinor });
  }
  return positions;
}
