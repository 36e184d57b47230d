import { addDays, type Day } from '../calendar.ts';
import type { Market } from '../charge/indexRate.ts';
import { fundsInUseMinor, residualMinor } from '../funding/account.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import { chargesTo } from './charges.ts';
import {
  type Expected,
  expectedOf,
  type Funded,
  type FundedFacility,
  isPaid,
  openOn,
} from './funded.ts';
import { maturityDays } from './maturity.ts';

export const cashKinds = [
  'advance',
  'rebate',
  'fees',
  'interest',
  'recourse',
  'repayment',
  'turnover',
] as const;
export type CashKind = (typeof cashKinds)[number];

export type CashBasis =
  | Expected['basis']
  | 'approved'
  | 'funded'
  | 'month_end'
  | 'at_close'
  | 'fee_tier'
  | 'recourse_days'
  | 'recourse_demanded'
  | 'collected'
  | 'misdirected'
  | 'passed_on';

/** One amount expected on a day, with why: what comes in is positive. */
export type ExpectedCash = {
  day: Day;
  kind: CashKind;
  facilityId: string;
  currency: Currency;
  amountMinor: AmountMinor;
  basis: CashBasis;
  params: Record<string, string | number>;
  /** Of which receivable; of an advance, of which request. */
  receivableId?: Id;
  requestId?: Id;
  /** Its document number, or the request's. */
  name: string;
};

/** What was approved and not answered, or said by the funder and not on the bank's statements. */
export type Awaited = {
  facilityId: string;
  kind: 'advance' | 'rebate';
  /** Of an advance. */
  requestId?: Id;
  /** The request's number, or the funder's own name of its settlement. */
  name: string;
  status: 'approved' | 'funded';
  /** It is not paid before. */
  asOf: Day;
  amountMinor: AmountMinor;
};

export type Coming = {
  today: Day;
  /** The last day that is looked at. */
  through: Day;
  facilities: readonly { facility: FundedFacility; funded: readonly Funded[] }[];
  awaited: readonly Awaited[];
  market: Market;
};

/**
 * Every amount that is expected through a day, in the facility's currency. What is disputed brings
 * nothing until it is settled; what may be given back by the contract is, where its debtor is not
 * expected to pay before.
 */
export function cashComing(coming: Coming): ExpectedCash[] {
  const { today, through, facilities, awaited, market } = coming;
  const found: ExpectedCash[] = [];
  for (const { facility, funded } of facilities) {
    const maturity = maturityDays(facility, { funded, today, market });
    for (const one of funded) {
      const when = { today, through, market, paidAt: maturity.get(one.request) };
      found.push(...ofReceivable(one, facility, when));
    }
    const own = awaited.filter(({ facilityId }) => facilityId === facility.facilityId);
    found.push(...own.map((one) => ofAwaited(one, facility, today)));
  }
  return found
    .filter(({ day, amountMinor }) => day <= through && amountMinor !== 0)
    .toSorted((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0));
}

function ofAwaited(
  { requestId, kind, name, status: basis, asOf, amountMinor }: Awaited,
  facility: FundedFacility,
  today: Day,
): ExpectedCash {
  const { facilityId, currency } = facility;
  const day = openOn(asOf > today ? asOf : today, facility);
  const of = { facilityId, currency, name, ...(requestId !== undefined && { requestId }) };
  return { ...of, day, kind, amountMinor, basis, params: {} };
}

type When = {
  today: Day;
  through: Day;
  market: Market;
  /** When the funder pays at maturity, whatever the debtor does. */
  paidAt: Expected | undefined;
};

function ofReceivable(funded: Funded, facility: FundedFacility, when: When): ExpectedCash[] {
  const { today, through, market } = when;
  const { held, receivableId, number: name } = funded;
  const { facilityId, currency } = facility;
  const of = { facilityId, currency, receivableId, name };
  const found: ExpectedCash[] = [];
  const { misdirectedMinor } = held.account;
  if (misdirectedMinor !== 0) {
    const due = { day: openOn(today, facility), amountMinor: sumMinor([-misdirectedMinor]) };
    // Below zero it was passed on, and then the debtor's payment to us came back.
    const basis = misdirectedMinor > 0 ? 'misdirected' : 'passed_on';
    found.push({ ...of, ...due, kind: 'turnover', basis, params: {} });
  }
  if (held.marks.disputedMinor > 0) return found;
  const expected = expectedOf(funded, facility, today);
  const given = givenBack(funded, facility, { today, expected });
  if (given) {
    const amountMinor = sumMinor([-fundsInUseMinor(held)]);
    return [...found, { ...of, ...given, kind: 'recourse', amountMinor }];
  }
  if (expected.day > through && facility.charges === undefined) return found;
  for (const charge of chargesTo(
    funded,
    facility,
    { today, paidOn: expected.day, through },
    market,
  )) {
    const { kind, day, basis } = charge;
    const amountMinor = sumMinor([-charge.amountMinor]);
    // Of a sale it is taken out of what comes back.
    found.push({ ...of, kind, day, amountMinor, basis, params: {} });
  }
  const settled = settledOf(funded, facility, when.paidAt ?? expected);
  if (settled) found.push({ ...of, ...settled });
  return found;
}

/** What comes back of a sale, or is paid back of a pledge, when the debtor has paid. */
function settledOf(
  funded: Funded,
  { mode, agreement }: FundedFacility,
  { day, basis, params }: Expected,
): Pick<ExpectedCash, 'kind' | 'day' | 'amountMinor' | 'basis' | 'params'> | undefined {
  const { account } = funded.held;
  if (mode === 'sale') {
    return { kind: 'rebate', day, amountMinor: residualMinor(account), basis, params };
  }
  // A revolving line is not paid back by the receivable.
  if (agreement.product !== 'pledge') return undefined;
  const amountMinor = sumMinor([-fundsInUseMinor(funded.held)]);
  const by = isPaid(funded) ? { basis: 'collected' as const, params: {} } : { basis, params };
  return { kind: 'repayment', day, amountMinor, ...by };
}

function givenBack(
  funded: Funded,
  facility: FundedFacility,
  { today, expected }: { today: Day; expected: Expected },
): Pick<ExpectedCash, 'day' | 'basis' | 'params'> | undefined {
  const { marks } = funded.held;
  if (isPaid(funded) || marks.isRepurchased) return undefined;
  if (marks.recourseDueOn !== undefined) {
    const day = marks.recourseDueOn > today ? marks.recourseDueOn : today;
    return { day: openOn(day, facility), basis: 'recourse_demanded', params: {} };
  }
  const day = recourseDay(funded, facility);
  // A day that has passed without a demand is the funder's choice, not a date.
  if (day === undefined || day < today || expected.day <= day) return undefined;
  const days = facility.agreement.recourseAfterDays ?? 0;
  return { day: openOn(day, facility), basis: 'recourse_days', params: { days } };
}

/** From when the funder may give it back; undefined where the contract names no day. */
export function recourseDay(
  { dueOn }: Pick<Funded, 'dueOn'>,
  { agreement }: Pick<FundedFacility, 'agreement'>,
): Day | undefined {
  const { recourse, recourseAfterDays } = agreement;
  return recourse && recourseAfterDays !== undefined
    ? addDays(dueOn, recourseAfterDays)
    : undefined;
}
