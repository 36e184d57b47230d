import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overpaymentMinor, owedMinor, residualMinor } from '../../../src/core/funding/account.ts';
import { isHeld } from '../../../src/core/funding/position.ts';
import type { PositionFact } from '../../../src/core/funding/position-fact.ts';
import { accountRoles, resultRoles } from '../../../src/core/journal/account-role.ts';
import { isBalanced } from '../../../src/core/journal/journal.ts';
import {
  anyLife,
  assigned,
  balanceOf,
  balancesOf,
  live,
  policies,
  request,
  requestId,
  reserved,
} from './life.ts';

const named = policies.map((policy) => [JSON.stringify(policy), policy] as const);
const rate = { from: 'USD', to: 'EUR', on: '2026-11-24', source: 'test' };
const anyRate = fc.record({
  numerator: fc.integer({ min: 1, max: 100_000 }),
  denominator: fc.constantFrom(7, 100, 10_000),
});

describe.each(named)('%s: whatever happens to a receivable,', (_name, policy) => {
  test('every journal balances, in its currency and in the functional one', () => {
    fc.assert(
      fc.property(anyLife(policy, { ends: false }), anyRate, (facts, found) => {
        const functional = { currency: 'EUR', rate: { ...rate, ...found } };
        for (const { journal } of live(facts, { policy, functional, currency: 'USD' })) {
          expect(journal === undefined || isBalanced(journal)).toBe(true);
        }
      }),
    );
  });

  test('once it is over, nothing is kept for it but what its debtor owes the seller', () => {
    fc.assert(
      fc.property(anyLife(policy, { ends: true }), (facts) => {
        const balances = balancesOf(live(facts, { policy }));
        const left = accountRoles.filter(
          (role) => !resultRoles.has(role) && balanceOf(balances, role) !== 0,
        );
        expect(left.filter((role) => role !== 'trade_receivables')).toEqual([]);
      }),
    );
  });

  test('its overpayment and what is to be turned over are shown at every moment', () => {
    fc.assert(
      fc.property(anyLife(policy, { ends: false }), (facts) => {
        const steps = live(facts, { policy });
        for (const [index, { position }] of steps.entries()) {
          if (!isHeld(position)) continue;
          const balances = balancesOf(steps.slice(0, index + 1));
          expect(balanceOf(balances, 'overpayments') + overpaymentMinor(position.account)).toBe(0);
          expect(balanceOf(balances, 'to_turn_over') + position.account.misdirectedMinor).toBe(0);
        }
      }),
    );
  });

  test('what it has cost is what its account says', () => {
    fc.assert(
      fc.property(anyLife(policy, { ends: true }), (facts) => {
        const steps = live(facts, { policy });
        const last = steps.findLast(({ position }) => isHeld(position))?.position;
        if (!last || !isHeld(last)) return;
        const balances = balancesOf(steps);
        const { account } = last;
        expect({
          fees: balanceOf(balances, 'service_fees'),
          tax: balanceOf(balances, 'fee_tax'),
          interest: balanceOf(balances, 'interest_expense'),
          dilution: balanceOf(balances, 'sales_deductions'),
          losses: balanceOf(balances, 'credit_losses'),
          fx: balanceOf(balances, 'fx_difference') + account.fxMinor,
        }).toEqual({
          fees: account.feesMinor,
          tax: account.feeTaxMinor,
          interest: account.interestMinor,
          dilution: account.dilutionMinor,
          losses: account.writeOffMinor,
          fx: 0,
        });
      }),
    );
  });
});

