import type { FunderMovement } from '../../core/funding/funder-movement.ts';
import { type AmountMinor, type Currency, toDecimal } from '../../core/money.ts';
import { parseMapping } from '../table/mapping.ts';
import type { TableRefusal } from '../table/problem.ts';
import { readTable } from '../table/read.ts';
import { FactorStatementMapping } from './mapping.ts';
import { type FactorRow, readFactorRow } from './row.ts';

export type FactorStatement = {
  status: 'read';
  /** In the order they happened to the partner's account. */
  movements: FunderMovement[];
  balances: FactorBalance[];
};

/** `checked` where at least two balances were stated, and what moved between them held. */
export type FactorBalance = {
  currency: Currency;
  openingMinor?: AmountMinor;
  closingMinor?: AmountMinor;
  checked: boolean;
};

export type FactorProblemParams = {
  factor_movement_twice: { row: number; movementId: string; firstRow: number };
  factor_balance: { row: number; currency: string; expected: string; stated: string };
  factor_sum: { row: number; currency: string };
};

type FactorProblem = {
  [Code in keyof FactorProblemParams]: {
    status: 'refused';
    code: Code;
    params: FactorProblemParams[Code];
  };
}[keyof FactorProblemParams];

export type FactorStatementRefusal = FactorProblem | TableRefusal;

/**
 * Reads a partner's delimited statement into movements of our closed list, by the mapping's words;
 * whole or not at all. Wherever a balance is stated, what moved since the last one must make it.
 */
export async function readFactorStatement(
  source: AsyncIterable<Uint8Array>,
  given: unknown,
): Promise<FactorStatement | FactorStatementRefusal> {
  const complete = parseMapping(FactorStatementMapping, given);
  if (complete.status === 'refused') return complete;
  const { mapping } = complete;
  const table = await readTable(source, {
    format: mapping,
    columns: mapping.columns,
    read: (cells) => readFactorRow(cells, mapping),
  });
  if (table.status === 'refused') return table;
  const rows = mapping.order === 'newest_first' ? table.rows.reverse() : table.rows;
  return repeated(rows) ?? checkBalances(rows);
}

function repeated(rows: readonly FactorRow[]): FactorProblem | undefined {
  const seen = new Map<string, number>();
  for (const { row, movement } of rows) {
    if (!movement) continue;
    const { movementId } = movement;
    const firstRow = seen.get(movementId);
    if (firstRow !== undefined) {
      return refuse('factor_movement_twice', { row, movementId, firstRow });
    }
    seen.set(movementId, row);
  }
  return undefined;
}

type Running = FactorBalance & { balanceMinor?: AmountMinor; movedMinor: AmountMinor };

function checkBalances(rows: readonly FactorRow[]): FactorStatement | FactorProblem {
  const running = new Map<Currency, Running>();
  for (const one of rows) {
    const { currency, row } = one;
    const before = running.get(currency) ?? { currency, checked: false, movedMinor: 0 };
    const after = step(before, one);
    if (after === undefined) return refuse('factor_sum', { row, currency });
    if ('status' in after) return after;
    running.set(currency, after);
  }
  const balances = [...running.values()].map(({ movedMinor, balanceMinor, ...balance }) => balance);
  const movements = rows.flatMap(({ movement }) => movement ?? []);
  return { status: 'read', movements, balances };
}

/** The balance behind one row; nothing where the sum is no longer exact. */
function step(before: Running, one: FactorRow): Running | FactorProblem | undefined {
  const { row, currency, movesMinor, balanceMinor: stated, states } = one;
  const movedMinor = before.movedMinor + movesMinor;
  const known = before.balanceMinor === undefined ? undefined : before.balanceMinor + movesMinor;
  if (!Number.isSafeInteger(movedMinor) || !Number.isSafeInteger(known ?? 0)) return undefined;
  if (stated === undefined) {
    return { ...before, movedMinor, ...(known !== undefined && { balanceMinor: known }) };
  }
  if (known !== undefined && known !== stated) {
    const text = (amountMinor: AmountMinor) => toDecimal({ amountMinor, currency });
    const params = { row, currency, expected: text(known), stated: text(stated) };
    return refuse('factor_balance', params);
  }
  // What the first stated balance must have been reached from.
  const openingMinor = before.openingMinor ?? stated - movedMinor;
  if (!Number.isSafeInteger(openingMinor)) return undefined;
  return {
    ...before,
    movedMinor,
    balanceMinor: stated,
    openingMinor,
    checked: before.checked || known !== undefined,
    ...(states !== 'opening' && { closingMinor: stated }),
  };
}

function refuse<Code extends keyof FactorProblemParams>(
  code: Code,
  params: FactorProblemParams[Code],
): { status: 'refused'; code: Code; params: FactorProblemParams[Code] } {
  return { status: 'refused', code, params };
}
