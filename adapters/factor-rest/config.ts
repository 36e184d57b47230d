import { z } from 'zod';

/** What a connection to this factor holds: issued by the factor when the agreement is set up. */
export const Config = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  apiKey: z.string().min(16).meta({ secret: true }),
  /** Standard Webhooks secret, 'whsec_' and base64 of at least 24 bytes. */
  webhookSecret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/)
    .meta({ secret: true }),
});
export type Config = z.infer<typeof Config>;
