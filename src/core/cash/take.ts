import { assert } from '../assert.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { changeOpen, type OpenIndex } from './open-index.ts';
import type { Allocation } from './outcome.ts';

type Taken = Pick<Allocation, 'itemId' | 'amountMinor'>;

/** What is explained is no longer open. */
export function take(index: OpenIndex, allocations: readonly Taken[]): void {
  for (const { itemId, amountMinor } of allocations) change(index, itemId, -amountMinor);
}

export function giveBack(index: OpenIndex, allocations: readonly Taken[]): void {
  for (const { itemId, amountMinor } of allocations) change(index, itemId, amountMinor);
}

function change(index: OpenIndex, itemId: string, byMinor: AmountMinor): void {
  const item = index.items.get(itemId);
  assert(item !== undefined, `${itemId} is open`);
  changeOpen(index, item, sumMinor([item.openMinor, byMinor]));
}
