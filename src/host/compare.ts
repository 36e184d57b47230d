import type { Standing } from '../core/compare/standing.ts';
import type { Compare, Refused } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import type { Tx } from '../store/database.ts';
import { readRun, readRunInput, readRunPlan } from '../store/selection-run.ts';
import { firstRefusal, inputFor } from './select.ts';

/** The ways of meeting a need from the tenant's own books, made in the selection thread. */
export function compareWith(selector: Selector): Compare {
  return async (tx, order) => {
    const { need, valuation, standingRunId } = order;
    const earlier = standingRunId === undefined ? undefined : await standingOf(tx, standingRunId);
    if (earlier?.status === 'refused') return earlier;
    const read = await inputFor(tx, order);
    if (read.status === 'refused') return read;
    const options = { valuation, standing: earlier?.standing };
    const compared = await selector.compare({ ...read.input, need }, options);
    if (!compared.ok) return firstRefusal(compared.refusals);
    return { status: 'compared', comparison: compared.comparison };
  };
}

/** What a stored selection placed, as it was made. */
async function standingOf(
  tx: Tx,
  runId: string,
): Promise<{ status: 'read'; standing: Standing } | Refused> {
  const run = await readRun(tx, runId);
  const input = run && (await readRunInput(tx, runId));
  if (!run || !input) return { status: 'refused', code: 'selection_unknown', params: { runId } };
  const { allocation } = await readRunPlan(tx, run, input);
  if (!allocation) return { status: 'refused', code: 'selection_without_need', params: { runId } };
  return { status: 'read', standing: allocation.lines };
}
