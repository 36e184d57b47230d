import { z } from 'zod';
import { CoverStatus } from '../../src/core/cover/limit.ts';

const path = z.string().regex(/^\/\S*$/);

/** What a connection to Coface holds; a policy is told in a header of every call. */
export const Config = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  username: z.string().min(1),
  password: z.string().min(8).meta({ secret: true }),
  apiKey: z.string().min(8).meta({ secret: true }),
  paths: z
    .strictObject({
      token: path,
      companies: path,
      /** Not public: without them limits are neither asked for nor read. */
      orders: path.optional(),
      deliveries: path.optional(),
      portfolio: path.optional(),
    })
    .default({ token: '/authentication/v1/token', companies: '/companies/identifier' }),
  /** The product that a limit is ordered as, and decision codes, as told at onboarding. */
  limitProduct: z.string().min(1).default('CREDIT_LIMIT'),
  statusCodes: z.record(z.string(), CoverStatus).default({}),
  pageSize: z.int().min(1).max(1_000).default(100),
});
export type Config = z.infer<typeof Config>;
