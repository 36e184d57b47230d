import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import type { DebtorProof } from '../../core/cover/debtor-proof.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { wordCover } from '../../core/wording/cover.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readCoverProofs } from '../../store/cover-proof.ts';
import type { Locale } from '../env.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, listOf } from './shapes.ts';

const Numbers = z.record(z.string(), z.union([z.string(), z.number()]));

const Part = z.object({
  outcome: z.enum(['insured', 'over_limit', 'uninsured']),
  code: z.string(),
  amountMinor: AmountMinor,
  params: Numbers,
  sentence: z.string(),
  clause: z.string().optional().describe('The policy’s own clause.'),
  source: z.string().optional(),
  shareBp: z.int().optional(),
  paidMinor: AmountMinor.optional().describe('The insured share, before deductibles.'),
});

const Proof = z.object({
  asOf: Day,
  openMinor: AmountMinor,
  insuredMinor: AmountMinor,
  overLimitMinor: AmountMinor,
  uninsuredMinor: AmountMinor,
  paidMinor: AmountMinor,
  stops: z.array(z.object({ cause: z.string(), on: Day, until: Day.optional(), params: Numbers })),
  invoices: z.array(
    z.object({
      receivableId: Id,
      number: z.string(),
      openMinor: AmountMinor,
      limitOn: Day.describe('The day whose limit it has.'),
      parts: z.array(Part),
    }),
  ),
});

const Proven = z
  .object({
    policyId: z.string(),
    number: z.string(),
    currency: Currency,
    status: z.enum(['proven', 'rate_missing']),
    from: Currency.optional().describe('The currency that has no rate.'),
    proof: Proof.optional(),
  })
  .meta({ id: 'CoverProof' });

/** What was insured on any day, by what was known then. */
export const coverProofRoutes: ApiRoute[] = [
  read({
    path: '/cover/{debtorId}/proof',
    operationId: 'proveCover',
    summary:
      'For any day: what of each invoice was insured, over the limit or uninsured, and by which clause.',
    tag: 'cover',
    permission: 'facility.read',
    params: z.object({ debtorId: z.string().min(1) }),
    query: AsOfQuery,
    answers: { status: 200, schema: listOf(Proven) },
    handle: async ({ tx, locale }, { params: { debtorId }, query }) => {
      const asOf = query.asOf ?? (await businessDay(tx));
      const knownAt = query.knownAt ?? (await databaseNow(tx));
      const proofs = await readCoverProofs(tx, { asOf, knownAt, debtorId });
      return { body: { items: proofs.map((one) => worded(one, locale)), next: null } };
    },
  }),
];

function worded(one: DebtorProof, locale: Locale): unknown {
  if (one.status !== 'proven') return one;
  const invoices = one.proof.invoices.map((invoice) => ({
    ...invoice,
    parts: invoice.parts.map((part) => ({ ...part, sentence: wordCover(locale, part) })),
  }));
  return { ...one, proof: { ...one.proof, invoices } };
}
