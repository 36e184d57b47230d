import type { ClaimDocument, ClaimFiling } from '../core/claim/filing.ts';
import type { IndemnityLine } from '../core/claim/indemnity-value.ts';
import { hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { sumMinor } from '../core/money.ts';
import { appendToClaim, readClaim, type StoredClaim } from './claim.ts';
import { type ClaimResult, done, notNow, type Step } from './claim-act.ts';
import { markClaimed } from './claim-books.ts';
import { type Estimate, estimateClaim } from './claim-estimate.ts';
import type { Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { type Dispatch, recordDispatch } from './dispatch.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import { readBuyers, readPolicy } from './policy.ts';

/** Draws the claim up as it will be filed, with every document there is; answers its hash. */
export async function prepareFiling(
  tx: Tx,
  { claimId, actor, asOf, knownAt }: Step & { claimId: Id },
): Promise<ClaimResult<string>> {
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  const estimate = await estimateClaim(tx, claim, { asOf, knownAt });
  if (estimate.status === 'refused') return { ok: false, code: estimate.code };
  const lossOn = estimate.days.loss?.on;
  if (lossOn === undefined) return { ok: false, code: 'claim_no_loss' };
  if (lossOn > asOf) return { ok: false, code: 'claim_waiting', lossOn };
  const filing = await filingOf(tx, claim, estimate);
  if (filing.lines.length === 0) return { ok: false, code: 'claim_nothing_insured' };
  const hash = hashOf(filing);
  const { indemnity: expected } = estimate;
  const fact = { kind: 'prepared', filing, hash, expected } as const;
  const isTaken = await appendToClaim(tx, claim, { fact, on: asOf, cause: 'person', actor });
  return isTaken ? { ok: true, value: hash } : notNow(claim);
}

/** Another person releases exactly what was drawn up: it is due to the insurer from now on. */
export async function releaseFiling(
  tx: Tx,
  { claimId, hash, actor, asOf }: Step & { claimId: Id; hash: string },
): Promise<ClaimResult> {
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  const { filing } = claim.dossier;
  if (filing.status !== 'prepared') return notNow(claim);
  if (filing.preparedBy === actor.personId) return { ok: false, code: 'claim_second_person' };
  if (filing.hash !== hash) return { ok: false, code: 'claim_changed' };
  const fact = { kind: 'released', hash } as const;
  if (!(await appendToClaim(tx, claim, { fact, on: asOf, cause: 'person', actor }))) {
    return notNow(claim);
  }
  const { connectionId, queue } = await lineOf(tx, claim.dossier.policyId);
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'fileClaim',
    // Drawn up again after a refusal, even the same claim is another intention.
    subject: `${claimId}|${claim.facts.length}`,
    state: 'ready',
    input: filing.filing,
  });
  return done;
}

/** It has left by hand: with the record of it the claim is filed. */
export async function dispatchFiling(
  tx: Tx,
  order: Step & { claimId: Id; dispatch: Dispatch },
): Promise<ClaimResult> {
  const { claimId, dispatch, actor } = order;
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  const { filing } = claim.dossier;
  if (filing.status !== 'released' || !filing.needsDispatch) return notNow(claim);
  if (dispatch.dispatchedOn > order.asOf) return { ok: false, code: 'claim_day_in_future' };
  const subject = dispatchSubject(claimId);
  await recordDispatch(tx, { subject, dispatch, by: actor.personId });
  await takeFiled(tx, claim, {
    on: dispatch.dispatchedOn,
    via: 'dispatch',
    partnerReference: dispatch.reference,
    cause: subject,
    actor,
  });
  return done;
}

export function dispatchSubject(claimId: Id): string {
  return `claim|${claimId}`;
}

