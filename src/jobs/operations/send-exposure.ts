import type { FileTaken } from '../../core/adapter.ts';
import { ExposureFeed } from '../../core/exposure/feed.ts';
import { audit } from '../../store/audit.ts';
import { defineEffect } from '../operation.ts';

/** A feed that was prepared, added up and stored goes to the insurer's mailbox. */
export const sendExposure = defineEffect<typeof ExposureFeed, FileTaken>({
  kind: 'effect',
  input: ExposureFeed,
  effect: (operations) => operations.sendExposure,
  reference: (feed) => feed.reference,
  foundByPeople: (partnerReference) => ({ fileName: partnerReference }),
  accepted: (tx, { input: feed, actor, foundBy }, { fileName }) =>
    audit(tx, {
      actor,
      action: 'exposure.sent',
      subject: feed.reference,
      body: { fileName, ...(foundBy && { foundBy }) },
    }),
  rejected: (tx, { input: feed, actor, foundBy }, { reason, detail }) =>
    audit(tx, {
      actor,
      action: 'exposure.refused',
      subject: feed.reference,
      body: { reason, detail, ...(foundBy && { foundBy }) },
    }),
});
