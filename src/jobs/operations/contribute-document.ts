import { z } from 'zod';
import type { TakenByInsurer } from '../../core/adapter.ts';
import { ClaimDocument } from '../../core/claim/filing.ts';
import { audit } from '../../store/audit.ts';
import { defineEffect } from '../operation.ts';

const Input = z.strictObject({
  claimReference: z.string().min(1),
  partnerReference: z.string(),
  policyId: z.string().min(1),
  document: ClaimDocument,
  bytesBase64: z.string(),
});

/** A document goes to the insurer after the claim; what was answered stands in the dossier already. */
export const contributeDocument = defineEffect<typeof Input, TakenByInsurer>({
  kind: 'effect',
  input: Input,
  effect: (operations) => operations.contributeDocument,
  reference: ({ claimReference, document }) => `${claimReference}/${document.sha256.slice(0, 16)}`,
  foundByPeople: (partnerReference) => ({ partnerReference }),
  accepted: (tx, { input, actor, foundBy }, { partnerReference }) =>
    audit(tx, {
      actor,
      action: 'claim.document_taken',
      subject: input.claimReference,
      body: { sha256: input.document.sha256, partnerReference, ...(foundBy && { foundBy }) },
    }),
  rejected: (tx, { input, actor, foundBy }, { reason, detail }) =>
    audit(tx, {
      actor,
      action: 'claim.document_refused',
      subject: input.claimReference,
      body: { sha256: input.document.sha256, reason, detail, ...(foundBy && { foundBy }) },
    }),
});
