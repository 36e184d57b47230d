import { type Refusal, refuse } from '../problem.ts';
import { createSplitter } from './split.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export type DelimiterFound = {
  status: 'found';
  delimiter: Delimiter;
  by: 'stated' | 'sep_line' | 'shape';
};

/**
 * Decides the delimiter from the first rows: the one that gives the most rows as wide as the header,
 * then the widest. A spreadsheet's first line `sep=;` states it. `head` ends at a whole line.
 */
export function detectDelimiter(head: string, stated?: Delimiter): DelimiterFound | Refusal {
  const sep = sepLine(head);
  if (sep) return { status: 'found', delimiter: sep, by: 'sep_line' };
  if (stated) return { status: 'found', delimiter: stated, by: 'stated' };
  let best: { delimiter: Delimiter; fit: number; width: number } | undefined;
  for (const delimiter of delimiters) {
    const shape = measure(head, delimiter);
    if (shape.width < 2) continue;
    const better =
      !best || shape.fit > best.fit || (shape.fit === best.fit && shape.width > best.width);
    if (better) best = { delimiter, ...shape };
  }
  if (!best) return refuse('delimiter_unclear', { candidates: ', ; tab |' });
  return { status: 'found', delimiter: best.delimiter, by: 'shape' };
}

/** The delimiter of a leading `sep=` line, which is not a row of the ledger. */
export function sepLine(head: string): Delimiter | undefined {
  const match = /^"?sep=([,;\t|])"?\r?(?:\n|$)/i.exec(head);
  return delimiters.find((delimiter) => delimiter === match?.[1]);
}

function measure(head: string, delimiter: Delimiter): { fit: number; width: number } {
  const splitter = createSplitter(delimiter);
  const rows = [...splitter.push(head), ...splitter.end()].slice(0, 200);
  const widths = rows.map((row) => (row.status === 'read' ? row.cells.length : 0));
  const width = widths.find((one) => one > 0) ?? 0;
  const same = widths.filter((other) => other === width).length;
  return { fit: same / Math.max(widths.length, 1), width };
}
