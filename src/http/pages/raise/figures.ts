import type { View } from '../view.ts';

/** "12.40 EUR". */
export function money({ format }: View, amountMinor: number, currency: string): string {
  return `${format.amount(amountMinor, currency)} ${currency}`;
}

/** "+12.40 EUR", "−3.10 EUR". */
export function signedMoney(view: View, amountMinor: number, currency: string): string {
  return `${amountMinor > 0 ? '+' : ''}${money(view, amountMinor, currency)}`;
}

/** Millionths as per cent, rounded up; what would round to nothing is said to be less than that. */
export function percentOf({ text, format }: View, ppm: number): string {
  if (ppm > 0 && ppm < 100) return text.raise.lessThan(format.percent(1));
  return format.percent(Math.ceil(ppm / 100));
}
