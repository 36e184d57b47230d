import { describe, expect, it } from 'vitest';
import type { BankEntry, Payment } from '../../../src/core/cash/entry.ts';
import type { OpenItem } from '../../../src/core/cash/item.ts';
import { type Advices, matchEntry } from '../../../src/core/cash/match.ts';
import type { Outcome } from '../../../src/core/cash/outcome.ts';
import { normaliseNumber } from '../../../src/core/receivable.ts';
import {
  advance,
  entryOf,
  entryWith,
  invoice,
  openIndex,
  repayment,
  settlement,
  turnover,
} from './items.ts';

type Case = [what: string, items: OpenItem[], entry: BankEntry, expected: string[]];

const of = (payment: Partial<Payment>) => payment;
const inText = (...text: string[]) => of({ text });
const paidBy = (id: string, ...text: string[]) => of({ text, partyAccount: `ACC ${id}` });
const jpy = (amountMinor: number, payment: Partial<Payment>): BankEntry => ({
  ...entryOf(amountMinor, payment),
  currency: 'JPY',
});

describe('an entry is explained to the cent', () => {
  it.each<Case>([
    [
      'an advance by our number anywhere in the text',
      [advance('FR-2026-0001', 850_00)],
      entryOf(850_00, inText('Auszahlung FR-2026-0001 danke')),
      ['reference advance|FR-2026-0001 85000'],
    ],
    [
      'an advance that comes in two parts',
      [advance('FR-2026-0001', 850_00)],
      entryOf(500_00, of({ references: ['FR-2026-0001'] })),
      ['reference advance|FR-2026-0001 50000'],
    ],
    [
      'two advances in one payment',
      [advance('FR-2026-0001', 850_00), advance('FR-2026-0002', 150_00)],
      entryOf(1_000_00, inText('FR-2026-0001 FR-2026-0002')),
      ['reference advance|FR-2026-0001 85000', 'reference advance|FR-2026-0002 15000'],
    ],
    [
      'an invoice by a creditor reference with its check digits',
      [invoice('539007547034', 119_00)],
      entryOf(119_00, of({ references: ['RF18 5390 0754 7034'] })),
      ['reference receivable|539007547034#1#D1 11900'],
    ],
    [
      'documents of several funders, one deducted and one overpaid',
      [
        invoice('RE-4711', 1_000_00, { holding: 'sold', facilityId: 'F1' }),
        invoice('RE-4712', 500_00, { holding: 'sold', facilityId: 'F2' }),
        invoice('RE-4713', 200_00),
      ],
      entryOf(
        1_695_00,
        of({
          documents: [
            paid('RE-4711', 980_00, [{ amountMinor: 20_00, code: 'SKONTO' }]),
            paid('RE 4712', 515_00),
            paid('RE4713', 200_00),
          ],
        }),
      ),
      [
        'documents receivable|RE-4711#1#D1 98000 −2000 SKONTO',
        'documents receivable|RE-4712#1#D1 51500',
        'documents receivable|RE-4713#1#D1 20000',
      ],
    ],
    [
      'documents with a credit note taken off',
      [invoice('RE-4711', 1_000_00), invoice('GS-0815', -50_00)],
      entryOf(950_00, of({ documents: [paid('RE-4711', 1_000_00), paid('GS-0815', -50_00)] })),
      ['documents receivable|RE-4711#1#D1 100000', 'documents receivable|GS-0815#1#D1 -5000'],
    ],
    [
      'invoices that stand in the text, written otherwise',
      [invoice('INV-001001', 100_00), invoice('INV-1002', 50_50)],
      entryOf(150_50, inText('pays inv 1001, INV/1002')),
      ['number receivable|INV-001001#1#D1 10000', 'number receivable|INV-1002#1#D1 5050'],
    ],
    [
      'a credit note in the text',
      [invoice('INV-1001', 100_00), invoice('GS-1002', -10_00)],
      entryOf(90_00, inText('INV-1001 less GS-1002')),
      ['number receivable|INV-1001#1#D1 10000', 'number receivable|GS-1002#1#D1 -1000'],
    ],
    [
      'a part of an invoice, when its own debtor pays it',
      [invoice('INV-1001', 100_00), invoice('INV-1002', 40_00)],
      entryOf(40_00, paidBy('D1', 'part of INV-1001')),
      ['number receivable|INV-1001#1#D1 4000'],
    ],
    [
      'one instalment of three',
      [1, 2, 3].map((nth) => invoice('INV-1001', nth * 10_00, { instalment: nth })),
      entryOf(20_00, inText('INV-1001')),
      ['number receivable|INV-1001#2#D1 2000'],
    ],
    [
      'all instalments at once',
      [1, 2, 3].map((nth) => invoice('INV-1001', nth * 11_00, { instalment: nth })),
      entryOf(66_00, inText('INV-1001')),
      [1, 2, 3].map((nth) => `number receivable|INV-1001#${nth}#D1 ${nth * 1_100}`),
    ],
    [
      'the invoice of the debtor who pays, where two have its number',
      [
        invoice('INV-1001', 100_00, { debtor: 'D1' }),
        invoice('INV-1001', 100_00, { debtor: 'D2' }),
      ],
      entryOf(100_00, paidBy('D2', 'INV-1001')),
      ['number receivable|INV-1001#1#D2 10000'],
    ],
    [
      'the only open amount of a known account',
      [invoice('INV-1001', 100_00), invoice('INV-1002', 100_00, { debtor: 'D2' })],
      entryOf(100_00, paidBy('D1', 'thank you')),
      ['amount receivable|INV-1001#1#D1 10000'],
    ],
    [
      'the only open amount of a name that one debtor has',
      [invoice('INV-1001', 100_00), invoice('INV-1002', 90_00)],
      entryOf(90_00, of({ partyName: 'DEBTOR, d1' })),
      ['amount receivable|INV-1002#1#D1 9000'],
    ],
    [
      'a rebate of the funder that pays',
      [settlement('MV-77', 116_12), advance('FR-2026-0001', 850_00)],
      entryOf(116_12, paidBy('F1')),
      ['amount settlement|MV-77 11612'],
    ],
    [
      'rebates that the funder nets with a price it is owed',
      [settlement('MV-77', 116_12), settlement('MV-78', -16_12)],
      entryOf(100_00, inText('MV-77 MV-78')),
      ['number settlement|MV-77 11612', 'number settlement|MV-78 -1612'],
    ],
    [
      'a misdirected payment that is turned over',
      [turnover('INV-1001', -400_00), invoice('INV-1001', 600_00, { holding: 'sold' })],
      entryOf(-400_00, inText('turnover INV-1001')),
      ['number turnover|INV-1001 -40000'],
    ],
    [
      'a repurchase price that is paid',
      [settlement('MV-90', -850_00)],
      entryOf(-850_00, of({ references: ['MV-90'] })),
      ['reference settlement|MV-90 -85000'],
    ],
    [
      'a part of a loan that is paid back',
      [repayment('P1', -5_000_00, 'LOAN-2026')],
      entryOf(-1_250_01, of({ references: ['LOAN-2026'] })),
      ['reference repayment|P1 -125001'],
    ],
    [
      'an amount of a currency without decimals',
      [invoice('INV-1001', 119_000, { currency: 'JPY' })],
      jpy(119_000, inText('INV-1001')),
      ['number receivable|INV-1001#1#D1 119000'],
    ],
    [
      'each transaction of an itemised entry by itself',
      [invoice('INV-1001', 100_00), invoice('INV-1002', 50_00, { debtor: 'D2' })],
      entryWith([payment(100_00, 'INV-1001'), payment(50_00, 'INV-1002')]),
      ['number receivable|INV-1001#1#D1 10000', 'number receivable|INV-1002#1#D2 5000'],
    ],
  ])('%s', (_, items, entry, expected) => {
    expect(shown(matchEntry(openIndex(items), entry, new Map()))).toEqual(expected);
  });

  it('by an advice sent before, which the payment refers to', () => {
    const advices: Advices = new Map([
      [
        normaliseNumber('AVIS-77'),
        [
          {
            totalMinor: 140_00,
            currency: 'EUR',
            documents: [paid('INV-1', 90_00), paid('INV-2', 50_00)],
          },
        ],
      ],
    ]);
    const items = [invoice('INV-1', 100_00), invoice('INV-2', 50_00)];
    const entry = entryOf(140_00, of({ references: ['AVIS-77'] }));
    expect(shown(matchEntry(openIndex(items), entry, advices))).toEqual([
      'advice receivable|INV-1#1#D1 9000',
      'advice receivable|INV-2#1#D1 5000',
    ]);
    const other = entryOf(139_99, of({ references: ['AVIS-77'] }));
    expect(shown(matchEntry(openIndex(items), other, advices))).toEqual([
      'sum_differs {"differenceMinor":-1,"currency":"EUR"}',
    ]);
  });
});

