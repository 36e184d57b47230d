import type { IndemnityStep } from '../../core/claim/indemnity-value.ts';
import type { SettlementComparison } from '../../core/claim/settlement.ts';
import { isWorded, type Locale, word, wordRefusal } from '../../core/wording/word.ts';
import type { ClaimResult } from '../../store/claim-act.ts';
import type { EstimateAnswer } from '../../store/claim-estimate.ts';
import type { ClaimHead, ClaimView } from '../../store/claim-view.ts';
import { notFound } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';

/** A step of the reckoning in words; `currency` is the claim's. */
export function wordStep(
  locale: Locale,
  { step, params }: Pick<IndemnityStep, 'step' | 'params'>,
): string {
  return word(locale, `claimStep.${step}`, params);
}

export function wordDifference(
  locale: Locale,
  { code, params }: SettlementComparison['differences'][number],
): string {
  const key = `claimDifference.${code}`;
  return isWorded(key) ? word(locale, key, params) : code;
}

/** The value of a step, or why it was not taken as a problem. */
export function taken<Value>(result: ClaimResult<Value>, locale: Locale): Value {
  if (result.ok) return result.value;
  const { ok: _, code, ...params } = result;
  if (code === 'claim_not_found') throw notFound();
  throw refusedProblem({ code, params }, locale);
}

export function tellEstimate(estimate: EstimateAnswer, locale: Locale) {
  if (estimate.status === 'refused') {
    const { status, code } = estimate;
    return { status, code, sentence: wordRefusal(locale, code, {}) };
  }
  const { status, reckonedOn, days, indemnity, readiness } = estimate;
  const steps = indemnity.steps.map((step) => ({ ...step, sentence: wordStep(locale, step) }));
  return {
    status,
    reckonedOn,
    ...(days.loss && { lossOn: days.loss.on }),
    ...(days.fileBy && { fileBy: days.fileBy }),
    ...(days.paidBy && { paidBy: days.paidBy }),
    indemnity: { ...indemnity, steps },
    readiness,
  };
}

export function tellHead({ figures, estimate, ...head }: ClaimHead) {
  const { notifiedMinor, claimedMinor, paidMinor, recoveredMinor } = figures;
  const known = estimate.status === 'estimated' ? estimate : undefined;
  return {
    ...head,
    notifiedMinor,
    claimedMinor,
    paidMinor,
    recoveredMinor,
    ...(known?.days.fileBy && { fileBy: known.days.fileBy.on }),
    ...(known?.days.paidBy && { paidBy: known.days.paidBy.on }),
    ...(known && { readinessBp: known.readiness.scoreBp }),
  };
}

export function tellClaim(view: ClaimView, locale: Locale) {
  const { claim, debtorName, estimate, comparison, splits, evidence, dispatches } = view;
  const { id, reference, facts, dossier } = claim;
  const { filing, status } = dossier;
  const drawn = filing.status === 'none' ? {} : { hash: filing.hash, claim: filing.filing };
  const needsDispatch = filing.status === 'released' && filing.needsDispatch;
  return {
    id,
    reference,
    status,
    debtorName,
    filing: { status: filing.status, needsDispatch, ...drawn },
    estimate: tellEstimate(estimate, locale),
    ...(comparison && {
      comparison: {
        ...comparison,
        differences: comparison.differences.map((difference) => ({
          ...difference,
          sentence: wordDifference(locale, difference),
        })),
      },
    }),
    splits,
    evidence,
    dispatches,
    facts,
  };
}
