import { lineAt, type Source, withoutComments, withoutStrings } from './source.ts';

/** Words that say nothing about what a file holds. */
const EMPTY_WORDS = ['util', 'helper', 'common', 'shared', 'manager', 'service', 'base', 'impl'];

/** The glossary's rejected words, each with the term to use instead. */
export type Glossary = Map<string, string>;

/**
 * Reads the README's table `| term | 中文 | meaning | in code | not |`. Words in parentheses in
 * its last column are advice and not enforced: some are right in another sense.
 */
export function parseGlossary(readme: string): Glossary {
  const glossary: Glossary = new Map();
  const lines = readme.split('\n');
  const header = lines.findIndex((line) => /^\|\s*term\s*\|.*\|\s*not\s*\|\s*$/i.test(line));
  if (header < 0) return glossary;
  for (const line of lines.slice(header + 2)) {
    if (!line.startsWith('|')) break;
    const cells = line.split('|').map((cell) => cell.trim());
    const term = cells[1] ?? '';
    const rejected = (cells.at(-2) ?? '').replace(/\([^)]*\)/g, '').replaceAll('`', '');
    for (const word of rejected.split(/[,;/]/)) {
      const plain = word.trim().toLowerCase();
      if (/^[a-z]+$/.test(plain)) glossary.set(plain, term);
    }
  }
  return glossary;
}

const DECLARED =
  /\b(?:const|let|function|class|type|interface)\s+(\w+)|^\s*(?:readonly\s+)?(\w+)\??:(?!:)/gm;

/** Names this code gives (variables, functions, types, properties) that the glossary rejects. */
export function findRejectedWords(sources: readonly Source[], glossary: Glossary): string[] {
  return sources.flatMap(({ path, text }) => {
    const code = withoutStrings(withoutComments(text));
    const names = [...code.matchAll(DECLARED)].map((match) => ({
      name: match[1] ?? match[2] ?? '',
      line: lineAt(code, match.index + match[0].length - 1),
    }));
    return [{ name: fileWords(path), line: 1 }, ...names].flatMap(({ name, line }) =>
      wordsOf(name).flatMap((word) => {
        const term = glossary.get(word);
        return term ? [`${path}:${line} '${name}': the glossary says ${term}, not ${word}`] : [];
      }),
    );
  });
}

export function findEmptyNames(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const empty = wordsOf(path.replace(/\.\w+$/, '')).find((word) => EMPTY_WORDS.includes(word));
    return empty ? [`${path}: '${empty}' says nothing; name the file after the noun it holds`] : [];
  });
}

function fileWords(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

/** The words of a camelCase, kebab-case or path name, singular and in lower case. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .map((word) => word.toLowerCase())
    .map((word) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word))
    .filter((word) => word !== '');
}
