import type { CanonicalRequest } from '../../core/funding/request.ts';
import { sheet } from '../paper.ts';
import { type Setting, setLine, setText } from '../pen.ts';
import { refuse } from '../problem.ts';
import type { Typesetter } from '../typeset.ts';
import { type Canvas, drawStack, type Stack, stack } from './box.ts';
import { color, frame, style } from './look.ts';
import { joinSpoken, type Words } from './words.ts';

/** Printed on every page of a document whose template no lawyer has approved. */
export const specimenMark = 'specimen / 样本';

/** What stands at the edge of every page: the running head, the foot, the specimen mark. */
export type Edge = {
  /** Where the text of a page begins below its running head. */
  top: number;
  drawHead(canvas: Canvas): void;
  drawFoot(canvas: Canvas, page: number, pages: number): void;
  drawSpecimen(canvas: Canvas): void;
};

type EdgeSource = {
  setter: Typesetter;
  words: Words;
  request: CanonicalRequest;
  dataSha256: string;
  isSpecimen: boolean;
};

export function edgeOf(source: EdgeSource): Edge {
  const { setter, isSpecimen } = source;
  const head = headStacks(source);
  const tallest = Math.max(...head.map(({ content }) => content.height));
  const chip = setLine(setter, specimenMark, {
    style: style.chip,
    width: 120,
    place: { field: 'specimen' },
  });
  const chipWidth = setter.width(specimenMark, style.chip) + 16;
  return {
    top: headTop + tallest + 12,
    drawHead({ pen, tag }) {
      tag.artifact(() => {
        for (const { x, content } of head) {
          drawStack(pen, content, x, headTop);
        }
        const y = headTop + tallest + 4;
        pen.rule(frame.left, y, frame.width, color.line, 0.6);
      });
    },
    drawFoot(canvas, page, pages) {
      drawFoot(canvas, source, page, pages);
    },
    drawSpecimen({ pen, tag }) {
      if (!isSpecimen) return;
      tag.artifact(() => {
        const x = frame.right - chipWidth;
        pen.fill(x, chipTop, chipWidth, 15, color.accent);
        pen.text(chip, x + 8, chipTop + 2);
      });
    },
  };
}

const headTop = 26;
const chipTop = 24;
const footTop = sheet.height - 36;

function headStacks({ setter, words, request }: EdgeSource) {
  const cards: { label: string; value: string; width: number; field: string }[] = [
    {
      label: joinSpoken(words.title),
      value: request.number,
      width: 190,
      field: 'number',
    },
    {
      label: words.inline('assignor'),
      value: request.seller.name,
      width: 170,
      field: 'seller.name',
    },
    {
      label: words.inline('assignee'),
      value: request.assignee.name,
      width: 150,
      field: 'assignee.name',
    },
    {
      label: words.inline('agreement'),
      value: request.facility.agreement.reference,
      width: 110,
      field: 'facility.agreement.reference',
    },
  ];
  let x = frame.left;
  return cards.map(({ label, value, width, field }) => {
    const place = { field };
    const content: Stack = stack([
      setText(setter, label, { style: style.small, width, place }),
      setText(setter, value, { style: style.detail, width, place }),
    ]);
    const placed = { x, content };
    x += width + 12;
    return placed;
  });
}

function drawFoot(
  { pen, tag }: Canvas,
  { setter, words, dataSha256, isSpecimen }: EdgeSource,
  page: number,
  pages: number,
): void {
  const line = (text: string, width: number, field: string) =>
    setLine(setter, text, { style: style.small, width, place: { field } });
  const hash = line(`SHA-256 ${dataSha256}`, 260, 'data.sha256');
  const number = line(
    words.inline('page', { page: String(page), pages: String(pages) }),
    150,
    'page',
  );
  const note: Setting | undefined = isSpecimen
    ? setText(setter, words.inline('specimen'), {
        style: style.small,
        width: 310,
        place: { field: 'specimen' },
      })
    : undefined;
  if (note && note.lines.length > 2) {
    refuse({ code: 'TextOverflow', field: 'specimen' });
  }
  tag.artifact(() => {
    pen.rule(frame.left, footTop, frame.width, color.hairline);
    pen.text(hash, frame.left, footTop + 5);
    if (note) pen.text(note, frame.left + 268, footTop + 5);
    pen.textRight(number, frame.right, footTop + 5);
  });
}
