import type { Compare } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import { firstRefusal, inputFor } from './select.ts';

/** The ways of meeting a need from the tenant's own books, made in the selection thread. */
export function compareWith(selector: Selector): Compare {
  return async (tx, order) => {
    const read = await inputFor(tx, order);
    if (read.status === 'refused') return read;
    const compared = await selector.compare({ ...read.input, need: order.need });
    if (!compared.ok) return firstRefusal(compared.refusals);
    return { status: 'compared', comparison: compared.comparison };
  };
}
