import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDecimal } from '../../../src/core/money.ts';
import { readRemt001 } from '../../../src/intake/remittance/remt001.ts';

const sample = '../shared/standards/iso20022/samples/pyiso20022_remt_001_001_06.xml';
const present = existsSync(sample);
const read = (text: string) => readRemt001(new TextEncoder().encode(text));

describe.skipIf(!present)(
  present ? 'a published sample' : 'a published sample (left out: not beside this checkout)',
  () => {
    test('whose documents do not make its payment is refused with both numbers', () => {
      expect(read(readFileSync(sample, 'utf8'))).toEqual({
        status: 'refused',
        code: 'remittance_unbalanced',
        params: {
          reference: 'Linking ID Example 1',
          currency: 'USD',
          documents: '7833.10',
          total: '7845.61',
        },
      });
    });

    test('with the payment that its documents make is read', () => {
      const text = readFileSync(sample, 'utf8').replace('7845.61', '7833.10');
      expect(read(text)).toEqual({
        status: 'read',
        advices: [
          {
            reference: 'Linking ID Example 1',
            payer: 'Payer McTest1',
            paidOn: '2022-07-10',
            currency: 'USD',
            totalMinor: 783_310,
            documents: [document('684528', 391_611), document('683529', 391_699)],
          },
        ],
      });
    });

    function document(number: string, amountMinor: number) {
      const issuedOn = '2022-06-10';
      return {
        number,
        type: 'CINV',
        issuedOn,
        amountMinor,
        paidMinor: amountMinor,
        deductions: [],
      };
    }
  },
);

type Changes = { version?: string; documents?: string; total?: string; day?: string };

