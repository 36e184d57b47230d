import type { SelectionInput } from '../input.ts';
import { type AmountMinor, type Currency, mulDiv } from '../money.ts';
import { ratioOf } from './convert.ts';
import type { Ratio } from './fx.ts';
import type { Ledger } from './ledger.ts';

/** From each currency of a ledger into one, as columns by the ledger's currency. */
export type Rates = {
  ratios: Ratio[];
  above: Float64Array;
  below: Float64Array;
  /** Whether every product of the ledger is below 2^53 − 1, so that Numbers are exact. */
  isPlain: boolean;
};

export function ratesTo(input: SelectionInput, ledger: Ledger, to: Currency): Rates {
  const { fx, asOf } = input;
  const ratios = ledger.currencies.map((from) => ratioOf(fx, { from, to, asOf }));
  return {
    ratios,
    above: Float64Array.from(ratios, ({ numerator }) => Number(numerator)),
    below: Float64Array.from(ratios, ({ denominator }) => Number(denominator)),
    isPlain: ratios.every(
      ({ numerator, denominator }) =>
        typeof numerator === 'number' &&
        typeof denominator === 'number' &&
        numerator * ledger.openMax < Number.MAX_SAFE_INTEGER,
    ),
  };
}

/** Amounts that are ⌊open · above ÷ below⌋ in Numbers, by line and by the line's currency. */
export type Amounts = { open: Float64Array; above: Float64Array; below: Float64Array };

/**
 * The floor of a plain quotient is exact: ⌊p ÷ d⌋ + 1 is at least 1 ÷ d away from p ÷ d, too far for a p
 * below 2^53 − 1 to be rounded up to it. What is not plain is converted beforehand.
 */
export function amountsIn(ledger: Ledger, { ratios, above, below, isPlain }: Rates): Amounts {
  if (isPlain) return { open: ledger.open, above, below };
  const { open, currencyOf } = ledger;
  const converted = new Float64Array(open.length);
  for (let line = 0; line < open.length; line += 1) {
    const ratio = ratios[currencyOf[line] ?? 0] ?? { numerator: 1, denominator: 1 };
    converted[line] = mulDiv(open[line] ?? 0, ratio.numerator, ratio.denominator, 'down');
  }
  const ones = new Float64Array(above.length).fill(1);
  return { open: converted, above: ones, below: ones };
}

/** Every open amount in one currency, converted once and rounded down. */
export function grossColumn(input: SelectionInput, ledger: Ledger, to: Currency): Float64Array {
  const { currencies, currencyOf } = ledger;
  if (currencies.every((currency) => currency === to)) return ledger.open;
  const { open, above, below } = amountsIn(ledger, ratesTo(input, ledger, to));
  const gross = new Float64Array(open.length);
  for (let line = 0; line < open.length; line += 1) {
    const currency = currencyOf[line] ?? 0;
    gross[line] = Math.floor(((open[line] ?? 0) * (above[currency] ?? 1)) / (below[currency] ?? 1));
  }
  return gross;
}

/** The least amount whose ⌊amount · rate⌋ reaches another; above 2^53 none does. */
export function leastReaching(amount: AmountMinor, { numerator, denominator }: Ratio): number {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  return Number((BigInt(amount) * below + above - 1n) / above);
}
