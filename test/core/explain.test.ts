import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { debtorExplained, facilityExplained } from '../../src/core/explain/explain.ts';
import type { LimitWorth } from '../../src/core/explain/explanation.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import {
  debtorInWords,
  facilityInWords,
  WordedDebtor,
  WordedFacility,
} from '../../src/core/wording/explained.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { anyInput } from './any-input.ts';
import { cover, input, invoice, terms } from './selection-samples.ts';

const solve = await loadHighs();

function facilityOf(given: SelectionInput, facilityId = 'F1') {
  const answer = facilityExplained(given, facilityId);
  if (answer.status !== 'explained') throw new Error(answer.status);
  return answer.explanation;
}

function limitOf(given: SelectionInput, raise?: number, named = 'cover:P1'): LimitWorth {
  const question = {
    debtorId: 'D1',
    ...(raise !== undefined && { raise: { byMinor: raise, limit: named } }),
  };
  const answer = debtorExplained(given, question, solve);
  if (answer.status !== 'explained') throw new Error(answer.status);
  const limit = answer.explanation.limits.find((own) => own.limit === named);
  if (!limit) throw new Error('no limit');
  return limit;
}

const late = { issuedOn: '2026-06-01', dueOn: '2026-09-15' };

describe('a facility explained', () => {
  const rules: Rule[] = [
    { rule: 'past_due_date', days: 60, operator: '>' },
    { rule: 'past_invoice_date', days: 150, operator: '>' },
  ];

  test('a rule frees less than it takes where the next rule takes part of it', () => {
    // Both are 70 days late; one is also too old.
    const receivables = [
      invoice(1, late),
      invoice(2, { ...late, issuedOn: '2026-08-01', openMinor: 4_000 }),
      invoice(3, { openMinor: 20_000 }),
    ];
    const { steps, best } = facilityOf(input({ receivables, facilities: [terms(rules)] }));
    expect(steps[0]).toMatchObject({
      rule: 'past_due_date',
      amountMinor: 14_000,
      frees: { poolMinor: 4_000, availableMinor: 3_200 },
      looser: [{ parameter: 'days', from: 60, to: 90, frees: { poolMinor: 4_000 } }],
    });
    expect(steps[1]).toMatchObject({ rule: 'past_invoice_date', amountMinor: 0 });
    expect(steps[1]?.frees).toEqual({ poolMinor: 0, availableMinor: 0 });
    expect(best).toMatchObject({ rule: 'past_due_date', to: 90 });
  });

  test('a facility that is full gains by its limit and by nothing else', () => {
    const facilities = [terms(rules, { limitMinor: 10_000 })];
    const given = input({
      receivables: [invoice(1, { openMinor: 30_000 }), invoice(2, late)],
      facilities,
    });
    const { steps, limits, best } = facilityOf(given);
    expect(steps.map(({ frees }) => frees.availableMinor)).toEqual([0, 0]);
    expect(limits[0]).toMatchObject({
      parameter: 'limitMinor',
      to: 11_000,
      takesMinor: 14_000,
      frees: { poolMinor: 0, availableMinor: 1_000 },
    });
    expect(best).toMatchObject({ parameter: 'limitMinor' });
  });

  test('a share that leaves no pool is named with what it needs', () => {
    const capped: Rule[] = [
      { rule: 'debtor_concentration', shareBp: 2_000, scope: 'debtor', base: 'poolAfterCaps' },
    ];
    const given = input({ receivables: [invoice(1)], facilities: [terms(capped)] });
    const explanation = facilityOf(given);
    expect(explanation.collapsed).toEqual({
      rule: 'debtor_concentration',
      shareBp: 2_000,
      nodes: 1,
      needed: 5,
    });
    const worded = facilityInWords('en', explanation).collapsed?.sentence;
    expect(worded).toContain('at least 5 share it; here there are 1');
  });

  test('what no funder gives up is not advised, whatever it would free', () => {
    const facilities = [terms([{ rule: 'already_financed' }, ...rules])];
    const receivables = [invoice(1, { openMinor: 90_000 }), invoice(2)];
    const position = { receivableId: receivables[0]?.id ?? '', state: 'funded', advancedMinor: 0 };
    const positions = [{ ...position, facilityId: 'OTHER' }];
    const { steps } = facilityOf(input({ receivables, facilities, positions }));
    expect(steps[0]).toMatchObject({ rule: 'already_financed', isNegotiable: false });
    expect(steps[0]?.frees.poolMinor).toBe(90_000);
  });

  test('a facility that is not there is unknown', () => {
    const given = input({ receivables: [invoice(1)], facilities: [terms(rules)] });
    expect(facilityExplained(given, 'F2')).toEqual({ status: 'unknown' });
  });
});

