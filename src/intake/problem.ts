/**
 * What can be wrong with a file or a row, as a code and its numbers; the wording catalogue turns
 * both into a sentence and a remedy. A code's members are its params, all text or integers.
 */
export type FileProblemParams = {
  file_empty: { bytes: number };
  file_without_rows: { columns: number };
  file_not_text: {
    format: 'xlsx' | 'xls' | 'pdf' | 'gzip' | 'zip' | 'html' | 'xml' | 'binary';
  };
  encoding_unclear: { candidates: string };
  encoding_broken: { encoding: string; row: number };
  encoding_not_supported: { encoding: string };
  delimiter_unclear: { candidates: string };
  header_unreadable: { reason: string };
  header_column_missing: { columns: string; header: string };
  header_column_twice: { column: string; first: number; second: number };
  mapping_invalid: { path: string; detail: string };
  mapping_field_missing: { field: string };
  date_format_unstated: { candidates: string; column: string; example: string };
  number_format_unstated: { candidates: string; column: string; example: string };
  currency_unstated: { columns: string };
  currency_unknown: { currency: string };
  /** `place` counts columns from one. */
  currency_column_unnamed: { place: number; found: string };
  currency_column_unmapped: { column: string; stated: string; found: string };
  as_of_impossible: { value: string };
  total_too_large: { currency: string; row: number };
};

export type RowProblemParams = {
  row_ragged: { expected: number; found: number };
  row_too_long: { limit: number };
  quote_unclosed: { line: number };
  value_missing: { field: string };
  value_too_long: { field: string; limit: number };
  control_character: { field: string };
  date_impossible: { field: string; value: string; format: string };
  due_before_issue: { issuedOn: string; dueOn: string };
  terms_unreadable: { value: string };
  currency_unknown: { value: string };
  currency_mixed: { stated: string; found: string };
  amount_unreadable: { field: string; value: string; decimal: string };
  amount_too_long: { field: string; value: string };
  amount_too_precise: { field: string; value: string; currency: string; decimals: number };
  amount_zero: { field: string };
  amount_negative: { field: string; value: string };
  amount_signs_differ: { face: string; open: string };
  open_above_face: { face: string; open: string };
  kind_unknown: { value: string; known: string };
  flag_unreadable: { field: string; value: string };
  disputed_above_open: { disputed: string; open: string };
  whole_number_unreadable: { field: string; value: string; min: number; max: number };
  /** The same document came before with another date, amount, currency or debtor. */
  ledger_conflict: { number: string; field: string; known: string; given: string };
  /** Taken, but for the due date or the reference: what was known first stays. */
  due_date_kept: { number: string; known: string; given: string };
  reference_kept: { number: string; known: string; given: string };
  /** Of another seller or ledger than the import is for. */
  other_ledger: { stated: string; found: string };
  duplicate_number: { number: string; firstRow: number };
};

/** The file as a whole is not taken: nothing of it may be kept. */
export type Refusal<Code extends keyof FileProblemParams = keyof FileProblemParams> = {
  [Key in Code]: { status: 'refused'; code: Key; params: FileProblemParams[Key] };
}[Code];

/** One thing wrong with one row; `column` is the header text, absent when the whole row is meant. */
export type RowProblem<Code extends keyof RowProblemParams = keyof RowProblemParams> = {
  [Key in Code]: { code: Key; params: RowProblemParams[Key]; column?: string };
}[Code];

export function refuse<Code extends keyof FileProblemParams>(
  code: Code,
  params: FileProblemParams[Code],
): { status: 'refused'; code: Code; params: FileProblemParams[Code] } {
  return { status: 'refused', code, params };
}

export function problem<Code extends keyof RowProblemParams>(
  code: Code,
  params: RowProblemParams[Code],
  column?: string,
): { code: Code; params: RowProblemParams[Code]; column?: string } {
  return column === undefined ? { code, params } : { code, params, column };
}
