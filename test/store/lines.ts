import type { RequestLine } from '../../src/core/funding/request.ts';
import { fingerprint } from '../../src/core/receivable.ts';
import type { Tx } from '../../src/store/database.ts';

/** The lines of a request for the named invoices of `importLines`, whole. */
export async function linesOf(tx: Tx, numbers: string[]): Promise<RequestLine[]> {
  const rows = await tx.query<{ id: string; number: string; faceMinor: number; ledger: string }>(
    `select id, number, face_minor as "faceMinor", ledger from cedent.receivable
     where number = any ($1) order by number`,
    [numbers],
  );
  return rows.map(({ id, number, faceMinor, ledger }, index) => {
    const key = {
      sellerId: 'S1',
      ledger,
      number,
      kind: 'invoice',
      fiscalYear: 2026,
      instalment: 1,
    } as const;
    const issuedOn = '2026-09-01';
    return {
      lineNumber: index + 1,
      receivableId: id,
      fingerprint: fingerprint({ key, issuedOn, faceMinor, currency: 'EUR' }),
      number,
      instalment: 1,
      debtor: { id: 'D1', name: 'Debtor D1', identifiers: {} },
      issuedOn,
      dueOn: '2026-10-01',
      currency: 'EUR',
      faceMinor,
      openMinor: faceMinor,
      fundedMinor: faceMinor,
      advanceMinor: 90_00,
    };
  });
}
