import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findForbiddenImports } from './architecture/arrows.ts';
import { findImpurities } from './architecture/purity.ts';
import { importsOf, listFiles, readSources, TOP } from './architecture/source.ts';
import { findEmptyNames, findRejectedWords, parseGlossary } from './architecture/words.ts';

const FOLDERS = ['src', 'adapters', 'templates'].filter((folder) => existsSync(join(TOP, folder)));
const SOURCES = readSources(...FOLDERS);
const LINES_MAX = 300;
const AT_THE_TOP = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'wrangler.toml',
  'README.md',
  'src',
  'adapters',
  'templates',
  'test',
];
const MADE_BY_TOOLS = ['node_modules', 'coverage'];

/** A catalogue of sentences is a table: as long as what it lists. */
const TABLES = 'src/http/pages/text/';

describe('the repository', () => {
  test('imports only along the arrows of its rooms', () => {
    expect(SOURCES.length).toBeGreaterThan(0);
    expect(findForbiddenImports(SOURCES)).toEqual([]);
  });

  test('keeps clock, randomness and environment out of core, and the environment in config', () => {
    expect(findImpurities(SOURCES)).toEqual([]);
  });

  test('uses the words of its glossary', () => {
    const readme = join(TOP, 'README.md');
    const glossary = parseGlossary(existsSync(readme) ? readFileSync(readme, 'utf8') : '');
    const own = SOURCES.filter(({ path }) => path.startsWith('src/'));
    expect(findRejectedWords(own, glossary)).toEqual([]);
  });

  test('names every file after what it holds', () => {
    expect(findEmptyNames(listFiles(...FOLDERS, 'test'))).toEqual([]);
  });

  test(`has no source file over ${LINES_MAX} lines`, () => {
    const long = SOURCES.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > LINES_MAX && !path.startsWith(TABLES))
      .map(({ path, lines }) => `${path}: ${lines} lines; split it by noun`);
    expect(long).toEqual([]);
  });

  test('has nothing at its top but what the design lists', () => {
    const strangers = readdirSync(TOP).filter(
      (name) =>
        !name.startsWith('.') &&
        !name.endsWith('.log') &&
        !AT_THE_TOP.includes(name) &&
        !MADE_BY_TOOLS.includes(name),
    );
    expect(strangers).toEqual([]);
  });
});

