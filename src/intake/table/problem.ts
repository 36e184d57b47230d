import type { Refusal } from '../problem.ts';

/** Why a delimited file that is taken whole or not at all is not taken; rows count the header as 1. */
export type TableProblemParams = {
  table_row_width: { row: number; expected: number; found: number };
  table_row_broken: { row: number };
  table_value_missing: { row: number; column: string };
  table_value: { row: number; column: string; limit: number };
  table_amount: { row: number; column: string; value: string; currency: string };
  table_date: { row: number; column: string; value: string; format: string };
  table_currency: { row: number; column: string; value: string };
  /** A word that the mapping gives no meaning. */
  table_word: { row: number; column: string; value: string; known: string };
  table_too_long: { limit: number };
};

type TableProblem = {
  [Code in keyof TableProblemParams]: {
    status: 'refused';
    code: Code;
    params: TableProblemParams[Code];
  };
}[keyof TableProblemParams];

export type TableRefusal = TableProblem | Refusal;

export function refuseTable<Code extends keyof TableProblemParams>(
  code: Code,
  params: TableProblemParams[Code],
): { status: 'refused'; code: Code; params: TableProblemParams[Code] } {
  return { status: 'refused', code, params };
}
