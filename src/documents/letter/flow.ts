import type { Setting } from '../pen.ts';
import { setText } from '../pen.ts';
import type { Canvas } from '../schedule/box.ts';
import { color, frame, style } from '../schedule/look.ts';
import type { Style, Typesetter } from '../typeset.ts';
import type { Wording } from '../wording.ts';
import { type Facts, filled, label, type Table } from './facts.ts';

/** A part of a page that is never parted. */
export type Piece = { height: number; draw: (canvas: Canvas, y: number) => void };

/** The whole letter broken into pages: title, facts, wording, tables, signature. */
export function flowOf(setter: Typesetter, wording: Wording, facts: Facts): Piece[][] {
  const pieces = [
    textPiece(setter, facts.title, { style: style.title, tag: 'H1', after: 8 }),
    ...facts.head.map((fact) => factPiece(setter, fact)),
    space(10),
    ...wording.blocks.filter(isPrinted).flatMap((block) => [
      textPiece(setter, filled(block.heading, facts.fields), {
        style: style.name,
        tag: 'H2',
        after: 3,
      }),
      ...block.paragraphs
        .map(({ text }) => filled(text, facts.fields))
        .filter((text) => text.trim() !== '')
        .map((text) => textPiece(setter, text, { style: body, tag: 'P', after: 5 })),
    ]),
    ...facts.tables.flatMap(({ title, table }) => [
      ...(title === undefined
        ? [space(6)]
        : [textPiece(setter, title, { style: style.name, tag: 'H2', after: 3 })]),
      ...tablePieces(setter, table),
    ]),
    signPiece(setter, wording),
  ];
  return paged(pieces);
}

const body: Style = { ...style.body, size: 9.5, leading: 14 };

function isPrinted({ id }: { id: string }): boolean {
  return id !== 'title' && id !== 'labels';
}

function paged(pieces: readonly Piece[]): Piece[][] {
  const pages: Piece[][] = [[]];
  let left = frame.bottom - frame.top;
  for (const piece of pieces) {
    if (piece.height > left && pages.at(-1)?.length !== 0) {
      pages.push([]);
      left = frame.bottom - frame.top;
    }
    pages.at(-1)?.push(piece);
    left -= piece.height;
  }
  return pages;
}

function space(height: number): Piece {
  return { height, draw: () => {} };
}

function textPiece(
  setter: Typesetter,
  text: string,
  form: { style: Style; tag: string; after: number },
): Piece {
  const place = { field: form.tag };
  const setting = setText(setter, text, { style: form.style, width: frame.width, place });
  return {
    height: setting.height + form.after,
    draw: ({ pen, tag }, y) => {
      tag.leaf(form.tag, {}, () => pen.text(setting, frame.left, y));
    },
  };
}

const factWidth = 210;

function factPiece(setter: Typesetter, [name, value]: readonly [string, string]): Piece {
  const place = { field: name };
  const left = setText(setter, `${name}: `, { style: style.detail, width: factWidth, place });
  const width = frame.width - factWidth;
  const right = setText(setter, value, { style: style.figure, width, place });
  return {
    height: Math.max(left.height, right.height) + 2,
    draw: ({ pen, tag }, y) => {
      tag.leaf('P', {}, () => {
        pen.text(left, frame.left, y);
        pen.text(right, frame.left + factWidth, y);
      });
    },
  };
}

/** Each row is a table row of its own piece, so that a long table goes over pages. */
function tablePieces(setter: Typesetter, { head, rows, total, amountsFrom }: Table): Piece[] {
  const width = frame.width / head.length;
  const row = (cells: readonly string[], own: Style, type: 'TH' | 'TD'): Piece => {
    const settings = cells.map((text) =>
      setText(setter, text === '' ? ' ' : text, {
        style: own,
        width: width - 8,
        place: { field: 'table' },
      }),
    );
    return rowPiece(settings, { width, type, amountsFrom });
  };
  return [
    row(head, style.head, 'TH'),
    ...rows.map((cells) => row(cells, style.cell, 'TD')),
    ...(total ? [row(total, style.total, 'TD')] : []),
    space(8),
  ];
}

function rowPiece(
  settings: readonly Setting[],
  { width, type, amountsFrom }: { width: number; type: 'TH' | 'TD'; amountsFrom: number },
): Piece {
  return {
    height: Math.max(...settings.map(({ height }) => height)) + 4,
    draw: ({ pen, tag }, y) => {
      tag.artifact(() => pen.rule(frame.left, y - 1, frame.width, color.hairline));
      const table = tag.inside('Table');
      const line = table.inside('TR');
      const options = type === 'TH' ? ({ scope: 'Column' } as const) : {};
      for (const [at, setting] of settings.entries()) {
        const x = frame.left + at * width;
        line.leaf(type, options, () =>
          at < amountsFrom ? pen.text(setting, x, y + 1) : pen.textRight(setting, x + width, y + 1),
        );
      }
      line.end();
      table.end();
    },
  };
}

function signPiece(setter: Typesetter, wording: Wording): Piece {
  const names = ['sign.name', 'sign.date', 'sign.signature'].map((name) => label(wording, name));
  const width = frame.width / names.length;
  const settings = names.map((name) =>
    setText(setter, name, { style: style.small, width: width - 16, place: { field: 'sign' } }),
  );
  return {
    height: 52,
    draw: ({ pen, tag }, y) => {
      for (const [at, setting] of settings.entries()) {
        const x = frame.left + at * width;
        tag.artifact(() => pen.rule(x, y + 34, width - 16, color.line));
        tag.leaf('P', {}, () => pen.text(setting, x, y + 37));
      }
    },
  };
}
