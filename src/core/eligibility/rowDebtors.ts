import { int32sAside } from '../aside.ts';
import type { SelectionInput } from '../input.ts';
import type { Receivable } from '../receivable.ts';

type Listed = Pick<SelectionInput, 'receivables' | 'debtors'>;
type Found = { debtors: SelectionInput['debtors']; places: Int32Array };

export const noDebtor = -1;

/** What was found of rows that are accepted, until their ledger is made. */
const known = new WeakMap<readonly Receivable[], Found>();

/** By row, its debtor's place among the input's debtors; `noDebtor` where it is not among them. */
export function rowDebtors({ receivables, debtors }: Listed): Int32Array {
  const before = known.get(receivables);
  if (before?.debtors === debtors) return before.places;
  const places = placesAmong(receivables, debtors);
  known.set(receivables, { debtors, places });
  return places;
}

/** The same for the one who asks alone, to be changed. */
export function ownRowDebtors(input: Listed): Int32Array {
  const places = rowDebtors(input);
  known.delete(input.receivables);
  return places;
}

function placesAmong(
  receivables: readonly Receivable[],
  debtors: SelectionInput['debtors'],
): Int32Array {
  const placeOf = new Map(debtors.map(({ id }, place) => [id, place]));
  const places = int32sAside(receivables.length);
  let [last, place] = ['', placeOf.get('') ?? noDebtor];
  for (let row = 0; row < receivables.length; row += 1) {
    const debtorId = receivables[row]?.debtorId ?? '';
    if (debtorId !== last) place = placeOf.get(debtorId) ?? noDebtor;
    last = debtorId;
    places[row] = place;
  }
  return places;
}
