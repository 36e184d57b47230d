import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { adapterList } from '../list.ts';

const folder = new URL('../../adapters/', import.meta.url);

test('the list of adapters is the one `npm run list` writes', () => {
  expect(readFileSync(new URL('index.ts', folder), 'utf8')).toBe(adapterList());
});

test('an adapter is called as its folder is', () => {
  for (const { id } of adapters) {
    expect(readFileSync(new URL(`${id}/README.md`, folder), 'utf8')).toContain(`# ${id}`);
  }
});

test('a simulator knows nothing of the adapter it judges', () => {
  for (const { id } of adapters) {
    const source = readFileSync(new URL(`${id}/simulator.ts`, folder), 'utf8');
    expect(source).not.toMatch(/from '\.\/(mapping|client|wire|config|index|exposure)\.ts'/);
  }
});
