import { describe, expect, test } from 'vitest';
import { readStatement } from '../../../src/host/read-statement.ts';
import { credit, page, statementsIn, told } from './file.ts';

describe('a statement line', () => {
  test.each([
    ['a day without one of booking', '261101C10,00NTRFX', '2026-11-01', '2026-11-01'],
    ['booked before the turn of the year', '2701021231C10,00NTRFX', '2026-12-31', '2027-01-02'],
    ['booked behind it', '2612310102C10,00NTRFX', '2027-01-02', '2026-12-31'],
    ['29 February', '2803010229C10,00NTRFX', '2028-02-29', '2028-03-01'],
    ['the last century', '991231C10,00NTRFX', '1999-12-31', '1999-12-31'],
  ])('of %s', (_, line, bookedOn, valueOn) => {
    expect(told(line, '').entry).toMatchObject({ bookedOn, valueOn });
  });

  test.each([
    ['C', 'credit', false, 'booked'],
    ['CR', 'credit', false, 'booked'],
    ['RD', 'credit', true, 'booked'],
    ['RDR', 'credit', true, 'booked'],
  ])('marked %s brings money', (mark, creditDebit, reversal, state) => {
    const { entry } = told(`2611011101${mark}10,00NTRFX`, '');
    expect(entry).toMatchObject({ creditDebit, reversal, state });
  });

  test.each([
    ['D', false],
    ['DR', false],
    ['RC', true],
    ['RCR', true],
  ])('marked %s takes it', (mark, reversal) => {
    const text = page({
      lines: [credit(`261101${mark}10,00NTRFX`)],
      closing: ':62F:C261101EUR90,00',
    });
    expect(statementsIn(text)[0]?.entries[0]).toMatchObject({ creditDebit: 'debit', reversal });
  });

  test('expected is not booked, and moves no balance', async () => {
    const text = page({ lines: [credit(), credit('261101EC7,NTRFX')] });
    expect(statementsIn(text)[0]?.entries[1]?.state).toBe('pending');
    const read = await readStatement(new TextEncoder().encode(text));
    expect(read).toMatchObject({ entries: [{ amountMinor: 1000 }] });
  });

  test.each([
    ['no reference', 'NONREF', {}, '#1', 'place'],
    ['its owner’s', 'INV 1/2', { instructionId: 'INV 1/2' }, '#1', 'place'],
    ['both', 'A-1//B-1', { instructionId: 'A-1', bankRef: 'B-1' }, 'B-1', 'bank'],
    ['the name of a code word', 'EREF//B-1', { bankRef: 'B-1' }, 'B-1', 'bank'],
    ['none on either side', 'NONREF//NONREF', {}, '#1', 'place'],
  ])('with %s', (_, refs, references, entryRef, entryRefBy) => {
    const { entry, transaction } = told(`261101C10,00NTRF${refs}`, '');
    expect(entry).toMatchObject({ entryRef, entryRefBy });
    const { instructionId, bankRef } = transaction;
    expect(JSON.parse(JSON.stringify({ instructionId, bankRef }))).toEqual(references);
  });

  test('with what was instructed and charged beneath it', () => {
    const { transaction } = told('261101C10,00NTRFX\r\n/OCMT/USD12,5/EXCH/1,25/CHGS/EUR0,40', '');
    expect(transaction).toMatchObject({
      exchange: { instructed: { amountMinor: 1250, currency: 'USD' }, rate: '1.25' },
      charges: [{ amountMinor: 40, currency: 'EUR' }],
    });
  });
});

test('an entry without a reference is not one of another statement of the same name', async () => {
  const lines = [credit('261101C10,00NTRFNONREF')];
  const keys = async (text: string) => {
    const read = await readStatement(new TextEncoder().encode(text));
    if (read.status === 'refused') throw new Error(read.code);
    return read.entries.map(({ entryKey }) => entryKey);
  };
  const morning = page({ number: '0', lines });
  const evening = page({
    ...{ number: '0', lines },
    ...{ opening: ':60F:C261101EUR110,00', closing: ':62F:C261101EUR120,00' },
  });
  expect(await keys(morning)).toEqual(await keys(morning));
  expect(await keys(evening)).not.toEqual(await keys(morning));
});

