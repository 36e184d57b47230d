import { expect, it } from 'vitest';
import type { Funded, FundedFacility } from '../../../src/core/outlook/funded.ts';
import { warningsOf } from '../../../src/core/outlook/warnings.ts';
import { idOf } from '../reconciliation/case.ts';
import { facility, funded, own, today } from './case.ts';

const watch = { today, agedDays: 10, recourseDays: 30, driftBp: 500 };

function warnings(list: readonly Funded[], of: FundedFacility = facility, available = 0) {
  const pools = [{ facility: of, funded: list, past: list }];
  return warningsOf(pools, watch, new Map([['F1', available]]));
}

const paid = {
  kind: 'collected',
  by: 'funder',
  amountMinor: 1_000_00,
  fxMinor: 0,
  ...own,
} as const;
const toSeller = { ...paid, by: 'seller', amountMinor: 400_00 } as const;
const disputed = { kind: 'disputed', amountMinor: 70_00, ...own } as const;
const demanded = { kind: 'recourse_due', on: '2026-11-22', ...own } as const;
const due = '2026-12-15';

it.each([
  [
    'a reserve held back for eleven days after the payment',
    funded({ dueOn: due, facts: [{ on: '2026-11-13', fact: paid }] }),
    { code: 'aged_reserve', severity: 'medium', amountMinor: 150_00 },
  ],
  [
    'cash of the funder’s that we have',
    funded({ dueOn: due, facts: [{ on: '2026-11-20', fact: toSeller }] }),
    { code: 'misdirected', severity: 'high', amountMinor: 400_00, params: { on: '2026-11-20' } },
  ],
  [
    'a dispute on what is financed',
    funded({ dueOn: due, facts: [{ on: today, fact: disputed }] }),
    { code: 'disputed', severity: 'medium', amountMinor: 70_00 },
  ],
  [
    'a funder that no longer bears the risk',
    funded({ dueOn: due, facts: [{ on: today, fact: { kind: 'unapproved', ...own } }] }),
    { code: 'unapproved', amountMinor: 1_000_00 },
  ],
  [
    'recourse that is demanded',
    funded({ dueOn: due, facts: [{ on: today, fact: demanded }] }),
    { code: 'recourse_demanded', severity: 'high', amountMinor: 850_00 },
  ],
  [
    'recourse in thirty days: ninety after the due day',
    funded({ dueOn: '2026-09-25' }),
    { code: 'recourse_coming', severity: 'low', params: { on: '2026-12-24', days: 30 } },
  ],
  [
    'a settled receivable whose payment came back',
    funded({
      dueOn: due,
      facts: [
        { on: '2026-11-13', fact: paid },
        { on: '2026-11-14', fact: { kind: 'rebated', amountMinor: 150_00, ...own } },
        { on: '2026-11-14', fact: { kind: 'closed', requestId: own.requestId } },
        { on: '2026-11-23', fact: { kind: 'reopened', ...own } },
        { on: '2026-11-23', fact: { ...paid, amountMinor: -1_000_00 } },
      ],
    }),
    { code: 'reopened', severity: 'high', amountMinor: 1_000_00, params: { on: '2026-11-23' } },
  ],
] as const)('warns of %s', (_, one, expected) => {
  expect(warnings([one])).toMatchObject([{ ...expected, receivableIds: [idOf(1)] }]);
});

it.each([
  ['held back for ten days', funded({ dueOn: due, facts: [{ on: '2026-11-14', fact: paid }] })],
  ['recourse in thirty-one days', funded({ dueOn: '2026-09-26' })],
  ['nothing but a receivable that is not due', funded({ dueOn: due })],
] as const)('does not warn of %s', (_, one) => {
  expect(warnings([one])).toEqual([]);
});

it('warns of an overadvance first, by what the certificate says', () => {
  const list = [funded({ dueOn: due, facts: [{ on: today, fact: disputed }] })];
  expect(warnings(list, facility, -12_34)).toMatchObject([
    { code: 'overadvance', severity: 'high', amountMinor: 12_34 },
    { code: 'disputed' },
  ]);
});

it('warns of a debtor whose share of what is owed grew by five points in a month', () => {
  // On 24 October 1,000.00 of D1 and 9,000.00 of D2: a tenth. D2 has paid 4,000.00 since: a sixth.
  const part = { ...paid, amountMinor: 4_000_00 } as const;
  const list = [
    funded({ number: 1, dueOn: due }),
    funded({
      number: 2,
      dueOn: due,
      debtorId: 'D2',
      faceMinor: 9_000_00,
      facts: [{ on: '2026-11-10', fact: part }],
    }),
  ];
  expect(warnings(list)).toMatchObject([
    {
      code: 'concentration',
      severity: 'low',
      params: { debtor: 'Debtor D1', shareBp: 1_667, beforeBp: 1_000, on: '2026-10-24' },
    },
  ]);
});
