import { expect, test } from 'vitest';
import { readLedger } from '../../src/intake/ledger.ts';

const mapping = {
  columns: { number: 'No', debtorId: 'Customer', issuedOn: 'Date', dueOn: 'Due', face: 'Amount' },
  dateFormat: 'DD.MM.YYYY',
  numberFormat: { decimal: ',', thousands: '.' },
  fixed: { currency: 'EUR' },
};
const rows = 200_000;
const piece = 1_000;

test('200,000 rows stream through with the right totals, the source never more than one piece ahead', async () => {
  let written = 0;
  let read = 0;
  let furthest = 0;
  async function* source() {
    yield new TextEncoder().encode('No;Customer;Date;Due;Amount\n');
    while (written < rows) {
      let text = '';
      for (const last = written + piece; written < last; written += 1) {
        text += `R-${written};C-${written % 321};01.02.2026;03.04.2026;1.000,${10 + (written % 90)}\n`;
      }
      furthest = Math.max(furthest, written - read);
      yield new TextEncoder().encode(text);
    }
  }
  const ledger = await readLedger(source(), {
    mapping,
    asOf: '2026-03-01',
    sellerId: 'S',
    ledger: 'AR',
  });
  if (ledger.status === 'refused') throw new Error(ledger.code);
  let openMinor = 0;
  for await (const row of ledger.rows) {
    if (row.kind === 'item') {
      read += 1;
      openMinor += row.receivable.openMinor;
    } else if (row.kind === 'summary') {
      const expected = Array.from({ length: rows }, (_, row) => 100_010 + (row % 90));
      const sum = expected.reduce((total, amount) => total + amount, 0);
      expect(row.summary).toMatchObject({ rows, accepted: rows, debtors: 321 });
      expect(row.summary.totals).toEqual([
        { currency: 'EUR', count: rows, faceMinor: sum, openMinor: sum },
      ]);
      expect(openMinor).toBe(sum);
    }
  }
  expect(read).toBe(rows);
  expect(furthest).toBeLessThanOrEqual(3 * piece);
});
