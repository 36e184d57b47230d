import { lineAt, type Source, withoutComments, withoutStrings } from './source.ts';

type Ban = { pattern: RegExp; remedy: string };

const IN_CORE: Ban[] = [
  {
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bperformance\.now\b/g,
    remedy: 'core has no clock: take the day or the instant as an argument',
  },
  {
    pattern: /\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/g,
    remedy: 'core has no randomness: take the id or the bytes as an argument',
  },
  {
    pattern: /\bawait\b|\basync\b|\bnew Promise\b|\bPromise\.|\bsetTimeout\b|\bfetch\(/g,
    remedy: 'core never waits: compute here, let a shell room wait',
  },
  {
    pattern: /\bprocess\.|\bglobalThis\b/g,
    remedy: 'core has no environment: take the value as an argument',
  },
];

const OUTSIDE_CONFIG: Ban = {
  pattern:
    /\bprocess\.env\b|\bimport\.meta\.env\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*'node:process'/g,
  remedy: 'only src/config.ts reads the environment: add a setting there and pass it in',
};

export function findImpurities(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const code = withoutComments(source.text);
    const bare = withoutStrings(code);
    const inCore = source.path.startsWith('src/core/') ? IN_CORE : [];
    const reads = readsEnvironment(source.path) ? [] : find(source.path, code, OUTSIDE_CONFIG);
    return [...inCore.flatMap((ban) => find(source.path, bare, ban)), ...reads];
  });
}

function readsEnvironment(path: string): boolean {
  return path === 'src/config.ts' || path.startsWith('src/bin/');
}

function find(path: string, code: string, { pattern, remedy }: Ban): string[] {
  return [...code.matchAll(pattern)].map(
    (match) => `${path}:${lineAt(code, match.index)} '${match[0]}': ${remedy}`,
  );
}
