import { z } from 'zod';
import { isPayable, units } from '../../reckoning.ts';

const Amount = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/);
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

const Line = z.strictObject({
  lineNumber: z.int().min(1),
  kind: z.enum(['invoice', 'credit_note']),
  creditsNumber: Name.nullable(),
  number: Name,
  instalment: z.int().min(1),
  debtor: PartyRecord,
  issuedOn: DayText,
  dueOn: DayText,
  currency: CurrencyCode,
  faceAmount: Amount,
  openAmount: Amount,
  assignedAmount: Amount,
  fundedAmount: Amount,
  advanceAmount: Amount,
});
export type Line = z.infer<typeof Line>;

export const Schedule = z.strictObject({
  reference: Name.max(64),
  asOf: DayText,
  mode: z.enum(['sale', 'pledge']),
  currency: CurrencyCode,
  agreement: z.strictObject({ reference: Name, signedOn: DayText, recourse: z.boolean() }),
  seller: PartyRecord,
  assignee: PartyRecord,
  lines: z.array(Line).min(1).max(50_000),
  totals: z.strictObject({
    count: z.int().min(1),
    perCurrency: z
      .array(
        z.strictObject({
          currency: CurrencyCode,
          count: z.int().min(0),
          faceAmount: Amount,
          openAmount: Amount,
        }),
      )
      .min(1),
    fundedAmount: Amount,
    advanceAmount: Amount,
  }),
});
export type Schedule = z.infer<typeof Schedule>;

export const CancellationAsked = z.strictObject({
  reference: Name,
  agreementReference: Name,
  reason: Name,
});

const Credit = z.strictObject({
  lineNumber: z.int().min(1),
  number: Name,
  credits: z.strictObject({
    scheduleReference: Name,
    lineNumber: z.int().min(1),
    invoiceNumber: Name,
  }),
  debtor: PartyRecord,
  issuedOn: DayText,
  currency: CurrencyCode,
  amount: Amount,
});
export type Credit = z.infer<typeof Credit>;

export const CreditNotes = z.strictObject({
  reference: Name.max(64),
  asOf: DayText,
  currency: CurrencyCode,
  agreement: z.strictObject({ reference: Name, signedOn: DayText }),
  seller: PartyRecord,
  assignee: PartyRecord,
  lines: z.array(Credit).min(1).max(50_000),
  totals: z.strictObject({
    count: z.int().min(1),
    perCurrency: z
      .array(z.strictObject({ currency: CurrencyCode, count: z.int().min(1), amount: Amount }))
      .min(1),
  }),
});
export type CreditNotes = z.infer<typeof CreditNotes>;

export type Refusal = { type: string; detail: string };

/**
 * What is wrong with a schedule as a whole: an agreement it does not know, totals that do not add
 * up.
 */
export function faultOfSchedule(
  body: Schedule,
  agreements: readonly string[] | undefined,
): Refusal | undefined {
  const { agreement, lines, totals, currency } = body;
  if (agreements && !agreements.includes(agreement.reference)) {
    return { type: 'unknown-agreement', detail: `No agreement ${agreement.reference}.` };
  }
  const broken = lines.find(
    (line) =>
      ![line.faceAmount, line.openAmount].every((amount) => isPayable(amount, line.currency)) ||
      ![line.assignedAmount, line.fundedAmount, line.advanceAmount].every((amount) =>
        isPayable(amount, currency),
      ),
  );
  if (broken) {
    const detail = `Line ${broken.lineNumber} has less than a minor unit.`;
    return { type: 'invalid-schedule', detail };
  }
  const sum = (pick: (line: Line) => string) =>
    lines.reduce(
      (total, line) => total + units(pick(line)) * (line.kind === 'invoice' ? 1n : -1n),
      0n,
    );
  const agree =
    totals.count === lines.length &&
    sum((line) => line.fundedAmount) === units(totals.fundedAmount) &&
    sum((line) => line.advanceAmount) === units(totals.advanceAmount);
  return agree
    ? undefined
    : { type: 'invalid-schedule', detail: 'The totals do not agree with the lines.' };
}

/** What is wrong with a list of credit notes by itself, whichever invoices they lower. */
export function faultOfCredits(body: CreditNotes): Refusal | undefined {
  const { lines, totals } = body;
  const broken = lines.find((line) => !isPayable(line.amount, line.currency));
  const agree = totals.perCurrency.every(({ currency, count, amount }) => {
    const own = lines.filter((line) => line.currency === currency);
    const sum = own.reduce((total, line) => total + units(line.amount), 0n);
    return own.length === count && sum === units(amount);
  });
  const counted = totals.perCurrency.reduce((total, { count }) => total + count, 0);
  const whole = agree && counted === lines.length && totals.count === lines.length;
  if (!broken && whole) return undefined;
  const detail = broken
    ? `Line ${broken.lineNumber} has less than a minor unit.`
    : 'The totals do not agree with the lines.';
  return { type: 'invalid-credit-notes', detail };
}
