import { z } from 'zod';
import { MailboxSettings } from '../../src/core/mailbox.ts';

/** What a connection to Atradius holds; test is api-uat.atradius.com, production api.atradius.com. */
export const Config = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(8).meta({ secret: true }),
  appKey: z.string().min(8).meta({ secret: true }),
  customerId: z.int().min(1),
  /** Where the exposure file goes; without it the file goes by pack. */
  mailbox: MailboxSettings.optional(),
});
export type Config = z.infer<typeof Config>;
