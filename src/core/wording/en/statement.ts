/** What can be wrong with a bank statement, and what a suggested mapping asks and tells. */
export const statement = {
  'file.statement_too_large':
    'The statement has {bytes:count} bytes; at most {limit:count} are read. Ask the bank for shorter periods.',
  'file.statement_not_utf8': 'The statement is not in UTF-8. Export it again as the bank sent it.',
  'file.statement_not_xml':
    'The statement is not complete XML, at line {line}: {detail}. Fetch it from the bank again.',
  'file.statement_has_dtd':
    'The statement carries a document type definition, which no bank statement needs. Fetch it from the bank again.',
  'file.statement_not_read':
    'This is not a bank statement that is read here ({found:orUnknown}). Choose a file in {known}.',
  'file.statement_version':
    '{message} version {version} is not read; {first} to {last} are. Ask the bank for one of these.',
  'file.statement_field_missing':
    'Statement {statement}, entry {entry}: {field} is missing. Ask the bank for a corrected statement.',
  'file.statement_currency':
    'Statement {statement}: {field} is in {currency}, the account in {account}. Ask the bank for a corrected statement.',
  'file.statement_amount':
    'Statement {statement}, entry {entry}: “{value}” is not an amount in {currency}. Ask the bank for a corrected statement.',
  'file.statement_date':
    'Statement {statement}, entry {entry}: “{value}” is not a date. Ask the bank for a corrected statement.',
  'file.statement_code':
    'Statement {statement}, entry {entry}: {field} cannot be “{value}”. Ask the bank for a corrected statement.',
  'file.statement_count':
    'Statement {statement} says it has {stated} entries and has {found}. Fetch it from the bank again.',
  'file.statement_unbalanced':
    'Statement {statement}: {opening} and entries of {entries} do not make {closing} {currency}. Nothing was taken; fetch it from the bank again.',
  'file.statement_line':
    'Statement {statement:orUnknown}, line {line}: “{value}” cannot be read. Fetch it from the bank again.',
  'file.statement_page_missing':
    'Page {page} of statement {statement} is missing. Nothing was taken; choose a file with all pages.',
  'file.statement_chain':
    'Statement {statement} opens with {opening} {currency}, and {before} ended with {carried}. Nothing was taken; ask the bank for what lies between.',

  'file.kind_values_unknown':
    'The column “{column}” has document types we do not know: {values}. State what each of them is.',
  'file.negative_amounts':
    'The column “{column}” has amounts below zero, such as {example}. State whether they are credit notes or unapplied cash.',

  'note.date_format_decided': 'Dates of “{column}” are read as {format}, as {value} shows.',
  'note.number_format_decided':
    'Amounts of “{column}” are read with “{decimal}” as decimal sign, as {value} shows.',
} as const;
