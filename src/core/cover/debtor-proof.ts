import { converterTo } from '../eligibility/convert.ts';
import { rateOn } from '../eligibility/fx.ts';
import type { SelectionInput } from '../input.ts';
import type { Currency } from '../money.ts';
import { type PolicyTerms, termsOn } from '../policy/terms.ts';
import { coveredInvoice, settledInvoice } from './covered.ts';
import { type CoverProof, proveCover } from './proof.ts';

/** What a policy insures of a debtor in the policy's currency, or the rate that is missing for it. */
export type DebtorProof = { policyId: string; currency: Currency; number: string } & (
  | { status: 'proven'; proof: CoverProof }
  | { status: 'rate_missing'; from: Currency }
);

type Known = Pick<
  SelectionInput,
  'asOf' | 'receivables' | 'debtors' | 'cover' | 'policies' | 'circumstances' | 'settlements' | 'fx'
>;

/** By policy whose terms are known; the same function says in a selection what is eligible. */
export function proveDebtor(known: Known, debtorId: string): DebtorProof[] {
  const { policies = [] } = known;
  const byPolicy = Map.groupBy(policies, ({ policyId }) => policyId);
  return [...byPolicy].flatMap(([policyId, versions]) => {
    const terms = termsOn(versions, known.asOf);
    return terms ? [proveUnder(known, { policyId, debtorId, versions, terms })] : [];
  });
}

function proveUnder(
  known: Known,
  of: { policyId: string; debtorId: string; versions: PolicyTerms[]; terms: PolicyTerms },
): DebtorProof {
  const { asOf, fx, circumstances = [], settlements = [] } = known;
  const { policyId, debtorId, versions } = of;
  const { currency, number } = of.terms;
  const head = { policyId, currency, number };
  const decisions = known.cover.filter(
    (one) => one.policyId === policyId && one.debtorId === debtorId,
  );
  const happened = circumstances.filter((one) => one.debtorId === debtorId);
  const open = known.receivables.flatMap((item) =>
    item.kind === 'invoice' && item.debtorId === debtorId ? [item] : [],
  );
  const set = happened.flatMap((one) => (one.kind === 'discretionary_limit' ? [one] : []));
  const from = [...open, ...decisions, ...set]
    .map((one) => one.currency)
    .find((one) => rateOn(fx, { from: one, to: currency, asOf }).status !== 'found');
  if (from !== undefined) return { ...head, status: 'rate_missing', from };
  const convert = converterTo(fx, currency, asOf);
  const late = settlements.filter((one) => one.debtorId === debtorId && one.settledOn <= asOf);
  const proofOn = proveCover({
    versions,
    decisions,
    circumstances: happened,
    debtor: known.debtors.find(({ id }) => id === debtorId) ?? { id: debtorId },
    invoices: [
      ...open.map((invoice) => coveredInvoice(invoice, { asOf, convert })),
      ...late.map(settledInvoice),
    ],
    currency,
    convert,
  });
  return { ...head, status: 'proven', proof: proofOn(asOf) };
}
