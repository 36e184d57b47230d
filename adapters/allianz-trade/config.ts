import { z } from 'zod';
import { CoverStatus } from '../../src/core/cover/limit.ts';

const path = z.string().regex(/^\/\S*$/);

/** Each product has a prefix of its own, and the test environment's name lies elsewhere in each. */
const Paths = z.strictObject({
  token: path,
  companyMatching: path,
  covers: path,
  coversSearch: path,
  coverRequestsSearch: path,
  jobs: path,
  /** Not public: without it overdues, extensions and reschedulings go by pack. */
  overdues: path.optional(),
});

/** What a connection to Allianz Trade holds. */
export const Config = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  apiKey: z.string().min(8).meta({ secret: true }),
  paths: Paths.default({
    token: '/v1/idp/oauth2/authorize',
    companyMatching: '/search/v2/companies/matching',
    covers: '/riskinfo/v3/covers',
    coversSearch: '/riskinfo/v3/covers/search',
    coverRequestsSearch: '/riskinfo/v3/coverRequests/search',
    jobs: '/riskinfo/v3/jobs',
  }),
  /** Decision codes beyond the two that are public, as the insurer confirms them. */
  statusCodes: z.record(z.string(), CoverStatus).default({}),
  pageSize: z.int().min(1).max(10_000).default(5_000),
  /** Asks to be called back when a job is done; the header's name is told at onboarding. */
  callback: z
    .strictObject({
      headerName: z.string().min(1),
      url: z.url({ protocol: /^https?$/ }),
      timeToLive: z.int().min(1).max(720),
    })
    .optional(),
});
export type Config = z.infer<typeof Config>;
