import { describe, expect, test } from 'vitest';
import {
  policyContradictions,
  versionContradictions,
} from '../../../src/core/policy/contradictions.ts';
import { policyFaultCodes } from '../../../src/core/policy/fault.ts';
import { PolicyTerms } from '../../../src/core/policy/terms.ts';
import { wordRefusal } from '../../../src/core/wording/word.ts';
import { faultCases, versionCases } from './fault-cases.ts';
import { dutyRule, policyTerms } from './policy-sample.ts';

test('a policy that holds together is taken', () => {
  expect(policyContradictions(policyTerms())).toEqual([]);
  expect(PolicyTerms.safeParse(policyTerms()).success).toBe(true);
});

describe('an impossible policy', () => {
  test.each(faultCases)('$code is found at $path, and nothing else', ({ code, path, change }) => {
    const found = policyContradictions(policyTerms(change));
    expect(found.map((fault) => [fault.code, fault.path.join('.')])).toEqual([[code, path]]);
  });

  test.each([...faultCases, ...versionCases])(
    '$code at $path is said in both languages',
    (given) => {
      const [fault] =
        'versions' in given
          ? versionContradictions(given.versions)
          : policyContradictions(policyTerms(given.change));
      for (const locale of ['en', 'zh-CN'] as const) {
        const sentence = wordRefusal(locale, given.code, fault?.params ?? {});
        expect(sentence).toMatch(/P1/);
        expect(sentence).not.toMatch(/[{}]|undefined|NaN/);
      }
    },
  );

  test('is refused with every fault named, each at its place', () => {
    const terms = policyTerms({
      timeZone: 'Mars/Olympus',
      shares: [
        { source: 'named', shareBp: 10_001 },
        { source: 'named', shareBp: 9_000 },
      ],
      duties: [],
    });
    const issues = PolicyTerms.safeParse(terms).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual([
      'timeZone',
      'shares.0.shareBp',
      'shares.1',
      'duties',
    ]);
  });
});

describe('versions of a policy', () => {
  test.each(versionCases)('$code is found at $path, and nothing else', (given) => {
    const found = versionContradictions(given.versions);
    expect(found.map(({ code, path }) => [code, path.join('.')])).toEqual([
      [given.code, given.path],
    ]);
  });

  test('may follow each other, and renew the policy for another year', () => {
    const period = { from: '2027-01-01', to: '2027-12-31' };
    const versions = [
      policyTerms(),
      policyTerms({ version: 2, effectiveOn: '2026-06-01' }),
      policyTerms({ version: 3, effectiveOn: '2027-01-01', period }),
    ];
    expect(versionContradictions(versions)).toEqual([]);
  });
});

test('every fault has its case', () => {
  const shown = [...faultCases, ...versionCases].map(({ code }) => code);
  expect(new Set(shown)).toEqual(new Set(policyFaultCodes));
});

/** Six months are 181 days at least, and 184 at most. */
test.each([
  [{ count: 6, unit: 'months' }, 181, []],
  [{ count: 6, unit: 'months' }, 182, ['policy_filing_before_loss']],
  [{ count: 181, unit: 'days' }, 181, []],
  [{ count: 180, unit: 'days' }, 181, ['policy_filing_before_loss']],
] as const)('claims filed within %j, after %i days of waiting', (offset, waitingDays, faults) => {
  const found = policyContradictions(
    policyTerms({
      waiting: { span: { count: waitingDays, unit: 'days' }, from: 'original_due' },
      duties: [
        dutyRule(),
        dutyRule({ id: 'claim', duty: 'claim_filing', trigger: 'original_due', offset }),
      ],
    }),
  );
  expect(found.map(({ code }) => code)).toEqual(faults);
});
