import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../adapters/', import.meta.url);

/** The partners' folders, as the list of adapters: one import and one entry for each. */
export function adapterList(): string {
  const ids = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/index.ts`, root)))
    .map(({ name }) => name)
    .sort();
  const imports = ids.map((id) => `import { adapter as ${nameOf(id)} } from './${id}/index.ts';`);
  return `${[
    "import type { Adapter } from '../src/core/adapter.ts';",
    ...imports,
    '',
    '/** Written by `npm run list`; a test checks that it is fresh. */',
    listed(ids.map(nameOf)),
  ].join('\n')}\n`;
}

/** As the formatter writes it: on one line where a hundred columns hold it. */
function listed(names: readonly string[]): string {
  const opened = 'export const adapters: readonly Adapter[] = [';
  const onOneLine = `${opened}${names.join(', ')}];`;
  if (onOneLine.length <= 100) return onOneLine;
  return [opened, ...names.map((name) => `  ${name},`), '];'].join('\n');
}

function nameOf(id: string): string {
  return id.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('index.ts', root), adapterList());
  process.stdout.write('adapters/index.ts written\n');
}
