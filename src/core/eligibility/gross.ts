import type { SelectionInput } from '../input.ts';
import { type AmountMinor, type Currency, mulDiv } from '../money.ts';
import { ratioOf } from './convert.ts';
import type { Ratio } from './fx.ts';
import type { Ledger } from './ledger.ts';

/** From each currency of a ledger into one, by the ledger's currency. */
export type Rates = {
  ratios: Ratio[];
  /** Whether ⌊open · factor⌋ is exact for every amount of the ledger. */
  isPlain: boolean;
};

export function ratesTo(input: SelectionInput, ledger: Ledger, to: Currency): Rates {
  const { fx, asOf } = input;
  const ratios = ledger.currencies.map((from) => ratioOf(fx, { from, to, asOf }));
  return {
    ratios,
    isPlain: ratios.every(
      ({ numerator, denominator }) =>
        typeof numerator === 'number' &&
        typeof denominator === 'number' &&
        numerator * ledger.openMax < plainProductMax,
    ),
  };
}

/** Amounts that are ⌊open · factor⌋ in Numbers, by line and by the line's currency. */
export type Amounts = { open: Float64Array; factor: Float64Array; currencyOf: Uint8Array };

/** Products of plain amounts are below this: the lemma at `factorOf`. */
const plainProductMax = 2 ** 50;

/** What is not plain is converted beforehand. */
export function amountsIn(ledger: Ledger, { ratios, isPlain }: Rates): Amounts {
  const { open, currencyOf } = ledger;
  if (isPlain) return { open, factor: Float64Array.from(ratios, factorOf), currencyOf };
  const converted = new Float64Array(open.length);
  for (let line = 0; line < open.length; line += 1) {
    const ratio = ratios[currencyOf[line] ?? 0] ?? same;
    converted[line] = mulDiv(open[line] ?? 0, ratio.numerator, ratio.denominator, 'down');
  }
  return { open: converted, factor: new Float64Array(ratios.length).fill(1), currencyOf };
}

/** A line's open amount, converted once and rounded down. */
export function amountAt({ open, factor, currencyOf }: Amounts, line: number): AmountMinor {
  return Math.floor((open[line] ?? 0) * (factor[currencyOf[line] ?? 0] ?? 0));
}

/** `amountAt` of every line. */
export function grossColumn(amounts: Amounts): Float64Array {
  const { open, factor, currencyOf } = amounts;
  const gross = new Float64Array(open.length);
  for (let line = 0; line < open.length; line += 1) {
    gross[line] = Math.floor((open[line] ?? 0) * (factor[currencyOf[line] ?? 0] ?? 0));
  }
  return gross;
}

const same: Ratio = { numerator: 1, denominator: 1 };

/**
 * A ratio n ÷ d as one Number above it, by less than 2⁻⁵⁰ of it. Then ⌊x · factor⌋ = ⌊x · n ÷ d⌋ for
 * whole x with x · n < 2⁵⁰: the product, however rounded, is not below that floor, which is itself a
 * Number, and exceeds x · n ÷ d by less than 1 ÷ d, while the next whole number is at least that far.
 */
export function factorOf({ numerator, denominator }: Ratio): number {
  return (Number(numerator) / Number(denominator)) * (1 + Number.EPSILON);
}

/** The least amount whose ⌊amount · rate⌋ reaches another; above 2^53 none does. */
export function leastReaching(amount: AmountMinor, { numerator, denominator }: Ratio): number {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  return Number((BigInt(amount) * below + above - 1n) / above);
}
