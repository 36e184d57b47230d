import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspectLedger } from '../../src/intake/inspect.ts';
import { readLedger } from '../../src/intake/ledger.ts';

const sample = '../shared/samples/ledgers/ibm_WA_Fn-UseC_-Accounts-Receivable.csv';
const present = existsSync(sample);
const title = present
  ? 'the sample ledger of 2,466 invoices'
  : 'the sample ledger (left out: its file is not beside this checkout, and may not be copied into it)';

describe.skipIf(!present)(title, () => {
  test('is understood up to its currency, its dates decided by a value', async () => {
    const seen = await inspectLedger(createReadStream(sample));
    if (seen.status === 'refused') throw new Error(seen.code);
    expect(seen.suggestion.questions.map(({ code }) => code)).toEqual(['currency_unstated']);
    expect(seen.suggestion.notes[0]).toEqual({
      code: 'date_format_decided',
      params: { format: 'M/D/YYYY', column: 'InvoiceDate', value: '1/26/2013' },
    });
    expect(seen.suggestion.mapping.columns).toEqual({
      number: 'invoiceNumber',
      debtorId: 'customerID',
      country: 'countryCode',
      issuedOn: 'InvoiceDate',
      dueOn: 'DueDate',
      face: 'InvoiceAmount',
      settledOn: 'SettledDate',
      disputed: 'Disputed',
    });
  });

  test('goes in with the suggested mapping, USD and a day: what was settled later is open', async () => {
    const seen = await inspectLedger(createReadStream(sample));
    if (seen.status === 'refused') throw new Error(seen.code);
    const ledger = await readLedger(createReadStream(sample), {
      mapping: seen.suggestion.mapping,
      asOf: '2013-06-30',
      currency: 'USD',
      sellerId: 'seller',
      ledger: 'AR',
    });
    if (ledger.status === 'refused') throw new Error(ledger.code);
    const countries = new Set<string>();
    let disputed = 0;
    for await (const row of ledger.rows) {
      if (row.kind === 'item') {
        countries.add(row.debtor.country ?? '');
        if (row.receivable.kind === 'invoice' && row.receivable.disputedMinor > 0) disputed += 1;
      } else {
        expect(row).toEqual({
          kind: 'summary',
          summary: {
            rows: 2466,
            accepted: 620,
            rejected: 0,
            settled: 1846,
            debtors: 100,
            totals: [{ currency: 'USD', count: 620, faceMinor: 3_737_844, openMinor: 3_737_844 }],
            rejectedBy: {},
          },
        });
      }
    }
    expect([...countries].sort()).toEqual(['391', '406', '770', '818', '897']);
    expect(disputed).toBeGreaterThan(0);
  });

  test('as of a day before every settlement holds all invoices and the whole amount', async () => {
    const seen = await inspectLedger(createReadStream(sample));
    if (seen.status === 'refused') throw new Error(seen.code);
    const setting = { asOf: '2012-01-01', currency: 'USD', sellerId: 'seller', ledger: 'AR' };
    const { mapping } = seen.suggestion;
    const ledger = await readLedger(createReadStream(sample), { mapping, ...setting });
    if (ledger.status === 'refused') throw new Error(ledger.code);
    for await (const row of ledger.rows) {
      if (row.kind === 'item') continue;
      expect(row).toMatchObject({
        summary: { accepted: 2466, totals: [{ faceMinor: 14_770_318, openMinor: 14_770_318 }] },
      });
    }
  });
});
