import type { Day } from '../../../src/core/calendar.ts';
import type { Charges } from '../../../src/core/charge/charges.ts';
import type { Funded, FundedFacility } from '../../../src/core/outlook/funded.ts';
import { type DatedFact, livesOf } from '../../../src/core/reconciliation/life.ts';
import { idOf, taken } from '../reconciliation/case.ts';

export const today = '2026-11-24';

export const facility: FundedFacility = {
  facilityId: 'F1',
  name: 'Nordfactor',
  mode: 'sale',
  currency: 'EUR',
  agreement: { product: 'factoring', recourse: true, recourseAfterDays: 90 },
  charges: undefined,
  calendars: [],
};

export const pledge: FundedFacility = {
  ...facility,
  mode: 'pledge',
  agreement: { product: 'pledge', recourse: false },
};

export const charges: Charges = {
  version: 1,
  currency: 'EUR',
  calendars: [],
  limitHoldback: false,
  minimums: [],
  interest: {
    rate: { kind: 'fixed', percent: '6' },
    dayCount: 'ACT/360',
    charged: 'monthly',
    rounding: 'halfEven',
  },
};

type Of = {
  number?: number;
  debtorId?: string;
  dueOn: Day;
  usualDelayDays?: number;
  faceMinor?: number;
  advanceMinor?: number;
  facts?: readonly DatedFact[];
  isPledge?: boolean;
};

/** A receivable of 1,000.00 with 850.00 advanced on 2 October 2026, and what happened since. */
export function funded(of: Of): Funded {
  const { number = 1, debtorId = 'D1', dueOn, usualDelayDays } = of;
  const treatment = of.isPledge ? 'pledge_reclassification' : 'derecognition';
  const begun = taken(of.faceMinor ?? 1_000_00, of.advanceMinor ?? 850_00, { treatment });
  const [life] = livesOf([...begun, ...(of.facts ?? [])]);
  if (!life) throw new Error('not held');
  return {
    receivableId: idOf(number),
    number: `INV-${number}`,
    debtorId,
    debtor: `Debtor ${debtorId}`,
    dueOn,
    usualDelayDays,
    request: 'FR-1',
    held: life.held,
    facts: life.facts,
  };
}

export const own = { requestId: '00000000-0000-7000-8000-00000000000a', cause: 'movement|x' };
