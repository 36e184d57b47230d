import { z } from 'zod';
import { assert } from '../assert.ts';
import { type Fraction, fraction } from './fraction.ts';

/** A rate a year in per cent, exact as decimal text: '6', '3.642', '-0.5'. */
export const Percent = z.string().regex(/^-?\d{1,3}(\.\d{1,6})?$/, {
  error: 'not per cent as a plain decimal with at most six decimals',
});
export type Percent = z.infer<typeof Percent>;

/** A rate in millionths of a per cent: an integer, so that rates add and compare exactly. */
export type Rate = number;

const scale = 1_000_000;

export function rateOf(percent: Percent): Rate {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(percent);
  assert(match, `${percent} is not per cent`);
  const [, sign, whole = '', decimals = ''] = match;
  const size = Number(whole) * scale + Number(decimals.padEnd(6, '0'));
  return sign === '-' && size !== 0 ? -size : size;
}

/** As per cent with two decimals, or as many as it has: 6000000 is '6.00'. */
export function percentOf(rate: Rate): Percent {
  const size = Math.abs(rate);
  const decimals = String(size % scale)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${rate < 0 ? '-' : ''}${Math.floor(size / scale)}.${decimals}`;
}

export function fractionOf(rate: Rate): Fraction {
  return fraction(rate, 100 * scale);
}
