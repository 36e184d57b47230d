import type { RuleOf } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import { mayRelyOn } from './coverBook.ts';
import { firstFailing } from './invoiceSums.ts';
import { judgedInvoice } from './judgedInvoice.ts';
import type { Outcome } from './outcome.ts';

/**
 * By debtor: open amounts that another facility holds and that use the policy's cover already. Where
 * the oldest invoices use it anyway, held ones do so in their turn.
 */
export function heldElsewhere(
  outcome: Outcome,
  { policyId, consumption }: RuleOf<'insured_limit'>,
  facilities: readonly Terms[],
): Float64Array {
  const { view, gross, eligible } = outcome;
  const { ledger, terms } = view;
  const held = new Float64Array(eligible.length);
  if (ledger.positions.size === 0 || consumption === 'chronological') return held;
  ledger.invoices.forEach(({ id }, line) => {
    const facilityId = ledger.positions.get(id)?.facilityId;
    if (facilityId === undefined || facilityId === terms.facilityId) return;
    if (isLeft(outcome, line) || !mayRelyOn(facilities, { facilityId, policyId })) return;
    const debtor = ledger.debtorOf[line] ?? 0;
    held[debtor] = (held[debtor] ?? 0) + (gross[line] ?? 0);
  });
  return held;
}

/** An invoice of which something is eligible here is in this facility's own sum already. */
function isLeft(outcome: Outcome, line: number): boolean {
  return firstFailing(outcome, line) < 0 && judgedInvoice(outcome.view, line).eligibleMinor > 0;
}
