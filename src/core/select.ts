import { allocateNeed } from './allocation/allocateNeed.ts';
import type { SolveLinear } from './allocation/model.ts';
import { assert } from './assert.ts';
import { canonicalInput } from './canonicalInput.ts';
import { checkPlan } from './check/plan.ts';
import { resultOf } from './eligibility/result.ts';
import { engineVersion } from './engine.ts';
import { hashOfLarge } from './hash.ts';
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
    engine: engineVersion,
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
  return hashOfLarge(canonicalInput(input));
}
