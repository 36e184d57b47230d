import type { TakenByInsurer } from '../../core/adapter.ts';
import type { DossierFact } from '../../core/claim/dossier-fact.ts';
import { ClaimFiling } from '../../core/claim/filing.ts';
import { businessDay } from '../../store/business-clock.ts';
import { appendToClaim, readClaim, type StoredClaim } from '../../store/claim.ts';
import { takeFiled } from '../../store/claim-filing.ts';
import type { Tx } from '../../store/database.ts';
import { type Answered, defineEffect } from '../operation.ts';

/** A claim that two people released; where the insurer has no machine for it, it leaves by hand. */
export const fileClaim = defineEffect<typeof ClaimFiling, TakenByInsurer>({
  kind: 'effect',
  input: ClaimFiling,
  effect: (operations) => operations.fileClaim,
  reference: (filing) => filing.reference,
  foundByPeople: (partnerReference) => ({ partnerReference }),
  accepted: async (tx, { input, actor, delivery }, { partnerReference }) => {
    const claim = await claimOf(tx, input);
    const on = await businessDay(tx);
    const cause = `delivery|${delivery.id}`;
    await takeFiled(tx, claim, { on, via: 'insurer', partnerReference, cause, actor });
  },
  rejected: async (tx, answered, { reason, detail }) => {
    const text = typeof detail === 'string' ? detail : detail.code;
    await append(tx, answered, { kind: 'filing_refused', reason, detail: text });
  },
  missing: (tx, answered) => append(tx, answered, { kind: 'dispatch_needed' }),
});

async function append(
  tx: Tx,
  { input, actor, delivery }: Answered<typeof ClaimFiling>,
  fact: DossierFact,
): Promise<void> {
  const claim = await claimOf(tx, input);
  const on = await businessDay(tx);
  await appendToClaim(tx, claim, { fact, on, cause: `delivery|${delivery.id}`, actor });
}

async function claimOf(tx: Tx, { claimId }: ClaimFiling): Promise<StoredClaim> {
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) throw new Error(`claim ${claimId} of a delivery is not there`);
  return claim;
}
