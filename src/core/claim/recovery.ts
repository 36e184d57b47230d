import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { IndemnityLine } from './indemnity-value.ts';

/** The debt of an invoice on the day of loss, the oldest first, and what of it was insured. */
export type LossLine = Pick<IndemnityLine, 'remainingMinor' | 'insured'>;

/** What has come in after the loss, with the costs of getting it. */
export type Recovered = {
  amountMinor: AmountMinor;
  costsMinor: AmountMinor;
  /** Whether the insurer has agreed to the costs beforehand. */
  isApproved: boolean;
};

export type RecoverySplit = {
  /** Of the insured part of the debt, before the insured percentage. */
  insuredPartMinor: AmountMinor;
  /** insurer + insured = what was recovered; insurerCosts + insuredCosts = what it cost. */
  insurerMinor: AmountMinor;
  insuredMinor: AmountMinor;
  insurerCostsMinor: AmountMinor;
  insuredCostsMinor: AmountMinor;
};

/**
 * Divides what came in after the loss, half-even. Each share is that of all recoveries so far less that
 * of those before, so that many small ones come to the same as one. An insurer never gets back more
 * than it has paid.
 */
export function splitRecovery(
  recovered: Recovered,
  of: {
    rule: PolicyTerms['recoveries'];
    lines: readonly LossLine[];
    /** What the insurer has paid, or is expected to. */
    paidMinor: AmountMinor;
    /** What was recovered before. */
    beforeMinor: AmountMinor;
  },
): RecoverySplit {
  const { amountMinor, costsMinor } = recovered;
  const throughMinor = sumMinor([of.beforeMinor, amountMinor]);
  const change = (share: (totalMinor: AmountMinor) => AmountMinor) =>
    sumMinor([share(throughMinor), -share(of.beforeMinor)]);
  const insurerMinor = change((totalMinor) => Math.min(of.paidMinor, insurerShare(totalMinor, of)));
  const insuredPartMinor = change((totalMinor) => partOf(totalMinor, of, insuredPart));
  const insurerCostsMinor = costShare(recovered, of);
  return {
    insuredPartMinor,
    insurerMinor,
    insuredMinor: sumMinor([amountMinor, -insurerMinor]),
    insurerCostsMinor,
    insuredCostsMinor: sumMinor([costsMinor, -insurerCostsMinor]),
  };
}

type Split = Parameters<typeof splitRecovery>[1];

function insurerShare(totalMinor: AmountMinor, of: Split): AmountMinor {
  if (of.rule.split !== 'by_loss') return partOf(totalMinor, of, insurerPart);
  const owedMinor = owedOf(of.lines);
  if (owedMinor === 0) return 0;
  return mulDiv(Math.min(totalMinor, owedMinor), of.paidMinor, owedMinor, 'halfEven');
}

/** Numerator over the line's debt, in ten thousandths. */
type Weight = (line: LossLine) => bigint;
const insuredPart: Weight = ({ insured }) =>
  insured.reduce((sum, { minor }) => sum + BigInt(minor) * 10_000n, 0n);
const insurerPart: Weight = ({ insured }) =>
  insured.reduce((sum, { minor, shareBp }) => sum + BigInt(minor) * BigInt(shareBp), 0n);

function partOf(totalMinor: AmountMinor, { rule, lines }: Split, weight: Weight): AmountMinor {
  const boundedMinor = Math.min(totalMinor, owedOf(lines));
  if (boundedMinor === 0) return 0;
  if (rule.split !== 'oldest_first') {
    const weights = lines.reduce((sum, line) => sum + weight(line), 0n);
    return mulDiv(boundedMinor, weights, BigInt(owedOf(lines)) * 10_000n, 'halfEven');
  }
  let leftMinor = boundedMinor;
  const parts = lines.map((line) => {
    const filledMinor = Math.min(leftMinor, line.remainingMinor);
    leftMinor = sumMinor([leftMinor, -filledMinor]);
    if (filledMinor === 0) return 0;
    const whole = BigInt(line.remainingMinor) * 10_000n;
    return mulDiv(filledMinor, weight(line), whole, 'halfEven');
  });
  return sumMinor(parts);
}

/** What the insurer bears of the costs; of the insured part where they go by debt. */
function costShare({ costsMinor, isApproved }: Recovered, { rule, lines }: Split): AmountMinor {
  if (rule.costsNeedApproval && !isApproved) return 0;
  if (rule.costs === 'insurer') return costsMinor;
  const owedMinor = owedOf(lines);
  if (rule.costs === 'insured' || owedMinor === 0) return 0;
  const insuredMinor = sumMinor(lines.flatMap((line) => line.insured.map(({ minor }) => minor)));
  return mulDiv(costsMinor, insuredMinor, owedMinor, 'halfEven');
}

function owedOf(lines: readonly LossLine[]): AmountMinor {
  return sumMinor(lines.map(({ remainingMinor }) => remainingMinor));
}
