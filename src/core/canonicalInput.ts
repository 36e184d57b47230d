import { byText } from './eligibility/ledger.ts';
import { canonicalJson } from './hash.ts';
import type { SelectionInput } from './input.ts';

/**
 * The same input with its lists in canonical order. The SHA-256 of its canonical text is the input's
 * hash, and that text is what is stored: whoever has it can check it.
 */
export function canonicalInput(input: SelectionInput): SelectionInput {
  return {
    ...input,
    receivables: sorted(input.receivables, ({ debtorId, id }) => [debtorId, id]),
    debtors: sorted(input.debtors, ({ id }) => [id]),
    facilities: sorted(input.facilities, ({ facilityId }) => [facilityId]),
    cover: sorted(input.cover, (item) => [
      item.policyId,
      item.debtorId,
      item.coverId,
      item.decidedOn,
    ]),
    fx: sorted(input.fx, ({ from, to, on, source, numerator, denominator }) => [
      from,
      to,
      on,
      source,
      `${numerator}/${denominator}`,
    ]),
    payables: sorted(input.payables, ({ debtorId, currency, openMinor }) => [
      debtorId,
      currency,
      String(openMinor),
    ]),
    positions: sorted(input.positions, ({ receivableId }) => [receivableId]),
    ...(input.openings && {
      openings: sorted(input.openings, ({ facilityId, on }) => [facilityId, on]),
    }),
    history: sorted(input.history, (item) => [item.month, item.currency, canonicalJson(item)]),
  };
}

/** Stable, by code unit: items with equal keys keep the input's order. */
function sorted<Item>(items: readonly Item[], keys: (item: Item) => string[]): Item[] {
  return items
    .map((item) => ({ item, key: keys(item).join('\n') }))
    .sort((left, right) => byText(left.key, right.key))
    .map(({ item }) => item);
}