describe('the rules themselves', () => {
  test.each([
    ['src/core/money.ts', "import pg from 'pg';", /core uses zod, temporal-polyfill/],
    ['src/core/money.ts', "import { readFile } from 'node:fs/promises';", /functions of values/],
    ['src/core/ids.ts', "import { createHash } from 'node:crypto';", /functions of values/],
    ['src/core/a.ts', "import type { Row } from '../store/row.ts';", /core sees no other room/],
    ['src/core/a/b.ts', "export { c } from '../../jobs/c.ts';", /core sees no other room/],
    ['src/http/a.tsx', "const x = await import('../jobs/b.ts');", /http sees store, core/],
    ['src/http/a.ts', "import {\n  Queue,\n} from 'bullmq';", /:3 imports 'bullmq': http uses/],
    ['src/demo/a.ts', "import '../main.ts';", /main and cli start the demo/],
    ['src/edge.ts', "import { b } from './jobs/b.ts';", /edge sees server, config/],
    ['src/tools/a.ts', "import { z } from 'zod';", /'tools' is no room/],
    ['adapters/a/index.ts', "import { b } from '../b/wire.ts';", /never see each other/],
    ['adapters/a/index.ts', "import { b } from '../../src/jobs/b.ts';", /adapters sees core/],
    ['adapters/a/simulator.ts', "import { b } from './mapping.ts';", /a simulator is the partner/],
    ['adapters/a/client.ts', "import { Hono } from 'hono';", /adapters uses zod/],
    ['adapters/a/client.ts', "import { post } from '../webhooks.ts';", /only simulators stand/],
    ['adapters/webhooks.ts', "import { b } from './b/wire.ts';", /never see each other/],
    ['adapters/ask.ts', "import { b } from './b/wire.ts';", /never see each other/],
    ['adapters/ask.ts', "import { Hono } from 'hono';", /adapters uses zod/],
    ['adapters/a/simulator.ts', "import { ask } from '../ask.ts';", /does not speak as an adapter/],
    ['templates/de/a/b.ts', "import { b } from '../../../adapters/b/wire.ts';", /templates sees/],
  ])('%s may not say %s', (path, text, reason) => {
    const [found] = findForbiddenImports([{ path, text }]);
    expect(found).toMatch(reason);
  });

  test.each([
    ['src/core/hash.ts', "import { createHash } from 'node:crypto';"],
    ['src/jobs/a.ts', "import { b } from '../store/b.ts';"],
    ['src/main.ts', "import { list } from '../adapters/index.ts';"],
    ['adapters/index.ts', "import { b } from './b/index.ts';"],
    ['adapters/a/client.ts', "import { b } from './wire.ts';"],
    ['adapters/a/client.ts', "import { ask } from '../ask.ts';"],
    ['adapters/a/simulator.ts', "import { Hono } from 'hono';"],
    ['adapters/webhooks.ts', "import { Hono } from 'hono';"],
    ['adapters/a/simulator.ts', "import type { Simulator } from '../simulator.ts';"],
    ['src/core/a.ts', "// import pg from 'pg';\n/* import '../jobs/b.ts' */"],
  ])('%s may say %s', (path, text) => {
    expect(findForbiddenImports([{ path, text }])).toEqual([]);
  });

  test('what a simulator reaches in its folder is simulator too', () => {
    const books = { path: 'adapters/a/books.ts', text: "import { Hono } from 'hono';" };
    expect(findForbiddenImports([books])).toHaveLength(1);
    const simulator = { path: 'adapters/a/simulator.ts', text: "import { b } from './books.ts';" };
    expect(findForbiddenImports([books, simulator])).toEqual([]);
    const leaning = { path: 'adapters/a/books.ts', text: "import { b } from './wire.ts';" };
    expect(findForbiddenImports([leaning, simulator]).join()).toMatch(/a simulator is the partner/);
  });

  test('every form of import is seen on its line', () => {
    const text = [
      "import a from 'a';",
      "import type { B } from 'b';",
      "import 'c';",
      "export * from 'd';",
      'import {',
      '  e,',
      "} from 'e';",
      "const f = await import('f');",
      "const g = require('g');",
      "const h = import.meta.resolve('h');",
    ].join('\n');
    expect(importsOf({ path: 'x.ts', text }).map((i) => `${i.specifier}${i.line}`)).toEqual([
      'a1',
      'b2',
      'c3',
      'd4',
      'e7',
      'f8',
      'g9',
      'h10',
    ]);
  });

  test.each([
    ['src/core/a.ts', 'const at = Date.now();', /no clock/],
    ['src/core/a.ts', 'const at = new Date();', /no clock/],
    ['src/core/a.ts', 'const on = Temporal.Now.plainDateISO();', /no clock/],
    ['src/core/a.ts', 'const id = crypto.randomUUID();', /no randomness/],
    ['src/core/a.ts', 'export async function a() {}', /never waits/],
    ['src/store/a.ts', 'const url = process.env.DATABASE_URL;', /only src\/config.ts/],
    ['adapters/a/client.ts', "import { env } from 'node:process';", /only src\/config.ts/],
  ])('%s may not do %s', (path, text, reason) => {
    expect(findImpurities([{ path, text }]).join()).toMatch(reason);
  });

  test('words and comments about the forbidden are no offence', () => {
    const text = "// Date.now() is banned\nconst says = 'no await, no process.';\nnew Date(0);";
    expect(findImpurities([{ path: 'src/core/a.ts', text }])).toEqual([]);
  });

  test('a rejected word of the glossary is found in names, with the term to use', () => {
    const glossary = parseGlossary(
      [
        '| term | 中文 | meaning | in code | not |',
        '|---|---|---|---|---|',
        '| debtor | 债务人 | who owes | `Debtor` | buyer, `customer` |',
        '| fact | 事实 | what happened | `Fact` | event (log) |',
        '',
        '| a | b | c | d | ignored |',
      ].join('\n'),
    );
    expect([...glossary.keys()]).toEqual(['buyer', 'customer', 'event']);
    const text = "type Row = {\n  buyerName: string;\n};\nconst log = 'customer';";
    const found = findRejectedWords([{ path: 'src/store/customers.ts', text }], glossary);
    expect(found).toEqual([
      "src/store/customers.ts:1 'customers': the glossary says debtor, not customer",
      "src/store/customers.ts:2 'buyerName': the glossary says debtor, not buyer",
    ]);
  });

  test.each(['src/core/utils.ts', 'src/http/userService.ts', 'src/shared/a.ts', 'src/a/base.ts'])(
    '%s is a name that says nothing',
    (path) => {
      expect(findEmptyNames([path])).toHaveLength(1);
    },
  );

  test('a name that only contains an empty word is a good name', () => {
    expect(findEmptyNames(['src/store/database.ts', 'src/core/baseline.ts'])).toEqual([]);
  });
});
