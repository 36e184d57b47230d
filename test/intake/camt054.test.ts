import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readStatement } from '../../src/host/read-statement.ts';
import { readCamt054 } from '../../src/intake/camt054.ts';
import type { Statement } from '../../src/intake/statement.ts';
import { readStatements } from '../../src/intake/statements.ts';
import { entry, notification, statement } from './statement-file.ts';

const sample = '../shared/standards/iso20022/samples/genkgo_camt054.v8.xml';
const bytesOf = (text: string) => new TextEncoder().encode(text);

function one(text: string): Statement {
  const read = readStatements(bytesOf(text));
  if (read.status === 'refused') throw new Error(JSON.stringify(read));
  const [first] = read.statements;
  if (!first) throw new Error('no statement');
  return first;
}

const present = existsSync(sample);
describe.skipIf(!present)(
  present ? 'a published sample' : 'a published sample (left out: not beside this checkout)',
  () => {
    test('is read, and transactions that do not make their entry are not taken one by one', () => {
      const read = one(readFileSync(sample, 'utf8'));
      expect(read).toMatchObject({ dialect: 'camt.054', currency: 'SEK', balanced: false });
      expect(read.entries[0]).toMatchObject({
        entryRef: 'ACSR160617103200001',
        entryRefBy: 'bank',
        amountMinor: 20_000_000,
        itemised: false,
        bankCode: { domain: 'PMNT-ICDT-DMCT', proprietary: 'Z24' },
      });
      expect(read.entries[0]?.transactions[0]).toMatchObject({
        amountMinor: 310,
        currency: 'CHF',
        instructionId: 'UXC06170000006PI00001II00001',
        debtor: { name: 'UNIFITS GmbH', account: 'CH2801234000123456789' },
        creditor: { account: 'CH4112345003131313131' },
        creditorRefs: ['ISR ref number V1'],
      });
    });
  },
);

describe('a notification', () => {
  test.each(['02', '04', '08', '11', '14'])('in version %s is read without balances', (version) => {
    const status = version === '02' ? 'BOOK' : '<Cd>BOOK</Cd>';
    const read = one(notification({ version, entries: entry({ status }) }));
    expect(read).toMatchObject({ dialect: 'camt.054', balanced: false });
    expect(read).not.toHaveProperty('openingMinor');
    expect(read.entries).toHaveLength(1);
  });

  test('without a currency of its account takes that of its entries, if it is one', () => {
    const bare = (entries: string) => notification({ entries }).replace('<Ccy>EUR</Ccy>', '');
    expect(one(bare(entry({ currency: 'USD' }))).currency).toBe('USD');
    expect(readStatements(bytesOf(bare(entry() + entry({ currency: 'USD' }))))).toMatchObject({
      code: 'statement_currency',
      params: { currency: 'USD', account: 'EUR', field: 'Ntry[2]' },
    });
  });

  test.each([
    ['a statement', statement({}), 'statement_not_read'],
    ['a version before the second', notification({ version: '01' }), 'statement_version'],
    [
      'no notification',
      notification({}).replaceAll('Ntfctn>', 'Other>'),
      'statement_field_missing',
    ],
  ])('is not %s', (_, text, code) => {
    expect(readCamt054(bytesOf(text))).toMatchObject({ status: 'refused', code });
  });
});

describe('an entry is one, however often a bank tells of it', () => {
  const ref = '<AcctSvcrRef>BANK-1</AcctSvcrRef>';
  const keys = async (text: string) => {
    const read = await readStatement(bytesOf(text));
    if (read.status === 'refused') throw new Error(JSON.stringify(read));
    return read.entries.map(({ entryKey }) => entryKey);
  };

  test('in the notification and in the statement of the day', async () => {
    const entries = entry({ extra: ref });
    const [known] = await keys(notification({ entries }));
    expect(await keys(statement({ entries }))).toEqual([known]);
  });

  test('and two that look the same in one statement are two', async () => {
    const two = await keys(statement({ entries: entry() + entry(), closing: '2601.00' }));
    expect(new Set(two).size).toBe(2);
    expect(await keys(statement({ entries: entry() + entry(), closing: '2601.00' }))).toEqual(two);
  });

  test('a number that only counts the entries of a statement names none outside of it', async () => {
    const counted = entry().replace('<NtryRef>N1', '<NtryRef>1');
    expect(await keys(notification({ entries: counted }))).not.toEqual(
      await keys(notification({ entries: counted, id: 'N-2' })),
    );
  });
});

