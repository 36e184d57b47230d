import type { AsOf, Day } from '../core/calendar.ts';
import type { DossierFact, SaidFact, ToldFact } from '../core/claim/dossier-fact.ts';
import { type WriteOffStandard, writeOffOf } from '../core/claim/write-off.ts';
import type { Misfit } from '../core/funding/position.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import { appendToClaim, insertClaim, readClaim, readClaims, type StoredClaim } from './claim.ts';
import { appendAndBook, bookWriteOff } from './claim-books.ts';
import { type Estimate, type EstimateAnswer, estimateClaim } from './claim-estimate.ts';
import { readOwedLedger } from './claim-ledger.ts';
import type { Tx } from './database.ts';
import { readPolicy } from './policy.ts';

/** Why a step was not taken. */
export type ClaimRefusal =
  | { code: 'claim_not_found' }
  | { code: 'claim_not_now'; status: string }
  | { code: 'claim_second_person' }
  | { code: 'claim_changed' }
  | { code: 'claim_open_already'; reference: string }
  | { code: 'claim_nothing_open' }
  | { code: 'claim_nothing_insured' }
  | { code: 'claim_no_loss' }
  | { code: 'claim_day_in_future' }
  | { code: 'claim_waiting'; lossOn: Day }
  | { code: 'claim_policy_unknown' }
  | { code: 'claim_write_off_misfit'; misfit: Misfit }
  | { code: 'claim_amount_differs' }
  | { code: Extract<EstimateAnswer, { status: 'refused' }>['code'] };

export type ClaimResult<Value = null> = { ok: true; value: Value } | ({ ok: false } & ClaimRefusal);

/** Who takes a step, on which day, and as it is known when. */
export type Step = AsOf & { actor: { personId: Id } };

/** Opens a dossier on all that a debtor owes a seller in one currency under a policy. */
export async function openClaim(
  tx: Tx,
  order: Step & {
    policyId: string;
    sellerId: string;
    debtorId: string;
    currency: Currency;
    insolventOn?: Day;
    responsibleId: Id;
    reason: string;
  },
): Promise<ClaimResult<Id>> {
  const { asOf, knownAt, actor, insolventOn, ...own } = order;
  const { policyId, debtorId, sellerId, currency } = own;
  if (!(await readPolicy(tx, policyId))) return { ok: false, code: 'claim_policy_unknown' };
  const others = await readClaims(tx, { debtorId, policyId });
  const open = others.find(
    ({ dossier }) =>
      dossier.status !== 'closed' && dossier.currency === currency && dossier.sellerId === sellerId,
  );
  if (open) return { ok: false, code: 'claim_open_already', reference: open.reference };
  const ledger = await readOwedLedger(tx, { asOf, knownAt, debtorId, sellerId, currency });
  const receivableIds = ledger.items.flatMap(({ id, kind, open: days }) =>
    kind === 'invoice' && (days.at(-1)?.openMinor ?? 0) > 0 ? [id] : [],
  );
  if (receivableIds.length === 0) return { ok: false, code: 'claim_nothing_open' };
  const cause = insolventOn === undefined ? 'protracted_default' : 'insolvency';
  const opened = {
    kind: 'opened',
    ...own,
    cause,
    ...(insolventOn !== undefined && { insolventOn }),
    receivableIds,
  } as const;
  const id = await insertClaim(tx, { opened, on: asOf, cause: 'person', actor });
  return { ok: true, value: id };
}

/** Takes a person's step; what was notified waits from then on, where the policy has it wait. */
export async function stepClaim(
  tx: Tx,
  order: Step & { claimId: Id; fact: SaidFact },
): Promise<ClaimResult> {
  const { claimId, fact, actor, asOf, knownAt } = order;
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  if ('on' in fact && fact.on > asOf) return { ok: false, code: 'claim_day_in_future' };
  const told = { on: asOf, cause: 'person', actor };
  if (!(await appendToClaim(tx, claim, { fact, ...told }))) return notNow(claim);
  if (fact.kind !== 'notified') return done;
  const estimate = await estimateClaim(tx, claim, { asOf, knownAt });
  const loss = estimate.status === 'estimated' ? estimate.days.loss : undefined;
  if (loss && loss.cause === 'protracted_default' && loss.on > asOf) {
    const waiting = { kind: 'waiting', until: loss.on } as const;
    await appendToClaim(tx, claim, { fact: waiting, ...told, cause: 'policy' });
  }
  return done;
}

