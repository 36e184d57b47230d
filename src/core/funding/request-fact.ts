import { z } from 'zod';
import { refusalReasons } from '../adapter.ts';
import { Instant } from '../calendar.ts';
import { Detail } from '../detail.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';
import { BorrowingBase, CanonicalRequest, RequestLine } from './request.ts';

const Hash = z.string().length(64);
const fact = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

/** Why a document of ours could not be made, so that no partner was asked; `core/wording` says it. */
export const UnmadeDocument = z.strictObject({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type UnmadeDocument = z.infer<typeof UnmadeDocument>;

/** Two receivables that look alike and that a person said are different: the one asked for comes first. */
export const Alike = z.strictObject({ receivableId: Id, resembles: Id });
export type Alike = z.infer<typeof Alike>;

/** The people who found out by hand what a partner decided, and when each said so. */
export const FoundBy = z.array(z.strictObject({ personId: Id, at: Instant })).length(2);
export type FoundBy = z.infer<typeof FoundBy>;

/** What happened to a funding request; appended with actor and time, never changed. */
export const RequestFact = z.discriminatedUnion('kind', [
  fact('drafted', {
    lines: z.array(RequestLine).min(1),
    planInputHash: z.string(),
    /** The stored selection that the lines are of, which can be made again. */
    runId: Id.optional(),
    acceptedNearMatches: z.array(Alike),
    /** Of a pledge: the certificate made with the draft. */
    borrowingBase: BorrowingBase.optional(),
  }),
  fact('submitted', { canonical: CanonicalRequest, hash: Hash }),
  fact('returned', { reason: z.string().min(1) }),
  fact('approved', { hash: Hash }),
  fact('withdrawn', { reason: z.string().min(1) }),
  fact('acknowledged', { partnerReference: z.string(), foundBy: FoundBy.optional() }),
  fact('rejected', {
    reason: z.enum(refusalReasons),
    detail: Detail,
    problem: UnmadeDocument.optional(),
    foundBy: FoundBy.optional(),
  }),
  fact('line_funded', {
    lineNumber: z.int().min(1),
    amountMinor: AmountMinor.min(0),
    currency: Currency,
  }),
  fact('line_declined', {
    lineNumber: z.int().min(1),
    reason: z.enum(refusalReasons),
    detail: z.string(),
  }),
  fact('answer_questioned', { lineNumber: z.int(), detail: Detail }),
  /** A person asks the funder to forget it; only its answer ends it. */
  fact('cancel_requested', { reason: z.string().min(1) }),
  fact('cancelled', { foundBy: FoundBy.optional() }),
  fact('cancel_refused', { detail: Detail, foundBy: FoundBy.optional() }),
  /** Nobody approved it in time; its receivables are free again. */
  fact('expired', { afterDays: z.int().min(1) }),
  /** Every receivable of it is closed and its cash has come. */
  fact('closed', {}),
  /** Money has moved on one of its receivables since. */
  fact('reopened', { receivableId: Id, cause: z.string().min(1) }),
  fact('cash_matched', { entryKey: z.string(), amountMinor: AmountMinor, currency: Currency }),
]);
export type RequestFact = z.infer<typeof RequestFact>;

/** A fact as recorded: its place, the person (none for the product itself) and the instant. */
export type RecordedFact = {
  seq: number;
  fact: RequestFact;
  recordedAt: string;
  recordedBy: string | undefined;
};
