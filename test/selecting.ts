import { loadSelect } from '../src/solve/select.ts';

/** Selections in the test's own thread, with the real solver. */
export const selectReceivables = await loadSelect();
