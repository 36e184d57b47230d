import type { CanonicalRequest, RequestLine } from '../../core/funding/request.ts';
import { formatAmount, formatCount } from '../format.ts';
import { type Setting, setLine, setText } from '../pen.ts';
import type { Style, Typesetter } from '../typeset.ts';
import { type Stack, stack } from './box.ts';
import type { Carry } from './carry.ts';
import { type Column, type ColumnKey, cellPadding, columnOf, columns, style } from './look.ts';
import type { Words } from './words.ts';

/** A row of the table, measured: one stack of settings per column. */
export type Row = { cells: Cell[]; height: number };

export type Cell = { column: Column; content: Stack };

/** One receivable. Names and numbers wrap, days and amounts may not. */
export function receivableRow(
  setter: Typesetter,
  words: Words,
  line: RequestLine,
  showInstalment: boolean,
): Row {
  const row = line.lineNumber;
  const { currency, debtor } = line;
  const money = (amountMinor: number) => formatAmount({ amountMinor, currency });
  const one = (key: ColumnKey, text: string, field: string): Cell =>
    cell(key, [
      setLine(setter, text, {
        style: style.cell,
        width: innerWidth(key),
        place: { field: `lines.${field}`, row },
      }),
    ]);
  const wrapped = (key: ColumnKey, text: string, field: string, form: Style) =>
    setText(setter, text, {
      style: form,
      width: innerWidth(key),
      place: { field: `lines.${field}`, row },
    });
  const invoice = [wrapped('invoice', line.number, 'number', style.cell)];
  if (showInstalment) {
    const text = words.inline('instalment', {
      number: formatCount(line.instalment),
    });
    invoice.push(wrapped('invoice', text, 'instalment', style.cellGrey));
  }
  return rowOf([
    one('number', formatCount(line.lineNumber), 'lineNumber'),
    cell('debtor', [
      wrapped('debtor', debtor.name, 'debtor.name', style.cell),
      wrapped('debtor', identityOf(words, debtor), 'debtor', style.cellGrey),
    ]),
    cell('invoice', invoice),
    one('issuedOn', line.issuedOn, 'issuedOn'),
    one('dueOn', line.dueOn, 'dueOn'),
    one('currency', currency, 'currency'),
    one('face', money(line.faceMinor), 'faceMinor'),
    one('outstanding', money(line.openMinor), 'openMinor'),
  ]);
}

/** Brought forward, carried forward or total: one row per currency met so far. */
export function carryRow(
  setter: Typesetter,
  words: Words,
  carry: Carry,
  label: 'broughtForward' | 'carriedForward' | 'total',
): Row {
  const form = label === 'total' ? style.total : style.forward;
  const { currency } = carry;
  const one = (key: ColumnKey, text: string): Cell =>
    cell(key, [
      setLine(setter, text, {
        style: form,
        width: innerWidth(key),
        place: { field: `totals.${key}` },
      }),
    ]);
  return rowOf([
    one('debtor', words.inline(label)),
    one('invoice', `${words.inline('summary.count')} ${formatCount(carry.count)}`),
    one('currency', currency),
    one('face', formatAmount({ amountMinor: carry.faceMinor, currency })),
    one('outstanding', formatAmount({ amountMinor: carry.openMinor, currency })),
  ]);
}

/** The table's head: each column's label in every language. */
export function headRow(setter: Typesetter, words: Words): Row {
  return rowOf(
    columns.map(({ key }) =>
      cell(
        key,
        words.label(`column.${key}`).map(({ text }, index) =>
          setText(setter, text, {
            style: index === 0 ? style.head : style.headSecond,
            width: innerWidth(key),
            place: { field: `column.${key}` },
          }),
        ),
      ),
    ),
  );
}

/** Lines whose invoice comes in instalments: only those print which one they are. */
export function instalmentLines(request: CanonicalRequest): Set<number> {
  const seen = new Map<string, number>();
  const keyOf = (line: RequestLine) => `${line.debtor.id}\n${line.number}`;
  for (const line of request.lines) {
    seen.set(keyOf(line), (seen.get(keyOf(line)) ?? 0) + 1);
  }
  return new Set(
    request.lines
      .filter((line) => line.instalment > 1 || (seen.get(keyOf(line)) ?? 0) > 1)
      .map((line) => line.lineNumber),
  );
}

function identityOf(words: Words, debtor: RequestLine['debtor']): string {
  return [
    debtor.country,
    ...Object.entries(debtor.identifiers).map(
      ([scheme, value]) => `${words.optional(`scheme.${scheme}`, scheme.toUpperCase())} ${value}`,
    ),
    `# ${debtor.id}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function cell(key: ColumnKey, settings: Setting[]): Cell {
  return { column: columnOf(key), content: stack(settings) };
}

function rowOf(cells: Cell[]): Row {
  const tallest = Math.max(...cells.map(({ content }) => content.height));
  return { cells, height: tallest + 2 * cellPadding.y };
}

function innerWidth(key: ColumnKey): number {
  return columnOf(key).width - 2 * cellPadding.x;
}
