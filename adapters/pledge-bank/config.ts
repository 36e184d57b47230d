import { z } from 'zod';

/** What a connection to this bank holds: issued by the bank when the line is granted. */
export const Config = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  borrowerId: z.string().min(1),
  accessKey: z.string().min(16).meta({ secret: true }),
});
export type Config = z.infer<typeof Config>;
