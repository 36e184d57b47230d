import { describe, expect, test } from 'vitest';
import { completeMapping, Mapping, mappingJsonSchema } from '../../../src/intake/mapping.ts';
import { weighDates } from '../../../src/intake/suggest/dates.ts';
import { weighNumbers } from '../../../src/intake/suggest/numbers.ts';
import { suggestMapping } from '../../../src/intake/suggest/suggest.ts';
import { readWhole } from '../sources.ts';

function suggest(text: string, delimiter = ',') {
  const [header = [], ...rows] = text.split('\n').map((line) => line.split(delimiter));
  return suggestMapping(header, rows);
}

describe('columns are recognised', () => {
  test.each<[string, string, string, Record<string, string>]>([
    [
      'English',
      ',',
      'Invoice No.,Customer,Customer Name,Country,Invoice Date,Due Date,Amount,Open Amount,Currency\nA1,C1,Acme Ltd,GB,2026-01-05,2026-02-05,10.50,10.50,GBP',
      {
        number: 'Invoice No.',
        debtorId: 'Customer',
        debtorName: 'Customer Name',
        country: 'Country',
        issuedOn: 'Invoice Date',
        dueOn: 'Due Date',
        face: 'Amount',
        open: 'Open Amount',
        currency: 'Currency',
      },
    ],
    [
      'German',
      ';',
      'Belegnummer;Kundennr.;Kunde;Land;Belegdatum;Nettofälligkeit;Betrag;Offener Betrag;Währung;Zahlungsziel\n4711;10001;Müller GmbH;DE;05.01.2026;04.02.2026;1.010,50;10,50;EUR;30 Tage',
      {
        number: 'Belegnummer',
        debtorId: 'Kundennr.',
        debtorName: 'Kunde',
        country: 'Land',
        issuedOn: 'Belegdatum',
        dueOn: 'Nettofälligkeit',
        face: 'Betrag',
        open: 'Offener Betrag',
        currency: 'Währung',
        termsDays: 'Zahlungsziel',
      },
    ],
    [
      'French',
      ';',
      'N° facture;Code client;Raison sociale;Pays;Date de facture;Échéance;Montant TTC;Reste à payer;Devise\nF-1;C-1;Société Lumière;FR;15/01/2026;14/02/2026;1 010,50;10,50;EUR',
      {
        number: 'N° facture',
        debtorId: 'Code client',
        debtorName: 'Raison sociale',
        country: 'Pays',
        issuedOn: 'Date de facture',
        dueOn: 'Échéance',
        face: 'Montant TTC',
        open: 'Reste à payer',
        currency: 'Devise',
      },
    ],
    [
      'Chinese',
      ',',
      '发票号,客户编号,客户名称,开票日期,到期日,金额,未收金额,币种\n03344,K01,宁波电器有限公司,2026-01-05,2026-02-05,10.50,10.50,人民币',
      {
        number: '发票号',
        debtorId: '客户编号',
        debtorName: '客户名称',
        issuedOn: '开票日期',
        dueOn: '到期日',
        face: '金额',
        open: '未收金额',
        currency: '币种',
      },
    ],
    [
      'run-together',
      '|',
      'InvoiceNumber|CustomerName|InvoiceDate|PaymentTerms|InvoiceAmount|DocCurrency\nA1|Acme Ltd|2026-01-05|Net 30|10.50|USD',
      {
        number: 'InvoiceNumber',
        debtorName: 'CustomerName',
        issuedOn: 'InvoiceDate',
        termsDays: 'PaymentTerms',
        face: 'InvoiceAmount',
      },
    ],
  ])('in %s headers', (_, delimiter, text, columns) => {
    const { mapping, confidence } = suggest(text, delimiter);
    expect(mapping.columns).toMatchObject(columns);
    for (const field of Object.keys(columns)) {
      expect(Object.entries(confidence).find(([one]) => one === field)?.[1]).toBeGreaterThanOrEqual(
        0.5,
      );
    }
  });

  test('a column named like an amount whose cells are words is not taken for one', () => {
    const { mapping, questions } = suggest(
      'Invoice No,Customer,Date,Due,Amount\nA1,C1,2026-01-05,2026-02-05,ask',
    );
    expect(mapping.columns.face).toBeUndefined();
    expect(questions).toContainEqual({ code: 'mapping_field_missing', params: { field: 'face' } });
  });

  test('a bad cell in a short file hides no column: its row is rejected on reading', () => {
    const head = 'Belegnummer;Name 1;Belegdatum;Nettofälligkeit;Betrag in Belegwährung;Währung';
    const rows = [
      '1;A GmbH;05.01.2026;04.02.2026;1.234,50;EUR',
      '2;B GmbH;31.02.2026;04.03.2026;10,00;EUR',
      '3;C GmbH;06.01.2026;04.02.2026;x;QQQ',
    ];
    const { mapping, questions } = suggest([head, ...rows].join('\n'), ';');
    expect(questions).toEqual([]);
    expect(mapping).toMatchObject({
      columns: {
        debtorName: 'Name 1',
        issuedOn: 'Belegdatum',
        face: 'Betrag in Belegwährung',
        currency: 'Währung',
      },
      dateFormat: 'DD.MM.YYYY',
      numberFormat: { decimal: ',', thousands: '.' },
    });
  });

  test('a column of nothing but currencies is the currency column, whatever its name', () => {
    const head = 'Invoice No,Customer,Date,Due,Amount,Geld';
    const { mapping } = suggest(`${head}\nA1,C1,2026-01-05,2026-02-05,10.50,EUR`);
    expect(mapping.columns.currency).toBe('Geld');
  });

  test('columns without a field are listed as ignored', () => {
    const { mapping } = suggest(
      'Invoice No,Customer,Date,Due,Amount,Colour\nA1,C1,2026-01-05,2026-02-05,10.50,red',
    );
    expect(mapping.ignored).toEqual(['Colour']);
  });

  test('a kind column gets the words it uses, and the unknown ones become a question', () => {
    const head = 'Invoice No,Customer,Date,Due,Amount,Currency,Type';
    const row = (type: string) => `A1,C1,2026-01-05,2026-02-05,10.50,EUR,${type}`;
    const { mapping, questions } = suggest(
      [head, row('Rechnung'), row('GS'), row('ZZ')].join('\n'),
    );
    expect(mapping.kind).toEqual({
      by: 'column',
      column: 'Type',
      values: { Rechnung: 'invoice', GS: 'credit_note' },
    });
    expect(questions).toEqual([
      { code: 'kind_values_unknown', params: { column: 'Type', values: 'ZZ' } },
    ]);
  });

  test('negative amounts without a kind column are asked about, not decided', () => {
    const { mapping, questions } = suggest(
      'Invoice No,Customer,Date,Due,Amount,Currency\nA1,C1,2026-01-05,2026-02-05,-10.50,EUR',
    );
    expect(mapping.kind).toEqual({ by: 'all_invoices' });
    expect(questions).toEqual([
      { code: 'negative_amounts', params: { column: 'Amount', example: '-10.50' } },
    ]);
  });
});

