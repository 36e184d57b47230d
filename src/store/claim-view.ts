import type { AsOf } from '../core/calendar.ts';
import { type ClaimFigures, type Cohort, type CohortKey, cohortsOf } from '../core/claim/cohort.ts';
import { type Dossier, foldDossier, paidMinorOf } from '../core/claim/dossier.ts';
import type { RecoverySplit } from '../core/claim/recovery.ts';
import { compareSettlement, type SettlementComparison } from '../core/claim/settlement.ts';
import type { Id } from '../core/ids.ts';
import { type Currency, sumMinor } from '../core/money.ts';
import { readClaim, readClaims, type StoredClaim } from './claim.ts';
import { splitOf } from './claim-books.ts';
import { type EstimateAnswer, estimateClaim } from './claim-estimate.ts';
import { dispatchSubject } from './claim-filing.ts';
import { readOwedLedger } from './claim-ledger.ts';
import type { Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { type RecordedDispatch, readDispatches } from './dispatch.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import { readNames } from './person.ts';
import { readPolicies } from './policy.ts';

export type ClaimView = {
  claim: StoredClaim;
  debtorName: string;
  estimate: EstimateAnswer;
  /** Against what was expected when it was filed; undefined before. */
  comparison?: SettlementComparison;
  splits: ({ recoveryId: string } & RecoverySplit)[];
  evidence: Evidence[];
  dispatches: RecordedDispatch[];
  /** Of everybody who had a part in it. */
  names: Map<Id, string>;
};

/** One dossier with all that is worked out from it. */
export async function readClaimView(
  tx: Tx,
  { id, ...when }: AsOf & { id: Id },
): Promise<ClaimView | undefined> {
  const claim = await readClaim(tx, id);
  if (!claim) return undefined;
  const { debtorId, filing, recoveries } = claim.dossier;
  const estimate = await estimateClaim(tx, claim, when);
  const [debtor] = await readDebtors(tx, { ...when, ids: [debtorId] });
  const splits =
    estimate.status === 'estimated'
      ? recoveries.map((recovery) => ({
          recoveryId: recovery.recoveryId,
          ...splitOf(claim, recovery, estimate),
        }))
      : [];
  return {
    claim,
    debtorName: debtor?.name ?? debtorId,
    estimate,
    ...(filing.status === 'filed' && {
      comparison: compareSettlement(claim.dossier, filing.expected),
    }),
    splits,
    evidence: await readEvidence(tx, debtorId),
    dispatches: await readDispatches(tx, dispatchSubject(id)),
    names: await readNames(tx, peopleOf(claim)),
  };
}

function peopleOf({ dossier, facts }: StoredClaim): Id[] {
  const recorded = facts.flatMap(({ recordedBy }) => recordedBy ?? []);
  return [...new Set([dossier.responsibleId, ...recorded])];
}

export type ClaimHead = {
  id: Id;
  reference: string;
  status: Dossier['status'];
  policyId: string;
  insurer: string;
  debtorId: string;
  debtorName: string;
  currency: Currency;
  figures: ClaimFigures;
  waitingUntil?: string;
  estimate: EstimateAnswer;
};

/** Every dossier, the newest first, with where its clock stands. */
export async function listClaims(tx: Tx, when: AsOf): Promise<ClaimHead[]> {
  const claims = await readClaims(tx);
  const ids = [...new Set(claims.map(({ dossier }) => dossier.debtorId))];
  const debtors = new Map((await readDebtors(tx, { ...when, ids })).map((one) => [one.id, one]));
  const insurers = new Map((await readPolicies(tx)).map((one) => [one.policyId, one.insurer]));
  const heads: ClaimHead[] = [];
  for (const claim of claims) {
    const { status, policyId, debtorId, currency, waitingUntil } = claim.dossier;
    const estimate = await estimateClaim(tx, claim, when);
    const debtor = debtors.get(debtorId);
    const insurer = insurers.get(policyId) ?? policyId;
    heads.push({
      id: claim.id,
      reference: claim.reference,
      status,
      policyId,
      insurer,
      debtorId,
      debtorName: debtor?.name ?? debtorId,
      currency,
      figures: figuresOf(claim, { estimate, insurer, country: debtor?.country ?? '–' }),
      ...(waitingUntil !== undefined && { waitingUntil }),
      estimate,
    });
  }
  return heads;
}

/** What became of all that was notified, by age, country or insurer. */
export function ratesOf(
  heads: readonly ClaimHead[],
  { by, asOf }: { by: CohortKey; asOf: string },
): Cohort[] {
  const notified = heads.filter(({ status }) => status !== 'open').map(({ figures }) => figures);
  return cohortsOf(notified, { by, today: asOf });
}

function figuresOf(
  { dossier, facts }: StoredClaim,
  of: { estimate: EstimateAnswer; insurer: string; country: string },
): ClaimFigures {
  const { filing, notice, currency, recoveries } = dossier;
  const { estimate, insurer, country } = of;
  const owedMinor = estimate.status === 'estimated' ? estimate.indemnity.owedMinor : 0;
  const isFiled = filing.status === 'filed';
  return {
    country,
    insurer,
    currency,
    notifiedOn: notice?.on ?? facts[0]?.effectiveOn ?? '',
    notifiedMinor: isFiled ? filing.expected.owedMinor : owedMinor,
    claimedMinor: isFiled ? filing.filing.claimedMinor : 0,
    paidMinor: paidMinorOf(dossier),
    recoveredMinor: sumMinor(recoveries.map(({ amountMinor }) => amountMinor)),
  };
}

/** The same for a debtor that nothing is claimed of yet: what would be paid, and what is missing. */
export async function estimateDebtor(
  tx: Tx,
  of: AsOf & { policyId: string; debtorId: string; sellerId: string; currency: Currency },
): Promise<EstimateAnswer> {
  const { asOf, knownAt, policyId, debtorId, sellerId, currency } = of;
  const ledger = await readOwedLedger(tx, { asOf, knownAt, debtorId, sellerId, currency });
  const opened = {
    kind: 'opened',
    policyId,
    debtorId,
    sellerId,
    currency,
    cause: 'protracted_default',
    receivableIds: ledger.invoices.map(({ receivableId }) => receivableId),
    responsibleId: '',
    reason: '',
  } as const;
  const dossier = foldDossier([{ fact: opened, recordedBy: '' }]);
  const claim: StoredClaim = { id: '', reference: '\uffff', facts: [], dossier };
  return estimateClaim(tx, claim, { asOf, knownAt });
}
