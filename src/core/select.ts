import { allocate } from './allocation/allocate.ts';
import { checkPlan } from './allocation/check.ts';
import { assert } from './assert.ts';
import { byText, ledgerOf } from './eligibility/ledger.ts';
import { refusalsOf } from './eligibility/refusals.ts';
import { facilityResult } from './eligibility/result.ts';
import { canonicalJson, hashOfLarge } from './hash.ts';
import type { SelectionInput } from './input.ts';
import type { Plan, Refusal } from './plan.ts';

export type Selection = { ok: true; plan: Plan } | { ok: false; refusals: Refusal[] };

/**
 * What may be financed where, why the rest may not, and how the need is met: a function of its input
 * alone. The order of the input's lists does not matter, except that of cover decisions of one day,
 * where the later recorded one wins. What cannot be answered honestly is refused by name.
 */
export function selectReceivables(input: SelectionInput): Selection {
  const refusals = refusalsOf(input);
  if (refusals.length > 0) return { ok: false, refusals };
  const ledger = ledgerOf(input);
  const offers = input.facilities
    .toSorted((left, right) => byText(left.facilityId, right.facilityId))
    .map((terms) => ({ terms, result: facilityResult(input, ledger, terms) }));
  const plan: Plan = {
    version: 1,
    asOf: input.asOf,
    inputHash: inputHash(input),
    facilities: offers.map(({ result }) => result),
  };
  if (input.need) plan.allocation = allocate(input, { need: input.need, ledger, offers });
  const violations = checkPlan(input, plan);
  assert(violations.length === 0, `the plan breaks its own rules: ${violations[0]?.message}`);
  return { ok: true, plan };
}

/** SHA-256 of the input with its lists in canonical order: the same ledger has one hash. */
export function inputHash(input: SelectionInput): string {
  return hashOfLarge({
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
    history: sorted(input.history, (item) => [item.month, item.currency, canonicalJson(item)]),
  });
}

/** Stable, by code unit: items with equal keys keep the input's order. */
function sorted<Item>(items: readonly Item[], keys: (item: Item) => string[]): Item[] {
  return items
    .map((item) => ({ item, key: keys(item).join('\n') }))
    .sort((left, right) => byText(left.key, right.key))
    .map(({ item }) => item);
}
