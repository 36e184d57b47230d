import { z } from 'zod';
import { MailboxSettings } from '../../src/core/mailbox.ts';

/** What a connection to this factor holds; with a mailbox its messages go as files, else over HTTPS. */
export const Config = z.strictObject({
  /** `assignment`: tsin.006 answered by tsin.007. `financing`: tsin.001 answered by tsin.002. */
  dialect: z.enum(['assignment', 'financing']),
  /** Whether it takes credit notes, which go as tsin.006 in both dialects. */
  credits: z.boolean().default(true),
  /** Whether it passes notices of assignment on to debtors, as tsin.008 in both dialects. */
  notices: z.boolean().default(false),
  /** The person or office that the factor knows as entitled to send for the seller. */
  authorisedUser: z.string().min(1).max(35),
  https: z
    .strictObject({
      baseUrl: z.url({ protocol: /^https?$/ }),
      apiKey: z.string().min(16).meta({ secret: true }),
    })
    .optional(),
  mailbox: MailboxSettings.optional(),
  /** Where the factor leaves its status messages in the mailbox. */
  answersFolder: z.string().min(1).default('answers'),
});
export type Config = z.infer<typeof Config>;
