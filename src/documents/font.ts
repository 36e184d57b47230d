import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { type Place, refuse } from './problem.ts';

export type Face = 'regular' | 'bold';

/** The fonts of a face, asked in order for a word's characters. */
export type Faces = Record<Face, readonly Font[]>;

/** A part of a text that one font shows. */
export type Run = { font: Font; index: number; text: string };

const files: Record<Face, readonly string[]> = {
  regular: [
    '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
    '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  ],
  bold: [
    '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
    '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  ],
};

const parsed = new Map<string, Font>();

/**
 * The faces of a new document. Parsing costs more than a letter, so it is done once; but a glyph
 * object keeps the characters of its first use, so the last document's are dropped.
 */
export function facesForDocument(): Faces {
  const faces = { regular: files.regular.map(parsedFont), bold: files.bold.map(parsedFont) };
  for (const font of [...faces.regular, ...faces.bold]) {
    font._glyphs = {};
    for (const common of commonTexts) font.layout(common);
  }
  return faces;
}

/** Throws the first character no font can show, or that would be printed unseen. */
export function checkGlyphs(fonts: readonly Font[], text: string, place: Place): void {
  for (const character of text) {
    if (!invisible.test(character) && fonts.some((font) => hasAll(font, character))) continue;
    const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    refuse({
      code: 'MissingGlyph',
      ...place,
      character,
      codePoint: `U+${codePoint.padStart(4, '0')}`,
    });
  }
}

/** Parts a text by font: a word stays in one font where one has all of it. */
export function runsOf(fonts: readonly Font[], text: string): Run[] {
  const [main] = fonts;
  if (!main) return [];
  if (fonts.length === 1 || hasAll(main, text)) return [{ font: main, index: 0, text }];
  const runs: Run[] = [];
  for (const word of text.match(words) ?? []) {
    const whole = fonts.some((font) => hasAll(font, word));
    for (const part of whole ? [word] : (word.match(clusters) ?? [])) {
      const found = fonts.findIndex((font) => hasAll(font, part));
      addRun(runs, fonts, Math.max(found, 0), part);
    }
  }
  return runs;
}

/** False when copying the text out of the PDF would give other characters (shared glyphs). */
export function extractsAsWritten(fonts: readonly Font[], text: string): boolean {
  if (/^[\x20-\x7e]*$/.test(text)) return true;
  const shown = runsOf(fonts, text)
    .flatMap((run) => run.font.layout(run.text).glyphs)
    .flatMap((glyph) => glyph.codePoints)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .join('');
  return shown === text;
}

/** ASCII comes first to the glyphs it shares with rarer characters, ligatures included. */
const commonTexts = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
  'ff',
  'fi',
  'fl',
  'ffi',
  'ffl',
];

const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const words =
  /\s+|[\p{Script=Han}\u3000-\u303f\uff00-\uffef]+|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/gu;
const clusters = /\P{M}\p{M}*|\p{M}+/gu;

function addRun(runs: Run[], fonts: readonly Font[], index: number, text: string): void {
  const last = runs.at(-1);
  const font = fonts[index];
  if (last && last.index === index) last.text += text;
  else if (font) runs.push({ font, index, text });
}

function hasAll(font: Font, text: string): boolean {
  for (const character of text) {
    if (!font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) return false;
  }
  return true;
}

function parsedFont(file: string): Font {
  const known = parsed.get(file);
  if (known) return known;
  const font = create(readFileSync(new URL(import.meta.resolve(file))));
  parsed.set(file, font);
  return font;
}
