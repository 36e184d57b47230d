/**
 * Why a document could not be made, and what to do; `.line` where a line of the request is named.
 * `template` is the document, `field` a place on it: its own name where the list below has none.
 */
export const documents = {
  'document.TextOverflow':
    '{template}: {field:word.place} is too long to be printed. Shorten it where it is kept, then request again.',
  'document.TextOverflow.line':
    '{template}, line {row}: {field:word.place} is too long to be printed. Shorten it in the ledger or leave the line out, then request again.',
  'document.MissingGlyph':
    '{template}: {field:word.place} has a character that cannot be printed, {character:visible} ({codePoint}). Correct it where it is kept, then request again.',
  'document.MissingGlyph.line':
    '{template}, line {row}: {field:word.place} has a character that cannot be printed, {character:visible} ({codePoint}). Correct it in the ledger, then request again.',
  'document.PageCountMismatch':
    '{template} was planned on {planned} pages and drawn on {drawn}, which is our fault. Report it with the request’s number.',
  'document.UnescapedMetadata':
    '{template}: {field:word.place} cannot stand in the document’s properties. Remove its special characters, then request again.',
  'document.TotalsMismatch':
    '{template}: {field:word.place} is stated as {stated}, and the lines give {found}. Request again; if it repeats, report it with the request’s number.',
  'document.TooManyRows':
    '{template} takes at most {rowsMax:count} lines, the request has {rows:count}. Divide it into several requests.',
  'document.WrongDocument':
    '{template} cannot be used for this ({mode:word.mode}). An administrator names another document for the facility.',
  'document.LanguageMissing':
    '{template} has no wording in the language {language}. An administrator installs it or names another document.',
  'document.UnknownPlaceholder':
    '{template}: its wording names “{placeholder}” in {block}, which no request has. An administrator installs a corrected version.',
  'document.LabelMissing':
    '{template}: its wording in the language {language} has no word for {label}. An administrator installs a corrected version.',
  'document.WordingUnreadable':
    '{template}: line {line} of its wording {file} cannot be read, “{found}”. An administrator installs a corrected version.',
  'document.TemplateUnreadable':
    '{template} is not installed, or its files cannot be read. An administrator installs it again.',

  'place.title': 'the title',
  'place.Title': 'the title',
  'place.Author': 'the seller’s name',
  'place.number': 'the request’s number',
  'place.seller.name': 'the seller’s name',
  'place.seller.address': 'the seller’s address',
  'place.assignee.name': 'the funder’s name',
  'place.assignee.address': 'the funder’s address',
  'place.facility.agreement.reference': 'the agreement’s reference',
  'place.lines': 'the line',
  'place.lines.number': 'the invoice number',
  'place.lines.debtor.name': 'the debtor’s name',
  'place.lines.debtor': 'the debtor’s address and identifiers',
  'place.totals.count': 'the number of lines',
  'place.totals.perCurrency': 'the list of totals by currency',
  'place.totals.fundedMinor': 'the total funding value',
  'place.totals.advanceMinor': 'the total advance',
} as const;