describe('what a payer says of the documents', () => {
  const details = (amounts: string) =>
    `<NtryDtls><TxDtls><RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>4713</Nb>
<RltdDt>2026-10-01</RltdDt></RfrdDocInf><RfrdDocAmt>${amounts}</RfrdDocAmt></Strd></RmtInf></TxDtls></NtryDtls>`;
  const adjusted = `<AdjstmntAmtAndRsn><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Rsn>QTY</Rsn>
<AddtlInf>two boxes short</AddtlInf></AdjstmntAmtAndRsn>`;
  const whole = {
    number: '4713',
    type: 'CINV',
    issuedOn: '2026-10-01',
    currency: 'EUR',
    dueMinor: 10_000,
    remittedMinor: 9_000,
    creditNoteMinor: 300,
    discountMinor: 200,
    adjustments: [
      { amountMinor: 500, creditDebit: 'debit', reason: 'QTY', detail: 'two boxes short' },
    ],
    others: [],
  };

  test.each([
    [
      'with elements of their own',
      `<DuePyblAmt Ccy="EUR">100</DuePyblAmt><DscntApldAmt><Tp><Cd>TMDS</Cd></Tp><Amt Ccy="EUR">2</Amt></DscntApldAmt>
<CdtNoteAmt Ccy="EUR">3</CdtNoteAmt>${adjusted}<RmtdAmt Ccy="EUR">90</RmtdAmt>`,
    ],
    [
      'with codes',
      `${[
        ['DUPA', 100],
        ['TMDS', 1.5],
        ['STDS', 0.5],
        ['CREN', 3],
        ['REMI', 90],
      ]
        .map(([code, amount]) => typed(`<Cd>${code}</Cd>`, amount))
        .join('')}${adjusted}`,
    ],
  ])('is read %s', (_, amounts) => {
    const read = one(notification({ entries: entry({ details: details(amounts) }) }));
    expect(read.entries[0]?.transactions[0]?.documents).toEqual([whole]);
  });

  function typed(type: string, amount: string | number | undefined): string {
    return `<RmtAmtAndTp><Tp>${type}</Tp><Amt Ccy="EUR">${amount}</Amt></RmtAmtAndTp>`;
  }

  test('keeps an amount of the payer’s own kind by its name', () => {
    const own = typed('<Prtry>InvoiceAmount</Prtry>', '12.00');
    const read = one(notification({ entries: entry({ details: details(own) }) }));
    expect(read.entries[0]?.transactions[0]?.documents[0]).toMatchObject({
      others: [{ type: 'InvoiceAmount', amountMinor: 1200 }],
    });
  });

  test('belongs to a document only where it is the only one', () => {
    const two = details('<RmtdAmt Ccy="EUR">90</RmtdAmt>').replace(
      '<RfrdDocAmt>',
      '<RfrdDocInf><Nb>4714</Nb></RfrdDocInf><RfrdDocAmt>',
    );
    const read = one(notification({ entries: entry({ details: two }) }));
    const documents = read.entries[0]?.transactions[0]?.documents;
    expect(documents?.map(({ number }) => number)).toEqual(['4713', '4714']);
    expect(documents?.map(({ remittedMinor }) => remittedMinor)).toEqual([undefined, undefined]);
  });

  test.each([
    ['a fraction of a cent', '<RmtdAmt Ccy="EUR">90.005</RmtdAmt>', 'statement_amount'],
    [
      'two currencies in one document',
      '<DuePyblAmt Ccy="EUR">1</DuePyblAmt><RmtdAmt Ccy="USD">1</RmtdAmt>',
      'statement_currency',
    ],
  ])('refuses %s', (_, amounts, code) => {
    const text = notification({ entries: entry() + entry({ details: details(amounts) }) });
    expect(readStatements(bytesOf(text))).toMatchObject({ status: 'refused', code });
  });
});

