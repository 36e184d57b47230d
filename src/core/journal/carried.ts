import { never } from '../assert.ts';
import { type Account, overpaymentMinor, owedMinor, residualMinor } from '../funding/account.ts';
import type { Held, Position } from '../funding/position.ts';
import { isHeld } from '../funding/position.ts';
import { type AmountMinor, mulDiv, shareBp, sumMinor } from '../money.ts';
import type { AccountRole } from './account-role.ts';
import type { AccountingPolicy } from './policy.ts';

/** The balances kept for one receivable, debit positive; what is absent is zero. */
export type Carried = Partial<Record<AccountRole, AmountMinor>>;

/**
 * What the books carry for a receivable at a position: a function of its account and the policy, so
 * that a journal is the difference of two of these and no order of facts can leave anything behind.
 * Once closed, only what the debtor owes the seller, or is owed by it, remains.
 */
export function carriedOf(position: Position, policy: AccountingPolicy): Carried {
  if (!isHeld(position)) return {};
  const { account } = position;
  const over = overpaymentMinor(account);
  const isClosed = position.status === 'closed';
  const usedMinor = usedObligation(position, policy);
  return {
    ...resultOf(account),
    ...(isClosed ? {} : openOf(position, policy)),
    overpayments: isClosed ? 0 : sumMinor([-over]),
    to_turn_over: sumMinor([-account.misdirectedMinor]),
    trade_receivables: sumMinor([
      -account.faceMinor,
      account.reassignedMinor,
      -usedMinor,
      isClosed ? -over : 0,
    ]),
    recourse_expense: isClosed ? usedMinor : obligation(account, policy),
  };
}

/**
 * The same after the funder has given the receivable back without having paid for it: what the debtor
 * owes is an ordinary receivable again. What else stood open is between seller and funder alone.
 */
export function carriedBack(before: Held, policy: AccountingPolicy): Carried {
  const { account } = before;
  const usedMinor = usedObligation(before, policy);
  return {
    ...resultOf(account),
    trade_receivables: sumMinor([
      -account.faceMinor,
      account.reassignedMinor,
      -usedMinor,
      owedMinor(account),
      -overpaymentMinor(account),
    ]),
    recourse_expense: usedMinor,
  };
}

function resultOf(account: Account): Carried {
  return {
    service_fees: account.feesMinor,
    fee_tax: account.feeTaxMinor,
    interest_expense: account.interestMinor,
    sales_deductions: account.dilutionMinor,
    credit_losses: account.writeOffMinor,
    fx_difference: sumMinor([-account.fxMinor]),
  };
}

function openOf({ account, marks }: Held, policy: AccountingPolicy): Carried {
  const owed = owedMinor(account);
  switch (policy.treatment) {
    case 'derecognition': {
      const usedMinor = usedObligation({ account, marks }, policy);
      return {
        due_from_factor: residualMinor(account),
        recourse_liability: sumMinor([usedMinor, -obligation(account, policy)]),
      };
    }
    case 'continuing_involvement': {
      const involvedMinor = shareBp(owed, policy.involvementBp, 'halfEven');
      return {
        due_from_factor: residualMinor(account),
        continuing_involvement_asset: involvedMinor,
        continuing_involvement_liability: sumMinor([-involvedMinor]),
      };
    }
    case 'secured_borrowing':
      // A debit is what the funder owes: the debtor has paid it more than it had advanced.
      return {
        receivables_transferred: owed,
        factoring_liability: sumMinor([residualMinor(account), -owed]),
      };
    case 'pledge_reclassification':
      return { receivables_transferred: owed };
    default:
      return never(policy, 'openOf');
  }
}

/** What is expected to be paid back under recourse (ASC 860-20). */
function obligation({ faceMinor }: Account, policy: AccountingPolicy): AmountMinor {
  const bp = policy.treatment === 'derecognition' ? policy.recourseObligationBp : undefined;
  return bp === undefined ? 0 : shareBp(faceMinor, bp, 'halfEven');
}

/** The part of it that a repurchase has used: by so much less the receivable comes back. */
function usedObligation(
  { account, marks }: Pick<Held, 'account' | 'marks'>,
  policy: AccountingPolicy,
): AmountMinor {
  const { faceMinor, reassignedMinor } = account;
  if (!marks.isRepurchased || faceMinor === 0) return 0;
  return mulDiv(obligation(account, policy), reassignedMinor, faceMinor, 'halfEven');
}
