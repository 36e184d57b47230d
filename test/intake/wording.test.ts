import { describe, expect, test } from 'vitest';
import { isWorded, type Locale, word } from '../../src/core/wording/word.ts';
import type { FactorProblemParams } from '../../src/intake/factor-statement/statement.ts';
import type { FileProblemParams, RowProblemParams } from '../../src/intake/problem.ts';
import type { RemittanceProblemParams } from '../../src/intake/remittance/advice.ts';
import type { StatementProblemParams } from '../../src/intake/statement.ts';
import type { Note, Question } from '../../src/intake/suggest/suggest.ts';
import type { TableProblemParams } from '../../src/intake/table/problem.ts';

type QuestionParams = { [Code in Question['code']]: Extract<Question, { code: Code }>['params'] };
type NoteParams = { [Code in Note['code']]: Extract<Note, { code: Code }>['params'] };

const column = 'Amount';
const place = { statement: 'S-1', entry: 3 };

const file: FileProblemParams & QuestionParams & StatementProblemParams = {
  file_empty: { bytes: 0 },
  file_without_rows: { columns: 7 },
  file_not_text: { format: 'xlsx' },
  encoding_unclear: { candidates: 'windows-1252, gb18030' },
  encoding_broken: { encoding: 'utf-8', row: 9 },
  encoding_not_supported: { encoding: 'UTF-32' },
  delimiter_unclear: { candidates: ', ; tab |' },
  header_unreadable: { reason: 'missing' },
  header_column_missing: { columns: 'No', header: 'Nr, Name' },
  header_column_twice: { column, first: 1, second: 4 },
  mapping_invalid: { path: 'columns', detail: 'unknown' },
  mapping_field_missing: { field: 'face' },
  date_format_unstated: { candidates: 'D/M/YYYY, M/D/YYYY', column, example: '1/2/2026' },
  number_format_unstated: { candidates: '1,234.50 · 1.234,50', column, example: '1.234' },
  currency_unstated: { columns: 'No, Name' },
  currency_unknown: { currency: 'QQQ' },
  currency_column_unnamed: { place: 6, found: 'EUR, USD' },
  currency_column_unmapped: { column, stated: 'USD', found: 'EUR' },
  as_of_impossible: { value: '2026-02-30' },
  total_too_large: { currency: 'EUR', row: 5 },
  kind_values_unknown: { column, values: 'ZZ' },
  negative_amounts: { column, example: '-5' },
  statement_too_large: { bytes: 70_000_000, limit: 67_108_864 },
  statement_not_utf8: { bytes: 7 },
  statement_not_xml: { line: 1, detail: 'cut' },
  statement_has_dtd: { bytes: 7 },
  statement_not_read: { found: 'urn:other', known: 'camt.053' },
  statement_version: { message: 'camt.053', version: '01', first: '02', last: '14' },
  statement_line: { statement: 'S-1', line: 7, value: ':61:' },
  statement_page_missing: { statement: 'S-1', page: 2 },
  statement_chain: {
    ...{ statement: 'S-2', before: 'S-1', currency: 'EUR' },
    ...{ carried: '4.00', opening: '5.00' },
  },
  statement_field_missing: { ...place, field: 'Sts' },
  statement_currency: { statement: 'S-1', currency: 'USD', account: 'EUR', field: 'CLBD' },
  statement_amount: { ...place, value: '1,5', currency: 'EUR' },
  statement_date: { ...place, value: '2026-02-30' },
  statement_code: { ...place, field: 'Sts', value: 'DONE' },
  statement_count: { statement: 'S-1', stated: '2', found: 1 },
  statement_unbalanced: {
    ...{ statement: 'S-1', currency: 'EUR' },
    ...{ opening: '1.00', entries: '2.00', closing: '4.00' },
  },
};

const advised = { reference: 'E-1', document: 3 };

