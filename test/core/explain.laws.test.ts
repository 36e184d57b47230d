import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changed } from '../../src/core/compare/change.ts';
import { type DebtorQuestion, explainDebtor } from '../../src/core/explain/debtor.ts';
import type { DebtorExplanation, FacilityExplanation } from '../../src/core/explain/explanation.ts';
import { explainFacility } from '../../src/core/explain/facility.ts';
import { limitsOf, raiseOf } from '../../src/core/explain/limit.ts';
import { looserTerms } from '../../src/core/explain/looser.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import { stageOf } from '../../src/core/facility/stage.ts';
import type { Terms } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { type Sifted, siftLedger } from '../../src/core/sift.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { anyInput } from './any-input.ts';

const solve = await loadHighs();

function sifted(input: SelectionInput): Sifted {
  const found = siftLedger(input);
  if (!found.ok) throw new Error(found.refusals[0]?.code);
  return found;
}

/** A facility's pool and what it can draw when everything is reckoned again from its lines. */
function anew(input: SelectionInput, terms: Terms): { poolMinor: number; availableMinor: number } {
  const found = sifted(changed(input, { facilities: [terms] }));
  const place = found.input.facilities.indexOf(terms);
  const { poolMinor = -1, availableMinor = -1 } = found.availabilities[place] ?? {};
  return { poolMinor, availableMinor };
}

function facilityOf(of: Sifted, { facilityId }: Terms): FacilityExplanation {
  const explanation = explainFacility(of, facilityId);
  if (!explanation) throw new Error(`no facility ${facilityId}`);
  return explanation;
}

function debtorOf(of: Sifted, question: DebtorQuestion): DebtorExplanation {
  const answer = explainDebtor(of, question, solve);
  if (answer.status !== 'explained') throw new Error(answer.status);
  return answer.explanation;
}

const withoutNeed = anyInput.map(({ need: _, ...rest }) => rest);

/** Every facility with a limit of the funder, so that there is always one to raise. */
const limited = withoutNeed.map((input) => ({
  ...input,
  facilities: input.facilities.map((terms) => ({ ...terms, rules: withLimit(terms.rules) })),
}));

function withLimit(rules: Rule[]): Rule[] {
  if (rules.some(({ rule }) => rule === 'funder_limit')) return rules;
  const firstCap = rules.findIndex(({ rule }) => stageOf(rule) === 'concentration');
  const place = firstCap < 0 ? rules.length : firstCap;
  return rules.toSpliced(place, 0, { rule: 'funder_limit', limits: [], otherwiseMinor: 3_000 });
}

test('what a rule frees is what the ledger gives when it is judged again without it, or a step looser', () => {
  fc.assert(
    fc.property(withoutNeed, (input) => {
      const found = sifted(input);
      for (const terms of found.input.facilities) {
        const { steps, poolMinor, availableMinor } = facilityOf(found, terms);
        const freed = (other: Terms) => {
          const after = anew(input, other);
          return {
            poolMinor: after.poolMinor - poolMinor,
            availableMinor: after.availableMinor - availableMinor,
          };
        };
        for (const [index, { rule }] of terms.rules.entries()) {
          const step = steps.find((own) => own.rule === rule);
          expect(step?.frees, rule).toEqual(
            freed({ ...terms, rules: terms.rules.toSpliced(index, 1) }),
          );
        }
        for (const looser of looserTerms(terms)) {
          if (looser.coverBp !== undefined || looser.rule === undefined) continue;
          const step = steps
            .find(({ rule }) => rule === looser.rule)
            ?.looser.find(({ parameter }) => parameter === looser.parameter);
          expect(step?.frees, `${looser.rule} ${looser.parameter}`).toEqual(freed(looser.terms));
        }
      }
    }),
    { numRuns: 25 },
  );
});

/** Where shares cross, or tell currencies apart, more of one thing may leave less room for another. */
function capsPlainly({ rules }: Terms): boolean {
  const caps = rules.filter(({ rule }) => stageOf(rule) === 'concentration');
  return caps.length < 2 && caps.every(({ rule }) => rule !== 'currency_concentration');
}

test('dropping or loosening a rule never takes away from the pool, nor a limit from what can be drawn', () => {
  fc.assert(
    fc.property(withoutNeed, (input) => {
      const found = sifted(input);
      for (const terms of found.input.facilities.filter(capsPlainly)) {
        const { steps, limits } = facilityOf(found, terms);
        for (const { rule, frees, looser } of steps) {
          for (const own of [frees, ...looser.map((one) => one.frees)]) {
            expect(own.poolMinor, rule).toBeGreaterThanOrEqual(0);
          }
        }
        for (const { frees } of limits) expect(frees.availableMinor).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 40 },
  );
});

test('all debtors together come to a facility’s waterfall, rule by rule, and to its pool', () => {
  fc.assert(
    fc.property(withoutNeed, (input) => {
      const found = sifted(input);
      const debtors = input.debtors.map(({ id }) => debtorOf(found, { debtorId: id }));
      found.outcomes.forEach((outcome, place) => {
        const own = debtors.flatMap(({ facilities }) => facilities[place] ?? []);
        const sums = outcome.rules.map(({ rule }) =>
          own
            .flatMap(({ deductions }) => deductions)
            .filter((deduction) => deduction.rule === rule)
            .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
        );
        expect(sums).toEqual([...outcome.taken]);
        const eligible = own.reduce((sum, { eligibleMinor }) => sum + eligibleMinor, 0);
        expect(eligible).toBe(found.availabilities[place]?.poolMinor);
      });
    }),
    { numRuns: 30 },
  );
});

test('more limit than saturates frees nothing more; one unit less is another pool, smaller where caps do not cross', () => {
  let saturated = 0;
  fc.assert(
    fc.property(limited, (input) => {
      const found = sifted(input);
      for (const { id: debtorId } of input.debtors) {
        const { limits } = debtorOf(found, { debtorId });
        for (const [place, limit] of limitsOf(found.input, debtorId).entries()) {
          for (const { facilityId, byMinor } of limits[place]?.saturates ?? []) {
            const facility = found.input.facilities.findIndex(
              (terms) => terms.facilityId === facilityId,
            );
            const poolWith = (more: number) =>
              more === 0
                ? found.availabilities[facility]?.poolMinor
                : sifted(changed(found.input, raiseOf(found.input, limit, more))).availabilities[
                    facility
                  ]?.poolMinor;
            const enough = poolWith(byMinor);
            expect(poolWith(byMinor + 1)).toBe(enough);
            expect(poolWith(10_000_000)).toBe(enough);
            if (byMinor === 0) continue;
            saturated += 1;
            const before = poolWith(byMinor - 1);
            expect(before).not.toBe(enough);
            const terms = found.input.facilities[facility];
            if (terms !== undefined && capsPlainly(terms)) {
              expect(before).toBeLessThan(enough ?? 0);
            }
          }
        }
      }
    }),
    { numRuns: 75 },
  );
  expect(saturated).toBeGreaterThan(10);
});
