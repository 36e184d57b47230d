import { afterAll, describe, expect, test } from 'vitest';
import { contradictions } from '../../src/core/facility/contradictions.ts';
import { presetNames } from '../../src/core/facility/preset.ts';
import { Terms } from '../../src/core/facility.ts';
import { cedent, openFolder, terms } from './cedent.ts';

const folder = openFolder();
afterAll(() => folder.remove());

const chinese = { LC_ALL: 'zh_CN.UTF-8' };

describe.each(presetNames)('the preset %s', (name) => {
  test('is complete terms that hold, with what to edit beside them', async () => {
    const { code, stdout, stderr } = await cedent(['terms', '--preset', name]);
    expect(code).toBe(0);
    const printed = Terms.parse(JSON.parse(stdout));
    expect(contradictions(printed)).toEqual([]);
    expect(printed.limitMinor).toBe(0);
    expect(stderr).toContain('facilityId, name, funder, limitMinor');
    const file = folder.write(`${name}.json`, stdout);
    const checked = await cedent(['terms', '--check', file]);
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toContain('hold together');
  });
});

test('a preset takes its currency and limit, in the minor units of that currency', async () => {
  const words = ['terms', '--preset', 'whole_turnover_factoring', '--currency', 'GBP'];
  const { stdout } = await cedent([...words, '--limit', '2500000.50']);
  expect(JSON.parse(stdout)).toMatchObject({
    currency: 'GBP',
    limitMinor: 250_000_050,
    price: { dayCount: 'ACT/365F' },
  });
});

test('a preset is named and explained in Chinese to a terminal in Chinese', async () => {
  const words = ['terms', '--preset', 'receivables_purchase_insured'];
  const { stdout, stderr } = await cedent(words, chinese);
  expect(JSON.parse(stdout)).toMatchObject({ name: '信用保险项下应收账款买断', funder: '资金方' });
  expect(stderr).toContain('请在 policyId 中填写保险人的保单号');
});

describe('cedent terms --check', () => {
  const wrong = folder.write('wrong.json', [
    terms,
    { ...terms, rules: [terms.rules[2], terms.rules[1]] },
  ]);

  test('names the place of a contradiction and what to do, in English and in Chinese', async () => {
    const english = await cedent(['terms', '--check', wrong]);
    expect(english.stderr).toMatch(
      /1\.rules\.1: .*“Too long past due” \(past_due_date\) must stand/,
    );
    expect(english).toMatchObject({ code: 1, stdout: '' });
    const said = await cedent(['terms', '--check', wrong], chinese);
    expect(said.stderr).toMatch(/1\.rules\.1: F1 的条款中“逾期过久”（past_due_date）须排在/);
    expect(said).toMatchObject({ code: 1, stdout: '' });
  });

  test('says what is missing or has no meaning, in Chinese too', async () => {
    const { mode: _, ...rest } = terms;
    const file = folder.write('less.json', { ...rest, colour: 'red' });
    const english = await cedent(['terms', '--check', file]);
    expect(english.stderr).toMatch(/mode: /);
    expect(english.stderr).toMatch(/colour/);
    const said = await cedent(['terms', '--check', file], chinese);
    expect(said.stderr).toMatch(/mode: 无效选项/);
    expect(said.code).toBe(1);
  });
});

test.each([
  [['terms'], 'Give --preset or --check'],
  [['terms', '--preset', 'weather'], 'no preset “weather”'],
  [['terms', '--preset', 'whole_turnover_factoring', '--check', 'a.json'], 'not both'],
  [['terms', '--check', 'a.json', '--limit', '5'], '--limit belongs to --preset'],
  [['terms', '--preset', 'whole_turnover_factoring', '--currency', 'EURO'], 'not an ISO 4217'],
  [['terms', '--preset', 'whole_turnover_factoring', '--limit', '1.005'], 'not an amount'],
])('%j cannot be used', async (words, message) => {
  const { code, stdout, stderr } = await cedent(words);
  expect(stderr).toContain(message);
  expect(stderr).toContain('USAGE');
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test('a file that is not there is refused', async () => {
  const { code, stderr } = await cedent(['terms', '--check', 'gone.json']);
  expect(stderr).toContain('gone.json cannot be read');
  expect(code).toBe(1);
});
