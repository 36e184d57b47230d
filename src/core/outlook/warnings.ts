import { addDays, addMonths, type Day } from '../calendar.ts';
import { fundsInUseMinor, owedMinor, residualMinor } from '../funding/account.ts';
import type { Unoffered } from '../funding/offering.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, type Currency, mulDiv, sumMinor } from '../money.ts';
import { livesOf } from '../reconciliation/life.ts';
import { recourseDay } from './cash.ts';
import { type Funded, type FundedFacility, isPaid } from './funded.ts';
import { unofferedWarnings } from './unoffered.ts';

export const warningCodes = [
  'overadvance',
  'offered_elsewhere',
  'offer_late',
  'recourse_demanded',
  'reopened',
  'misdirected',
  'disputed',
  'aged_reserve',
  'recourse_coming',
  'unapproved',
  'concentration',
  'not_offered',
] as const;

export const severities = ['high', 'medium', 'low'] as const;

export type Warning = {
  code: (typeof warningCodes)[number];
  severity: (typeof severities)[number];
  facilityId: string;
  currency: Currency;
  amountMinor: AmountMinor;
  /** What its sentence needs besides. */
  params: Record<string, string | number>;
  receivableIds: Id[];
};

export type Watch = {
  today: Day;
  /** A reserve is aged when it is held back for longer after the debtor paid. */
  agedDays: number;
  /** Recourse is coming when its day is within so many days. */
  recourseDays: number;
  /** A debtor's share has grown by at least so much in a month. */
  driftBp: number;
};

type Pool = {
  facility: FundedFacility;
  funded: readonly Funded[];
  /** What it held at some time of the last month, closed or not. */
  past: readonly Pick<Funded, 'debtorId' | 'facts'>[];
  /** What its agreement obliges the seller to offer and was not. */
  unoffered?: readonly Unoffered[];
};

/** What a person should know before it costs something; the gravest first. */
export function warningsOf(
  pools: readonly Pool[],
  watch: Watch,
  /** Availability by facility, as the certificate says. */
  available: ReadonlyMap<string, AmountMinor>,
): Warning[] {
  const found = pools.flatMap((pool) => [
    ...overadvance(pool, available),
    ...recourse(pool, watch),
    ...reopened(pool),
    ...misdirected(pool),
    ...marked(pool),
    ...agedReserves(pool, watch),
    ...concentrations(pool, watch),
    ...unofferedWarnings(pool.facility, pool.unoffered ?? []),
  ]);
  const rank = ({ code, severity }: Warning) =>
    severities.indexOf(severity) * warningCodes.length + warningCodes.indexOf(code);
  return found.toSorted((left, right) => rank(left) - rank(right));
}

function warn(
  { facility }: Pool,
  of: Pick<Warning, 'code' | 'severity' | 'params'>,
  items: readonly { funded: Funded; amountMinor: AmountMinor }[],
): Warning[] {
  if (items.length === 0) return [];
  const { facilityId, currency, name } = facility;
  return [
    {
      ...of,
      facilityId,
      currency,
      amountMinor: sumMinor(items.map((item) => item.amountMinor)),
      params: { facility: name, count: items.length, ...of.params },
      receivableIds: items.map(({ funded }) => funded.receivableId),
    },
  ];
}

function overadvance({ facility }: Pool, available: ReadonlyMap<string, AmountMinor>): Warning[] {
  const { facilityId, currency, name } = facility;
  const availableMinor = available.get(facilityId) ?? 0;
  if (availableMinor >= 0) return [];
  const of = { code: 'overadvance', severity: 'high', params: { facility: name } } as const;
  return [{ ...of, facilityId, currency, amountMinor: -availableMinor, receivableIds: [] }];
}

function recourse(pool: Pool, { today, recourseDays }: Watch): Warning[] {
  const unpaid = pool.funded.filter((one) => !isPaid(one) && !one.held.marks.isRepurchased);
  const demanded = unpaid.flatMap((funded) => {
    const on = funded.held.marks.recourseDueOn;
    return on === undefined ? [] : [{ funded, on, amountMinor: fundsInUseMinor(funded.held) }];
  });
  const last = addDays(today, recourseDays);
  const coming = unpaid.flatMap((funded) => {
    const on = recourseDay(funded, pool.facility);
    const isNear = on !== undefined && on <= last && funded.held.marks.recourseDueOn === undefined;
    return isNear ? [{ funded, on, amountMinor: fundsInUseMinor(funded.held) }] : [];
  });
  const severity = coming.some(({ on }) => on <= today) ? 'medium' : 'low';
  const days = recourseDays;
  return [
    ...warn(
      pool,
      { code: 'recourse_demanded', severity: 'high', params: { on: firstDay(demanded) } },
      demanded,
    ),
    ...warn(
      pool,
      { code: 'recourse_coming', severity, params: { on: firstDay(coming), days } },
      coming,
    ),
  ];
}

