import { describe, expect, test } from 'vitest';
import type { Circumstance } from '../../../src/core/cover/circumstance.ts';
import { proveCover } from '../../../src/core/cover/proof.ts';
import type { Rule } from '../../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../../src/core/input.ts';
import { wordDeduction } from '../../../src/core/wording/word.ts';
import { policyTerms } from '../policy/policy-sample.ts';
import { asOf, cover, idOf, input, invoice, planOf, terms } from '../selection-samples.ts';

const rule = (change: Partial<Extract<Rule, { rule: 'insured_limit' }>> = {}): Rule => ({
  rule: 'insured_limit',
  policyId: 'P1',
  consumption: 'chronological',
  ...change,
});

/** Three invoices of 100 each, the oldest first; a limit of 200. */
const receivables = [1, 2, 3].map((number) =>
  invoice(number, {
    openMinor: 10_000,
    faceMinor: 10_000,
    issuedOn: `2026-10-0${number}`,
    dueOn: `2026-12-0${number}`,
  }),
);
const limit = cover({
  layers: [{ amountMinor: 20_000, validFrom: '2026-01-01' }],
  effectiveOn: '2026-01-01',
  decidedOn: '2026-01-01',
});

function given(change: Partial<SelectionInput> = {}, rules: Rule[] = [rule()]): SelectionInput {
  return input({
    receivables,
    cover: [limit],
    policies: [policyTerms()],
    facilities: [terms(rules)],
    ...change,
  });
}

function taken(of: SelectionInput): [number, unknown][] {
  const [facility] = planOf(of).facilities;
  const lines = new Map(facility?.lines.map((line) => [line.receivableId, line]));
  return [1, 2, 3].map((number) => {
    const [deduction] = lines.get(idOf(number))?.deductions ?? [];
    return [deduction?.amountMinor ?? 0, deduction?.params.reason];
  });
}

describe('where the terms of the policy are given', () => {
  test('what is eligible of each invoice is what the proof of cover insures of it', () => {
    const selection = given();
    const plan = planOf(selection);
    const proof = proveCover({
      versions: [policyTerms()],
      decisions: [limit],
      circumstances: [],
      debtor: { id: 'D1' },
      currency: 'EUR',
      convert: (amount) => amount,
      invoices: receivables.map((one) => ({
        receivableId: one.id,
        number: one.key.number,
        sellerId: one.key.sellerId,
        issuedOn: one.issuedOn,
        dueOn: one.dueOn,
        history: [{ on: one.issuedOn, openMinor: one.openMinor, disputedMinor: 0 }],
      })),
    })(asOf);
    expect(plan.facilities[0]?.poolMinor).toBe(proof.insuredMinor);
    expect(proof.insuredMinor).toBe(20_000);
    expect(taken(selection)).toEqual([
      [0, undefined],
      [0, undefined],
      [10_000, 'over_limit'],
    ]);
  });

  test('the clause that leaves an invoice out is in its explanation, in both languages', () => {
    const stopped: Circumstance = {
      kind: 'insolvency',
      debtorId: 'D1',
      on: '2026-10-02',
      knownOn: '2026-10-20',
    };
    const selection = given({
      circumstances: [stopped],
      policies: [policyTerms({ clauses: { stop: '§ 7.2' } })],
    });
    expect(taken(selection)).toEqual([
      [0, undefined],
      [10_000, 'stopped_by_insolvency'],
      [10_000, 'stopped_by_insolvency'],
    ]);
    const lines = planOf(selection).facilities.flatMap((facility) => facility.lines);
    const [deduction] = lines.flatMap(({ deductions }) => deductions);
    expect(deduction?.params).toMatchObject({ stoppedOn: '2026-10-02', clause: '§ 7.2' });
    const said = (locale: 'en' | 'zh-CN') =>
      wordDeduction(locale, deduction ?? { rule: '', params: {} }, 'EUR');
    expect(said('en')).toBe(
      'Policy P1, § 7.2: cover stopped on 2 Oct 2026, the day of the insolvency.',
    );
    expect(said('zh-CN')).toBe('保单 P1（§ 7.2）：自2026年10月2日债务人破产起停止承保。');
  });

  test('the limit is filled by what is eligible where the rule says so', () => {
    const selection = given({}, [
      { rule: 'disputed', scope: 'whole_invoice' },
      rule({ consumption: 'assignedOnly' }),
    ]);
    const [first, ...others] = receivables;
    const disputed = first ? [{ ...first, disputedMinor: 1 }] : [];
    expect(taken({ ...selection, receivables: [...disputed, ...others] })).toEqual([
      [10_000, undefined],
      [0, undefined],
      [0, undefined],
    ]);
  });

  test('what the insured has set itself counts without any decision of the insurer', () => {
    const discretionary: NonNullable<ReturnType<typeof policyTerms>['discretionary']> = {
      maximumMinor: 15_000,
      bases: [{ basis: 'experience', validFor: { count: 12, unit: 'months' } }],
      endsOnAdverseInformation: true,
    };
    const policies = [
      policyTerms({
        discretionary,
        shares: [
          { source: 'named', shareBp: 9_000 },
          { source: 'discretionary', shareBp: 8_000 },
        ],
      }),
    ];
    const set: Circumstance = {
      kind: 'discretionary_limit',
      debtorId: 'D1',
      on: '2026-09-01',
      knownOn: '2026-09-01',
      basis: 'experience',
      amountMinor: 99_000,
      currency: 'EUR',
      validTo: '2026-12-31',
    };
    expect(taken(given({ cover: [], policies, circumstances: [set] }))).toEqual([
      [0, undefined],
      [5_000, 'over_limit'],
      [10_000, 'over_limit'],
    ]);
  });

  test('an old default that was paid late takes the deliveries in between', () => {
    const settlements = [
      {
        receivableId: idOf(9),
        number: 'INV-9',
        sellerId: 'S1',
        debtorId: 'D1',
        issuedOn: '2026-06-01',
        dueOn: '2026-08-01',
        settledOn: '2026-11-20',
      },
    ];
    expect(taken(given({ settlements }))).toEqual([
      [10_000, 'stopped_by_extension'],
      [10_000, 'stopped_by_extension'],
      [10_000, 'stopped_by_extension'],
    ]);
  });
});

test('without them the rule counts as it did', () => {
  const { policies: _, ...without } = given();
  expect(taken(without)).toEqual([
    [0, undefined],
    [0, undefined],
    [10_000, 'over_limit'],
  ]);
});
