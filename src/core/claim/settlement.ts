import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import type { Dossier } from './dossier.ts';
import type { Indemnity } from './indemnity-value.ts';

/** Why the insurer paid another amount than was expected; below zero: it paid less. */
export type SettlementDifference = {
  code:
    | 'deducted'
    /** Nothing of it has been paid. */
    | 'not_paid'
    /** At most a minor unit for each invoice. */
    | 'rounding'
    | 'paid_less'
    | 'paid_more'
    /** In another currency than the claim's; it is not counted as paid. */
    | 'other_currency';
  amountMinor: AmountMinor;
  params: Record<string, string | number>;
};

export type SettlementComparison = {
  currency: Currency;
  expectedMinor: AmountMinor;
  paidMinor: AmountMinor;
  /** They sum to paid − expected. */
  differences: SettlementDifference[];
  payees: { name: string; expectedMinor: AmountMinor; paidMinor: AmountMinor }[];
};

/**
 * What was paid against what was expected. What the insurer says it has taken off is matched with our
 * own steps first: only what we did not expect is a difference.
 */
export function compareSettlement(
  { settlements }: Pick<Dossier, 'settlements'>,
  expected: Pick<Indemnity, 'currency' | 'payableMinor' | 'steps' | 'payees' | 'lines'>,
): SettlementComparison {
  const { currency } = expected;
  const own = settlements.filter((settlement) => settlement.currency === currency);
  const paidMinor = sumMinor(own.map((settlement) => settlement.paidMinor));
  const differences = unexpected(
    own.flatMap(({ deductions }) => deductions),
    expected,
  );
  const foreign = settlements
    .filter((settlement) => settlement.currency !== currency)
    .map((settlement) => ({
      code: 'other_currency' as const,
      amountMinor: 0,
      params: { currency: settlement.currency, foreignMinor: settlement.paidMinor },
    }));
  const named = sumMinor(differences.map(({ amountMinor }) => amountMinor));
  const restMinor = sumMinor([paidMinor, -expected.payableMinor, -named]);
  const rest = restOf(restMinor, {
    hasPaid: own.length > 0,
    roundingMinor: expected.lines.length,
  });
  const names = [...new Set([...expected.payees, ...own.map(payeeOf)].map(({ name }) => name))];
  return {
    currency,
    expectedMinor: expected.payableMinor,
    paidMinor,
    differences: [...differences, ...foreign, ...rest],
    payees: names.map((name) => ({
      name,
      expectedMinor: sumOf(expected.payees, name),
      paidMinor: sumOf(own.map(payeeOf), name),
    })),
  };
}

type Deduction = Dossier['settlements'][number]['deductions'][number];

/** Each of our own steps explains one deduction of the same amount. */
function unexpected(
  deductions: readonly Deduction[],
  { steps }: Pick<Indemnity, 'steps'>,
): SettlementDifference[] {
  const open = steps.slice(1).map(({ amountMinor }) => -amountMinor);
  return deductions.flatMap(({ rawCode, amountMinor }): SettlementDifference[] => {
    const at = open.indexOf(amountMinor);
    if (at >= 0) {
      open.splice(at, 1);
      return [];
    }
    return [{ code: 'deducted', amountMinor: sumMinor([-amountMinor]), params: { rawCode } }];
  });
}

function restOf(
  amountMinor: AmountMinor,
  { hasPaid, roundingMinor }: { hasPaid: boolean; roundingMinor: number },
): SettlementDifference[] {
  if (amountMinor === 0) return [];
  if (!hasPaid) return [{ code: 'not_paid', amountMinor, params: {} }];
  if (Math.abs(amountMinor) <= roundingMinor) {
    return [{ code: 'rounding', amountMinor, params: {} }];
  }
  return [{ code: amountMinor < 0 ? 'paid_less' : 'paid_more', amountMinor, params: {} }];
}

type Named = { name: string; amountMinor: AmountMinor };

function payeeOf({ payee, paidMinor }: Dossier['settlements'][number]): Named {
  return { name: payee, amountMinor: paidMinor };
}

function sumOf(paid: readonly Named[], name: string): AmountMinor {
  return sumMinor(paid.filter((own) => own.name === name).map(({ amountMinor }) => amountMinor));
}
