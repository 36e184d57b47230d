import type { CanonicalRequest, RequestLine } from '../../core/funding/request.ts';
import type { Tag } from '../outline.ts';
import type { Pen } from '../pen.ts';
import { refuse } from '../problem.ts';
import type { Typesetter } from '../typeset.ts';
import { type Box, drawStack, drawStackRight } from './box.ts';
import { type Carry, carryOver } from './carry.ts';
import { cellPadding, color, frame } from './look.ts';
import { carryRow, headRow, instalmentLines, type Row, receivableRow } from './row.ts';
import type { Words } from './words.ts';

/** The table's part on one page, drawn as one box. */
export type TablePage = {
  lines: RequestLine[];
  brought: Carry[];
  /** Carried to the next page, or the totals on the last one. */
  carried: Carry[];
  box: Box;
};

type Measured = { line: RequestLine; row: Row };

type Sheet = { setter: Typesetter; words: Words; request: CanonicalRequest };

/** Height for the table: what the cover left on its last page, a whole page, and the signatures'. */
export type Room = { first: number; whole: number; closing: number };

/**
 * Lays the receivables out: every row's height is known before the first page is drawn.
 * A first part higher than `room.first` has to go to a new page.
 */
export function tablePages(sheet: Sheet, room: Room): TablePage[] {
  const { setter, words, request } = sheet;
  const currencies = request.totals.perCurrency.map(({ currency }) => currency);
  const head = headRow(setter, words);
  const chunks = chunkRows(sheet, head, room);
  const table = tableTags();
  let brought: Carry[] = [];
  return chunks.map((chunk, index) => {
    const before = brought;
    const lines = chunk.map(({ line }) => line);
    const carried = carryOver(before, lines, currencies);
    brought = carried;
    const isLast = index === chunks.length - 1;
    const box = pageBox({
      head,
      table,
      isFirst: index === 0,
      isLast,
      brought: before.map((carry) => carryRow(setter, words, carry, 'broughtForward')),
      rows: chunk.map(({ row }) => row),
      carried: carried.map((carry) =>
        carryRow(setter, words, carry, isLast ? 'total' : 'carriedForward'),
      ),
    });
    return { lines, brought: before, carried, box };
  });
}

/** Cuts the rows into pages, keeping room for the carries of the currencies met so far. */
function chunkRows({ setter, words, request }: Sheet, head: Row, room: Room): Measured[][] {
  const instalments = instalmentLines(request);
  const carryHeight = carryHeightOf(request, setter, words);
  const met = new Set<string>();
  const chunks: Measured[][] = [];
  let chunk: Measured[] = [];
  let used = head.height;
  let heightMax = Math.max(room.first, 0);
  for (const line of request.lines) {
    const isInstalment = instalments.has(line.lineNumber);
    const row = receivableRow(setter, words, line, isInstalment);
    const metAfter = met.size + (met.has(line.currency) ? 0 : 1);
    const below = row.height + metAfter * carryHeight;
    if (used + below > heightMax) {
      if (chunk.length > 0) chunks.push(chunk);
      chunk = [];
      used = head.height + met.size * carryHeight;
      heightMax = room.whole;
    }
    if (used + below > heightMax) {
      refuse({ code: 'TextOverflow', field: 'lines', row: line.lineNumber });
    }
    met.add(line.currency);
    used += row.height;
    chunk.push({ line, row });
  }
  const carries = met.size * carryHeight;
  if (used + carries + room.closing <= heightMax) return [...chunks, chunk];
  const left = room.whole - head.height - 2 * carries - room.closing;
  return [...chunks, ...withCompany(chunk, left)];
}

/** Signatures that need a new page take the last rows along: no one signs a bare page. */
function withCompany(chunk: Measured[], heightMax: number): Measured[][] {
  const last = chunk.slice(1).slice(-rowsWithSignatures);
  const heightOf = (rows: Measured[]) => rows.reduce((sum, { row }) => sum + row.height, 0);
  while (last.length > 0 && heightOf(last) > heightMax) last.shift();
  if (last.length === 0) return [chunk];
  return [chunk.slice(0, -last.length), last];
}

const rowsWithSignatures = 3;

function carryHeightOf({ totals }: CanonicalRequest, setter: Typesetter, words: Words): number {
  const heights = totals.perCurrency.flatMap((total) =>
    (['broughtForward', 'carriedForward', 'total'] as const).map(
      (label) => carryRow(setter, words, total, label).height,
    ),
  );
  return Math.max(...heights);
}

