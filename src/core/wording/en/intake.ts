/** What can be wrong with a delimited file, and with a row of a ledger: what happened, what to do. */
export const intake = {
  'file.file_empty': 'The file is empty. Export it again.',
  'file.file_without_rows':
    'The file has a header of {columns:columns} and no rows. Export it again.',
  'file.file_not_text': 'This is a {format} file. Save it as CSV and choose that file.',
  'file.encoding_unclear':
    'The encoding is not clear; it may be {candidates}. Save the file as UTF-8 or state the encoding.',
  'file.encoding_broken': 'Row {row} is not valid {encoding}. Save the file as UTF-8.',
  'file.encoding_not_supported': '{encoding} is not supported. Save the file as UTF-8.',
  'file.delimiter_unclear':
    'The column separator is not clear; it may be {candidates}. State it, or export with semicolons.',
  'file.header_unreadable':
    'The first row cannot be read as a header: {reason}. Export it with column names.',
  'file.header_column_missing':
    'The mapping names {columns}, which the file does not have. Its columns are {header}. Correct the mapping.',
  'file.header_column_twice':
    'The column “{column}” stands twice, at {first} and {second}. Rename one of them.',
  'file.mapping_invalid': 'The mapping cannot be used at {path}: {detail}. Correct it there.',
  'file.mapping_field_missing': 'No column gives “{field}”. Map a column to it.',
  'file.date_format_unstated':
    'The dates of “{column}”, such as {example}, can be read as {candidates}. State the format.',
  'file.number_format_unstated':
    'The amounts of “{column}”, such as {example}, can be read in several ways. State the decimal sign: {candidates}.',
  'file.currency_unstated':
    'No column gives the currency ({columns}). State the currency of the file.',
  'file.currency_unknown': '{currency} is not an ISO 4217 currency. State one such as EUR.',
  'file.currency_column_unnamed':
    'Column {place} has no name and holds {found}. Name it in the header, such as “Currency”, and choose the file again.',
  'file.currency_column_unmapped':
    'The file was stated to be in {stated}, but the column “{column}” holds {found}. Map that column.',
  'file.as_of_impossible': '{value} is not a day. Write it as 2026-11-24.',
  'file.total_too_large':
    'At row {row} the total in {currency} exceeds what can be held exactly. Check the amounts.',

  'row.row_ragged': 'The row has {found:cells}, the header {expected}.',
  'row.row_ragged.remedy': 'Quote cells that contain the separator, and complete missing cells.',
  'row.row_too_long': 'The row is longer than {limit:characters}.',
  'row.row_too_long.remedy': 'Close the quotation mark that was left open, or shorten the row.',
  'row.quote_unclosed': 'A quotation mark opened at line {line} is not closed.',
  'row.quote_unclosed.remedy': 'Close it, or double quotation marks inside a cell.',
  'row.value_missing': '{field:word.field} is empty.',
  'row.value_missing.remedy': 'Fill it in.',
  'row.value_too_long': '{field:word.field} is longer than {limit:characters}.',
  'row.value_too_long.remedy': 'Shorten it.',
  'row.control_character': '{field:word.field} contains a control character.',
  'row.control_character.remedy': 'Remove characters that cannot be seen.',
  'row.date_impossible': '{field:word.field}: “{value}” is not a date of the form {format}.',
  'row.date_impossible.remedy': 'Correct the date, or state another date format in the mapping.',
  'row.due_before_issue': 'Due on {dueOn:date}, before the issue on {issuedOn:date}.',
  'row.due_before_issue.remedy': 'Correct one of the two dates.',
  'row.terms_unreadable': 'The payment term “{value}” cannot be read.',
  'row.terms_unreadable.remedy': 'Write the term in days, or give the due date.',
  'row.currency_unknown': '“{value}” is not an ISO 4217 currency.',
  'row.currency_unknown.remedy': 'Write a code such as EUR or CNY.',
  'row.currency_mixed': 'The row is in {found}, the file was stated to be in {stated}.',
  'row.currency_mixed.remedy': 'Map the currency column instead of stating one currency.',
  'row.amount_unreadable':
    '{field:word.field}: “{value}” is not an amount with “{decimal}” as decimal sign.',
  'row.amount_unreadable.remedy':
    'Correct the amount, or state another decimal sign in the mapping.',
  'row.amount_too_long': '{field:word.field}: “{value}” has too many digits.',
  'row.amount_too_long.remedy': 'Check the amount.',
  'row.amount_too_precise':
    '{field:word.field}: “{value}” has more decimals than {currency} has ({decimals}).',
  'row.amount_too_precise.remedy': 'Round it in the ledger, or correct the currency.',
  'row.amount_zero': '{field:word.field} is zero.',
  'row.amount_zero.remedy': 'Leave out documents without an amount.',
  'row.amount_negative': '{field:word.field}: “{value}” is below zero on an invoice.',
  'row.amount_negative.remedy': 'Mark the document as a credit note, or correct the amount.',
  'row.amount_signs_differ':
    'The document’s amount {face} and its open amount {open} have different signs.',
  'row.amount_signs_differ.remedy': 'Correct one of the two amounts.',
  'row.open_above_face': 'The open amount {open} is above the document’s amount {face}.',
  'row.open_above_face.remedy': 'Correct one of the two amounts.',
  'row.kind_unknown': 'The document type “{value}” is not known; known are {known}.',
  'row.kind_unknown.remedy': 'Map this type in the mapping.',
  'row.flag_unreadable': '{field:word.field}: “{value}” is neither yes nor no.',
  'row.flag_unreadable.remedy': 'Write yes or no.',
  'row.disputed_above_open': 'The disputed amount {disputed} is above the open amount {open}.',
  'row.disputed_above_open.remedy': 'Correct one of the two amounts.',
  'row.whole_number_unreadable':
    '{field:word.field}: “{value}” is not a whole number from {min} to {max}.',
  'row.whole_number_unreadable.remedy': 'Correct the number.',
  'row.ledger_conflict':
    '{field:word.field} of number {number} was {known} before and is {given} now.',
  'row.ledger_conflict.remedy':
    'Give the changed document a number of its own, or restore the earlier value.',
  'row.due_date_kept':
    'Number {number} was first due on {known}; this file says {given}. The first due date stays; what is open was taken.',
  'row.due_date_kept.remedy':
    'If a later date was agreed, tell the insurer: its periods still run from {known}. If {given} is a mistake, restore {known} in the ledger; if {known} was, give the corrected invoice a number of its own.',
  'row.reference_kept':
    'The reference of number {number} was {known:orUnknown} at first; this file says {given}. The first one stays; what is open was taken.',
  'row.reference_kept.remedy':
    'If {given} is a mistake, restore the earlier reference in the ledger; if the earlier one was, give the corrected credit note a number of its own.',
  'row.other_ledger': 'The row is of {found}; this import is for {stated}.',
  'row.other_ledger.remedy':
    'Import each selling company and ledger by itself, and state which one it is.',
  'row.duplicate_number': 'Number {number} is already in row {firstRow}.',
  'row.duplicate_number.remedy':
    'Remove one row; for instalments, map a column that tells them apart.',

  'field.number': 'The number',
  'field.issuedOn': 'The issue date',
  'field.debtorId': 'The debtor’s number',
  'field.debtorName': 'The debtor’s name',
  'field.country': 'The country',
  'field.dueOn': 'The due date',
  'field.termsDays': 'The payment term',
  'field.face': 'The document’s amount',
  'field.open': 'The open amount',
  'field.currency': 'The currency',
  'field.settledOn': 'The settlement date',
  'field.disputed': 'The dispute flag',
  'field.disputedAmount': 'The disputed amount',
  'field.fiscalYear': 'The fiscal year',
  'field.instalment': 'The instalment',
  'field.references': 'The reference',
  'field.seller': 'The seller',
  'field.ledger': 'The ledger',
} as const;
