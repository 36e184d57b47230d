import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Charges } from '../charge/charges.ts';
import type { Terms } from '../facility.ts';
import { AccountingPolicy, isPolicyOf } from '../journal/policy.ts';
import { Party } from './request.ts';

/**
 * The contract behind a facility: what kind it is, what documents cite and requests carry, and how the
 * firm accounts for it. It is versioned with the terms, and a receivable keeps the version that was in
 * force when it was assigned.
 */
export const Agreement = z.strictObject({
  reference: z.string().min(1).describe('The contract’s number, as documents cite it.'),
  signedOn: Day,
  product: z
    .enum(['factoring', 'maturity_factoring', 'reverse_factoring', 'pledge', 'borrowing_base'])
    .describe(
      'Factoring pays an advance now, maturity factoring at the average due day; reverse factoring is begun by the debtor; a pledge secures a loan, a borrowing base a revolving one.',
    ),
  recourse: z.boolean().describe('Whether the funder may give back what the debtor does not pay.'),
  recourseAfterDays: z
    .int()
    .min(0)
    .max(730)
    .optional()
    .describe('Days after the due day from which it may; absent: the contract names none.'),
  notice: z
    .enum(['disclosed', 'confidential', 'on_trigger'])
    .describe('Whether debtors are told: at once, never, or when the contract says so.'),
  scope: z
    .enum(['whole_turnover', 'listed_debtors', 'single_receivables'])
    .describe(
      'What has to be offered: all there is, all of the debtors that the terms’ rule listed_debtors names, or what the seller chooses.',
    ),
  offerWithinDays: z
    .int()
    .min(0)
    .max(365)
    .optional()
    .describe(
      'Days after its issue, and not before the signing, within which an invoice of the scope has to be offered; absent: the contract names none.',
    ),
  requestValidDays: z
    .int()
    .min(1)
    .max(365)
    .describe('A request that nobody has approved after so many days ends by itself.'),
  assignee: Party,
  payeeAccount: z
    .string()
    .min(1)
    .max(34)
    .optional()
    .describe(
      'The funder’s account that debtors pay once they are told: an IBAN, or a number as its bank writes it.',
    ),
  documents: z
    .array(z.strictObject({ template: z.string(), version: z.string() }))
    .describe('What is rendered and sent with each request; only a pledge may go without.'),
  accounting: AccountingPolicy,
  charges: Charges.optional().describe(
    'What the funder charges by contract, against which its charges are checked; absent: none is.',
  ),
});
export type Agreement = z.infer<typeof Agreement>;

/** Where an agreement and its facility's terms contradict each other; `path` is a field of the agreement. */
export function misfits(
  { mode, currency }: Terms,
  agreement: Agreement,
): { path: string; message: string }[] {
  const { product, recourse, recourseAfterDays, documents, accounting } = agreement;
  const isPledge = product === 'pledge' || product === 'borrowing_base';
  const found: { path: string; message: string }[] = [];
  if (isPledge !== (mode === 'pledge')) {
    found.push({ path: 'product', message: `${product} is not how the terms place: ${mode}` });
  }
  if (!isPolicyOf(accounting, mode)) {
    const message = `${accounting.treatment} is no accounting policy for a ${mode}`;
    found.push({ path: 'accounting', message });
  }
  if (!isPledge && documents.length === 0) {
    found.push({ path: 'documents', message: 'a sale is assigned by a document' });
  }
  if (agreement.charges && agreement.charges.currency !== currency) {
    const message = `charges in ${agreement.charges.currency}, the facility in ${currency}`;
    found.push({ path: 'charges.currency', message });
  }
  if (!recourse && recourseAfterDays !== undefined) {
    found.push({
      path: 'recourseAfterDays',
      message: 'there are no days of a recourse that is not',
    });
  }
  if (agreement.scope === 'single_receivables' && agreement.offerWithinDays !== undefined) {
    const message = 'what the seller chooses has no day by which it is offered';
    found.push({ path: 'offerWithinDays', message });
  }
  return found;
}
