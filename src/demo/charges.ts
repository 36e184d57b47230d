import { addDays, type Day, daysBetween } from '../core/calendar.ts';
import type { Charges } from '../core/charge/charges.ts';
import type { PublishedFixing } from '../core/charge/fixing.ts';
import { isOpen } from '../core/settlement/calendar.ts';
import { target } from '../core/settlement/published.ts';
import type { FactorStatementMapping } from '../intake/factor-statement/mapping.ts';

/** By what the factor at home books; its agreement says the same. */
export const factorTerms = {
  serviceFeeBp: 25,
  feeTaxBp: 600,
  interestBp: 420,
  misdirectedFeeBp: 200,
  valueDays: 1,
} as const;

/** It leaves a month's last day to the next, and payments bear interest for a day more. */
export const saleCharges: Charges = {
  version: 1,
  currency: 'CNY',
  calendars: ['CN'],
  advance: { shareBp: 8_500, rounding: 'down' },
  limitHoldback: false,
  interest: {
    rate: { kind: 'fixed', percent: '4.20' },
    dayCount: 'ACT/360',
    charged: 'monthly',
    lastDay: 'next_month',
    valueDays: factorTerms.valueDays,
    rounding: 'down',
  },
  serviceFee: {
    initialBp: factorTerms.serviceFeeBp,
    tiers: [],
    portion: 'whole',
    minimumMinor: 0,
    rounding: 'down',
  },
  feeTax: { bp: factorTerms.feeTaxBp, on: ['service_fee'], rounding: 'down' },
  minimums: [],
  misdirectedFee: { bp: factorTerms.misdirectedFeeBp, graceDays: 0, rounding: 'down' },
};

/** What the story has its index fixed at, every day; a real one is never this quiet. */
export const exportIndex = { index: 'EURIBOR 3M', percent: '2.05', margin: '1.60' } as const;

export const exportCharges: Charges = {
  version: 1,
  currency: 'EUR',
  calendars: ['T2', 'GB-EAW'],
  advance: { shareBp: 7_500, rounding: 'down' },
  limitHoldback: false,
  interest: {
    rate: {
      kind: 'index',
      index: exportIndex.index,
      margin: exportIndex.margin,
      floor: '0',
      reset: 'monthly',
      lookbackDays: 2,
      calendars: ['T2'],
    },
    dayCount: 'ACT/360',
    charged: 'monthly',
    rounding: 'halfUp',
  },
  serviceFee: { initialBp: 5, tiers: [], portion: 'whole', minimumMinor: 0, rounding: 'halfUp' },
  minimums: [],
};

/** The bank charges the draw when it is made, and the line's interest as one each month. */
export const pledgeCharges: Charges = {
  version: 1,
  currency: 'CNY',
  calendars: ['CN'],
  limitHoldback: false,
  interest: {
    rate: { kind: 'fixed', percent: '5.50' },
    dayCount: 'ACT/360',
    charged: 'monthly',
    rounding: 'down',
  },
  serviceFee: {
    of: 'advanced',
    initialBp: 25,
    tiers: [],
    portion: 'whole',
    minimumMinor: 0,
    rounding: 'down',
  },
  minimums: [],
};

/** For every business day of the index, the first day left out and the last one not. */
export function demoFixings({ from, to }: { from: Day; to: Day }): PublishedFixing[] {
  const days = Array.from({ length: daysBetween(from, to) }, (_, nth) => addDays(from, nth + 1));
  const { index, percent } = exportIndex;
  return days
    .filter((day) => isOpen(day, [target]))
    .map((day) => ({ index, day, percent, source: 'demo' }));
}

type Kind = Extract<FactorStatementMapping['kinds'][string], { is: 'movement' }>['kind'];

const said = (kind: Kind, moves: 'up' | 'not' = 'not') =>
  ({ is: 'movement', kind, moves, reversal: false }) as const;

/** How the export factor's account is read: its balance is all that it has charged until then. */
export const statementMapping: FactorStatementMapping = {
  version: 1,
  dateFormat: 'YYYY-MM-DD',
  numberFormat: { decimal: '.', thousands: '' },
  columns: {
    movementId: 'Entry',
    kind: 'Code',
    bookedOn: 'Booked',
    valueOn: 'Value',
    amount: 'Amount',
    currency: 'Currency',
    scheduleReference: 'Schedule',
    lineNumber: 'Line',
    invoiceNumber: 'Invoice',
    debtorId: 'Debtor',
    balance: 'Charged to date',
    detail: 'Text',
  },
  kinds: {
    BF: { is: 'balance', states: 'opening' },
    CF: { is: 'balance', states: 'closing' },
    '402': said('collection'),
    '404': said('rebate'),
    '411': said('service_fee', 'up'),
    '413': said('interest', 'up'),
    '421': said('dilution'),
    '422': said('dispute'),
    '423': said('dispute_ended'),
    '426': said('recourse_demand'),
    '427': said('reassignment'),
    '432': said('repayment'),
  },
  amounts: 'unsigned',
  order: 'oldest_first',
};
