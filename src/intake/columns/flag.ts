import { lookUp } from '../look-up.ts';
/** Yes or no in the words ledgers use; the mapping's own words go first. Empty is no. */
export function readFlag(
  cell: string,
  own: Readonly<Record<string, boolean>>,
): boolean | undefined {
  const text = cell.normalize('NFKC').trim();
  const stated = lookUp(own, text);
  if (stated !== undefined) return stated;
  const word = text.toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}

const yes = new Set(['yes', 'y', 'true', 't', '1', 'x', 'ja', 'j', 'oui', 'o', '是', '有', '争议']);
const no = new Set(['', 'no', 'n', 'false', 'f', '0', '-', 'nein', 'non', '否', '无', '无争议']);
