import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Day } from '../../../src/core/calendar.ts';
import { type CoverProof, proveCover } from '../../../src/core/cover/proof.ts';
import type { CoveredInvoice, CoverQuestion } from '../../../src/core/cover/question.ts';
import { anyCircumstance, anyDay, anyDecision, anyInvoices, anyTerms } from './any-cover.ts';
import { question } from './cover-sample.ts';

const anyQuestion: fc.Arbitrary<CoverQuestion> = fc
  .record({
    terms: anyTerms,
    decisions: fc.array(anyDecision, { maxLength: 5 }),
    circumstances: fc.array(anyCircumstance, { maxLength: 3 }),
    invoices: anyInvoices,
  })
  .map(({ terms, ...own }) => question({ versions: [terms], ...own }));

const openOn = ({ history }: CoveredInvoice, day: Day) =>
  history.filter(({ on }) => on <= day).at(-1)?.openMinor ?? 0;

const insuredOf = ({ invoices }: CoverProof) =>
  new Map(
    invoices.map(({ number, parts }) => [
      number,
      parts.reduce((sum, part) => sum + (part.outcome === 'insured' ? part.amountMinor : 0), 0),
    ]),
  );

describe('for every debtor and day', () => {
  test('insured, over the limit and uninsured make what is open, invoice by invoice', () => {
    fc.assert(
      fc.property(anyQuestion, anyDay, (asked, asOf) => {
        const proof = proveCover(asked)(asOf);
        const open = asked.invoices.reduce((sum, one) => sum + openOn(one, asOf), 0);
        const { insuredMinor, overLimitMinor, uninsuredMinor } = proof;
        expect(insuredMinor + overLimitMinor + uninsuredMinor).toBe(open);
        for (const one of proof.invoices) {
          const parts = one.parts.map(({ amountMinor }) => amountMinor);
          expect(parts.every((amountMinor) => amountMinor > 0)).toBe(true);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(one.openMinor);
        }
        expect(proof.paidMinor).toBeLessThanOrEqual(proof.insuredMinor);
      }),
    );
  });

  test('the order of the lists does not show', () => {
    fc.assert(
      fc.property(anyQuestion, anyDay, (asked, asOf) => {
        const turned = {
          ...asked,
          invoices: asked.invoices.toReversed(),
          circumstances: asked.circumstances.toReversed(),
        };
        expect(proveCover(turned)(asOf)).toEqual(proveCover(asked)(asOf));
      }),
    );
  });

  test('a question asked for many days answers each as if asked alone', () => {
    fc.assert(
      fc.property(anyQuestion, fc.array(anyDay, { minLength: 2, maxLength: 6 }), (asked, days) => {
        const proofOn = proveCover(asked);
        for (const day of days) expect(proofOn(day)).toEqual(proveCover(asked)(day));
      }),
    );
  });

  test('what becomes known later changes nothing that was answered before', () => {
    fc.assert(
      fc.property(anyQuestion, anyDay, (asked, asOf) => {
        const decisions = asked.decisions.filter(({ decidedOn }) => decidedOn <= asOf);
        const circumstances = asked.circumstances.filter(
          ({ on, knownOn }) => on <= asOf && knownOn <= asOf,
        );
        const invoices = asked.invoices.map((one) => ({
          ...one,
          history: one.history.filter(({ on }) => on <= asOf),
        }));
        const then = { ...asked, decisions, circumstances, invoices };
        expect(proveCover(then)(asOf)).toEqual(proveCover(asked)(asOf));
      }),
    );
  });

  test('a higher limit insures no less, and covers no more than it gives', () => {
    fc.assert(
      fc.property(anyQuestion, anyDay, fc.integer({ min: 1, max: 9_000 }), (asked, asOf, more) => {
        const decisions = asked.decisions.map((one) => ({
          ...one,
          layers: one.layers.map((layer) => ({ ...layer, amountMinor: layer.amountMinor + more })),
        }));
        const [before, after] = [asked, { ...asked, decisions }].map(
          (one) => proveCover(one)(asOf).insuredMinor,
        );
        expect(after).toBeGreaterThanOrEqual(before ?? 0);
      }),
    );
  });

  test('a payment lets later invoices move in, and never takes cover from another', () => {
    fc.assert(
      fc.property(anyQuestion, anyDay, fc.nat(), (asked, asOf, pick) => {
        const at = asked.invoices.length === 0 ? 0 : pick % asked.invoices.length;
        const paid = asked.invoices[at];
        fc.pre(paid !== undefined && openOn(paid, asOf) > 0);
        const invoices = asked.invoices.map((one, index) => {
          if (index !== at) return one;
          const nothing = { on: asOf, openMinor: 0, disputedMinor: 0 };
          return { ...one, history: [...one.history, nothing] };
        });
        const before = insuredOf(proveCover(asked)(asOf));
        const after = insuredOf(proveCover({ ...asked, invoices })(asOf));
        for (const [number, amountMinor] of after) {
          expect(amountMinor).toBeGreaterThanOrEqual(before.get(number) ?? 0);
        }
      }),
    );
  });
});
