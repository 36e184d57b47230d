import { describe, expect, test } from 'vitest';
import { debtorUnder } from '../../../src/core/explain/underFacility.ts';
import type { Rule, RuleOf } from '../../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../../src/core/input.ts';
import { siftLedger } from '../../../src/core/sift.ts';
import {
  cover,
  credit,
  eligible,
  idOf,
  input,
  invoice,
  planOf,
  resultOf,
  terms,
} from '../selection-samples.ts';
import { rates } from './samples.ts';

const covered = (amountMinor: number, currency = 'EUR') => ({
  cover: [cover({ currency, layers: [{ amountMinor, validFrom: '2026-01-01' }] })],
});
const insured: RuleOf<'insured_limit'> = {
  rule: 'insured_limit',
  policyId: 'P1',
  consumption: 'assignedOnly',
};
const byDate: Rule = { ...insured, consumption: 'chronological' };
/** Issued on 1, 2 and 3 November. */
const three = [1, 2, 3].map((day) =>
  invoice(day, { issuedOn: `2026-11-0${day}`, openMinor: 4_000 }),
);

describe('24 the funder’s own limit', () => {
  const limit = (amountMinor: number, otherwiseMinor: number): Rule => ({
    rule: 'funder_limit',
    limits: [{ debtorId: 'D1', amountMinor }],
    otherwiseMinor,
  });
  test.each([
    [12_000, [4_000, 4_000, 4_000]],
    [11_999, [4_000, 4_000, 3_999]],
    [4_001, [4_000, 1, 0]],
    [0, [0, 0, 0]],
  ])('of %d keeps the oldest', (amountMinor, left) => {
    expect(eligible([limit(amountMinor, 0)], { receivables: three })).toEqual(left);
  });

  test('of debtors it does not name is the general one', () => {
    const receivables = [invoice(1), invoice(2, { debtorId: 'D2' })];
    expect(eligible([limit(500, 700)], { receivables })).toEqual([500, 700]);
  });
});

describe('23 insurance: within the limit', () => {
  test.each([
    [12_000, [4_000, 4_000, 4_000]],
    [8_001, [4_000, 4_000, 1]],
    [8_000, [4_000, 4_000, 0]],
    [7_999, [4_000, 3_999, 0]],
  ])('%d covers the oldest first', (limit, left) => {
    expect(eligible([insured], { receivables: three, ...covered(limit) })).toEqual(left);
  });

  // Half of 90.00 is 45.00; 90 % of 44.44 is 39.996, within 40.00, and of 44.45 it is 40.005.
  test.each([
    [4_500, 5_000, 9_000],
    [4_000, 9_000, 4_444],
    [4_000, 10_000, 4_000],
  ])('a limit of %d quoted as the most the insurer pays at %d bp', (limit, share, left) => {
    const rule: Rule = { ...insured, quoted: 'indemnity', insuredShareBp: share };
    const receivables = [invoice(1, { openMinor: 50_000 })];
    expect(eligible([rule], { receivables, ...covered(limit) })).toEqual([left]);
    const asAmount: Rule = { ...rule, quoted: 'receivables' };
    expect(eligible([asAmount], { receivables, ...covered(limit) })).toEqual([limit]);
  });

  test.each([
    ['JPY', 1_601, 1_000],
    ['KWD', 1_001, 300],
  ])('a limit in %s comes to whole cents, rounded down', (currency, limit, left) => {
    const given = { receivables: [invoice(1)], ...covered(limit, currency), fx: rates };
    expect(eligible([insured], given)).toEqual([left]);
  });
});

describe('23 insurance: who uses the cover', () => {
  const range: Rule = { rule: 'amount_range', maxMinor: 4_000 };
  const receivables = [invoice(9, { issuedOn: '2026-10-01', openMinor: 5_000 }), ...three];

  test('only what is eligible, where assigned invoices use it', () => {
    const left = eligible([range, insured], { receivables, ...covered(8_000) });
    expect(left).toEqual([0, 4_000, 4_000, 0]);
  });

  test('the oldest, financed or not, where it runs by date', () => {
    const left = eligible([range, byDate], { receivables, ...covered(8_000) });
    expect(left).toEqual([0, 3_000, 0, 0]);
  });

  const positions = [
    { receivableId: idOf(1), facilityId: 'F2', state: 'advanced', advancedMinor: 0 },
  ];
  const own: Rule[] = [{ rule: 'already_financed' }, insured];
  test('what another facility holds under the policy has used it already', () => {
    const facilities = [terms(own), terms([insured], { facilityId: 'F2' })];
    const left = eligible(own, { receivables: three, positions, facilities, ...covered(8_000) });
    expect(left).toEqual([0, 4_000, 0]);
  });

  test('what it holds under another policy has not', () => {
    const other = terms([{ ...insured, policyId: 'P2' }], { facilityId: 'F2' });
    const book = [...covered(8_000).cover, cover({ policyId: 'P2' })];
    const facilities = [terms(own), other];
    const left = eligible(own, { receivables: three, positions, facilities, cover: book });
    expect(left).toEqual([0, 4_000, 4_000]);
  });

  test('it uses all of its open amount there, also when all of it is in dispute here', () => {
    const rules: Rule[] = [{ rule: 'disputed', scope: 'disputed_part' }, insured];
    const [first, ...others] = three;
    const receivables = [...(first ? [{ ...first, disputedMinor: 4_000 }] : []), ...others];
    const left = eligible(rules, { receivables, positions, ...covered(8_000) });
    expect(left).toEqual([0, 4_000, 0]);
  });
});

/**
 * Three of 4,000 under cover of 8,000, of which F2 holds one: it uses 4,000 of the cover, whatever of it
 * is eligible here. With what is still eligible of the one held, what is left here may be no more.
 */
