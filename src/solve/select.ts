import type { SelectionInput } from '../core/input.ts';
import { type Selection, selectReceivables } from '../core/select.ts';
import { loadHighs } from './highs.ts';

export type SelectNow = (input: SelectionInput) => Selection;

/** Selections in this thread: the solver is loaded once, each selection then blocks. */
export async function loadSelect(): Promise<SelectNow> {
  const solve = await loadHighs();
  return (input) => selectReceivables(input, solve);
}