/** Settled once, and not any more: a payment came back, or a charge was late. */
function reopened(pool: Pool): Warning[] {
  const items = pool.funded.flatMap((funded) => {
    const since = funded.facts.findLast(({ fact }) => fact.kind === 'reopened');
    if (!since) return [];
    const { account } = funded.held;
    const dueMinor = Math.max(0, -residualMinor(account));
    return [{ funded, on: since.on, amountMinor: sumMinor([owedMinor(account), dueMinor]) }];
  });
  return warn(pool, { code: 'reopened', severity: 'high', params: { on: firstDay(items) } }, items);
}

function misdirected(pool: Pool): Warning[] {
  const items = pool.funded.flatMap((funded) => {
    const { misdirectedMinor: amountMinor } = funded.held.account;
    if (amountMinor <= 0) return [];
    const paid = funded.facts.find(({ fact }) => fact.kind === 'collected' && fact.by === 'seller');
    return [{ funded, amountMinor, on: paid?.on ?? funded.dueOn }];
  });
  const of = { code: 'misdirected', severity: 'high', params: { on: firstDay(items) } } as const;
  return warn(pool, of, items);
}

function marked(pool: Pool): Warning[] {
  const disputed = pool.funded
    .filter(({ held }) => held.marks.disputedMinor > 0)
    .map((funded) => ({ funded, amountMinor: funded.held.marks.disputedMinor }));
  const unapproved = pool.funded
    .filter(({ held }) => held.marks.isUnapproved)
    .map((funded) => ({ funded, amountMinor: owedMinor(funded.held.account) }));
  return [
    ...warn(pool, { code: 'disputed', severity: 'medium', params: {} }, disputed),
    ...warn(pool, { code: 'unapproved', severity: 'medium', params: {} }, unapproved),
  ];
}

/** Of a sale whose debtor has paid: what the funder still holds back. */
function agedReserves(pool: Pool, { today, agedDays }: Watch): Warning[] {
  if (pool.facility.mode !== 'sale') return [];
  const last = addDays(today, -agedDays);
  const items = pool.funded.flatMap((funded) => {
    const amountMinor = residualMinor(funded.held.account);
    const paid = funded.facts.findLast(
      ({ fact }) => fact.kind === 'collected' || fact.kind === 'turned_over',
    );
    const isAged = isPaid(funded) && amountMinor > 0 && paid !== undefined && paid.on < last;
    return isAged ? [{ funded, amountMinor }] : [];
  });
  return warn(
    pool,
    { code: 'aged_reserve', severity: 'medium', params: { days: agedDays } },
    items,
  );
}

const driftsMax = 5;

/** Debtors whose share of what is owed under the facility has grown in a month. */
function concentrations(pool: Pool, { today, driftBp }: Watch): Warning[] {
  const before = addMonths(today, -1);
  const now = sharesOf(pool, today);
  const then = sharesOf(pool, before);
  if (then.totalMinor === 0) return [];
  const grown = [...now.byDebtor]
    .map(([debtorId, amountMinor]) => {
      const shareBp = shareOf(amountMinor, now.totalMinor);
      const beforeBp = shareOf(then.byDebtor.get(debtorId) ?? 0, then.totalMinor);
      return { debtorId, shareBp, beforeBp };
    })
    .filter(({ shareBp, beforeBp }) => shareBp - beforeBp >= driftBp)
    .toSorted((left, right) => right.shareBp - left.shareBp)
    .slice(0, driftsMax);
  return grown.flatMap(({ debtorId, shareBp, beforeBp }) => {
    const own = pool.funded.filter((one) => one.debtorId === debtorId);
    const debtor = own[0]?.debtor ?? debtorId;
    const params = { debtor, shareBp, beforeBp, on: before };
    const items = own.map((funded) => ({
      funded,
      amountMinor: owedMinor(funded.held.account),
    }));
    return warn(pool, { code: 'concentration', severity: 'low', params }, items);
  });
}

function sharesOf({ past }: Pool, day: Day) {
  const byDebtor = new Map<string, AmountMinor>();
  for (const { debtorId, facts } of past) {
    const lives = livesOf(facts.filter(({ on }) => on <= day));
    const owed = sumMinor(lives.map(({ held }) => owedMinor(held.account)));
    if (owed > 0) byDebtor.set(debtorId, sumMinor([byDebtor.get(debtorId) ?? 0, owed]));
  }
  return { byDebtor, totalMinor: sumMinor(byDebtor.values()) };
}

function shareOf(amountMinor: AmountMinor, totalMinor: AmountMinor): number {
  return totalMinor === 0 ? 0 : mulDiv(amountMinor, 10_000, totalMinor, 'halfUp');
}

function firstDay(items: readonly { on: Day }[]): Day {
  return items.reduce((first, { on }) => (first === '' || on < first ? on : first), '');
}
