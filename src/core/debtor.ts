import { z } from 'zod';

export const DebtorStatus = z.enum(['insolvent', 'ceased_trading', 'watch_list']);
export const DebtorKind = z.enum(['government', 'consumer', 'cash']);
export const DebtorRelation = z.enum(['affiliate', 'employee', 'shareholder']);

/** A legal entity that owes. */
export const Debtor = z.strictObject({
  id: z.string().min(1).describe('Names the debtor in the rest of the document.'),
  name: z.string().min(1).describe('Its name.'),
  country: z
    .string()
    .min(1)
    .optional()
    .describe('ISO 3166-1 alpha-2, or the ledger’s own code kept as it came; absent: not known.'),
  groupId: z
    .string()
    .min(1)
    .optional()
    .describe('The same for debtors under one control; absent: it is its own group.'),
  identifiers: z
    .record(z.string(), z.string())
    .default({})
    .describe('Legal identifiers by scheme, such as vat or uscc.'),
  status: DebtorStatus.optional().describe('Absent: trading as usual.'),
  kind: DebtorKind.optional().describe('Absent: an ordinary company.'),
  relation: DebtorRelation.optional().describe('To the seller; absent: none.'),
  sanctions: z
    .enum(['clear', 'listed'])
    .optional()
    .describe('What screening found; absent: not screened.'),
  isFormalityDone: z
    .boolean()
    .optional()
    .describe('True where the formalities that make a claim on a public body assignable are done.'),
  hasNoSetOffLetter: z
    .boolean()
    .optional()
    .describe('True where it has given up setting off what the seller owes it.'),
  industry: z
    .string()
    .min(1)
    .optional()
    .describe('The industry, in a code of the seller’s choice; absent: not known.'),
  rating: z.string().min(1).optional().describe('On the scale the terms use; absent: unrated.'),
  usualDelayDays: z
    .int()
    .min(0)
    .max(365)
    .optional()
    .describe('Days it usually pays after the due day; absent: none.'),
});
export type Debtor = z.infer<typeof Debtor>;
