import { z } from 'zod';

/** What a connection to CESCE holds; the sandbox is https://api.cesce.es/sandbox. */
export const Config = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(8).meta({ secret: true }),
  username: z.string().min(1),
  password: z.string().min(8).meta({ secret: true }),
});
export type Config = z.infer<typeof Config>;
