import { describe, expect, test } from 'vitest';
import type { PositionFact } from '../../../src/core/funding/position-fact.ts';
import type { Journal } from '../../../src/core/journal/journal.ts';
import type { AccountingPolicy } from '../../../src/core/journal/policy.ts';
import { toDecimal } from '../../../src/core/money.ts';
import { assigned, balancesOf, live, modeOf, receivableId, requestId, reserved } from './life.ts';

const of = (cause: string) => ({ requestId, cause });

/**
 * The published example: face 100,000; 85 % advanced; fee 0.75 %; 6 % ACT/360 for 45 days; a credit
 * note of 2,000; the debtor pays 98,000; the rebate is 11,612.50.
 */
const example: PositionFact[] = [
  { kind: 'advanced', requestId, amountMinor: 85_000_00 },
  { kind: 'charged', ...of('fee'), charge: 'service_fee', amountMinor: 750_00 },
  { kind: 'diluted', ...of('CN-1'), amountMinor: 2_000_00 },
  { kind: 'charged', ...of('interest'), charge: 'interest', amountMinor: 637_50 },
  { kind: 'collected', ...of('C-1'), by: 'funder', amountMinor: 98_000_00, fxMinor: 0 },
  { kind: 'rebated', ...of('S-1'), amountMinor: 11_612_50 },
  { kind: 'closed', requestId },
];

const sale = (later: readonly PositionFact[]) => [reserved, assigned('sale', 100_000_00), ...later];

const R = 'due_from_factor[receivable]';
const derecognised = [
  ['assigned', `Dr ${R} 100000.00`, 'Cr trade_receivables[receivable] 100000.00'],
  ['advanced', 'Dr due_from_factor[FR-2026-0001] 85000.00', `Cr ${R} 85000.00`],
  ['charged', 'Dr service_fees[receivable] 750.00', `Cr ${R} 750.00`],
  ['diluted', 'Dr sales_deductions[receivable] 2000.00', `Cr ${R} 2000.00`],
  ['charged', 'Dr interest_expense[receivable] 637.50', `Cr ${R} 637.50`],
  ['rebated', 'Dr due_from_factor[S-1] 11612.50', `Cr ${R} 11612.50`],
];
const [A, L] = ['continuing_involvement_asset', 'continuing_involvement_liability'];
const RT = 'receivables_transferred[receivable]';
const FL = 'factoring_liability[receivable]';

describe('the published example, to the cent:', () => {
  test.each<[AccountingPolicy, string[][]]>([
    [{ treatment: 'derecognition' }, derecognised],
    [
      { treatment: 'derecognition', recourseObligationBp: 150 },
      [
        [
          'assigned',
          `Dr ${R} 100000.00`,
          'Dr recourse_expense[receivable] 1500.00',
          'Cr trade_receivables[receivable] 100000.00',
          'Cr recourse_liability[receivable] 1500.00',
        ],
        ...derecognised.slice(1),
        [
          'closed',
          'Dr recourse_liability[receivable] 1500.00',
          'Cr recourse_expense[receivable] 1500.00',
        ],
      ],
    ],
    [
      { treatment: 'continuing_involvement', involvementBp: 500 },
      [
        [
          'assigned',
          `Dr ${R} 100000.00`,
          `Dr ${A}[receivable] 5000.00`,
          'Cr trade_receivables[receivable] 100000.00',
          `Cr ${L}[receivable] 5000.00`,
        ],
        ...derecognised.slice(1, 3),
        [
          'diluted',
          'Dr sales_deductions[receivable] 2000.00',
          `Dr ${L}[receivable] 100.00`,
          `Cr ${R} 2000.00`,
          `Cr ${A}[receivable] 100.00`,
        ],
        ...derecognised.slice(4, 5),
        ['collected', `Dr ${L}[receivable] 4900.00`, `Cr ${A}[receivable] 4900.00`],
        ...derecognised.slice(5),
      ],
    ],
    [
      { treatment: 'secured_borrowing' },
      [
        ['assigned', `Dr ${RT} 100000.00`, 'Cr trade_receivables[receivable] 100000.00'],
        ['advanced', 'Dr due_from_factor[FR-2026-0001] 85000.00', `Cr ${FL} 85000.00`],
        ['charged', 'Dr service_fees[receivable] 750.00', `Cr ${FL} 750.00`],
        ['diluted', 'Dr sales_deductions[receivable] 2000.00', `Cr ${RT} 2000.00`],
        ['charged', 'Dr interest_expense[receivable] 637.50', `Cr ${FL} 637.50`],
        ['collected', `Dr ${FL} 98000.00`, `Cr ${RT} 98000.00`],
        ['rebated', 'Dr due_from_factor[S-1] 11612.50', `Cr ${FL} 11612.50`],
      ],
    ],
  ])('%j', (policy, expected) => {
    expect(told(live(sale(example), { policy }).map(({ journal }) => journal))).toEqual(expected);
  });

  test('a pledge is a borrowing of its facility, and ends when the debtor has paid', () => {
    const policy: AccountingPolicy = { treatment: 'pledge_reclassification' };
    const facts: PositionFact[] = [
      reserved,
      assigned('pledge', 100_000_00),
      { kind: 'advanced', requestId, amountMinor: 85_000_00 },
      { kind: 'charged', ...of('interest'), charge: 'interest', amountMinor: 637_50 },
      { kind: 'diluted', ...of('CN-1'), amountMinor: 2_000_00 },
      { kind: 'collected', ...of('B-1'), by: 'seller', amountMinor: 90_000_00, fxMinor: 0 },
      { kind: 'collected', ...of('C-1'), by: 'funder', amountMinor: 8_000_00, fxMinor: 0 },
      { kind: 'rebated', ...of('P-1'), amountMinor: -85_637_50 },
      { kind: 'closed', requestId },
    ];
    const steps = live(facts, { policy, bankAccount: 'DE1' });
    expect(told(steps.map(({ journal }) => journal))).toEqual([
      ['assigned', `Dr ${RT} 100000.00`, 'Cr trade_receivables[receivable] 100000.00'],
      ['advanced', 'Dr due_from_factor[FR-2026-0001] 85000.00', 'Cr borrowings[F1] 85000.00'],
      ['charged', 'Dr interest_expense[receivable] 637.50', 'Cr borrowings[F1] 637.50'],
      ['diluted', 'Dr sales_deductions[receivable] 2000.00', `Cr ${RT} 2000.00`],
      ['collected', 'Dr bank[DE1] 90000.00', `Cr ${RT} 90000.00`],
      ['collected', 'Dr due_from_factor[C-1] 8000.00', `Cr ${RT} 8000.00`],
      ['rebated', 'Dr borrowings[F1] 85637.50', 'Cr due_from_factor[P-1] 85637.50'],
    ]);
  });
});