describe('a debtor explained', () => {
  const insured: Rule[] = [{ rule: 'insured_limit', policyId: 'P1' }];
  const of = (own: Partial<Terms> = {}, rules: Rule[] = insured): SelectionInput =>
    input({
      receivables: [
        invoice(1, { openMinor: 30_000 }),
        invoice(2, { debtorId: 'D2', openMinor: 60_000 }),
      ],
      facilities: [terms(rules, own)],
      cover: [
        cover(),
        cover({ debtorId: 'D2', layers: [{ amountMinor: 60_000, validFrom: '2026-01-01' }] }),
      ],
    });

  test('a higher insured limit is worth what lies above it, and nothing beyond', () => {
    const limit = limitOf(of(), 5_000);
    expect(limit.saturates).toEqual([{ facilityId: 'F1', byMinor: 20_000 }]);
    expect(limit.one.facilities[0]?.frees).toEqual({ poolMinor: 100, availableMinor: 80 });
    expect(limit.asked?.facilities[0]?.frees).toEqual({ poolMinor: 5_000, availableMinor: 4_000 });
    expect(limit.most).toMatchObject({
      byMinor: 20_000,
      facilities: [{ frees: { poolMinor: 20_000, availableMinor: 16_000 } }],
    });
  });

  test('a share stops it before the limit does', () => {
    const capped: Rule[] = [
      ...insured,
      {
        rule: 'debtor_concentration',
        shareBp: 2_500,
        scope: 'debtor',
        base: 'allAccounts',
        named: [{ node: 'D2', shareBp: 10_000 }],
      },
    ];
    // A quarter of 90,000 is 22,500; 10,000 of it are covered.
    expect(limitOf(of({}, capped)).saturates[0]?.byMinor).toBe(12_500);
    const debtor = debtorExplained(of({}, capped), { debtorId: 'D1' }, solve);
    if (debtor.status !== 'explained') throw new Error(debtor.status);
    expect(debtor.explanation.facilities[0]?.caps).toEqual([
      {
        rule: 'debtor_concentration',
        node: 'D1',
        askedMinor: 10_000,
        countsMinor: 10_000,
        capMinor: 22_500,
        shareBp: 2_500,
        headroomMinor: 12_500,
      },
    ]);
    const other = debtorExplained(of({}, capped), { debtorId: 'D2' }, solve);
    if (other.status !== 'explained') throw new Error(other.status);
    expect(other.explanation.facilities[0]?.caps).toEqual([]);
  });

  test('the funder’s own limit is another limit, and the lower one holds', () => {
    const both: Rule[] = [
      {
        rule: 'funder_limit',
        limits: [{ debtorId: 'D1', amountMinor: 10_000 }],
        otherwiseMinor: 90_000,
      },
      ...insured,
    ];
    const given = of({}, both);
    expect(limitOf(given).most.byMinor).toBe(0);
    expect(limitOf(given, undefined, 'funder_limit:F1').most.byMinor).toBe(0);
    const debtor = debtorExplained(given, { debtorId: 'D1' }, solve);
    if (debtor.status !== 'explained') throw new Error(debtor.status);
    expect(debtor.explanation.facilities[0]).toMatchObject({
      grossMinor: 30_000,
      eligibleMinor: 10_000,
      limits: [
        { rule: 'funder_limit', limitMinor: 10_000, askedMinor: 30_000, headroomMinor: 0 },
        { rule: 'insured_limit', reason: 'in_force', askedMinor: 10_000, headroomMinor: 0 },
      ],
    });
  });

  test('more of the funder’s own limit counts more of what another holds once, not beside its cover', () => {
    // F2 holds the last of three of 4,000 and uses 4,000 of a cover of 9,000. With a limit of L from
    // 8,000 on, L − 8,000 of it is in the sum here and 12,000 − L beside it: L − 3,000 are left.
    const limit: Rule = { rule: 'funder_limit', limits: [], otherwiseMinor: 8_000 };
    const receivables = [1, 2, 3].map((day) =>
      invoice(day, { issuedOn: `2026-11-0${day}`, openMinor: 4_000 }),
    );
    const position = { facilityId: 'F2', state: 'advanced', advancedMinor: 0 };
    const given = input({
      receivables,
      facilities: [terms([limit, ...insured])],
      cover: [cover({ layers: [{ amountMinor: 9_000, validFrom: '2026-01-01' }] })],
      positions: [{ receivableId: receivables[2]?.id ?? '', ...position }],
    });
    const { saturates, most } = limitOf(given, undefined, 'funder_limit:F1');
    expect(saturates).toEqual([{ facilityId: 'F1', byMinor: 4_000 }]);
    expect(most.facilities[0]?.frees.poolMinor).toBe(4_000);
  });

  test('with a need, what it would then cost, and what one more unit saves by the plan’s prices', () => {
    const dear = { ...terms([]).price, rateBp: 3_000 };
    const need = { amountMinor: 60_000, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 60 };
    const facilities = [
      terms(insured),
      terms([{ rule: 'contra' }], { facilityId: 'F9', price: dear }),
    ];
    const limit = limitOf({ ...of(), facilities, need }, 10_000);
    const { costMinor } = limit.asked?.allocation ?? {};
    expect(costMinor?.after).toBeLessThan(costMinor?.before ?? 0);
    expect(limit.marginPpm).toBeGreaterThan(0);
  });

  test('a limit beyond what can be reckoned is refused as one', () => {
    const question = { debtorId: 'D1', raise: { byMinor: Number.MAX_SAFE_INTEGER } };
    const answer = debtorExplained(of(), question, solve);
    expect(answer).toMatchObject({ status: 'refused', refusals: [{ code: 'amounts_too_large' }] });
  });

  test('cross-ageing is told before it strikes, with the share that is old', () => {
    const ageing: Rule = {
      rule: 'cross_ageing',
      days: 60,
      basis: 'due_date',
      shareBp: 2_500,
      operator: '>',
      scope: 'debtor',
    };
    const receivables = [invoice(1, late), invoice(2, { openMinor: 30_000 })];
    const given = input({ receivables, facilities: [terms([ageing])] });
    const debtor = debtorExplained(given, { debtorId: 'D1' }, solve);
    if (debtor.status !== 'explained') throw new Error(debtor.status);
    expect(debtor.explanation.facilities[0]?.ageing).toMatchObject({
      isTainted: false,
      params: { pastMinor: 10_000, totalMinor: 40_000, shareBp: 2_500, thresholdBp: 2_500 },
    });
  });

  test('a debtor that owes nothing here is unknown', () => {
    expect(debtorExplained(of(), { debtorId: 'D9' }, solve)).toEqual({ status: 'unknown' });
  });
});

test.each(['en', 'zh-CN'] as const)(
  'every explanation can be said in %s, and its schema takes it',
  (locale) => {
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 1, max: 50_000 }), (given, byMinor) => {
        for (const { facilityId } of given.facilities) {
          const worded = facilityInWords(locale, facilityOf(given, facilityId));
          expect(WordedFacility.parse(worded)).toEqual(worded);
        }
        const answer = debtorExplained(given, { debtorId: 'D1', raise: { byMinor } }, solve);
        if (answer.status !== 'explained') throw new Error(answer.status);
        const worded = debtorInWords(locale, answer.explanation);
        expect(WordedDebtor.parse(worded)).toEqual(worded);
        expect(JSON.stringify(worded)).not.toMatch(/undefined|NaN|[{]\w+(:\w+)?[}]/);
      }),
      { numRuns: 15 },
    );
  },
);
