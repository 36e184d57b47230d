import { type Invoice, normaliseNumber } from '../receivable.ts';

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
export function qualityOf(invoices: readonly Invoice[]): Uint8Array {
  const found = new Uint8Array(invoices.length);
  const mark = (line: number, problem: QualityProblem) => {
    if (found[line] === 0) found[line] = qualityProblems.indexOf(problem);
  };
  const lineOf = new Map<string, number>();
  invoices.forEach((invoice, line) => {
    mark(line, ownProblem(invoice));
    const { sellerId, number, fiscalYear, instalment } = invoice.key;
    const plain = [sellerId, normaliseNumber(number), fiscalYear, instalment, invoice.debtorId];
    const key = JSON.stringify(plain);
    const before = lineOf.get(key);
    if (before === undefined) lineOf.set(key, line);
    else for (const one of [before, line]) mark(one, 'duplicate_number');
  });
  return found;
}

function ownProblem(invoice: Invoice): QualityProblem {
  const { openMinor, faceMinor, issuedOn, dueOn, particulars } = invoice;
  if (openMinor > faceMinor) return 'open_above_face';
  if (dueOn < issuedOn) return 'due_before_issue';
  let parts = 0;
  for (const { amountMinor } of particulars?.components ?? []) parts += amountMinor;
  return parts > openMinor ? 'parts_above_open' : 'none';
}
