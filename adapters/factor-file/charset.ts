/** Which characters a layout has, beside the delimiter that it keeps to itself. */
export type Charset = {
  letters: 'ascii_upper' | 'any';
  punctuation: 'kept' | 'blank';
  delimiter?: string;
};

/**
 * Text in a layout's characters: accents are taken off (Unicode NFKD) and special letters spelt out
 * as in CLDR's Latin-ASCII. Undefined where a letter or digit has no place there (中文, кириллица),
 * so that nothing is ever left out in silence.
 */
export function writable(text: string, charset: Charset): string | undefined {
  const plain = charset.letters === 'any' ? text.normalize('NFC') : toAscii(text);
  if (plain === undefined) return undefined;
  const kept = charset.punctuation === 'blank' ? plain.replace(/[^\p{L}\p{N}]/gu, ' ') : plain;
  const bare = charset.delimiter === undefined ? kept : kept.replaceAll(charset.delimiter, ' ');
  const line = bare.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line === '' ? undefined : line;
}

function toAscii(text: string): string | undefined {
  const spelt = [...text].map((letter) => spelling[letter] ?? letter).join('');
  const bare = spelt.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  if (/[^\x20-\x7e]/u.test(bare.replace(/[^\p{L}\p{N}]/gu, ''))) return undefined;
  return bare.replace(/[^\x20-\x7e]/gu, ' ');
}

const spelling: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  Æ: 'AE',
  æ: 'ae',
  Œ: 'OE',
  œ: 'oe',
  Ø: 'O',
  ø: 'o',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ð: 'D',
  ð: 'd',
  Þ: 'TH',
  þ: 'th',
  ı: 'i',
  Ħ: 'H',
  ħ: 'h',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
};
