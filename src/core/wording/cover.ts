import { assert } from '../assert.ts';
import type { CoverPart } from '../cover/proof.ts';
import type { Locale } from './catalogue.ts';
import { isWorded, word } from './word.ts';

/** Why a part of an invoice is insured, over the limit or not insured, with its numbers. */
export function wordCover(
  locale: Locale,
  { code, params }: Pick<CoverPart, 'code' | 'params'>,
): string {
  const key = `cover.${code}`;
  assert(isWorded(key), `no words for ${code}`);
  return word(locale, key, params);
}
