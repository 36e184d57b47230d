import type { CanonicalRequest } from '../../core/funding/request.ts';
import { sumMinor } from '../../core/money.ts';
import { formatAmount, formatCount, formatMoney } from '../format.ts';
import type { ScheduleLabel } from '../label.ts';
import { setLine, setText } from '../pen.ts';
import type { Place } from '../problem.ts';
import { drawQr } from '../qr.ts';
import type { Typesetter } from '../typeset.ts';
import {
  type Box,
  type Canvas,
  drawStack,
  drawStackRight,
  type Stack,
  setSpoken,
  stack,
} from './box.ts';
import { color, frame, style } from './look.ts';
import type { Words } from './words.ts';

export type SummarySource = {
  setter: Typesetter;
  words: Words;
  request: CanonicalRequest;
  dataSha256: string;
  files: string[];
  /** 'cn/assignment-schedule@1.0.0' */
  templateName: string;
};

/** Three panels: totals per currency, what is asked for against them, what binds the data. */
export function summaryBox(source: SummarySource): Box {
  const panels = [totalsPanel(source), figuresPanel(source), dataPanel(source)];
  const { setter, words } = source;
  const headings = [words.inline('summary'), '', words.inline('data')].map((text, index) =>
    setText(setter, text, {
      style: style.heading,
      width: slots[index]?.width ?? frame.width,
      place: { field: 'summary' },
    }),
  );
  const top = Math.max(...headings.map(({ height }) => height)) + 3;
  return {
    height: top + Math.max(...panels.map(({ height }) => height)),
    draw: (canvas, y) => {
      const { pen, tag } = canvas;
      for (const [index, panel] of panels.entries()) {
        const slot = slots[index];
        const heading = headings[index];
        if (!slot || !heading) continue;
        if (heading.lines[0] !== '') {
          tag.leaf('H2', {}, () => pen.text(heading, slot.x, y));
        }
        tag.artifact(() => pen.rule(slot.x, y + top, slot.width, color.line, 0.8));
        panel.draw(canvas, y + top);
      }
    },
  };
}

type Slot = { x: number; width: number };

const totalsSlot: Slot = { x: frame.left, width: 288 };
const figuresSlot: Slot = { x: frame.left + 308, width: 240 };
const dataSlot: Slot = { x: frame.left + 568, width: frame.width - 568 };
const slots = [totalsSlot, figuresSlot, dataSlot];
const rowHeight = 16;

type Cell = { content: Stack; edge: number; right: boolean };

function totalsPanel({ setter, words, request }: SummarySource): Box {
  const edges = [0, 70, 179, totalsSlot.width].map((at) => totalsSlot.x + at);
  const widths = [34, 42, 110, 110];
  const row = (contents: Stack[]): Cell[] =>
    contents.map((content, index) => ({
      content,
      edge: edges[index] ?? totalsSlot.x,
      right: index > 0,
    }));
  const heads = (['currency', 'count', 'face', 'outstanding'] as const).map((key, index) =>
    stack(
      setSpoken(setter, words.label(`summary.${key}`), {
        styles: [style.labelGrey, style.small],
        width: widths[index] ?? 0,
        place: { field: `summary.${key}` },
      }),
    ),
  );
  const rows = request.totals.perCurrency.map(({ currency, count, faceMinor, openMinor }) =>
    row(
      [
        currency,
        formatCount(count),
        formatAmount({ amountMinor: faceMinor, currency }),
        formatAmount({ amountMinor: openMinor, currency }),
      ].map((text, index) =>
        stack([
          setLine(setter, text, {
            style: style.figure,
            width: widths[index] ?? 0,
            place: { field: 'totals.perCurrency' },
          }),
        ]),
      ),
    ),
  );
  const headHeight = Math.max(...heads.map(({ height }) => height)) + 5;
  return {
    height: headHeight + rows.length * rowHeight,
    draw: (canvas, y) => {
      const { pen, tag } = canvas;
      const tops = rows.map((_, index) => y + headHeight + index * rowHeight);
      tag.artifact(() => {
        for (const top of tops) {
          pen.rule(totalsSlot.x, top, totalsSlot.width, color.hairline);
        }
      });
      const table = tag.inside('Table');
      drawRow(canvas, table.inside('TR'), row(heads), y + 3, 'TH');
      for (const [index, cells] of rows.entries()) {
        const top = (tops[index] ?? y) + 1.5;
        drawRow(canvas, table.inside('TR'), cells, top, 'TD');
      }
      table.end();
    },
  };
}

function drawRow(
  { pen }: Canvas,
  tr: Canvas['tag'],
  cells: Cell[],
  y: number,
  type: 'TH' | 'TD',
): void {
  for (const { content, edge, right } of cells) {
    tr.leaf(type, type === 'TH' ? { scope: 'Column' } : {}, () =>
      right ? drawStackRight(pen, content, edge, y) : drawStack(pen, content, edge, y),
    );
  }
  tr.end();
}

function figuresPanel({ setter, words, request }: SummarySource): Box {
  const { currency } = request.facility;
  const { fundedMinor, advanceMinor, count } = request.totals;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const controlSum = sumMinor(request.lines.map((line) => line.openMinor));
  const figures: [ScheduleLabel, string][] = [
    ['summary.count', formatCount(count)],
    ['summary.base', money(fundedMinor)],
    ['summary.advance', money(advanceMinor)],
    ['summary.controlSum', String(controlSum)],
  ];
  const rows = figures.map(([label, value]) => ({
    label: setLine(setter, words.inline(label), {
      style: style.labelGrey,
      width: 120,
      place: { field: label },
    }),
    value: setLine(setter, value, {
      style: style.figure,
      width: 118,
      place: { field: label },
    }),
  }));
  return {
    height: rows.length * rowHeight,
    draw: ({ pen, tag }, y) => {
      const { x, width } = figuresSlot;
      for (const [index, { label, value }] of rows.entries()) {
        const top = y + index * rowHeight;
        if (index > 0) {
          tag.artifact(() => pen.rule(x, top, width, color.hairline));
        }
        tag.leaf('P', {}, () => {
          pen.text(label, x, top + 3.2);
          pen.textRight(value, x + width, top + 2);
        });
      }
    },
  };
}

function dataPanel(source: SummarySource): Box {
  const { setter, words, request, dataSha256, files, templateName } = source;
  const size = 60;
  const width = dataSlot.width - size - 10;
  const place = (field: string): Place => ({ field });
  const lines: [string, string][] = [
    [words.inline('data.sha256'), dataSha256],
    [words.inline('data.files'), files.join(', ')],
    [words.inline('document.template'), templateName],
  ];
  const texts = stack(
    lines.flatMap(([label, value]) => [
      setText(setter, label, {
        style: style.small,
        width,
        place: place('data'),
      }),
      setText(setter, value, {
        style: style.fine,
        width,
        place: place('data'),
      }),
    ]),
  );
  const number = encodeURIComponent(request.number);
  const content = `urn:cedent:document:${number}:sha256:${dataSha256}`;
  return {
    height: Math.max(size, texts.height) + 5,
    draw: ({ pen, tag }, y) => {
      const { x } = dataSlot;
      const top = y + 5;
      const alt = words.inline('data.qr');
      tag.leaf('Figure', { alt, bbox: [x, top, x + size, top + size] }, () => {
        drawQr(pen, content, { x, y: top, size, color: color.ink });
      });
      tag.leaf('P', {}, () => {
        drawStack(pen, texts, x + size + 10, top - 2);
      });
    },
  };
}
