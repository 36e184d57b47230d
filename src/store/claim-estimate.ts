import type { AsOf, Day } from '../core/calendar.ts';
import { type ClaimDay, claimDaysOf } from '../core/claim/claim-days.ts';
import { paidMinorOf } from '../core/claim/dossier.ts';
import { type Readiness, readinessOf } from '../core/claim/evidence.ts';
import { indemnityOf } from '../core/claim/indemnity.ts';
import type { Indemnity } from '../core/claim/indemnity-value.ts';
import type { LossDay } from '../core/clock/loss.ts';
import { isHeld } from '../core/funding/position.ts';
import { sumMinor } from '../core/money.ts';
import { type PolicyTerms, termsOn } from '../core/policy/terms.ts';
import { readClaims, type StoredClaim } from './claim.ts';
import { owedOn, readOwedLedger } from './claim-ledger.ts';
import { type ClaimPayees, readPayees } from './claim-payee.ts';
import { proveOwed } from './claim-proof.ts';
import type { Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { readEvidence } from './evidence.ts';
import { readPolicyHistory } from './policy-terms.ts';

export type Estimate = ClaimPayees & {
  terms: PolicyTerms;
  days: { loss?: LossDay; fileBy?: ClaimDay; paidBy?: ClaimDay };
  /** The day it is reckoned on: of loss, or today while it is not known. */
  reckonedOn: Day;
  indemnity: Indemnity;
  readiness: Readiness;
  debtorName: string;
  country: string | undefined;
};

export type EstimateAnswer =
  | ({ status: 'estimated' } & Estimate)
  | { status: 'refused'; code: 'claim_terms_missing' | 'claim_proof_differs' };

/** What a claim is expected to bring, from its policy's terms, its ledger and its cover as known now. */
export async function estimateClaim(
  tx: Tx,
  claim: StoredClaim,
  when: AsOf,
): Promise<EstimateAnswer> {
  const { dossier } = claim;
  const { debtorId, policyId, sellerId, currency } = dossier;
  const ledger = await readOwedLedger(tx, { ...when, debtorId, sellerId, currency });
  const versions = (await readPolicyHistory(tx, policyId)).map((one) => one.terms);
  const dueOn = ledger.oldestDueOn ?? when.asOf;
  const terms = termsOn(versions, dueOn) ?? versions[0];
  if (!terms) return { status: 'refused', code: 'claim_terms_missing' };
  const days = claimDaysOf(terms, factsOf(claim, dueOn));
  const reckonedOn = days.loss?.on ?? when.asOf;
  const owed = owedOn(ledger, { dateOfLoss: reckonedOn, terms, parts: dossier.parts });
  const [debtor] = await readDebtors(tx, { ...when, ids: [debtorId] });
  const country = debtor?.country;
  const receivableIds = owed.map(({ receivableId }) => receivableId);
  const payees = await readPayees(tx, { dossier, receivableIds, country, on: reckonedOn });
  const used = await readUsed(tx, claim, terms);
  const own = { policyId, debtorId, sellerId, currency, owed, lossOn: reckonedOn };
  const proof = await proveOwed(tx, { ...when, ...own, versions, items: ledger.items });
  const answer = indemnityOf({
    currency,
    owed,
    proven: proof.lines,
    terms,
    ...used,
    ...(payees.advancedMinor !== undefined && { advancedMinor: payees.advancedMinor }),
    payees: payees.payees,
  });
  if (answer.status === 'refused') return { status: 'refused', code: answer.code };
  const readiness = readinessOf({
    required: terms.requiredDocuments,
    held: await readEvidence(tx, debtorId),
    receivableIds: owed.filter((line) => line.remainingMinor > 0).map((line) => line.receivableId),
    waived: new Set(dossier.waived.keys()),
    cause: dossier.cause,
    isDiscretionary: proof.isDiscretionary,
    isAssigned: [...payees.positions.values()].some(isHeld),
  });
  return {
    status: 'estimated',
    ...payees,
    terms,
    days,
    reckonedOn,
    indemnity: answer.indemnity,
    readiness,
    debtorName: debtor?.name ?? debtorId,
    country,
  };
}

function factsOf({ dossier }: StoredClaim, dueOn: Day) {
  const { insolventOn, notice, filing, requests } = dossier;
  const isAnswered = requests.every(({ answeredWith }) => answeredWith.length > 0);
  const completeOn = filing.status === 'filed' && isAnswered ? filing.on : undefined;
  return {
    dueOn,
    ...(insolventOn !== undefined && { insolventOn }),
    ...(notice && { noticeReceivedOn: notice.on }),
    ...(completeOn !== undefined && { completeOn }),
  };
}

/** What earlier claims of the policy's period use of its first loss and of its maximum. */
async function readUsed(tx: Tx, claim: StoredClaim, { policyId, period }: PolicyTerms) {
  const others = (await readClaims(tx, { policyId })).flatMap(({ id, reference, dossier }) => {
    const { filing, status } = dossier;
    if (id === claim.id || reference > claim.reference || filing.status !== 'filed') return [];
    const { dateOfLoss } = filing.filing;
    if (dateOfLoss < period.from || dateOfLoss > period.to || status === 'refused') return [];
    return [{ expected: filing.expected, paidMinor: paidMinorOf(dossier), dossier }];
  });
  return {
    firstLossUsedMinor: sumMinor(others.map(({ expected }) => expected.firstLossMinor)),
    liabilityUsedMinor: sumMinor(
      others.map(({ expected, paidMinor, dossier }) =>
        dossier.settlements.length > 0 ? paidMinor : expected.payableMinor,
      ),
    ),
  };
}
