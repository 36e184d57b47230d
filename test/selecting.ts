import { compareAlternatives } from '../src/core/compare/alternatives.ts';
import type { SelectionInput } from '../src/core/input.ts';
import * as core from '../src/core/select.ts';
import { loadHighs } from '../src/solve/highs.ts';
import type { Selector } from '../src/solve/selector.ts';

const solve = await loadHighs();

/** Selections in the test's own thread, with the real solver. */
export const selectReceivables = (input: SelectionInput) => core.selectReceivables(input, solve);

export const sameThread: Selector = {
  select: async (input) => selectReceivables(input),
  compare: async (input) => compareAlternatives(input, solve),
  close: async () => undefined,
};