describe('dates are decided by a value or not at all', () => {
  test.each([
    ['a day above 12 in second place', ['1/2/2026', '1/26/2026'], 'M/D/YYYY', '1/26/2026'],
    ['a day above 12 in first place', ['01/02/2026', '26/01/2026'], 'DD/MM/YYYY', '26/01/2026'],
    ['dashes, day first', ['01-02-2026', '26-01-2026'], 'DD-MM-YYYY', '26-01-2026'],
    ['a year in front', ['2026-01-02'], 'YYYY-MM-DD', undefined],
    ['points', ['01.02.2026'], 'DD.MM.YYYY', undefined],
    ['no separators', ['20260102'], 'YYYYMMDD', undefined],
    ['month names', ['05-Jan-26', '06-Feb-26'], 'DD-MMM-YY', undefined],
    ['two-digit years behind', ['05/01/26', '26/01/26', '27/02/26'], 'DD/MM/YY', '26/01/26'],
    ['Chinese', ['2026年1月5日'], 'YYYY年M月D日', undefined],
    [
      'one impossible day among ten',
      [...Array(9).fill('1/26/2026'), '2/30/2026'],
      'M/D/YYYY',
      '1/26/2026',
    ],
  ])('%s', (_, values, format, value) => {
    const expected = value === undefined ? {} : { value };
    expect(weighDates(values)).toEqual({ status: 'decided', format, ...expected });
  });

  test.each([
    ['every day is 12 or less', ['1/2/2026', '12/11/2026'], ['D/M/YYYY', 'M/D/YYYY']],
    [
      'some rows say day first and others month first',
      ['26/01/2026', '01/26/2026'],
      ['DD/MM/YYYY', 'MM/DD/YYYY'],
    ],
    ['the year may be in front, in two digits', ['24/01/31', '24/02/28'], ['DD/MM/YY']],
  ])('nothing is guessed when %s', (_, values, candidates) => {
    expect(weighDates(values)).toMatchObject({ status: 'unclear', candidates });
  });

  test('the example of an open question is a cell that can be read', () => {
    const evidence = weighDates(['=1+1', '1/2/2026', '3/4/2026']);
    expect(evidence).toMatchObject({ status: 'unclear', example: '1/2/2026' });
  });
});

