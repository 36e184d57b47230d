import { z } from 'zod';

/** How a debtor was asked to pay, each more earnest than the one before. */
export const DunningStep = z.enum(['call', 'letter', 'formal_demand', 'agency', 'legal']);
export type DunningStep = z.infer<typeof DunningStep>;
