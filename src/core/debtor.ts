import { z } from 'zod';

/** A legal entity that owes. `country` is ISO 3166-1 alpha-2, or the ledger's own code kept as it came. */
export const Debtor = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  country: z.string().min(1).optional(),
  /** Debtors under one control; a debtor without a group is its own group. */
  groupId: z.string().min(1).optional(),
  /** Legal identifiers by scheme, e.g. {vat: 'DE…', uscc: '9133…'}. */
  identifiers: z.record(z.string(), z.string()).default({}),
});
export type Debtor = z.infer<typeof Debtor>;
