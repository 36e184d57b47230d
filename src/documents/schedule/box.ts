import type { Tag } from '../outline.ts';
import type { Pen, Setting } from '../pen.ts';
import { setText } from '../pen.ts';
import type { Place } from '../problem.ts';
import type { Style, Typesetter } from '../typeset.ts';
import type { Spoken } from './words.ts';

/** Where boxes are drawn: the pen, and the place in the structure tree they belong to. */
export type Canvas = { pen: Pen; tag: Tag };

/** A piece of a page that is never parted: measured first, drawn where the plan puts it. */
export type Box = { height: number; draw: (canvas: Canvas, y: number) => void };

/** Settings under each other. */
export type Stack = { settings: Setting[]; height: number };

/** Each setting but the last ends in a space, so that text read aloud or copied keeps its words. */
export function stack(settings: Setting[]): Stack {
  return {
    settings: settings.map((setting, index) => {
      if (index === settings.length - 1) return setting;
      const lines = [...setting.lines];
      lines.push(`${lines.pop() ?? ''} `);
      return { ...setting, lines };
    }),
    height: settings.reduce((sum, { height }) => sum + height, 0),
  };
}

export function drawStack(pen: Pen, { settings }: Stack, x: number, y: number) {
  let top = y;
  for (const setting of settings) top = pen.text(setting, x, top);
  return top;
}

export function drawStackRight(pen: Pen, { settings }: Stack, right: number, y: number) {
  let top = y;
  for (const setting of settings) top = pen.textRight(setting, right, top);
  return top;
}

/** The first language in the first style, the others beneath in the second. */
export function setSpoken(
  setter: Typesetter,
  spoken: readonly Spoken[],
  form: { styles: [Style, Style]; width: number; place: Place },
): Setting[] {
  return spoken.map(({ text }, index) =>
    setText(setter, text, {
      style: form.styles[index === 0 ? 0 : 1],
      width: form.width,
      place: form.place,
    }),
  );
}

/** A gap of white. */
export function gap(height: number): Box {
  return { height, draw: () => {} };
}