/** Facts after the assignment and an advance of 85,000, and the journals of the last of them. */
const cases: [string, AccountingPolicy, PositionFact[], string[][]][] = [
  [
    'a write-off is a credit loss',
    { treatment: 'derecognition' },
    [{ kind: 'written_off', ...of('W'), amountMinor: 15_000_00 }],
    [['written_off', 'Dr credit_losses[receivable] 15000.00', `Cr ${R} 15000.00`]],
  ],
  [
    'what the funder booked above the face is a difference of rates, on a line of its own',
    { treatment: 'derecognition' },
    [{ kind: 'collected', ...of('C'), by: 'funder', amountMinor: 100_000_00, fxMinor: 12_34 }],
    [['collected', `Dr ${R} 12.34`, 'Cr fx_difference[receivable] 12.34']],
  ],
  [
    'a credit note after the payment makes an overpayment, booked with the credit note',
    { treatment: 'derecognition' },
    [
      { kind: 'collected', ...of('C'), by: 'funder', amountMinor: 100_000_00, fxMinor: 0 },
      { kind: 'diluted', ...of('CN'), amountMinor: 500_00 },
    ],
    [['diluted', 'Dr sales_deductions[receivable] 500.00', 'Cr overpayments[receivable] 500.00']],
  ],
  [
    'the debtor pays the funder too much: the borrowing falls by all of it, and the rest is the debtor’s',
    { treatment: 'secured_borrowing' },
    [{ kind: 'collected', ...of('C'), by: 'funder', amountMinor: 100_300_00, fxMinor: 0 }],
    [
      [
        'collected',
        `Dr ${FL} 100300.00`,
        `Cr ${RT} 100000.00`,
        'Cr overpayments[receivable] 300.00',
      ],
    ],
  ],
  [
    'the debtor of a sale pays the seller: the cash is to be turned over',
    { treatment: 'derecognition' },
    [{ kind: 'collected', ...of('B-7'), by: 'seller', amountMinor: 40_000_00, fxMinor: 0 }],
    [['collected', 'Dr suspense[B-7] 40000.00', 'Cr to_turn_over[receivable] 40000.00']],
  ],
  [
    'the debtor of a borrowing pays the seller: no longer carried, and part of the debt is due at once',
    { treatment: 'secured_borrowing' },
    [{ kind: 'collected', ...of('B-7'), by: 'seller', amountMinor: 40_000_00, fxMinor: 0 }],
    [
      [
        'collected',
        `Dr ${FL} 40000.00`,
        'Dr suspense[B-7] 40000.00',
        `Cr ${RT} 40000.00`,
        'Cr to_turn_over[receivable] 40000.00',
      ],
    ],
  ],
  [
    'what is passed on is no longer to be turned over',
    { treatment: 'derecognition' },
    [
      { kind: 'collected', ...of('B-7'), by: 'seller', amountMinor: 40_000_00, fxMinor: 0 },
      { kind: 'turned_over', ...of('B-8'), amountMinor: 40_000_00 },
    ],
    [['turned_over', 'Dr to_turn_over[receivable] 40000.00', 'Cr suspense[B-8] 40000.00']],
  ],
  [
    'repurchased under recourse: the receivable comes back less what was provided for it',
    { treatment: 'derecognition', recourseObligationBp: 150 },
    [{ kind: 'reassigned', ...of('RR'), amountMinor: 100_000_00, repurchase: true }],
    [
      [
        'reassigned',
        'Dr trade_receivables[receivable] 98500.00',
        'Dr recourse_liability[receivable] 1500.00',
        `Cr ${R} 100000.00`,
      ],
    ],
  ],
  [
    'the price of a repurchase is paid under its settlement',
    { treatment: 'secured_borrowing' },
    [
      { kind: 'reassigned', ...of('RR'), amountMinor: 100_000_00, repurchase: true },
      { kind: 'rebated', ...of('RR'), amountMinor: -85_000_00 },
    ],
    [['rebated', `Dr ${FL} 85000.00`, 'Cr due_from_factor[RR] 85000.00']],
  ],
  [
    'a charge taken back is taken off the expense',
    { treatment: 'derecognition' },
    [{ kind: 'charged', ...of('fee'), charge: 'fee_tax', amountMinor: -7_00 }],
    [['charged', `Dr ${R} 7.00`, 'Cr fee_tax[receivable] 7.00']],
  ],
  [
    'a dispute moves no money',
    { treatment: 'derecognition' },
    [{ kind: 'disputed', ...of('D'), amountMinor: 5_000_00 }],
    [],
  ],
];

