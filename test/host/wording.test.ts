import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FeedRefusal } from '../../src/core/exposure/build.ts';
import { isWorded, needsOf, wordRefusal } from '../../src/core/wording/word.ts';
import type { BasketAnswer } from '../../src/store/basket.ts';

/** Codes and the names of their numbers as the source gives them. */
const inSource = ['src/host/propose.ts', 'src/host/select.ts'].flatMap((file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:refused\(|code: )'(\w+)', (?:params: )?\{([^}]*)\}/g,
    ),
  ].map(([, code = '', given = '']) => ({
    code,
    given: [...given.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name = '']) => name),
  })),
);

test('the source is read as it is written', () => {
  const codes = inSource.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['over_available', 'no_facility']));
  expect(inSource).toContainEqual({
    code: 'over_available',
    given: ['advanceMinor', 'availableMinor', 'currency'],
  });
});

test.each(inSource)('$code has a sentence, and is given its numbers', ({ code, given }) => {
  const key = `refusal.${code}`;
  expect(isWorded(key)).toBe(true);
  if (isWorded(key)) expect(given).toEqual(expect.arrayContaining(needsOf(key)));
});

type Feed = { [Code in FeedRefusal['code']]: Extract<FeedRefusal, { code: Code }>['params'] };
const feed: Feed = {
  control_total_differs: { measure: 'open', lines: 2, ledger: 3, difference: 1 },
  debtor_unknown: { debtorId: 'D1', number: 'A1' },
  rate_missing: { from: 'USD', to: 'EUR', asOf: '2026-11-24', debtorId: 'D1' },
};
const basket: Extract<BasketAnswer, { status: 'refused' }> = {
  status: 'refused',
  code: 'basket_full',
  params: { size: 4_999, given: 7, max: 5_000 },
};

describe.each(['en', 'zh-CN'] as const)('in %s', (locale) => {
  test.each([...Object.entries(feed), [basket.code, basket.params] as const])(
    '%s is a sentence with its numbers',
    (code, params) => {
      const said = wordRefusal(locale, code, { ...params });
      expect(said).toMatch(/[.。]$/);
      expect(said).not.toMatch(/[{}_]|undefined|NaN/);
    },
  );

  test('a refusal without words, or without a number it needs, is named with what it has', () => {
    expect(wordRefusal(locale, 'moon_full', { day: 3 })).toContain('moon_full (day: 3)');
    expect(wordRefusal(locale, 'over_available', { advanceMinor: 3 })).toContain(
      'over_available (advanceMinor: 3)',
    );
  });
});
