import { z } from 'zod';
import { isDay } from '../../../core/calendar.ts';
import type { Valuation } from '../../../core/compare/valuation.ts';
import type { Need } from '../../../core/input.ts';
import { Currency, parseDecimal, toDecimal } from '../../../core/money.ts';
import type { Flash } from '../flash.ts';

/** The need as a person typed it; fields that are not there are empty. */
export const Typed = z.object({
  amount: z.string().max(40).catch('').default(''),
  currency: z.string().max(3).catch('').default(''),
  valueOn: z.string().max(20).catch('').default(''),
  days: z.string().max(10).catch('').default(''),
  /** What funders take over, valued: both may stay empty, one of them means nothing for the other. */
  administration: z.string().max(40).catch('').default(''),
  loss: z.string().max(10).catch('').default(''),
});
export type Typed = z.infer<typeof Typed>;

/** What is compared: the ways of meeting a need, and what services of funders are valued at. */
export type Wanted = { need: Need; valuation?: Valuation };

export type Asked =
  | { status: 'unasked' }
  | ({ status: 'asked' } & Wanted)
  | ({ status: 'refused' } & Pick<Flash, 'code' | 'params'>);

/** Nothing is asked before there is an amount. */
export function askedOf(typed: Typed): Asked {
  const { amount, currency, valueOn, days, administration, loss } = typed;
  if (amount.trim() === '') return { status: 'unasked' };
  const refused = (code: string, value: string) =>
    ({ status: 'refused', code, params: { value } }) as const;
  if (!Currency.safeParse(currency).success) return refused('currency_unreadable', currency);
  const amountMinor = amountOf(amount, currency);
  if (amountMinor === undefined || amountMinor < 1) return refused('amount_unreadable', amount);
  if (!isDay(valueOn)) return refused('day_unreadable', valueOn);
  const horizonDays = Number(days);
  const isHorizon = /^\d+$/.test(days) && horizonDays >= 1 && horizonDays <= HORIZON_MAX;
  if (!isHorizon) return refused('days_unreadable', days);
  const need = { amountMinor, currency, valueOn, horizonDays };
  if (administration.trim() === '' && loss.trim() === '') return { status: 'asked', need };
  const administrationMinor = amountOf(administration || '0', currency);
  if (administrationMinor === undefined || administrationMinor < 0) {
    return refused('amount_unreadable', administration);
  }
  const expectedLossPpm = ppmOf(loss || '0');
  if (expectedLossPpm === undefined) return refused('percent_unreadable', loss);
  const valuation = { administrationMinor, expectedLossPpm };
  return { status: 'asked', need, valuation };
}

export const HORIZON_MAX = 3650;

export function typedOf({ need, valuation }: Wanted): Typed {
  const { amountMinor, currency, valueOn, horizonDays } = need;
  const plain = (minor: number) => toDecimal({ amountMinor: minor, currency });
  return {
    amount: plain(amountMinor),
    currency,
    valueOn,
    days: String(horizonDays),
    administration: valuation ? plain(valuation.administrationMinor) : '',
    loss: valuation ? percentText(valuation.expectedLossPpm) : '',
  };
}

/** "0.5", a percentage of at most four decimals, as millionths. */
function ppmOf(text: string): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?%?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const ppm = Number(whole + decimals.padEnd(4, '0'));
  return ppm <= 1_000_000 ? ppm : undefined;
}

function percentText(ppm: number): string {
  const digits = String(ppm).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '') || '0';
}

/** Commas part thousands; a comma that does not is no decimal point, and is not guessed at. */
export function amountOf(text: string, currency: Currency): number | undefined {
  const plain = text.replaceAll(/[\s'’]/g, '').replaceAll('，', ',');
  const isGrouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain);
  return parseDecimal(isGrouped ? plain.replaceAll(',', '') : plain, currency);
}
