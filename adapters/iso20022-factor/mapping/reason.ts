import type { RefusalReason } from '../../../src/core/adapter.ts';
import type { Problem } from '../wire/problem.ts';
import type { Said } from '../wire/status.ts';

/**
 * The reason in our words where the code's meaning is certain: the definitions of
 * FinancingStatusReason1Code, and the proprietary words of the profile. Another is the funder's own.
 */
export function reasonOf({ reason }: Said): RefusalReason {
  return Object.hasOwn(reasons, reason) ? (reasons[reason] ?? own) : own;
}

/** The funder's word as it came: its code, and what it says besides. */
export function wordsOf({ code, reason, words }: Said): string {
  return [reason, words].filter(Boolean).join(': ') || code;
}

export function reasonOfProblem({ type }: Problem): RefusalReason {
  return Object.hasOwn(problems, type) ? (problems[type] ?? own) : own;
}

const own = 'refused_by_partner';

const reasons: Readonly<Record<string, RefusalReason>> = {
  /** After the end of the financing, and when financing has begun already. */
  CA01: 'expired',
  CA03: 'expired',
  /** No request of this identification. */
  CA02: 'invalid_message',
  BE08: 'unknown_party',
  BE11: 'unknown_party',
  ID01: 'duplicate',
  ID02: 'invalid_message',
  ID03: 'invalid_message',
  MI01: 'invalid_message',
  /** Due before the request was made. */
  DT02: 'not_eligible',
  DEBTOR_COUNTRY: 'not_eligible',
  DEBTOR_LIMIT: 'limit_exceeded',
  ALREADY_FINANCED: 'duplicate',
  AGREEMENT_UNKNOWN: 'unknown_agreement',
  AGREEMENT_ENDED: 'expired',
};

const problems: Readonly<Record<string, RefusalReason>> = {
  'urn:iso20022-factor:invalid-message': 'invalid_message',
  'urn:iso20022-factor:reference-reused': 'duplicate',
};
