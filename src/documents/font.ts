import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { type Place, refuse } from './problem.ts';

export type Face = 'regular' | 'bold';

const files: Record<Face, string> = {
  regular: '400Regular/NotoSansSC_400Regular.ttf',
  bold: '700Bold/NotoSansSC_700Bold.ttf',
};

const parsed = new Map<Face, Font>();

/**
 * The faces of a new document. Parsing costs more than a letter, so it is done once; but a glyph
 * object keeps the characters of its first use, so the last document's are dropped.
 */
export function facesForDocument(): Record<Face, Font> {
  const faces = { regular: parsedFace('regular'), bold: parsedFace('bold') };
  for (const font of [faces.regular, faces.bold]) {
    font._glyphs = {};
    for (const common of commonTexts) font.layout(common);
  }
  return faces;
}

/** Throws the first character the font cannot show, or that would be printed unseen. */
export function checkGlyphs(font: Font, text: string, place: Place): void {
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (font.hasGlyphForCodePoint(codePoint) && !invisible.test(character)) {
      continue;
    }
    refuse({
      code: 'MissingGlyph',
      ...place,
      character,
      codePoint: `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`,
    });
  }
}

/** False when copying the text out of the PDF would give other characters (shared glyphs). */
export function extractsAsWritten(font: Font, text: string): boolean {
  if (/^[\x20-\x7e]*$/.test(text)) return true;
  const shown = font
    .layout(text)
    .glyphs.flatMap((glyph) => glyph.codePoints)
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

function parsedFace(face: Face): Font {
  const known = parsed.get(face);
  if (known) return known;
  const path = import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${files[face]}`);
  const font = create(readFileSync(new URL(path)));
  parsed.set(face, font);
  return font;
}
