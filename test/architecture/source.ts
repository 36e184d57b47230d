import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the repository: its path from the top, with slashes, and its text. */
export type Source = { path: string; text: string };

export const TOP = fileURLToPath(new URL('../..', import.meta.url));

export function readSources(...folders: string[]): Source[] {
  return listFiles(...folders)
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(TOP, path), 'utf8') }));
}

export function listFiles(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(TOP, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(TOP, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}

export type Import = { line: number; specifier: string };

const IMPORT =
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|\b(?:require|import\.meta)(?:\.resolve)?\(\s*['"]([^'"]+)['"]/gm;

/** Static and dynamic imports, types included: a type is an arrow too. */
export function importsOf({ text }: Source): Import[] {
  const code = withoutComments(text);
  return [...code.matchAll(IMPORT)].map((match) => ({
    line: lineAt(code, match.index + match[0].length - 1),
    specifier: match.slice(1).find((part) => part !== undefined) ?? '',
  }));
}

/** A relative specifier as a path from the top. */
export function resolveImport(source: Source, specifier: string): string {
  return posix.join(posix.dirname(source.path), specifier);
}

/** Comments become blank, so that line numbers stay. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}

export function withoutStrings(code: string): string {
  return code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
