import { never } from '../../core/assert.ts';
import type { AmountMinor, Currency } from '../../core/money.ts';
import { toDecimal } from '../../core/money.ts';
import { lookUp } from '../look-up.ts';
import type { ItemKind, Mapping } from '../mapping.ts';
import { problem } from '../problem.ts';
import { readAmount } from './amount.ts';
import type { Cells, Field } from './cells.ts';
import { readCurrency } from './currency.ts';
import { readFlag } from './flag.ts';

export type Amounts = {
  kind: ItemKind;
  currency: Currency;
  faceMinor: AmountMinor;
  openMinor: AmountMinor;
};

/** The row's own currency, or the file's where no column or an empty cell says it. */
export function readRowCurrency(cells: Cells, stated: Currency | undefined): Currency | undefined {
  const cell = cells.text('currency');
  if (cell === '') return stated ?? (cells.required('currency') && undefined);
  const currency = readCurrency(cell);
  if (!currency) {
    cells.problems.push(problem('currency_unknown', { value: cell }, cells.header('currency')));
  }
  return currency;
}

/** Face and open amount with the sign of their kind: invoices positive, credits negative. */
export function readAmounts(
  cells: Cells,
  mapping: Mapping,
  currency: Currency | undefined,
  openInFull: boolean,
): Amounts | undefined {
  if (!currency) return undefined;
  const face = cells.has('face') ? amountOf(cells, mapping, currency, 'face') : undefined;
  const open = cells.has('open')
    ? openOf(cells, mapping, currency, openInFull ? face : undefined)
    : face;
  const whole = cells.has('face') ? face : open;
  if (whole === undefined || open === undefined) return undefined;
  const field = cells.has('face') ? 'face' : 'open';
  const kind = kindOf(cells, mapping, whole || open, field);
  if (!kind) return undefined;
  if (whole === 0) {
    cells.problems.push(problem('amount_zero', { field }, cells.header(field)));
    return undefined;
  }
  const texts = { face: text(whole, currency), open: text(open, currency) };
  if (open !== 0 && whole < 0 !== open < 0) {
    cells.problems.push(problem('amount_signs_differ', texts, cells.header('open')));
    return undefined;
  }
  if (Math.abs(open) > Math.abs(whole)) {
    cells.problems.push(problem('open_above_face', texts, cells.header('open')));
    return undefined;
  }
  const sign = kind === 'invoice' ? 1 : -1;
  const faceMinor = sign * Math.abs(whole);
  return { kind, currency, faceMinor, openMinor: open === 0 ? 0 : sign * Math.abs(open) };
}

/** What is open; where it was open in full on the day, a ledger that meanwhile says nothing or zero. */
function openOf(
  cells: Cells,
  mapping: Mapping,
  currency: Currency,
  inFull: AmountMinor | undefined,
) {
  if (inFull !== undefined && cells.text('open') === '') return inFull;
  const open = amountOf(cells, mapping, currency, 'open');
  return inFull !== undefined && open === 0 ? inFull : open;
}

/** The part of an invoice in dispute: its own column, or all of what is open where it is flagged. */
export function readDisputed(cells: Cells, mapping: Mapping, amounts: Amounts): AmountMinor {
  const { currency, openMinor } = amounts;
  const flag = cells.has('disputed') ? flagged(cells, mapping) : undefined;
  if (cells.text('disputedAmount') === '') return flag ? openMinor : 0;
  const disputed = amountOf(cells, mapping, currency, 'disputedAmount') ?? 0;
  if (disputed > openMinor || disputed < 0) {
    const params = { disputed: text(disputed, currency), open: text(openMinor, currency) };
    cells.problems.push(problem('disputed_above_open', params, cells.header('disputedAmount')));
  }
  return disputed;
}

function flagged(cells: Cells, mapping: Mapping): boolean | undefined {
  const value = cells.text('disputed');
  const flag = readFlag(value, mapping.disputedValues);
  if (flag === undefined) {
    const params = { field: 'disputed', value };
    cells.problems.push(problem('flag_unreadable', params, cells.header('disputed')));
  }
  return flag;
}

function amountOf(cells: Cells, mapping: Mapping, currency: Currency, field: Field) {
  const cell = cells.required(field);
  if (cell === undefined) return undefined;
  const column = cells.header(field);
  const read = readAmount(cell, { format: mapping.numberFormat, currency, field, column });
  if (read.status === 'read') return read.amountMinor;
  cells.problems.push(read.problem);
  return undefined;
}

function kindOf(cells: Cells, mapping: Mapping, amount: AmountMinor, field: Field) {
  const rule = mapping.kind;
  switch (rule.by) {
    case 'all_invoices':
      return amount < 0 ? refuseNegative(cells, field) : 'invoice';
    case 'sign':
      return amount < 0 ? rule.negative : 'invoice';
    case 'column': {
      const value = cells.required('kind');
      if (value === undefined) return undefined;
      const kind = lookUp(rule.values, value);
      if (kind === 'invoice' && amount < 0) return refuseNegative(cells, field);
      if (kind) return kind;
      const known = Object.keys(rule.values).join(', ');
      cells.problems.push(problem('kind_unknown', { value, known }, cells.header('kind')));
      return undefined;
    }
    default:
      return never(rule, 'kind rule');
  }
}

function refuseNegative(cells: Cells, field: Field): undefined {
  const params = { field, value: cells.text(field) };
  cells.problems.push(problem('amount_negative', params, cells.header(field)));
  return undefined;
}

function text(amountMinor: AmountMinor, currency: Currency): string {
  return toDecimal({ amountMinor, currency });
}
