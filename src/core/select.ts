import { allocateNeed } from './allocation/allocateNeed.ts';
import type { SolveLinear } from './allocation/model.ts';
import { assert } from './assert.ts';
import { checkPlan } from './check/plan.ts';
import { byText } from './eligibility/ledger.ts';
import { resultOf } from './eligibility/result.ts';
import { canonicalJson, hashOfLarge } from './hash.ts';
import type { SelectionInput } from './input.ts';
import { allocationOf } from './placing/allocationOf.ts';
import type { Plan, Refusal } from './plan.ts';
import { siftLedger, stateNeed } from './sift.ts';

export type Selection = { ok: true; plan: Plan } | { ok: false; refusals: Refusal[] };

/**
 * What may be financed where, why the rest may not, and how the need is met: a function of its input
 * alone, with the solver that programs are handed to. The order of the input's lists does not matter,
 * except that of cover decisions of one day, where the later recorded one wins. What cannot be
 * answered honestly is refused by name.
 */
export function selectReceivables(given: SelectionInput, solve: SolveLinear): Selection {
  const sifted = siftLedger(given);
  if (!sifted.ok) return sifted;
  const { input, outcomes, availabilities } = sifted;
  const plan: Plan = {
    version: 1,
    asOf: input.asOf,
    inputHash: inputHash(given),
    facilities: outcomes.map((outcome, index) => resultOf(outcome, availabilities[index])),
  };
  const { need } = input;
  if (need) {
    const stated = stateNeed(sifted, need);
    const allocated = allocateNeed(stated.problem, solve);
    plan.allocation = allocationOf(need, { stated, allocated, outcomes });
  }
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
    ...(input.openings && {
      openings: sorted(input.openings, ({ facilityId, on }) => [facilityId, on]),
    }),
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
