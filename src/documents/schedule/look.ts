import { sheet } from '../paper.ts';
import type { Style } from '../typeset.ts';

/** One ink, one grey, one accent: a schedule is read by people who look for numbers. */
export const color = {
  ink: '#16212b',
  grey: '#56636e',
  accent: '#0f6b66',
  hairline: '#cfd6dc',
  line: '#8a96a0',
  wash: '#f3f6f7',
  paper: '#ffffff',
};

export const style = {
  title: ofStyle('bold', 22, 28, color.ink),
  subtitle: ofStyle('regular', 12, 17, color.grey),
  number: ofStyle('bold', 15, 20, color.ink),
  heading: ofStyle('bold', 8.5, 12.5, color.accent),
  headingSecond: ofStyle('regular', 8.5, 12.5, color.accent),
  body: ofStyle('regular', 7.8, 11.6, color.ink),
  label: ofStyle('bold', 7, 10.4, color.accent),
  labelGrey: ofStyle('regular', 6.5, 9.6, color.grey),
  name: ofStyle('bold', 10, 14, color.ink),
  detail: ofStyle('regular', 7.2, 10.6, color.grey),
  figure: ofStyle('bold', 8.2, 12, color.ink),
  head: ofStyle('bold', 7.2, 10.2, color.ink),
  headSecond: ofStyle('regular', 6.2, 8.8, color.grey),
  cell: ofStyle('regular', 7.5, 10.6, color.ink),
  cellGrey: ofStyle('regular', 6.2, 8.8, color.grey),
  forward: ofStyle('regular', 7.2, 10.6, color.grey),
  total: ofStyle('bold', 7.5, 10.6, color.ink),
  small: ofStyle('regular', 6, 8.4, color.grey),
  fine: ofStyle('regular', 6, 8.4, color.ink),
  chip: ofStyle('bold', 8, 11, color.paper),
};

/** The text area of a page; heads and feet stay outside it. */
export const frame = {
  left: sheet.margin,
  right: sheet.width - sheet.margin,
  width: sheet.width - 2 * sheet.margin,
  top: 38,
  bottom: sheet.height - 46,
};

export const cellPadding = { x: 4, y: 2.6 };

export type ColumnKey =
  | 'number'
  | 'debtor'
  | 'invoice'
  | 'issuedOn'
  | 'dueOn'
  | 'currency'
  | 'face'
  | 'outstanding';

export type Column = { key: ColumnKey; x: number; width: number; right: boolean };

export const columns: readonly Column[] = place([
  { key: 'number', width: 34, right: true },
  { key: 'debtor', width: frame.width - 500, right: false },
  { key: 'invoice', width: 128, right: false },
  { key: 'issuedOn', width: 58, right: false },
  { key: 'dueOn', width: 58, right: false },
  { key: 'currency', width: 36, right: false },
  { key: 'face', width: 93, right: true },
  { key: 'outstanding', width: 93, right: true },
]);

export function columnOf(key: ColumnKey): Column {
  const column = columns.find((candidate) => candidate.key === key);
  return column ?? { key, x: frame.left, width: frame.width, right: false };
}

function place(widths: Omit<Column, 'x'>[]): Column[] {
  let x = frame.left;
  return widths.map((column) => {
    const placed = { ...column, x };
    x += column.width;
    return placed;
  });
}

function ofStyle(face: Style['face'], size: number, leading: number, inkColor: string): Style {
  return { face, size, leading, color: inkColor };
}
