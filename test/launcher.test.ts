import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const RUN = join(REPOSITORY, 'src', 'bin', 'run.mjs');
const OLD_NODE = findOldNode();

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cedent-launcher-'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'page.tsx'),
    'export const page = (name: string) => String(<b title="it">{name}</b>);',
  );
  writeFileSync(
    join(folder, 'says.ts'),
    `import { page } from './page.tsx';
     const major: number = Number.parseInt(process.versions.node, 10);
     console.log(JSON.stringify({ args: process.argv.slice(2), modern: major >= 24, page: page('<') }));
     process.exitCode = 7;`,
  );
  writeFileSync(
    join(folder, 'waits.ts'),
    `process.on('SIGTERM', () => { console.log('asked to end'); process.exit(5); });
     console.log('waiting');
     setInterval(() => undefined, 60_000);`,
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each<[string, string]>([
  ['the Node of the project', process.execPath],
  ...(OLD_NODE ? [['a Node before 24', OLD_NODE] satisfies [string, string]] : []),
])('started by %s', (_, node) => {
  test('a script runs with its arguments, its pages and its exit code', () => {
    const { stdout, stderr, status } = spawnSync(node, [RUN, 'says.ts', 'a b', '--c=d'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      args: ['a b', '--c=d'],
      modern: true,
      page: '<b title="it">&lt;</b>',
    });
    expect(status).toBe(7);
  });

  test('a signal reaches the script, whose answer is the exit code', async () => {
    const child = spawn(node, [RUN, 'waits.ts'], { cwd: folder });
    const lines = createInterface(child.stdout);
    await once(lines, 'line');
    const said = once(lines, 'line');
    child.kill('SIGTERM');
    expect(await said).toEqual(['asked to end']);
    expect(await once(child, 'exit')).toEqual([5, null]);
  });

  test('a script killed by a signal ends the launcher the same way', async () => {
    const child = spawn(node, [RUN, 'waits.ts'], { cwd: folder });
    await once(createInterface(child.stdout), 'line');
    child.kill('SIGHUP');
    expect(await once(child, 'exit')).toEqual([null, 'SIGHUP']);
  });

  test('without a script it says how it is used', () => {
    const { stderr, status } = spawnSync(node, [RUN], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toContain('usage:');
    expect(status).toBe(2);
  });
});

describe('a Node before 24 alone', () => {
  test.skipIf(!OLD_NODE).each([
    ['nothing is installed', 'src', 'npm ci'],
    [
      'the install script was blocked',
      'node_modules/node',
      'npm rebuild node --ignore-scripts=false',
    ],
  ])('is refused with the repair where %s (needs an older node on PATH)', (_, made, repair) => {
    const bare = mkdtempSync(join(folder, 'bare-'));
    mkdirSync(join(bare, made), { recursive: true });
    cpSync(join(REPOSITORY, 'src', 'bin'), join(bare, 'src', 'bin'), { recursive: true });
    const { stderr, status } = spawnSync(
      OLD_NODE ?? '',
      [join(bare, 'src', 'bin', 'run.mjs'), 'says.ts'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(stderr).toMatch(new RegExp(`Install it: ${repair}\n$`));
    expect(status).toBe(1);
  });
});

/** A node outside node_modules: the one the machine came with. */
function findOldNode(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.includes('node_modules'))
    .map((entry) => join(entry, 'node'))
    .find((node) => {
      const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
      const major = Number.parseInt(stdout?.slice(1) ?? '', 10);
      return major >= 18 && major < 24;
    });
}