/** The table's elements are opened by its first page and closed by its last. */
type TableTags = { open(tag: Tag): { table: Tag; body: Tag } };

function tableTags(): TableTags {
  let opened: { table: Tag; body: Tag } | undefined;
  return {
    open(tag) {
      if (opened) return opened;
      const table = tag.inside('Table');
      const body = { table, body: table };
      opened = body;
      return body;
    },
  };
}

type PageParts = {
  head: Row;
  table: TableTags;
  isFirst: boolean;
  isLast: boolean;
  brought: Row[];
  rows: Row[];
  carried: Row[];
};

function pageBox(parts: PageParts): Box {
  const { head, brought, rows, carried, isFirst, isLast } = parts;
  const all = [head, ...brought, ...rows, ...carried];
  return {
    height: all.reduce((sum, { height }) => sum + height, 0),
    draw: ({ pen, tag }, y) => {
      const { table } = parts.table.open(tag);
      const frames = framesOf(y, parts);
      tag.artifact(() => drawFrames(pen, frames, parts));
      if (isFirst) {
        const thead = table.inside('THead');
        drawTagged(pen, thead, head, y, 'TH');
        thead.end();
      } else tag.artifact(() => drawCells(pen, head, y));
      tag.artifact(() => {
        for (const [index, row] of brought.entries()) {
          drawCells(pen, row, frames.brought[index] ?? y);
        }
      });
      const body = table.inside('TBody');
      for (const [index, row] of rows.entries()) {
        drawTagged(pen, body, row, frames.rows[index] ?? y, 'TD');
      }
      body.end();
      if (isLast) {
        const foot = table.inside('TFoot');
        for (const [index, row] of carried.entries()) {
          drawTagged(pen, foot, row, frames.carried[index] ?? y, 'TD');
        }
        foot.end();
        table.end();
        return;
      }
      tag.artifact(() => {
        for (const [index, row] of carried.entries()) {
          drawCells(pen, row, frames.carried[index] ?? y);
        }
      });
    },
  };
}

type Frames = { brought: number[]; rows: number[]; carried: number[] };

function framesOf(y: number, parts: PageParts): Frames {
  let top = y + parts.head.height;
  const place = (rows: Row[]) =>
    rows.map(({ height }) => {
      const at = top;
      top += height;
      return at;
    });
  return {
    brought: place(parts.brought),
    rows: place(parts.rows),
    carried: place(parts.carried),
  };
}

function drawFrames(pen: Pen, frames: Frames, parts: PageParts): void {
  const { left, width } = frame;
  const headTop = (frames.brought[0] ?? frames.rows[0] ?? 0) - parts.head.height;
  pen.fill(left, headTop, width, parts.head.height, color.wash);
  pen.rule(left, headTop, width, color.accent, 1.2);
  pen.rule(left, headTop + parts.head.height, width, color.line, 0.6);
  for (const y of frames.rows.slice(1)) {
    pen.rule(left, y, width, color.hairline, 0.4);
  }
  if (parts.brought.length > 0 && frames.rows[0] !== undefined) {
    pen.rule(left, frames.rows[0], width, color.line, 0.4);
  }
  const carriedTop = frames.carried[0];
  if (carriedTop === undefined) return;
  const weight = parts.isLast ? 1 : 0.6;
  pen.rule(left, carriedTop, width, parts.isLast ? color.ink : color.line, weight);
}

function drawTagged(pen: Pen, parent: Tag, row: Row, y: number, type: 'TH' | 'TD'): void {
  const tr = parent.inside('TR');
  for (const cell of row.cells) {
    tr.leaf(type, type === 'TH' ? { scope: 'Column' } : {}, () => {
      drawCell(pen, cell, y);
    });
  }
  tr.end();
}

function drawCells(pen: Pen, row: Row, y: number): void {
  for (const cell of row.cells) drawCell(pen, cell, y);
}

function drawCell(pen: Pen, { column, content }: Row['cells'][number], y: number) {
  const top = y + cellPadding.y;
  if (column.right) {
    drawStackRight(pen, content, column.x + column.width - cellPadding.x, top);
  } else drawStack(pen, content, column.x + cellPadding.x, top);
}