const payments: TableProblemParams & FactorProblemParams & RemittanceProblemParams = {
  table_row_width: { row: 3, expected: 5, found: 4 },
  table_row_broken: { row: 3 },
  table_value_missing: { row: 3, column },
  table_value: { row: 3, column, limit: 256 },
  table_amount: { row: 3, column, value: '1,5', currency: 'EUR' },
  table_date: { row: 3, column, value: '30.02.2026', format: 'DD.MM.YYYY' },
  table_currency: { row: 3, column, value: 'QQQ' },
  table_word: { row: 3, column, value: 'ZZ', known: 'ADV, FEE' },
  table_too_long: { limit: 200_000 },
  factor_movement_twice: { row: 3, movementId: 'M-1', firstRow: 2 },
  factor_balance: { row: 3, currency: 'EUR', expected: '1.00', stated: '2.00' },
  factor_sum: { row: 3, currency: 'EUR' },
  remittance_too_large: { bytes: 70_000_000, limit: 67_108_864 },
  remittance_not_utf8: { bytes: 7 },
  remittance_not_xml: { line: 1, detail: 'cut' },
  remittance_has_dtd: { bytes: 7 },
  remittance_not_read: { namespace: '', known: 'remt.001' },
  remittance_version: { version: '01', first: '02', last: '06' },
  remittance_field_missing: { ...advised, field: 'RmtdAmt' },
  remittance_currency: { reference: 'E-1', currency: 'USD', expected: 'EUR' },
  remittance_amount: { ...advised, value: '1,5', currency: 'EUR' },
  remittance_date: { ...advised, value: '2026-02-30' },
  remittance_code: { ...advised, field: 'CdtDbtInd', value: 'X' },
  remittance_unbalanced: { reference: 'E-1', currency: 'EUR', documents: '1.00', total: '2.00' },
  remittance_row_differs: { reference: 'E-1', row: 4, column, value: 'X' },
};

const row: RowProblemParams = {
  row_ragged: { expected: 7, found: 3 },
  row_too_long: { limit: 65_536 },
  quote_unclosed: { line: 4 },
  value_missing: { field: 'number' },
  value_too_long: { field: 'number', limit: 256 },
  control_character: { field: 'number' },
  date_impossible: { field: 'issuedOn', value: '30.02.2026', format: 'DD.MM.YYYY' },
  due_before_issue: { issuedOn: '2026-02-01', dueOn: '2026-01-01' },
  terms_unreadable: { value: 'soon' },
  currency_unknown: { value: 'QQQ' },
  currency_mixed: { stated: 'USD', found: 'EUR' },
  amount_unreadable: { field: 'face', value: 'x', decimal: ',' },
  amount_too_long: { field: 'face', value: '9'.repeat(17) },
  amount_too_precise: { field: 'face', value: '1.005', currency: 'EUR', decimals: 2 },
  amount_zero: { field: 'face' },
  amount_negative: { field: 'face', value: '-5' },
  amount_signs_differ: { face: '1.00', open: '-1.00' },
  open_above_face: { face: '1.00', open: '2.00' },
  kind_unknown: { value: 'ZZ', known: 'RE' },
  flag_unreadable: { field: 'disputed', value: 'perhaps' },
  disputed_above_open: { disputed: '2.00', open: '1.00' },
  whole_number_unreadable: { field: 'instalment', value: 'two', min: 1, max: 9999 },
  ledger_conflict: { number: 'A1', field: 'issuedOn', known: '2026-01-02', given: '2026-01-03' },
  due_date_kept: { number: 'A1', known: '2026-01-02', given: '2026-01-03' },
  reference_kept: { number: 'A1', known: '', given: 'A2' },
  other_ledger: { stated: 'S1 / AR', found: 'S2 / AR' },
  duplicate_number: { number: 'A1', firstRow: 2 },
};

const note: NoteParams = {
  date_format_decided: { format: 'M/D/YYYY', column, value: '1/26/2013' },
  number_format_decided: { decimal: '.', column, value: '55.94' },
};

describe.each<Locale>(['en', 'zh-CN'])('in %s', (locale) => {
  test.each([
    ...Object.entries(file).map(([code, params]) => [`file.${code}`, params] as const),
    ...Object.entries(payments).map(([code, params]) => [`file.${code}`, params] as const),
    ...Object.entries(row).map(([code, params]) => [`row.${code}`, params] as const),
    ...Object.entries(row).map(([code, params]) => [`row.${code}.remedy`, params] as const),
    ...Object.entries(note).map(([code, params]) => [`note.${code}`, params] as const),
  ])('%s is a sentence with its numbers', (code, params) => {
    if (!isWorded(code)) throw new Error(`no sentence for ${code}`);
    const sentence = word(locale, code, { ...params });
    expect(sentence).toMatch(/[.。]$/);
    expect(sentence).not.toMatch(/[{}]|undefined|NaN/);
  });
});
