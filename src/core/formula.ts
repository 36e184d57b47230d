/**
 * A cell a spreadsheet would run as a formula, made plain text with a leading apostrophe; numbers
 * stay numbers. `restoreText` takes it off again, so a corrected file comes back with its own values.
 */
export function neutraliseText(cell: string): string {
  return isFormula(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
}

export function restoreText(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

const plainNumber = /^[+-]?\d[\d.,' ]*$/;

function isFormula(cell: string): boolean {
  return /^[\s']*[=+\-@＝＋－＠]/.test(cell);
}