/** Takes what the insurer has said, as a person enters it where no machine reads it. */
export async function enterWord(
  tx: Tx,
  order: Step & { claimId: Id; fact: ToldFact },
): Promise<ClaimResult> {
  const { claimId, fact, actor, asOf, knownAt } = order;
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  const estimate = await estimateClaim(tx, claim, { asOf, knownAt });
  if (estimate.status === 'refused') return { ok: false, code: estimate.code };
  const { on } = fact;
  if (on > asOf) return { ok: false, code: 'claim_day_in_future' };
  const isTaken = await appendAndBook(tx, claim, { fact, on, cause: 'person', actor }, estimate);
  return isTaken ? done : notNow(claim);
}

/** Proposes what is written off, net of what is still expected; another person decides. */
export async function proposeWriteOff(
  tx: Tx,
  order: Step & {
    claimId: Id;
    standard: WriteOffStandard;
    expectedRecoveryMinor: AmountMinor;
    reason: string;
    responsibleId: Id;
  },
): Promise<ClaimResult> {
  const { claimId, actor, asOf, knownAt, ...own } = order;
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  const estimate = await estimateClaim(tx, claim, { asOf, knownAt });
  if (estimate.status === 'refused') return { ok: false, code: estimate.code };
  const writeOff = writeOffOf({
    ...own,
    currency: claim.dossier.currency,
    owedMinor: outstandingMinor(claim, estimate),
    expectedIndemnityMinor: expectedMinor(claim, estimate),
  });
  const fact = { kind: 'write_off_proposed', writeOff } as const;
  const isTaken = await appendToClaim(tx, claim, { fact, on: asOf, cause: 'person', actor });
  return isTaken ? done : notNow(claim);
}

/** Another person approves a write-off, which is booked then, or refuses it with a reason. */
export async function decideWriteOff(
  tx: Tx,
  order: Step & { claimId: Id; refusal?: string },
): Promise<ClaimResult> {
  const { claimId, actor, asOf, knownAt, refusal } = order;
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  const { writeOff } = claim.dossier;
  if (writeOff?.status !== 'proposed') return notNow(claim);
  if (writeOff.proposedBy === actor.personId) return { ok: false, code: 'claim_second_person' };
  const fact: DossierFact =
    refusal === undefined
      ? { kind: 'write_off_approved' }
      : { kind: 'write_off_refused', reason: refusal };
  if (refusal === undefined) {
    const estimate = await estimateClaim(tx, claim, { asOf, knownAt });
    if (estimate.status === 'refused') return { ok: false, code: estimate.code };
    if (outstandingMinor(claim, estimate) !== writeOff.writeOff.owedMinor) {
      return { ok: false, code: 'claim_amount_differs' };
    }
    const { amountMinor } = writeOff.writeOff;
    const { lines } = estimate.indemnity;
    const booked = await bookWriteOff(tx, claim, { amountMinor, lines, on: asOf, actor });
    if (booked.status === 'misfit') {
      return { ok: false, code: 'claim_write_off_misfit', misfit: booked.misfit };
    }
  }
  const isTaken = await appendToClaim(tx, claim, { fact, on: asOf, cause: 'person', actor });
  return isTaken ? done : notNow(claim);
}

export const done: ClaimResult = { ok: true, value: null };

export function notNow({ dossier }: StoredClaim): ClaimResult<never> {
  return { ok: false, code: 'claim_not_now', status: dossier.status };
}

/** The debt of the day of loss less what was recovered since. */
function outstandingMinor({ dossier }: StoredClaim, { indemnity }: Estimate): AmountMinor {
  const owedMinor = sumMinor(indemnity.lines.map(({ remainingMinor }) => remainingMinor));
  const recoveredMinor = sumMinor(dossier.recoveries.map(({ amountMinor }) => amountMinor));
  return Math.max(0, sumMinor([owedMinor, -recoveredMinor]));
}

/** Once it is paid, what was paid; a refusal leaves nothing. */
function expectedMinor({ dossier }: StoredClaim, { indemnity }: Estimate): AmountMinor {
  if (dossier.status === 'refused') return 0;
  if (dossier.settlements.length === 0) return indemnity.payableMinor;
  return sumMinor(dossier.settlements.map(({ paidMinor }) => paidMinor));
}
