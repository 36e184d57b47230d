import { unknownIn } from '../core/compare/change.ts';
import type { WhatIf } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import { firstRefusal, inputFor } from './select.ts';

/** What would come of a change to the tenant's own books, reckoned in the selection thread. */
export function whatIfWith(selector: Selector): WhatIf {
  return async (tx, order) => {
    const read = await inputFor(tx, order);
    if (read.status === 'refused') return read;
    const unknown = unknownIn(read.input, order.change);
    if (unknown) return { status: 'refused', code: unknown.code, params: unknown.params };
    const answer = await selector.whatIf(read.input, order.change);
    if (!answer.ok) return firstRefusal(answer.refusals);
    return { status: 'answered', effect: answer.effect };
  };
}