function advice({
  version = '05',
  documents = invoice('A-1', '<RmtdAmt Ccy="EUR">90.00</RmtdAmt>'),
  total = '<Amt><InstdAmt Ccy="EUR">90.00</InstdAmt></Amt>',
  day = '<ReqdExctnDt><Dt>2026-10-20</Dt></ReqdExctnDt>',
}: Changes): string {
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.${version}"><RmtAdvc><GrpHdr><MsgId>M</MsgId>
<CreDtTm>2026-10-15T08:00:00Z</CreDtTm><InitgPty><Nm>Initiator</Nm></InitgPty></GrpHdr><RmtInf><RmtId>R-1</RmtId>${documents}
<OrgnlPmtInf><Refs><EndToEndId>E-1</EndToEndId></Refs>${total}${day}<Dbtr><Nm>Payer</Nm></Dbtr>
<DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct></OrgnlPmtInf></RmtInf></RmtAdvc></Document>`;
}

function invoice(number: string, amounts: string, type = 'CINV'): string {
  return `<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Nb>${number}</Nb></RfrdDocInf>
<RfrdDocAmt>${amounts}</RfrdDocAmt></Strd>`;
}

const eur = (name: string, amount: string) => `<${name} Ccy="EUR">${amount}</${name}>`;
const discount = `<DscntApldAmt>${eur('Amt', '2.00')}</DscntApldAmt>`;
const short = `<AdjstmntAmtAndRsn>${eur('Amt', '8.00')}<Rsn>QTY</Rsn><AddtlInf>short</AddtlInf></AdjstmntAmtAndRsn>`;

test('an advice names what is paid, what is kept back and why', () => {
  const documents = [
    invoice('A-1', eur('DuePyblAmt', '110.00') + discount + short + eur('RmtdAmt', '100.00')),
    invoice('C-1', eur('RmtdAmt', '10.00'), 'CREN'),
  ].join('');
  expect(read(advice({ documents }))).toEqual({
    status: 'read',
    advices: [
      {
        reference: 'E-1',
        payer: 'Payer',
        payerAccount: 'DE89370400440532013000',
        paidOn: '2026-10-20',
        currency: 'EUR',
        totalMinor: 9000,
        documents: [
          {
            number: 'A-1',
            type: 'CINV',
            amountMinor: 11_000,
            paidMinor: 10_000,
            deductions: [
              { amountMinor: 200, code: 'discount' },
              { amountMinor: 800, code: 'QTY', detail: 'short' },
            ],
          },
          { number: 'C-1', type: 'CREN', paidMinor: -1000, deductions: [] },
        ],
      },
    ],
  });
});

test.each([
  ['the amount due less the discount', eur('DuePyblAmt', '92.00') + discount, 'CINV'],
  ['what is remitted', eur('RmtdAmt', '90.00'), 'CINV'],
])('what is paid is %s', (_, amounts, type) => {
  expect(read(advice({ documents: invoice('A-1', amounts, type) }))).toMatchObject({
    advices: [{ totalMinor: 9000 }],
  });
});

test('a reference of the creditor may name the document', () => {
  const documents = `<Strd><RfrdDocAmt>${eur('RmtdAmt', '90.00')}</RfrdDocAmt>
<CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd>`;
  expect(read(advice({ documents }))).toMatchObject({
    advices: [{ documents: [{ number: 'RF18539007547034' }] }],
  });
});

test('without a stated payment or day the documents and the advice say both', () => {
  expect(read(advice({ total: '', day: '' }))).toMatchObject({
    advices: [{ totalMinor: 9000, paidOn: '2026-10-15' }],
  });
});

describe('an advice is refused for', () => {
  test.each<[string, Changes, string, object]>([
    [
      'a cent of difference',
      { total: '<Amt><InstdAmt Ccy="EUR">90.01</InstdAmt></Amt>' },
      'remittance_unbalanced',
      { documents: '90.00', total: '90.01' },
    ],
    [
      'a part of a cent',
      { documents: invoice('A', eur('RmtdAmt', '90.005')) },
      'remittance_amount',
      { reference: 'E-1', document: 1, value: '90.005' },
    ],
    [
      'another currency',
      { documents: invoice('A', '<RmtdAmt Ccy="USD">90.00</RmtdAmt>') },
      'remittance_currency',
      { currency: 'USD', expected: 'EUR' },
    ],
    [
      'an adjustment without what is remitted',
      { documents: invoice('A', eur('DuePyblAmt', '98.00') + short) },
      'remittance_field_missing',
      { document: 1, field: 'RmtdAmt' },
    ],
    [
      'an amount without a document',
      { documents: `<Strd><RfrdDocAmt>${eur('RmtdAmt', '90.00')}</RfrdDocAmt></Strd>` },
      'remittance_field_missing',
      { field: 'RfrdDocInf/Nb' },
    ],
    ['no document', { documents: '' }, 'remittance_field_missing', { field: 'Strd/RfrdDocInf' }],
    [
      '30 February',
      { day: '<ReqdExctnDt>2026-02-30</ReqdExctnDt>' },
      'remittance_date',
      { value: '2026-02-30' },
    ],
    ['a version that is not known', { version: '07' }, 'remittance_version', { version: '07' }],
  ])('%s', (_, changes, code, params) => {
    expect(read(advice(changes))).toMatchObject({ status: 'refused', code, params });
  });

  test.each([
    ['another message', advice({}).replace('remt.001', 'camt.053'), 'remittance_not_read'],
    ['no XML', 'A;B', 'remittance_not_xml'],
    ['a document type', `<!DOCTYPE a>${advice({})}`, 'remittance_has_dtd'],
  ])('being %s', (_, text, code) => {
    expect(read(text)).toMatchObject({ status: 'refused', code });
  });
});

test('whatever documents are written, they are read to the cent, and a cent more is refused', () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(amounts, (minors) => {
      const text = (amountMinor: number) => toDecimal({ amountMinor, currency: 'EUR' });
      const documents = minors
        .map((minor, at) => invoice(`A-${at}`, eur('RmtdAmt', text(minor))))
        .join('');
      const sum = minors.reduce((total, minor) => total + minor, 0);
      const total = (minor: number) => `<Amt>${eur('InstdAmt', text(minor))}</Amt>`;
      const whole = read(advice({ documents, total: total(sum) }));
      if (whole.status === 'refused') throw new Error(whole.code);
      expect(whole.advices[0]?.documents.map(({ paidMinor }) => paidMinor)).toEqual(minors);
      expect(read(advice({ documents, total: total(sum + 1) }))).toMatchObject({
        code: 'remittance_unbalanced',
      });
    }),
    { numRuns: 50 },
  );
});
