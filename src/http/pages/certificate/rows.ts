import type { Certificate } from '../../../core/certificate/certificate.ts';
import { type ListedReceivable, listReceivables } from '../../../store/receivable.ts';
import type { PageCall } from '../view.ts';
import type { Paper } from './paper.ts';

type Step = Certificate['steps'][number];

export type StepRow = { listed: ListedReceivable; takenMinor: number };

export const ROWS = 100;

/** What a step takes, largest first, so that the first page says most. */
export function inOrder({ items }: Step): Step['items'] {
  return items.toSorted(
    (left, right) =>
      right.amountMinor - left.amountMinor || (left.receivableId < right.receivableId ? -1 : 1),
  );
}

/** The documents behind what a step takes, in the given order. */
export async function readRows(
  { tx }: PageCall,
  { certificate: { asOf }, knownAt }: Paper,
  items: Step['items'],
): Promise<StepRow[]> {
  const rows: StepRow[] = [];
  for (let from = 0; from < items.length; from += ROWS) {
    const part = items.slice(from, from + ROWS);
    const listed = await listReceivables(tx, {
      asOf,
      knownAt,
      ids: part.map(({ receivableId }) => receivableId),
      limit: ROWS,
    });
    const byId = new Map(listed.items.map((item) => [item.receivable.id, item]));
    for (const { receivableId, amountMinor } of part) {
      const found = byId.get(receivableId);
      if (!found) throw new Error(`${receivableId} was open when it was certified`);
      rows.push({ listed: found, takenMinor: amountMinor });
    }
  }
  return rows;
}
