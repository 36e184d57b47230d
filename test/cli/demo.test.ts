import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cedent, ledgerOf, ledgerRows, openFolder } from './cedent.ts';

const folder = openFolder();
afterAll(() => folder.remove());

test('a ledger goes in and a funded request comes out, with its documents and its cash; then the local commands know it', async () => {
  const bad = 'X-1,D1,2026-02-30,2026-12-01,10.00,EUR';
  const file = folder.write('ledger.csv', ledgerOf([...ledgerRows(30), bad]));
  const env = { DATA_DIR: join(folder.path, 'data') };
  const words = ['--ledger', file, '--currency', 'EUR', '--as-of', '2026-10-31'];
  const { code, stdout, stderr } = await cedent(['demo', ...words, '--need', '20000'], env);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/Taken: 30 open items of 5 debtors; left out: 1 rows/);
  expect(stdout).toMatch(/Request FR-2026-0001: Cash received/);
  expect(stdout).toMatch(/Due from the factor after the bank entry: EUR 0\.00/);
  expect(code).toBe(0);
  const documents = join(env.DATA_DIR, 'documents');
  expect(readdirSync(documents).sort()).toEqual([
    'FR-2026-0001-camt053.xml',
    'FR-2026-0001-cn-assignment-schedule.pdf',
    'FR-2026-0001-gb-assignment-schedule.pdf',
    'rejected-rows.csv',
  ]);
  const pdf = readFileSync(join(documents, 'FR-2026-0001-gb-assignment-schedule.pdf'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(readFileSync(join(documents, 'rejected-rows.csv'), 'utf8')).toContain('2026-02-30');

  const status = await cedent(['status', 'FR-2026-0001'], env);
  expect(status.stdout).toMatch(/FR-2026-0001 {2}Cash received/);
  const again = await cedent(['import', file, '--as-of', '2026-10-31'], env);
  expect(again.stdout).toMatch(/Nothing new/);
  const asked = await cedent(
    ['request', '--facility', 'DEMO-EUR', '--need', '1000', '--as-of', '2026-10-31'],
    env,
  );
  expect(asked.stdout).toMatch(/FR-2026-0002: \d+ receivables, advance EUR [\d,.]+, submitted/);
  const self = await cedent(['request', '--approve', 'FR-2026-0002', '--as', 'treasury'], env);
  expect(self.stderr).toMatch(/may not do this/);
  expect(self.code).toBe(1);
  const approved = await cedent(['request', '--approve', 'FR-2026-0002'], env);
  expect(approved.stdout).toMatch(/FR-2026-0002 approved/);
}, 240_000);

test('ambiguous dates are refused before anything is started, saying how to state them', async () => {
  const file = folder.write('slashes.csv', ledgerOf(['A-1,D1,03/04/2026,05/06/2026,10.00,EUR']));
  const words = ['--ledger', file, '--currency', 'EUR', '--as-of', '2026-10-31'];
  const { code, stdout, stderr } = await cedent(['demo', ...words]);
  expect(stderr).toMatch(/--date-format/);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});
