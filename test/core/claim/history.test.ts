import { describe, expect, test } from 'vitest';
import { type LedgerItem, reductionsOf } from '../../../src/core/claim/history.ts';
import { idOf } from './worked-example.ts';

type Open = [on: string, openMinor: number];
const item = (number: string, faceMinor: number, open: Open[]): LedgerItem => ({
  id: idOf(number),
  kind: 'invoice',
  number,
  issuedOn: '2026-01-10',
  dueOn: '2026-02-10',
  faceMinor,
  open: open.map(([on, openMinor]) => ({ on, openMinor, disputedMinor: 0 })),
});
const credit = (number: string, faceMinor: number, openMinor: number, references?: string) => ({
  ...item(number, faceMinor, [['2026-03-01', openMinor]]),
  kind: 'credit_note' as const,
  ...(references !== undefined && { references }),
});

describe('what took a debt down, by the ledger', () => {
  test.each<[string, LedgerItem[], unknown, unknown]>([
    [
      'each fall of an invoice is a payment on its day',
      [
        item('1', 100, [
          ['2026-02-01', 100],
          ['2026-03-01', 70],
          ['2026-04-01', 0],
        ]),
      ],
      [],
      [
        { on: '2026-03-01', amountMinor: 30, receivableId: idOf('1') },
        { on: '2026-04-01', amountMinor: 70, receivableId: idOf('1') },
      ],
    ],
    [
      'what was paid before the ledger was known counts from its first day',
      [item('1', 100, [['2026-02-01', 60]])],
      [],
      [{ on: '2026-02-01', amountMinor: 40, receivableId: idOf('1') }],
    ],
    [
      'a credit note that was applied is no payment of its invoice',
      [
        item('1', 100, [
          ['2026-02-01', 100],
          ['2026-03-01', 60],
        ]),
        credit('9', -25, 0, '1'),
      ],
      [{ on: '2026-01-10', amountMinor: 25, receivableId: idOf('1') }],
      [{ on: '2026-03-01', amountMinor: 15, receivableId: idOf('1') }],
    ],
    [
      'one that is still open is a credit as well, and one of another invoice as far as it is open',
      [
        item('1', 100, [['2026-02-01', 100]]),
        credit('9', -25, -25, '1'),
        credit('8', -40, -10, 'X'),
      ],
      [
        { on: '2026-01-10', amountMinor: 25, receivableId: idOf('1') },
        { on: '2026-01-10', amountMinor: 10 },
      ],
      [],
    ],
    [
      'cash that is not applied is a payment of the oldest',
      [
        item('1', 100, [['2026-02-01', 100]]),
        { ...item('7', -30, [['2026-03-01', -30]]), kind: 'unapplied_cash' },
      ],
      [],
      [{ on: '2026-01-10', amountMinor: 30 }],
    ],
    [
      'a payment that is taken back is none',
      [
        item('1', 100, [
          ['2026-02-01', 40],
          ['2026-03-01', 90],
        ]),
      ],
      [],
      [{ on: '2026-02-01', amountMinor: 10, receivableId: idOf('1') }],
    ],
  ])('%s', (_, items, credits, payments) => {
    expect(reductionsOf(items)).toEqual({ credits, payments });
  });
});