describe('what is not certain waits for a person', () => {
  it.each<Case>([
    [
      'a sum that differs by a cent',
      [invoice('INV-1001', 100_00), invoice('INV-1002', 50_00)],
      entryOf(150_01, inText('INV-1001 INV-1002')),
      [
        'sum_differs {"differenceMinor":1,"currency":"EUR"}',
        'receivable|INV-1001#1#D1',
        'receivable|INV-1002#1#D1',
      ],
    ],
    [
      'a part of an invoice from nobody we know',
      [invoice('INV-1001', 100_00)],
      entryOf(40_00, inText('INV-1001')),
      ['sum_differs {"differenceMinor":-6000,"currency":"EUR"}', 'receivable|INV-1001#1#D1'],
    ],
    [
      'more than an advance',
      [advance('FR-2026-0001', 850_00)],
      entryOf(850_01, inText('FR-2026-0001')),
      ['sum_differs {"differenceMinor":1,"currency":"EUR"}', 'advance|FR-2026-0001'],
    ],
    [
      'a number that two debtors have, from neither',
      [
        invoice('INV-1001', 100_00, { debtor: 'D1' }),
        invoice('INV-1001', 100_00, { debtor: 'D2' }),
      ],
      entryOf(100_00, inText('INV-1001')),
      ['ambiguous {"count":2}', 'receivable|INV-1001#1#D1', 'receivable|INV-1001#1#D2'],
    ],
    [
      'an amount that two invoices of a debtor have',
      [invoice('INV-1001', 100_00), invoice('INV-1002', 100_00)],
      entryOf(100_00, paidBy('D1')),
      ['ambiguous {"count":2}', 'receivable|INV-1001#1#D1', 'receivable|INV-1002#1#D1'],
    ],
    [
      'an invoice of another debtor than the one who pays',
      [invoice('INV-1001', 100_00), invoice('INV-1002', 100_00, { debtor: 'D2' })],
      entryOf(100_00, paidBy('D2', 'INV-1001')),
      ['party_differs {"name":"INV-1001"}', 'receivable|INV-1001#1#D1', 'receivable|INV-1002#1#D2'],
    ],
    [
      'an invoice in another currency',
      [invoice('INV-1001', 100_00, { currency: 'USD' })],
      entryOf(100_00, inText('INV-1001')),
      ['other_currency {"currency":"EUR","found":"USD"}'],
    ],
    ['nobody we know', [invoice('INV-1001', 100_00)], entryOf(100_00), ['party_unknown {}']],
    [
      'a year, and a number that is too short',
      [invoice('2026', 100_00), invoice('123', 100_00)],
      entryOf(100_00, inText('rent 2026', '123')),
      ['party_unknown {}'],
    ],
    [
      'a number that is only a part of a word',
      [invoice('1001', 100_00)],
      entryOf(100_00, inText('XINV-1001')),
      ['party_unknown {}'],
    ],
    [
      'two words of digits that would make a number together',
      [invoice('47110815', 100_00)],
      entryOf(100_00, inText('4711 0815')),
      ['party_unknown {}'],
    ],
    [
      'a document that we do not know',
      [invoice('INV-1001', 100_00)],
      entryOf(150_00, of({ documents: [paid('INV-1001', 100_00), paid('INV-1003', 50_00)] })),
      ['document_unknown {"number":"INV-1003"}', 'receivable|INV-1001#1#D1'],
    ],
    [
      'documents that do not make the payment',
      [invoice('INV-1001', 100_00)],
      entryOf(99_99, of({ documents: [paid('INV-1001', 100_00)] })),
      ['sum_differs {"differenceMinor":-1,"currency":"EUR"}', 'receivable|INV-1001#1#D1'],
    ],
    [
      'a known debtor whose open amounts are all others',
      [invoice('INV-1001', 100_00)],
      entryOf(70_00, paidBy('D1', 'on account')),
      ['nothing_named {}', 'receivable|INV-1001#1#D1'],
    ],
    [
      'an itemised entry of which one transaction is not certain',
      [invoice('INV-1001', 100_00)],
      entryWith([payment(100_00, 'INV-1001'), payment(50_00, 'thanks')]),
      ['party_unknown {}', 'receivable|INV-1001#1#D1'],
    ],
  ])('%s', (_, items, entry, expected) => {
    expect(shown(matchEntry(openIndex(items), entry, new Map()))).toEqual(expected);
  });

  it('what was paid already is not paid again by what happens to be of the same amount', () => {
    const index = openIndex([invoice('INV-1001', 100_00), invoice('INV-1002', 100_00)]);
    expect(matchEntry(index, entryOf(100_00, inText('INV-1001')), new Map()).status).toBe(
      'matched',
    );
    const again = entryOf(100_00, paidBy('D1', 'INV-1001'));
    expect(shown(matchEntry(index, again, new Map()))).toEqual([
      'nothing_open {"name":"INV-1001"}',
      'receivable|INV-1002#1#D1',
    ]);
  });
});

function paid(
  number: string,
  paidMinor: number,
  deductions: { amountMinor: number; code: string }[] = [],
) {
  return { number, paidMinor, deductions };
}

function payment(amountMinor: number, text: string): Payment {
  return { amountMinor, references: [], documents: [], text: [text] };
}

function shown(outcome: Outcome): string[] {
  if (outcome.status === 'unmatched') {
    const { why, candidates } = outcome;
    return [`${why.code} ${JSON.stringify(why.params)}`, ...candidates.map(({ id }) => id)];
  }
  return outcome.allocations.map(({ rule, itemId, amountMinor, deductions }) => {
    const less = deductions.map((own) => ` −${own.amountMinor} ${own.code}`).join('');
    return `${rule} ${itemId} ${amountMinor}${less}`;
  });
}
