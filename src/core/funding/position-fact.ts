import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AccountingPolicy } from '../journal/policy.ts';
import { AmountMinor, Currency } from '../money.ts';

/** Amounts are minor units of the facility's currency; `cause` names what it follows from. */
const held = { requestId: Id };
const caused = { ...held, cause: z.string().min(1) };

const fact = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

export const charges = ['service_fee', 'fee_tax', 'interest', 'misdirected_fee'] as const;
export type ChargeKind = (typeof charges)[number];

/** What happened to a receivable's position with a funder. */
export const PositionFact = z.discriminatedUnion('kind', [
  fact('reserved', { ...held, facilityId: z.string(), fingerprint: z.string() }),
  /** The funder has taken it; terms and accounting hold for it from now on, whatever is agreed later. */
  fact('assigned', {
    ...held,
    mode: z.enum(['sale', 'pledge']),
    faceMinor: AmountMinor.min(0),
    termsHash: z.string(),
    accounting: AccountingPolicy,
    /** What is open of it in its own currency, where that is another than the facility’s. */
    foreign: z.strictObject({ currency: Currency, openMinor: AmountMinor.min(1) }).optional(),
  }),
  fact('advanced', { ...held, amountMinor: AmountMinor.min(0) }),
  fact('released', {
    ...held,
    cause: z.enum(['withdrawn', 'rejected', 'declined', 'cancelled', 'expired']),
  }),
  /** The debtor paid: the funder, or the seller, who then owes it to the funder. */
  fact('collected', {
    ...caused,
    by: z.enum(['funder', 'seller']),
    amountMinor: AmountMinor,
    /** What the funder booked above that, at its own rate; below zero: less. */
    fxMinor: AmountMinor,
    /** What was paid in the receivable’s own currency, where that is another. */
    paidMinor: AmountMinor.optional(),
  }),
  fact('turned_over', { ...caused, amountMinor: AmountMinor }),
  fact('charged', { ...caused, charge: z.enum(charges), amountMinor: AmountMinor }),
  fact('diluted', { ...caused, amountMinor: AmountMinor, creditNoteId: Id.optional() }),
  /** Below zero: the seller pays the funder. */
  fact('rebated', { ...caused, amountMinor: AmountMinor }),
  fact('disputed', { ...caused, amountMinor: AmountMinor.min(0) }),
  fact('dispute_ended', caused),
  fact('unapproved', caused),
  fact('approved_again', caused),
  fact('recourse_due', { ...caused, on: Day }),
  /** The funder takes its last demand back. */
  fact('recourse_withdrawn', caused),
  fact('reassigned', { ...caused, amountMinor: AmountMinor, repurchase: z.boolean() }),
  fact('insurer_claimed', caused),
  fact('written_off', { ...caused, amountMinor: AmountMinor }),
  fact('closed', held),
  /** What ended it was not the last of it: `cause` is what has happened since. */
  fact('reopened', caused),
]);
export type PositionFact = z.infer<typeof PositionFact>;
export type PositionFactKind = PositionFact['kind'];
