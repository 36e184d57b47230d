import type { Font } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { checkGlyphs, facesForDocument, runsOf } from '../../src/documents/font.ts';
import { problemOf } from './reading.ts';

const [font] = facesForDocument().regular;
if (!font) throw new Error('the regular face has no font');

/** The font as if it lacked these characters. */
function without(characters: string): Font {
  const missing = new Set(Array.from(characters, (character) => character.codePointAt(0)));
  return Object.assign(Object.create(font ?? null), {
    hasGlyphForCodePoint: (codePoint: number) =>
      !missing.has(codePoint) && font?.hasGlyphForCodePoint(codePoint) === true,
  });
}

describe('a face of two fonts', () => {
  const main = without('éàü');
  const second = without('中国银行');
  const parts = (text: string) =>
    runsOf([main, second], text).map((run) => `${run.index}:${run.text}`);

  it.each([
    ['plain text', ['0:plain text']],
    ['中国 café 银行', ['0:中国 ', '1:café', '0: 银行']],
    ['中国café银行', ['0:中国', '1:café', '0:银行']],
    ['à café', ['1:à', '0: ', '1:café']],
    ['', ['0:']],
  ])('keeps each word of %j in one font', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it('loses no character of a text', () => {
    const text = 'Société 中国银行（上海）— über & <à>';
    expect(
      runsOf([main, second], text)
        .map((run) => run.text)
        .join(''),
    ).toBe(text);
  });

  it('refuses only what neither font has', () => {
    const place = { field: 'name' };
    expect(problemOf(() => checkGlyphs([main, second], '中é', place))).toBeUndefined();
    expect(problemOf(() => checkGlyphs([main, second], '中é🚀', place))).toMatchObject({
      code: 'MissingGlyph',
      field: 'name',
      codePoint: 'U+1F680',
    });
  });
});
