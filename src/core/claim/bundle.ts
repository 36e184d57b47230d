import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';
import type { ClaimDocument, ClaimFiling } from './filing.ts';

/** What a claim's file holds, document by document under its hash. */
export const ClaimIndex = z.strictObject({
  reference: z.string(),
  policyNumber: z.string(),
  debtorName: z.string(),
  dateOfLoss: Day,
  currency: Currency,
  claimedMinor: AmountMinor,
  /** The hash of the claim that was released, which lies beside it. */
  claimSha256: z.string().length(64),
  documents: z.array(
    z.strictObject({
      nth: z.int(),
      path: z.string(),
      kind: z.string(),
      fileName: z.string(),
      sha256: z.string().length(64),
      byteLength: z.int(),
      invoice: z.string().optional(),
    }),
  ),
});
export type ClaimIndex = z.infer<typeof ClaimIndex>;

/** The index of a claim's file, in the order of kinds, invoices and hashes: the same for the same claim. */
export function indexOfClaim(
  filing: ClaimFiling,
  { hash, byteLengths }: { hash: string; byteLengths: ReadonlyMap<string, number> },
): ClaimIndex {
  const numbers = new Map(filing.lines.map(({ receivableId, number }) => [receivableId, number]));
  const invoiceOf = ({ receivableId }: ClaimDocument) =>
    receivableId === undefined ? undefined : (numbers.get(receivableId) ?? receivableId);
  const keyOf = (own: ClaimDocument) => `${own.kind}|${invoiceOf(own) ?? ''}|${own.sha256}`;
  const sorted = [...filing.documents].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const { reference, policyNumber, debtorName, dateOfLoss, currency, claimedMinor } = filing;
  return {
    reference,
    policyNumber,
    debtorName,
    dateOfLoss,
    currency,
    claimedMinor,
    claimSha256: hash,
    documents: sorted.map((document, index) => {
      const { kind, fileName, sha256 } = document;
      const invoice = invoiceOf(document);
      const nth = index + 1;
      return {
        nth,
        path: `documents/${String(nth).padStart(4, '0')}-${kind}-${plain(fileName)}`,
        kind,
        fileName,
        sha256,
        byteLength: byteLengths.get(sha256) ?? 0,
        ...(invoice !== undefined && { invoice }),
      };
    }),
  };
}

/** A name that leads nowhere else and that every file system takes. */
function plain(fileName: string): string {
  const kept = fileName.replaceAll(/[\p{C}/\\:*?"<>|]/gu, '_').replace(/^\.+/, '_');
  return kept.length > 80 ? `${kept.slice(0, 60)}…${kept.slice(-16)}` : kept;
}
