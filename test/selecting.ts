import { compareAlternatives } from '../src/core/compare/alternatives.ts';
import type { SelectionInput } from '../src/core/input.ts';
import { holdChoice } from '../src/core/placing/chosen.ts';
import * as core from '../src/core/select.ts';
import { loadHighs } from '../src/solve/highs.ts';
import { createExplainer } from '../src/solve/kept.ts';
import type { Selector } from '../src/solve/selector.ts';
import { keepWarm } from '../src/solve/warm.ts';

const solve = await loadHighs();
const effectOf = keepWarm(solve);
const explain = createExplainer(solve);

/** Selections in the test's own thread, with the real solver. */
export const selectReceivables = (input: SelectionInput) => core.selectReceivables(input, solve);

export const sameThread: Selector = {
  select: async (input) => selectReceivables(input),
  compare: async (input, options) => compareAlternatives(input, solve, options),
  whatIf: async (input, change) => effectOf(input, change),
  explainFacility: async (books, facilityId) => explain.facility(books, facilityId),
  explainDebtor: async (books, asked) => explain.debtor(books, asked),
  holdChoice: async (input, choice) => holdChoice(input, choice),
  close: async () => undefined,
};
