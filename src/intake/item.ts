import { assert } from '../core/assert.ts';
import { addDays, type Day } from '../core/calendar.ts';
import type { Debtor } from '../core/debtor.ts';
import type { LedgerItem } from '../core/ledger.ts';
import type { Currency } from '../core/money.ts';
import type { BusinessKey } from '../core/receivable.ts';
import { type Amounts, readAmounts, readDisputed, readRowCurrency } from './columns/amounts.ts';
import { type Cells, cellsOf, createDayReader } from './columns/cells.ts';
import { readDebtor } from './columns/debtor.ts';
import type { Columns } from './columns/header.ts';
import { otherCurrency } from './columns/loose-currency.ts';
import type { Mapping } from './mapping.ts';
import { problem, type RowProblem } from './problem.ts';

export type Setting = {
  mapping: Mapping;
  columns: Columns;
  /** Columns of currencies that no field takes: they may not contradict the stated currency. */
  loose: Columns['unmapped'];
  /** The day the ledger is read for: items settled on or before it are not open. */
  asOf: Day;
  currency: Currency | undefined;
  sellerId: string;
  ledger: string;
};

export type RowReading =
  | { status: 'item'; receivable: LedgerItem; debtor: Debtor }
  | { status: 'settled' }
  | { status: 'wrong'; problems: RowProblem[] };

/** Reads rows of one file, each by itself; every problem of a row is found at once. */
export function createRowReader(setting: Setting): (row: readonly string[]) => RowReading {
  const { mapping, columns, loose } = setting;
  const days = { format: mapping.dateFormat, read: createDayReader(mapping.dateFormat) };
  return (row) => {
    const ragged = checkWidth(row, columns.width);
    if (ragged) return { status: 'wrong', problems: [ragged] };
    const other = otherCurrency(row, { loose, stated: setting.currency });
    if (other) return { status: 'wrong', problems: [other] };
    const cells = cellsOf(row, columns, days);
    const settledOn = cells.text('settledOn') === '' ? undefined : cells.day('settledOn');
    if (settledOn !== undefined && settledOn <= setting.asOf) return { status: 'settled' };
    return readItem(cells, setting, settledOn !== undefined);
  };
}

function readItem(cells: Cells, setting: Setting, openInFull: boolean): RowReading {
  const { mapping } = setting;
  const number = cells.required('number');
  const issuedOn = cells.day('issuedOn');
  const debtor = readDebtor(cells);
  const currency = readRowCurrency(cells, setting.currency);
  const amounts = readAmounts(cells, mapping, currency, openInFull);
  const dueOn =
    amounts?.kind === 'invoice' || !amounts ? readDue(cells, mapping, issuedOn) : undefined;
  const disputedMinor = amounts?.kind === 'invoice' ? readDisputed(cells, mapping, amounts) : 0;
  const fiscalYear = readWhole(cells, 'fiscalYear', { min: 1900, max: 2200 }, yearOf(issuedOn));
  const instalment = readWhole(cells, 'instalment', { min: 1, max: 9999 }, 1);
  const references = cells.text('references');
  const sellerId = cells.text('seller') || (mapping.fixed.sellerId ?? setting.sellerId);
  const ledger = cells.text('ledger') || (mapping.fixed.ledger ?? setting.ledger);
  if (cells.problems.length > 0) return { status: 'wrong', problems: distinct(cells.problems) };
  assert(number && issuedOn && debtor && amounts, 'a row without problems lacks a part');
  assert(fiscalYear && instalment, 'a row without problems lacks a number');
  const key: BusinessKey = { sellerId, ledger, number, kind: amounts.kind, fiscalYear, instalment };
  const receivable = itemOf({ key, amounts, issuedOn, dueOn, disputedMinor, references, debtor });
  return { status: 'item', receivable, debtor };
}

type Parts = {
  key: BusinessKey;
  amounts: Amounts;
  issuedOn: Day;
  dueOn: Day | undefined;
  disputedMinor: number;
  references: string;
  debtor: Debtor;
};

function itemOf(parts: Parts): LedgerItem {
  const { key, issuedOn, debtor } = parts;
  const { kind, currency, faceMinor, openMinor } = parts.amounts;
  const item = { key, debtorId: debtor.id, currency, issuedOn, faceMinor, openMinor };
  if (kind === 'invoice') {
    const { dueOn, disputedMinor } = parts;
    assert(dueOn, 'an invoice without problems lacks its due date');
    return { kind, ...item, dueOn, disputedMinor };
  }
  return parts.references === ''
    ? { kind, ...item }
    : { kind, ...item, references: parts.references };
}

/** The due date's own column first, else the terms in days from issue. */
function readDue(cells: Cells, mapping: Mapping, issuedOn: Day | undefined): Day | undefined {
  const dueOn = hasDue(cells) ? cells.day('dueOn') : fromTerms(cells, mapping, issuedOn);
  if (issuedOn !== undefined && dueOn !== undefined && dueOn < issuedOn) {
    const column = cells.header(cells.has('dueOn') ? 'dueOn' : 'termsDays');
    cells.problems.push(problem('due_before_issue', { issuedOn, dueOn }, column));
  }
  return dueOn;
}

function hasDue(cells: Cells): boolean {
  return cells.has('dueOn') && (cells.text('dueOn') !== '' || !cells.has('termsDays'));
}

function fromTerms(cells: Cells, mapping: Mapping, issuedOn: Day | undefined): Day | undefined {
  const cell = cells.text('termsDays');
  const days = cell === '' ? mapping.fixed.termsDays : daysIn(cell);
  if (days === undefined && cell === '') cells.required('termsDays');
  else if (days === undefined) {
    cells.problems.push(problem('terms_unreadable', { value: cell }, cells.header('termsDays')));
  }
  return issuedOn === undefined || days === undefined ? undefined : addDays(issuedOn, days);
}

/** "30", "30 days", "Net 30", "30天": one whole number and no other. */
function daysIn(cell: string): number | undefined {
  const match = /^[^\d\-.,%/]*(\d{1,3})[^\d\-.,%/]*$/.exec(cell.normalize('NFKC'));
  return match ? Number(match[1]) : undefined;
}

function readWhole(
  cells: Cells,
  field: 'fiscalYear' | 'instalment',
  range: { min: number; max: number },
  otherwise: number | undefined,
): number | undefined {
  return cells.text(field) === '' ? otherwise : cells.whole(field, range);
}

function yearOf(day: Day | undefined): number | undefined {
  return day === undefined ? undefined : Number(day.slice(0, 4));
}

/** Empty cells behind the header's width are what spreadsheets leave; anything else is ragged. */
function checkWidth(row: readonly string[], width: number): RowProblem | undefined {
  const fits = row.length >= width && row.slice(width).every((cell) => cell.trim() === '');
  return fits ? undefined : problem('row_ragged', { expected: width, found: row.length });
}

function distinct(problems: RowProblem[]): RowProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, column }) => {
    const key = `${code} ${column ?? ''}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
