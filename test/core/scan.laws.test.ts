import fc from 'fast-check';
import { expect, test } from 'vitest';
import { debtorLines } from '../../src/core/eligibility/debtorLines.ts';
import { factorOf } from '../../src/core/eligibility/gross.ts';
import { isWholeRule, judgeWhole } from '../../src/core/eligibility/invoiceRules.ts';
import { firstFailing } from '../../src/core/eligibility/invoiceSums.ts';
import type { Outcome } from '../../src/core/eligibility/outcome.ts';
import { splitsOf } from '../../src/core/eligibility/splits.ts';
import { subjectAt } from '../../src/core/eligibility/view.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import { stageOf } from '../../src/core/facility/stage.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { mulDiv } from '../../src/core/money.ts';
import { type Sifted, siftAgain, siftLedger } from '../../src/core/sift.ts';
import { ledgerSentences } from '../../src/core/wording/ledgerSentences.ts';
import { wordDeduction } from '../../src/core/wording/word.ts';
import { anyInput } from './any-input.ts';
import { input, invoice, terms } from './selection-samples.ts';

test('a rate as one factor gives the floor of the exact quotient, also next to a whole number', () => {
  const anyRatio = fc.record({
    numerator: fc.integer({ min: 1, max: 2 ** 24 }),
    denominator: fc.integer({ min: 1, max: 2 ** 24 }),
    whole: fc.integer({ min: 0, max: 2 ** 40 }),
    off: fc.integer({ min: -1, max: 1 }),
  });
  fc.assert(
    fc.property(anyRatio, ({ numerator, denominator, whole, off }) => {
      const least = Number((BigInt(whole) * BigInt(denominator)) / BigInt(numerator));
      const amount = Math.max(0, least + off);
      fc.pre(amount * numerator < 2 ** 50);
      const quotient = Math.floor(amount * factorOf({ numerator, denominator }));
      expect(quotient).toBe(mulDiv(amount, numerator, denominator, 'down'));
    }),
    { numRuns: 20_000 },
  );
});

test('a line’s signature names the first rule about whole invoices that it fails', () => {
  fc.assert(
    fc.property(fc.oneof(anyInput, anyAmounts), (given) => {
      for (const outcome of siftedOf(given).outcomes) {
        expect(signed(outcome)).toEqual(judged(outcome));
      }
    }),
    { numRuns: 300 },
  );
});