describe('23 insurance: what another facility holds and is eligible here in part', () => {
  const held = (number: number) => [
    { receivableId: idOf(number), facilityId: 'F2', state: 'advanced', advancedMinor: 0 },
  ];
  const [first, ...others] = three;
  const disputed = [...(first ? [{ ...first, disputedMinor: 1_000 }] : []), ...others];
  const byPart: Rule = { rule: 'disputed', scope: 'disputed_part' };
  const latestFirst: Rule = { rule: 'credits', unreferenced: 'latest_due_first' };
  const contra: Rule = { rule: 'contra' };
  const limited: Rule = { rule: 'funder_limit', limits: [], otherwiseMinor: 9_000 };
  const latestHeld = [
    ...three.slice(0, 2),
    invoice(3, { issuedOn: '2026-11-03', dueOn: '2027-01-15', openMinor: 4_000 }),
  ];
  const payables = [{ debtorId: 'D1', currency: 'EUR', openMinor: 3_000 }];

  test.each<[string, Rule[], Partial<SelectionInput>, { left: number[]; used: number }]>([
    // 3,000 of it are in the sum here; 1,000 besides: 7,000 are left, for 3,000 and 4,000.
    [
      'the rest is in dispute',
      [byPart, insured],
      { receivables: disputed, positions: held(1) },
      { left: [3_000, 4_000, 0], used: 1_000 },
    ],
    // 3,000 of it are taken as a credit: 5,000 are left, for the two oldest.
    [
      'the rest is what a credit takes',
      [latestFirst, insured],
      { receivables: [...latestHeld, credit(9, { openMinor: -3_000 })], positions: held(3) },
      { left: [4_000, 1_000, 0], used: 3_000 },
    ],
    [
      'the rest is what contra takes',
      [contra, insured],
      { receivables: latestHeld, payables, positions: held(3) },
      { left: [4_000, 1_000, 0], used: 3_000 },
    ],
    // The funder's limit of 9,000 leaves 1,000 of the last: 3,000 of the cover are used besides.
    [
      'the rest is above the funder’s own limit',
      [limited, insured],
      { receivables: three, positions: held(3) },
      { left: [4_000, 1_000, 0], used: 3_000 },
    ],
    [
      'none of it is left by the funder’s own limit',
      [{ ...limited, otherwiseMinor: 8_000 }, insured],
      { receivables: three, positions: held(3) },
      { left: [4_000, 0, 0], used: 4_000 },
    ],
    [
      'all of it is eligible: it is in the sum here',
      [insured],
      { receivables: three, positions: held(1) },
      { left: [4_000, 4_000, 0], used: 0 },
    ],
  ])('%s', (_, rules, given, { left, used }) => {
    const asked = input({ facilities: [terms(rules)], ...covered(8_000), ...given });
    const { lines } = resultOf(planOf(asked));
    expect(lines.map(({ eligibleMinor }) => eligibleMinor)).toEqual(left);
    const taken = lines.flatMap(({ deductions }) =>
      deductions.flatMap(({ rule, params }) => (rule === 'insured_limit' ? [params] : [])),
    );
    expect(taken.map(({ heldElsewhereMinor }) => heldElsewhereMinor)).toEqual(
      taken.map(() => used),
    );
    const sifted = siftLedger(asked);
    const [outcome] = sifted.ok ? sifted.outcomes : [];
    const limits = outcome ? debtorUnder(outcome, 0).limits : [];
    const cover = limits.find(({ rule }) => rule === 'insured_limit');
    expect(cover).toMatchObject({ limitMinor: 8_000, heldElsewhereMinor: used, headroomMinor: 0 });
  });
});

describe('23 insurance: terms and stops', () => {
  test.each([
    [60, [4_000, 4_000]],
    [59, [0, 4_000]],
  ])('a maximum term of %d days; what is beyond it uses no cover', (maximumTermDays, left) => {
    const receivables = [
      invoice(1, { openMinor: 4_000 }),
      invoice(2, { openMinor: 4_000, issuedOn: '2026-11-02', dueOn: '2026-12-30' }),
    ];
    const rule: Rule = { ...insured, maximumTermDays };
    expect(eligible([rule], { receivables, ...covered(8_000) })).toEqual(left);
  });

  // Due 1 October, stop after more than 30 days: from 1 November nothing more is insured.
  test.each([
    ['2026-10-31', 30, 4_000],
    ['2026-11-01', 30, 0],
    ['2026-11-24', 30, 0],
    ['2026-11-24', 53, 0],
    ['2026-11-24', 54, 4_000],
  ])('issued %s, stopped after %d days overdue', (issuedOn, stopOverdueDays, left) => {
    const receivables = [
      invoice(1, { issuedOn: '2026-09-01', dueOn: '2026-10-01', openMinor: 100 }),
      invoice(2, { issuedOn, openMinor: 4_000 }),
      invoice(3, { debtorId: 'D2', issuedOn, openMinor: 4_000 }),
    ];
    const rule: Rule = { ...insured, stopOverdueDays };
    const book = [cover(), cover({ debtorId: 'D2' })];
    expect(eligible([rule], { receivables, cover: book })).toEqual([100, left, 4_000]);
  });

  test('an invoice that is paid stops nothing', () => {
    const receivables = [
      invoice(1, { issuedOn: '2026-09-01', dueOn: '2026-10-01', faceMinor: 100, openMinor: 0 }),
      invoice(2),
    ];
    const rule: Rule = { ...insured, stopOverdueDays: 30 };
    expect(eligible([rule], { receivables, ...covered(10_000) })).toEqual([0, 10_000]);
  });
});
