import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indemnityOf } from '../../../src/core/claim/indemnity.ts';
import { owedAt } from '../../../src/core/claim/owed.ts';
import { idOf } from './worked-example.ts';

const amount = fc.integer({ min: 1, max: 10 ** 10 });
const share = fc.integer({ min: 0, max: 10_000 });
const optional = fc.option(amount, { nil: undefined });

const invoices = fc
  .array(
    fc.record({ face: amount, day: fc.integer({ min: 10, max: 28 }), tax: share, cut: share }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) => all.map((own, index) => ({ ...own, id: idOf(String(index + 1)) })));

const policy = fc.record({
  thresholdMinor: optional,
  deductible: fc.option(
    fc.record({
      amountMinor: amount,
      order: fc.constantFrom('after_share' as const, 'before_share' as const),
    }),
    { nil: undefined },
  ),
  aggregateFirstLossMinor: optional,
  maximumLiabilityMinor: optional,
  isCappedByAdvance: fc.boolean(),
});

const cases = fc.record({
  invoices,
  policy,
  paid: fc.array(amount, { maxLength: 3 }),
  limit: amount,
  bp: fc.integer({ min: 1, max: 10_000 }),
  used: amount,
  advanced: amount,
});

test('every cent of the ledger is in one step, and no more is paid than share, limit, period and advance allow', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const owed = owedAt({
        invoices: given.invoices.map(({ id, face, day, tax }) => ({
          receivableId: id,
          number: id,
          issuedOn: '2026-01-01',
          dueOn: `2026-02-${day}`,
          faceMinor: face,
          parts: [{ part: 'tax', amountMinor: Math.floor((face * tax) / 10_000) }],
        })),
        credits: [],
        payments: given.paid.map((amountMinor) => ({ on: '2026-03-01', amountMinor })),
        dateOfLoss: '2026-09-01',
        excludes: ['tax'],
      });
      let left = given.limit;
      const proven = owed.map(({ receivableId, remainingMinor }) => {
        const cut = given.invoices.find(({ id }) => id === receivableId)?.cut ?? 0;
        const minor = Math.floor((remainingMinor * cut) / 10_000);
        const insuredMinor = Math.min(left, remainingMinor - minor);
        left -= insuredMinor;
        const overLimitMinor = remainingMinor - minor - insuredMinor;
        const uninsured = [{ minor, because: 'terms_too_long' }];
        const insured = [{ minor: insuredMinor, shareBp: given.bp }];
        return { receivableId, insured, overLimitMinor, uninsured };
      });
      const { thresholdMinor, deductible, aggregateFirstLossMinor, maximumLiabilityMinor } =
        given.policy;
      const answer = indemnityOf({
        currency: 'EUR',
        owed,
        proven,
        terms: {
          indemnity: {
            isCappedByAdvance: given.policy.isCappedByAdvance,
            excludes: ['tax'],
            ...(thresholdMinor !== undefined && { thresholdMinor }),
            ...(deductible !== undefined && { deductible }),
            ...(aggregateFirstLossMinor !== undefined && { aggregateFirstLossMinor }),
            ...(maximumLiabilityMinor !== undefined && { maximumLiabilityMinor }),
          },
          clauses: {},
        },
        firstLossUsedMinor: given.used,
        liabilityUsedMinor: given.used,
        advancedMinor: given.advanced,
        payees: [{ name: 'Bank', upToMinor: given.advanced }, { name: 'the insured' }],
      });
      if (answer.status !== 'reckoned') throw new Error(answer.code);
      const { steps, payableMinor, insuredLossMinor, indemnityMinor, payees } = answer.indemnity;
      const faces = given.invoices.reduce((sum, { face }) => sum + face, 0);
      expect(steps[0]?.amountMinor).toBe(faces);
      expect(steps.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(payableMinor);
      expect(payableMinor).toBeGreaterThanOrEqual(0);
      expect(insuredLossMinor).toBeLessThanOrEqual(given.limit);
      expect(indemnityMinor * 10_000).toBeLessThanOrEqual(insuredLossMinor * given.bp);
      expect(payableMinor).toBeLessThanOrEqual(indemnityMinor);
      if (maximumLiabilityMinor !== undefined) {
        expect(payableMinor).toBeLessThanOrEqual(Math.max(0, maximumLiabilityMinor - given.used));
      }
      if (given.policy.isCappedByAdvance) {
        expect(payableMinor).toBeLessThanOrEqual(given.advanced);
      }
      expect(payees.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(payableMinor);
    }),
  );
});
