import type { AsOf } from '../core/calendar.ts';
import { paidMinorOf } from '../core/claim/dossier.ts';
import {
  checkFinanced,
  type Erosion,
  type ErosionLedgers,
  erosionOf,
  type FinancedCheck,
} from '../core/cover/erosion.ts';
import { convert, rateOn } from '../core/eligibility/fx.ts';
import type { FxRate } from '../core/input.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import { termsOn } from '../core/policy/terms.ts';
import { readClaims } from './claim.ts';
import type { Tx } from './database.ts';
import { readFacilities } from './facility.ts';
import { readRates } from './fx.ts';
import { readPolicyTerms } from './policy-terms.ts';
import { readPositions } from './selection.ts';

export type PolicyErosion =
  | {
      status: 'reckoned';
      currency: Currency;
      ledgers: ErosionLedgers;
      /** What facilities that rest on the policy have advanced. */
      financedMinor: AmountMinor;
      check: FinancedCheck;
    }
  | { status: 'rate_missing'; from: Currency; to: Currency };

/**
 * What claims have used of a policy's period, and whether what is financed on it is within what it still
 * pays at most. Undefined where the policy has no terms on the day.
 */
export async function readErosion(
  tx: Tx,
  { policyId, ...when }: AsOf & { policyId: string },
): Promise<PolicyErosion | undefined> {
  const versions = await readPolicyTerms(tx, { ...when, policyIds: [policyId] });
  const terms = termsOn(versions, when.asOf);
  if (!terms) return undefined;
  const to = terms.currency;
  const into = inOne(await readRates(tx, when), { to, asOf: when.asOf });
  const erosions: Erosion[] = [];
  for (const { id, dossier } of await readClaims(tx, { policyId })) {
    const { filing, status, settlements, currency: from } = dossier;
    if (filing.status !== 'filed' || status === 'refused') continue;
    const { firstLossMinor, payableMinor } = filing.expected;
    const usedMinor = settlements.length > 0 ? paidMinorOf(dossier) : payableMinor;
    const [first, paid] = [into(firstLossMinor, from), into(usedMinor, from)];
    if (first === undefined || paid === undefined) return { status: 'rate_missing', from, to };
    const on = filing.filing.dateOfLoss;
    erosions.push({ claimId: id, on, firstLossMinor: first, paidMinor: paid });
  }
  const resting = (await readFacilities(tx, when)).filter((one) =>
    one.terms.rules.some((rule) => rule.rule === 'insured_limit' && rule.policyId === policyId),
  );
  const currencies = new Map(resting.map((one) => [one.terms.facilityId, one.terms.currency]));
  const advanced: AmountMinor[] = [];
  for (const { facilityId, advancedMinor } of await readPositions(tx, when)) {
    const from = currencies.get(facilityId);
    if (from === undefined) continue;
    const amountMinor = into(advancedMinor, from);
    if (amountMinor === undefined) return { status: 'rate_missing', from, to };
    advanced.push(amountMinor);
  }
  const ledgers = erosionOf(terms, erosions);
  const financedMinor = sumMinor(advanced);
  const check = checkFinanced(ledgers, financedMinor);
  return { status: 'reckoned', currency: to, ledgers, financedMinor, check };
}

/** Rounded up: neither what was used nor what is financed is ever told too small. */
function inOne(fx: readonly FxRate[], { to, asOf }: { to: Currency; asOf: string }) {
  return function into(amountMinor: AmountMinor, from: Currency): AmountMinor | undefined {
    const rate = rateOn(fx, { from, to, asOf });
    return rate.status === 'found' ? convert(amountMinor, rate.ratio, 'up') : undefined;
  };
}
