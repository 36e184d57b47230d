import type { FunderMovement } from '../../core/funding/funder-movement.ts';
import type { AmountMinor, Currency } from '../../core/money.ts';
import type { TableCells } from '../table/cells.ts';
import { refuseTable } from '../table/problem.ts';
import type { FactorStatementMapping, Meaning } from './mapping.ts';

export type FactorField = keyof FactorStatementMapping['columns'];

/** One row: a movement and what it adds to the balance, or a balance alone. */
export type FactorRow = {
  row: number;
  currency: Currency;
  movement?: FunderMovement;
  movesMinor: AmountMinor;
  /** The balance that the row states behind itself. */
  balanceMinor?: AmountMinor;
  states?: 'opening' | 'closing' | 'carried';
};

export function readFactorRow(
  cells: TableCells<FactorField>,
  { kinds, amounts, columns }: FactorStatementMapping,
): FactorRow | undefined {
  const meaning = cells.word('kind', kinds);
  const currency = cells.currency('currency');
  if (!meaning || currency === undefined) return undefined;
  const { row } = cells;
  if (meaning.is === 'balance') {
    // Where the balance has a column of its own, its row may leave the amount empty.
    const field = cells.text('balance') === '' ? 'amount' : 'balance';
    const balanceMinor = cells.amount(field, currency);
    if (balanceMinor === undefined) return undefined;
    return { row, currency, movesMinor: 0, balanceMinor, states: meaning.states };
  }
  const written = cells.amount('amount', currency);
  const movement = written === undefined ? undefined : movementOf(cells, { meaning, currency });
  if (written === undefined || !movement) return undefined;
  const { movesMinor, reversal } = directionOf(written, meaning, amounts);
  const stated = columns.balance === undefined || cells.text('balance') === '';
  const balanceMinor = stated ? undefined : cells.amount('balance', currency);
  return {
    row,
    currency,
    movement: { ...movement, amountMinor: Math.abs(written), reversal },
    movesMinor,
    ...(balanceMinor !== undefined && { balanceMinor }),
  };
}

type Moving = Extract<Meaning, { is: 'movement' }>;

function directionOf(
  written: AmountMinor,
  { moves, reversal }: Moving,
  amounts: FactorStatementMapping['amounts'],
): { movesMinor: AmountMinor; reversal: boolean } {
  if (moves === 'not') return { movesMinor: 0, reversal: reversal !== written < 0 };
  // A word for a reversal moves the other way than its kind.
  const usual = (moves === 'up' ? 1 : -1) * (reversal ? -1 : 1);
  if (amounts === 'unsigned') {
    return { movesMinor: usual * written + 0, reversal: reversal !== written < 0 };
  }
  const contrary = written !== 0 && Math.sign(written) !== usual;
  return { movesMinor: written, reversal: reversal !== contrary };
}

function movementOf(
  cells: TableCells<FactorField>,
  { meaning, currency }: { meaning: Moving; currency: Currency },
): FunderMovement | undefined {
  const movementId = cells.required('movementId');
  const bookedOn = cells.day('bookedOn');
  const valueOn = cells.text('valueOn') === '' ? bookedOn : cells.day('valueOn');
  const scheduleReference = cells.text('scheduleReference');
  const invoiceNumber = cells.text('invoiceNumber');
  const debtorId = cells.text('debtorId');
  const lineNumber = lineOf(cells);
  if (movementId === '' || bookedOn === undefined || valueOn === undefined) return undefined;
  return {
    movementId,
    kind: meaning.kind,
    bookedOn,
    valueOn,
    currency,
    amountMinor: 0,
    reversal: false,
    ...(scheduleReference !== '' && { scheduleReference }),
    ...(lineNumber !== undefined && { lineNumber }),
    ...(invoiceNumber !== '' && { invoiceNumber }),
    ...(debtorId !== '' && { debtorId }),
    detail: cells.text('detail') || cells.text('kind'),
  };
}

function lineOf(cells: TableCells<FactorField>): number | undefined {
  const value = cells.text('lineNumber');
  if (value === '' || /^[1-9]\d{0,8}$/.test(value)) return value === '' ? undefined : Number(value);
  const { row } = cells;
  return cells.note(
    refuseTable('table_word', { row, column: 'lineNumber', value, known: '1, 2, 3' }),
  );
}
