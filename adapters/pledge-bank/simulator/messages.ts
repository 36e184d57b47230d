import { z } from 'zod';
import { decimal, isPayable, units } from '../../reckoning.ts';

const Amount = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/);
const Signed = z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/);
const DayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const CurrencyCode = z.string().regex(/^[A-Z]{3}$/);
const Name = z.string().min(1);
const PartyRecord = z.strictObject({
  id: Name,
  name: Name,
  address: z.string().nullable(),
  country: z.string().nullable(),
  identifiers: z.array(z.strictObject({ scheme: Name, value: Name })),
});

const Pledged = z.strictObject({
  lineNumber: z.int().min(1),
  number: Name,
  instalment: z.int().min(1),
  debtor: PartyRecord,
  issuedOn: DayText,
  dueOn: DayText,
  currency: CurrencyCode,
  faceAmount: Amount,
  openAmount: Amount,
  pledgedAmount: Amount,
  countedAmount: Amount,
  drawAmount: Amount,
});
export type Pledged = z.infer<typeof Pledged>;

export const Drawdown = z.strictObject({
  reference: Name.max(64),
  asOf: DayText,
  currency: CurrencyCode,
  agreement: z.strictObject({ reference: Name, signedOn: DayText }),
  borrower: PartyRecord,
  lender: PartyRecord,
  drawAmount: Amount,
  borrowingBase: z.strictObject({
    certificateHash: z.string().regex(/^[0-9a-f]{64}$/),
    gross: Signed,
    deductions: z.array(z.strictObject({ rule: Name, amount: Signed })),
    pool: Signed,
    holdback: Signed,
    reserves: Signed,
    overLimit: Signed,
    used: Signed,
    available: Signed,
  }),
  pledged: z.array(Pledged).min(1).max(50_000),
  totals: z.strictObject({
    count: z.int().min(1),
    perCurrency: z
      .array(
        z.strictObject({
          currency: CurrencyCode,
          count: z.int().min(1),
          faceAmount: Amount,
          openAmount: Amount,
        }),
      )
      .min(1),
    pledgedAmount: Amount,
    countedAmount: Amount,
    drawAmount: Amount,
  }),
});
export type Drawdown = z.infer<typeof Drawdown>;

export const CancellationAsked = z.strictObject({
  reference: Name,
  agreementReference: Name,
  reason: Name,
});

export type Refusal = { type: string; detail: string };

/**
 * The certificate and the list recalculated to the minor unit; what does not come out is refused.
 */
export function faultOf(body: Drawdown): Refusal | undefined {
  const { borrowingBase: base, currency } = body;
  const fractions = [
    ...Object.entries(base).filter(([name]) => name !== 'certificateHash' && name !== 'deductions'),
    ...base.deductions.map(({ rule, amount }): [string, string] => [rule, amount]),
  ].filter(([, amount]) => typeof amount === 'string' && !isPayable(amount, currency));
  if (fractions.length > 0) return arithmetic(`${fractions[0]?.[0]} is less than a minor unit`);
  const deducted = base.deductions.reduce((total, { amount }) => total + units(amount), 0n);
  const pool = units(base.gross) - deducted;
  if (pool !== units(base.pool)) {
    return arithmetic(`gross less deductions is ${decimal(pool)}, not ${base.pool}`);
  }
  const available =
    pool - units(base.holdback) - units(base.reserves) - units(base.overLimit) - units(base.used);
  if (available !== units(base.available)) {
    return arithmetic(`available is ${decimal(available)}, not ${base.available}`);
  }
  const wrong = wrongSum(body);
  if (wrong) return { type: 'control-sums', detail: `${wrong} does not agree with the lines.` };
  if (units(body.drawAmount) > available) {
    const detail = `${body.drawAmount} is more than the ${base.available} available.`;
    return { type: 'above-available', detail };
  }
  return undefined;
}

function arithmetic(detail: string): Refusal {
  return { type: 'arithmetic', detail };
}

/** The name of the first control sum that the lines do not come to. */
function wrongSum({ pledged, totals, drawAmount, currency }: Drawdown): string | undefined {
  const sum = (lines: readonly Pledged[], pick: (line: Pledged) => string) =>
    lines.reduce((total, line) => total + units(pick(line)), 0n);
  const inCurrency = pledged.every(
    (line) =>
      [line.faceAmount, line.openAmount].every((amount) => isPayable(amount, line.currency)) &&
      [line.pledgedAmount, line.countedAmount, line.drawAmount].every((amount) =>
        isPayable(amount, currency),
      ),
  );
  const currencies = totals.perCurrency.every((total) => {
    const own = pledged.filter((line) => line.currency === total.currency);
    return (
      own.length === total.count &&
      sum(own, (line) => line.faceAmount) === units(total.faceAmount) &&
      sum(own, (line) => line.openAmount) === units(total.openAmount)
    );
  });
  const counted = totals.perCurrency.reduce((total, { count }) => total + count, 0);
  const numbers = new Set(pledged.map(({ lineNumber }) => lineNumber));
  const checks: [string, boolean][] = [
    ['an amount', inCurrency],
    ['a line number', numbers.size === pledged.length],
    ['count', totals.count === pledged.length && counted === pledged.length],
    ['perCurrency', currencies],
    ['pledgedAmount', sum(pledged, (line) => line.pledgedAmount) === units(totals.pledgedAmount)],
    ['countedAmount', sum(pledged, (line) => line.countedAmount) === units(totals.countedAmount)],
    ['drawAmount', sum(pledged, (line) => line.drawAmount) === units(totals.drawAmount)],
    ['the draw', units(drawAmount) === units(totals.drawAmount)],
  ];
  return checks.find(([, agrees]) => !agrees)?.[0];
}
