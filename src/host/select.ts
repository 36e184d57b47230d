import { assert } from '../core/assert.ts';
import type { SelectionInput } from '../core/input.ts';
import type { Plan, Refusal } from '../core/plan.ts';
import type { Refused, Select } from '../http/deps.ts';
import type { Selector } from '../solve/selector.ts';
import { businessDay, databaseNow } from '../store/business-clock.ts';
import type { Tx } from '../store/database.ts';
import { readSelectionInput } from '../store/selection.ts';

/** A plan for the tenant's own books, made in the selection thread. */
export function selectWith(selector: Selector): Select {
  return async (tx, order) => {
    const planned = await planFor(tx, selector, order);
    if (planned.status === 'refused') return planned;
    return { status: 'selected', plan: planned.plan, input: planned.input };
  };
}

export type Planned = { status: 'planned'; input: SelectionInput; plan: Plan; knownAt: string };

export async function planFor(
  tx: Tx,
  selector: Selector,
  order: Parameters<Select>[1] & { facilityIds?: readonly string[]; months?: number },
): Promise<Planned | Refused> {
  const read = await inputFor(tx, order);
  if (read.status === 'refused') return read;
  const { input, knownAt } = read;
  const selection = await selector.select(input);
  if (selection.ok) return { status: 'planned', input, plan: selection.plan, knownAt };
  return firstRefusal(selection.refusals);
}

/** What the books say for an order; without a facility there is nothing to ask. */
export async function inputFor(
  tx: Tx,
  order: Parameters<typeof planFor>[2],
): Promise<{ status: 'read'; input: SelectionInput; knownAt: string } | Refused> {
  const asOf = order.asOf ?? (await businessDay(tx));
  const knownAt = order.knownAt ?? (await databaseNow(tx));
  const { need, facilityIds, months } = order;
  const input = await readSelectionInput(tx, {
    asOf,
    knownAt,
    ...(need && { need }),
    ...(facilityIds && { facilityIds }),
    ...(months !== undefined && { months }),
  });
  if (input.facilities.length === 0) return { status: 'refused', code: 'no_facility', params: {} };
  return { status: 'read', input, knownAt };
}

export function firstRefusal(refusals: readonly Refusal[]): Refused {
  const [first] = refusals;
  assert(first, 'a refused selection names its reason');
  return { status: 'refused', code: first.code, params: first.params };
}