describe('field 86', () => {
  test('in sub-fields with code words: references, text over lines, who paid and for whom', () => {
    const details = [
      '166?00GUTSCHRIFT?109310?20EREF+E2E-2026-000000000004711?21KREF+K-1?22SVW',
      'Z+Rechnung 2026-0471?2312 vom 1.10.?24Danke?25ABWA+Mutter AG?30COBADEFF',
      'XXX?31DE89370400440532013000?32Muster-Handelsgesellschaft ?33mbH?34997?',
      '60Nachtrag',
    ].join('\r\n');
    const { entry, transaction } = told(undefined, details);
    expect(transaction).toMatchObject({
      endToEndId: 'E2E-2026-000000000004711',
      instructionId: 'K-1',
      debtor: { name: 'Muster-Handelsgesellschaft mbH', account: 'DE89370400440532013000' },
      ultimateDebtor: { name: 'Mutter AG Nachtrag' },
      bankCode: { proprietary: 'NTRF+166+997' },
    });
    expect(entry.unstructured).toEqual(['Rechnung 2026-0471 12 vom 1.10. Danke', 'GUTSCHRIFT']);
    expect(entry.debtorName).toBe('Muster-Handelsgesellschaft mbH');
  });

  test('a full sub-field goes on in the next', () => {
    const { entry } = told(undefined, '166?20SVWZ+12345678901234567890A?21B-2?22C');
    expect(entry.unstructured).toEqual(['12345678901234567890A B-2 C']);
    const full = told(undefined, '166?20SVWZ+1234567890123456789012?21B-2?22C');
    expect(full.entry.unstructured).toEqual(['1234567890123456789012B-2 C']);
  });

  test('of a direct debit, who initiated it is the creditor', () => {
    const { transaction } = told(
      undefined,
      '171?20EREF+NOTPROVIDED?21MREF+M-1?22ABWA+We?23ABWE+They',
    );
    expect(transaction).toMatchObject({
      mandateId: 'M-1',
      ultimateCreditor: { name: 'We' },
      ultimateDebtor: { name: 'They' },
    });
    expect(transaction).not.toHaveProperty('endToEndId');
  });

  test('of a debit names the creditor', () => {
    const text = page({
      lines: [credit('261101D10,00NTRFX', '116?20Miete?31123?32Haus GmbH')],
      closing: ':62F:C261101EUR90,00',
    });
    const [transaction] = statementsIn(text)[0]?.entries[0]?.transactions ?? [];
    expect(transaction).toMatchObject({ creditor: { name: 'Haus GmbH', account: '123' } });
    expect(transaction).not.toHaveProperty('debtor');
  });

  test.each([
    [
      'ordering party and text',
      '/EREF/E-1/ORDP//NAME/Acme B.V./IBAN/NL91ABNA0417164300/REMI/USTD//INV 2026/17',
      {
        endToEndId: 'E-1',
        debtor: { name: 'Acme B.V.', account: 'NL91ABNA0417164300' },
        unstructured: ['INV 2026/17'],
      },
    ],
    [
      'a counterparty and a creditor reference',
      '/EREF/NOTPROVIDED//CNTP/NL32INGB0000012345/INGBNL2A/ING Testrekening///REMI/STRD/CUR/RF18539007547034/',
      {
        debtor: { name: 'ING Testrekening', account: 'NL32INGB0000012345' },
        creditorRefs: ['RF18539007547034'],
        structuredRefs: ['RF18539007547034'],
      },
    ],
    [
      'a return, with both parties and those behind them',
      '/RTRN/AC04/BENM/We/ORDP/They/ULTD//NAME/Deep/PREF/P-1/MARF/M-1/OCMT/USD9,5/EXCH/1,1',
      {
        returnReason: 'AC04',
        creditor: { name: 'We' },
        debtor: { name: 'They' },
        ultimateDebtor: { name: 'Deep' },
        instructionId: 'P-1',
        mandateId: 'M-1',
        exchange: { instructed: { amountMinor: 950, currency: 'USD' }, rate: '1.1' },
      },
    ],
  ])('between slashes: %s', (_, details, expected) => {
    expect(told('261101C10,00NTRFNONREF', details).transaction).toMatchObject(expected);
  });

  test('that goes on in another', () => {
    const { entry } = told(undefined, '166?20SVWZ+one?21\r\n:86:two');
    expect(entry.unstructured).toEqual(['one two']);
  });

  test('of free text: lines of 65 go on, shorter ones end', () => {
    const first = 'GIRO   428428 KPN - DIGITENNE    BETALINGSKENM.  0000000421886590';
    expect(first).toHaveLength(65);
    const { entry } = told(undefined, `${first}\r\n5314\r\nBETREFT`);
    expect(entry.unstructured).toEqual([
      'GIRO 428428 KPN - DIGITENNE BETALINGSKENM. 00000004218865905314 BETREFT',
    ]);
  });
});
