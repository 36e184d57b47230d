import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readStatements } from '../../../src/intake/statements.ts';
import { credit, page, refused, statementsIn } from './file.ts';

const samples = '../shared/standards/iso20022/samples';
const german = `${samples}/mt940_cmxl.sta`;
const dutch = `${samples}/mt940_jejik_abnamro.sta`;
const present = existsSync(german) && existsSync(dutch);

describe.skipIf(!present)(
  present ? 'published samples' : 'published samples (left out: not beside this checkout)',
  () => {
    test('one in a currency that is no more is refused, and read in one that is', () => {
      const text = readFileSync(german, 'utf8');
      expect(refused(text)).toMatchObject({
        code: 'statement_code',
        params: { statement: '131110 27/01', field: '60F', value: 'DEM' },
      });
      const read = statementsIn(text.replaceAll('DEM', 'EUR'));
      expect(read.map(({ account, entries }) => [account, entries.length])).toEqual([
        ['45050050/76198810', 11],
        ['10020030/1234567', 2],
        ['BPHKPLPK/320000546101', 3],
      ]);
      expect(read[2]?.entries[0]).toMatchObject({
        entryRef: '8327000090031789',
        amountMinor: 2_000_000,
        debtorName: 'HUTA SZKLA TOPIC ULPRZEMY SLOWA 67 32-669 WROCLAW',
        transactions: [{ debtor: { account: 'PL08106000760000777777777777' } }],
      });
      expect(read[2]?.entries[0]?.unstructured[0]).toMatch(/FAKTURA 333\/2003\.$/);
    });

    test('one whose balances do not hold is refused with the numbers', () => {
      const text = readFileSync(dutch, 'utf8');
      expect(refused(text)).toMatchObject({
        code: 'statement_unbalanced',
        params: { opening: '3236.28', entries: '-321.44', closing: '876.84' },
      });
      const mended = text.replace('EUR876,84', 'EUR2914,84').replace('EUR1849,75', 'EUR2852,35');
      expect(refused(mended)).toMatchObject({
        code: 'statement_page_missing',
        params: { statement: 'ABN AMRO BANK NV 19322/1', page: 1 },
      });
    });
  },
);

