import type { ClaimIndex } from '../core/claim/bundle.ts';
import type { Tx } from '../store/database.ts';
import type { Refused } from './deps.ts';

/** Keeps a document that a claim may have to show. */
export type TakeEvidence = (
  tx: Tx,
  order: {
    personId: string;
    debtorId: string;
    receivableId?: string;
    kind: string;
    fileName: string;
    contentType: string;
    note: string;
    bytes: AsyncIterable<Uint8Array>;
  },
) => Promise<{ status: 'kept' | 'known'; id: string; sha256: string } | Refused>;

/** The index of a claim's file as PDF. */
export type PrintClaimIndex = (index: ClaimIndex) => Promise<Uint8Array>;
