import type { TakeEvidence } from '../http/claim-parts.ts';
import { keepEvidence } from '../store/evidence.ts';
import { withSpooled } from './spool.ts';

/** A document on disk until its hash is known; then it is kept once per content. */
export const takeEvidence: TakeEvidence = (tx, { personId, bytes, ...evidence }) =>
  withSpooled(bytes, async (file) => {
    const actor = { personId };
    const kept = await keepEvidence(tx, { actor, file, ...evidence });
    return kept.status === 'refused' ? { ...kept, params: {} } : kept;
  });