describe('a file is taken', () => {
  const fin = (body: string) =>
    `{1:F01BANKDEFFAXXX0000000000}{2:O9401200261101BANKDEFFAXXX00000000002611011200N}{4:\r\n${body}`;

  test.each([
    ['bare', page()],
    ['in the envelope', `${fin(page()).trimEnd().slice(0, -1)}-}{5:{CHK:123456789ABC}}`],
    ['with line feeds alone', page().replaceAll('\r\n', '\n')],
    ['under a heading of the bank', `BANKDEFF\r\n940\r\nBANKDEFF\r\n${page()}`],
    ['with a byte order mark', `\uFEFF${page()}`],
  ])('%s', (_, text) => {
    const [statement, ...more] = statementsIn(text);
    expect(more).toEqual([]);
    expect(statement).toMatchObject({
      dialect: 'mt940',
      statementId: 'STARTUMS 5/1',
      account: 'DE89370400440532013000',
      currency: 'EUR',
      openingMinor: 10_000,
      closingMinor: 11_000,
      balanced: true,
    });
    expect(statement?.entries[0]).toMatchObject({
      entryRef: 'BANK-1',
      entryRefBy: 'bank',
      amountMinor: 1000,
      creditDebit: 'credit',
      bookedOn: '2026-11-01',
      valueOn: '2026-11-01',
    });
  });

  test('several messages run together in their envelopes', () => {
    const one = `${fin(page()).trimEnd().slice(0, -1)}-}`;
    expect(statementsIn(`${one}${one.replace('{4:', '{3:{108:X}}{4:')}`)).toHaveLength(2);
  });

  test('in ISO-8859-1 and in UTF-8', () => {
    const text = page({ lines: [credit(undefined, 'Rechnung für Müller')] });
    const latin = Uint8Array.from(text, (character) => character.charCodeAt(0));
    for (const bytes of [latin, new TextEncoder().encode(text)]) {
      expect(statementsIn(bytes)[0]?.entries[0]?.unstructured).toEqual(['Rechnung für Müller']);
    }
  });

  test.each([
    ['an IBAN with the currency behind', 'DE89370400440532013000EUR', 'DE89370400440532013000'],
    ['an IBAN in groups', 'DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['both', 'DE89 3704 0044 0532 0130 00 EUR', 'DE89370400440532013000'],
    ['an IBAN that ends with a currency', 'MU17BOMM0101101030300200000MUR', undefined],
    ['the bank’s own number', '37040044/532013000', undefined],
  ])('with %s', (_, account, plain = account) => {
    const currency = plain.endsWith('MUR') ? 'MUR' : 'EUR';
    const text = page({ account })
      .replaceAll('EUR', currency)
      .replace(/:25:.*/, `:25:${account}`);
    expect(statementsIn(text)[0]?.account).toBe(plain);
  });

  test('with a line of text that is a dash', () => {
    const lines = [`${credit(undefined, 'Posten')}\r\n-\r\nund Rest`];
    expect(statementsIn(page({ lines }))[0]?.entries[0]?.unstructured).toEqual([
      'Posten - und Rest',
    ]);
  });

  test('with available balances and a remark on the whole statement', () => {
    const more = ':64:C261101EUR110,00\r\n:65:C261102EUR90,\r\n:86:Ende des Auszugs\r\n-';
    const [statement] = statementsIn(page().replace('\r\n-\r\n', `\r\n${more}\r\n`));
    expect(statement?.entries).toHaveLength(1);
    expect(statement?.entries[0]?.unstructured).toEqual([]);
  });
});

describe('a statement over several pages', () => {
  const pages = [
    page({ closing: ':62M:C261101EUR110,00' }),
    page({
      number: '5/2',
      opening: ':60M:C261101EUR110,00',
      closing: ':62M:C261101EUR120,00',
      lines: [credit('2611011101C10,00NTRFNONREF')],
    }),
    page({
      number: '5/3',
      opening: ':60M:C261101EUR120,00',
      closing: ':62F:C261101EUR115,00',
      lines: [credit('2611011101D5,00NTRFNONREF')],
    }),
  ];

  test('is one, its entries numbered through', () => {
    const [statement, ...more] = statementsIn(pages.join(''));
    expect(more).toEqual([]);
    expect(statement).toMatchObject({
      statementId: 'STARTUMS 5/1',
      openingMinor: 10_000,
      closingMinor: 11_500,
      page: { only: true },
    });
    expect(statement?.entries.map(({ entryRef }) => entryRef)).toEqual(['BANK-1', '#2', '#3']);
  });

  test.each([
    ['the first', [1, 2], 'STARTUMS 5/2', 1],
    ['one between', [0, 2], 'STARTUMS 5/1', 2],
    ['the last', [0, 1], 'STARTUMS 5/1', 3],
  ])('refuses the file without %s', (_, kept, statement, number) => {
    expect(refused(kept.map((at) => pages[at]).join(''))).toMatchObject({
      code: 'statement_page_missing',
      params: { statement, page: number },
    });
  });

  test('refuses a balance that is not carried on', () => {
    const [first = '', second = '', third = ''] = pages;
    const other = second.replace('60M:C261101EUR110', '60M:C261101EUR111').replace('120', '121');
    expect(refused(first + other + third)).toMatchObject({
      code: 'statement_chain',
      params: { carried: '110.00', opening: '111.00' },
    });
  });
});

test('statements that follow each other carry their balance on, in either order', () => {
  const five = page();
  const six = page({
    number: '6/1',
    opening: ':60F:C261101EUR110,00',
    closing: ':62F:C261102EUR120,00',
  });
  expect(statementsIn(five + six)).toHaveLength(2);
  expect(statementsIn(six + five)).toHaveLength(2);
  const other = six.replace('EUR110', 'EUR111').replace('EUR120', 'EUR121');
  for (const text of [five + other, other + five]) {
    expect(refused(text)).toMatchObject({
      code: 'statement_chain',
      params: { statement: 'STARTUMS 6/1', before: 'STARTUMS 5/1' },
    });
  }
});

describe('a file is refused for', () => {
  const line = (text: string) => page({ lines: [credit(), credit(text)] });
  test.each<[string, string, string, object]>([
    ['30 February', line('260230C10,00NTRFX'), 'statement_date', { entry: 2, value: '260230' }],
    ['a day that is none', line('2611011131C10,00NTRFX'), 'statement_date', { value: '1131' }],
    ['a part of a cent', line('261101C10,005NTRFX'), 'statement_amount', { value: '10,005' }],
    [
      'no comma',
      line('261101C10NTRFX'),
      'statement_line',
      { line: 6, value: ':61:261101C10NTRFX' },
    ],
    ['no side', line('26110110,00NTRFX'), 'statement_line', { line: 6 }],
    ['two sides', page({ opening: ':60F:X261031EUR100,00' }), 'statement_line', { line: 4 }],
    ['no account', page({ account: '' }), 'statement_field_missing', { field: '25' }],
    ['no opening', page({ opening: ':21:X' }), 'statement_field_missing', { field: '60' }],
    [
      'no closing',
      page({ closing: ':64:C261101EUR1,' }),
      'statement_field_missing',
      { field: '62' },
    ],
    [
      'two openings',
      page({ opening: ':60F:C261031EUR1,\r\n:60F:C261031EUR1,' }),
      'statement_line',
      { line: 5 },
    ],
    [
      'a closing in another currency',
      page({ closing: ':62F:C261101USD110,00' }),
      'statement_currency',
      { currency: 'USD', account: 'EUR' },
    ],
    ['a control character', page({ lines: [credit('26\u0007')] }), 'statement_line', { line: 5 }],
    ['a line before the first', `:61:X\n${page()}`, 'statement_line', { line: 1, value: ':61:' }],
    [
      'another SWIFT message',
      `{1:F01X}{2:O942X}{4:\r\n${page()}-}`,
      'statement_not_read',
      { found: 'MT942' },
    ],
    ['something else', 'No;Name\n1;2', 'statement_not_read', { found: 'No;Name 1;2' }],
  ])('%s', (_, text, code, params) => {
    expect(refused(text)).toMatchObject({ code, params });
  });
});

test.each([
  ['control characters', `${'\u0001'.repeat(2_000_000)}x`],
  ['slashes', `/EREF/${'/'.repeat(2_000_000)}x`],
  ['question marks', `166?20${'?'.repeat(2_000_000)}x`],
  ['spaces', `SVWZ+${' '.repeat(2_000_000)}x`],
])('a line of two million %s is read or refused at once', (_, details) => {
  const start = performance.now();
  readStatements(new TextEncoder().encode(page({ lines: [credit(undefined, details)] })));
  expect(performance.now() - start).toBeLessThan(10_000);
});