test.each(cases)('%s', (_promise, policy, later, expected) => {
  const mode = modeOf(policy);
  const advanced: PositionFact = { kind: 'advanced', requestId, amountMinor: 85_000_00 };
  const facts = [reserved, assigned(mode, 100_000_00), advanced, ...later];
  const last = live(facts, { policy }).at(-1);
  expect(told([last?.journal])).toEqual(expected);
});

test('a funder that bears the loss takes the debt with the receivable it lent against', () => {
  const facts: PositionFact[] = [
    ...sale([{ kind: 'advanced', requestId, amountMinor: 85_000_00 }]),
    { kind: 'rebated', ...of('under approval'), amountMinor: 15_000_00 },
    { kind: 'closed', requestId },
  ];
  const steps = live(facts, { policy: { treatment: 'secured_borrowing' } });
  expect(told([steps.at(-1)?.journal])).toEqual([
    ['closed', `Dr ${FL} 100000.00`, `Cr ${RT} 100000.00`],
  ]);
  expect(balancesOf(steps).get(`trade_receivables ${receivableId}`)).toBe(-100_000_00);
});

test('an overpayment of a receivable that is over is the debtor’s credit with the seller', () => {
  const facts = sale([
    { kind: 'collected', ...of('C'), by: 'funder', amountMinor: 100_300_00, fxMinor: 0 },
    { kind: 'rebated', ...of('S'), amountMinor: 100_300_00 },
    { kind: 'closed', requestId },
  ]);
  const steps = live(facts, { policy: { treatment: 'derecognition' } });
  expect(told([steps.at(-1)?.journal])).toEqual([
    ['closed', 'Dr overpayments[receivable] 300.00', 'Cr trade_receivables[receivable] 300.00'],
  ]);
});

test('a sale is not accounted for as a pledge', () => {
  const policy: AccountingPolicy = { treatment: 'pledge_reclassification' };
  expect(() => live(sale([]), { policy })).toThrow(/no policy of a sale/);
});

/** Debits first, as a bookkeeper writes them. */
function told(journals: readonly (Journal | undefined)[]): string[][] {
  return journals
    .filter((journal) => journal !== undefined)
    .map(({ kind, postings }) => {
      const lines = postings.map(({ account, subject, amountMinor, currency }) => {
        const named = subject === receivableId ? 'receivable' : subject;
        const amount = toDecimal({ amountMinor: Math.abs(amountMinor), currency });
        return { isDebit: amountMinor > 0, text: `${account}[${named}] ${amount}` };
      });
      return [
        kind,
        ...lines.filter(({ isDebit }) => isDebit).map(({ text }) => `Dr ${text}`),
        ...lines.filter(({ isDebit }) => !isDebit).map(({ text }) => `Cr ${text}`),
      ];
    });
}
