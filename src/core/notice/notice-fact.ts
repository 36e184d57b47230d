import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor } from '../money.ts';
import { InsurerNotice } from './insurer-notice.ts';

const fact = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

/** How a notice leaves: by the insurer's own interface, or as a pack that a person dispatches. */
export const Transport = z.enum(['insurer', 'pack']);
export type Transport = z.infer<typeof Transport>;

export const Channel = z.enum(['portal', 'email', 'post', 'courier', 'fax', 'hand']);
export type Channel = z.infer<typeof Channel>;

/** What a person did with a pack, and what shows it. */
export const Dispatch = z.strictObject({
  channel: Channel.describe('By which way it left.'),
  on: Day.describe('The day it left.'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .describe('The hour it left, in the policy’s time zone.'),
  reference: z.string().trim().min(1).max(200).describe('The number of the letter, mail or form.'),
  proofSha256: z.string().length(64).describe('Of the file that shows it.'),
});
export type Dispatch = z.infer<typeof Dispatch>;

/** What happened to a notice; who did it and when stands beside it. */
export const InsurerNoticeFact = z.discriminatedUnion('kind', [
  /** Another person releases exactly this, where one has to. */
  fact('prepared', {
    notice: InsurerNotice,
    hash: z.string().length(64),
    needsRelease: z.boolean(),
  }),
  fact('returned', { reason: z.string().min(1) }),
  fact('released', { hash: z.string().length(64), via: Transport }),
  /** A named person's word that it goes by hand though it was, or may have been, sent otherwise. */
  fact('rerouted', { reason: z.string().min(1) }),
  fact('sent', { on: Day, partnerReference: z.string() }),
  fact('refused', { reason: z.string(), detail: z.string() }),
  fact('dispatched', { dispatch: Dispatch }),
  fact('received', { on: Day, partnerReference: z.string().optional() }),
  fact('answered', {
    on: Day,
    status: z.enum(['received', 'in_review', 'accepted', 'refused', 'closed']),
    rawCode: z.string(),
    agreedDueOn: Day.optional(),
    agreedInstalments: z
      .array(z.strictObject({ dueOn: Day, amountMinor: AmountMinor.min(1) }))
      .optional(),
    stopsOn: Day.optional(),
  }),
]);
export type InsurerNoticeFact = z.infer<typeof InsurerNoticeFact>;
