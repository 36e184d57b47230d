import { convertDisputes, type QualityMonth, qualityOf } from '../../core/ageing/dilution.ts';
import { monthsUpTo } from '../../core/ageing/months.ts';
import { type RateRefusal, type Rates, ratesInto } from '../../core/ageing/rates.ts';
import { convertSales, type SalesOutstanding, salesOutstanding } from '../../core/ageing/sales.ts';
import { type AsOf, addDays, type Day } from '../../core/calendar.ts';
import type { FxRate } from '../../core/input.ts';
import type { Currency } from '../../core/money.ts';
import { readAgeing } from '../ageing.ts';
import type { Tx } from '../database.ts';
import { readRates } from '../fx.ts';
import { readDisputes, readFirstDay, readSales } from './quality.ts';

/** Of everyone or one debtor; `functional` is what the portfolio is converted into. */
type Question = AsOf & { functional: Currency; debtorId?: string | undefined };

/** A figure of all currencies in one, or the rates that are missing for it. */
export type Converted<Found> =
  | ({ status: 'converted'; currency: Currency; rates: FxRate[] } & Found)
  | { status: 'refused'; currency: Currency; refusals: RateRefusal[] };

export type Outstanding = {
  knownSince: Day | undefined;
  currencies: (SalesOutstanding & { currency: Currency })[];
  portfolio: Converted<SalesOutstanding>;
};

/** So many months are counted back at most. */
const countedBackMax = 24;

export async function readOutstanding(
  tx: Tx,
  question: Question & { periodDays: number },
): Promise<Outstanding> {
  const { asOf, periodDays } = question;
  const terms = { asOf, basis: 'due_date', limits: [0], credits: 'apart' } as const;
  const { rows, portfolio } = await readAgeing(tx, { ...question, ...terms, limits: [0] });
  const from = addDays(asOf, 1 - periodDays);
  const first = monthsUpTo(asOf, countedBackMax).at(-1)?.from ?? from;
  const sales = await readSales(tx, { ...question, since: first < from ? first : from });
  const knownSince = await readFirstDay(tx, question);
  const period = { from, to: asOf, days: periodDays };
  const of = { asOf, period, monthsMax: countedBackMax, knownSince };
  const rates = await ratesOf(tx, question, [...rows, ...sales]);
  const [notDue] = portfolio.status === 'converted' ? portfolio.cells : [];
  return {
    knownSince,
    currencies: rows.map(({ currency, cells, total }) => {
      const owed = { openMinor: total.openMinor, notDueMinor: cells[0]?.openMinor ?? 0 };
      const own = sales.filter((day) => day.currency === currency);
      return { currency, ...salesOutstanding(owed, own, of) };
    }),
    portfolio: converted(rates, (found) => {
      const openMinor = portfolio.status === 'converted' ? portfolio.total.openMinor : 0;
      const owed = { openMinor, notDueMinor: notDue?.openMinor ?? 0 };
      return salesOutstanding(owed, convertSales(sales, found), of);
    }),
  };
}

export type Quality = {
  currencies: { currency: Currency; months: QualityMonth[] }[];
  portfolio: Converted<{ months: QualityMonth[] }>;
};

export async function readQuality(
  tx: Tx,
  question: Question & { months: number; lagMonths: number },
): Promise<Quality> {
  const { asOf, months, lagMonths } = question;
  const spans = monthsUpTo(asOf, months + lagMonths);
  const sales = await readSales(tx, { ...question, since: spans.at(-1)?.from ?? asOf });
  const days = spans.slice(0, months).map(({ to }) => to);
  const disputes = await readDisputes(tx, { ...question, days });
  const terms = { asOf, months, lagMonths };
  const currencies = new Set([...sales, ...disputes].map(({ currency }) => currency));
  const rates = await ratesOf(tx, question, [...sales, ...disputes]);
  return {
    currencies: [...currencies].toSorted().map((currency) => ({
      currency,
      months: qualityOf(
        sales.filter((day) => day.currency === currency),
        disputes.filter((day) => day.currency === currency),
        terms,
      ),
    })),
    portfolio: converted(rates, (found) => ({
      months: qualityOf(convertSales(sales, found), convertDisputes(disputes, found), terms),
    })),
  };
}

async function ratesOf(
  tx: Tx,
  question: Question,
  amounts: readonly { currency: Currency }[],
): Promise<Rates> {
  const fx = await readRates(tx, question);
  const currencies = amounts.map(({ currency }) => currency);
  return ratesInto(currencies, { fx, to: question.functional, asOf: question.asOf });
}

function converted<Found extends object>(
  rates: Rates,
  make: (found: Extract<Rates, { status: 'found' }>) => Found,
): Converted<Found> {
  const { currency } = rates;
  if (rates.status === 'refused') return { status: 'refused', currency, refusals: rates.refusals };
  return { status: 'converted', currency, rates: rates.rates, ...make(rates) };
}
