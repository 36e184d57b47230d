import { describe, expect, test } from 'vitest';
import { readCamt053 } from '../../src/intake/camt053.ts';
import { type Changes, entry, statement } from './statement-file.ts';

function read(text: string) {
  return readCamt053(new TextEncoder().encode(text));
}

describe('a statement that does not hold is refused whole, naming the place', () => {
  test.each<[string, Changes, string, object]>([
    [
      'a sum that does not hold',
      { closing: '1350.51' },
      'statement_unbalanced',
      { opening: '100.00', entries: '1250.50', closing: '1350.51' },
    ],
    [
      'amounts that together leave the exact range',
      { entries: entry({ amount: '80000000000000' }) + entry({ amount: '80000000000000' }) },
      'statement_amount',
      { entry: 2, value: '80000000000000.00' },
    ],
    [
      'another count of entries than the bank states',
      { summary: '<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>' },
      'statement_count',
      { stated: '2', found: 1 },
    ],
    [
      'a bad amount in the second entry',
      { entries: entry() + entry({ amount: '1,50' }) },
      'statement_amount',
      { entry: 2, value: '1,50' },
    ],
    [
      'a negative amount',
      { entries: entry({ amount: '-1' }) },
      'statement_amount',
      { entry: 1, value: '-1' },
    ],
    [
      'more decimals than the currency has',
      { entries: entry({ amount: '1.005' }) },
      'statement_amount',
      { currency: 'EUR' },
    ],
    [
      'an exponent in an amount',
      { entries: entry({ amount: '1e3' }) },
      'statement_amount',
      { value: '1e3' },
    ],
    [
      'an entry in another currency',
      { entries: entry({ currency: 'USD' }) },
      'statement_currency',
      { currency: 'USD', account: 'EUR' },
    ],
    [
      'an impossible day',
      { entries: entry({ booked: '2026-02-30' }) },
      'statement_date',
      { entry: 1, value: '2026-02-30' },
    ],
    [
      'an unknown side',
      { entries: entry({ side: 'LEFT' }) },
      'statement_code',
      { field: 'CdtDbtInd', value: 'LEFT' },
    ],
    [
      'an unknown status',
      { entries: entry({ status: '<Cd>DONE</Cd>' }) },
      'statement_code',
      { field: 'Sts', value: 'DONE' },
    ],
    [
      'no status',
      { entries: entry({ status: '' }) },
      'statement_field_missing',
      { field: 'Sts', entry: 1 },
    ],
    ['a version before the second', { version: '01' }, 'statement_version', { version: '01' }],
    ['a version after the fourteenth', { version: '15' }, 'statement_version', { version: '15' }],
    [
      'a second statement without an id',
      { more: '<Stmt/>' },
      'statement_field_missing',
      { field: 'Id' },
    ],
  ])('%s', (_, changes, code, params) => {
    expect(read(statement(changes))).toMatchObject({ status: 'refused', code, params });
  });

  test.each<[string, string, string]>([
    [
      'a document type',
      statement({}).replace('<Document', '<!DOCTYPE a [<!ENTITY e "x">]><Document'),
      'statement_has_dtd',
    ],
    ['XML that is cut short', statement({}).slice(0, -30), 'statement_not_xml'],
    ['no XML at all', 'No;Name', 'statement_not_xml'],
    ['XML without a document', '<a/>', 'statement_not_read'],
    ['another message', statement({}).replaceAll('camt.053', 'camt.054'), 'statement_not_read'],
    [
      'another encoding declared',
      statement({}).replace('UTF-8', 'ISO-8859-1'),
      'statement_not_utf8',
    ],
  ])('%s', (_, text, code) => {
    expect(read(text)).toMatchObject({ status: 'refused', code });
  });

  test('bytes that are not UTF-8', () => {
    expect(readCamt053(Uint8Array.of(0x3c, 0xfc, 0x3e))).toMatchObject({
      code: 'statement_not_utf8',
    });
  });
});
