import type { PaymentBehaviour } from '../core/ageing/payment.ts';
import { type AsOf, addMonths, type Day } from '../core/calendar.ts';
import { carriedForward } from '../core/charge/fixing.ts';
import type { Market } from '../core/charge/indexRate.ts';
import type { Unoffered } from '../core/funding/offering.ts';
import { isOpen } from '../core/funding/position.ts';
import type { RequestState } from '../core/funding/request-state.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import { type Awaited, cashComing, type ExpectedCash } from '../core/outlook/cash.ts';
import { calendarsOf, type Funded, type FundedFacility } from '../core/outlook/funded.ts';
import { type Rate, type Timeline, timelineOf } from '../core/outlook/timeline.ts';
import { type Warning, type Watch, warningsOf } from '../core/outlook/warnings.ts';
import { type HeldReceivable, livesOf } from '../core/reconciliation/life.ts';
import { publishedCalendars } from '../core/settlement/published.ts';
import { readBehaviours } from './ageing/payment.ts';
import { one, type Tx } from './database.ts';
import { type Facility, readFacilities } from './facility.ts';
import { readMarket } from './fixing.ts';
import { readRates } from './fx.ts';
import { readHeld, readNumbers } from './held.ts';
import { readOfferings } from './offering.ts';
import { readCash, referencesOf } from './reconciliation.ts';
import { readRequests } from './request-facts.ts';

/** What every part of the outlook is reckoned from. */
export type Books = {
  today: Day;
  functionalCurrency: Currency;
  rates: Map<Currency, Rate>;
  pools: {
    facility: FundedFacility;
    funded: Funded[];
    past: HeldReceivable[];
    unoffered: readonly Unoffered[];
  }[];
  awaited: Awaited[];
  market: Market;
};

/** A debtor that has paid fewer receivables than this in a year has no usual delay. */
const paymentsNeeded = 3;

/** Everything that funders hold today and what requests bring, in a few statements a facility. */
export async function readOutlookBooks(tx: Tx, { asOf: today, knownAt }: AsOf): Promise<Books> {
  const facilities = await readFacilities(tx, { asOf: today, knownAt });
  const awaited: Awaited[] = [];
  const read: { facility: Facility; held: HeldReceivable[]; numbers: Map<Id, string> }[] = [];
  for (const facility of facilities) {
    const { facilityId } = facility.terms;
    const numbers = await readNumbers(tx, facilityId);
    const since = addMonths(today, -1);
    const held = await readHeld(tx, { facilityId, asOf: today, knownAt, since }, numbers);
    read.push({ facility, held, numbers });
    awaited.push(...(await readAwaited(tx, { asOf: today, knownAt }, { facility, held, numbers })));
  }
  const debtorIds = [...new Set(read.flatMap(({ held }) => held.map((own) => own.debtorId)))];
  const needed = paymentsNeeded;
  const behaviours = await readBehaviours(tx, { asOf: today, knownAt, debtorIds, needed });
  const { currency, rates } = await readFunctional(tx, { asOf: today, knownAt });
  const offerings = await readOfferings(tx, { asOf: today, knownAt }, facilities);
  const pools = read.map(({ facility, held, numbers }) => ({
    facility: fundedFacility(facility),
    funded: held.flatMap((own) => fundedOf(own, numbers, behaviours)),
    past: held,
    unoffered: offerings.find((own) => own.facility === facility)?.unoffered ?? [],
  }));
  const charges = facilities.map(({ agreement }) => agreement.charges);
  const market = await readMarket(tx, { asOf: today, knownAt }, charges);
  return { today, functionalCurrency: currency, rates, pools, awaited, market };
}

function fundedFacility({ terms, agreement }: Facility): FundedFacility {
  const { facilityId, name, mode, currency } = terms;
  const { charges } = agreement;
  const calendars = calendarsOf(charges, publishedCalendars);
  return { facilityId, name, mode, currency, agreement, charges, calendars };
}

/** What is held and not over. */
function fundedOf(
  receivable: HeldReceivable,
  numbers: ReadonlyMap<Id, string>,
  behaviours: ReadonlyMap<string, PaymentBehaviour[]>,
): Funded[] {
  const life = livesOf(receivable.facts).at(-1);
  if (!life || !isOpen(life.held)) return [];
  const { receivableId, number, debtorId, debtor, dueOn } = receivable;
  const usualDelayDays = delayOf(behaviours.get(debtorId) ?? []);
  const request = numbers.get(life.held.requestId) ?? '';
  const named = { receivableId, number, debtorId, debtor, dueOn, usualDelayDays, request };
  return [{ ...named, held: life.held, facts: life.facts }];
}

