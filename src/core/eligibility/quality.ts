import { type Invoice, normaliseNumber, type Receivable } from '../receivable.ts';
import { numberHash } from './numberHash.ts';
import { noLine, type Places } from './places.ts';
import { hashUnit, type Identity, repeats } from './repeats.ts';

/** By code: what is wrong with a line's data. */
export const qualityProblems = [
  'none',
  'open_above_face',
  'parts_above_open',
  'due_before_issue',
  'duplicate_number',
] as const;
type QualityProblem = (typeof qualityProblems)[number];

/** Lines whose data contradict themselves or each other; of duplicates none is known to be the right one. */
export function qualityOf(
  receivables: readonly Receivable[],
  { lineOf, lines }: Places,
  debtorOf: Int32Array,
): Uint8Array {
  const found = new Uint8Array(lines);
  const mark = (row: number, problem: QualityProblem) => {
    const line = lineOf[row] ?? noLine;
    if (found[line] === 0) found[line] = qualityProblems.indexOf(problem);
  };
  // In the order of the rows, which is that of the memory they are read from.
  const rowsOf = new Int32Array(lines);
  let count = 0;
  for (let row = 0; row < receivables.length; row += 1) {
    const item = receivables[row];
    if (item?.kind !== 'invoice') continue;
    mark(row, ownProblem(item));
    rowsOf[count] = row;
    count += 1;
  }
  const debtorAt = (own: number) => debtorOf[lineOf[own] ?? noLine] ?? 0;
  for (const { row: place, first } of repeats(byName(receivables, rowsOf, debtorAt))) {
    for (const one of [first, place]) mark(rowsOf[one] ?? 0, 'duplicate_number');
  }
  return found;
}

function byName(
  receivables: readonly Receivable[],
  rowsOf: Int32Array,
  debtorAt: (row: number) => number,
): Identity {
  return {
    rows: rowsOf.length,
    hashOf(place) {
      const row = rowsOf[place] ?? 0;
      const { key } = receivables[row] ?? {};
      const hash = hashUnit(numberHash(key?.number ?? ''), debtorAt(row));
      return hashUnit(hashUnit(hash, key?.fiscalYear ?? 0), key?.instalment ?? 0);
    },
    textOf: (place) => nameOf(receivables[rowsOf[place] ?? 0]),
  };
}

/** What no two documents of a debtor share, however their numbers are written. */
function nameOf(item: Receivable | undefined): string {
  if (!item) return '';
  const { sellerId, number, fiscalYear, instalment } = item.key;
  return JSON.stringify([sellerId, normaliseNumber(number), fiscalYear, instalment, item.debtorId]);
}

function ownProblem(invoice: Invoice): QualityProblem {
  const { openMinor, faceMinor, issuedOn, dueOn, particulars } = invoice;
  if (openMinor > faceMinor) return 'open_above_face';
  if (dueOn < issuedOn) return 'due_before_issue';
  let parts = 0;
  for (const { amountMinor } of particulars?.components ?? []) parts += amountMinor;
  return parts > openMinor ? 'parts_above_open' : 'none';
}
