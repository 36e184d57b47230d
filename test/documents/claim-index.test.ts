import { expect, test } from 'vitest';
import type { ClaimIndex } from '../../src/core/claim/bundle.ts';
import { renderClaimIndex } from '../../src/documents/claim-index.ts';
import { rawText } from './reading.ts';

const index = (documents: number): ClaimIndex => ({
  reference: 'CL-00001',
  policyNumber: '4711',
  debtorName: '宁波海曙 Müller & Söhne',
  dateOfLoss: '2026-09-09',
  currency: 'EUR',
  claimedMinor: 19_000_000,
  claimSha256: 'c'.repeat(64),
  documents: Array.from({ length: documents }, (_, at) => ({
    nth: at + 1,
    path: `documents/${at + 1}`,
    kind: at % 2 === 0 ? 'proof_of_delivery' : 'form 12',
    fileName: `送货单-${at + 1}.pdf`,
    sha256: String(at % 10).repeat(64),
    byteLength: 1000 + at,
    invoice: `RE ${at + 1}`,
  })),
});

test('the index of a claim prints each document under its hash, in both languages', () => {
  const { pdf, pages } = renderClaimIndex(index(90));
  expect(pages).toBeGreaterThan(1);
  const text = rawText(pdf).replaceAll(/\s+/g, '');
  for (const part of ['Indexoftheclaimfile', '索赔材料目录', 'EUR190000.00', 'c'.repeat(64)]) {
    expect(text).toContain(part);
  }
  for (const nth of [1, 45, 90]) expect(text).toContain(`送货单-${nth}.pdf`);
  expect(text).toContain('Proofofdelivery');
  expect(text).toContain('form12');
});

test('the same index gives the same bytes', () => {
  expect(renderClaimIndex(index(3)).sha256).toBe(renderClaimIndex(index(3)).sha256);
  expect(renderClaimIndex(index(0)).pages).toBe(1);
});
