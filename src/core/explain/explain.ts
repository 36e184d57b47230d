import type { SolveLinear } from '../allocation/model.ts';
import type { SelectionInput } from '../input.ts';
import { type Sifted, siftLedger } from '../sift.ts';
import { type DebtorExplained, type DebtorQuestion, explainDebtor } from './debtor.ts';
import type { Explained, FacilityExplanation } from './explanation.ts';
import { explainFacility } from './facility.ts';

export type FacilityExplained = Explained<FacilityExplanation>;

/** A facility of a selection explained, from the selection's one document. */
export function facilityExplained(input: SelectionInput, facilityId: string): FacilityExplained {
  const sifted = siftLedger(input);
  if (!sifted.ok) return { status: 'refused', refusals: sifted.refusals };
  return facilityOf(sifted, facilityId);
}

export function facilityOf(sifted: Sifted, facilityId: string): FacilityExplained {
  const explanation = explainFacility(sifted, facilityId);
  return explanation ? { status: 'explained', explanation } : { status: 'unknown' };
}

/** A debtor of a selection explained; with a need in the input, also what it would cost to meet. */
export function debtorExplained(
  input: SelectionInput,
  question: DebtorQuestion,
  solve: SolveLinear,
): DebtorExplained {
  const sifted = siftLedger(input);
  if (!sifted.ok) return { status: 'refused', refusals: sifted.refusals };
  return explainDebtor(sifted, question, solve);
}
