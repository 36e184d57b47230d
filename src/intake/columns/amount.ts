import { type AmountMinor, type Currency, exponentOf, parseDecimal } from '../../core/money.ts';
import { lookUp } from '../look-up.ts';
import { problem, type RowProblem } from '../problem.ts';

/** How a ledger writes its amounts. */
export type NumberFormat = { decimal: '.' | ','; thousands: '' | '.' | ',' | ' ' | "'" };

type AmountRead =
  | { status: 'read'; amountMinor: AmountMinor; text: string }
  | { status: 'wrong'; problem: RowProblem };

/** The same as `plainDecimal`, quickly, for what nearly all cells are: digits, threes, a minus before. */
function usualDecimal(cell: string, format: NumberFormat): string | undefined {
  const match = usual[`${format.decimal}${format.thousands}`]?.exec(cell);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction] = match;
  const digits = whole.length > 3 ? whole.replaceAll(format.thousands, '') : whole;
  return fraction === undefined ? sign + digits : `${sign}${digits}.${fraction}`;
}

const usual: Readonly<Record<string, RegExp>> = Object.fromEntries(
  (['.', ','] as const).flatMap((decimal) =>
    (['', '.', ',', ' ', "'"] as const).map((thousands) => {
      const groups = thousands === '' ? '' : `\\d{1,3}(?:[${thousands}]\\d{3})+|`;
      return [decimal + thousands, new RegExp(`^(-?)(${groups}\\d+)(?:[${decimal}](\\d+))?$`)];
    }),
  ),
);

type Reading = {
  format: NumberFormat;
  currency: Currency;
  /** The field and its header, for the message. */
  field: string;
  column: string;
};

/**
 * Reads an amount exactly: signs before or behind, accounting parentheses, grouping in threes (or
 * the Indian twos), full-width digits. A currency written in the cell must be the row's currency.
 */
export function readAmount(cell: string, reading: Reading): AmountRead {
  const { format, currency, field, column } = reading;
  const wrong = (found: RowProblem): AmountRead => ({ status: 'wrong', problem: found });
  const usual = usualDecimal(cell, format);
  const { number, currencies } = usual === undefined ? splitCurrency(cell) : { number: cell };
  if (currencies && !currencies.includes(currency)) {
    const found = currencies.join('/');
    return wrong(problem('currency_mixed', { stated: currency, found }, column));
  }
  const text = usual ?? plainDecimal(number, format);
  if (text === undefined) {
    const params = { field, value: cell, decimal: format.decimal };
    return wrong(problem('amount_unreadable', params, column));
  }
  const decimals = (text.split('.')[1] ?? '').replace(/0+$/, '').length;
  if (decimals > exponentOf(currency)) {
    const params = { field, value: cell, currency, decimals: exponentOf(currency) };
    return wrong(problem('amount_too_precise', params, column));
  }
  const amountMinor = parseDecimal(text, currency);
  if (amountMinor === undefined) {
    return wrong(problem('amount_too_long', { field, value: cell }, column));
  }
  return { status: 'read', amountMinor, text };
}

/** "(1.234,50)" in German format → "-1234.50"; nothing when the cell is not a number in the format. */
export function plainDecimal(cell: string, format: NumberFormat): string | undefined {
  const text = normaliseNumber(cell);
  const match =
    /^(?<open>\()?(?<sign>[+-])?(?<body>\d[\d.,' ]*|[.,]\d+)(?<after>[+-])?(?<close>\))?$/;
  const groups = match.exec(text)?.groups;
  if (!groups) return undefined;
  const { open, sign, body = '', after, close } = groups;
  if ((open === undefined) !== (close === undefined)) return undefined;
  if (sign !== undefined && after !== undefined) return undefined;
  const [whole = '', fraction, ...more] = body.split(format.decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  const digits = ungroup(whole, format.thousands);
  if (digits === undefined) return undefined;
  const negative = [sign, after].filter((mark) => mark === '-').length + (open ? 1 : 0);
  if (negative > 1) return undefined;
  const minus = negative === 1 ? '-' : '';
  return fraction === undefined ? minus + digits : `${minus}${digits}.${fraction}`;
}

/** Width, spaces and minus signs made one: what every look at a number starts from. */
export function normaliseNumber(cell: string): string {
  return cell
    .normalize('NFKC')
    .trim()
    .replace(/[‒–—−]/g, '-')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/^([+-]) (?=[\d.,])/, '$1')
    .replace(/(?<=\d) ([+-])$/, '$1');
}

/** Takes a currency's sign or code off an amount and says which currencies it can mean. */
export function splitCurrency(cell: string): { number: string; currencies?: readonly string[] } {
  const text = normaliseNumber(cell);
  const match = /[€£$¥₹元]|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/.exec(text);
  if (!match) return { number: text };
  const mark = match[0];
  const number = text
    .replace(mark, '')
    .trim()
    .replace(/^([+-]) /, '$1');
  return { number, currencies: lookUp(signs, mark) ?? [mark] };
}

const signs: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['CNY', 'JPY'],
  元: ['CNY'],
  '₹': ['INR'],
  $: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'TWD', 'MXN', 'CLP', 'COP', 'ARS', 'BRL'],
};

function ungroup(whole: string, thousands: NumberFormat['thousands']): string | undefined {
  if (/^\d*$/.test(whole)) return whole === '' ? '0' : whole;
  if (thousands === '') return undefined;
  const groups = whole.split(thousands);
  const [first = '', ...rest] = groups;
  const last = rest.pop() ?? '';
  if (!/^\d{1,3}$/.test(first) || !/^\d{3}$/.test(last)) return undefined;
  const threes = rest.every((group) => /^\d{3}$/.test(group));
  const indian =
    thousands === ',' && first.length < 3 && rest.every((group) => /^\d{2}$/.test(group));
  return threes || indian ? groups.join('') : undefined;
}
