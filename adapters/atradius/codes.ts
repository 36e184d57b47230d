import type { CoverCondition, CoverStatus, PendingAction } from '../../src/core/cover/limit.ts';
import type { CoverSource } from '../../src/core/policy/terms.ts';
import type { CoverRecord } from './wire.ts';

/** What their codes allow us to count on: DC06 and DC07 are preliminary, DC10 needs a reader. */
export const byDecision: Readonly<Record<string, CoverStatus>> = {
  DC01: 'agreed',
  DC02: 'agreed_conditional',
  DC03: 'refused',
  DC04: 'partial',
  /** An increase was refused: what was agreed before stays, and is what the amounts say. */
  DC05: 'partial',
  DC06: 'referred',
  DC07: 'referred',
  DC08: 'withdrawn',
  DC09: 'reduced',
  DC10: 'agreed_conditional',
  DC11: 'agreed',
  DC21: 'withdrawal_noticed',
  DC22: 'reduced',
};

export const byHistory: Readonly<Record<string, CoverStatus>> = {
  CCLA: 'cancelled',
  RCLA: 'refused',
  SCLA: 'superseded',
  TCLA: 'superseded',
  ARCH: 'expired',
  CCLD: 'cancelled',
  CIND: 'cancelled',
  ECLD: 'expired',
  PCLD: 'cancelled',
  SCLD: 'superseded',
  TCLD: 'superseded',
  WCLD: 'withdrawn',
};

/** These end a version of a cover, not the cover. */
export const versionEnds: readonly string[] = ['ACLD', 'ICLD', 'MCLD'];

/** What is begun and not done: the cover stays in force until it happens. */
export const pendingActions: Readonly<Partial<Record<string, PendingAction['action']>>> = {
  B: 'condition_change',
  C: 'cancellation',
  F: 'withdrawal',
  P: 'postponed_withdrawal',
  R: 'reactivation',
  T: 'transfer',
  V: 'conversion',
  W: 'withdrawal',
};

const sources: Readonly<Record<string, CoverSource>> = {
  'credit-limit': 'named',
  'credit-check': 'credit_check',
};

/** A record without its type is a limit; a type we have no word for is none of ours to count. */
export function sourceOf(coverType: string | null | undefined): CoverSource | undefined {
  return coverType ? sources[coverType] : 'named';
}

/** Noticed by the decision itself, or by the process that is pending; with its day where one is told. */
export function pendingOf(
  record: CoverRecord,
  dayOf: (text: string | null | undefined) => string | undefined,
): PendingAction | undefined {
  const indicator = record.pendingProcessIndicator ?? '';
  const isNoticed = record.decisionCode === 'DC21';
  const action = pendingActions[indicator] ?? (isNoticed ? 'withdrawal' : undefined);
  if (action === undefined) return undefined;
  const on = dayOf(record.withdrawalDate) ?? dayOf(record.effectiveToDate);
  return { action, rawCode: indicator || 'DC21', ...(on !== undefined && { on }) };
}

/**
 * Every condition that is listed; and the decision's own code where it says that there are some and
 * lists none, or that its terms were revised: a person shows by evidence that they are met.
 */
export function conditionsOf({ decisionCode, totalDecision }: CoverRecord): CoverCondition[] {
  const listed = (totalDecision?.decisionConditions ?? []).map((one, index): CoverCondition => {
    const words = [one.conditionCategoryDescription, one.conditionDescription].filter(Boolean);
    const code = one.conditionCode ?? `#${index + 1}`;
    return words.length === 0 ? { code } : { code, text: words.join(': ') };
  });
  const isUnsaid = decisionCode === 'DC10' || listed.length === 0;
  return decisionCode && isUnsaid ? [...listed, { code: decisionCode }] : listed;
}
