import type { KeepSelection, ReplaySelection } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import { replayRun, storeRun } from '../store/selection-run.ts';
import { planFor } from './select.ts';

/** A plan made now, kept with what it was made from. */
export function keepWith(selector: Selector): KeepSelection {
  return async (tx, { personId, ...order }) => {
    const planned = await planFor(tx, selector, order);
    if (planned.status === 'refused') return planned;
    const { input, plan, knownAt } = planned;
    const { runId } = await storeRun(tx, { actor: { personId }, input, plan, knownAt });
    return { status: 'kept', runId };
  };
}

/** A kept selection made again in the selection thread; nothing is stored. */
export function replayWith(selector: Selector): ReplaySelection {
  return (tx, runId) => replayRun(tx, { runId, select: selector.select });
}