test('amounts split in numbers, and as sentences, are those of the lines worked out one by one', () => {
  fc.assert(
    fc.property(fc.oneof(anyInput, anyPlain), (given) => {
      for (const outcome of siftedOf(given).outcomes) {
        expectSaid(outcome);
        const splitOf = splitsOf(outcome);
        for (let debtor = 0; debtor < outcome.eligible.length; debtor += 1) {
          const split = splitOf(debtor);
          const lines = debtorLines(outcome, debtor);
          if (split) expect(new Set(split)).toEqual(new Set(takenByDebtorRules(outcome, lines)));
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('lines that share a day, a term, a debtor or an amount, but not all of them, have their own sentences', () => {
  const anyLine = fc.record({
    // With a day of long ago and great amounts there are more numbers than texts are kept for.
    issuedOn: fc.constantFrom('1990-01-01', '2026-08-01', '2026-08-02', '2026-11-25', '2026-11-26'),
    dueOn: fc.constantFrom('2026-09-01', '2026-09-02', '2026-11-23', '2026-12-24', '2026-12-25'),
    openMinor: fc.constantFrom(0, 1, 2, 49_999, 65_535, 65_536, 70_000, 2 ** 31, 2 ** 40 + 1),
    debtorId: fc.constantFrom('D1', 'D2', 'D3'),
  });
  const rules: Rule[] = [
    { rule: 'not_yet_issued' },
    { rule: 'past_invoice_date', days: 90, operator: '>' },
    { rule: 'past_due_date', days: 0, operator: '>=' },
    { rule: 'past_terms', times: 1, operator: '>' },
    { rule: 'term_too_long', days: 20, operator: '>' },
    { rule: 'remaining_term', minDays: 60, from: 'asOf' },
    { rule: 'amount_range', minMinor: 1_000_000, maxMinor: 2_000_000 },
    { rule: 'country', allowed: ['DE'] },
  ];
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), (lines) => {
      const countries = { D1: 'DE', D2: 'FR', D3: 'IT' };
      const sifted = siftedOf(
        input({
          receivables: lines.map((line, index) =>
            invoice(index + 1, { ...line, faceMinor: line.openMinor }),
          ),
          debtors: Object.entries(countries).map(([id, country]) => ({
            ...{ id, name: id, country },
            identifiers: {},
          })),
          facilities: rules.map((rule) => terms([rule], { facilityId: rule.rule })),
        }),
      );
      for (const outcome of sifted.outcomes) expectSaid(outcome);
    }),
    { numRuns: 200 },
  );
});

test('a ledger sifted again under other debtors, rates, cover or terms is as if for the first time', () => {
  fc.assert(
    fc.property(anyPlain, anyPlain, (given, other) => {
      const before = siftedOf(given);
      const after: SelectionInput = {
        ...before.input,
        debtors: given.debtors.map(
          (debtor) => other.debtors.find(({ id }) => id === debtor.id) ?? debtor,
        ),
        cover: other.cover,
        facilities: before.input.facilities.map((own) => ({
          ...own,
          rules: other.facilities[0]?.rules ?? own.rules,
        })),
      };
      const again = siftAgain(before, after);
      const first = siftLedger(after);
      expect(again.ok).toBe(first.ok);
      if (!again.ok || !first.ok) return;
      expect(again.availabilities).toEqual(first.availabilities);
      expect(again.outcomes.map(allLines)).toEqual(first.outcomes.map(allLines));
    }),
    { numRuns: 150 },
  );
});

test('of two debtors that were alike, only the one that changed fares otherwise', () => {
  const rules: Rule[] = [{ rule: 'debtor_status', excluded: ['insolvent'] }];
  const debtors = ['D1', 'D2'].map((id) => ({ id, name: id, country: 'DE', identifiers: {} }));
  const receivables = [invoice(1, { debtorId: 'D1' }), invoice(2, { debtorId: 'D2' })];
  const before = siftedOf(input({ debtors, receivables, facilities: [terms(rules)] }));
  const isLeft = (sifted: Sifted) =>
    sifted.outcomes.flatMap(({ eligible }) => [...eligible].map(Boolean));
  expect(isLeft(before)).toEqual([true, true]);
  const changed = debtors.map((own) =>
    own.id === 'D2' ? { ...own, status: 'insolvent' as const } : own,
  );
  const again = siftAgain(before, { ...before.input, debtors: changed });
  expect(again.ok && isLeft(again)).toEqual([true, false]);
});

/** Without what makes a debtor's lines be worked out one by one, or columns be made anew. */
const anyPlain = anyInput.map(
  (given): SelectionInput => ({
    ...given,
    receivables: given.receivables.map((item) => {
      if (item.kind !== 'invoice') return { ...item, references: undefined };
      const { components: _, ...flags } = item.particulars ?? {};
      return { ...item, disputedMinor: 0, particulars: flags };
    }),
    facilities: given.facilities.map((own) => ({ ...own, rules: own.rules.flatMap(plainRule) })),
  }),
);

function plainRule(rule: Rule): Rule[] {
  switch (rule.rule) {
    case 'data_quality':
    case 'currency_haircut':
    case 'currency_concentration':
      return [];
    case 'country':
      return [{ rule: rule.rule, allowed: rule.allowed }];
    case 'insured_limit':
      return [{ rule: rule.rule, policyId: rule.policyId }];
    default:
      return [rule];
  }
}

/** Amounts over all magnitudes, and ranges that begin or end at, or just beside, one of them. */
const anyAmounts = fc
  .record({
    amounts: fc.array(
      fc.oneof(fc.constant(0), fc.double({ min: 0, max: 13, noNaN: true }).map(powerOfTen)),
      { minLength: 1, maxLength: 12 },
    ),
    bounds: fc.array(fc.tuple(fc.nat(), fc.integer({ min: -1, max: 1 })), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ amounts, bounds }) => {
    const rangeOf = ([place, off]: [number, number]): Rule => {
      const bound = Math.max(1, (amounts[place % amounts.length] ?? 1) + off);
      return place % 2 === 0
        ? { rule: 'amount_range', minMinor: bound }
        : { rule: 'amount_range', maxMinor: bound };
    };
    return input({
      receivables: amounts.map((openMinor, index) =>
        invoice(index + 1, { openMinor, faceMinor: openMinor }),
      ),
      facilities: bounds.map((bound, index) =>
        terms([rangeOf(bound)], { facilityId: `F${index + 1}` }),
      ),
    });
  });

function powerOfTen(exponent: number): number {
  return Math.floor(10 ** exponent);
}

function siftedOf(given: SelectionInput): Sifted {
  const sifted = siftLedger(given);
  if (!sifted.ok) throw new Error(sifted.refusals[0]?.code);
  return sifted;
}

/** What is said of the ledger is what `wordDeduction` says of each line, debtor by debtor. */
function expectSaid(outcome: Outcome): void {
  for (const [locale, between] of [['en', ' '] as const, ['zh-CN', ''] as const]) {
    const said = [...outcome.eligible.keys()].map((debtor) =>
      debtorLines(outcome, debtor).map(({ line }) =>
        line.deductions
          .map((item) => wordDeduction(locale, item, outcome.view.terms.currency))
          .join(between),
      ),
    );
    expect([...ledgerSentences(locale, outcome)]).toEqual(said);
  }
}

function linesOf({ gross }: Outcome): number[] {
  return [...gross.keys()];
}

function signed(outcome: Outcome): number[] {
  return linesOf(outcome).map((line) => firstFailing(outcome, line));
}

function judged(outcome: Outcome): number[] {
  const { view, rules } = outcome;
  return linesOf(outcome).map((line) =>
    rules.findIndex(
      (rule) => isWholeRule(rule) && judgeWhole(view, rule, subjectAt(view, line)) !== undefined,
    ),
  );
}

function takenByDebtorRules({ rules }: Outcome, lines: ReturnType<typeof debtorLines>) {
  return lines.flatMap(({ index, line }) =>
    line.deductions.flatMap(({ rule, amountMinor, params }) => {
      const own = rules.find((stated) => stated.rule === rule);
      if (!own || stageOf(own.rule) === 'invoice') return [];
      return [{ line: index, rule, amountMinor, params }];
    }),
  );
}

function allLines(outcome: Outcome) {
  return [...outcome.eligible.keys()].flatMap((debtor) =>
    debtorLines(outcome, debtor).map(({ line }) => line),
  );
}
