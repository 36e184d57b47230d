import { stringify } from 'csv-stringify/sync';
import type { CanonicalRequest, RequestLine } from '../core/funding/request.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import { toDecimal } from '../core/money.ts';

export type Attachment = {
  name: string;
  type: string;
  description: string;
  bytes: Uint8Array;
};

/** The request itself as a file: canonical JSON, whose SHA-256 is printed and approved, and CSV. */
export function attachmentsOf(request: CanonicalRequest): {
  json: Attachment;
  csv: Attachment;
  dataSha256: string;
} {
  const encoder = new TextEncoder();
  const json = encoder.encode(canonicalJson(request));
  return {
    json: {
      name: dataFileName(request, 'json'),
      type: 'application/json',
      description: `Canonical data of ${request.number}`,
      bytes: json,
    },
    csv: {
      name: dataFileName(request, 'csv'),
      type: 'text/csv',
      description: `Receivables of ${request.number}`,
      bytes: encoder.encode(linesAsCsv(request.lines)),
    },
    dataSha256: sha256(json),
  };
}

export function dataFileName(request: CanonicalRequest, extension: 'json' | 'csv'): string {
  return `${request.number.replace(/[^A-Za-z0-9._-]+/g, '_')}.${extension}`;
}

/** RFC 4180 in UTF-8 with a byte order mark; texts that a spreadsheet would run are defused. */
export function linesAsCsv(lines: readonly RequestLine[]): string {
  return stringify(
    lines.map((line) => ({
      line_number: line.lineNumber,
      debtor_id: line.debtor.id,
      debtor_name: line.debtor.name,
      debtor_country: line.debtor.country ?? '',
      debtor_identifiers: Object.entries(line.debtor.identifiers)
        .map(([scheme, value]) => `${scheme}=${value}`)
        .join(';'),
      invoice_number: line.number,
      instalment: line.instalment,
      issued_on: line.issuedOn,
      due_on: line.dueOn,
      currency: line.currency,
      face: decimal(line.faceMinor, line.currency),
      outstanding_assigned: decimal(line.openMinor, line.currency),
      fingerprint: line.fingerprint,
    })),
    {
      header: true,
      bom: true,
      record_delimiter: 'windows',
      escape_formulas: true,
    },
  );
}

function decimal(amountMinor: number, currency: string): string {
  return toDecimal({ amountMinor, currency });
}
