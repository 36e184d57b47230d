import { describe, expect, test } from 'vitest';
import { cedent } from './cedent.ts';

describe('a command line that cannot be used is answered with its usage and exit code 2', () => {
  test.each([
    [[], 'Say which command'],
    [['fund'], 'no command “fund”'],
    [['select'], 'Give --input or --ledger'],
    [['select', '--ledger', 'a.csv'], '--as-of is missing'],
    [['select', '--leger', 'a.csv'], 'no option --leger'],
    [['select', '--ledger'], '--ledger needs a value'],
    [['select', '--ledger', 'a.csv', '--ledger', 'b.csv'], 'given twice'],
    [['select', '--input', 'a.json', '--terms', 'b.json'], 'not both'],
    [['select', '--input', 'a.json', '--skip-rejected'], 'not both'],
    [['select', '--input', 'a.json', '--certificate', '--explain', '1'], 'not both'],
    [['select', '--input', 'a.json', '--horizon', '30'], '--horizon belongs to --need'],
    [['select', '--ledger', 'a', '--as-of', '2026-02-30'], 'not a day'],
    [['select', 'a.csv'], 'one word too many'],
    [['schema', 'weather'], 'no schema “weather”'],
    [['demo', '--ledger', 'a', '--as-of', '2026-01-01', '--currency', 'EURO'], 'not an ISO 4217'],
    [
      ['demo', '--ledger', 'a', '--as-of', '2026-01-01', '--currency', 'EUR', '--need', '-5'],
      'not an amount',
    ],
    [['demo', '--story', '--currency', 'EUR'], 'not both'],
    [['import'], 'FILE is missing'],
    [['clock', '--advance', 'soon'], 'not a number of days'],
    [['request', '--approve', 'FR-2026-0001', '--need', '5'], 'not both'],
  ])('%j', async (words, message) => {
    const { code, stdout, stderr } = await cedent(words);
    expect(stderr).toContain(message);
    expect(stderr).toContain('USAGE');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('help is no error and names every command', async () => {
  const { code, stdout } = await cedent(['--help']);
  expect(code).toBe(0);
  for (const name of ['select', 'schema', 'demo', 'import', 'request', 'clock', 'status']) {
    expect(stdout).toContain(name);
  }
});

test('a terminal in Chinese is answered in Chinese', async () => {
  const { code, stderr } = await cedent(['select', '--input', 'gone.json'], {
    LC_ALL: 'zh_CN.UTF-8',
  });
  expect(stderr).toContain('无法读取 gone.json');
  expect(code).toBe(1);
});

test('a command on the local database says when there is none yet', async () => {
  const { code, stderr } = await cedent(['status'], { DATA_DIR: '/tmp/cedent-none-yet' });
  expect(stderr).toContain('npm start');
  expect(code).toBe(1);
});

describe.each(['input', 'ledger', 'terms', 'plan'])('the schema of %s', (name) => {
  test('is a JSON Schema of an object', async () => {
    const { code, stdout } = await cedent(['schema', name]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
    });
  });
});
