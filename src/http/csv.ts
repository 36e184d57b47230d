import { neutraliseText } from '../core/formula.ts';

/**
 * Rows as a file for a spreadsheet: UTF-8 with a byte order mark, so that every script is shown, lines
 * ended as RFC 4180 says, and what a spreadsheet would run as a formula made plain text.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;
}

function cellOf(cell: string): string {
  const plain = neutraliseText(cell);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
