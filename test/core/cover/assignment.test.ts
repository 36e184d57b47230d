import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AssignmentStep,
  assignmentOf,
  type BenefitAssignment,
  bindsOn,
  conflicting,
  foldAssignment,
} from '../../../src/core/cover/assignment.ts';
import { checkFinanced, type Erosion, erosionOf } from '../../../src/core/cover/erosion.ts';
import { policyTerms } from '../policy/policy-sample.ts';
import { idOf } from './cover-sample.ts';

const facts = {
  countryOf: (debtorId: string) => ({ D1: 'IT', D2: 'DE' })[debtorId],
  debtorOf: (receivableId: string) => ({ [idOf('1')]: 'D1', [idOf('2')]: 'D2' })[receivableId],
};

function assignment(change: Partial<BenefitAssignment> = {}): BenefitAssignment {
  return {
    assignmentId: idOf('9'),
    policyId: 'P1',
    role: 'loss_payee',
    assignee: 'Bank',
    scope: { kind: 'policy' },
    from: '2026-01-01',
    isRevocable: false,
    ...change,
  };
}

const made = (change: Partial<BenefitAssignment>, ...steps: AssignmentStep[]) => {
  const one = assignment(change);
  return { assignment: one, state: foldAssignment(one, steps) };
};

type Scope = BenefitAssignment['scope'];
const whole: Scope = { kind: 'policy' };
const italy: Scope = { kind: 'region', countries: ['IT', 'ES'] };
const spain: Scope = { kind: 'region', countries: ['ES'] };
const first: Scope = { kind: 'buyer', debtorIds: ['D1'] };
const unplaced: Scope = { kind: 'buyer', debtorIds: ['D9'] };
const invoiceOfFirst: Scope = { kind: 'invoice', receivableIds: [idOf('1')] };
const invoiceOfSecond: Scope = { kind: 'invoice', receivableIds: [idOf('2')] };

describe('one active assignment for each receivable', () => {
  test.each([
    [whole, whole, true],
    [whole, invoiceOfFirst, true],
    [italy, spain, true],
    [spain, first, false],
    [italy, first, true],
    [italy, invoiceOfFirst, true],
    [italy, invoiceOfSecond, false],
    [first, first, true],
    [first, invoiceOfFirst, true],
    [first, invoiceOfSecond, false],
    [invoiceOfFirst, invoiceOfSecond, false],
    [spain, unplaced, true],
  ])('%j beside %j: %s', (one, other, isRefused) => {
    const refused = (standing: Scope, wanted: Scope) =>
      conflicting([made({ scope: standing })], assignment({ scope: wanted }), facts).length > 0;
    expect([refused(one, other), refused(other, one)]).toEqual([isRefused, isRefused]);
  });

  test('days apart, a refusal and an end make room', () => {
    const wanted = assignment({ from: '2026-06-01' });
    const reference = 'letter';
    const others = [
      made({ to: '2026-05-31' }),
      made({}, { kind: 'refused', on: '2026-02-01', reference }),
      made({}, { kind: 'ended', on: '2026-06-01', reference, consent: 'deed' }),
    ];
    expect(conflicting(others, wanted, facts)).toEqual([]);
    expect(conflicting([made({ to: '2026-06-01' })], wanted, facts)).toHaveLength(1);
  });
});

test('what is irrevocable ends with the assignee’s consent alone', () => {
  const end = { kind: 'ended', on: '2026-05-01', reference: 'letter' } as const;
  const acknowledged = {
    kind: 'acknowledged',
    on: '2026-02-01',
    reference: 'endorsement',
  } as const;
  expect(made({}, acknowledged, end).state.status).toBe('acknowledged');
  expect(made({}, acknowledged, { ...end, consent: 'deed' }).state.status).toBe('ended');
  expect(made({ isRevocable: true }, end).state.status).toBe('ended');
  const ended = made({ isRevocable: true }, end);
  expect([bindsOn(ended, '2026-04-30'), bindsOn(ended, '2026-05-01')]).toEqual([true, false]);
});

test('a receivable’s assignee is that of its invoice, debtor, region or policy', () => {
  const standing = [made({ scope: first, assignee: 'A' }), made({ scope: invoiceOfSecond })];
  const of = (number: string, debtorId: string) =>
    assignmentOf(standing, { receivableId: idOf(number), debtorId, on: '2026-03-01' }, facts);
  expect(of('1', 'D1')?.assignment.assignee).toBe('A');
  expect(of('2', 'D2')?.assignment.assignee).toBe('Bank');
  expect(of('3', 'D2')).toBeUndefined();
});

describe('what losses use up', () => {
  const terms = policyTerms();
  const loss = (claimId: string, change: Partial<Erosion> = {}): Erosion => ({
    claimId,
    on: '2026-05-01',
    firstLossMinor: 2_000_000,
    paidMinor: 300_000_000,
    ...change,
  });

  test('is of the period of the loss, entry by entry', () => {
    const { firstLoss, liability } = erosionOf(terms, [
      loss('B', { on: '2026-07-01' }),
      loss('A'),
      loss('C', { on: '2027-01-01' }),
    ]);
    expect(firstLoss).toMatchObject({
      totalMinor: 5_000_000,
      usedMinor: 4_000_000,
      leftMinor: 1_000_000,
    });
    expect(liability?.entries.map(({ claimId, leftMinor }) => [claimId, leftMinor])).toEqual([
      ['A', 700_000_000],
      ['B', 400_000_000],
    ]);
  });

  test('leaves so much for what is financed on the policy', () => {
    const ledgers = erosionOf(terms, [loss('A')]);
    expect(checkFinanced(ledgers, 700_000_000)).toMatchObject({ status: 'within', roomMinor: 0 });
    expect(checkFinanced(ledgers, 700_000_001)).toMatchObject({
      status: 'exceeds',
      excessMinor: 1,
    });
    expect(checkFinanced({}, 1)).toEqual({ status: 'unlimited' });
  });

  test('does not depend on the order in which it was told', () => {
    const any = fc.array(
      fc.record({
        claimId: fc.string({ minLength: 1 }),
        on: fc.constantFrom('2026-01-01', '2026-05-01', '2026-12-31', '2027-01-01'),
        firstLossMinor: fc.nat(1_000_000),
        paidMinor: fc.nat(1_000_000),
      }),
    );
    fc.assert(
      fc.property(any, (erosions) => {
        const unique = [...new Map(erosions.map((one) => [one.claimId, one])).values()];
        expect(erosionOf(terms, unique.toReversed())).toEqual(erosionOf(terms, unique));
      }),
    );
  });
});
