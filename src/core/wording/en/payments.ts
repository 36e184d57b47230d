/** What can be wrong with a remittance advice, a factor's statement, or a table they are in. */
export const payments = {
  'file.table_row_width':
    'Row {row} has {found:cells} where the header has {expected:columns}. Nothing was taken; export the file again.',
  'file.table_row_broken':
    'Row {row} cannot be read: a quote is not closed, or the row is too long. Nothing was taken; export the file again.',
  'file.table_value_missing':
    'Row {row}: “{column}” is empty. Nothing was taken; fill it in or correct the mapping.',
  'file.table_value':
    'Row {row}: “{column}” has more than {limit:characters} or characters that cannot be shown. Nothing was taken; correct the cell.',
  'file.table_amount':
    'Row {row}: “{value}” in “{column}” is not an amount in {currency}. Nothing was taken; correct the cell or the number format of the mapping.',
  'file.table_date':
    'Row {row}: “{value}” in “{column}” is not a date written {format}. Nothing was taken; correct the cell or the date format of the mapping.',
  'file.table_currency':
    'Row {row}: “{value}” in “{column}” is not an ISO 4217 currency. Nothing was taken; correct the cell.',
  'file.table_word':
    'Row {row}: the mapping gives “{value}” in “{column}” no meaning; it knows {known}. Nothing was taken; add the word to the mapping.',
  'file.table_too_long': 'The file has more than {limit:count} rows. Ask for a shorter period.',

  'file.factor_mapping_missing':
    'Nothing says yet how statements on facility {facilityId} are read. Save a mapping for it first.',
  'file.remittance_mapping_missing':
    'A delimited advice needs a mapping that says how it is read. State it with the file.',
  'file.factor_movement_twice':
    'Row {row}: the movement {movementId} stands in row {firstRow} already. Nothing was taken; ask the factor for a corrected statement.',
  'file.factor_balance':
    'Row {row}: the movements make a balance of {expected} {currency}, and the statement says {stated}. Nothing was taken; ask the factor for what is missing.',
  'file.factor_sum':
    'Row {row}: the movements in {currency} sum to more than can be held exactly. Nothing was taken; ask the factor for a shorter period.',

  'file.remittance_too_large':
    'The advice has {bytes:count} bytes; at most {limit:count} are read. Ask the payer for single advices.',
  'file.remittance_not_utf8':
    'The advice is not in UTF-8. Ask the payer for the file as it was made.',
  'file.remittance_not_xml':
    'The advice is not complete XML, at line {line}: {detail}. Ask the payer for it again.',
  'file.remittance_has_dtd':
    'The advice carries a document type definition, which no remittance advice needs. Ask the payer for it again.',
  'file.remittance_not_read':
    'This is not a remittance advice that is read here ({namespace:orUnknown}). Choose a file in {known}.',
  'file.remittance_version':
    'remt.001 version {version} is not read; {first} to {last} are. Ask the payer for one of these.',
  'file.remittance_field_missing':
    'Advice {reference:orUnknown}, document {document}: {field} is missing. Ask the payer for a corrected advice.',
  'file.remittance_currency':
    'Advice {reference}: a document is in {currency}, the payment in {expected}. Ask the payer for one advice for each currency.',
  'file.remittance_amount':
    'Advice {reference}, document {document}: “{value}” is not an amount in {currency}. Ask the payer for a corrected advice.',
  'file.remittance_date':
    'Advice {reference}, document {document}: “{value}” is not a date. Ask the payer for a corrected advice.',
  'file.remittance_code':
    'Advice {reference}, document {document}: {field} cannot be “{value}”. Ask the payer for a corrected advice.',
  'file.remittance_unbalanced':
    'Advice {reference}: the documents come to {documents} {currency} and the payment to {total}. Nothing was taken; ask the payer what the difference is.',
  'file.remittance_row_differs':
    'Row {row}: payment {reference} has “{value}” in “{column}”, and something else in an earlier row. Nothing was taken; correct the file.',
} as const;
