import { type Day, isDay } from '../../core/calendar.ts';
import { type AmountMinor, Currency, type Money, parseDecimal } from '../../core/money.ts';

/** "1234,5" or "1234,": a comma is always there. Nothing where it is no exact amount. */
export function amountOf(text: string, currency: Currency): AmountMinor | undefined {
  const [, whole = '', fraction = ''] = /^(\d+),(\d*)$/.exec(text) ?? [];
  if (whole === '') return undefined;
  return parseDecimal(fraction === '' ? whole : `${whole}.${fraction}`, currency);
}

/** "USD1000,00", as code words write what was instructed or charged. */
export function moneyOf(text: string): Money | undefined {
  const [, currency = '', amount = ''] = /^([A-Z]{3})\s?(\d+,\d*)$/.exec(text.trim()) ?? [];
  if (!Currency.safeParse(currency).success) return undefined;
  const amountMinor = amountOf(amount, currency);
  return amountMinor === undefined ? undefined : { amountMinor, currency };
}

/** YYMMDD: 70 to 99 are of the last century. */
export function dayOfSix(text: string): Day | undefined {
  const [, year = '', month = '', date = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const day = `${Number(year) < 70 ? '20' : '19'}${year}-${month}-${date}`;
  return isDay(day) ? day : undefined;
}

/** MMDD has no year: the one that brings it closest to the value day, over the turn of a year too. */
export function dayNear(text: string, valueOn: Day): Day | undefined {
  const [, month = '', date = ''] = /^(\d\d)(\d\d)$/.exec(text) ?? [];
  const year = Number(valueOn.slice(0, 4));
  const near = Date.parse(valueOn);
  const days = [year - 1, year, year + 1].map((one) => `${one}-${month}-${date}`).filter(isDay);
  const away = (day: Day) => Math.abs(Date.parse(day) - near);
  return days.sort((left, right) => away(left) - away(right))[0];
}
