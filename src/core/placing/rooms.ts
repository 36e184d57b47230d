import type { SharedRoom } from '../allocation/problem.ts';
import { assert } from '../assert.ts';
import { ratioOf } from '../eligibility/convert.ts';
import { mayRelyOn } from '../eligibility/coverBook.ts';
import { payableOf } from '../eligibility/credits.ts';
import { amountAt } from '../eligibility/gross.ts';
import { hasTermsIn } from '../eligibility/judgedCover.ts';
import { at, holderAt } from '../eligibility/ledger.ts';
import { insuredRoom } from '../eligibility/limits.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { RuleCode, RuleOf } from '../facility/rule.ts';
import type { SelectionInput } from '../input.ts';
import { sumMinor } from '../money.ts';
import { policyRule, sharings } from './sharing.ts';

/**
 * What several facilities may fund of a debtor together, so that nothing is counted twice. Where only
 * some of them are offers of a problem, the rooms are those of all.
 */
export function sharedRooms(
  input: SelectionInput,
  { outcomes, offered }: { outcomes: readonly Outcome[]; offered: readonly Outcome[] },
): SharedRoom[] {
  const hasTerms = hasTermsIn(input);
  return sharings(input.facilities, hasTerms).map((sharing) => {
    const under = sharing.under.map(({ facilityId }) => {
      const outcome = outcomes.find(({ view }) => view.terms.facilityId === facilityId);
      assert(outcome, `no outcome for ${facilityId}`);
      return outcome;
    });
    const [first] = under;
    assert(first, 'nobody shares');
    const users = under.filter((outcome) => offered.includes(outcome));
    const offers = usersOf(input, { users, offered, to: first.view.terms.currency });
    if (sharing.kind === 'netting') {
      const free = nettingFree({ codes: sharing.codes, first });
      return { kind: 'netting', offers, free };
    }
    const rule = policyRule(first.view.terms, hasTerms);
    assert(rule, 'no policy to share');
    return { kind: 'cover', offers, free: coverFree(input, { rule, first }) };
  });
}

/** Cover counts once for all facilities under a policy, less what is financed under it already. */
function coverFree(
  input: SelectionInput,
  { rule, first }: { rule: RuleOf<'insured_limit'>; first: Outcome },
): Float64Array {
  const { ledger } = first.view;
  const heldMinor = heldUnder(input, first, rule.policyId);
  return Float64Array.from(ledger.debtors, ({ id }, debtor) => {
    const heldElsewhereMinor = at(heldMinor, debtor);
    const own = { debtorId: id, heldElsewhereMinor, eligibleMinor: 0 };
    return insuredRoom(first.view, rule, own).roomMinor;
  });
}

/** By debtor, in the first facility's currency: what is held by whoever may rely on the policy. */
function heldUnder(
  { facilities }: SelectionInput,
  { view, amounts }: Outcome,
  policyId: string,
): Float64Array {
  const { ledger } = view;
  const held = new Float64Array(ledger.debtors.length);
  for (const line of ledger.heldLines) {
    const facilityId = holderAt(ledger, line);
    if (facilityId === undefined || !mayRelyOn(facilities, { facilityId, policyId })) continue;
    const debtor = at(ledger.debtorOf, line);
    held[debtor] = at(held, debtor) + amountAt(amounts, line);
  }
  return held;
}

/** What a debtor owes less the deductions that all of them make. */
function nettingFree({
  codes,
  first,
}: {
  codes: readonly RuleCode[];
  first: Outcome;
}): Float64Array {
  const { ledger } = first.view;
  const deducted = new Map<number, number>();
  const deduct = (debtor: number, amount: number) =>
    deducted.set(debtor, (deducted.get(debtor) ?? 0) + amount);
  for (const rule of first.rules) {
    if (rule.rule === 'credits' && codes.includes('credits')) {
      for (const [debtor, items] of ledger.credits) {
        const convert = first.view.toFacility;
        deduct(
          debtor,
          sumMinor(items.map((item) => convert(-item.openMinor, item.currency, 'up'))),
        );
      }
    }
    if (rule.rule === 'contra' && codes.includes('contra')) {
      for (const debtor of ledger.payables.keys()) {
        deduct(debtor, payableOf(first.view, rule, debtor));
      }
    }
  }
  return owedFree(first).map((amount, debtor) => {
    const own = deducted.get(debtor);
    return own === undefined ? Number.POSITIVE_INFINITY : Math.max(0, amount - own);
  });
}

/** By debtor: what it owes on receivables that nobody holds, in the facility's currency. */
function owedFree(outcome: Outcome): Float64Array {
  const { scan, view } = outcome;
  const sums = scan.sums[scan.currencies.indexOf(view.terms.currency)];
  assert(sums, 'a currency without sums');
  const owed = sums.owed.slice();
  const { debtorOf, heldLines } = view.ledger;
  for (const line of heldLines) {
    const debtor = at(debtorOf, line);
    owed[debtor] = at(owed, debtor) - amountAt(outcome.amounts, line);
  }
  return owed;
}

function usersOf(
  { fx, asOf }: SelectionInput,
  { users, offered, to }: { users: readonly Outcome[]; offered: readonly Outcome[]; to: string },
): SharedRoom['offers'] {
  return users.map((outcome) => ({
    offer: offered.indexOf(outcome),
    toRoom: ratioOf(fx, { from: outcome.view.terms.currency, to, asOf }),
  }));
}
