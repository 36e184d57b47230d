import { Currency, parseDecimal } from '../core/money.ts';
import type { ControlBalance } from '../core/reconciliation/control.ts';
import { detectDelimiter } from './csv/delimiter.ts';
import { createSplitter } from './csv/split.ts';

type Params = Record<string, string | number>;
export type ControlRead =
  | { status: 'read'; balances: ControlBalance[] }
  | { status: 'refused'; code: string; params: Params };

const rowsMax = 200_000;
const withReceivable = ['account', 'currency', 'receivable', 'balance'];
const withoutReceivable = ['account', 'currency', 'balance'];

/**
 * Balances of control accounts as the firm's general ledger gives them: UTF-8, these columns in this
 * order, amounts with a point, debits positive. Anything else is refused whole, with its row.
 */
export function readControlAccounts(bytes: Uint8Array): ControlRead {
  const text = decoded(bytes);
  if (text === undefined) return refuse('control_not_text', {});
  const found = detectDelimiter(text.slice(0, 4096));
  if (found.status === 'refused') return refuse('control_header', { found: text.slice(0, 80) });
  const splitter = createSplitter(found.delimiter);
  const rows = [...splitter.push(text), ...splitter.end()];
  if (rows.length > rowsMax + 1) return refuse('control_too_long', { limit: rowsMax });
  const [head, ...rest] = rows;
  const names = head?.status === 'read' ? head.cells.map((cell) => cell.trim().toLowerCase()) : [];
  const columns = [withReceivable, withoutReceivable].find((own) => isSame(own, names));
  if (!columns) return refuse('control_header', { found: names.join(',').slice(0, 80) });
  const balances: ControlBalance[] = [];
  const seen = new Map<string, number>();
  for (const row of rest) {
    if (row.status === 'read' && row.cells.every((cell) => cell.trim() === '')) continue;
    const cells = row.status === 'read' ? row.cells : [];
    if (cells.length !== columns.length) {
      const [at, expected] = [row.row, columns.length];
      return refuse('control_row', { row: at, found: cells.length, expected });
    }
    const read = balanceOf(row.row, columns, cells);
    if ('status' in read) return read;
    const key = [read.account, read.currency, read.receivable ?? ''].join('\u0000');
    const before = seen.get(key);
    if (before !== undefined) {
      return refuse('control_twice', { row: row.row, account: read.account, before });
    }
    seen.set(key, row.row);
    balances.push(read);
  }
  return balances.length === 0 ? refuse('control_empty', {}) : { status: 'read', balances };
}

type Refused = Extract<ControlRead, { status: 'refused' }>;

function balanceOf(
  row: number,
  columns: readonly string[],
  cells: readonly string[],
): ControlBalance | Refused {
  const cell = (name: string) => cells[columns.indexOf(name)]?.trim() ?? '';
  const account = cell('account');
  if (account === '') return refuse('control_missing', { row, field: 'account' });
  const currency = Currency.safeParse(cell('currency'));
  if (!currency.success) return refuse('control_currency', { row, value: cell('currency') });
  const value = cell('balance');
  if (value === '') return refuse('control_missing', { row, field: 'balance' });
  const balanceMinor = parseDecimal(value, currency.data);
  if (balanceMinor === undefined) return refuse('control_amount', { row, value });
  const receivable = cell('receivable');
  return {
    account,
    currency: currency.data,
    balanceMinor,
    ...(receivable !== '' && { receivable }),
  };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}

function refuse(code: string, params: Params): Refused {
  return { status: 'refused', code, params };
}
