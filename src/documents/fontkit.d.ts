/** The part of fontkit 2.0 that is used; the package ships no types. */
declare module 'fontkit' {
  export type Glyph = { id: number; codePoints: number[] };
  export type GlyphRun = { glyphs: Glyph[]; advanceWidth: number };
  export type Font = {
    unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string): GlyphRun;
    /** Glyphs seen so far; each keeps the characters of its first use. */
    _glyphs: Record<number, Glyph>;
  };
  export function create(bytes: Uint8Array): Font;
}
