import { checkGlyphs, type Face, type Faces, runsOf } from './font.ts';
import { type Place, refuse } from './problem.ts';

export type Style = {
  face: Face;
  size: number;
  /** Baseline to baseline, in points. */
  leading: number;
  color: string;
};

/** Breaks texts into lines by our own measure: nothing is cut off, what cannot fit is refused. */
export type Typesetter = {
  width(text: string, style: Style): number;
  /** Lines of at most `width` points; joined they are the text again. */
  lines(text: string, style: Style, width: number, place: Place): string[];
  /** A text that must stay on one line, such as an amount. */
  oneLine(text: string, style: Style, width: number, place: Place): string;
};

export function typesetter(faces: Faces): Typesetter {
  const widths: Record<Face, Map<string, number>> = {
    regular: new Map(),
    bold: new Map(),
  };

  function width(text: string, style: Style): number {
    const known = widths[style.face];
    let units = known.get(text);
    if (units === undefined) {
      units = runsOf(faces[style.face], text)
        .map(({ font, text: part }) => font.layout(part).advanceWidth / font.unitsPerEm)
        .reduce((sum, part) => sum + part, 0);
      if (known.size >= widthsMax) known.clear();
      known.set(text, units);
    }
    return units * style.size;
  }

  function lines(text: string, style: Style, max: number, place: Place) {
    checkGlyphs(faces[style.face], text, place);
    if (width(text, style) <= max) return [text];
    const measure = (piece: string) => width(piece.trimEnd(), style);
    return fillLines(piecesOf(text), max, measure, place);
  }

  function oneLine(text: string, style: Style, max: number, place: Place) {
    checkGlyphs(faces[style.face], text, place);
    if (width(text, style) > max) refuse({ code: 'TextOverflow', ...place });
    return text;
  }

  return { width, lines, oneLine };
}

const widthsMax = 50_000;

function fillLines(
  pieces: string[],
  max: number,
  measure: (text: string) => number,
  place: Place,
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (measure(line + piece) <= max) {
      line += piece;
      continue;
    }
    if (line !== '') lines.push(line);
    line = piece;
    while (measure(line) > max) {
      const head = longestHead(line, max, measure);
      if (head === '') refuse({ code: 'TextOverflow', ...place });
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** The longest beginning of a word that fits, never parting a letter from its marks. */
function longestHead(word: string, max: number, measure: (text: string) => number): string {
  let head = '';
  for (const cluster of word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
    if (measure(head + cluster) > max) return head;
    head += cluster;
  }
  return head;
}

/** Where a line may end: after spaces (but CNY stays by its amount), around hanzi, after - / _. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let before = '';
  for (const character of text) {
    const isCurrency = /(?:^|[^A-Z])[A-Z]{3} $/.test(piece);
    if (mayBreak(before, character) && !(isCurrency && /\d/.test(character))) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
    before = character;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

const cjk = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u;
const opening = /[（《「『【〔〈“‘([{［｛]/u;
const closing = /[，。、；：！？）》」』】〕〉”’…%％)\]},.;:!?］｝々ー]/u;

function mayBreak(before: string, after: string): boolean {
  if (before === '') return false;
  if (/\s/u.test(after) || /\p{M}/u.test(after)) return false;
  if (/\s/u.test(before)) return before !== '\u00a0';
  if (closing.test(after) || opening.test(before)) return false;
  if (cjk.test(before) || cjk.test(after)) return true;
  return /[-/_]/.test(before) && /[\p{L}\p{N}]/u.test(after);
}
