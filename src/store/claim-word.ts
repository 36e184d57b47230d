import type { Day } from '../core/calendar.ts';
import type { ClaimState } from '../core/claim/filing.ts';
import { factsOfWord } from '../core/claim/insurer-word.ts';
import type { ClockClaim } from '../core/clock/input.ts';
import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import { databaseNow } from './business-clock.ts';
import { appendToClaim, readClaim, readClaims } from './claim.ts';
import { appendAndBook } from './claim-books.ts';
import { estimateClaim } from './claim-estimate.ts';
import type { Tx } from './database.ts';

/** Takes what is new of an insurer's word on a claim, and books what of it is money. */
export async function takeWord(
  tx: Tx,
  of: { claimId: Id; told: ClaimState; today: Day; cause: string; actor: Actor },
): Promise<{ isOver: boolean }> {
  const { claimId, told, today, cause, actor } = of;
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) throw new Error(`claim ${claimId} of a delivery is not there`);
  const facts = factsOfWord(claim.dossier, told, today);
  const when = { asOf: today, knownAt: await databaseNow(tx) };
  const sharing = facts.length > 0 ? await estimateClaim(tx, claim, when) : undefined;
  for (const fact of facts) {
    const entry = { fact, on: today, cause, actor };
    if (sharing?.status === 'estimated') await appendAndBook(tx, claim, entry, sharing);
    else await appendToClaim(tx, claim, entry);
  }
  return { isOver: claim.dossier.status === 'closed' };
}

/** The days of claims that duties are worked out from. */
export async function readClockClaims(tx: Tx, policyId: string): Promise<ClockClaim[]> {
  const claims = await readClaims(tx, { policyId });
  return claims.map(({ id, facts, dossier }): ClockClaim => {
    const { debtorId, receivableIds, filing, requests, settlements } = dossier;
    const dayOf = (kind: string) => facts.find(({ fact }) => fact.kind === kind)?.effectiveOn;
    const answeredOn = (requestId: string) =>
      facts.find(({ fact }) => fact.kind === 'request_answered' && fact.requestId === requestId)
        ?.effectiveOn;
    const filedOn = filing.status === 'filed' ? filing.on : undefined;
    const answers = requests.map(({ requestId }) => answeredOn(requestId));
    const isComplete = filedOn !== undefined && answers.every((day) => day !== undefined);
    const completeOn = [filedOn, ...answers]
      .flatMap((day) => day ?? [])
      .sort()
      .at(-1);
    const paidOn = settlements.at(-1)?.on;
    const endedOn = dayOf('closed');
    return {
      claimId: id,
      debtorId,
      receivableIds,
      ...(filedOn !== undefined && { filedOn }),
      ...(isComplete && completeOn !== undefined && { completeOn }),
      ...(paidOn !== undefined && { paidOn }),
      ...(endedOn !== undefined && { endedOn }),
      requests: requests.map(({ requestId, document, on, dueOn }, index) => {
        const answered = answers[index];
        return {
          requestId,
          kind: document,
          on,
          ...(dueOn !== undefined && { dueOn }),
          ...(answered !== undefined && { answeredOn: answered }),
        };
      }),
    };
  });
}
