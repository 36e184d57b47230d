import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDecimal } from '../../src/core/money.ts';
import { readCamt053 } from '../../src/intake/camt053.ts';
import { entry, statement } from './statement-file.ts';

const samples = '../shared/standards/iso20022/samples';
const minimal = `${samples}/genkgo_camt053.v2.minimal.ultimate.xml`;
const eighth = `${samples}/genkgo_camt053.v8.xml`;
const present = existsSync(minimal) && existsSync(eighth);
const title = present
  ? 'statements published as samples'
  : 'statements published as samples (left out: the files are not beside this checkout)';

function read(text: string) {
  return readCamt053(new TextEncoder().encode(text));
}

function one(text: string) {
  const statements = read(text);
  if (statements.status === 'refused') throw new Error(JSON.stringify(statements));
  return statements.statements[0];
}

/** The samples' closing balance is a debit in another currency; this is the one their entries give. */
function closed(text: string): string {
  return text.replace(
    /<Amt Ccy="SEK">27.00<\/Amt>\s*<CdtDbtInd>DBIT/,
    '<Amt Ccy="EUR">27.00</Amt><CdtDbtInd>CRDT',
  );
}

describe.skipIf(!present)(title, () => {
  test.each([minimal, eighth])('%s is refused for balances in two currencies', (path) => {
    expect(read(readFileSync(path, 'utf8'))).toEqual({
      status: 'refused',
      code: 'statement_currency',
      params: {
        statement: '253EURNL26VAYB8060476890',
        currency: 'SEK',
        account: 'EUR',
        field: 'CLBD',
      },
    });
  });

  test('version 02 with the closing balance its entries give is read and balances', () => {
    const statement = one(closed(readFileSync(minimal, 'utf8')));
    expect(statement).toMatchObject({
      statementId: '253EURNL26VAYB8060476890',
      account: 'NL26VAYB8060476890',
      currency: 'EUR',
      copy: 'copy',
      openingMinor: 1815,
      closingMinor: 2700,
      balanced: true,
    });
    expect(statement?.entries).toEqual([
      {
        entryRef: '#1',
        entryRefBy: 'place',
        state: 'booked',
        amountMinor: 885,
        currency: 'EUR',
        creditDebit: 'credit',
        reversal: false,
        bookedOn: '2014-12-31',
        valueOn: '2015-01-02',
        bankCode: { proprietary: '544' },
        charges: [],
        endToEndIds: [],
        structuredRefs: ['4654654654654654'],
        unstructured: [],
        debtorName: 'DEBTOR NAME NM',
        itemised: true,
        transactions: [
          {
            creditorRefs: ['4654654654654654'],
            structuredRefs: ['4654654654654654'],
            documents: [],
            unstructured: [],
            ultimateDebtor: { name: 'DEBTOR NAME NM' },
            ultimateCreditor: { name: 'CREDITOR NAME NM' },
            debtorName: 'DEBTOR NAME NM',
            bankCode: { proprietary: '544' },
            charges: [],
          },
        ],
      },
    ]);
  });

  test('version 08 is read, and a page of several is not called balanced', () => {
    const statement = one(closed(readFileSync(eighth, 'utf8')));
    expect(statement).toMatchObject({
      page: { number: 2, last: true, only: false },
      balanced: false,
    });
    expect(statement?.entries[0]).toMatchObject({
      entryRef: 'AAAASESS-FP-CN_98765/01',
      bookedOn: '2014-12-31',
      endToEndIds: ['MUELL/FINP/RA12345'],
      debtorName: 'NAME NAME',
    });
  });
});

describe('a bank statement is taken whole', () => {
  test.each(['02', '04', '08', '10', '14'])('in version %s', (version) => {
    const status = version === '02' ? 'BOOK' : '<Cd>BOOK</Cd>';
    expect(one(statement({ version, entries: entry({ status }) }))).toMatchObject({
      openingMinor: 10_000,
      closingMinor: 135_050,
      balanced: true,
      entries: [
        { amountMinor: 125_050, creditDebit: 'credit', bookedOn: '2026-11-01', entryRef: 'N1' },
      ],
    });
  });

  test('every reference a payer gave is found, also in a batch of transactions', () => {
    const details = `<NtryDtls><TxDtls><Refs><EndToEndId>E-1</EndToEndId><TxId>T-1</TxId></Refs><Amt Ccy="EUR">1000.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>Müller &amp; Söhne</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>INV 4711 &#x4E2D;&amp;amp;</Ustrd><Ustrd>INV 4712</Ustrd></RmtInf></TxDtls>
<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">250.50</Amt></TxAmt></AmtDtls>
<RmtInf><Strd><RfrdDocInf><Nb>4713</Nb></RfrdDocInf><RfrdDocAmt><RmtdAmt Ccy="EUR">250.50</RmtdAmt></RfrdDocAmt></Strd>
<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>`;
    expect(one(statement({ entries: entry({ details }) }))?.entries[0]).toMatchObject({
      endToEndIds: ['E-1'],
      structuredRefs: ['RF18539007547034', '4713'],
      unstructured: ['INV 4711 中&amp;', 'INV 4712'],
      debtorName: 'Müller & Söhne',
      transactions: [
        { amountMinor: 100_000, endToEndId: 'E-1', transactionId: 'T-1', creditDebit: 'credit' },
        { amountMinor: 25_050, documents: [{ number: '4713', remittedMinor: 25_050 }] },
      ],
    });
  });

  test('pending entries are given as pending and left out of the sum', () => {
    const entries = entry() + entry({ status: '<Cd>PDNG</Cd>', amount: '7.00' });
    const states = one(statement({ entries }))?.entries.map(({ state }) => state);
    expect(states).toEqual(['booked', 'pending']);
  });

  test('a reversal keeps the side the bank booked it on', () => {
    const entries = entry({ side: 'DBIT', extra: '<RvslInd>true</RvslInd>', amount: '50' });
    expect(one(statement({ entries, closing: '50' }))?.entries[0]).toMatchObject({
      creditDebit: 'debit',
      reversal: true,
    });
  });

  test('an overdrawn account has negative balances', () => {
    const overdrawn = { opening: '-100.00', closing: '-40.00', entries: entry({ amount: '60' }) };
    expect(one(statement(overdrawn))).toMatchObject({
      openingMinor: -10_000,
      closingMinor: -4_000,
    });
  });

  test('prefixed names and a message envelope change nothing', () => {
    const prefixed = statement({})
      .replace(/<(\/?)(?=[A-Z])/g, '<$1c:')
      .replace('xmlns=', 'xmlns:c=')
      .replace('<c:Document', '<Envelope><c:Document');
    expect(one(`${prefixed}</Envelope>`)).toMatchObject({ statementId: 'S-1', balanced: true });
  });

  test('amounts are exact: any entries that sum to the closing balance are taken, to the cent', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }), { maxLength: 20 }), (amounts) => {
        const text = (amountMinor: number) => toDecimal({ amountMinor, currency: 'EUR' });
        const closing = amounts.reduce((sum, amount) => sum + amount, 10_000);
        const entries = amounts
          .map((amount) =>
            entry({ amount: text(Math.abs(amount)), side: amount < 0 ? 'DBIT' : 'CRDT' }),
          )
          .join('');
        expect(one(statement({ entries, closing: text(closing) }))?.entries.length).toBe(
          amounts.length,
        );
        expect(read(statement({ entries, closing: text(closing + 1) }))).toMatchObject({
          code: 'statement_unbalanced',
        });
      }),
      { numRuns: 40 },
    );
  });
});
