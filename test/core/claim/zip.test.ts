import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexOfClaim } from '../../../src/core/claim/bundle.ts';
import type { ClaimFiling } from '../../../src/core/claim/filing.ts';
import { type ZipFile, zipLength, zipOf } from '../../../src/core/claim/zip.ts';
import { idOf } from './worked-example.ts';

const files: ZipFile[] = [
  { path: 'index.json', bytes: new TextEncoder().encode('{"a":1}') },
  {
    path: 'documents/0001-contract-合同.pdf',
    bytes: Uint8Array.from({ length: 70_000 }, (_, at) => at % 251),
  },
  { path: 'documents/0002-empty.txt', bytes: new Uint8Array() },
];

describe('an archive of a claim', () => {
  test('is what unzip takes out again, byte by byte and under its names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cedent-zip-'));
    try {
      const file = join(folder, 'claim.zip');
      writeFileSync(file, zipOf(files));
      const told = execFileSync('unzip', ['-t', file], { encoding: 'utf8' });
      expect(told).toContain('No errors detected');
      execFileSync('unzip', ['-q', file, '-d', join(folder, 'out')], {
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      });
      for (const { path, bytes } of files) {
        expect(new Uint8Array(readFileSync(join(folder, 'out', path)))).toEqual(bytes);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('has the length that is promised before it is made, and the same bytes each time', () => {
    const zip = zipOf(files);
    const heads = files.map(({ path, bytes }) => ({ path, byteLength: bytes.length }));
    expect(zip.length).toBe(zipLength(heads));
    expect(zipOf(files)).toEqual(zip);
    expect(zipOf([])).toHaveLength(22);
  });
});

describe('its index', () => {
  const document = (kind: string, fileName: string, sha: string, receivableId?: string) => ({
    kind,
    fileName,
    sha256: sha.repeat(64),
    ...(receivableId !== undefined && { receivableId }),
  });
  const filing: ClaimFiling = {
    claimId: idOf('900'),
    reference: 'CL-00001',
    policyId: 'P1',
    policyNumber: '4711',
    debtorId: 'D1',
    debtorName: 'Acme',
    cause: 'insolvency',
    dateOfLoss: '2026-09-09',
    currency: 'EUR',
    lines: [
      {
        receivableId: idOf('101'),
        number: 'RE 101',
        issuedOn: '2026-01-12',
        dueOn: '2026-03-13',
        faceMinor: 100,
        claimedMinor: 50,
      },
    ],
    claimedMinor: 50,
    payees: [{ name: 'the insured' }],
    documents: [
      document('proof_of_delivery', '../../etc/pod.pdf', 'b', idOf('101')),
      document('contract', '合同.pdf', 'a'),
    ],
  };

  test('names every document by kind, invoice and hash, whatever order they came in', () => {
    const of = { hash: 'c'.repeat(64), byteLengths: new Map([['a'.repeat(64), 7]]) };
    const index = indexOfClaim(filing, of);
    expect(
      index.documents.map(({ path, invoice, byteLength }) => [path, invoice, byteLength]),
    ).toEqual([
      ['documents/0001-contract-合同.pdf', undefined, 7],
      ['documents/0002-proof_of_delivery-__.._etc_pod.pdf', 'RE 101', 0],
    ]);
    const turned = { ...filing, documents: filing.documents.toReversed() };
    expect(indexOfClaim(turned, of)).toEqual(index);
  });
});