test('charges, exchange, mandate, return and both sides are told', () => {
  const details = `<NtryDtls><TxDtls><Refs><AcctSvcrRef>B-9</AcctSvcrRef><InstrId>I-1</InstrId><EndToEndId>E-1</EndToEndId>
<MndtId>M-1</MndtId></Refs><Amt Ccy="EUR">1250.50</Amt><AmtDtls><InstdAmt><Amt Ccy="USD">1400.00</Amt></InstdAmt>
<CntrValAmt><Amt Ccy="EUR">1250.50</Amt><CcyXchg><SrcCcy>USD</SrcCcy><TrgtCcy>EUR</TrgtCcy><XchgRate>1.1196</XchgRate></CcyXchg></CntrValAmt></AmtDtls>
<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">7.00</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy="EUR">7.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<ChrgInclInd>true</ChrgInclInd><Br>SHAR</Br></Rcrd></Chrgs><RltdPties><Dbtr><Pty><Nm>Payer</Nm></Pty></Dbtr>
<DbtrAcct><Id><Othr><Id>12-34</Id></Othr></Id></DbtrAcct><UltmtDbtr><Pty><Nm>Buyer</Nm></Pty></UltmtDbtr>
<Cdtr><Agt><FinInstnId><Nm>Bank</Nm></FinInstnId></Agt></Cdtr></RltdPties>
<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>`;
  const read = one(notification({ entries: entry({ details }) }));
  expect(read.entries[0]).toMatchObject({ itemised: true, entryRef: 'N1', entryRefBy: 'entry' });
  expect(read.entries[0]?.transactions).toEqual([
    expect.objectContaining({
      bankRef: 'B-9',
      instructionId: 'I-1',
      mandateId: 'M-1',
      debtor: { name: 'Payer', account: '12-34' },
      ultimateDebtor: { name: 'Buyer' },
      creditor: { name: 'Bank' },
      charges: [
        { amountMinor: 700, currency: 'EUR', creditDebit: 'debit', included: true, bearer: 'SHAR' },
      ],
      exchange: {
        instructed: { amountMinor: 140_000, currency: 'USD' },
        source: 'USD',
        target: 'EUR',
        rate: '1.1196',
      },
      returnReason: 'AC04',
    }),
  ]);
});

describe('an entry’s transactions', () => {
  const transaction = (amount: string) =>
    `<TxDtls><Amt Ccy="${amount.slice(0, 3)}">${amount.slice(3)}</Amt></TxDtls>`;
  test.each([
    ['make it', ['EUR1000.00', 'EUR250.50'], true],
    ['do not make it', ['EUR1000.00', 'EUR250.49'], false],
    ['make it in another currency', ['USD1000.00', 'USD250.50'], false],
    ['are none', [], false],
  ])('%s', (_, amounts, itemised) => {
    const details = `<NtryDtls>${amounts.map(transaction).join('')}</NtryDtls>`;
    const read = one(notification({ entries: entry({ details }) }));
    expect(read.entries[0]).toMatchObject({ itemised });
    expect(read.entries[0]?.transactions).toHaveLength(amounts.length);
  });

  test('are not what supplementary data call so', () => {
    const details = `<NtryDtls><TxDtls><SplmtryData><Envlp>${transaction('EUR1.00')}</Envlp></SplmtryData></TxDtls></NtryDtls>`;
    const read = one(notification({ entries: entry({ details }) }));
    expect(read.entries[0]?.transactions).toHaveLength(1);
  });
});
