import { z } from 'zod';
import { MailboxSettings } from '../../src/core/mailbox.ts';

const Number6 = z.string().regex(/^\d{1,6}$/);

/** What a connection to this factor holds: agreed when the factor opens its mailbox. */
export const Config = z.strictObject({
  layout: z.enum(['fixed', 'delimited']),
  /** Where bordereaux go in, and where the factor moves those it has taken. */
  mailbox: MailboxSettings,
  /** Where it moves files it has not taken, and where it leaves receipts and answers, and statements. */
  rejectedFolder: z.string().min(1).default('rejected'),
  answersFolder: z.string().min(1).default('answers'),
  statementsFolder: z.string().min(1).default('statements'),
  /** The seller's number at the factor. */
  client: Number6,
  /** The issuer numbers for debtors in the seller's country and for all others. */
  issuerDomestic: Number6,
  issuerExport: Number6.optional(),
  /** The identifier scheme under which debtors carry the factor's own number of them. */
  debtorScheme: z.string().min(1).optional(),
  /** The number of the first statement that we are to read. */
  firstStatement: z.int().min(1).default(1),
});
export type Config = z.infer<typeof Config>;
