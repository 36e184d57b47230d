/** Where a line was full the text goes on in the next; a shorter line had come to its end. */
export function flow(lines: readonly string[], width: number): string {
  return tidy(mark(lines, width));
}

/**
 * The parts of a text by its code words, what stands before the first under ''. A word counts at
 * the start of a line, or behind a space; what continues over lines is put together again.
 */
export function wordsOf(
  lines: readonly string[],
  { width, words }: { width: number; words: RegExp },
): [word: string, value: string][] {
  const text = mark(lines, width);
  const parts: [string, string][] = [];
  let word = '';
  let from = 0;
  for (const match of text.matchAll(words)) {
    parts.push([word, tidy(text.slice(from, match.index))]);
    word = match[1] ?? '';
    from = match.index + match[0].length;
  }
  parts.push([word, tidy(text.slice(from))]);
  return parts.filter(([, value]) => value !== '');
}

const goesOn = '\v';

function mark(lines: readonly string[], width: number): string {
  return lines
    .map((line, index) => {
      if (index === lines.length - 1) return line;
      return line.length >= width ? line + goesOn : `${line}\n`;
    })
    .join('');
}

function tidy(text: string): string {
  return text.replaceAll(goesOn, '').replace(/\s+/g, ' ').trim();
}
