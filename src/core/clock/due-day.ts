import type { Day } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import type { Id } from '../ids.ts';
import type { DutyMoved } from './duty.ts';

export type AgreedDue = { dueOn: Day; moved?: DutyMoved };

type DueInvoice = { receivableId: Id; debtorId: string; dueOn: Day };

/**
 * The day an invoice's clock runs from: its original due date, unless the insurer's recorded decision
 * set a later one. Nothing agreed with the debtor alone counts; a plan counts while it is not broken,
 * and then the original date counts again.
 */
export function agreedDue(
  invoice: DueInvoice,
  circumstances: readonly Circumstance[],
  policyId: string,
): AgreedDue {
  const { dueOn: originalDueOn, debtorId } = invoice;
  const ofDebtor = circumstances.filter(
    (one) => one.debtorId === debtorId && (one.policyId === undefined || one.policyId === policyId),
  );
  const broken = new Set(
    ofDebtor.flatMap((one) => (one.kind === 'rescheduling_broken' ? [one.reference] : [])),
  );
  let agreed: AgreedDue = { dueOn: originalDueOn };
  let isBroken = false;
  for (const one of ofDebtor) {
    const dueOn = dayOf(one, invoice.receivableId);
    if (dueOn === undefined || dueOn <= originalDueOn) continue;
    if (one.kind === 'rescheduling_agreed' && broken.has(one.reference)) {
      isBroken = true;
      continue;
    }
    if (dueOn > agreed.dueOn) {
      const code = one.kind === 'extension_agreed' ? 'extension_agreed' : 'rescheduling_agreed';
      agreed = { dueOn, moved: { code, dueOn, originalDueOn } };
    }
  }
  if (agreed.moved || !isBroken) return agreed;
  return { dueOn: originalDueOn, moved: { code: 'rescheduling_broken', originalDueOn } };
}

/** The day that an insurer's decision sets for an invoice; of a plan, its last instalment's. */
function dayOf(circumstance: Circumstance, receivableId: Id): Day | undefined {
  if (circumstance.kind === 'extension_agreed') {
    return circumstance.receivableId === receivableId ? circumstance.dueOn : undefined;
  }
  if (circumstance.kind !== 'rescheduling_agreed') return undefined;
  const { receivableIds, instalments = [] } = circumstance;
  if (!receivableIds?.includes(receivableId)) return undefined;
  return instalments.reduce<Day | undefined>(
    (last, { dueOn }) => (last === undefined || dueOn > last ? dueOn : last),
    undefined,
  );
}