/** The insurer has it: so it stands on what funders hold as well, and its word is asked for. */
export async function takeFiled(
  tx: Tx,
  claim: StoredClaim,
  filed: {
    on: string;
    via: 'insurer' | 'dispatch';
    partnerReference: string;
    cause: string;
    actor: Parameters<typeof markClaimed>[2]['actor'];
  },
): Promise<void> {
  const { on, via, partnerReference, cause, actor } = filed;
  const fact = { kind: 'filed', on, via, partnerReference } as const;
  if (!(await appendToClaim(tx, claim, { fact, on, cause, actor }))) return;
  await markClaimed(tx, claim, { on, actor });
  if (via === 'dispatch') return;
  const { policyId } = claim.dossier;
  const { connectionId, queue } = await lineOf(tx, policyId);
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'readClaim',
    subject: claim.id,
    state: 'ready',
    input: { claimId: claim.id, reference: claim.reference, partnerReference, policyId },
  });
}

/** Answers an insurer's question with a document; it goes the way the claim went. */
export async function answerRequest(
  tx: Tx,
  order: Step & { claimId: Id; requestId: string; evidence: Evidence; bytes: Uint8Array },
): Promise<ClaimResult> {
  const { claimId, requestId, evidence, bytes, actor, asOf } = order;
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  if (evidence.debtorId !== claim.dossier.debtorId) return { ok: false, code: 'claim_not_found' };
  const { sha256 } = evidence;
  const fact = { kind: 'request_answered', requestId, sha256 } as const;
  if (!(await appendToClaim(tx, claim, { fact, on: asOf, cause: 'person', actor }))) {
    return notNow(claim);
  }
  const { filing, policyId } = claim.dossier;
  if (filing.status !== 'filed' || filing.via !== 'insurer') return done;
  const { connectionId, queue } = await lineOf(tx, policyId);
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'contributeDocument',
    subject: `${claimId}|${requestId}|${sha256}`,
    state: 'ready',
    input: {
      claimReference: claim.reference,
      partnerReference: filing.partnerReference ?? '',
      policyId,
      document: documentOf(evidence),
      bytesBase64: Buffer.from(bytes).toString('base64'),
    },
  });
  return done;
}

async function filingOf(tx: Tx, claim: StoredClaim, estimate: Estimate): Promise<ClaimFiling> {
  const { dossier, id: claimId, reference } = claim;
  const { policyId, debtorId, cause, currency, notice } = dossier;
  const { terms, debtorName, indemnity, payees, reckonedOn } = estimate;
  const buyers = await readBuyers(tx, policyId);
  const insurerBuyerId = buyers.find((buyer) => buyer.debtorId === debtorId)?.buyerId;
  const lines = indemnity.lines.flatMap((line) => {
    const claimedMinor = insurableOf(line);
    const { receivableId, number, issuedOn, dueOn, faceMinor } = line;
    return claimedMinor > 0
      ? [{ receivableId, number, issuedOn, dueOn, faceMinor, claimedMinor }]
      : [];
  });
  const evidence = await readEvidence(tx, debtorId);
  return {
    claimId,
    reference,
    policyId,
    policyNumber: terms.number,
    debtorId,
    debtorName,
    ...(insurerBuyerId !== undefined && { insurerBuyerId }),
    cause,
    dateOfLoss: reckonedOn,
    ...(notice?.reference !== undefined && { noticeReference: notice.reference }),
    currency,
    lines,
    claimedMinor: sumMinor(lines.map(({ claimedMinor }) => claimedMinor)),
    payees,
    documents: evidence.map(documentOf),
  };
}

/** What may be claimed of an invoice: all but what is not insured; the insurer applies its limit. */
function insurableOf({ remainingMinor, uninsured }: IndemnityLine): number {
  return sumMinor([remainingMinor, -sumMinor(uninsured.map(({ minor }) => minor))]);
}

function documentOf({ kind, fileName, sha256, receivableId }: Evidence): ClaimDocument {
  return { kind, fileName, sha256, ...(receivableId !== undefined && { receivableId }) };
}

/** The connection of the policy's insurer. */
async function lineOf(tx: Tx, policyId: string): Promise<{ connectionId: Id; queue: string }> {
  const policy = await readPolicy(tx, policyId);
  const [row] = await tx.query<{ queue: string }>(
    'select adapter_id as queue from cedent.connection where tenant_id = $1 and id = $2',
    [tx.tenantId, policy?.connectionId ?? null],
  );
  if (!policy || !row) throw new Error(`connection of policy ${policyId} is not there`);
  return { connectionId: policy.connectionId, queue: row.queue };
}
