import { normaliseNumber } from '../receivable.ts';

/** The longest number that is looked for across words, in words. */
const wordsMax = 4;
const lengthMin = 4;

/** A number that is evidence: not a short one, and not only a year. */
export function isEvidence(normalised: string): boolean {
  return [...normalised].length >= lengthMin && !/^(19|20)\d\d$/.test(normalised);
}

/** A text read word by word: the numbers that begin at each word, and those that are written in it. */
export type ReadText = readonly { windows: readonly Window[]; pieces: readonly string[] }[];

export function readText(text: string): ReadText {
  const words = text.split(/[\s,;:()[\]{}"'“”„|，；：（）、。]+/u).filter((word) => word !== '');
  return words.map((word, at) => ({ windows: windowsAt(words, at), pieces: piecesOf(word) }));
}

/**
 * The numbers of `isKnown` that stand in a text as whole words, normalised, in their order. A number
 * may be written with spaces; two words of digits are never read as one number. The longest number
 * that begins at a word is taken, and its words are not read again.
 */
export function numbersIn(text: ReadText, isKnown: (normalised: string) => boolean): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { windows = [], pieces = [] } = text[at] ?? {};
    const named = windows.findLast(({ number }) => isKnown(number));
    found.push(...(named ? [named.number] : pieces.filter(isKnown)));
    at += named?.words ?? 1;
  }
  return [...new Set(found)];
}

/** Every number that `numbersIn` may ask for. */
export function possibleNumbers(text: ReadText): string[] {
  return text.flatMap(({ windows, pieces }) => [...windows.map(({ number }) => number), ...pieces]);
}

type Window = { number: string; words: number };

function windowsAt(words: readonly string[], at: number): Window[] {
  const windows: Window[] = [];
  let joined = '';
  for (let count = 1; count <= wordsMax && at + count <= words.length; count += 1) {
    const word = words[at + count - 1] ?? '';
    if (/\d$/.test(joined) && /^\d/.test(word)) break;
    joined += word;
    const number = normaliseNumber(joined);
    if (isEvidence(number)) windows.push({ number, words: count });
  }
  return windows;
}

/** Several numbers written as one word: 4711/4712, 4711+4712. */
function piecesOf(word: string): string[] {
  const pieces = word.split(/[/+&]/);
  if (pieces.length < 2) return [];
  return pieces.map(normaliseNumber).filter(isEvidence);
}

/**
 * A creditor reference of ISO 11649 without its check digits; undefined for anything else, and where
 * the digits do not check.
 */
export function insideReference(reference: string): string | undefined {
  const plain = reference.replace(/\s/g, '').toUpperCase();
  if (!/^RF\d\d[A-Z0-9]{1,21}$/.test(plain)) return undefined;
  const turned = plain.slice(4) + plain.slice(0, 4);
  let rest = 0;
  for (const sign of turned) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1 ? plain.slice(4) : undefined;
}
