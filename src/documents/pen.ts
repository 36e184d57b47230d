import { extractsAsWritten, type Faces, runsOf } from './font.ts';
import { fontName, type Paper } from './paper.ts';
import type { Place } from './problem.ts';
import type { Style, Typesetter } from './typeset.ts';

/** A text broken and measured, ready to be drawn at any place. */
export type Setting = { lines: string[]; style: Style; height: number };

/** Sets a text into a width: the layout pass and the drawing use the same lines. */
export function setText(
  setter: Typesetter,
  text: string,
  form: { style: Style; width: number; place: Place },
): Setting {
  const lines = setter.lines(text, form.style, form.width, form.place);
  return {
    lines,
    style: form.style,
    height: lines.length * form.style.leading,
  };
}

/** A text that may not wrap: an amount, a day, a label in a row of fixed height. */
export function setLine(
  setter: Typesetter,
  text: string,
  form: { style: Style; width: number; place: Place },
): Setting {
  const line = setter.oneLine(text, form.style, form.width, form.place);
  return { lines: [line], style: form.style, height: form.style.leading };
}

export type Pen = {
  paper: Paper;
  setter: Typesetter;
  /** One line with its baseline at y. */
  line(text: string, x: number, y: number, style: Style): void;
  /** A setting with its top at y; returns the y below it. */
  text(setting: Setting, x: number, y: number): number;
  /** A setting flush with a right edge. */
  textRight(setting: Setting, right: number, y: number): number;
  rule(x: number, y: number, width: number, color: string, weight?: number): void;
  fill(x: number, y: number, width: number, height: number, color: string): void;
};

export function penOn(paper: Paper, setter: Typesetter, faces: Faces): Pen {
  const pen: Pen = { paper, setter, line, text, textRight, rule, fill };
  return pen;

  function line(content: string, x: number, y: number, style: Style) {
    const fonts = faces[style.face];
    const exact = extractsAsWritten(fonts, content);
    if (!exact) paper.markContent('Span', { actual: content });
    let at = x;
    for (const { index, text: part } of runsOf(fonts, content)) {
      paper.font(fontName(style.face, index)).fontSize(style.size).fillColor(style.color);
      paper.text(part, at, y, { lineBreak: false, baseline: 'alphabetic' });
      at += setter.width(part, style);
    }
    if (!exact) paper.endMarkedContent();
  }

  function text(setting: Setting, x: number, y: number) {
    for (const [index, content] of setting.lines.entries()) {
      line(content, x, baseline(setting.style, y, index), setting.style);
    }
    return y + setting.height;
  }

  function textRight(setting: Setting, right: number, y: number) {
    for (const [index, content] of setting.lines.entries()) {
      const x = right - setter.width(content.trimEnd(), setting.style);
      line(content, x, baseline(setting.style, y, index), setting.style);
    }
    return y + setting.height;
  }

  function rule(x: number, y: number, width: number, color: string, weight = 0.5) {
    paper.rect(x, y, width, weight).fill(color);
  }

  function fill(x: number, y: number, width: number, height: number, color: string) {
    paper.rect(x, y, width, height).fill(color);
  }
}

/** Hanzi stand 0.88 em above and 0.12 em below the baseline; the em box is centred in the leading. */
function baseline(style: Style, top: number, index: number): number {
  return top + index * style.leading + (style.leading - style.size) / 2 + style.size * 0.86;
}