describe('decimal point or comma is decided by a value or not at all', () => {
  test.each([
    ['a point with two decimals', ['1234', '12.50'], { decimal: '.', thousands: ',' }, '12.50'],
    ['a comma with two decimals', ['1.234', '12,50'], { decimal: ',', thousands: '.' }, '12,50'],
    ['both marks, comma first', ['1,234.567'], { decimal: '.', thousands: ',' }, '1,234.567'],
    ['both marks, point first', ['1.234,567'], { decimal: ',', thousands: '.' }, '1.234,567'],
    ['two points', ['1.234.567'], { decimal: ',', thousands: '.' }, '1.234.567'],
    ['a leading zero', ['0.125'], { decimal: '.', thousands: ',' }, '0.125'],
    ['four digits in front', ['1234.500'], { decimal: '.', thousands: ',' }, '1234.500'],
    ['spaces for thousands', ['1 234,50'], { decimal: ',', thousands: ' ' }, '1 234,50'],
    ['apostrophes for thousands', ["1'234.50"], { decimal: '.', thousands: "'" }, "1'234.50"],
    ['whole numbers', ['1234', '5'], { decimal: '.', thousands: ',' }, undefined],
  ])('%s', (_, values, format, value) => {
    const expected = value === undefined ? {} : { value };
    expect(weighNumbers(values)).toEqual({ status: 'decided', format, ...expected });
  });

  test.each([
    ['1.234 may be a thousand or one and a bit', ['1.234', '12'], '1.234'],
    ['1,234 may be a thousand or one and a bit', ['1,234'], '1,234'],
    ['rows contradict each other', ['12.50', '12,50'], '12,50'],
  ])('nothing is guessed when %s', (_, values, example) => {
    expect(weighNumbers(values)).toMatchObject({ status: 'unclear', example });
  });
});

describe('reading waits for the answers', () => {
  const text =
    'Invoice No,Customer,Invoice Date,Due Date,Amount,Currency\nA1,C1,1/2/2026,3/4/2026,"1.234",KWD\n';
  const header = ['Invoice No', 'Customer', 'Invoice Date', 'Due Date', 'Amount', 'Currency'];
  const { mapping, questions } = suggestMapping(header, [
    ['A1', 'C1', '1/2/2026', '3/4/2026', '1.234', 'KWD'],
  ]);

  test('ambiguous dates and decimals are questions, with the readings and an example', () => {
    expect(questions).toEqual([
      {
        code: 'date_format_unstated',
        params: { candidates: 'D/M/YYYY, M/D/YYYY', column: 'Invoice Date', example: '1/2/2026' },
      },
      {
        code: 'number_format_unstated',
        params: { candidates: '1,234.50 · 1.234,50', column: 'Amount', example: '1.234' },
      },
    ]);
  });

  test('reading is refused until the date format is stated, then until the decimals are, then done', async () => {
    const first = await readWhole(text, { mapping });
    expect(first).toMatchObject({
      code: 'date_format_unstated',
      params: { candidates: 'D/M/YYYY, M/D/YYYY', example: '1/2/2026' },
    });
    const dated = { ...mapping, dateFormat: 'D/M/YYYY' };
    expect(await readWhole(text, { mapping: dated })).toMatchObject({
      code: 'number_format_unstated',
      params: { example: '1.234' },
    });
    const whole = { ...dated, numberFormat: { decimal: '.', thousands: ',' } };
    expect(await readWhole(text, { mapping: whole })).toMatchObject({
      rows: [{ receivable: { issuedOn: '2026-02-01', dueOn: '2026-04-03', faceMinor: 1234 } }],
    });
  });
});

describe('a mapping as a file', () => {
  test('its JSON Schema names the required parts and every date format', () => {
    const schema = mappingJsonSchema();
    expect(schema).toMatchObject({
      title: 'Cedent ledger mapping',
      required: ['columns', 'dateFormat', 'numberFormat'],
    });
    expect(JSON.stringify(schema)).toContain('DD-MMM-YY');
  });

  test('a mapping written and read again is the same mapping', () => {
    const given = {
      columns: { number: 'a', issuedOn: 'b', dueOn: 'c', face: 'd', debtorId: 'e' },
      dateFormat: 'YYYYMMDD',
      numberFormat: { decimal: ',', thousands: '' },
    };
    const complete = completeMapping(given);
    if (complete.status === 'refused') throw new Error(complete.code);
    expect(Mapping.parse(JSON.parse(JSON.stringify(complete.mapping)))).toEqual(complete.mapping);
  });
});