test.each(named)(
  '%s: what was advanced is due under the request, and a pledge’s is owed',
  (_n, policy) => {
    fc.assert(
      fc.property(anyLife(policy, { ends: true }), (facts) => {
        const steps = live(facts, { policy });
        const last = steps.findLast(({ position }) => isHeld(position))?.position;
        if (!last || !isHeld(last)) return;
        const { account, mode } = last;
        const balances = balancesOf(steps);
        expect(balanceOf(balances, 'due_from_factor', request)).toBe(account.advanceMinor);
        const owed = account.advanceMinor + account.rebateMinor;
        const charged = account.feesMinor + account.feeTaxMinor + account.interestMinor;
        const expected = mode === 'pledge' ? owed + charged : 0;
        expect(balanceOf(balances, 'borrowings', 'F1') + expected).toBe(0);
      }),
    );
  },
);

describe('at every moment of a life', () => {
  const everyMoment = (
    policy: (typeof policies)[number],
    check: (
      balances: Map<string, number>,
      held: { residualMinor: number; owedMinor: number; faceMinor: number },
    ) => void,
  ) =>
    fc.assert(
      fc.property(anyLife(policy, { ends: false }), (facts) => {
        const steps = live(facts, { policy });
        for (const [index, { position }] of steps.entries()) {
          if (!isHeld(position)) continue;
          const { account } = position;
          check(balancesOf(steps.slice(0, index + 1)), {
            residualMinor: residualMinor(account),
            owedMinor: owedMinor(account),
            faceMinor: account.faceMinor,
          });
        }
      }),
    );

  test.each(named.slice(0, 3))('%s: what the funder owes for it is its residual', (_n, policy) => {
    everyMoment(policy, (balances, held) => {
      expect(balanceOf(balances, 'due_from_factor')).toBe(held.residualMinor);
    });
  });

  test('a borrowing carries what the debtor still owes, and owes it less what the funder holds', () => {
    everyMoment({ treatment: 'secured_borrowing' }, (balances, held) => {
      expect(balanceOf(balances, 'receivables_transferred')).toBe(held.owedMinor);
      const liability = balanceOf(balances, 'factoring_liability');
      expect(liability).toBe(held.residualMinor - held.owedMinor);
    });
  });

  test('a pledge carries what the debtor still owes', () => {
    everyMoment({ treatment: 'pledge_reclassification' }, (balances, held) => {
      expect(balanceOf(balances, 'receivables_transferred')).toBe(held.owedMinor);
    });
  });

  test('continuing involvement is an asset and a liability of one size, within its share of the face', () => {
    everyMoment({ treatment: 'continuing_involvement', involvementBp: 333 }, (balances, held) => {
      const asset = balanceOf(balances, 'continuing_involvement_asset');
      expect(balanceOf(balances, 'continuing_involvement_liability') + asset).toBe(0);
      expect(asset).toBeGreaterThanOrEqual(0);
      expect(Math.abs(asset - (held.owedMinor * 333) / 10_000)).toBeLessThanOrEqual(0.5);
    });
  });
});

test.each(named)(
  '%s: cash waits in suspense as it would have come through the bank',
  (_n, policy) => {
    fc.assert(
      fc.property(anyLife(policy, { ends: true }), (facts) => {
        const total = (steps: ReturnType<typeof live>, account: string) =>
          [...balancesOf(steps)]
            .filter(([key]) => key.startsWith(`${account} `))
            .reduce((sum, [, amount]) => sum + amount, 0);
        const known = live(facts, { policy, bankAccount: 'DE1' });
        const waiting = live(facts, { policy });
        expect(total(known, 'bank')).toBe(total(waiting, 'suspense'));
        expect(total(known, 'suspense') + total(waiting, 'bank')).toBe(0);
      }),
    );
  },
);

test('a receivable given back without an advance is an ordinary one again, and nothing is due', () => {
  for (const policy of policies) {
    const mode = policy.treatment === 'pledge_reclassification' ? 'pledge' : 'sale';
    const given: PositionFact = { kind: 'released', requestId, cause: 'cancelled' };
    const steps = live([reserved, assigned(mode, 100_000_00), given], { policy });
    expect(steps.at(-1)?.journal?.postings.length).toBeGreaterThan(1);
    expect([...balancesOf(steps)]).toEqual([]);
  }
});