/** Whole days of the currency in which it pays most often, of the newest months that say enough. */
function delayOf(behaviours: readonly PaymentBehaviour[]): number | undefined {
  const [most] = behaviours.toSorted((left, right) => right.year.count - left.year.count);
  const measured = [most?.recent, most?.year].find((own) => own?.status === 'measured');
  if (measured?.status !== 'measured') return undefined;
  return Math.max(0, Math.round(measured.tenthDays / 10));
}

/** Approved and not answered, by the request; answered and not on the bank's statements, by the books. */
async function readAwaited(
  tx: Tx,
  when: AsOf,
  of: { facility: Facility; held: readonly HeldReceivable[]; numbers: ReadonlyMap<Id, string> },
): Promise<Awaited[]> {
  const { facilityId } = of.facility.terms;
  const open = await tx.query<{ id: Id }>(
    `select distinct p.request_id as id from cedent.open_position p
     where p.tenant_id = $1 and p.facility_id = $2 and not exists (
       select from cedent.position_fact f
       where f.tenant_id = $1 and f.receivable_id = p.receivable_id
         and f.fact->>'kind' = 'assigned' and f.fact->>'requestId' = p.request_id::text)`,
    [tx.tenantId, facilityId],
  );
  const requests = await readRequests(
    tx,
    open.map(({ id }) => id),
  );
  const found: Awaited[] = [];
  for (const { id: requestId, number: name, state } of requests.values()) {
    const amountMinor = unansweredMinor(state);
    const asOf = 'canonical' in state ? state.canonical.asOf : when.asOf;
    const own = { facilityId, kind: 'advance', requestId, name, asOf } as const;
    if (amountMinor !== 0) found.push({ ...own, status: 'approved', amountMinor });
  }
  const ids = new Map([...of.numbers].map(([id, number]) => [number, id]));
  const cash = await readCash(tx, when, referencesOf(of.held, of.numbers));
  for (const { reference, name, dueMinor, bankMinor } of cash) {
    const requestId = ids.get(reference);
    const amountMinor = sumMinor([dueMinor, -bankMinor]);
    const own = { facilityId, name, asOf: when.asOf, status: 'funded', amountMinor } as const;
    if (requestId === undefined) found.push({ ...own, kind: 'rebate' });
    // More than is due is nothing to wait for.
    else if (amountMinor > 0) found.push({ ...own, kind: 'advance', requestId });
  }
  return found.filter(({ amountMinor }) => amountMinor !== 0);
}

function unansweredMinor(state: RequestState): AmountMinor {
  if (state.status === 'approved') {
    return sumMinor(state.canonical.lines.map(({ advanceMinor }) => advanceMinor));
  }
  if (state.status !== 'pending') return 0;
  const open = state.canonical.lines.filter(
    ({ lineNumber }) => state.answers.get(lineNumber)?.status === 'open',
  );
  return sumMinor(open.map(({ advanceMinor }) => advanceMinor));
}

async function readFunctional(tx: Tx, when: AsOf) {
  const { currency } = one(
    await tx.query<{ currency: Currency }>(
      'select functional_currency as currency from cedent.tenant where id = $1',
      [tx.tenantId],
    ),
    'tenant',
  );
  const rates = new Map<Currency, Rate>([[currency, { numerator: 1, denominator: 1 }]]);
  for (const { from, to, numerator, denominator } of await readRates(tx, when)) {
    if (to === currency) rates.set(from, { numerator, denominator });
  }
  return { currency, rates };
}

export type CashOutlook = {
  today: Day;
  through: Day;
  functionalCurrency: Currency;
  expected: ExpectedCash[];
  timeline: Timeline;
};

/** Cash expected through a day. */
export function cashOutlook(books: Books, through: Day): CashOutlook {
  const { today, pools, awaited, rates, functionalCurrency, market } = books;
  const expected = cashComing({
    today,
    through,
    facilities: pools,
    awaited,
    market: carriedForward(market, through),
  });
  return { today, through, functionalCurrency, expected, timeline: timelineOf(expected, rates) };
}

/** When a person is warned, where they do not say otherwise. */
export const usualWatch = { agedDays: 10, recourseDays: 30, driftBp: 500 } as const;

export function warningsFrom(
  books: Books,
  watch: Omit<Watch, 'today'>,
  available: ReadonlyMap<string, AmountMinor>,
): Warning[] {
  return warningsOf(books.pools, { ...watch, today: books.today }, available);
}
