import type { Derivation, Step } from '../charge/derivation.ts';
import { percentOf, rateOf } from '../charge/percent.ts';
import { exponentOf } from '../money.ts';
import type { Locale } from './catalogue.ts';
import { type WordParams, writerOf } from './format.ts';
import { moneyText } from './moneyText.ts';
import { word } from './word.ts';

/** How an amount was reckoned, line by line: "85,000.00 × 6.00% × 45 / 360 = 637.50". */
export function wordDerivation(
  locale: Locale,
  { steps }: Pick<Derivation, 'steps'>,
  currency: string,
): string[] {
  return steps.map(({ code, params }) =>
    word(locale, `step.${code}`, writtenOf(locale, params, currency)),
  );
}

/** Amounts, rates and results as text: in a formula they stand without the currency, but to the cent. */
function writtenOf(locale: Locale, params: Step['params'], currency: string): WordParams {
  const written: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'number' && name.endsWith('Minor')) {
      written[name] = plain(locale, value, currency);
    } else if (results.includes(name)) {
      written[name] = decimals(locale, String(value), currency);
    } else if (typeof value === 'number' && name.endsWith('Bp')) {
      // A basis point is ten thousand millionths of a per cent.
      written[name] = `${percentOf(value * 10_000)}%`;
    } else {
      written[name] = percents.includes(name) ? `${percentOf(rateOf(String(value)))}%` : value;
    }
  }
  if (params.first !== undefined && params.last !== undefined) {
    const date = writerOf(locale, 'date');
    const [first, last] = [date(params.first, params), date(params.last, params)];
    written.fixed = first === last ? first : `${first} – ${last}`;
  }
  return written;
}

/** Decimal numbers of minor units, as `decimalText` writes them. */
const results = ['result', 'asked'];
const percents = ['percent', 'published', 'margin', 'floor'];

function plain(locale: Locale, amountMinor: number, currency: string): string {
  return moneyText(locale, currency)(amountMinor).replace(currency, '').replaceAll(' ', '');
}

/** "21254.1666…" of a currency with cents is "212.541666…". */
function decimals(locale: Locale, minorText: string, currency: string): string {
  const [whole = '', rest = ''] = minorText.split('.');
  const text = plain(locale, Number(whole), currency);
  const signed = whole.startsWith('-') && Number(whole) === 0 ? `-${text}` : text;
  if (rest === '') return signed;
  return `${signed}${exponentOf(currency) === 0 ? '.' : ''}${rest}`;
}
