import { type Day, isDay } from '../core/calendar.ts';
import { Currency, parseDecimal } from '../core/money.ts';
import { Usage } from './failure.ts';
import { say } from './text.ts';

export function dayOption(option: string, value: string): Day {
  if (!isDay(value)) throw new Usage(say('day_invalid', { option, value }));
  return value;
}

export function currencyOption(option: string, value: string): Currency {
  if (Currency.safeParse(value).success) return value;
  throw new Usage(say('currency_invalid', { option, value }));
}

/** Plain decimal text in minor units of the currency. */
export function amountOption(option: string, value: string, currency: Currency): number {
  const amountMinor = parseDecimal(value, currency);
  if (amountMinor !== undefined && amountMinor > 0) return amountMinor;
  throw new Usage(say('amount_invalid', { option, value, currency }));
}

export function countOption(option: string, value: string, max: number): number {
  const count = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (count >= 1 && count <= max) return count;
  throw new Usage(say('number_invalid', { option, value, max }));
}

export function required(option: string, value: string | undefined): string {
  if (value === undefined) throw new Usage(say('option_missing', { option }));
  return value;
}
