import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';
import { ClaimFiling } from './filing.ts';
import { ExcludedPart, Indemnity } from './indemnity-value.ts';
import { WriteOff } from './write-off.ts';

const fact = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

/** What an insurer may say of a claim that was filed. */
export const InsurerStatus = z.enum([
  'assessing',
  'accepted',
  'partly_accepted',
  'refused',
  'closed',
]);
export type InsurerStatus = z.infer<typeof InsurerStatus>;

/** What a person says of a dossier, where nothing follows from it. */
const said = [
  fact('responsible_named', { responsibleId: Id }),
  fact('insolvency_known', { on: Day }),
  /** The insurer was told of the overdue, or of the insolvency. */
  fact('notified', { on: Day, reference: z.string().optional() }),
  fact('document_waived', { document: z.string().min(1), reason: z.string().min(1) }),
  /** What of an invoice is tax, interest …: most ledgers do not say. The last statement holds. */
  fact('parts_stated', {
    receivableId: Id,
    parts: z.array(z.strictObject({ part: ExcludedPart, amountMinor: AmountMinor.min(1) })),
  }),
  fact('returned', { reason: z.string().min(1) }),
  fact('closed', { reason: z.string().min(1) }),
] as const;

/** What an insurer says; a person enters it where no machine reads it. Amounts are of its currency. */
const told = [
  fact('insurer_said', { status: InsurerStatus, rawCode: z.string(), on: Day }),
  fact('step_told', { stepId: z.string(), on: Day, rawCode: z.string(), text: z.string() }),
  fact('documents_requested', {
    requestId: z.string().min(1),
    on: Day,
    document: z.string(),
    dueOn: Day.optional(),
    text: z.string(),
  }),
  fact('settled', {
    settlementId: z.string().min(1),
    on: Day,
    currency: Currency,
    paidMinor: AmountMinor.min(0),
    payee: z.string(),
    deductions: z.array(z.strictObject({ rawCode: z.string(), amountMinor: AmountMinor })),
  }),
  fact('recovered', {
    recoveryId: z.string().min(1),
    on: Day,
    amountMinor: AmountMinor.min(1),
    costsMinor: AmountMinor.min(0),
    isApproved: z.boolean(),
    /** Whose account it came into. */
    by: z.enum(['insurer', 'insured']),
    /** The insurer's share in its own words. */
    insurerMinor: AmountMinor.optional(),
  }),
] as const;

export const SaidFact = z.discriminatedUnion('kind', said);
export type SaidFact = z.infer<typeof SaidFact>;

export const ToldFact = z.discriminatedUnion('kind', told);
export type ToldFact = z.infer<typeof ToldFact>;

/** What happened to a dossier; who did it and when stands beside it. */
export const DossierFact = z.discriminatedUnion('kind', [
  ...said,
  ...told,
  fact('opened', {
    policyId: z.string().min(1),
    sellerId: z.string().min(1),
    debtorId: z.string().min(1),
    currency: Currency,
    cause: z.enum(['protracted_default', 'insolvency']),
    insolventOn: Day.optional(),
    receivableIds: z.array(Id).min(1),
    /** Who answers for it. */
    responsibleId: Id,
    reason: z.string(),
  }),
  /** The default is not yet a loss. */
  fact('waiting', { until: Day }),
  /** Drawn up; another person releases exactly this. */
  fact('prepared', {
    filing: ClaimFiling,
    hash: z.string().length(64),
    /** What is expected of it, as it was reckoned on that day. */
    expected: Indemnity,
  }),
  fact('released', { hash: z.string().length(64) }),
  /** The insurer has no machine for it: it leaves by hand. */
  fact('dispatch_needed', {}),
  fact('filed', {
    on: Day,
    via: z.enum(['insurer', 'dispatch']),
    partnerReference: z.string().optional(),
  }),
  fact('filing_refused', { reason: z.string(), detail: z.string() }),
  fact('request_answered', { requestId: z.string().min(1), sha256: z.string().length(64) }),
  fact('write_off_proposed', { writeOff: WriteOff }),
  fact('write_off_approved', {}),
  fact('write_off_refused', { reason: z.string().min(1) }),
]);
export type DossierFact = z.infer<typeof DossierFact>;
