import { describe, expect, it } from 'vitest';
import { coverOn } from '../../src/core/cover/available.ts';
import type { CoverDecision } from '../../src/core/cover/limit.ts';
import { goneFromList, vanishedCovers } from '../../src/core/cover/vanished.ts';

const on = '2026-11-24';
const none = new Set<string>();
const convert = (amount: number) => amount;

describe('a cover that the insurer no longer lists', () => {
  it('insures what it did before the day, and nothing from it on', () => {
    const known = [agreed()];
    const book = [...known, ...vanishedCovers(known, { listed: none, on })];
    expect(coverOn(book, { asOf: '2026-11-23', convert })).toMatchObject({ status: 'in_force' });
    expect(coverOn(book, { asOf: on, convert })).toEqual({ status: 'none', reason: 'withdrawn' });
  });

  it('is said to be gone once, not at every reading', () => {
    const known = [agreed()];
    const gone = vanishedCovers(known, { listed: none, on });
    expect(gone).toMatchObject([{ coverId: 'C1', rawCode: goneFromList, endsOn: on }]);
    expect(vanishedCovers([...known, ...gone], { listed: none, on })).toEqual([]);
    expect(vanishedCovers([...known, ...gone], { listed: none, on: '2026-12-01' })).toEqual([]);
  });

  it('is in force again when it is listed again', () => {
    const known = [agreed()];
    const book = [...known, ...vanishedCovers(known, { listed: none, on }), agreed()];
    expect(coverOn(book, { asOf: on, convert })).toMatchObject({ status: 'in_force' });
    expect(vanishedCovers(book, { listed: new Set(['C1']), on })).toEqual([]);
  });

  it('is left alone while it is listed, or where it insured nothing', () => {
    expect(vanishedCovers([agreed()], { listed: new Set(['C1']), on })).toEqual([]);
    const refused: CoverDecision = { ...agreed(), status: 'refused' };
    expect(vanishedCovers([refused], { listed: none, on })).toEqual([]);
    expect(vanishedCovers([{ ...agreed(), endsOn: on }], { listed: none, on })).toEqual([]);
  });
});

function agreed(): CoverDecision {
  return {
    policyId: 'P1',
    debtorId: 'D1',
    coverId: 'C1',
    status: 'agreed',
    rawCode: 'DC01',
    currency: 'EUR',
    layers: [{ amountMinor: 500, validFrom: '2026-01-01' }],
    effectiveOn: '2026-01-01',
    decidedOn: '2026-01-01',
  };
}
