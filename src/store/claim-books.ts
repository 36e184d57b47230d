import type { Day } from '../core/calendar.ts';
import { paidMinorOf } from '../core/claim/dossier.ts';
import type { DossierFact } from '../core/claim/dossier-fact.ts';
import { type RecoverySplit, splitRecovery } from '../core/claim/recovery.ts';
import { following } from '../core/funding/booking.ts';
import { type Held, isHeld, type Misfit } from '../core/funding/position.ts';
import type { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import { paidOutOf, recoveredOf, settledOf, writtenOffOf } from '../core/journal/claim-entries.ts';
import type { Journal } from '../core/journal/journal.ts';
import { type AmountMinor, mulDiv, splitMinor, sumMinor } from '../core/money.ts';
import type { PolicyTerms } from '../core/policy/terms.ts';
import type { Actor } from './audit.ts';
import { appendToClaim, type StoredClaim } from './claim.ts';
import type { ClaimPayees } from './claim-payee.ts';
import type { Tx } from './database.ts';
import { functionalOn, postAll } from './journal.ts';
import { movePositions, type PositionMove, readPositionsOf } from './position.ts';

export type Told = { fact: DossierFact; on: Day; cause: string; actor: Actor };

/** What the money of a claim is divided by: frozen when it was filed. */
export type SharingTerms = { terms: PolicyTerms } & Pick<ClaimPayees, 'facilityOf'>;

/** Appends a fact of money and posts what it means; false where it may not follow. */
export async function appendAndBook(
  tx: Tx,
  claim: StoredClaim,
  told: Told,
  sharing: SharingTerms,
): Promise<boolean> {
  const before = claim.dossier;
  if (!(await appendToClaim(tx, claim, told))) return false;
  const { fact, on } = told;
  if (fact.kind !== 'settled' && fact.kind !== 'recovered') return true;
  const { reference } = claim;
  const currency = fact.kind === 'settled' ? fact.currency : before.currency;
  const functional = await functionalOn(tx, currency, on);
  const movement = { effectiveOn: on, currency, functional, reference };
  if (fact.kind === 'recovered') {
    const split = splitOf({ ...claim, dossier: before }, fact, sharing);
    const key = `recovery|${fact.recoveryId}`;
    const cause = `claim|${claim.id}|${key}`;
    const journal = recoveredOf({ ...movement, ...split, key, cause, by: fact.by });
    await postAll(tx, journal ? [journal] : []);
    return true;
  }
  if (fact.paidMinor === 0) return true;
  const key = `settlement|${fact.settlementId}`;
  const of = { ...movement, key, amountMinor: fact.paidMinor };
  const cause = `claim|${claim.id}|${key}`;
  const journals: Journal[] = [settledOf({ ...of, cause })];
  const facilityId = sharing.facilityOf.get(fact.payee);
  if (facilityId !== undefined) {
    journals.push(paidOutOf({ ...of, cause: `${cause}|payee`, facilityId }));
  }
  await postAll(tx, journals);
  return true;
}

/** How a recovery is shared, by what was filed and what came before it. */
export function splitOf(
  { dossier }: Pick<StoredClaim, 'dossier'>,
  recovered: Extract<DossierFact, { kind: 'recovered' }> | (typeof dossier.recoveries)[number],
  { terms }: Pick<SharingTerms, 'terms'>,
): RecoverySplit {
  const { filing, recoveries, settlements } = dossier;
  const expected = 'expected' in filing ? filing.expected : undefined;
  const paidMinor = paidMinorOf(dossier);
  const earlier = recoveries.slice(
    0,
    Math.max(
      0,
      recoveries.findIndex(({ recoveryId }) => recoveryId === recovered.recoveryId),
    ),
  );
  const known = recoveries.some(({ recoveryId }) => recoveryId === recovered.recoveryId);
  return splitRecovery(recovered, {
    rule: terms.recoveries,
    lines: expected?.lines ?? [],
    paidMinor: settlements.length > 0 ? paidMinor : (expected?.payableMinor ?? 0),
    beforeMinor: sumMinor((known ? earlier : recoveries).map(({ amountMinor }) => amountMinor)),
  });
}

/** Those of the receivables that a funder holds are marked as claimed from the insurer. */
export async function markClaimed(
  tx: Tx,
  claim: StoredClaim,
  { on, actor }: { on: Day; actor: Actor },
): Promise<void> {
  const positions = await readPositionsOf(tx, claimedIds(claim));
  const moves = [...positions].flatMap(([receivableId, position]): PositionMove[] => {
    if (!isHeld(position)) return [];
    const { requestId } = position;
    const fact = { kind: 'insurer_claimed', requestId, cause: `claim|${claim.id}` } as const;
    const booking = following(position, [fact]);
    if (booking.status === 'misfit') return [];
    return booking.facts.map((own) => ({ receivableId, effectiveOn: on, fact: own }));
  });
  await movePositions(tx, moves, actor);
}

function claimedIds({ dossier }: StoredClaim): Id[] {
  const { filing } = dossier;
  return 'filing' in filing
    ? filing.filing.lines.map(({ receivableId }) => receivableId)
    : dossier.receivableIds;
}

export type WriteOffBooked =
  | { status: 'booked' }
  | { status: 'misfit'; receivableId: Id; misfit: Misfit };

/**
 * Writes off in proportion to what is left of each receivable. What a funder holds is a fact of its
 * position, in the facility's currency; the rest leaves the firm's own receivables.
 */
export async function bookWriteOff(
  tx: Tx,
  claim: StoredClaim,
  of: {
    amountMinor: AmountMinor;
    lines: readonly { receivableId: Id; remainingMinor: AmountMinor }[];
    on: Day;
    actor: Actor;
  },
): Promise<WriteOffBooked> {
  const { lines, on, actor } = of;
  const shares = splitMinor(
    of.amountMinor,
    lines.map(({ remainingMinor }) => remainingMinor),
  );
  const positions = await readPositionsOf(
    tx,
    lines.map(({ receivableId }) => receivableId),
  );
  const cause = `claim|${claim.id}|write-off`;
  const moves: PositionMove[] = [];
  const own: { receivableId: Id; amountMinor: AmountMinor }[] = [];
  for (const [index, { receivableId }] of lines.entries()) {
    const shareMinor = shares[index] ?? 0;
    const position = positions.get(receivableId);
    if (shareMinor === 0) continue;
    if (!position || !isHeld(position) || position.status === 'closed') {
      own.push({ receivableId, amountMinor: shareMinor });
      continue;
    }
    const { requestId } = position;
    const amountMinor = inFacility(position, shareMinor);
    const fact: PositionFact = { kind: 'written_off', requestId, cause, amountMinor };
    const booking = following(position, [fact]);
    if (booking.status === 'misfit') {
      return { status: 'misfit', receivableId, misfit: booking.misfit };
    }
    moves.push(...booking.facts.map((next) => ({ receivableId, effectiveOn: on, fact: next })));
  }
  await movePositions(tx, moves, actor);
  const { currency } = claim.dossier;
  const functional = await functionalOn(tx, currency, on);
  const { reference } = claim;
  const journal = writtenOffOf({
    cause,
    effectiveOn: on,
    currency,
    functional,
    reference,
    lines: own,
  });
  await postAll(tx, journal ? [journal] : []);
  return { status: 'booked' };
}

/** An amount of the receivable's own currency in the facility's, at the assignment's rate, half-even. */
function inFacility({ foreign, account }: Held, amountMinor: AmountMinor): AmountMinor {
  if (!foreign) return amountMinor;
  return mulDiv(amountMinor, account.faceMinor, foreign.openMinor, 'halfEven');
}
